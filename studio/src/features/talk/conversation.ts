import type { BotSummary, TalkAnswer, TalkEvent } from "@/lib/api/types";
import type { Environment } from "@/lib/environment/environment";

/** Something the user did and what came of it. */
export interface Turn {
  /** Also sent as the idempotency key, the same when it is sent again. */
  id: string;
  event: TalkEvent;
  /** What the user said, or what stood on what they pressed; empty for a start. */
  said: string;
  locale: string;
  state: "waiting" | "answered" | "failed";
  answer?: TalkAnswer;
  /** Why it failed. */
  problem?: string;
}

/** With what one talks. */
export interface Place {
  environment: Environment;
  /** The path of a channel; empty: none in particular. */
  channel: string;
}

export interface Conversation {
  userId: string;
  turns: Turn[];
}

export type Change =
  | { type: "reset"; conversation: Conversation }
  | { type: "sent"; turn: Turn }
  | { type: "sent-again"; id: string }
  | { type: "answered"; id: string; answer: TalkAnswer }
  | { type: "failed"; id: string; problem: string };

/** The conversation after a change. A word about a turn of an earlier conversation changes nothing. */
export function changed(conversation: Conversation, change: Change): Conversation {
  const replaceTurn = (id: string, replace: (turn: Turn) => Turn) => ({
    ...conversation,
    turns: conversation.turns.map((turn) => (turn.id === id ? replace(turn) : turn)),
  });
  switch (change.type) {
    case "reset":
      return change.conversation;
    case "sent":
      return { ...conversation, turns: [...conversation.turns, change.turn] };
    case "sent-again":
      return replaceTurn(change.id, (turn) => ({ ...turn, state: "waiting" }));
    case "answered":
      return replaceTurn(change.id, (turn) => ({
        ...turn,
        state: "answered",
        answer: change.answer,
      }));
    case "failed":
      return replaceTurn(change.id, (turn) => ({
        ...turn,
        state: "failed",
        problem: change.problem,
      }));
  }
}

export function newConversation(): Conversation {
  return { userId: `studio-${randomText()}`, turns: [] };
}

export function newTurn(event: TalkEvent, said: string, locale: string): Turn {
  return { id: `talk-${randomText()}`, event, said, locale, state: "waiting" };
}

/** 128 random bits. `randomUUID` is missing where Studio is served over plain HTTP. */
function randomText(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Older turns than these are forgotten at a reload. */
const KEPT_TURNS_MAX = 50;

/** Conversations are kept in the tab, so that a reload shows them again. */
const keyOf = (bot: BotSummary, { environment, channel }: Place) =>
  `palabre.talk.2.${bot.id}.${environment}${channel && `.${channel}`}`;

export function keep(bot: BotSummary, place: Place, conversation: Conversation): void {
  // What is under way when the page goes away is lost to it: shown as failed, it can be sent again.
  const turns = conversation.turns
    .slice(-KEPT_TURNS_MAX)
    .map((turn): Turn => (turn.state === "waiting" ? { ...turn, state: "failed" } : turn));
  try {
    sessionStorage.setItem(keyOf(bot, place), JSON.stringify({ ...conversation, turns }));
  } catch {
    // Full or forbidden storage: the conversation lasts as long as the page.
  }
}

export function kept(bot: BotSummary, place: Place): Conversation | null {
  try {
    const text = sessionStorage.getItem(keyOf(bot, place));
    const conversation: unknown = text === null ? null : JSON.parse(text);
    return isConversation(conversation) ? conversation : null;
  } catch {
    return null;
  }
}

function isConversation(value: unknown): value is Conversation {
  const { userId, turns } = (value ?? {}) as Partial<Conversation>;
  return typeof userId === "string" && Array.isArray(turns);
}

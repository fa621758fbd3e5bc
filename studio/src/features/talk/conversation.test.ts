import { beforeEach, expect, test } from "vitest";

import { ANSWER, BOT } from "@/testing/fixtures";

import { type Change, changed, keep, kept, newConversation, newTurn } from "./conversation";

const DRAFT = { environment: "draft", channel: "" } as const;

beforeEach(() => sessionStorage.clear());

const sentence = (text: string) => newTurn({ type: "sentence", text }, text, "fr");

test("a turn waits, fails, is sent again and is answered, with the same key", () => {
  const turn = sentence("bonjour");
  const { id } = turn;
  const steps: [Change, string][] = [
    [{ type: "sent", turn }, "waiting"],
    [{ type: "failed", id, problem: "busy" }, "failed"],
    [{ type: "sent-again", id }, "waiting"],
    [{ type: "answered", id, answer: ANSWER }, "answered"],
  ];
  let conversation = newConversation();
  for (const [change, state] of steps) {
    conversation = changed(conversation, change);
    expect(conversation.turns.map((turn) => [turn.id, turn.state])).toEqual([[id, state]]);
  }
});

test("an answer to an earlier conversation changes nothing", () => {
  const conversation = changed(newConversation(), { type: "sent", turn: sentence("a") });
  const late = changed(conversation, { type: "answered", id: "another", answer: ANSWER });
  expect(late).toEqual(conversation);
});

test("a conversation is kept over a reload; what was under way can be sent again", () => {
  let conversation = newConversation();
  const [first, second] = [sentence("a"), sentence("b")];
  conversation = changed(conversation, { type: "sent", turn: first });
  conversation = changed(conversation, { type: "answered", id: first.id, answer: ANSWER });
  conversation = changed(conversation, { type: "sent", turn: second });
  keep(BOT, DRAFT, conversation);

  const again = kept(BOT, DRAFT);
  expect(again?.userId).toBe(conversation.userId);
  expect(again?.turns.map((turn) => turn.state)).toEqual(["answered", "failed"]);
  expect(kept({ ...BOT, id: "bot_other" }, DRAFT)).toBeNull();
  expect(kept(BOT, { ...DRAFT, channel: "/io/app/gare/web" })).toBeNull();
});

test.each(["", "nonsense", "null", "{}", '{"userId":1,"turns":[]}'])(
  "kept text %j is no conversation",
  (text) => {
    sessionStorage.setItem(`palabre.talk.2.${BOT.id}.draft`, text);
    expect(kept(BOT, DRAFT)).toBeNull();
  },
);

import { useCallback, useEffect, useReducer } from "react";
import { useTranslation } from "react-i18next";

import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary, TalkEvent } from "@/lib/api/types";

import { talk } from "./api/talk";
import {
  changed,
  type Conversation,
  keep,
  kept,
  newConversation,
  newTurn,
  type Place,
  type Turn,
} from "./conversation";

/** A test conversation with one bot in one place; mount it anew (`key`) for another. */
export function useConversation(bot: BotSummary, { environment, channel }: Place, locale: string) {
  const { t } = useTranslation();
  const [conversation, change] = useReducer(
    changed,
    bot,
    (bot) => kept(bot, { environment, channel }) ?? newConversation(),
  );
  const waiting = conversation.turns.some((turn) => turn.state === "waiting");

  const ask = useCallback(
    async (userId: string, turn: Turn) => {
      try {
        const answer = await talk(bot, { environment, channel }, userId, turn);
        change({ type: "answered", id: turn.id, answer });
      } catch (error) {
        change({ type: "failed", id: turn.id, problem: problemInWords(error, t) });
      }
    },
    [bot, environment, channel, t],
  );

  const send = (event: TalkEvent, said: string) => {
    if (waiting) return;
    const turn = newTurn(event, said, locale);
    change({ type: "sent", turn });
    void ask(conversation.userId, turn);
  };

  const sendAgain = (turn: Turn) => {
    if (waiting) return;
    change({ type: "sent-again", id: turn.id });
    void ask(conversation.userId, turn);
  };

  /** A new conversation, which the bot begins. */
  const startOver = useCallback(
    (inLocale: string) => {
      const turn = newTurn({ type: "start" }, "", inLocale);
      const conversation: Conversation = { ...newConversation(), turns: [turn] };
      change({ type: "reset", conversation });
      void ask(conversation.userId, turn);
    },
    [ask],
  );

  const isEmpty = conversation.turns.length === 0;
  useEffect(() => {
    if (isEmpty) startOver(locale);
  }, [isEmpty, locale, startOver]);

  useEffect(() => {
    keep(bot, { environment, channel }, conversation);
  }, [bot, environment, channel, conversation]);

  return { turns: conversation.turns, userId: conversation.userId, waiting, send, sendAgain, startOver };
}

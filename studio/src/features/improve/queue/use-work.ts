import { useState } from "react";

import type { BotSummary, InboxSentence, Understanding } from "@/lib/api/types";

import type { Meanings, QueueFilter } from "./api";
import { declared, keyOf, type Meaning, proposed } from "./meaning";
import { useQueue } from "./use-queue";
import { useUnderstood } from "./use-understood";

const NONE: ReadonlySet<string> = new Set();

/** One's place in the queue, what one has corrected, and what can be done from there. */
export function useWork(bot: BotSummary, filter: QueueFilter, { intents }: Meanings) {
  const queue = useQueue(bot, filter);
  const watched = useUnderstood(bot, queue.loaded, queue.changes);
  const [at, setAt] = useState("");
  const [selected, setSelected] = useState(NONE);
  const [corrected, setCorrected] = useState<ReadonlyMap<string, Meaning>>(new Map());

  const { sentences } = queue;
  const place = Math.max(
    sentences.findIndex((sentence) => keyOf(sentence) === at),
    0,
  );
  const current = sentences[place];
  const chosen = sentences.filter((sentence) => selected.has(keyOf(sentence)));
  // What is done is done to those that are selected, else to where one is.
  const targets = chosen.length > 0 ? chosen : current === undefined ? [] : [current];

  const understandingOf = (sentence: InboxSentence): Understanding =>
    watched.understood?.get(keyOf(sentence)) ?? sentence.understanding;
  const meaningOf = (sentence: InboxSentence): Meaning =>
    declared(
      corrected.get(keyOf(sentence)) ?? proposed(understandingOf(sentence)),
      intents,
    );
  const go = (sentence: InboxSentence | undefined) => {
    if (sentence !== undefined) setAt(keyOf(sentence));
  };
  /** Where one is once the targets have left: at the next of those that stay. */
  const leave = () => {
    const gone = new Set(targets.map(keyOf));
    const stays = (sentence: InboxSentence) => !gone.has(keyOf(sentence));
    go(sentences.slice(place).find(stays) ?? sentences.slice(0, place).findLast(stays));
    setSelected(NONE);
  };
  const learn = (as: (sentence: InboxSentence) => Meaning) => {
    if (targets.length === 0) return;
    queue.learn(targets.map((sentence) => ({ sentence, meaning: as(sentence) })));
    leave();
  };

  return {
    queue,
    watched,
    sentences,
    current,
    targets,
    selected,
    understandingOf,
    meaningOf,
    go,
    move: (step: number) => go(sentences[place + step]),
    toggle: (sentence: InboxSentence) =>
      setSelected((selected) => {
        const keys = new Set(selected);
        if (!keys.delete(keyOf(sentence))) keys.add(keyOf(sentence));
        return keys;
      }),
    toggleAll: () =>
      setSelected(chosen.length === sentences.length ? NONE : new Set(sentences.map(keyOf))),
    learn: () => learn(meaningOf),
    learnUnknown: () => learn(() => ({ intent: null, entities: [] })),
    remove: () => {
      if (targets.length === 0) return;
      queue.remove(targets);
      leave();
    },
    undo: () =>
      queue.undo((back) => {
        go(back[0]);
        setSelected(NONE);
      }),
    setIntent: (intent: string | null) =>
      setCorrected((corrected) => {
        const meanings = new Map(corrected);
        for (const sentence of targets) {
          const { entities } = meanings.get(keyOf(sentence)) ?? proposed(understandingOf(sentence));
          meanings.set(keyOf(sentence), { intent, entities });
        }
        return meanings;
      }),
    setMeaning: (sentence: InboxSentence, meaning: Meaning) =>
      setCorrected((corrected) => new Map(corrected).set(keyOf(sentence), meaning)),
  };
}

export type Work = ReturnType<typeof useWork>;

import { Button } from "@mantine/core";
import type { TFunction } from "i18next";
import { type KeyboardEvent, useEffect, useId, useRef } from "react";
import { useTranslation } from "react-i18next";

import { useObstacle } from "@/components/changeable";
import { CheckIcon } from "@/components/icons";
import { Notice } from "@/components/notice";
import { QueryNotice } from "@/components/query-notice";
import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary } from "@/lib/api/types";

import type { Meanings, QueueFilter } from "./api";
import { EffectsView } from "./effects-view";
import { KeysHelp } from "./keys-help";
import { keyOf } from "./meaning";
import { MeaningEditor } from "./meaning-editor";
import classes from "./queue.module.css";
import { QueueRow } from "./queue-row";
import { useWork, type Work } from "./use-work";

interface QueueWorkProps {
  bot: BotSummary;
  filter: QueueFilter;
  meanings: Meanings;
}

/** The sentences that wait at one side, the meaning of one of them at the other. */
export function QueueWork({ bot, filter, meanings }: QueueWorkProps) {
  const { t } = useTranslation();
  const id = useId();
  const mayTrain = useObstacle("train", false) === undefined;
  const work = useWork(bot, filter, meanings);
  const { queue, sentences, current, watched } = work;
  const list = useRef<HTMLDivElement>(null);
  const intent = useRef<HTMLInputElement>(null);
  const words = useRef<HTMLDivElement>(null);
  const isReady = queue.query.data !== undefined;
  const currentKey = current && keyOf(current);

  useEffect(() => {
    // Whoever opens the screen can begin with the keyboard; who is in a field stays there.
    if (isReady && document.activeElement === document.body) {
      list.current?.focus({ preventScroll: true });
    }
  }, [isReady]);
  const before = useRef(currentKey);
  useEffect(() => {
    // Who arrives sees the top of the screen.
    const isFirst = before.current === undefined;
    before.current = currentKey;
    if (isFirst) return;
    list.current?.querySelector('[data-current="true"]')?.scrollIntoView({ block: "nearest" });
  }, [currentKey]);

  if (!isReady) {
    return <QueryNotice query={queue.query} waiting={t("queue.reading")} failed={t("queue.failed")} />;
  }
  const backToList = () => list.current?.focus({ preventScroll: true });
  const press = (event: KeyboardEvent) => {
    if (event.target !== list.current || !(mayTrain || MOVES.includes(event.key))) return;
    const act = actionOf(event, work, {
      intent: () => intent.current?.focus(),
      words: () => words.current?.focus(),
    });
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  const titleOf = (name: string | null) =>
    meanings.intents.find((intent) => intent.name === name)?.title || name || "";

  return (
    <div className={classes.work}>
      <div className={classes.column}>
        <p className={classes.quiet} role="status">
          {said(queue, t)}
        </p>
        {queue.error !== null && <Said problem>{problemInWords(queue.error, t)}</Said>}
        <div
          ref={list}
          role="listbox"
          aria-label={t("queue.list")}
          aria-multiselectable="true"
          aria-activedescendant={current && `${id}${keyOf(current)}`}
          tabIndex={0}
          className={classes.list}
          onKeyDown={press}
        >
          {sentences.map((sentence) => {
            const meaning = work.meaningOf(sentence);
            return (
              <QueueRow
                key={keyOf(sentence)}
                id={`${id}${keyOf(sentence)}`}
                sentence={sentence}
                meaning={meaning}
                understanding={work.understandingOf(sentence)}
                title={titleOf(meaning.intent)}
                isCurrent={sentence === current}
                isSelected={work.selected.has(keyOf(sentence))}
                isSelecting={work.selected.size > 0}
                onCurrent={() => {
                  work.go(sentence);
                  backToList();
                }}
                onSelect={() => work.toggle(sentence)}
              />
            );
          })}
        </div>
        {sentences.length === 0 && (
          <Notice icon={<CheckIcon size={24} />} title={t("queue.noneTitle")}>
            <p>{t(filter.signal === "all" && filter.search === "" ? "queue.none" : "queue.noneSuch")}</p>
          </Notice>
        )}
        {queue.query.hasNextPage && (
          <Button
            variant="light"
            loading={queue.query.isFetchingNextPage}
            onClick={() => void queue.query.fetchNextPage()}
          >
            {t("queue.more")}
          </Button>
        )}
      </div>
      <div className={classes.side}>
        {current !== undefined && (
          <MeaningEditor
            bot={bot}
            work={work}
            sentence={current}
            meanings={meanings}
            intentRef={intent}
            wordsRef={words}
            onLeave={backToList}
          />
        )}
        {watched.error !== null && <Said problem>{problemInWords(watched.error, t)}</Said>}
        <EffectsView effects={watched.effects} isLearning={queue.changes > 0 && watched.isLearning} />
        <KeysHelp />
      </div>
    </div>
  );
}

/** Keys that change nothing. */
const MOVES: readonly string[] = ["ArrowDown", "ArrowUp", "j", "k"];

type Act = (() => void) | undefined;

/** What a key does in the list. */
function actionOf(
  event: KeyboardEvent,
  work: Work,
  open: { intent: () => void; words: () => void },
): Act {
  if (event.altKey) return undefined;
  if (event.ctrlKey || event.metaKey) return event.key === "z" ? work.undo : undefined;
  const { current } = work;
  const keys: Record<string, Act> = {
    ArrowDown: () => work.move(1),
    ArrowUp: () => work.move(-1),
    j: () => work.move(1),
    k: () => work.move(-1),
    Enter: work.learn,
    i: open.intent,
    w: open.words,
    u: work.learnUnknown,
    d: work.remove,
    Delete: work.remove,
    x: current && (() => work.toggle(current)),
    " ": current && (() => work.toggle(current)),
    a: work.toggleAll,
    z: work.undo,
  };
  if (/^[1-9]$/.test(event.key) && current !== undefined) {
    const likely = work.understandingOf(current).intents[Number(event.key) - 1];
    return likely && (() => work.setIntent(likely.intent));
  }
  return keys[event.key];
}

/** What was done last, in words. */
function said(queue: Work["queue"], t: TFunction): string {
  const [text = ""] = (queue.isUndoLast ? queue.undone : queue.last)?.map(({ text }) => text) ?? [];
  const count = (queue.isUndoLast ? queue.undone : queue.last)?.length ?? 0;
  if (count === 0) return t("queue.hintUndo");
  return t(queue.isUndoLast ? "queue.undone" : "queue.done", { count, text });
}

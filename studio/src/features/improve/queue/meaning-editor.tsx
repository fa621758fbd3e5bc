import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Ref } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { Changeable } from "@/components/changeable";
import { IntentPicker } from "@/components/intent-picker";
import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary, EntityUse, InboxSentence } from "@/lib/api/types";
import { addressOf } from "@/lib/bots/bot-names";
import { botChanged } from "@/lib/bots/bot-queries";

import { addRole, createIntent, type Meanings } from "./api";
import classes from "./queue.module.css";
import type { Work } from "./use-work";
import { WordMarker } from "./word-marker";

interface MeaningEditorProps {
  bot: BotSummary;
  work: Work;
  sentence: InboxSentence;
  meanings: Meanings;
  intentRef: Ref<HTMLInputElement>;
  wordsRef: Ref<HTMLDivElement>;
  /** Back to the list. */
  onLeave: () => void;
}

/** What the sentence means: its intent and its words, then what becomes of it. */
export function MeaningEditor({
  bot,
  work,
  sentence,
  meanings: { intents, types },
  intentRef,
  wordsRef,
  onLeave,
}: MeaningEditorProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const meaning = work.meaningOf(sentence);
  const intent = intents.find(({ name }) => name === meaning.intent);
  const likely = work.understandingOf(sentence).intents.map(({ intent }) => intent);
  const isBatch = work.targets.length > 1;
  const onSuccess = () => botChanged(queries, bot);
  const making = useMutation({
    mutationFn: (name: string) => createIntent(bot, name),
    onSuccess: async (_, name) => {
      await onSuccess();
      work.setIntent(name);
    },
  });
  const allowing = useMutation({
    mutationFn: async (use: EntityUse) => intent && addRole(bot, intent, use),
    onSuccess,
  });
  const error = making.error ?? allowing.error;
  const choose = (intent: string | null) => {
    work.setIntent(intent);
    onLeave();
  };
  return (
    <section className={classes.editor} aria-label={t("queue.meaning")}>
      <Changeable right="train" ofDraft={false}>
        {isBatch ? (
          <p className={classes.many}>{t("queue.many", { count: work.targets.length })}</p>
        ) : (
          <WordMarker
            key={sentence.text}
            sentence={{ ...sentence, entities: [...meaning.entities] }}
            uses={intent && (intent.entities ?? [])}
            types={types}
            wordsRef={wordsRef}
            onChange={({ entities = [] }) =>
              work.setMeaning(sentence, { intent: meaning.intent, entities })
            }
            onNewUse={(use) => allowing.mutate(use)}
            onLeave={onLeave}
          />
        )}
        <div className={classes.choice}>
          <IntentPicker
            label={t("queue.intent")}
            intents={intents}
            value={meaning.intent}
            likely={likely}
            inputRef={intentRef}
            onChoose={choose}
            onMake={(name) => {
              making.mutate(name);
              onLeave();
            }}
            onLeave={onLeave}
          />
        </div>
        {!isBatch && likely.length > 1 && (
          <div className={classes.likely}>
            {likely.slice(0, 5).map((name, at) => (
              <Button
                key={name}
                size="compact-sm"
                variant={name === meaning.intent ? "filled" : "default"}
                aria-pressed={name === meaning.intent}
                onClick={() => choose(name)}
              >
                <kbd className={classes.key} aria-hidden="true">
                  {at + 1}
                </kbd>
                {intents.find((intent) => intent.name === name)?.title || name}
              </Button>
            ))}
          </div>
        )}
        {error !== null && <Said problem>{problemInWords(error, t)}</Said>}
        <div className={classes.actions}>
          <Button onClick={() => then(work.learn, onLeave)}>
            {t("queue.learn", { count: work.targets.length })}
          </Button>
          <Button variant="default" onClick={() => then(work.learnUnknown, onLeave)}>
            {t("queue.learnUnknown")}
          </Button>
          <Button variant="default" onClick={() => then(work.remove, onLeave)}>
            {t("queue.remove", { count: work.targets.length })}
          </Button>
        </div>
      </Changeable>
      {!isBatch && (
        <Link
          className={classes.link ?? ""}
          to={`${addressOf(bot, "conversations")}?search=${encodeURIComponent(sentence.text)}`}
        >
          {t("queue.where")}
        </Link>
      )}
    </section>
  );
}

function then(act: () => void, after: () => void): void {
  act();
  after();
}

import { ActionIcon } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { memo, useState } from "react";
import { useTranslation } from "react-i18next";

import { CloseIcon } from "@/components/icons";
import { IntentPicker } from "@/components/intent-picker";
import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary, EntityUse, IdentifiedSentence, NamedIntent, Sentence } from "@/lib/api/types";
import { botChanged } from "@/lib/bots/bot-queries";
import { piecesOf, withoutMark } from "@/lib/sentences/marks";
import { removeSentence } from "@/lib/sentences/sentence-calls";

import { moveSentence, saveSentence } from "../api";
import { MarkEditor } from "./mark-editor";
import classes from "./intents.module.css";

/** Of an intent without entities; always the same one. */
export const NONE: readonly EntityUse[] = [];

interface SentenceRowProps {
  bot: BotSummary;
  row: IdentifiedSentence & { etag: string };
  entities: readonly EntityUse[];
  intents: readonly NamedIntent[];
}

/** A sentence: its marks can be changed, it can be moved to another intent, or removed. */
export const SentenceRow = memo(function SentenceRow({ bot, row, entities, intents }: SentenceRowProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [isMarking, setMarking] = useState(false);
  const { id, etag, ...sentence } = row;
  const onSettled = () => botChanged(queries, bot);
  const saving = useMutation({
    mutationFn: (changed: Sentence) => saveSentence(bot, id, changed, etag),
    onSettled,
  });
  const moving = useMutation({ mutationFn: (intent: string) => moveSentence(bot, id, intent), onSettled });
  const removing = useMutation({ mutationFn: () => removeSentence(bot, row), onSettled });
  const error = saving.error ?? moving.error ?? removing.error;
  return (
    <li className={classes.sentence}>
      <div className={classes.row}>
        <span className={classes.text} lang={row.locale}>
          {piecesOf(sentence).map(({ text, mark }) =>
            mark === undefined ? (
              <span key={`text ${text}`}>{text}</span>
            ) : (
              <mark key={mark.span.start} className={classes.mark}>
                {text}
                <span className={classes.role}>
                  {mark.role}
                  <button
                    type="button"
                    aria-label={t("intents.unmark", { text, role: mark.role })}
                    onClick={() => saving.mutate(withoutMark(sentence, mark))}
                  >
                    ×
                  </button>
                </span>
              </mark>
            ),
          )}
        </span>
        {entities.length > 0 && (
          <button
            type="button"
            className={classes.action}
            aria-expanded={isMarking}
            onClick={() => setMarking(!isMarking)}
          >
            {t("intents.mark")}
          </button>
        )}
        <div className={classes.move}>
          <IntentPicker
            label={t("intents.move", { text: row.text })}
            size="xs"
            canBeNothing={false}
            intents={intents}
            value={row.intent ?? null}
            onChoose={(intent) => {
              if (intent === null || intent === row.intent) return;
              // Who says what a waiting sentence means has looked at it.
              if (row.status === "inbox") saving.mutate({ ...sentence, intent, status: "validated" });
              else moving.mutate(intent);
            }}
          />
        </div>
        <ActionIcon
          variant="subtle"
          aria-label={t("intents.remove", { text: row.text })}
          loading={removing.isPending}
          onClick={() => removing.mutate()}
        >
          <CloseIcon size={16} />
        </ActionIcon>
      </div>
      {isMarking && (
        <MarkEditor sentence={sentence} entities={entities} onMarked={(marked) => saving.mutate(marked)} />
      )}
      {error !== null && <Said problem>{problemInWords(error, t)}</Said>}
    </li>
  );
});

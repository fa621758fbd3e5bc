import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { Changeable } from "@/components/changeable";
import { Confirm } from "@/components/confirm";
import { Said } from "@/components/said";
import { SavedField } from "@/components/saved-field";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary } from "@/lib/api/types";
import { botChanged } from "@/lib/bots/bot-queries";

import { removeIntent, renameIntent, saveIntent, type TaggedIntent } from "../api";
import classes from "./intents.module.css";

interface IntentAboutProps {
  bot: BotSummary;
  intent: TaggedIntent;
  /** It has another name now, or none any more. */
  onRenamed: (name: string | undefined) => void;
}

const TEXTS = ["title", "description", "category"] as const;

/** What an intent is called and what it means. Renamed, it is renamed wherever it is named. */
export function IntentAbout({ bot, intent, onRenamed }: IntentAboutProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const saving = useMutation({
    mutationFn: (changes: Partial<TaggedIntent>) => saveIntent(bot, intent, changes),
    onSettled: () => botChanged(queries, bot),
  });
  const renaming = useMutation({
    mutationFn: (to: string | undefined): Promise<unknown> =>
      to === undefined ? removeIntent(bot, intent) : renameIntent(bot, intent.name, to),
    onSuccess: async (_, to) => {
      onRenamed(to);
      await botChanged(queries, bot);
    },
  });
  const error = saving.error ?? renaming.error;
  return (
    <details className={classes.about}>
      <summary>{t("intents.about")}</summary>
      <Changeable right="train" quiet className={classes.fields}>
        {TEXTS.map((text) => (
          <SavedField
            key={`${text} ${intent.etag}`}
            label={t(`intents.texts.${text}`)}
            value={intent[text] ?? ""}
            onSave={(typed) => saving.mutate({ [text]: typed })}
          />
        ))}
        <SavedField
          key={`name ${intent.name}`}
          label={t("intents.name")}
          hint={t("intents.nameHint")}
          value={intent.name}
          onSave={(typed) => {
            const to = typed.toLowerCase().replaceAll(/\s+/g, "_");
            if (to !== "" && to !== intent.name) renaming.mutate(to);
          }}
        />
        <div>
          <Confirm
            label={t("intents.removeIntent")}
            question={t("intents.removeSure", { name: intent.title || intent.name })}
            isPending={renaming.isPending}
            onConfirm={() => renaming.mutate(undefined)}
          />
        </div>
      </Changeable>
      {error !== null && <Said problem>{problemInWords(error, t)}</Said>}
    </details>
  );
}

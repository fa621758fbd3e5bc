import { ActionIcon, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { memo, useState } from "react";
import { useTranslation } from "react-i18next";

import { TrashIcon } from "@/components/icons";
import { languageName } from "@/components/language-switch";
import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary } from "@/lib/api/types";
import { botChanged } from "@/lib/bots/bot-queries";

import { removeValue, saveValue, type TaggedEntry } from "../api";
import { wordsOf } from "../import";
import classes from "./entities.module.css";

interface DictionaryRowProps {
  bot: BotSummary;
  type: string;
  row: TaggedEntry;
}

/** A value with its words in every language; what one types is saved when one goes on. */
export const DictionaryRow = memo(function DictionaryRow({ bot, type, row }: DictionaryRowProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const onSettled = () => botChanged(queries, bot);
  const { etag, ...entry } = row;
  const saving = useMutation({
    mutationFn: ({ locale, words }: { locale: string; words: string[] }) => {
      const labels = { ...entry.labels, [locale]: words };
      if (words.length === 0) delete labels[locale];
      return saveValue(bot, type, { ...entry, labels }, etag);
    },
    onSettled,
  });
  const removing = useMutation({ mutationFn: () => removeValue(bot, type, row), onSettled });
  const error = saving.error ?? removing.error;
  return (
    <div className={classes.row} role="row">
      <span role="rowheader">
        <code>{row.value}</code>
      </span>
      {bot.locales.map((locale) => (
        <span key={locale} role="cell">
          <Words
            label={`${row.value}, ${languageName(locale)}`}
            locale={locale}
            placeholder={row.value}
            words={(row.labels?.[locale] ?? []).join(" | ")}
            onSave={(words) => saving.mutate({ locale, words })}
          />
        </span>
      ))}
      <span role="cell">
        <ActionIcon variant="subtle" aria-label={t("entities.removeValue", { value: row.value })} onClick={() => removing.mutate()}>
          <TrashIcon size={16} />
        </ActionIcon>
      </span>
      {error !== null && <Said problem>{problemInWords(error, t)}</Said>}
    </div>
  );
});

interface WordsProps {
  label: string;
  locale: string;
  placeholder: string;
  words: string;
  onSave: (words: string[]) => void;
}

function Words({ label, locale, placeholder, words, onSave }: WordsProps) {
  const [typed, setTyped] = useState(words);
  return (
    <TextInput
      size="xs"
      aria-label={label}
      lang={locale}
      placeholder={placeholder}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => {
        if (wordsOf(typed).join(" | ") !== words) onSave(wordsOf(typed));
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") setTyped(words);
      }}
    />
  );
}

import { Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { languageName } from "@/components/language-switch";
import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary, NamedLabel } from "@/lib/api/types";
import { botChanged } from "@/lib/bots/bot-queries";

import { saveLabel } from "../api";
import { variantsOf, withVariants } from "@/lib/labels/texts";
import classes from "./answers.module.css";

interface LabelRowProps {
  bot: BotSummary;
  row: NamedLabel & { etag: string };
}

/** A label in all languages of the bot. What is typed is saved when one goes on. */
export function LabelRow({ bot, row }: LabelRowProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const saving = useMutation({
    mutationFn: ({ locale, lines }: { locale: string; lines: string }) => {
      const { etag, key, missing: _missing, unused: _unused, ...label } = row;
      return saveLabel(bot, key, withVariants(label, locale, lines), etag);
    },
    onSettled: () => botChanged(queries, bot),
  });
  return (
    <section className={classes.row} aria-label={row.key}>
      <div className={classes.key}>
        <code>{row.key}</code>
        {row.unused && <span className={classes.tag}>{t("answers.unused")}</span>}
        {row.description && <span className={classes.quiet}>{row.description}</span>}
      </div>
      {bot.locales.map((locale) => (
        <Variants
          // Read anew, the field shows what was read.
          key={`${locale} ${row.etag}`}
          label={`${row.key}, ${languageName(locale)}`}
          locale={locale}
          lines={variantsOf(row, locale)}
          onSave={(lines) => saving.mutate({ locale, lines })}
        />
      ))}
      {saving.error !== null && <Said problem>{problemInWords(saving.error, t)}</Said>}
    </section>
  );
}

interface VariantsProps {
  label: string;
  locale: string;
  lines: string;
  onSave: (lines: string) => void;
}

function Variants({ label, locale, lines, onSave }: VariantsProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(lines);
  return (
    <Textarea
      aria-label={label}
      lang={locale}
      autosize
      minRows={1}
      placeholder={t("answers.empty")}
      data-empty={lines === ""}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => {
        if (typed.trim() !== lines.trim()) onSave(typed);
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") setTyped(lines);
      }}
    />
  );
}

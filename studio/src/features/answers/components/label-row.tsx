import { useMutation, useQueryClient } from "@tanstack/react-query";
import { memo } from "react";
import { useTranslation } from "react-i18next";

import { languageName } from "@/components/language-switch";
import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary, Label, NamedLabel } from "@/lib/api/types";
import { botChanged } from "@/lib/bots/bot-queries";

import { saveLabel } from "../api";
import { timesSaid, type Said as TimesSaid } from "../uses";
import classes from "./answers.module.css";
import { LocaleCell } from "./locale-cell";

interface LabelRowProps {
  bot: BotSummary;
  row: NamedLabel & { etag: string };
  connectors: readonly string[];
  /** How often it was said, where one wants to see it. */
  said: TimesSaid | undefined;
}

/** A label in all languages of the bot. What is typed is saved when one goes on. */
export const LabelRow = memo(function LabelRow({ bot, row, connectors, said }: LabelRowProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { etag, key, missing: _missing, unused, ...label } = row;
  const saving = useMutation({
    mutationFn: (changed: Label) => saveLabel(bot, key, changed, etag),
    onSettled: () => botChanged(queries, bot),
  });
  return (
    <section className={classes.row} aria-label={key}>
      <div className={classes.key}>
        <code>{key}</code>
        {unused && <span className={classes.tag}>{t("answers.unused")}</span>}
        {said && <SaidOften said={said} />}
        {label.description && <span className={classes.quiet}>{label.description}</span>}
      </div>
      {bot.locales.map((locale) => (
        <LocaleCell
          // Read anew, the fields show what was read.
          key={`${locale} ${etag}`}
          labelKey={key}
          label={label}
          locale={locale}
          connectors={connectors}
          onChange={(changed) => saving.mutate(changed)}
        />
      ))}
      {saving.error !== null && <Said problem>{problemInWords(saving.error, t)}</Said>}
    </section>
  );
});

/** How often a label was said, and each of its variants where it has several. */
function SaidOften({ said }: { said: TimesSaid }) {
  const { t } = useTranslation();
  return (
    <span className={classes.quiet}>
      {t("answers.said", { count: timesSaid(said) })}
      {[...said].map(([locale, counts]) => (
        <span key={locale} className={classes.often}>
          {t("answers.saidIn", { language: languageName(locale), counts: counts.join(" · ") })}
        </span>
      ))}
    </span>
  );
}

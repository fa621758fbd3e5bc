import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { Block } from "@/components/page";
import type { BotSummary, Evaluation } from "@/lib/api/types";
import { addressOf } from "@/lib/bots/bot-names";

import classes from "./evaluations.module.css";
import { percentOf } from "./figures";

/** Sentences and pairs that are shown. */
const SHOWN_MAX = 15;

interface SuspiciousViewProps {
  bot: BotSummary;
  evaluation: Evaluation;
}

/** Sentences whose label may be wrong, and sentences of two intents that are nearly the same. */
export function SuspiciousView({ bot, evaluation }: SuspiciousViewProps) {
  const { t, i18n } = useTranslation();
  const { suspicious, near_duplicates } = evaluation;
  if (suspicious.length === 0 && near_duplicates.length === 0) return null;
  const nameOf = (intent: string | null | undefined) => intent ?? t("talk.unknown");
  return (
    <Block title={t("evaluations.suspicious")}>
      <ul className={classes.sentences}>
        {suspicious.slice(0, SHOWN_MAX).map(({ text, locale, intent, found, probability }) => (
          <li key={`${locale} ${text}`}>
            <span lang={locale}>{text}</span>
            <span className={classes.quiet}>
              {t("evaluations.labelled", {
                label: nameOf(intent),
                found: nameOf(found),
                probability: percentOf(probability, i18n.language),
              })}{" "}
              {intent != null && (
                <Link
                  className={classes.link ?? ""}
                  to={`${addressOf(bot, "intents")}?intent=${encodeURIComponent(intent)}&lang=${locale}`}
                >
                  {t("evaluations.look")}
                </Link>
              )}
            </span>
          </li>
        ))}
        {near_duplicates.slice(0, SHOWN_MAX).map(({ first, second, likeness }) => (
          <li key={`${first.text} ${second.text}`}>
            <span>
              {first.text} ({nameOf(first.intent)}) · {second.text} ({nameOf(second.intent)})
            </span>
            <span className={classes.quiet}>
              {t("evaluations.alike", { likeness: percentOf(likeness, i18n.language) })}
            </span>
          </li>
        ))}
      </ul>
    </Block>
  );
}

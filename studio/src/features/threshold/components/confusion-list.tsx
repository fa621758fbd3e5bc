import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { BotSummary, Evaluation } from "@/lib/api/types";
import { addressOf } from "@/lib/bots/bot-names";

import classes from "./threshold.module.css";

interface ConfusionListProps {
  bot: BotSummary;
  confusions: Evaluation["confusions"];
}

/** Pairs of intents that are taken for each other, the most frequent first. */
export function ConfusionList({ bot, confusions }: ConfusionListProps) {
  const { t } = useTranslation();
  if (confusions.length === 0) return <p className={classes.hint}>{t("threshold.noConfusion")}</p>;
  const name = (intent: string | null | undefined) =>
    intent ? (
      <Link to={`${addressOf(bot, "intents")}?${new URLSearchParams({ intent })}`}>{intent}</Link>
    ) : (
      <em>{t("talk.unknown")}</em>
    );
  return (
    <ul className={classes.pairs}>
      {confusions.slice(0, 30).map(({ intent, found, count, examples }) => (
        <li key={`${intent} ${found}`}>
          <strong>{count}</strong> {name(intent)} → {name(found)}
          <span className={classes.examples}>{examples.map((example) => `“${example}”`).join(" · ")}</span>
        </li>
      ))}
    </ul>
  );
}

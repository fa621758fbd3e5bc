import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { percent } from "@/components/turn/percent";
import type { BotSummary } from "@/lib/api/types";
import { addressOf } from "@/lib/bots/bot-names";
import { latestEvaluationQuery } from "@/lib/bots/latest-evaluation";

import classes from "./intents.module.css";

/** How well an intent is understood, and what it is taken for, by the latest evaluation. */
export function IntentQuality({ bot, intent }: { bot: BotSummary; intent: string }) {
  const { t, i18n } = useTranslation();
  const evaluation = useQuery(latestEvaluationQuery(bot)).data?.evaluation;
  if (evaluation === undefined) return null;
  const score = evaluation?.intents.find((one) => one.intent === intent);
  if (evaluation === null || score === undefined) {
    return (
      <p className={classes.hint}>
        <Link className={classes.inLine} to={addressOf(bot, "threshold")}>
          {t("intents.measure")}
        </Link>
      </p>
    );
  }
  const confused = evaluation.confusions.filter((one) => one.intent === intent || one.found === intent);
  return (
    <div className={classes.hint}>
      <p className={classes.quality}>
        {t("intents.quality", {
          f1: percent(score.f1, i18n.language),
          precision: percent(score.precision.share, i18n.language),
          recall: percent(score.recall.share, i18n.language),
        })}
      </p>
      {confused.length > 0 && (
        <details>
          <summary>{t("intents.confused", { count: confused.length })}</summary>
          <ul className={classes.confusions}>
            {confused.map(({ intent, found, count, examples }) => (
              <li key={`${intent} ${found}`}>
                {count} · {intent ?? t("talk.unknown")} → {found ?? t("talk.unknown")}: “{examples[0]}”
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

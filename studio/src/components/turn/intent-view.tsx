import { useTranslation } from "react-i18next";

import type { Understanding } from "@/lib/api/types";

import { percent } from "./percent";
import { Bar } from "./bar";
import classes from "./intent-view.module.css";
import { Section } from "./section";

/** More intents than these say nothing to a person. */
const SHOWN_INTENTS_MAX = 5;

/** The intent, how it was decided, and the others that came near. */
export function IntentView({ understanding }: { understanding: Understanding }) {
  const { t, i18n } = useTranslation();
  const { intent, probability, intents, decided_by } = understanding;
  const best = intents.slice(0, SHOWN_INTENTS_MAX);
  return (
    <Section title={t("understanding.intent")}>
      <div className={classes.chosen} data-unknown={intent === null}>
        <strong className={classes.name}>{intent ?? t("understanding.unknown")}</strong>
        <span className={classes.probability} title={t("understanding.confidence")}>
          {percent(probability, i18n.language)}
        </span>
      </div>
      <p className={classes.decided}>{t(`understanding.decidedBy.${decided_by}`)}</p>
      {best.length > 0 && (
        <ol className={classes.intents} aria-label={t("understanding.intents")}>
          {best.map((scored) => (
            <li key={scored.intent} data-chosen={scored.intent === intent}>
              <span className={classes.intent} title={scored.intent}>
                {scored.intent}
              </span>
              <Bar share={scored.probability} strong={scored.intent === intent} />
              <span className={classes.score}>{percent(scored.probability, i18n.language)}</span>
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}

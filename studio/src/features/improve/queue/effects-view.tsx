import { useTranslation } from "react-i18next";

import { percent } from "@/components/turn/percent";
import type { Understanding } from "@/lib/api/types";

import type { Effect } from "./meaning";
import classes from "./queue.module.css";

/** Effects that are shown in full. */
const SHOWN_MAX = 8;

interface EffectsViewProps {
  effects: readonly Effect[] | undefined;
  isLearning: boolean;
}

/** What the last changes did to the other sentences: understood again by the draft. */
export function EffectsView({ effects, isLearning }: EffectsViewProps) {
  const { t } = useTranslation();
  if (effects === undefined && !isLearning) return null;
  return (
    <section className={classes.effects} aria-label={t("queue.effects")} aria-busy={isLearning}>
      <h3 className={classes.subheading}>{t("queue.effects")}</h3>
      <p className={classes.quiet} role="status">
        {isLearning ? t("queue.learning") : t("queue.changed", { count: effects?.length ?? 0 })}
      </p>
      {!isLearning && effects !== undefined && effects.length > 0 && (
        <ul className={classes.effectList}>
          {effects.slice(0, SHOWN_MAX).map(({ text, before, after }) => (
            <li key={text}>
              <span lang={after.locale}>{text}</span>
              <span className={classes.quiet}>
                <Words understanding={before} /> → <Words understanding={after} />
              </span>
            </li>
          ))}
          {effects.length > SHOWN_MAX && (
            <li className={classes.quiet}>
              {t("queue.moreEffects", { count: effects.length - SHOWN_MAX })}
            </li>
          )}
        </ul>
      )}
    </section>
  );
}

function Words({ understanding }: { understanding: Understanding }) {
  const { t, i18n } = useTranslation();
  const { intent, probability, entities } = understanding;
  const roles = entities.map(({ role }) => role).join(", ");
  return (
    <>
      {intent ?? t("queue.unknown")} {percent(probability, i18n.language)}
      {roles !== "" && ` (${roles})`}
    </>
  );
}

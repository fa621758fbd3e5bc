import { useTranslation } from "react-i18next";

import { Block } from "@/components/page";
import type { Comparison, SentenceOutcome } from "@/lib/api/types";

import classes from "./evaluations.module.css";
import { percentOf } from "./figures";

interface ComparisonViewProps {
  comparison: Comparison;
  before: string;
  after: string;
}

/** What one version does better and worse than the other, sentence by sentence. */
export function ComparisonView({ comparison, before, after }: ComparisonViewProps) {
  const { t, i18n } = useTranslation();
  const kinds = [
    ["broken", comparison.broken],
    ["fixed", comparison.fixed],
    ["changed", comparison.changed],
  ] as const;
  return (
    <Block title={t("evaluations.compared", { before, after })}>
      <p className={classes.quiet}>
        {t("evaluations.right", {
          before: percentOf(comparison.before.share, i18n.language),
          after: percentOf(comparison.after.share, i18n.language),
          count: comparison.sentences,
        })}{" "}
        {t("evaluations.chance", { chance: percentOf(comparison.chance, i18n.language) })}
      </p>
      {kinds.map(([name, sentences]) => (
        <details key={name} open={name === "broken" && sentences.length > 0}>
          <summary className={classes.summary}>
            {t(`evaluationChange.${name}`, { count: sentences.length })}
          </summary>
          <ul className={classes.sentences}>
            {sentences.map(({ intent, before, after }) => (
              <li key={`${after.locale} ${after.text}`}>
                <span lang={after.locale}>{after.text}</span>
                <span className={classes.quiet}>
                  {t("evaluations.label", { name: intent ?? t("talk.unknown") })}{" "}
                  <Found outcome={before} /> → <Found outcome={after} />
                </span>
              </li>
            ))}
          </ul>
        </details>
      ))}
    </Block>
  );
}

function Found({ outcome: { found, accepted, probability } }: { outcome: SentenceOutcome }) {
  const { t, i18n } = useTranslation();
  const name = accepted ? found : null;
  return `${name ?? t("talk.unknown")} ${percentOf(probability, i18n.language)}`;
}

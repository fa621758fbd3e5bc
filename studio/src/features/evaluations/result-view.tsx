import { useTranslation } from "react-i18next";

import { Block } from "@/components/page";
import type { BotSummary, EvaluationResult } from "@/lib/api/types";

import { ComparisonView } from "./comparison-view";
import { ConfusionsView } from "./confusions-view";
import { CurvesView } from "./curves-view";
import classes from "./evaluations.module.css";
import { withInterval } from "./figures";
import { IntentScores } from "./intent-scores";
import { SuspiciousView } from "./suspicious-view";

interface ResultViewProps {
  bot: BotSummary;
  result: EvaluationResult;
}

/** What was measured, the whole first, then what can be mended. */
export function ResultView({ bot, result }: ResultViewProps) {
  const { t, i18n } = useTranslation();
  const { evaluation, comparison, version, against } = result;
  const { accuracy, answered_right, rejected, macro_f1, entities, sentences, options } = evaluation;
  const figures = [
    { name: "answered", share: answered_right.share, of: answered_right },
    { name: "accuracy", share: accuracy.share, of: accuracy },
    { name: "rejected", share: rejected.share, of: rejected },
    { name: "f1", share: macro_f1.value, of: macro_f1 },
    ...(entities
      ? [{ name: "entities", share: entities.micro_f1.value, of: entities.micro_f1 } as const]
      : []),
  ] as const;
  const nameOf = (number: number | null | undefined) =>
    number == null ? t("evaluations.draft") : t("publish.version", { number });
  return (
    <>
      <Block title={t("evaluations.of", { name: nameOf(version) })}>
        <p className={classes.quiet}>
          {t(evaluation.held_out ? "evaluations.heldOut" : "evaluations.measured", {
            count: sentences,
            folds: options.folds,
          })}
        </p>
        <dl className={classes.figures}>
          {figures.map(({ name, share, of }) => (
            <div key={name}>
              <dt>{t(`evaluationFigure.${name}`)}</dt>
              <dd>{withInterval(of, share, i18n.language)}</dd>
            </div>
          ))}
        </dl>
      </Block>
      {comparison && (
        <ComparisonView comparison={comparison} before={nameOf(against)} after={nameOf(version)} />
      )}
      <ConfusionsView bot={bot} confusions={evaluation.confusions} />
      <SuspiciousView bot={bot} evaluation={evaluation} />
      <IntentScores evaluation={evaluation} />
      <CurvesView evaluation={evaluation} />
    </>
  );
}

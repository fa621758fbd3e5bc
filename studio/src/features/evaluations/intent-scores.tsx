import { useTranslation } from "react-i18next";

import { Block } from "@/components/page";
import type { Evaluation } from "@/lib/api/types";

import classes from "./evaluations.module.css";
import { percentOf } from "./figures";

/** How well each intent and each role is found, worst first. */
export function IntentScores({ evaluation: { intents, entities } }: { evaluation: Evaluation }) {
  const { t, i18n } = useTranslation();
  const rows = [
    ...intents.map(({ intent, ...score }) => ({
      ...score,
      name: intent ?? t("talk.unknown"),
      kind: "intent" as const,
    })),
    ...(entities?.roles ?? []).map(({ role, entity_type, ...score }) => ({
      ...score,
      name: `${role} (${entity_type})`,
      kind: "entity_type" as const,
    })),
  ];
  return (
    <Block title={t("evaluations.perIntent")}>
      <div className={classes.scroll} tabIndex={0} role="region" aria-label={t("evaluations.perIntent")}>
        <table className={classes.table}>
          <thead>
            <tr>
              {(["name", "kind", "precision", "recall", "f1", "cases"] as const).map((name) => (
                <th key={name} scope="col">
                  {t(`evaluationColumn.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ kind, name, precision, recall, f1 }) => (
              <tr key={`${kind} ${name}`}>
                <th scope="row">{name}</th>
                <td>{t(`object.${kind}`)}</td>
                <td>{percentOf(precision.share, i18n.language)}</td>
                <td>{percentOf(recall.share, i18n.language)}</td>
                <td>{percentOf(f1, i18n.language)}</td>
                <td>{recall.n}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Block>
  );
}

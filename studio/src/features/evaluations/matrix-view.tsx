import { useTranslation } from "react-i18next";

import type { Confusion } from "@/lib/api/types";

import classes from "./evaluations.module.css";
import { matrixOf } from "./figures";

/** The intents that are confused most, against each other. */
export function MatrixView({ confusions }: { confusions: readonly Confusion[] }) {
  const { t } = useTranslation();
  const { intents, counts } = matrixOf(confusions);
  const nameOf = (name: string | null | undefined) => name ?? t("talk.unknown");
  const most = Math.max(...counts.flat(), 1);
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={t("evaluations.matrix")}>
      <table className={classes.matrix}>
        <caption>{t("evaluations.matrixSays")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("object.intent")}</th>
            {intents.map((name) => (
              <th key={nameOf(name)} scope="col">
                <span>{nameOf(name)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {intents.map((name, row) => (
            <tr key={nameOf(name)}>
              <th scope="row">{nameOf(name)}</th>
              {(counts[row] ?? []).map((count, column) => (
                <td
                  key={nameOf(intents[column])}
                  data-weight={count === 0 ? 0 : Math.ceil((count / most) * 4)}
                >
                  {count === 0 ? "" : count}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

import { useTranslation } from "react-i18next";

import { Block } from "@/components/page";
import type { Evaluation } from "@/lib/api/types";

import classes from "./evaluations.module.css";
import { line, percentOf } from "./figures";

/** Rows of a table that can be read; the curve beside has all points. */
const ROWS = 10;

/** What more sentences would bring, and what a threshold costs and brings. */
export function CurvesView({ evaluation }: { evaluation: Evaluation }) {
  const { t } = useTranslation();
  const { learning_curve = [], rejection } = evaluation;
  const points = rejection?.points ?? [];
  const some = points.filter((_, at) => at % Math.max(Math.ceil(points.length / ROWS), 1) === 0);
  return (
    <>
      {learning_curve.length > 0 && (
        <Block title={t("evaluations.learning")}>
          <Curve
            label={t("evaluations.learning")}
            lines={[learning_curve.map(({ share, accuracy }) => ({ x: share, y: accuracy.share }))]}
            columns={[t("evaluations.sentences"), t("evaluationFigure.accuracy")]}
            rows={learning_curve.map((one) => ({ of: String(one.sentences), shares: [one.accuracy.share] }))}
          />
        </Block>
      )}
      {rejection && (
        <Block title={t("evaluations.rejection")}>
          <p className={classes.quiet}>{t("evaluations.rejectionSays")}</p>
          <Curve
            label={t("evaluations.rejection")}
            lines={[
              points.map(({ threshold, known_accuracy }) => ({ x: threshold, y: known_accuracy })),
              points.map(({ threshold, unknown_recall }) => ({ x: threshold, y: unknown_recall })),
            ]}
            columns={[t("evaluations.threshold"), t("evaluations.known"), t("evaluations.unknown")]}
            rows={some.map((one) => ({
              of: one.threshold.toFixed(2),
              shares: [one.known_accuracy, one.unknown_recall],
            }))}
          />
        </Block>
      )}
    </>
  );
}

interface CurveProps {
  label: string;
  /** Points from 0 to 1 in both directions. */
  lines: readonly (readonly { x: number; y: number }[])[];
  columns: readonly string[];
  rows: readonly { of: string; shares: readonly number[] }[];
}

/** Lines, and the same in numbers. */
function Curve({ label, lines, columns, rows }: CurveProps) {
  const { i18n } = useTranslation();
  return (
    <div className={classes.curve}>
      <svg className={classes.plot} viewBox="-2 -2 104 104" role="img" aria-label={label}>
        {[0, 25, 50, 75, 100].map((at) => (
          <line key={at} className={classes.grid} x1="0" x2="100" y1={at} y2={at} />
        ))}
        {lines.map((points, at) => (
          // Lines have no name of their own, and never change places.
          // oxlint-disable-next-line react/no-array-index-key
          <polyline key={at} className={classes.plotted} data-line={at} points={line(points)} />
        ))}
      </svg>
      <table className={classes.table}>
        <thead>
          <tr>
            {columns.map((column, at) => (
              <th key={column} scope="col" data-line={at === 0 ? undefined : at - 1}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ of, shares }) => (
            <tr key={of}>
              <th scope="row">{of}</th>
              {shares.map((share, at) => (
                <td key={columns[at + 1]}>{percentOf(share, i18n.language)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

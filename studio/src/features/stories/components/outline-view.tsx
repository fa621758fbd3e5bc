import { useTranslation } from "react-i18next";

import type { Diagnostic } from "@/lib/api/types";

import { useEditing } from "../editing";
import { type Part, partOfPlace, titleOf } from "../parts";
import classes from "./outline-view.module.css";

export interface PartsProps {
  parts: readonly Part[];
  chosen: string;
  findings: readonly Diagnostic[] | undefined;
  onChoose: (id: string) => void;
}

/** How many findings each part has. */
export function useFindingsByPart(findings: readonly Diagnostic[] | undefined): ReadonlyMap<string, number> {
  const { draft } = useEditing();
  const counts = new Map<string, number>();
  for (const { place = "" } of findings ?? []) {
    const id = partOfPlace(draft.story, place);
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

/** The same story from top to bottom, each part a line. */
export function OutlineView({ parts, chosen, findings, onChoose }: PartsProps) {
  const { t } = useTranslation();
  const counts = useFindingsByPart(findings);
  return (
    <ul className={classes.outline} aria-label={t("story.views.outline")}>
      {parts.map((part) => (
        <li key={part.id} className={classes.item} data-depth={Math.min(part.depth, 8)}>
          <button
            type="button"
            className={classes.part}
            data-kind={part.kind}
            aria-current={part.id === chosen ? "true" : undefined}
            onClick={() => onChoose(part.id)}
          >
            <span className={classes.kind}>{t(`story.parts.${part.kind}`)}</span>
            <span className={classes.title}>{titleOf(part, t)}</span>
            {part.says.map((line, position) => (
              // oxlint-disable-next-line react/no-array-index-key
              <span key={position} className={classes.says}>
                {line}
              </span>
            ))}
            {counts.has(part.id) && (
              <span className={classes.findings}>{t("story.findings", { count: counts.get(part.id) ?? 0 })}</span>
            )}
          </button>
        </li>
      ))}
    </ul>
  );
}

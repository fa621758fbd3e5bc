import { useTranslation } from "react-i18next";

import { problemInWords } from "@/lib/api/problem-words";
import type { Rehearsed } from "@/lib/api/types";

import { useEditing } from "../editing";
import { partOfPlace } from "../parts";
import classes from "./story-editor.module.css";

interface FindingsListProps {
  rehearsal: { data: Rehearsed | undefined; error: unknown };
  onChoose: (id: string) => void;
}

/** What is wrong with the story as it is now; pressing one goes to its part. */
export function FindingsList({ rehearsal, onChoose }: FindingsListProps) {
  const { t } = useTranslation();
  const { draft } = useEditing();
  const findings = rehearsal.data?.findings ?? [];
  if (rehearsal.error !== null) {
    return (
      <div className={classes.findings} role="status" data-problem="true">
        {problemInWords(rehearsal.error, t)}
      </div>
    );
  }
  if (findings.length === 0) {
    return (
      <div className={classes.findings} role="status">
        {rehearsal.data !== undefined && t("story.sound")}
      </div>
    );
  }
  return (
    <ul className={classes.findings} aria-label={t("story.findings", { count: findings.length })}>
      {findings.map(({ severity, message, remedy, place = "" }) => (
        <li key={`${place} ${message}`}>
          <button type="button" className={classes.finding} onClick={() => onChoose(partOfPlace(draft.story, place))}>
            <strong data-severity={severity}>{t(`severity.${severity}`)}</strong> {message}. {remedy}
          </button>
        </li>
      ))}
    </ul>
  );
}

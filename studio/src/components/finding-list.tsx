import { useTranslation } from "react-i18next";

import type { Diagnostic } from "@/lib/api/types";

import classes from "./finding-list.module.css";
import { Tag } from "./tag";

/** What was found: how bad, where, what, and what to do about it. */
export function FindingList({ findings }: { findings: readonly Diagnostic[] }) {
  const { t } = useTranslation();
  return (
    <ul className={classes.findings} tabIndex={0}>
      {findings.map((finding, at) => (
        <li key={`${at} ${finding.code}`}>
          <div className={classes.row}>
            <Tag isBad={finding.severity === "error"}>{t(`severity.${finding.severity}`)}</Tag>
            <span>{finding.message}</span>
          </div>
          <span className={classes.quiet}>{finding.remedy}</span>
        </li>
      ))}
    </ul>
  );
}

import { useTranslation } from "react-i18next";

import type { Difference } from "./api";
import classes from "./tests.module.css";

interface DifferencesProps {
  differences: readonly Difference[];
  /** Whether all of them are shown, with what was decided; otherwise the first. */
  isOpen: boolean;
}

/** Where the bot falls short of a test. */
export function Differences({ differences, isOpen }: DifferencesProps) {
  const { t } = useTranslation();
  const shown = isOpen ? differences : differences.slice(0, 1);
  return shown.map(({ user, expected, given, intent, trace = [] }, at) => (
    // The same may be said twice, and a report never changes.
    // oxlint-disable-next-line react/no-array-index-key
    <div key={at} className={classes.difference}>
      <dl className={classes.compared}>
        <dt>{t("tests.user")}</dt>
        <dd>
          {user}
          {intent !== undefined && <span className={classes.quiet}> ({intent})</span>}
        </dd>
        <dt>{t("tests.expected")}</dt>
        <dd>{expected}</dd>
        <dt>{t("tests.given")}</dt>
        <dd>{given}</dd>
      </dl>
      {isOpen && trace.length > 0 && (
        <details>
          <summary>{t("tests.why")}</summary>
          <ul lang="en">
            {trace.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  ));
}

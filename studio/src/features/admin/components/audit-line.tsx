import { useTranslation } from "react-i18next";

import type { AuditView } from "@/lib/api/types";
import { useTimes } from "@/lib/i18n/times";

import classes from "./admin.module.css";

/** What somebody did, with what it was before and after. */
export function AuditLine({ line }: { line: AuditView }) {
  const { t } = useTranslation();
  const times = useTimes();
  const { at, actorName, actorKind, address, action, object, before, after } = line;
  return (
    <li>
      <div className={classes.row}>
        <span className={classes.hint}>{times.moment(at)}</span>
        <strong>{action}</strong>
        <span className={classes.object}>{object}</span>
        <span className={classes.end}>
          {actorName || actorKind} · {address}
        </span>
      </div>
      {(before !== undefined || after !== undefined) && (
        <details>
          <summary className={classes.more}>{t("audit.details")}</summary>
          {before !== undefined && <pre className={classes.body}>− {JSON.stringify(before)}</pre>}
          {after !== undefined && <pre className={classes.body}>+ {JSON.stringify(after)}</pre>}
        </details>
      )}
    </li>
  );
}

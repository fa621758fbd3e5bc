import type { ReactNode } from "react";

import classes from "./said.module.css";

/** What came of something that was done: read out when it appears. */
export function Said({ problem = false, children }: { problem?: boolean; children: ReactNode }) {
  return (
    <p className={classes.said} role={problem ? "alert" : "status"} data-problem={problem}>
      {children}
    </p>
  );
}

import type { ReactNode } from "react";

import classes from "./notice.module.css";

interface NoticeProps {
  icon: ReactNode;
  title: string;
  /** Whether something went wrong: then it is read out at once. */
  problem?: boolean;
  children?: ReactNode;
}

/** What stands in a place that has nothing to show. */
export function Notice({ icon, title, problem = false, children }: NoticeProps) {
  return (
    <div className={classes.notice} role={problem ? "alert" : undefined} data-problem={problem}>
      <span className={classes.icon}>{icon}</span>
      <h2 className={classes.title}>{title}</h2>
      <div className={classes.text}>{children}</div>
    </div>
  );
}

import type { ReactNode } from "react";

import classes from "./tag.module.css";

/** A word that says what something is. */
export function Tag({ isBad = false, children }: { isBad?: boolean; children: ReactNode }) {
  return (
    <span className={classes.tag} data-bad={isBad}>
      {children}
    </span>
  );
}

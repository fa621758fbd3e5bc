import type { ReactNode } from "react";

import classes from "./hidden.module.css";

/** Words for those who listen to the page. */
export function Hidden({ children }: { children: ReactNode }) {
  return <span className={classes.hidden}>{children}</span>;
}

/** Words beside a picture; in a narrow window the picture stands alone for those who see it. */
export function NarrowHidden({ children }: { children: ReactNode }) {
  return <span className={classes.narrow}>{children}</span>;
}

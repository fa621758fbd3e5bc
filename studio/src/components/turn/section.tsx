import type { ReactNode } from "react";

import classes from "./section.module.css";

interface SectionProps {
  title: string;
  /** Opened on demand only. */
  folded?: boolean;
  children: ReactNode;
}

/** A part of the explanation. */
export function Section({ title, folded = false, children }: SectionProps) {
  if (folded) {
    return (
      <details className={classes.section}>
        <summary className={classes.summary}>{title}</summary>
        {children}
      </details>
    );
  }
  return (
    <section className={classes.section}>
      <h3 className={classes.title}>{title}</h3>
      {children}
    </section>
  );
}

import type { ReactNode } from "react";

import classes from "./page.module.css";

interface PageProps {
  title: string;
  /** What one does here, in a sentence. */
  hint: string;
  /** What stands at the right of the title. */
  tools?: ReactNode;
  children: ReactNode;
}

/** A screen that is read from top to bottom. */
export function Page({ title, hint, tools, children }: PageProps) {
  return (
    <div className={classes.page}>
      <PageTop title={title} tools={tools}>
        <p className={classes.hint}>{hint}</p>
      </PageTop>
      {children}
    </div>
  );
}

interface PageTopProps {
  title: string;
  /** What stands at the right of the title. */
  tools?: ReactNode;
  /** What stands under the title. */
  children: ReactNode;
}

/** The title of a screen, or of its main part. */
export function PageTop({ title, tools, children }: PageTopProps) {
  return (
    <div className={classes.top}>
      <div>
        <h1 className={classes.title}>{title}</h1>
        {children}
      </div>
      {tools}
    </div>
  );
}

interface BlockProps {
  title: string;
  children: ReactNode;
}

/** A part of a screen with a title of its own. */
export function Block({ title, children }: BlockProps) {
  return (
    <section className={classes.block} aria-label={title}>
      <h2 className={classes.heading}>{title}</h2>
      {children}
    </section>
  );
}

import classes from "./progress.module.css";

interface ProgressProps {
  label: string;
  done: number;
  /** 0: nobody knows yet. */
  total: number;
}

/** How far something is. */
export function Progress({ label, done, total }: ProgressProps) {
  return (
    <progress
      className={classes.progress}
      aria-label={label}
      {...(total > 0 && { max: total, value: done })}
    />
  );
}

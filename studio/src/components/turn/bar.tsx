import classes from "./bar.module.css";

interface BarProps {
  /** 0 to 1. */
  share: number;
  strong?: boolean;
}

/** A share as a bar. The number stands beside it, so it says nothing to a screen reader. */
export function Bar({ share, strong = false }: BarProps) {
  return (
    <svg
      className={classes.bar}
      data-strong={strong}
      viewBox="0 0 100 1"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <rect className={classes.track} width="100" height="1" />
      <rect className={classes.share} width={Math.max(0, Math.min(1, share)) * 100} height="1" />
    </svg>
  );
}

import classes from "./logo.module.css";

/** The mark (a bubble in which a word is understood) and the name. */
export function Logo() {
  return (
    <span className={classes.logo}>
      <svg width="30" height="30" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
        <path
          className={classes.bubble}
          d="M16 3C8.3 3 2 8.4 2 15c0 3.7 1.9 6.9 5 9.1V30l5.5-3.5c1.1.3 2.3.5 3.5.5 7.7 0 14-5.4 14-12S23.7 3 16 3Z"
        />
        <circle className={classes.dot} cx="10.5" cy="15" r="2.5" />
        <rect className={classes.word} x="15.5" y="12.5" width="9" height="5" rx="2.5" />
      </svg>
      <span className={classes.name}>Palabre</span>
      <span className={classes.part}>Studio</span>
    </span>
  );
}

import { Fragment } from "react";

import classes from "./with-names.module.css";

/** A text of the server's, in which names stand in backticks. */
export function WithNames({ text }: { text: string }) {
  return text.split("`").map((part, position) =>
    position % 2 === 1 ? (
      // oxlint-disable-next-line react/no-array-index-key
      <code key={position} className={classes.code}>
        {part}
      </code>
    ) : (
      // oxlint-disable-next-line react/no-array-index-key
      <Fragment key={position}>{part}</Fragment>
    ),
  );
}

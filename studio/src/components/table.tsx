import type { ReactNode } from "react";

import classes from "./table.module.css";

interface TableProps {
  label: string;
  /** One heading for each cell; an empty one stands over actions. */
  columns: readonly string[];
  /** How many of the last columns hold numbers; their cells have `data-number`. */
  numbers?: number;
  /** The rows: `tr` with a `td` for each column. */
  children: ReactNode;
}

/** Rows of the same kind, to compare. It scrolls sideways by itself, with the keyboard too. */
export function Table({ label, columns, numbers = 0, children }: TableProps) {
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={label}>
      <table className={classes.table}>
        <thead>
          <tr>
            {columns.map((column, at) => (
              <th key={column} scope="col" data-number={at >= columns.length - numbers || undefined}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

import classes from "./tiles.module.css";

interface TilesProps {
  tiles: readonly { label: string; value: string }[];
}

/** A few figures side by side. */
export function Tiles({ tiles }: TilesProps) {
  return (
    <dl className={classes.tiles}>
      {tiles.map(({ label, value }) => (
        <div key={label} className={classes.tile}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

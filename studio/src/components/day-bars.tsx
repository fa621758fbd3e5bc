import classes from "./day-bars.module.css";

interface DayBarsProps {
  /** What the bars show, in words, for those who cannot see them. */
  label: string;
  days: readonly { day: string; value: number; text: string }[];
}

/** Width and height of the drawing, in its own units; it is stretched to its place. */
const WIDTH = 1000;
const HEIGHT = 160;

/** One bar for each day. */
export function DayBars({ label, days }: DayBarsProps) {
  const highest = Math.max(1, ...days.map(({ value }) => value));
  const step = WIDTH / Math.max(1, days.length);
  return (
    <figure className={classes.figure}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
        {days.map(({ day, value, text }, at) => {
          const height = (value / highest) * HEIGHT;
          return (
            <rect
              key={day}
              className={classes.bar}
              x={at * step + step * 0.12}
              y={HEIGHT - height}
              width={step * 0.76}
              height={height}
            >
              <title>{text}</title>
            </rect>
          );
        })}
      </svg>
      <figcaption className={classes.ends}>
        <span>{days[0]?.text}</span>
        <span>{days.at(-1)?.text}</span>
      </figcaption>
    </figure>
  );
}

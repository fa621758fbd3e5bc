const DAY_MS = 24 * 3600 * 1000;

/** The day of a moment, in UTC as the server counts: `2026-03-02`. */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

/** A day some days later, or earlier. */
export function dayAfter(day: string, days = 1): string {
  return dayOf(new Date(Date.parse(day) + days * DAY_MS));
}

/** The days of a span, its last one included. */
export function daysOf(from: string, to: string): readonly string[] {
  const count = Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, at) => dayAfter(from, at));
}

import { useState } from "react";

import { dayOf } from "./days";

/** The day on which a screen was opened. */
export function useToday(): string {
  const [today] = useState(() => dayOf(new Date()));
  return today;
}

import type { EvaluationRequest } from "@/lib/api/types";
import { rowsOf } from "@/lib/csv";

type HeldOut = NonNullable<EvaluationRequest["heldOut"]>[number];

/** Sentences to measure on, as a table gives them, and the lines that say nothing usable. */
export interface HeldOutSet {
  sentences: HeldOut[];
  /** Lines whose intent the bot does not have: they count as never understood. */
  strange: string[];
}

/** What stands for no intent: what shall not be understood. */
const NOTHING = new Set(["", "-"]);

/** A table of sentence, intent and perhaps language; a first line that names them is left out. */
export function heldOutOf(text: string, intents: ReadonlySet<string>): HeldOutSet {
  const set: HeldOutSet = { sentences: [], strange: [] };
  const rows = rowsOf(text);
  const isHead = (rows[0]?.[1] ?? "").trim().toLowerCase() === "intent";
  for (const row of isHead ? rows.slice(1) : rows) {
    const [words = "", intent = "", locale = ""] = row.map((field) => field.trim());
    if (words === "") continue;
    const isNothing = NOTHING.has(intent);
    if (!isNothing && !intents.has(intent)) set.strange.push(`${words}: ${intent}`);
    set.sentences.push({
      text: words,
      ...(!isNothing && { intent }),
      ...(locale !== "" && { locale }),
    });
  }
  return set;
}

const keyOf = (bot: { id: string }) => `palabre.heldOut.${bot.id}`;

/** The table that was measured on last: the same next time, so that figures can be compared. */
export function keptTable(bot: { id: string }): string {
  try {
    return localStorage.getItem(keyOf(bot)) ?? "";
  } catch {
    return "";
  }
}

export function keepTable(bot: { id: string }, text: string): void {
  try {
    if (text === "") localStorage.removeItem(keyOf(bot));
    else localStorage.setItem(keyOf(bot), text);
  } catch {
    // Full or forbidden storage: it is given again next time.
  }
}

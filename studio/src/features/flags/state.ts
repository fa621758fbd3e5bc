import type { FlagState } from "@/lib/api/types";

/** A moment as a field for dates and times takes it: a day begins at midnight. */
export function momentOf(text: string | undefined): string {
  if (text === undefined) return "";
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00` : text;
}

/** A state with another moment; an empty one takes the bound away. */
export function withMoment(state: FlagState, which: "from" | "until", moment: string): FlagState {
  const { [which]: _, ...rest } = state;
  return moment === "" ? rest : { ...rest, [which]: moment };
}

/** A state for another share of the users. Nothing, and what is no number, is all of them. */
export function withPercent(state: FlagState, typed: string): FlagState {
  const { percent: _, ...rest } = state;
  const percent = Number(typed.replace(",", "."));
  return typed.trim() === "" || !Number.isFinite(percent) ? rest : { ...rest, percent };
}

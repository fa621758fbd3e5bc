import type { Dialog, RecordedTurn } from "@/lib/api/types";

/** A name for a test, from what the user said: `un-train-pour-lyon`. */
export function testName(said: string): string {
  const words = said.normalize("NFD").replaceAll(/\p{Mn}/gu, "").toLowerCase();
  return words.replaceAll(/[^a-z0-9]+/g, "-").slice(0, 40).replaceAll(/^-+|-+$/g, "") || "test";
}

/** The turns that are part of a test: something was said in them. */
export function spoken(turns: readonly RecordedTurn[]): readonly RecordedTurn[] {
  return turns.filter((turn) => turn.userText !== undefined || turn.messages.length > 0);
}

/**
 * The test of a conversation up to a turn that was put right: there only what must be understood is
 * expected, for nobody knows yet what the bot will say.
 */
export function putRight(dialog: Dialog, place: number, intent: string | null): Dialog {
  const before = dialog.exchanges.slice(0, place);
  const exchange = dialog.exchanges[place];
  if (exchange === undefined) return dialog;
  const understands = { type: "understands" as const, ...(intent !== null && { intent }) };
  return { ...dialog, exchanges: [...before, { ...exchange, bot: [understands] }] };
}

import type { Draft } from "./draft";

/** The story that was removed last, so that it can come back; gone with the page. */
let removed: { bot: string; draft: Draft } | undefined;

export const lastRemoved = (bot: string) => (removed?.bot === bot ? removed.draft : undefined);

export function rememberRemoved(bot: string, draft: Draft | undefined): void {
  removed = draft && { bot, draft };
}

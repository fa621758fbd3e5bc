import type { BotSummary } from "@/lib/api/types";

/** What names a bot. */
type Named = Pick<BotSummary, "namespace" | "name">;

/** How a bot is named: `app/gare`. */
export function nameOf(bot: Named): string {
  return `${bot.namespace}/${bot.name}`;
}

/** Where Studio's screens of a bot lie: `/bots/app/gare`. */
export function addressOf(bot: Named, screen = ""): string {
  const parts = ["bots", bot.namespace, bot.name].map(encodeURIComponent);
  return `/${[...parts, screen].filter(Boolean).join("/")}`;
}

/** The locale of the bot that serves a wanted one: the same, the same language, else its first. */
export function localeFor(bot: BotSummary, wanted: string): string {
  const language = (tag: string) => tag.toLowerCase().split(/[-_]/)[0];
  return (
    bot.locales.find((locale) => locale === wanted) ??
    bot.locales.find((locale) => language(locale) === language(wanted)) ??
    bot.locales[0] ??
    wanted
  );
}

const KEPT = "palabre.bot";

/** Remembers the bot that Studio opens with next time. */
export function rememberBot(bot: BotSummary): void {
  try {
    localStorage.setItem(KEPT, nameOf(bot));
  } catch {
    // Storage may be forbidden; then Studio opens with the first bot.
  }
}

/** The bot that Studio opens with: the one of last time, else the first. */
export function firstBot(bots: readonly BotSummary[]): BotSummary | undefined {
  let kept: string | null = null;
  try {
    kept = localStorage.getItem(KEPT);
  } catch {
    // As above.
  }
  return bots.find((bot) => nameOf(bot) === kept) ?? bots[0];
}

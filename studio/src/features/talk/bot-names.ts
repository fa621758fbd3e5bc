import type { BotSummary } from "@/lib/api/types";

/** How a bot is named in addresses: `app/gare`. */
export function nameOf(bot: BotSummary): string {
  return `${bot.namespace}/${bot.name}`;
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

import type { BotSummary } from "@/lib/api/types";

import { Choices } from "./choices";
import { languageName } from "./language-switch";

interface LocaleChoiceProps {
  label: string;
  bot: BotSummary;
  value: string;
  onChange: (locale: string) => void;
}

/** One of the languages of a bot; a bot that speaks one leaves no choice. */
export function LocaleChoice({ label, bot, value, onChange }: LocaleChoiceProps) {
  if (bot.locales.length < 2) return null;
  const choices = bot.locales.map((locale) => ({
    value: locale,
    text: languageName(locale),
    lang: locale,
  }));
  return <Choices label={label} value={value} choices={choices} onChange={onChange} />;
}

import i18next from "i18next";
import { initReactI18next } from "react-i18next";

import { en } from "./en";
import { fr } from "./fr";

/** The languages of Studio itself; bots speak their own. */
export const LANGUAGES = ["fr", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

const KEPT = "palabre.language";

/** The language chosen before, else the first that the browser asks for and Studio speaks. */
export function preferredLanguage(kept: string | null, wanted: readonly string[]): Language {
  const spoken = (tag: string | null) =>
    LANGUAGES.find((language) => tag?.toLowerCase().split("-")[0] === language);
  return [kept, ...wanted].map(spoken).find((language) => language !== undefined) ?? "en";
}

/** Switches Studio to a language and remembers it. */
export async function changeLanguage(language: Language): Promise<void> {
  try {
    localStorage.setItem(KEPT, language);
  } catch {
    // Storage may be forbidden; then the choice lasts as long as the page.
  }
  await i18next.changeLanguage(language);
}

function keptLanguage(): string | null {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

export function startI18n(): void {
  i18next.on("languageChanged", (language) => {
    document.documentElement.lang = language;
    document.title = i18next.t("app.title");
  });
  void i18next.use(initReactI18next).init({
    resources: { en: { translation: en }, fr: { translation: fr } },
    lng: preferredLanguage(keptLanguage(), navigator.languages),
    fallbackLng: "en",
    // React escapes what it shows.
    interpolation: { escapeValue: false },
    initAsync: false,
  });
}

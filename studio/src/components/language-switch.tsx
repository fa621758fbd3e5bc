import { useTranslation } from "react-i18next";

import { changeLanguage, LANGUAGES } from "@/lib/i18n/i18n";

import { Choices } from "./choices";

/** The language of Studio's own texts. */
export function LanguageSwitch() {
  const { t, i18n } = useTranslation();
  return (
    <Choices
      label={t("app.interfaceLanguage")}
      value={i18n.language}
      choices={LANGUAGES.map((language) => ({
        value: language,
        text: language.toUpperCase(),
        lang: language,
        title: languageName(language),
      }))}
      onChange={(language) => void changeLanguage(language)}
    />
  );
}

/** A language in its own words: `Français`. */
export function languageName(tag: string): string {
  const name = new Intl.DisplayNames(tag, { type: "language" }).of(tag) ?? tag;
  return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
}

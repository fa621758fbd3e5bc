import { useMemo } from "react";
import { useTranslation } from "react-i18next";

/** Moments and numbers in the words of Studio's language. */
export function useTimes() {
  const { i18n } = useTranslation();
  return useMemo(() => {
    const moment = new Intl.DateTimeFormat(i18n.language, { dateStyle: "medium", timeStyle: "short" });
    const day = new Intl.DateTimeFormat(i18n.language, { dateStyle: "medium", timeZone: "UTC" });
    const number = new Intl.NumberFormat(i18n.language);
    return {
      moment: (iso: string) => moment.format(new Date(iso)),
      /** A day without hours: `2026-03-02`. */
      day: (iso: string) => day.format(new Date(iso)),
      number: (value: number) => number.format(value),
    };
  }, [i18n.language]);
}

import { useMemo } from "react";
import { useTranslation } from "react-i18next";

/** Moments and numbers in the words of Studio's language. */
export function useTimes() {
  const { i18n } = useTranslation();
  return useMemo(() => {
    const moment = new Intl.DateTimeFormat(i18n.language, { dateStyle: "medium", timeStyle: "short" });
    const day = new Intl.DateTimeFormat(i18n.language, { dateStyle: "medium", timeZone: "UTC" });
    const percent = new Intl.NumberFormat(i18n.language, { style: "percent", maximumFractionDigits: 1 });
    const number = new Intl.NumberFormat(i18n.language);
    return {
      moment: (iso: string) => moment.format(new Date(iso)),
      /** A day without hours: `2026-03-02`. */
      day: (iso: string) => day.format(new Date(iso)),
      number: (value: number) => number.format(value),
      /** A part of a whole; of nothing there is none. */
      share: (part: number, whole: number) => (whole === 0 ? "–" : percent.format(part / whole)),
    };
  }, [i18n.language]);
}

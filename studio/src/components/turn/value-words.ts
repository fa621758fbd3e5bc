import i18next from "i18next";

import type { DatePoint, Value } from "@/lib/api/types";

/** A value in the words of a language: `mardi 3 mars 2026 à 08:00`, `12,50 €`, `1 h 30 min`. */
export function valueInWords(value: Value, language: string): string {
  const t = i18next.getFixedT(language);
  switch (value.type) {
    case "date":
      return dateInWords(value, language);
    case "date_interval": {
      const from = value.from && dateInWords(value.from, language);
      const to = value.to && dateInWords(value.to, language);
      if (from && to) return t("value.between", { from, to });
      if (from) return t("value.from", { from });
      return t("value.until", { to: to ?? "" });
    }
    case "duration":
      return durationInWords(value.iso, language);
    case "number":
      return new Intl.NumberFormat(language, { maximumFractionDigits: 6 }).format(value.value);
    case "ordinal":
      return ordinalInWords(value.value, language);
    case "measure": {
      const amount = (of: number) => amountInWords(of, value.unit, language);
      const { value: from, up_to: to } = value;
      if (!value.interval) return from === undefined ? value.unit : amount(from);
      if (from !== undefined && to !== undefined)
        return t("value.between", { from: amount(from), to: amount(to) });
      if (to !== undefined) return t("value.upTo", { to: amount(to) });
      return from === undefined ? value.unit : t("value.atLeast", { from: amount(from) });
    }
    case "text": {
      const others = (value.candidates ?? [])
        .map((candidate) => candidate.value)
        .filter((candidate) => candidate !== value.value);
      if (others.length === 0) return value.value;
      return t("value.orOther", { value: value.value, others: others.join(", ") });
    }
    case "email":
    case "url":
    case "phone":
      return value.value;
    case "custom":
      return JSON.stringify(value.value);
  }
}

/** A date as the bot read it: in the bot's or the user's zone, never the browser's. */
function dateInWords({ at, grain }: DatePoint, language: string): string {
  const t = i18next.getFixedT(language);
  // The wall clock of the zone in which it was read stands before the offset: shown as it is.
  const wallClock = new Date(`${at.replace(/(?:Z|[+-]\d\d:?\d\d)$/i, "")}Z`);
  if (Number.isNaN(wallClock.getTime())) return at;
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { ...options, timeZone: "UTC" }).format(wallClock);
  const day = { weekday: "long", day: "numeric", month: "long", year: "numeric" } as const;
  switch (grain) {
    case "year":
      return format({ year: "numeric" });
    case "quarter":
      return t("value.quarter", {
        quarter: Math.floor(wallClock.getUTCMonth() / 3) + 1,
        year: format({ year: "numeric" }),
      });
    case "month":
      return format({ month: "long", year: "numeric" });
    case "week":
      return t("value.week", {
        day: format({ day: "numeric", month: "long", year: "numeric" }),
      });
    case "day":
      return format(day);
    case "hour":
    case "minute":
      return format({ ...day, hour: "2-digit", minute: "2-digit" });
    case "second":
      return format({ ...day, hour: "2-digit", minute: "2-digit", second: "2-digit" });
  }
}

const DURATION =
  /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const DURATION_UNITS = ["year", "month", "week", "day", "hour", "minute", "second"] as const;

/** ISO 8601 in words; what is not readable stays as it is. */
function durationInWords(iso: string, language: string): string {
  const amounts = DURATION.exec(iso)?.slice(1) ?? [];
  const parts = DURATION_UNITS.flatMap((unit, position) => {
    const amount = amounts[position];
    if (amount === undefined) return [];
    const format = new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" });
    return [format.format(Number(amount))];
  });
  return parts.length === 0 ? iso : parts.join(" ");
}

const FRENCH_ORDINALS: Partial<Record<Intl.LDMLPluralRule, string>> = { one: "er", other: "e" };
const ENGLISH_ORDINALS: Partial<Record<Intl.LDMLPluralRule, string>> = {
  one: "st",
  two: "nd",
  few: "rd",
  other: "th",
};

function ordinalInWords(value: number, language: string): string {
  const rule = new Intl.PluralRules(language, { type: "ordinal" }).select(value);
  const endings = language.startsWith("fr") ? FRENCH_ORDINALS : ENGLISH_ORDINALS;
  return `${value}${endings[rule] ?? ""}`;
}

/** Our unit names that the browser knows under another. */
const UNITS: Record<string, string> = {
  kilometre: "kilometer",
  metre: "meter",
  centimetre: "centimeter",
  millimetre: "millimeter",
  litre: "liter",
  millilitre: "milliliter",
};

function amountInWords(amount: number, unit: string, language: string): string {
  const format = (options: Intl.NumberFormatOptions) =>
    new Intl.NumberFormat(language, options).format(amount);
  try {
    if (/^[A-Z]{3}$/.test(unit)) {
      const fraction = Number.isInteger(amount) ? { maximumFractionDigits: 0 } : {};
      return format({ style: "currency", currency: unit, ...fraction });
    }
    return format({ style: "unit", unit: UNITS[unit] ?? unit, unitDisplay: "long" });
  } catch {
    // Units that only bots know ("cup") stand after the number.
    return `${format({})} ${unit}`;
  }
}

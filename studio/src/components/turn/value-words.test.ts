import { expect, test } from "vitest";

import type { Value } from "@/lib/api/types";

import { valueInWords } from "./value-words";

/** Numbers and units are set apart with spaces that look alike. */
const plain = (text: string) => text.replaceAll(/\s/g, " ");

const DAY = { at: "2026-03-03T00:00:00+01:00", grain: "day" } as const;
const HOUR = { at: "2026-03-03T08:00:00+01:00", grain: "hour" } as const;

const VALUES: [Value, string, string][] = [
  [{ type: "date", ...DAY }, "mardi 3 mars 2026", "Tuesday, March 3, 2026"],
  [{ type: "date", ...HOUR }, "mardi 3 mars 2026 à 08:00", "Tuesday, March 3, 2026 at 08:00 AM"],
  [
    { type: "date", at: "2026-03-03T23:30:00.000-05:00", grain: "minute" },
    "mardi 3 mars 2026 à 23:30",
    "Tuesday, March 3, 2026 at 11:30 PM",
  ],
  [{ type: "date", at: "2026-03-02T00:00:00Z", grain: "week" }, "semaine du 2 mars 2026", "week of March 2, 2026"],
  [{ type: "date", at: "2026-03-01T00:00:00Z", grain: "month" }, "mars 2026", "March 2026"],
  [{ type: "date", at: "2026-04-01T00:00:00Z", grain: "quarter" }, "trimestre 2 de 2026", "quarter 2 of 2026"],
  [{ type: "date", at: "2026-01-01T00:00:00Z", grain: "year" }, "2026", "2026"],
  [{ type: "date", at: "some day", grain: "day" }, "some day", "some day"],
  [
    { type: "date_interval", from: DAY, to: { at: "2026-03-05T00:00:00+01:00", grain: "day" } },
    "de mardi 3 mars 2026 à jeudi 5 mars 2026",
    "from Tuesday, March 3, 2026 to Thursday, March 5, 2026",
  ],
  [{ type: "date_interval", from: DAY }, "à partir de : mardi 3 mars 2026", "from Tuesday, March 3, 2026"],
  [{ type: "date_interval", to: DAY }, "jusqu’à : mardi 3 mars 2026", "until Tuesday, March 3, 2026"],
  [{ type: "duration", iso: "PT1H30M", seconds: 5400 }, "1 heure 30 minutes", "1 hour 30 minutes"],
  [{ type: "duration", iso: "P2W", seconds: 1209600 }, "2 semaines", "2 weeks"],
  [{ type: "duration", iso: "P3M", seconds: 7776000 }, "3 mois", "3 months"],
  [{ type: "duration", iso: "what", seconds: 1 }, "what", "what"],
  [{ type: "number", value: 1234.5 }, "1 234,5", "1,234.5"],
  [{ type: "ordinal", value: 1 }, "1er", "1st"],
  [{ type: "ordinal", value: 22 }, "22e", "22nd"],
  [{ type: "measure", measure: "amount_of_money", value: 12.5, unit: "EUR" }, "12,50 €", "€12.50"],
  [{ type: "measure", measure: "amount_of_money", value: 12, unit: "EUR" }, "12 €", "€12"],
  [
    { type: "measure", measure: "amount_of_money", up_to: 50, interval: true, unit: "EUR" },
    "jusqu’à 50 €",
    "up to €50",
  ],
  [
    { type: "measure", measure: "distance", value: 10, up_to: 20, interval: true, unit: "kilometre" },
    "de 10 kilomètres à 20 kilomètres",
    "from 10 kilometers to 20 kilometers",
  ],
  [
    { type: "measure", measure: "distance", value: 10, interval: true, unit: "kilometre" },
    "10 kilomètres ou plus",
    "10 kilometers or more",
  ],
  [{ type: "measure", measure: "temperature", value: 20, unit: "celsius" }, "20 degrés Celsius", "20 degrees Celsius"],
  [{ type: "measure", measure: "percentage", value: 20, unit: "percent" }, "20 pour cent", "20 percent"],
  [{ type: "measure", measure: "quantity", value: 2, unit: "cup of tea" }, "2 cup of tea", "2 cup of tea"],
  [{ type: "measure", measure: "quantity", unit: "EUR" }, "EUR", "EUR"],
  [{ type: "text", value: "Lyon" }, "Lyon", "Lyon"],
  [
    {
      type: "text",
      value: "Lyon",
      candidates: [
        { value: "Lyon", probability: 0.8 },
        { value: "Laon", probability: 0.2 },
      ],
    },
    "Lyon (ou Laon)",
    "Lyon (or Laon)",
  ],
  [{ type: "email", value: "a@b.fr" }, "a@b.fr", "a@b.fr"],
  [{ type: "custom", value: { a: 1 } }, '{"a":1}', '{"a":1}'],
];

test.each(VALUES)("%j is %s, or %s", (value, french, english) => {
  expect(plain(valueInWords(value, "fr"))).toBe(french);
  expect(plain(valueInWords(value, "en"))).toBe(english);
});

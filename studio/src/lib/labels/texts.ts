import type { Label } from "@/lib/api/types";

type Text = NonNullable<Label["texts"]>[number];

/** The text for all channels; those for one kind of channel alone are kept as they are. */
const isGeneral = (text: Text) => text.interface === undefined && text.connector === undefined;

/** What a label says in a language, a variant per line. */
export function variantsOf(label: Label, locale: string): string {
  const text = label.texts?.find((text) => text.locale === locale && isGeneral(text));
  return text?.variants.join("\n") ?? "";
}

/** The label with other variants in a language; without any, it says nothing there. */
export function withVariants(label: Label, locale: string, lines: string): Label {
  const variants = lines
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  const texts = label.texts ?? [];
  const found = texts.find((text) => text.locale === locale && isGeneral(text));
  const changed: Text[] = variants.length > 0 ? [{ ...found, locale, variants }] : [];
  const before = found === undefined ? texts : texts.slice(0, texts.indexOf(found));
  const after = found === undefined ? [] : texts.slice(texts.indexOf(found) + 1);
  return { ...label, texts: [...before, ...changed, ...after] };
}

/** The first variant of a label in a language, or in the same language of another country. */
export function textIn(label: Label, locale: string): string | undefined {
  const texts = label.texts ?? [];
  const language = (tag: string) => tag.split("-")[0];
  const text =
    texts.find((text) => text.locale === locale && isGeneral(text)) ??
    texts.find((text) => text.locale === locale) ??
    texts.find((text) => language(text.locale) === language(locale));
  return text?.variants[0];
}

/** Which texts of a label are meant: of a language, perhaps on some channels only. */
export type Place = Pick<Text, "locale" | "interface" | "connector">;

const isAt = (place: Place) => (text: Text) =>
  text.locale === place.locale &&
  text.interface === place.interface &&
  text.connector === place.connector;

/** The texts of a label in a language that are for some channels only. */
export function specialTexts(label: Label, locale: string): readonly Text[] {
  return (label.texts ?? []).filter((text) => text.locale === locale && !isGeneral(text));
}

/** The label with other variants at a place; without any, it says nothing there. */
export function withVariantsAt(label: Label, place: Place, lines: string): Label {
  const variants = lines
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  const texts = label.texts ?? [];
  const at = texts.findIndex(isAt(place));
  if (at < 0) return variants.length === 0 ? label : { ...label, texts: [...texts, { ...place, variants }] };
  const changed = variants.length === 0 ? [] : [{ ...texts[at], ...place, variants }];
  return { ...label, texts: texts.toSpliced(at, 1, ...changed) };
}

/** The languages in which a text of a label waits for somebody who vouches for it. */
export function toReview(label: Label): readonly string[] {
  const waiting = (label.texts ?? []).filter((text) => text.validated === false);
  return [...new Set(waiting.map((text) => text.locale))];
}

/** The label with all texts of a language vouched for. */
export function reviewed(label: Label, locale: string): Label {
  const texts = (label.texts ?? []).map((text) => {
    const { validated: _waiting, ...rest } = text;
    return text.locale === locale ? rest : text;
  });
  return { ...label, texts };
}

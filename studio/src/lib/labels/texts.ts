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

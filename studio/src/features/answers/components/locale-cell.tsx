import { Button, NativeSelect } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { languageName } from "@/components/language-switch";
import type { Label } from "@/lib/api/types";
import { type Place, reviewed, specialTexts, toReview, variantsOf, withVariants, withVariantsAt } from "@/lib/labels/texts";

import classes from "./answers.module.css";
import { VariantsField } from "./variants-field";

interface LocaleCellProps {
  labelKey: string;
  label: Label;
  locale: string;
  /** The kinds of channel that a text can be for. */
  connectors: readonly string[];
  onChange: (label: Label) => void;
}

/** What a label says in a language: everywhere, and on some channels only. */
export function LocaleCell({ labelKey, label, locale, connectors, onChange }: LocaleCellProps) {
  const { t } = useTranslation();
  const [adding, setAdding] = useState<Place>();
  // Where one writes, one may write for some channels only; elsewhere it would be noise.
  const [isHere, setHere] = useState(false);
  const waits = toReview(label).includes(locale);
  const name = `${labelKey}, ${languageName(locale)}`;
  const special = specialTexts(label, locale);
  const where = ({ interface: way, connector }: Place) =>
    [way && t(`answers.interfaces.${way}`), connector].filter(Boolean).join(" · ");
  const isThere = (place: Place) =>
    special.some((text) => text.interface === place.interface && text.connector === place.connector);
  return (
    <div className={classes.cell} onFocus={() => setHere(true)}>
      <VariantsField
        label={name}
        locale={locale}
        lines={variantsOf(label, locale)}
        onSave={(lines) => onChange(withVariants(label, locale, lines))}
      />
      {special.map((text) => (
        <div key={where(text)} className={classes.special}>
          <span className={classes.tag}>{where(text)}</span>
          <VariantsField
            label={`${name}, ${where(text)}`}
            locale={locale}
            lines={text.variants.join("\n")}
            onSave={(lines) => {
              const { variants: _variants, validated: _validated, ...place } = text;
              onChange(withVariantsAt(label, place, lines));
            }}
          />
        </div>
      ))}
      {adding && (
        <div className={classes.special}>
          <span className={classes.tag}>{where(adding)}</span>
          <VariantsField
            label={`${name}, ${where(adding)}`}
            locale={locale}
            lines=""
            onSave={(lines) => onChange(withVariantsAt(label, adding, lines))}
          />
        </div>
      )}
      {(isHere || waits) && (
        <div className={classes.under}>
        <NativeSelect
          size="xs"
          aria-label={t("answers.addFor", { name })}
          value=""
          data={[
            { value: "", label: t("answers.onChannel") },
            { value: "voice", label: t("answers.interfaces.voice") },
            { value: "text", label: t("answers.interfaces.text") },
            ...connectors.map((value) => ({ value: `kind:${value}`, label: value })),
          ]}
          onChange={(event) => {
            const { value } = event.currentTarget;
            const place: Place = value.startsWith("kind:")
              ? { locale, connector: value.slice("kind:".length) }
              : { locale, interface: value === "voice" ? "voice" : "text" };
            if (value !== "" && !isThere(place)) setAdding(place);
          }}
        />
        {waits && (
          <Button size="compact-xs" variant="light" onClick={() => onChange(reviewed(label, locale))}>
            {t("answers.review")}
          </Button>
        )}
        </div>
      )}
    </div>
  );
}

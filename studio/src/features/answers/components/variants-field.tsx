import { Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

interface VariantsFieldProps {
  /** What it is called by those who hear the page. */
  label: string;
  locale: string;
  lines: string;
  onSave: (lines: string) => void;
}

/** Variants of a text, one per line, saved when one goes on; Escape brings back what was. */
export function VariantsField({ label, locale, lines, onSave }: VariantsFieldProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(lines);
  return (
    <Textarea
      aria-label={label}
      lang={locale}
      autosize
      minRows={1}
      placeholder={t("answers.empty")}
      data-empty={lines === ""}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => {
        if (typed.trim() !== lines.trim()) onSave(typed);
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") setTyped(lines);
      }}
    />
  );
}

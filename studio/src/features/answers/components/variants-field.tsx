import { Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import classes from "./answers.module.css";

/** Characters that a line of the grid holds, about; for browsers that cannot size a field by its text. */
const PER_ROW = 42;

const rowsFor = (text: string) =>
  text.split("\n").reduce((rows, line) => rows + Math.max(1, Math.ceil(line.length / PER_ROW)), 0);

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
      // As high as its text by the style sheet alone: measuring hundreds of fields takes seconds.
      classNames={{ input: classes.field ?? "" }}
      rows={rowsFor(typed)}
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

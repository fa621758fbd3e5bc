import { Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { languageName } from "@/components/language-switch";

import { type LabelFilter, SWITCHES, type Switch } from "../filter";
import classes from "./answers.module.css";

interface AnswersFilterProps {
  filter: LabelFilter;
  locales: readonly string[];
  total: number;
  /** Whether one sees how often each was said. */
  said: boolean;
  onSearch: (search: string) => void;
  /** Says something else in the address; nothing takes it away. */
  onParam: (name: string, value: string) => void;
}

/** Which answers are shown, and how many there are. */
export function AnswersFilter({ filter, locales, total, said, onSearch, onParam }: AnswersFilterProps) {
  const { t } = useTranslation();
  const { search, missing, toReview, unused, locale } = filter;
  const box = (name: Switch, label: string, isOn: boolean) => (
    <Checkbox
      label={label}
      checked={isOn}
      onChange={(event) => onParam(name, event.currentTarget.checked ? SWITCHES[name] : "")}
    />
  );
  return (
    <div className={classes.filter}>
      <TextInput
        className={classes.search ?? ""}
        aria-label={t("answers.search")}
        placeholder={t("answers.search")}
        value={search}
        onChange={(event) => onSearch(event.currentTarget.value)}
      />
      {box("missing", t("answers.missing"), missing)}
      {box("validated", t("answers.toReview"), toReview)}
      {(missing || toReview) && locales.length > 1 && (
        <NativeSelect
          size="xs"
          aria-label={t("answers.missingIn")}
          value={locale}
          data={[
            { value: "", label: t("answers.anyLanguage") },
            ...locales.map((value) => ({ value, label: languageName(value) })),
          ]}
          onChange={(event) => onParam("locale", event.currentTarget.value)}
        />
      )}
      {box("unused", t("answers.onlyUnused"), unused)}
      {box("said", t("answers.showSaid"), said)}
      <output className={classes.total}>{t("answers.total", { count: total })}</output>
    </div>
  );
}

import { Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { languageName } from "@/components/language-switch";
import { useFocus } from "@/components/use-focus";
import { variantsOf, withVariants } from "@/lib/labels/texts";

import { at, type Path, withAt, withNewLabel } from "../draft";
import { useEditing, withLabel } from "../editing";
import { idOf } from "../parts";
import classes from "./fields.module.css";

interface LabelFieldProps {
  /** Where the story names the label. */
  path: Path;
  label: string;
  /** Whether there may be none: emptied, the story names none. */
  optional?: boolean;
}

/** What the bot says: the words of a label in one language, a variant per line. */
export function LabelField({ path, label, optional = false }: LabelFieldProps) {
  const { t } = useTranslation();
  const { draft, locale, change } = useEditing();
  const key = at(draft.story, path) as string | undefined;
  const says = variantsOf((key && draft.labels[key]) || {}, locale);
  const [typed, setTyped] = useState(says);
  const focus = useFocus();
  // A label that was just made waits for its words.
  const [isNew] = useState(key !== undefined && draft.labels[key]?.texts === undefined);
  const write = (lines: string) => {
    setTyped(lines);
    const about = `${idOf(path)} ${locale}`;
    if (optional && lines.trim() === "") {
      change({ ...draft, story: withAt(draft.story, path, undefined) }, about);
      return;
    }
    const named = key === undefined ? withNewLabel(draft) : { draft, key };
    const label = withVariants(named.draft.labels[named.key] ?? {}, locale, lines);
    const story = withAt(named.draft.story, path, named.key);
    change(withLabel({ ...named.draft, story }, named.key, label), about);
  };
  // What was taken back or came from elsewhere is shown; spaces that one just typed stay.
  const shown = variantsOf(withVariants({}, locale, typed), locale) === says ? typed : says;
  return (
    <Textarea
      {...(isNew && { ref: focus })}
      label={label}
      description={key && <code className={classes.key}>{key}</code>}
      inputWrapperOrder={["label", "input", "description"]}
      placeholder={t("story.textPlaceholder", { language: languageName(locale) })}
      lang={locale}
      autosize
      minRows={1}
      maxRows={10}
      value={shown}
      onChange={(event) => write(event.currentTarget.value)}
    />
  );
}

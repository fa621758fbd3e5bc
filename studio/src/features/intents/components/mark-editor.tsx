import { Button, TextInput } from "@mantine/core";
import { useRef } from "react";
import { useTranslation } from "react-i18next";

import type { EntityUse, Sentence } from "@/lib/api/types";

import { withMark } from "@/lib/sentences/marks";
import classes from "./intents.module.css";

interface MarkEditorProps {
  sentence: Sentence;
  entities: readonly EntityUse[];
  onMarked: (sentence: Sentence) => void;
}

/** Words are selected as in any field, by mouse or with Shift and arrows; a button says what they are. */
export function MarkEditor({ sentence, entities, onMarked }: MarkEditorProps) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const mark = (entity: EntityUse) => {
    const { selectionStart, selectionEnd } = field.current ?? {};
    const marked = withMark(sentence, selectionStart ?? 0, selectionEnd ?? 0, entity);
    if (marked === sentence) field.current?.focus();
    else onMarked(marked);
  };
  return (
    <div className={classes.marking}>
      <TextInput
        ref={field}
        className={classes.grow ?? ""}
        size="xs"
        readOnly
        lang={sentence.locale}
        aria-label={t("intents.select")}
        value={sentence.text}
      />
      {entities.map((entity) => (
        <Button
          key={entity.role}
          size="compact-sm"
          variant="light"
          title={entity.entity_type}
          onClick={() => mark(entity)}
        >
          {entity.role}
        </Button>
      ))}
      <span className={classes.hint}>{t("intents.select")}</span>
    </div>
  );
}

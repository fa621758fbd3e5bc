import { type KeyboardEvent, type Ref, useState } from "react";
import { useTranslation } from "react-i18next";

import { colorsByRole } from "@/components/turn/segments";
import type { EntityUse, NamedEntityType, Sentence } from "@/lib/api/types";
import { markAround, withMark, withoutMarks, withPart, wordsOf } from "@/lib/sentences/marks";

import classes from "./queue.module.css";
import { RoleButtons } from "./role-buttons";

interface WordMarkerProps {
  sentence: Sentence;
  /** What sentences of the intent can hold; nothing is marked without an intent. */
  uses: readonly EntityUse[] | undefined;
  types: readonly NamedEntityType[];
  wordsRef?: Ref<HTMLDivElement>;
  onChange: (sentence: Sentence) => void;
  /** Lets the intent have one more role, then marks with it. */
  onNewUse: (use: EntityUse) => void;
  onLeave: () => void;
}

/**
 * The words of a sentence: arrows go from word to word, with Shift they select several; a digit
 * says what the selected words are. Within a mark its parts can be marked.
 */
export function WordMarker({
  sentence,
  uses,
  types,
  wordsRef,
  onChange,
  onNewUse,
  onLeave,
}: WordMarkerProps) {
  const { t } = useTranslation();
  const words = wordsOf(sentence.text);
  const [selected, setSelected] = useState({ anchor: 0, head: 0 });
  const [isDragging, setDragging] = useState(false);
  const last = Math.max(words.length - 1, 0);
  const first = Math.min(selected.anchor, selected.head, last);
  const end = Math.min(Math.max(selected.anchor, selected.head), last);
  const from = words[first]?.from ?? 0;
  const to = words[end]?.to ?? 0;

  const around = markAround(sentence, from, to);
  const parts = types.find(({ name }) => name === around?.entity_type)?.sub_entities ?? [];
  const isPart = around !== undefined && parts.length > 0;
  const roles = isPart ? parts : (uses ?? []);
  const colors = colorsByRole(sentence.entities ?? []);
  const marks = sentence.entities ?? [];

  const mark = (use: EntityUse | undefined) => {
    if (use === undefined) return;
    onChange(isPart ? withPart(sentence, around, from, to, use) : withMark(sentence, from, to, use));
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step !== undefined) {
      const head = Math.min(Math.max(selected.head + step, 0), last);
      setSelected({ anchor: event.shiftKey ? selected.anchor : head, head });
    } else if (/^[1-9]$/.test(event.key) && !event.ctrlKey && !event.metaKey) {
      mark(roles[Number(event.key) - 1]);
    } else if (event.key === "Backspace" || event.key === "Delete") {
      onChange(withoutMarks(sentence, from, to));
    } else if (event.key === "Escape" || event.key === "Enter") {
      onLeave();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className={classes.marker}>
      <div
        ref={wordsRef}
        role="listbox"
        aria-orientation="horizontal"
        aria-multiselectable="true"
        aria-label={t("queue.words")}
        aria-activedescendant={words.length > 0 ? `word-${selected.head}` : undefined}
        tabIndex={0}
        lang={sentence.locale}
        className={classes.words}
        onKeyDown={press}
        onPointerUp={() => setDragging(false)}
        onPointerLeave={() => setDragging(false)}
      >
        {words.map((word, at) => {
          const own = marks.find(
            ({ span }) => span.utf16_start <= word.from && word.to <= span.utf16_end,
          );
          const part = own?.sub_entities?.find(
            ({ span }) =>
              own.span.utf16_start + span.utf16_start <= word.from &&
              word.to <= own.span.utf16_start + span.utf16_end,
          );
          const isFirst = own?.span.utf16_start === word.from;
          const gap = (words[at - 1]?.to ?? word.from) < word.from;
          return (
            <span
              key={word.from}
              id={`word-${at}`}
              role="option"
              tabIndex={-1}
              aria-selected={first <= at && at <= end}
              aria-label={[sentence.text.slice(word.from, word.to), own?.role, part?.role]
                .filter(Boolean)
                .join(", ")}
              className={classes.word}
              data-gap={gap}
              data-color={own && colors.get(own.role)}
              data-part={part !== undefined}
              data-role={isFirst ? own.role : undefined}
              onPointerDown={(event) => {
                setDragging(true);
                setSelected({ anchor: event.shiftKey ? selected.anchor : at, head: at });
              }}
              onPointerEnter={() => isDragging && setSelected({ ...selected, head: at })}
              onKeyDown={press}
            >
              {sentence.text.slice(word.from, word.to)}
            </span>
          );
        })}
      </div>
      {uses !== undefined && (
        <RoleButtons
          roles={roles}
          types={types}
          selection={sentence.text.slice(from, to)}
          within={isPart ? around.role : undefined}
          onMark={mark}
          onNewUse={isPart ? undefined : onNewUse}
          onUnmark={() => onChange(withoutMarks(sentence, from, to))}
        />
      )}
    </div>
  );
}

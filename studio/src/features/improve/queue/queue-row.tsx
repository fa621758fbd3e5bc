import { useTranslation } from "react-i18next";

import { percent } from "@/components/turn/percent";
import { colorsByRole, segmentsOf } from "@/components/turn/segments";
import type { InboxSentence, Understanding } from "@/lib/api/types";

import type { Meaning } from "./meaning";
import classes from "./queue.module.css";

interface QueueRowProps {
  id: string;
  sentence: InboxSentence;
  /** What would be learnt now. */
  meaning: Meaning;
  /** What the draft understands; until then, what users were answered by. */
  understanding: Understanding;
  title: string;
  isCurrent: boolean;
  isSelected: boolean;
  isSelecting: boolean;
  onCurrent: () => void;
  onSelect: () => void;
}

/** A sentence that waits, with its marks, its intent and how sure that is. */
export function QueueRow({
  id,
  sentence,
  meaning,
  understanding,
  title,
  isCurrent,
  isSelected,
  isSelecting,
  onCurrent,
  onSelect,
}: QueueRowProps) {
  const { t, i18n } = useTranslation();
  const colors = colorsByRole(meaning.entities);
  const isOwn = meaning.intent !== (understanding.intent ?? null);
  return (
    // Keys are taken by the list, which has the focus.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isSelecting ? isSelected : isCurrent}
      className={classes.row}
      data-current={isCurrent}
      onClick={onCurrent}
    >
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions */}
      <span
        className={classes.check}
        data-selected={isSelected}
        title={t("queue.select")}
        onClick={(event) => {
          event.stopPropagation();
          onSelect();
        }}
      />
      <span className={classes.text} lang={sentence.locale}>
        {segmentsOf(sentence.text, meaning.entities).map((segment) =>
          segment.entity === undefined ? (
            <span key={segment.start}>{segment.text}</span>
          ) : (
            <mark
              key={segment.start}
              className={classes.mark}
              data-color={colors.get(segment.entity.role)}
              title={segment.entity.role}
            >
              {segment.text}
            </mark>
          ),
        )}
      </span>
      <span className={classes.facts}>
        {sentence.badCount > 0 && (
          <span className={classes.bad}>{t("queue.bad", { count: sentence.badCount })}</span>
        )}
        {sentence.count > 1 && (
          <span className={classes.quiet}>{t("queue.times", { count: sentence.count })}</span>
        )}
        <span className={classes.intent} data-own={isOwn} data-unknown={meaning.intent === null}>
          {meaning.intent === null ? t("queue.unknown") : title}
        </span>
        <span className={classes.probability}>
          {isOwn ? "" : percent(understanding.probability, i18n.language)}
        </span>
      </span>
    </div>
  );
}

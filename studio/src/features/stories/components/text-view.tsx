import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { problemInWords } from "@/lib/api/problem-words";

import { rehearsalQuery } from "../api";
import { useEditing } from "../editing";
import classes from "./text-view.module.css";

/** The story as its file says it. What one types is the story as soon as it can be read. */
export function TextView({ written }: { written: string | undefined }) {
  const { t } = useTranslation();
  const { bot, draft, locale, change } = useEditing();
  const [typed, setTyped] = useState<string>();
  const [paused] = useDebouncedValue(typed, 250);
  const reading = useQuery({
    ...rehearsalQuery(bot, draft.story.name, { text: paused ?? "" }, draft.labels, { locale, connector: "web", events: [] }),
    enabled: paused !== undefined,
    retry: false,
  });
  const read = paused === typed ? reading.data : undefined;
  const story = read?.story;
  useEffect(() => {
    if (story !== undefined && JSON.stringify(story) !== JSON.stringify(draft.story)) {
      change({ ...draft, story }, "text");
    }
    // Only what was just read changes the story; the draft may go on from there.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [story]);
  const findings = read?.findings ?? [];
  return (
    <div className={classes.text}>
      <textarea
        className={classes.field}
        aria-label={t("story.views.text")}
        aria-describedby="story-text-findings"
        spellCheck={false}
        value={typed ?? written ?? ""}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={() => {
          // What could be read is shown in its own form again.
          if (story !== undefined && paused === typed) setTyped(undefined);
        }}
      />
      <div id="story-text-findings" className={classes.findings} role="status">
        {reading.error !== null && <p>{problemInWords(reading.error, t)}</p>}
        {findings.map(({ line, message, remedy, severity }) => (
          <p key={`${line} ${message}`} data-severity={severity}>
            {line !== undefined && <strong>{t("story.line", { line })}</strong>} {message}. {remedy}
          </p>
        ))}
        {findings.length === 0 && <p>{t("story.textHint")}</p>}
      </div>
    </div>
  );
}

import { useTranslation } from "react-i18next";

import { Hidden } from "@/components/hidden";
import { WithNames } from "@/components/with-names";
import type { Trace, Understanding } from "@/lib/api/types";

import { Section } from "./section";
import classes from "./trace-view.module.css";

/** The story that answered, and its step. */
export function StoryView({ trace: { story, step } }: { trace: Trace }) {
  const { t } = useTranslation();
  return (
    <Section title={t("understanding.story")}>
      {story === undefined ? (
        <p className={classes.none}>{t("understanding.noStory")}</p>
      ) : (
        <p className={classes.path}>
          <strong>{story}</strong>
          {step !== undefined && (
            <>
              <span aria-hidden="true">›</span>
              <Hidden>{t("understanding.step")}: </Hidden>
              <span>{step}</span>
            </>
          )}
        </p>
      )}
    </Section>
  );
}

/** The decisions of the turn, in order. */
export function TraceView({ trace: { lines = [], silence } }: { trace: Trace }) {
  const { t } = useTranslation();
  if (lines.length === 0 && silence === undefined) return null;
  return (
    <Section title={t("understanding.why")}>
      <ol className={classes.lines}>
        {lines.map(({ topic, text, problem = false }, position) => (
          // Lines have no name of their own, and a trace never changes.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={position} data-problem={problem}>
            <span className={classes.topic}>{t(`understanding.topic.${topic}`)}</span>
            <span lang="en">
              {problem && <strong>{t("understanding.problem")} </strong>}
              <WithNames text={text} />
            </span>
          </li>
        ))}
        {silence !== undefined && (
          <li data-problem={false}>
            <span className={classes.topic}>{t("understanding.topic.label")}</span>
            <span lang="en">
              <WithNames text={silence} />
            </span>
          </li>
        )}
      </ol>
    </Section>
  );
}

/** What the model says for its decision, when it was asked. */
export function ReasonsView({ understanding }: { understanding: Understanding | null | undefined }) {
  const { t, i18n } = useTranslation();
  const why = understanding?.why ?? [];
  if (why.length === 0) return null;
  const weights = new Intl.NumberFormat(i18n.language, {
    maximumFractionDigits: 2,
    signDisplay: "exceptZero",
  });
  return (
    <Section title={t("understanding.spoke")} folded>
      <ul className={classes.reasons}>
        {why.map(({ about, because, weight }) => (
          <li key={`${about} ${because}`} data-against={weight < 0}>
            <span className={classes.topic}>{about}</span>
            <span>
              <WithNames text={because} />
            </span>
            <span className={classes.weight}>{weights.format(weight)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

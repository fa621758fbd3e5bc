import { useTranslation } from "react-i18next";

import { InsightIcon } from "@/components/icons";
import { Notice } from "@/components/notice";
import { EntityList } from "@/components/turn/entity-list";
import { IntentView } from "@/components/turn/intent-view";
import { MarkedSentence } from "@/components/turn/marked-sentence";
import { Section } from "@/components/turn/section";
import { TimingsView } from "@/components/turn/timings-view";
import { ReasonsView, StoryView, TraceView } from "@/components/turn/trace-view";
import type { BotSummary, TalkAnswer } from "@/lib/api/types";

import type { Turn } from "../conversation";
import { Elsewhere } from "./elsewhere";
import classes from "./understanding-panel.module.css";

interface UnderstandingPanelProps {
  className: string;
  bot: BotSummary;
  userId: string;
  /** The channel that one talks on, if it is one in particular. */
  channel: string;
  turn: Turn | undefined;
}

/** What the bot understood of one turn, and why it answered as it did. */
export function UnderstandingPanel({ className, bot, userId, channel, turn }: UnderstandingPanelProps) {
  const { t } = useTranslation();
  return (
    <aside className={className} aria-label={t("understanding.heading")}>
      <h2 className={classes.heading}>
        <InsightIcon />
        {t("understanding.heading")}
      </h2>
      <div className={classes.body} tabIndex={0} role="region" aria-label={t("understanding.show")}>
        <Explanation turn={turn} />
        {turn?.answer?.rendered && <Rendered channel={channel} rendered={turn.answer.rendered} />}
        {turn && <Elsewhere bot={bot} userId={userId} turn={turn} />}
      </div>
    </aside>
  );
}

/** What the channel sends to the user, in its own form. */
function Rendered({ channel, rendered }: { channel: string; rendered: NonNullable<TalkAnswer["rendered"]> }) {
  const { t } = useTranslation();
  return (
    <Section title={t("understanding.rendered", { channel })}>
      <pre className={classes.details} tabIndex={0}>
        {JSON.stringify(rendered, null, 2)}
      </pre>
    </Section>
  );
}

function Explanation({ turn }: { turn: Turn | undefined }) {
  const { t } = useTranslation();
  if (turn?.answer === undefined) {
    return turn?.state === "waiting" ? (
      <p className={classes.note}>{t("understanding.pending")}</p>
    ) : (
      <Notice icon={<InsightIcon size={24} />} title={t("understanding.emptyTitle")}>
        <p>{t("understanding.empty")}</p>
      </Notice>
    );
  }
  return <AnswerExplained turn={turn} answer={turn.answer} />;
}

function AnswerExplained({ turn, answer }: { turn: Turn; answer: TalkAnswer }) {
  const { t } = useTranslation();
  const { understanding, trace, timings } = answer;
  const nothing =
    turn.event.type === "start" ? "understanding.notAStart" : "understanding.notASentence";
  return (
    <>
      {understanding ? (
        <>
          <MarkedSentence understanding={understanding} />
          <IntentView understanding={understanding} />
          <EntityList understanding={understanding} />
        </>
      ) : (
        <p className={classes.note}>{t(nothing)}</p>
      )}
      <StoryView trace={trace} />
      <TraceView trace={trace} />
      <ReasonsView understanding={understanding} />
      <TimingsView timings={timings} />
      <Section title={t("understanding.details")} folded>
        <pre className={classes.details} tabIndex={0}>
          {JSON.stringify(answer, null, 2)}
        </pre>
      </Section>
    </>
  );
}

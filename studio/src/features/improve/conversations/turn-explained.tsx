import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { InsightIcon } from "@/components/icons";
import { EntityList } from "@/components/turn/entity-list";
import { IntentView } from "@/components/turn/intent-view";
import { MarkedSentence } from "@/components/turn/marked-sentence";
import { Section } from "@/components/turn/section";
import { milliseconds } from "@/components/turn/timings-view";
import { ReasonsView, StoryView, TraceView } from "@/components/turn/trace-view";
import type { BotSummary, ConversationDetails, RecordedTurn, Trace } from "@/lib/api/types";
import { addressOf } from "@/lib/bots/bot-names";

import classes from "./conversations.module.css";
import { FixIt } from "./fix-it";

interface TurnExplainedProps {
  bot: BotSummary;
  conversation: ConversationDetails;
  turn: RecordedTurn;
}

/** Why the bot answered as it did, and the way to what is concerned. */
export function TurnExplained({ bot, conversation, turn }: TurnExplainedProps) {
  const { t, i18n } = useTranslation();
  const { understanding, receivedAt, committedAt } = turn;
  const trace = wholeTrace(turn.traces);
  const tookMs = Date.parse(committedAt) - Date.parse(receivedAt);
  return (
    <aside className={classes.explained} aria-label={t("conversations.why")}>
      <h2 className={classes.heading}>
        <InsightIcon /> {t("conversations.why")}
      </h2>
      {understanding !== undefined && (
        <FixIt bot={bot} conversation={conversation} turn={turn} understanding={understanding} />
      )}
      {understanding === undefined ? (
        <p className={classes.quiet}>{t("understanding.notASentence")}</p>
      ) : (
        <>
          <MarkedSentence understanding={understanding} />
          <IntentView understanding={understanding} />
          <EntityList understanding={understanding} />
        </>
      )}
      <StoryView trace={trace} />
      {trace.story != null && (
        <Link
          className={classes.link ?? ""}
          to={`${addressOf(bot, "stories")}?story=${encodeURIComponent(trace.story)}`}
        >
          {t("conversations.openStory", { name: trace.story })}
        </Link>
      )}
      {understanding?.intent != null && (
        <Link
          className={classes.link ?? ""}
          to={`${addressOf(bot, "intents")}?intent=${encodeURIComponent(understanding.intent)}&lang=${understanding.locale}`}
        >
          {t("conversations.openIntent", { name: understanding.intent })}
        </Link>
      )}
      <TraceView trace={trace} />
      <ReasonsView understanding={understanding} />
      <Section title={t("understanding.timings")}>
        <p className={classes.quiet}>
          {t("conversations.took", { time: milliseconds(tookMs * 1000, i18n.language) })}
        </p>
      </Section>
    </aside>
  );
}

/** What the segments of a turn decided, as one. */
export function wholeTrace(traces: readonly Trace[]): Trace {
  const said = (name: "story" | "step" | "intent" | "silence") =>
    traces.findLast((trace) => trace[name] != null)?.[name];
  const [story, step, intent, silence] = [said("story"), said("step"), said("intent"), said("silence")];
  return {
    lines: traces.flatMap(({ lines = [] }) => lines),
    ...(story != null && { story }),
    ...(step != null && { step }),
    ...(intent != null && { intent }),
    ...(silence != null && { silence }),
  };
}

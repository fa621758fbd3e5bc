import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { Hidden } from "@/components/hidden";
import { InsightIcon, StoryIcon } from "@/components/icons";
import { MessageView } from "@/components/turn/message-view";
import { percent } from "@/components/turn/percent";
import type { RecordedTurn } from "@/lib/api/types";

import classes from "./conversations.module.css";

interface TurnReplayProps {
  turn: RecordedTurn;
  isExplained: boolean;
  onExplain: () => void;
}

/** What the user said and what the bot answered; nothing of it can be pressed any more. */
export function TurnReplay({ turn, isExplained, onExplain }: TurnReplayProps) {
  const { t, i18n } = useTranslation();
  const { understanding, userText, messages, votes } = turn;
  const story = turn.traces.findLast((trace) => trace.story !== undefined)?.story;
  const self = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isExplained) self.current?.scrollIntoView({ block: "nearest" });
  }, [isExplained]);
  const time = new Intl.DateTimeFormat(i18n.language, { timeStyle: "medium" });
  return (
    <div ref={self} className={classes.turn} data-explained={isExplained}>
      {userText !== undefined && (
        <p className={classes.userSaid} lang={understanding?.locale}>
          <Hidden>{t("talk.you")}: </Hidden>
          {userText}
        </p>
      )}
      <button
        type="button"
        className={classes.explain}
        aria-pressed={isExplained}
        onClick={onExplain}
      >
        {understanding === undefined ? <StoryIcon size={14} /> : <InsightIcon size={14} />}
        <span>
          {understanding === undefined
            ? (story ?? t("understanding.noStory"))
            : (understanding.intent ?? t("talk.unknown"))}
        </span>
        {understanding !== undefined && (
          <span>{percent(understanding.probability, i18n.language)}</span>
        )}
        <time dateTime={turn.receivedAt}>{time.format(new Date(turn.receivedAt))}</time>
      </button>
      {/* Buttons show what was offered then. */}
      <fieldset disabled className={classes.messages}>
        {messages.map((message) => (
          <div key={message.id} className={classes.message} lang={understanding?.locale}>
            <MessageView message={message} onSend={() => {}} />
            {votes
              .filter((vote) => vote.message === message.id)
              .map(({ good }) => (
                <span key={message.id} className={classes.vote} data-good={good}>
                  {t(good ? "conversations.good" : "conversations.bad")}
                </span>
              ))}
          </div>
        ))}
      </fieldset>
    </div>
  );
}

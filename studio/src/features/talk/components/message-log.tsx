import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { QuickReplies } from "@/components/turn/quick-replies";
import type { TalkEvent } from "@/lib/api/types";

import type { Turn } from "../conversation";
import classes from "./message-log.module.css";
import { TurnView } from "./turn-view";

interface MessageLogProps {
  turns: readonly Turn[];
  botTitle: string;
  /** The turn that is explained beside the conversation. */
  explained: string | null;
  onExplain: (id: string) => void;
  onSend: (event: TalkEvent, said: string) => void;
  onSendAgain: (turn: Turn) => void;
}

/** Everything said, and the quick replies to what was said last. */
export function MessageLog({
  turns,
  botTitle,
  explained,
  onExplain,
  onSend,
  onSendAgain,
}: MessageLogProps) {
  const { t } = useTranslation();
  const scroll = useRef<HTMLDivElement>(null);
  const last = turns.at(-1);

  useEffect(() => {
    const { current } = scroll;
    current?.scrollTo({ top: current.scrollHeight });
  }, [last?.id, last?.state]);

  return (
    // Reachable by keyboard, so that it can be scrolled without a mouse.
    <div
      ref={scroll}
      className={classes.scroll}
      tabIndex={0}
      role="log"
      aria-live="polite"
      aria-busy={last === undefined || last.state === "waiting"}
      aria-label={t("talk.log")}
    >
      <div className={classes.log}>
        {turns.map((turn) => (
          <TurnView
            key={turn.id}
            turn={turn}
            botTitle={botTitle}
            explained={turn.id === explained}
            onExplain={() => onExplain(turn.id)}
            onSend={onSend}
            onSendAgain={() => onSendAgain(turn)}
          />
        ))}
      </div>
      {last?.state === "answered" && (
        <QuickReplies messages={last.answer?.messages ?? []} locale={last.locale} onSend={onSend} />
      )}
    </div>
  );
}

import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { Hidden } from "@/components/hidden";
import { AlertIcon, InsightIcon, RetryIcon, StoryIcon } from "@/components/icons";
import { MessageView } from "@/components/turn/message-view";
import { percent } from "@/components/turn/percent";
import type { TalkEvent } from "@/lib/api/types";

import type { Turn } from "../conversation";
import classes from "./turn-view.module.css";

interface TurnViewProps {
  turn: Turn;
  botTitle: string;
  explained: boolean;
  onExplain: () => void;
  onSend: (event: TalkEvent, said: string) => void;
  onSendAgain: () => void;
}

/** What the user did, the shortest word on how it was understood, and what the bot answered. */
export function TurnView({
  turn,
  botTitle,
  explained,
  onExplain,
  onSend,
  onSendAgain,
}: TurnViewProps) {
  const { t } = useTranslation();
  const messages = turn.answer?.messages.filter(({ body }) => body.type !== "typing") ?? [];
  return (
    <div className={classes.turn}>
      {turn.said !== "" && (
        <div className={classes.user}>
          <p className={classes.said} lang={turn.locale} data-pressed={turn.event.type === "choice"}>
            <Hidden>{t("talk.you")}: </Hidden>
            {turn.said}
          </p>
          <Understood turn={turn} explained={explained} onExplain={onExplain} />
        </div>
      )}
      <div className={classes.bot}>
        <span className={classes.avatar} aria-hidden="true">
          {botTitle.slice(0, 1).toUpperCase()}
        </span>
        <div className={classes.messages} lang={turn.locale}>
          <Hidden>{t("talk.bot")}: </Hidden>
          {messages.map((message) => (
            <MessageView key={message.id} message={message} onSend={onSend} />
          ))}
          {turn.state === "answered" && messages.length === 0 && (
            <p className={classes.silent}>{t("talk.silent")}</p>
          )}
          {(turn.answer?.leftOut ?? []).map((reason) => (
            <p key={reason} className={classes.leftOut}>
              {t("talk.leftOut", { reason })}
            </p>
          ))}
          {turn.state === "waiting" && (
            <p className={classes.typing} role="status" aria-label={t("talk.waiting")}>
              <span />
              <span />
              <span />
            </p>
          )}
          {turn.state === "failed" && (
            <div className={classes.failed} role="alert">
              <AlertIcon />
              <p>{turn.problem ?? t("talk.failed")}</p>
              <Button
                size="compact-sm"
                variant="default"
                leftSection={<RetryIcon size={15} />}
                onClick={onSendAgain}
              >
                {t("talk.resend")}
              </Button>
            </div>
          )}
        </div>
      </div>
    </div>
  );
}

/** The intent in one line, or the story of what was pressed; pressing it explains the turn. */
function Understood({
  turn: { answer, said },
  explained,
  onExplain,
}: Pick<TurnViewProps, "turn" | "explained" | "onExplain">) {
  const { t, i18n } = useTranslation();
  if (answer === undefined) return null;
  const { understanding, trace } = answer;
  return (
    <button
      type="button"
      className={classes.understood}
      aria-pressed={explained}
      title={t("talk.explain", { text: said })}
      onClick={onExplain}
    >
      {understanding ? (
        <>
          <InsightIcon size={14} />
          <span>{understanding.intent ?? t("talk.unknown")}</span>
          <span className={classes.probability}>
            {percent(understanding.probability, i18n.language)}
          </span>
        </>
      ) : (
        <>
          <StoryIcon size={14} />
          <span>{trace.story ?? t("understanding.noStory")}</span>
        </>
      )}
    </button>
  );
}

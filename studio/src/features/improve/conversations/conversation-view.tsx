import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { useObstacle } from "@/components/changeable";
import { QueryNotice } from "@/components/query-notice";
import type { BotSummary, RecordedTurn } from "@/lib/api/types";

import { conversationQuery } from "./api";
import classes from "./conversations.module.css";
import { Desk } from "./desk";
import { KeepTest } from "./keep-test";
import { TurnExplained } from "./turn-explained";
import { TurnReplay } from "./turn-replay";

interface ConversationViewProps {
  bot: BotSummary;
  id: string;
  /** The turn that is explained; without it the first one that went wrong, else the last one. */
  turn: string | null;
  onTurn: (turn: string) => void;
  onBack: () => void;
}

function wentWrong({ understanding, votes }: RecordedTurn): boolean {
  return (understanding && understanding.intent == null) || votes.some((vote) => !vote.good);
}

/** A conversation as it went, one of its turns explained beside it. */
export function ConversationView({ bot, id, turn, onTurn, onBack }: ConversationViewProps) {
  const { t, i18n } = useTranslation();
  const mayKeep = useObstacle("author") === undefined;
  const query = useQuery(conversationQuery(bot, id));
  if (query.data === undefined) {
    return (
      <div className={classes.empty}>
        <QueryNotice
          query={query}
          waiting={t("conversations.reading")}
          failed={t("conversations.failed")}
        />
      </div>
    );
  }
  const { turns, user, createdAt, opening } = query.data;
  const explained =
    turns.find((one) => one.id === turn) ??
    turns.find(wentWrong) ??
    turns.findLast((one) => one.understanding !== undefined) ??
    turns.at(-1);
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: "medium", timeStyle: "short" });
  return (
    <>
      <section className={classes.replay} aria-label={t("conversations.replay")}>
        <div className={classes.top}>
          <Button className={classes.back ?? ""} size="compact-sm" variant="default" onClick={onBack}>
            {t("conversations.back")}
          </Button>
          <h2 className={classes.heading}>{opening ?? t("conversations.wordless")}</h2>
          <p className={classes.quiet}>
            {user} · {time.format(new Date(createdAt))}
          </p>
        </div>
        <ol className={classes.turns}>
          {turns.map((one) => (
            <li key={one.id}>
              <TurnReplay
                turn={one}
                isExplained={one === explained}
                onExplain={() => onTurn(one.id)}
              />
            </li>
          ))}
        </ol>
        <Desk bot={bot} conversation={query.data} />
        {mayKeep && <KeepTest bot={bot} conversation={id} said={opening ?? ""} />}
      </section>
      {explained !== undefined && (
        <TurnExplained
          key={explained.id}
          bot={bot}
          conversation={query.data}
          turn={explained}
        />
      )}
    </>
  );
}

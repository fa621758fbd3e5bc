import { Button, Textarea } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Said } from "@/components/said";
import { problemInWords } from "@/lib/api/problem-words";
import type { BotSummary, ConversationDetails, DeskAction } from "@/lib/api/types";
import { sessionQuery } from "@/lib/session/session-query";

import { act, conversationQuery } from "./api";
import classes from "./conversations.module.css";
import { isHeldBy } from "./holder";

interface DeskProps {
  bot: BotSummary;
  conversation: ConversationDetails;
}

/** A person takes the conversation, answers in it, and gives it back to the bot. */
export function Desk({ bot, conversation: { id, handOver } }: DeskProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [text, setText] = useState("");
  const acting = useMutation({
    mutationFn: (action: DeskAction) => act(bot, id, action),
    onSuccess: (_, action) => {
      if (action.type === "answer") setText("");
      return queries.invalidateQueries({ queryKey: conversationQuery(bot, id).queryKey });
    },
  });
  const send = () => {
    if (text.trim() !== "" && !acting.isPending) acting.mutate({ type: "answer", text });
  };
  const { data: session } = useQuery(sessionQuery);
  const owner = handOver?.owner;
  const isMine = isHeldBy(owner, session);
  return (
    <div className={classes.desk}>
      {handOver !== undefined && (
        <p className={classes.quiet} role="status">
          {isMine && t("conversations.mine")}
          {!isMine && owner != null && t("conversations.taken", { name: owner })}
          {owner == null && t("conversations.waiting", { topic: handOver.topic ?? "" })}
        </p>
      )}
      {isMine && (
        <form
          className={classes.answer}
          onSubmit={(event) => {
            event.preventDefault();
            send();
          }}
        >
          <Textarea
            aria-label={t("conversations.answer")}
            placeholder={t("conversations.answer")}
            autosize
            minRows={1}
            maxRows={6}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
              event.preventDefault();
              send();
            }}
          />
          <Button type="submit" disabled={text.trim() === ""} loading={acting.isPending}>
            {t("talk.send")}
          </Button>
        </form>
      )}
      <div className={classes.deskTools}>
        {owner == null && (
          <Button
            size="compact-sm"
            variant="light"
            loading={acting.isPending}
            onClick={() => acting.mutate({ type: "take" })}
          >
            {t("conversations.take")}
          </Button>
        )}
        {isMine && (
          <Button
            size="compact-sm"
            variant="default"
            loading={acting.isPending}
            onClick={() => acting.mutate({ type: "give_back" })}
          >
            {t("conversations.giveBack")}
          </Button>
        )}
      </div>
      {acting.error !== null && <Said problem>{problemInWords(acting.error, t)}</Said>}
    </div>
  );
}

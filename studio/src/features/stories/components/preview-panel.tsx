import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { NewIcon, SendIcon, UndoIcon } from "@/components/icons";
import { Said } from "@/components/said";
import { MessageView } from "@/components/turn/message-view";
import { QuickReplies } from "@/components/turn/quick-replies";
import { problemInWords } from "@/lib/api/problem-words";
import type { Message, Rehearsed, TalkEvent } from "@/lib/api/types";
import { connectorsQuery } from "@/lib/bots/connectors-query";

import { useEditing } from "../editing";
import classes from "./preview-panel.module.css";

interface PreviewPanelProps {
  connector: string;
  onConnector: (connector: string) => void;
  events: readonly TalkEvent[];
  onEvents: (events: readonly TalkEvent[]) => void;
  rehearsal: { data: Rehearsed | undefined; error: unknown; isFetching: boolean };
}

/** A conversation with the story as it is now, saved or not: each change plays it again. */
export function PreviewPanel({ connector, onConnector, events, onEvents, rehearsal }: PreviewPanelProps) {
  const { t } = useTranslation();
  const { bot, locale } = useEditing();
  const { data: connectors = [] } = useQuery(connectorsQuery(bot.namespace));
  const [typed, setTyped] = useState("");
  const [said, setSaid] = useState<readonly string[]>([]);
  const turns = rehearsal.data?.turns ?? [];
  const last = turns.at(-1);
  const send = (event: TalkEvent, words: string) => {
    onEvents([...events, event]);
    setSaid([...said.slice(0, events.length), words]);
  };
  return (
    <section className={classes.preview} aria-label={t("story.sides.try")}>
      <p className={classes.hint}>{t("story.tryHint")}</p>
      <NativeSelect
        size="xs"
        label={t("story.channel")}
        value={connector}
        data={connectors.length > 0 ? connectors.map(({ id, title }) => ({ value: id, label: title })) : [connector]}
        onChange={(event) => onConnector(event.currentTarget.value)}
      />
      <div className={classes.log} role="log" aria-label={t("talk.log")} aria-busy={rehearsal.isFetching} tabIndex={0}>
        {turns.slice(0, events.length).map(({ messages, trace, understanding }, position) => (
          // Turns are played again each time; their place is their name.
          // oxlint-disable-next-line react/no-array-index-key
          <div key={position} className={classes.turn}>
            <p className={classes.said} lang={locale}>
              {wordsOf(events[position], said[position])}
            </p>
            <p className={classes.trace}>
              {understanding && (understanding.intent ?? t("talk.unknown"))}
              {trace.story !== undefined && ` › ${trace.story}`}
              {trace.step !== undefined && ` › ${trace.step}`}
            </p>
            <div className={classes.messages} lang={locale}>
              {(messages as Message[]).map((message) => (
                <MessageView key={message.id} message={message} onSend={send} />
              ))}
              {messages.length === 0 && <p className={classes.hint}>{t("talk.silent")}</p>}
            </div>
          </div>
        ))}
        {rehearsal.error !== null && <Said problem>{problemInWords(rehearsal.error, t)}</Said>}
      </div>
      {last && turns.length === events.length && (
        <QuickReplies messages={last.messages as Message[]} locale={locale} onSend={send} />
      )}
      <form
        className={classes.composer}
        onSubmit={(event) => {
          event.preventDefault();
          const text = typed.trim();
          if (text === "") return;
          setTyped("");
          send({ type: "sentence", text }, text);
        }}
      >
        <TextInput
          className={classes.grow ?? ""}
          aria-label={t("talk.message")}
          placeholder={t("talk.placeholder")}
          lang={locale}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit" aria-label={t("talk.send")}>
          <SendIcon />
        </Button>
      </form>
      <div className={classes.line}>
        <Button size="compact-sm" variant="subtle" leftSection={<NewIcon size={15} />} disabled={events.length === 0} onClick={() => onEvents([])}>
          {t("talk.new")}
        </Button>
        <Button size="compact-sm" variant="subtle" leftSection={<UndoIcon size={15} />} disabled={events.length === 0} onClick={() => onEvents(events.slice(0, -1))}>
          {t("story.takeBack")}
        </Button>
      </div>
    </section>
  );
}

function wordsOf(event: TalkEvent | undefined, said: string | undefined): string {
  return event?.type === "sentence" ? event.text : (said ?? "");
}

import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Choices } from "@/components/choices";
import { Hidden } from "@/components/hidden";
import type { BotSummary } from "@/lib/api/types";

import type { Place } from "../conversation";
import { useConversation } from "../use-conversation";
import { BotBar } from "./bot-bar";
import { Composer } from "./composer";
import { MessageLog } from "./message-log";
import classes from "./talk-with-bot.module.css";
import { UnderstandingPanel } from "./understanding-panel";

interface TalkWithBotProps {
  bot: BotSummary;
  place: Place;
  onChannel: (channel: string) => void;
  locale: string;
  onLocale: (locale: string) => void;
}

/** The conversation on one side, what was understood on the other; one at a time where it is narrow. */
export function TalkWithBot({ bot, place, onChannel, locale, onLocale }: TalkWithBotProps) {
  const { t } = useTranslation();
  const { turns, userId, waiting, send, sendAgain, startOver } = useConversation(bot, place, locale);
  const [shown, setShown] = useState<"talk" | "understanding">("talk");
  const [explained, setExplained] = useState<string | null>(null);
  const turn = turns.find((turn) => turn.id === explained) ?? turns.at(-1);

  const restart = (inLocale: string) => {
    setExplained(null);
    setShown("talk");
    startOver(inLocale);
  };
  const changeLocale = (wanted: string) => {
    onLocale(wanted);
    // Nothing was said yet: the bot greets again, in the new language.
    if (turns.every((turn) => turn.event.type === "start")) restart(wanted);
  };
  const sendAndFollow: typeof send = (event, said) => {
    setExplained(null);
    send(event, said);
  };

  return (
    <div className={classes.page} data-shown={shown}>
      <h1 className={classes.title}>
        <Hidden>
          {t("talk.heading")}: {bot.title || bot.name}
        </Hidden>
      </h1>
      <div className={classes.views}>
        <Choices
          label={t("app.title")}
          value={shown}
          choices={[
            { value: "talk", text: t("talk.show") },
            { value: "understanding", text: t("understanding.show") },
          ]}
          onChange={setShown}
        />
      </div>
      <section className={classes.talk} aria-label={t("talk.heading")}>
        <BotBar
          bot={bot}
          place={place}
          onChannel={onChannel}
          locale={locale}
          onLocale={changeLocale}
          onNew={() => restart(locale)}
        />
        <MessageLog
          turns={turns}
          botTitle={bot.title || bot.name}
          explained={turn?.id ?? null}
          onExplain={(id) => {
            setExplained(id);
            setShown("understanding");
          }}
          onSend={sendAndFollow}
          onSendAgain={sendAgain}
        />
        <Composer
          locale={locale}
          disabled={waiting}
          onSay={(text) => sendAndFollow({ type: "sentence", text }, text)}
        />
      </section>
      <UnderstandingPanel
        className={classes.understanding ?? ""}
        bot={bot}
        userId={userId}
        channel={place.channel}
        turn={turn}
      />
    </div>
  );
}

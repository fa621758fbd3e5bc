import { useTranslation } from "react-i18next";

import type { Button, Message, TalkEvent } from "@/lib/api/types";

import { isSafeToOpen } from "./actions";
import { CardView } from "./card-view";
import { FileView } from "./file-view";
import classes from "./message-view.module.css";
import { Pressable } from "./pressable";

interface MessageViewProps {
  message: Message;
  onSend: (event: TalkEvent, said: string) => void;
}

/** One message of the bot, as a web channel would show it. */
export function MessageView({ message: { body }, onSend }: MessageViewProps) {
  const { t } = useTranslation();
  switch (body.type) {
    case "text":
      return (
        <>
          {body.text !== "" && <p className={classes.text}>{body.text}</p>}
          <Buttons buttons={body.buttons} onSend={onSend} />
          {body.footnotes !== undefined && body.footnotes.length > 0 && (
            <div className={classes.sources}>
              <span>{t("talk.sources")}</span>
              <ol>
                {body.footnotes.map((footnote) => (
                  <li key={footnote.identifier} title={footnote.content}>
                    {footnote.url !== undefined && isSafeToOpen(footnote.url) ? (
                      <a href={footnote.url} target="_blank" rel="noopener noreferrer">
                        {footnote.title}
                      </a>
                    ) : (
                      footnote.title
                    )}
                  </li>
                ))}
              </ol>
            </div>
          )}
        </>
      );
    case "card":
      return <CardView card={body.card} onSend={onSend} />;
    case "carousel":
      return (
        <div
          className={classes.carousel}
          role="group"
          aria-label={t("talk.carousel", { count: body.cards.length })}
          tabIndex={0}
        >
          {body.cards.map((card, position) => (
            <CardView
              // Cards have no name of their own, and a message never changes.
              // oxlint-disable-next-line react/no-array-index-key
              key={position}
              card={card}
              label={t("talk.card", { position: position + 1, count: body.cards.length })}
              onSend={onSend}
            />
          ))}
        </div>
      );
    case "file":
      return <FileView file={body.file} />;
    case "custom":
      return (
        <details className={classes.raw}>
          <summary>{t("talk.custom", { connector: body.connector })}</summary>
          <pre tabIndex={0}>{JSON.stringify(body.payload, null, 2)}</pre>
        </details>
      );
    case "debug":
      return (
        <details className={classes.raw}>
          <summary>{body.text}</summary>
          <pre tabIndex={0}>{JSON.stringify(body.data, null, 2)}</pre>
        </details>
      );
    case "typing":
      return null;
  }
}

interface ButtonsProps {
  buttons: readonly Button[] | undefined;
  onSend: (event: TalkEvent, said: string) => void;
}

function Buttons({ buttons = [], onSend }: ButtonsProps) {
  if (buttons.length === 0) return null;
  return (
    <div className={classes.buttons}>
      {buttons.map((button) => (
        <Pressable key={`${button.title} ${button.payload}`} of={button} look="button" onSend={onSend} />
      ))}
    </div>
  );
}

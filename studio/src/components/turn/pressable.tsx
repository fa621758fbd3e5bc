import { useTranslation } from "react-i18next";

import { OpenIcon, PhoneIcon, PlaceIcon } from "@/components/icons";
import type { Button, QuickReply, TalkEvent } from "@/lib/api/types";

import { actionOf } from "./actions";
import classes from "./pressable.module.css";

interface PressableProps {
  of: QuickReply | Button;
  look: "button" | "quick-reply";
  onSend: (event: TalkEvent, said: string) => void;
}

/** A button or a quick reply of the bot's. */
export function Pressable({ of, look, onSend }: PressableProps) {
  const { t } = useTranslation();
  const action = actionOf(of);
  const picture = of.image_url !== undefined && (
    <img className={classes.picture} src={of.image_url} alt="" />
  );
  switch (action.type) {
    case "send": {
      const said = action.event.type === "sentence" ? action.event.text : of.title;
      return (
        <button
          type="button"
          className={classes.pressable}
          data-look={look}
          onClick={() => onSend(action.event, said)}
        >
          {picture}
          {of.title}
        </button>
      );
    }
    case "open":
      return (
        <a
          className={classes.pressable}
          data-look={look}
          href={action.href}
          {...(action.newWindow && {
            target: "_blank",
            rel: "noopener noreferrer",
            "aria-label": t("talk.newWindow", { title: of.title }),
          })}
        >
          {picture}
          {of.title}
          {action.newWindow ? <OpenIcon size={15} /> : <PhoneIcon size={15} />}
        </a>
      );
    case "none":
      return (
        <button
          type="button"
          className={classes.pressable}
          data-look={look}
          disabled
          title={t(`talk.${action.reason}`, { url: action.url })}
        >
          {of.title}
          {action.reason === "noLocation" && <PlaceIcon size={15} />}
        </button>
      );
  }
}

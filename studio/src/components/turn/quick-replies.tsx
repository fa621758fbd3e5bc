import { useTranslation } from "react-i18next";

import type { Message, TalkEvent } from "@/lib/api/types";

import { Pressable } from "./pressable";
import classes from "./quick-replies.module.css";

interface QuickRepliesProps {
  messages: readonly Message[];
  locale: string;
  onSend: (event: TalkEvent, said: string) => void;
}

/** The quick replies of a turn; they go away with the next one. */
export function QuickReplies({ messages, locale, onSend }: QuickRepliesProps) {
  const { t } = useTranslation();
  const replies = messages.flatMap(({ body }) =>
    "quick_replies" in body ? (body.quick_replies ?? []) : [],
  );
  if (replies.length === 0) return null;
  return (
    <div className={classes.replies} role="group" aria-label={t("talk.quickReplies")} lang={locale}>
      {replies.map((reply) => (
        <Pressable
          key={`${reply.title} ${reply.payload}`}
          of={reply}
          look="quick-reply"
          onSend={onSend}
        />
      ))}
    </div>
  );
}

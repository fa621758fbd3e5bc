// `<PalabreChat bot="pub_…" server="https://…" />` for React.

import { type Ref, useEffect, useRef } from "react";

import type { Message } from "./api";
import type { PalabreChat as PalabreChatElement } from "./element";

export interface PalabreChatProps {
  /** The public id of the bot. */
  bot: string;
  /** Where Palabre is: `https://bots.example.org`. */
  server: string;
  /** The visitor's language; otherwise the page's, otherwise the browser's. */
  locale?: string;
  /** The signed token of the site's own user. */
  userToken?: string;
  /** Part of the page instead of a button in its corner. */
  inline?: boolean;
  onMessage?: (message: Message) => void;
}

interface ElementAttributes {
  ref: Ref<PalabreChatElement>;
  bot: string;
  server: string;
  locale?: string | undefined;
  "user-token"?: string | undefined;
  inline?: "" | undefined;
}

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "palabre-chat": ElementAttributes;
    }
  }
}

export function PalabreChat({ bot, server, locale, userToken, inline, onMessage }: PalabreChatProps) {
  const chat = useRef<PalabreChatElement>(null);
  useEffect(() => {
    // In the browser alone: on a server there are no custom elements.
    void import("./index");
  }, []);
  useEffect(() => {
    const element = chat.current;
    const heard = (event: Event) => onMessage?.((event as CustomEvent<Message>).detail);
    element?.addEventListener("palabre-message", heard);
    return () => element?.removeEventListener("palabre-message", heard);
  }, [onMessage]);
  return (
    <palabre-chat
      ref={chat}
      bot={bot}
      server={server}
      locale={locale}
      user-token={userToken}
      inline={inline ? "" : undefined}
    />
  );
}

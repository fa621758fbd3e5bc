import type { Button, QuickReply, TalkEvent } from "@/lib/api/types";

/** What pressing something does, on this page. */
export type Action =
  | { type: "send"; event: TalkEvent }
  | { type: "open"; href: string; newWindow: boolean }
  | { type: "none"; reason: "noLocation" | "badAddress"; url?: string };

/** What a quick reply or a button does when pressed. */
export function actionOf({ title, action, payload }: QuickReply | Button): Action {
  switch (action.type) {
    case "choice":
    case "postback":
      return { type: "send", event: choiceOf(payload, title) };
    case "say":
      return { type: "send", event: { type: "sentence", text: action.text } };
    case "url":
      return isSafeToOpen(action.url)
        ? { type: "open", href: action.url, newWindow: true }
        : { type: "none", reason: "badAddress", url: action.url };
    case "call":
      return { type: "open", href: `tel:${action.number}`, newWindow: false };
    case "location":
      return { type: "none", reason: "noLocation" };
  }
}

/** Channels say the title of a choice that has no payload; so does this page. */
function choiceOf(payload: string | undefined, title: string): TalkEvent {
  return payload === undefined
    ? { type: "sentence", text: title }
    : { type: "choice", payload };
}

/** Addresses come from bots: `javascript:` and its like are not followed. */
export function isSafeToOpen(url: string): boolean {
  if (!URL.canParse(url, globalThis.location.origin)) return false;
  const { protocol } = new URL(url, globalThis.location.origin);
  return ["http:", "https:", "mailto:", "tel:"].includes(protocol);
}

// A message of the bot as elements.

import type { Button, Card, FileLink, Footnote, Message } from "./api";
import { h, ICONS, icon, MEDIA, safeUrl } from "./dom";
import type { Texts } from "./texts";

export interface Context {
  server: string;
  texts: Texts;
  /** A button that says something was pressed. */
  press(button: Button): void;
}

/** The elements of a message, without its quick replies. */
export function messageElement(message: Message, context: Context): HTMLElement {
  const { texts } = context;
  const cards = message.cards ?? [];
  return h(
    "div",
    { class: "turn bot" },
    h("span", { class: "hidden" }, texts.bot),
    message.text ? h("div", { class: "bubble" }, ...paragraphs(message.text)) : undefined,
    message.file && fileElement(message.file, context),
    cards.length > 1 ? carousel(cards, context) : cards[0] && cardElement(cards[0], context),
    message.buttons?.length ? buttonList(message.buttons, context, "buttons") : undefined,
    message.footnotes?.length ? sources(message.footnotes, context) : undefined,
  );
}

export function userElement(text: string, texts: Texts): HTMLElement {
  return h(
    "div",
    { class: "turn user" },
    h("span", { class: "hidden" }, texts.you),
    h("div", { class: "bubble" }, text),
  );
}

/** The quick replies of a message; they disappear once one is used. */
export function quickReplies(buttons: Button[], context: Context): HTMLElement {
  const list = buttonList(buttons, context, "replies");
  list.setAttribute("aria-label", context.texts.quickReplies);
  return list;
}

const ADDRESS = /https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]}']/g;

/** A text as paragraphs, in which addresses are links. Anything else is shown as it is written. */
function paragraphs(text: string): Node[] {
  return text
    .split(/\n{2,}/)
    .filter((paragraph) => paragraph.trim() !== "")
    .map((paragraph) => h("p", {}, ...withLinks(paragraph)));
}

function withLinks(text: string): (Node | string)[] {
  const parts: (Node | string)[] = [];
  let end = 0;
  for (const found of text.matchAll(ADDRESS)) {
    parts.push(text.slice(end, found.index), h("a", { href: found[0], ...NEW_TAB }, found[0]));
    end = found.index + found[0].length;
  }
  parts.push(text.slice(end));
  return parts;
}

const NEW_TAB = { target: "_blank", rel: "noopener noreferrer" };

function buttonList(buttons: Button[], context: Context, kind: string): HTMLElement {
  // The role is repeated because Safari takes it from lists without bullets.
  const items = buttons.map((button) => h("li", {}, buttonElement(button, context)));
  return h("ul", { class: kind, role: "list" }, ...items);
}

function buttonElement(button: Button, context: Context): HTMLElement {
  const picture = button.imageUrl ? image(button.imageUrl, "", context, "small") : undefined;
  if (button.url === undefined) {
    const press = () => context.press(button);
    return h("button", { type: "button", class: "press", onclick: press }, picture, button.title);
  }
  const href = safeUrl(button.url, context.server);
  // A call stays in the page: a new tab would be empty.
  const elsewhere = href?.startsWith("http") ?? false;
  return h(
    "a",
    { class: "press", href, ...(elsewhere && NEW_TAB) },
    picture,
    button.title,
    elsewhere ? h("span", { class: "hidden" }, ` ${context.texts.newTab}`) : undefined,
  );
}

function cardElement(card: Card, context: Context): HTMLElement {
  return h(
    "article",
    { class: "card" },
    card.file && fileElement(card.file, context),
    card.title ? h("h3", {}, card.title) : undefined,
    card.subtitle ? h("div", { class: "subtitle" }, ...paragraphs(card.subtitle)) : undefined,
    card.buttons?.length ? buttonList(card.buttons, context, "buttons") : undefined,
  );
}

function carousel(cards: Card[], context: Context): HTMLElement {
  const { texts } = context;
  const items = cards.map((card) => h("li", {}, cardElement(card, context)));
  // What scrolls can be reached and moved with the keyboard.
  const list = h("ul", { class: "cards", role: "list", tabindex: 0, "aria-label": texts.cards }, ...items);
  const move = (direction: number) => () => {
    list.scrollBy({ left: direction * list.clientWidth * 0.8, behavior: "auto" });
  };
  const arrow = (label: string, path: string, direction: number) =>
    h("button", { type: "button", class: "round", "aria-label": label, onclick: move(direction) }, icon(path));
  return h(
    "div",
    { class: "carousel" },
    list,
    h(
      "div",
      { class: "arrows" },
      arrow(texts.previous, ICONS.previous, -1),
      arrow(texts.next, ICONS.next, 1),
    ),
  );
}

function image(url: string, alt: string, context: Context, kind: string): HTMLElement | undefined {
  const src = safeUrl(url, context.server, MEDIA);
  return src ? h("img", { class: kind, src, alt, loading: "lazy", referrerpolicy: "no-referrer" }) : undefined;
}

function fileElement(file: FileLink, context: Context): HTMLElement | undefined {
  const src = safeUrl(file.url, context.server, MEDIA);
  if (!src) return undefined;
  const label = file.description ?? file.name;
  switch (file.type) {
    case "image":
      return image(file.url, label, context, "picture");
    case "audio":
      return h("audio", { controls: true, preload: "none", src, "aria-label": label });
    case "video":
      return h("video", { controls: true, preload: "metadata", src, "aria-label": label });
    default:
      return h(
        "a",
        { class: "press file", href: src, ...NEW_TAB },
        file.name || src,
        h("span", { class: "hidden" }, ` ${context.texts.newTab}`),
      );
  }
}

function sources(footnotes: Footnote[], context: Context): HTMLElement {
  const items = footnotes.map((footnote) => {
    const href = footnote.url ? safeUrl(footnote.url, context.server) : undefined;
    const title = href ? h("a", { href, ...NEW_TAB }, footnote.title) : footnote.title;
    return h("li", {}, title, footnote.content ? h("p", {}, footnote.content) : undefined);
  });
  return h(
    "details",
    { class: "sources" },
    h("summary", {}, `${context.texts.sources} (${footnotes.length})`),
    h("ol", {}, ...items),
  );
}

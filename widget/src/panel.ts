// The button and the panel: what the visitor sees and presses. It knows nothing of the server.

import type { Button, Line, Message } from "./api";
import { h, ICONS, icon, MEDIA, safeUrl } from "./dom";
import { type Context, messageElement, quickReplies, userElement } from "./messages";
import { fill, type Texts } from "./texts";
import { canHear, hear } from "./voice";

export interface Settings {
  server: string;
  locale: string;
  texts: Texts;
  title: string;
  logoUrl: string | null;
  /** Part of the page instead of a button in its corner. */
  inline: boolean;
}

export interface Actions {
  say(text: string): void;
  press(button: Button): void;
  opened(open: boolean): void;
}

/** Longer messages are cut by the server; nobody types more. */
const MESSAGE_CHARACTERS_MAX = 4000;

export class Panel {
  readonly element: HTMLElement;
  readonly #settings: Settings;
  readonly #actions: Actions;
  readonly #context: Context;
  readonly #launcher: HTMLButtonElement;
  readonly #panel: HTMLElement;
  readonly #log: HTMLElement;
  readonly #typing: HTMLElement;
  readonly #notice: HTMLElement;
  readonly #form: HTMLFormElement;
  readonly #field: HTMLTextAreaElement;
  #replies: HTMLElement | undefined;

  constructor(settings: Settings, actions: Actions) {
    const { texts, title, inline, server } = settings;
    this.#settings = settings;
    this.#actions = actions;
    this.#context = { server, texts, press: (button) => this.#press(button) };
    this.#launcher = h(
      "button",
      {
        type: "button",
        class: "launcher",
        "aria-expanded": "false",
        "aria-label": `${texts.open} – ${title}`,
        onclick: () => this.setOpen(!this.isOpen()),
      },
      this.#logo(icon(ICONS.chat)),
    );
    this.#log = h("div", { class: "log", role: "log", "aria-label": texts.messages, tabindex: 0 });
    this.#typing = h(
      "div",
      { class: "typing", role: "status" },
      h("span", { class: "hidden" }, ""),
      h("i"),
      h("i"),
      h("i"),
    );
    this.#notice = h("p", { class: "notice", role: "status", hidden: true });
    this.#field = this.#newField();
    this.#form = this.#newForm();
    const close = () => this.setOpen(false);
    this.#panel = h(
      "section",
      { class: "panel", role: inline ? "region" : "dialog", "aria-label": title, hidden: !inline },
      h(
        "header",
        {},
        this.#logo(),
        h("h2", {}, title),
        inline
          ? undefined
          : h("button", { type: "button", class: "round", "aria-label": texts.close, onclick: close }, icon(ICONS.close)),
      ),
      this.#log,
      this.#typing,
      this.#notice,
      this.#form,
    );
    this.#panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !inline) this.setOpen(false);
    });
    this.setWaiting(false);
    this.element = h("div", { class: inline ? "root inline" : "root" }, this.#panel);
    if (!inline) this.element.append(this.#launcher);
  }

  isOpen(): boolean {
    return !this.#panel.hidden;
  }

  setOpen(open: boolean, focus = true): void {
    if (this.#settings.inline || open === this.isOpen()) return;
    const { texts, title } = this.#settings;
    this.#panel.hidden = !open;
    this.#launcher.setAttribute("aria-expanded", String(open));
    this.#launcher.setAttribute("aria-label", `${open ? texts.close : texts.open} – ${title}`);
    this.#launcher.classList.remove("unread");
    this.element.classList.toggle("open", open);
    this.#actions.opened(open);
    if (open) this.#scrollToEnd();
    if (focus) (open ? this.#focusTarget() : this.#launcher).focus();
  }

  /** Asks for agreement before anything else; `agreed` is called once it is given. */
  askConsent(text: string, agreed: () => void): void {
    const { texts } = this.#settings;
    const agree = () => {
      question.remove();
      this.#form.hidden = false;
      agreed();
      this.#field.focus();
    };
    const question = h(
      "div",
      { class: "consent", role: "group", "aria-label": texts.consent },
      h("p", {}, text),
      h("button", { type: "button", class: "main", onclick: agree }, texts.agree),
    );
    this.#form.hidden = true;
    this.#form.before(question);
  }

  addLine(line: Line): void {
    if (line.from === "bot") this.addMessage(line.message);
    else this.addUser(line.text);
  }

  addMessage(message: Message): void {
    this.#setReplies(message.quickReplies);
    this.#add(messageElement(message, this.#context));
    if (!this.isOpen()) this.#launcher.classList.add("unread");
  }

  addUser(text: string): void {
    this.#setReplies(undefined);
    this.#add(userElement(text, this.#settings.texts));
  }

  /** Says that something was not answered, with a button that says it once more. */
  addFailure(reason: string, again: () => void): void {
    const { texts } = this.#settings;
    const retry = () => {
      failure.remove();
      this.#field.focus();
      again();
    };
    const failure = h(
      "div",
      { class: "failure" },
      h("p", {}, reason),
      h("button", { type: "button", class: "press", onclick: retry }, texts.again),
    );
    this.#add(failure);
  }

  setWaiting(waiting: boolean): void {
    this.#typing.classList.toggle("on", waiting);
    const words = this.#typing.firstElementChild;
    if (words) words.textContent = waiting ? this.#settings.texts.typing : "";
    if (waiting) this.#scrollToEnd();
  }

  setNotice(text: string | undefined): void {
    this.#notice.textContent = text ?? "";
    this.#notice.hidden = text === undefined;
  }

  #focusTarget(): HTMLElement {
    return this.#form.hidden ? (this.#panel.querySelector<HTMLElement>(".main") ?? this.#panel) : this.#field;
  }

  #logo(otherwise?: SVGSVGElement): Node | undefined {
    const { logoUrl, server } = this.#settings;
    const src = logoUrl ? safeUrl(logoUrl, server, MEDIA) : undefined;
    return src ? h("img", { class: "logo", src, alt: "", referrerpolicy: "no-referrer" }) : otherwise;
  }

  #newField(): HTMLTextAreaElement {
    const { texts } = this.#settings;
    return h("textarea", {
      rows: 1,
      maxlength: MESSAGE_CHARACTERS_MAX,
      placeholder: texts.yourMessage,
      "aria-label": texts.yourMessage,
      autocomplete: "off",
      enterkeyhint: "send",
      onkeydown: (event: KeyboardEvent) => {
        // While an input method composes a character, Enter chooses it.
        if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        this.#send();
      },
    });
  }

  #newForm(): HTMLFormElement {
    const { texts } = this.#settings;
    return h(
      "form",
      {
        onsubmit: (event: Event) => {
          event.preventDefault();
          this.#send();
        },
      },
      this.#field,
      canHear() ? this.#microphone() : undefined,
      h("button", { type: "submit", class: "round main", "aria-label": texts.send }, icon(ICONS.send)),
    );
  }

  #microphone(): HTMLButtonElement {
    const { texts, locale } = this.#settings;
    let stop: (() => void) | undefined;
    const over = () => {
      stop = undefined;
      button.setAttribute("aria-pressed", "false");
      this.#field.placeholder = texts.yourMessage;
      this.#field.focus();
    };
    const toggle = () => {
      if (stop) {
        stop();
        return;
      }
      button.setAttribute("aria-pressed", "true");
      this.#field.placeholder = texts.listening;
      stop = hear(locale, (words) => (this.#field.value = words), over);
    };
    const button = h(
      "button",
      { type: "button", class: "round", "aria-label": texts.speak, "aria-pressed": "false", onclick: toggle },
      icon(ICONS.microphone),
    );
    return button;
  }

  #send(): void {
    const text = this.#field.value.trim();
    if (text === "") return;
    this.#field.value = "";
    this.#actions.say(text);
  }

  #press(button: Button): void {
    // The button may disappear with the quick replies: the focus must not go with it.
    this.#field.focus();
    this.#actions.press(button);
  }

  #setReplies(replies: Button[] | undefined): void {
    this.#replies?.remove();
    this.#replies = replies?.length ? quickReplies(replies, this.#context) : undefined;
  }

  #add(element: HTMLElement): void {
    this.#log.append(element);
    if (this.#replies) this.#log.append(this.#replies);
    this.#scrollToEnd();
  }

  #scrollToEnd(): void {
    this.#log.scrollTop = this.#log.scrollHeight;
  }
}

/** Why something was not answered, in the visitor's language. */
export function failureText(texts: Texts, status: number, seconds: number | undefined): string {
  return status === 429 ? fill(texts.busy, { seconds: seconds ?? 60 }) : texts.failed;
}

// `<palabre-chat bot="pub_…" server="https://…">`: the chat as an element of any page.

import { Api, type Branding, type Button, Refused, type Utterance } from "./api";
import { brandingSheet } from "./colours";
import { Conversation } from "./conversation";
import { Remembered } from "./memory";
import { failureText, Panel } from "./panel";
import { chooseLocale, textsOf } from "./texts";
import css from "./widget.css?inline";

export const TAG = "palabre-chat";

/** One sheet for all chats of a page. A constructed sheet needs no `unsafe-inline`. */
let sheet: CSSStyleSheet | undefined;

function sharedSheet(): CSSStyleSheet {
  sheet ??= newSheet(css);
  return sheet;
}

function newSheet(text: string): CSSStyleSheet {
  const made = new CSSStyleSheet();
  made.replaceSync(text);
  return made;
}

export class PalabreChat extends HTMLElement {
  static readonly observedAttributes = ["bot", "server", "locale", "user-token", "inline"];

  readonly #root: ShadowRoot;
  #panel: Panel | undefined;
  #conversation: Conversation | undefined;
  #leave: AbortController | undefined;
  #resumed = false;
  /** Whether the conversation goes on, so that something can be said in it. */
  #begun = false;
  #restarting = false;
  #look: Partial<Branding> = {};
  /** Said before the chat was ready. */
  #early: string[] = [];

  constructor() {
    super();
    this.#root = this.attachShadow({ mode: "open" });
  }

  connectedCallback(): void {
    // A page may have set it before the script was there.
    if (Object.hasOwn(this, "look")) {
      const look = Object.getOwnPropertyDescriptor(this, "look")?.value as Partial<Branding>;
      Reflect.deleteProperty(this, "look");
      this.look = look;
    }
    this.#restart();
  }

  disconnectedCallback(): void {
    this.#stop();
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.#restart();
  }

  /** How it would look otherwise, to try colours and titles before they are the bot's. */
  set look(look: Partial<Branding>) {
    this.#look = look;
    if (this.isConnected) this.#restart();
  }

  /** The signed token of the page's own user, when there is one. */
  get userToken(): string | null {
    return this.getAttribute("user-token");
  }

  set userToken(token: string | null) {
    if (token === null) this.removeAttribute("user-token");
    else this.setAttribute("user-token", token);
  }

  open(): void {
    this.#panel?.setOpen(true);
  }

  close(): void {
    this.#panel?.setOpen(false);
  }

  /** Says something in the visitor's name: once they have agreed, where they are asked to. */
  say(text: string): void {
    if (this.#begun) this.#sayShown(text, { message: text });
    else this.#early.push(text);
  }

  /** Several attributes may change at once: the chat begins anew once for all of them. */
  #restart(): void {
    if (this.#restarting) return;
    this.#restarting = true;
    queueMicrotask(() => {
      this.#restarting = false;
      this.#stop();
      if (this.isConnected) void this.#start();
    });
  }

  #stop(): void {
    this.#leave?.abort();
    this.#conversation?.close();
    this.#panel = undefined;
    this.#conversation = undefined;
    this.#resumed = false;
    this.#begun = false;
    this.#root.replaceChildren();
  }

  async #start(): Promise<void> {
    const bot = this.getAttribute("bot");
    if (!bot) return;
    const leave = new AbortController();
    this.#leave = leave;
    const server = (this.getAttribute("server") ?? location.origin).replace(/\/+$/, "");
    const wishes = [this.getAttribute("locale") ?? "", document.documentElement.lang, ...navigator.languages];
    const api = new Api(server, bot);
    const described = await this.#describe(api, wishes, leave.signal);
    if (!described || leave.signal.aborted) return;
    const { locale } = described;
    // A chat that is only looked at begins no conversation.
    const greets = described.greets && Object.keys(this.#look).length === 0;
    const branding = { ...described.branding, ...this.#look };
    const memory = new Remembered(server, bot);
    const texts = textsOf(locale);
    const { title, logoUrl, consentText } = branding;
    const inline = this.hasAttribute("inline");
    const panel = new Panel(
      { server, locale, texts, title, logoUrl, inline },
      {
        say: (text) => this.#sayShown(text, { message: text }),
        press: (button) => this.#press(button),
        opened: (open) => {
          memory.set({ open });
          if (open) this.#resume(memory, consentText, greets);
          this.dispatchEvent(new CustomEvent(open ? "palabre-open" : "palabre-close"));
        },
      },
    );
    this.#panel = panel;
    this.#conversation = new Conversation(api, memory, locale, this.userToken ?? undefined, {
      message: (message) => {
        panel.addMessage(message);
        this.dispatchEvent(new CustomEvent("palabre-message", { detail: message }));
      },
      line: (line) => panel.addLine(line),
      waiting: (waiting) => panel.setWaiting(waiting),
      online: (online) => panel.setNotice(online ? undefined : texts.offline),
      failed: (refused, again) =>
        panel.addFailure(failureText(texts, refused.status, refused.retryAfterSeconds), again),
    });
    const { signal } = leave;
    window.addEventListener("online", () => this.#conversation?.retryNow(), { signal });
    window.addEventListener("offline", () => panel.setNotice(texts.offline), { signal });
    this.#root.adoptedStyleSheets = [sharedSheet(), newSheet(brandingSheet(branding))];
    this.#root.replaceChildren(panel.element);
    panel.element.setAttribute("lang", locale);
    panel.element.classList.add(branding.position === "bottom-left" ? "left" : "right");
    if (inline) this.#resume(memory, consentText, greets);
    // The visitor left it open on the page before; the focus is the new page's.
    else if (memory.get().open) panel.setOpen(true, false);
  }

  /** What the bot is and looks like; asked again when there was no connection. */
  async #describe(api: Api, wishes: string[], left: AbortSignal) {
    while (!left.aborted) {
      try {
        const bot = await api.describe();
        const locale = chooseLocale(wishes, bot.languages);
        return { locale, greets: bot.greets, branding: await api.branding(locale) };
      } catch (error) {
        if (error instanceof Refused && error.status < 500 && error.status !== 429) {
          // The page's author must learn of a wrong id; visitors see no chat.
          console.warn(`palabre-chat: ${error.message}`);
          return undefined;
        }
      }
      await new Promise((resolve) => {
        window.addEventListener("online", resolve, { once: true, signal: left });
        setTimeout(resolve, 15_000);
      });
    }
    return undefined;
  }

  /** Goes on with the conversation, once the visitor has agreed where that is asked for. */
  #resume(memory: Remembered, consentText: string | null, greets: boolean): void {
    if (this.#resumed) return;
    this.#resumed = true;
    const conversation = this.#conversation;
    const begin = async () => {
      await conversation?.resume(greets && this.#early.length === 0);
      if (conversation !== this.#conversation) return;
      this.#begun = true;
      for (const text of this.#early.splice(0)) this.#sayShown(text, { message: text });
    };
    if (consentText === null || memory.get().consent === consentText) {
      void begin();
      return;
    }
    this.#panel?.askConsent(consentText, () => {
      memory.set({ consent: consentText });
      void begin();
    });
  }

  #press(button: Button): void {
    const { title, payload, message } = button;
    const utterance: Utterance = payload === undefined ? { message: message ?? title } : { payload };
    this.#sayShown(title, utterance);
  }

  #sayShown(text: string, utterance: Utterance): void {
    this.#panel?.addUser(text);
    this.#conversation?.say(utterance);
  }
}

/** Makes `<palabre-chat>` known to the page; harmless when it is already. */
export function define(): void {
  if (!customElements.get(TAG)) customElements.define(TAG, PalabreChat);
}

declare global {
  interface HTMLElementTagNameMap {
    "palabre-chat": PalabreChat;
  }
}

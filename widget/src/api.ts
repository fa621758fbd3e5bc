// The widget API, as `/doc/widget.html` describes it.

import { readEvents } from "./events";

/** A button: pressing it sends its `payload` or its `message`, or opens its `url`. */
export interface Button {
  title: string;
  payload?: string;
  message?: string;
  url?: string;
  imageUrl?: string;
}

export interface FileLink {
  url: string;
  name: string;
  type: "image" | "audio" | "video" | "file";
  description?: string;
}

export interface Card {
  title?: string;
  subtitle?: string;
  file?: FileLink;
  buttons?: Button[];
}

export interface Footnote {
  id: string;
  title: string;
  url?: string;
  content?: string;
}

/** One thing that the bot says. */
export interface Message {
  id: string;
  text?: string;
  buttons?: Button[];
  quickReplies?: Button[];
  /** One card, or several side by side. */
  cards?: Card[];
  file?: FileLink;
  footnotes?: Footnote[];
}

export interface Bot {
  id: string;
  name: string;
  description: string;
  language: string;
  languages: string[];
  /** Whether it says something to who opens a conversation. */
  greets: boolean;
}

export interface Branding {
  primaryColor: string;
  backgroundColor: string;
  textColor: string;
  logoUrl: string | null;
  position: string;
  theme: string;
  title: string;
  consentText: string | null;
}

/** What a visitor says or does. */
export type Utterance = { message: string } | { payload: string } | { opened: true };

/** A line of an earlier conversation. */
export type Line = { from: "user"; text: string } | { from: "bot"; message: Message };

/** Names a conversation, and proves that it is this visitor's. */
export interface Ids {
  conversationId: string;
  visitorToken?: string;
}

/** The server answered, but not with what was asked for. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly retryAfterSeconds: number | undefined,
  ) {
    super(message);
  }
}

/** The server was not reached, or the connection ended before the answer did. */
export class Unreachable extends Error {}

/** What a stream tells while it is read. */
export interface Heard {
  conversation?: (ids: Ids) => void;
  message: (message: Message) => void;
}

export class Api {
  constructor(
    /** Where the server is, without a slash at the end. */
    readonly server: string,
    readonly bot: string,
  ) {}

  describe(): Promise<Bot> {
    return this.#json(`/api/bots/${encodeURIComponent(this.bot)}`);
  }

  branding(locale: string): Promise<Branding> {
    const query = new URLSearchParams({ locale });
    return this.#json(`/api/bots/${encodeURIComponent(this.bot)}/branding?${query}`);
  }

  async history(ids: Ids | undefined, token: string): Promise<Line[]> {
    const answer = await this.#json<{ items: Line[] }>(this.#of("history", ids), bearer(token));
    return answer.items;
  }

  /** Says something; the same `key` again is the same event, answered with the same answer. */
  async say(
    utterance: Utterance,
    options: {
      ids: Ids | undefined;
      userToken: string | undefined;
      locale: string;
      key: string;
      /** The consent text that the visitor agreed to. */
      consent: string | undefined;
    },
    heard: Heard,
  ): Promise<void> {
    const { ids, userToken, locale, key, consent } = options;
    const body = { botId: this.bot, conversationId: ids?.conversationId, locale, consent, ...utterance };
    const response = await this.#fetch("/api/widget/chat", {
      method: "POST",
      headers: {
        Accept: "text/event-stream",
        "Content-Type": "application/json",
        "Idempotency-Key": key,
        ...(userToken && bearer(userToken).headers),
      },
      body: JSON.stringify(body),
    });
    let answered = false;
    for await (const { event, data } of events(response)) {
      if (event === "conversation") heard.conversation?.(data as Ids);
      if (event === "message") heard.message(data as Message);
      if (event === "error") throw new Refused(500, (data as { error: string }).error, undefined);
      answered ||= event === "answer";
    }
    if (!answered) throw new Unreachable("the answer broke off");
  }

  /** Hears what the bot says by itself, until the connection ends. */
  async listen(ids: Ids | undefined, token: string, stop: AbortSignal, heard: Heard): Promise<void> {
    const response = await this.#fetch(this.#of("stream", ids), { ...bearer(token), signal: stop });
    for await (const { event, data } of events(response)) {
      if (event === "message") heard.message(data as Message);
    }
  }

  #of(what: string, ids: Ids | undefined): string {
    const query = new URLSearchParams({ botId: this.bot });
    if (ids) query.set("conversationId", ids.conversationId);
    return `/api/widget/${what}?${query}`;
  }

  async #json<T>(path: string, options?: RequestInit): Promise<T> {
    return (await this.#fetch(path, options)).json() as Promise<T>;
  }

  async #fetch(path: string, options?: RequestInit): Promise<Response> {
    let response: Response;
    try {
      // No cookies: the API knows visitors by their token alone.
      response = await fetch(this.server + path, { credentials: "omit", ...options });
    } catch (error) {
      throw new Unreachable(String(error));
    }
    if (response.ok) return response;
    const said = (await response.json().catch(() => ({}))) as Partial<Record<string, unknown>>;
    const wait = Number(said["retryAfterSeconds"] ?? response.headers.get("Retry-After") ?? NaN);
    const reason = typeof said["error"] === "string" ? said["error"] : response.statusText;
    throw new Refused(response.status, reason, Number.isFinite(wait) ? wait : undefined);
  }
}

function bearer(token: string) {
  return { headers: { Authorization: `Bearer ${token}` } };
}

/** The events of a response; a connection that breaks is `Unreachable`. */
async function* events(response: Response) {
  try {
    yield* readEvents(response);
  } catch (error) {
    throw error instanceof SyntaxError ? error : new Unreachable(String(error));
  }
}

// A visitor's conversation: what is said is sent once, in order, however often the connection
// breaks; what is answered is shown once.

import { type Api, type Ids, type Line, type Message, Refused, Unreachable, type Utterance } from "./api";
import type { Remembered } from "./memory";

/** Waits between two attempts, in milliseconds; the last one repeats. */
const BACKOFF_MS = [500, 1000, 2000, 5000, 10_000];

/** What the page is told. */
export interface Listener {
  /** The bot said something. */
  message(message: Message): void;
  /** A line of an earlier visit. */
  line(line: Line): void;
  /** Whether an answer is awaited. */
  waiting(waiting: boolean): void;
  /** Whether the server can be reached. */
  online(online: boolean): void;
  /** Something was said that is not answered; `again` says it once more. */
  failed(refused: Refused, again: () => void): void;
}

export class Conversation {
  readonly #api: Api;
  readonly #memory: Remembered;
  readonly #listener: Listener;
  readonly #shown = new Set<string>();
  /** Ends with the last thing that is being said. */
  #saying: Promise<void> = Promise.resolve();
  #pending = 0;
  #hasSpoken = false;
  #listening: AbortController | undefined;
  #closed = false;
  /** What ends the waits between two attempts early. */
  readonly #wakes = new Set<() => void>();

  constructor(
    api: Api,
    memory: Remembered,
    readonly locale: string,
    readonly userToken: string | undefined,
    listener: Listener,
  ) {
    this.#api = api;
    this.#memory = memory;
    this.#listener = listener;
  }

  /**
   * Shows what was said before, and hears what the bot says by itself. A bot that greets is heard when
   * nothing was said yet.
   */
  async resume(greets = false): Promise<void> {
    const token = this.#token();
    let lines: Line[] = [];
    if (token) {
      lines = await this.#untilReached(() => this.#api.history(this.#ids(), token)).catch((error) => {
        if (!(error instanceof Refused)) throw error;
        // A conversation that the server no longer knows: a new one begins.
        if (error.status === 404 || error.status === 401) this.#memory.forgetConversation();
        return [];
      });
      for (const line of lines) {
        if (line.from === "bot" && !this.#isNew(line.message)) continue;
        this.#listener.line(line);
      }
    }
    if (greets && lines.length === 0 && !this.#hasSpoken) this.say({ opened: true });
    this.#listen();
  }

  /** Says something, after everything that was said before. */
  say(utterance: Utterance): void {
    const key = crypto.randomUUID();
    this.#hasSpoken = true;
    this.#pending += 1;
    this.#listener.waiting(true);
    this.#saying = this.#saying.then(async () => {
      try {
        await this.#untilReached(() => this.#say(utterance, key));
      } catch (error) {
        // A greeting that fails is missed by nobody.
        if (this.#closed || "opened" in utterance) return;
        const refused = error instanceof Refused ? error : new Refused(0, String(error), undefined);
        this.#listener.failed(refused, () => this.say(utterance));
      } finally {
        this.#pending -= 1;
        if (this.#pending === 0) this.#listener.waiting(false);
      }
      this.#listen();
    });
  }

  /** The connection may be back: tries again at once. */
  retryNow(): void {
    for (const wake of this.#wakes) wake();
  }

  close(): void {
    this.#closed = true;
    this.#listening?.abort();
    this.retryNow();
  }

  async #say(utterance: Utterance, key: string): Promise<void> {
    const { consent } = this.#memory.get();
    const options = { ids: this.#ids(), userToken: this.userToken, locale: this.locale, key, consent };
    await this.#api.say(utterance, options, {
      conversation: (ids) => this.#remember(ids),
      message: (message) => this.#show(message),
    });
  }

  #remember(ids: Ids): void {
    // A signed-in visitor is known by their own token; the next one at this browser is not they.
    if (this.userToken) return;
    this.#memory.set({ ids: { ...this.#memory.get().ids, ...ids } });
  }

  #ids(): Ids | undefined {
    return this.userToken ? undefined : this.#memory.get().ids;
  }

  #token(): string | undefined {
    return this.userToken ?? this.#memory.get().ids?.visitorToken;
  }

  #show(message: Message): void {
    if (this.#isNew(message)) this.#listener.message(message);
  }

  /** Answers come through the exchange, the stream and the history: each is shown once. */
  #isNew(message: Message): boolean {
    if (this.#shown.has(message.id)) return false;
    this.#shown.add(message.id);
    return true;
  }

  /** Keeps a stream open from the moment on when there is a conversation. */
  #listen(): void {
    const token = this.#token();
    if (!token || this.#listening || this.#closed) return;
    const listening = new AbortController();
    this.#listening = listening;
    const heard = { message: (message: Message) => this.#show(message) };
    void (async () => {
      for (let attempt = 0; !this.#closed; attempt += 1) {
        const began = Date.now();
        try {
          await this.#api.listen(this.#ids(), token, listening.signal, heard);
        } catch (error) {
          // Without streams the bot still answers; only what it says by itself waits.
          if (error instanceof Refused && error.status < 500 && error.status !== 429) return;
        }
        // A stream that lasted was sound: the next one may come at once.
        if (Date.now() - began > 30_000) attempt = 0;
        await this.#wait(attempt);
      }
    })();
  }

  async #untilReached<T>(ask: () => Promise<T>): Promise<T> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        const answer = await ask();
        this.#listener.online(true);
        return answer;
      } catch (error) {
        const later = error instanceof Refused && error.status === 503;
        if (this.#closed || !(later || error instanceof Unreachable)) throw error;
        this.#listener.online(later);
      }
      await this.#wait(attempt);
    }
  }

  #wait(attempt: number): Promise<void> {
    const ms = BACKOFF_MS[Math.min(attempt, BACKOFF_MS.length - 1)];
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#wakes.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.#wakes.add(wake);
    });
  }
}

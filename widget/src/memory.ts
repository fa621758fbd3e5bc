// What the visitor's browser remembers between pages: which conversation is theirs, and that they
// agreed. Nothing of what was said: that is asked of the server.

import type { Ids } from "./api";

export interface Memory {
  ids?: Ids;
  /** The consent text that the visitor agreed to. */
  consent?: string;
  open?: boolean;
}

/** A memory under a name of its own, in `localStorage` where the page allows that. */
export class Remembered {
  readonly #key: string;
  #memory: Memory;

  constructor(server: string, bot: string) {
    this.#key = `palabre:${server}:${bot}`;
    this.#memory = this.#read();
  }

  get(): Memory {
    return this.#memory;
  }

  set(change: Partial<Memory>): void {
    this.#memory = { ...this.#memory, ...change };
    try {
      localStorage.setItem(this.#key, JSON.stringify(this.#memory));
    } catch {
      // A page that forbids storage: the conversation lasts as long as the page.
    }
  }

  forgetConversation(): void {
    const { ids: _forgotten, ...rest } = this.#memory;
    this.#memory = rest;
    this.set({});
  }

  #read(): Memory {
    try {
      const stored: unknown = JSON.parse(localStorage.getItem(this.#key) ?? "{}");
      return typeof stored === "object" && stored !== null ? (stored as Memory) : {};
    } catch {
      return {};
    }
  }
}

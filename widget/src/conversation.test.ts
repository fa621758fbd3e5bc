import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { Api, type Line, type Message, type Refused } from "./api";
import { Conversation, type Listener } from "./conversation";
import { Remembered } from "./memory";

const SERVER = "https://bots.example.org";

interface Asked {
  path: string;
  key: string | null;
  authorization: string | null;
  body: Record<string, unknown>;
}

/** A server of the widget API, in as far as a client sees it. */
class FakeServer {
  readonly asked: Asked[] = [];
  /** What the next questions are answered with; the last one repeats. */
  chat: (() => Response | Promise<never>)[] = [];
  history: Line[] = [];

  readonly fetch = async (url: string, options: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(options.headers);
    const { pathname } = new URL(url);
    this.asked.push({
      path: pathname,
      key: headers.get("Idempotency-Key"),
      authorization: headers.get("Authorization"),
      body: typeof options.body === "string" ? JSON.parse(options.body) : {},
    });
    if (pathname === "/api/widget/history") return Response.json({ items: this.history });
    // A stream that says nothing and stays open.
    if (pathname === "/api/widget/stream") return new Promise(() => {});
    const next = this.chat.length > 1 ? this.chat.shift() : this.chat[0];
    if (!next) throw new Error("nothing to answer");
    return next();
  };

  said(): Asked[] {
    return this.asked.filter(({ path }) => path === "/api/widget/chat");
  }
}

const frame = (event: string, data: unknown) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
const BEGUN = frame("conversation", { conversationId: "conv_1", visitorToken: "visit_1" });
const message = (id: string) => frame("message", { id, text: id });
const END = frame("answer", { reply: "" });
const stream = (...frames: string[]) => () =>
  new Response(frames.join(""), { headers: { "Content-Type": "text/event-stream" } });
const broken = () => Promise.reject(new TypeError("network"));

class Page implements Listener {
  readonly shown: string[] = [];
  readonly states: string[] = [];
  refused: Refused | undefined;
  again: () => void = () => {};
  message = (said: Message) => void this.shown.push(said.id);
  line = (line: Line) => void this.shown.push(line.from === "user" ? line.text : line.message.id);
  waiting = (waiting: boolean) => void this.states.push(waiting ? "waiting" : "ready");
  online = (online: boolean) => void this.states.push(online ? "online" : "offline");
  failed = (refused: Refused, again: () => void) => {
    this.refused = refused;
    this.again = again;
  };
}

let server: FakeServer;
let page: Page;

function talk(userToken?: string): Conversation {
  const memory = new Remembered(SERVER, "pub_1");
  return new Conversation(new Api(SERVER, "pub_1"), memory, "en", userToken, page);
}

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  server = new FakeServer();
  page = new Page();
  vi.stubGlobal("fetch", server.fetch);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const settle = () => vi.advanceTimersByTimeAsync(60_000);

test("what is said is answered, and the conversation goes on under its id", async () => {
  server.chat = [stream(BEGUN, message("a"), message("b"), END), stream(BEGUN, message("c"), END)];
  const conversation = talk();
  conversation.say({ message: "hello" });
  conversation.say({ payload: "book" });
  await settle();
  expect(page.shown).toEqual(["a", "b", "c"]);
  const [first, second] = server.said();
  expect(first?.body).toEqual({ botId: "pub_1", message: "hello", locale: "en" });
  expect(second?.body).toEqual({ botId: "pub_1", payload: "book", conversationId: "conv_1", locale: "en" });
  expect(first?.key).not.toBe(second?.key);
  expect(page.states.at(-1)).toBe("ready");
});

test("a connection that breaks loses and doubles nothing", async () => {
  server.chat = [broken, stream(BEGUN, message("a")), stream(BEGUN, message("a"), message("b"), END)];
  talk().say({ message: "hello" });
  await settle();
  expect(page.shown).toEqual(["a", "b"]);
  expect(server.said()).toHaveLength(3);
  expect(new Set(server.said().map(({ key }) => key)).size).toBe(1);
  expect(page.states).toContain("offline");
  expect(page.states.indexOf("online")).toBeGreaterThan(page.states.indexOf("offline"));
});

test("a refusal is told with how long to wait, and can be said again", async () => {
  const busy = () => Response.json({ error: "too many", retryAfterSeconds: 12 }, { status: 429 });
  server.chat = [busy, stream(BEGUN, message("a"), END)];
  talk().say({ message: "hello" });
  await settle();
  expect(page.refused).toMatchObject({ status: 429, retryAfterSeconds: 12 });
  expect(page.shown).toEqual([]);
  page.again();
  await settle();
  expect(page.shown).toEqual(["a"]);
});

test("the next page goes on with the conversation and its history", async () => {
  server.chat = [stream(BEGUN, message("a"), END)];
  talk().say({ message: "hello" });
  await settle();
  server.history = [
    { from: "user", text: "hello" },
    { from: "bot", message: { id: "a", text: "a" } },
  ];
  page = new Page();
  await talk().resume();
  expect(page.shown).toEqual(["hello", "a"]);
  expect(server.asked.find(({ path }) => path.endsWith("history"))?.authorization).toBe("Bearer visit_1");
});

test("a bot that greets is heard before anything was said, and not again on the next page", async () => {
  const busy = () => Response.json({ error: "too many" }, { status: 429 });
  server.chat = [busy, stream(BEGUN, message("a"), END)];
  await talk().resume(true);
  await settle();
  expect([page.shown, page.refused]).toEqual([[], undefined]);
  await talk().resume(true);
  await settle();
  expect(page.shown).toEqual(["a"]);
  expect(server.said().at(-1)?.body).toEqual({ botId: "pub_1", opened: true, locale: "en" });
  server.history = [{ from: "bot", message: { id: "a", text: "a" } }];
  page = new Page();
  await talk().resume(true);
  const hasty = talk();
  hasty.say({ message: "hello" });
  await hasty.resume(true);
  await settle();
  expect(server.said().filter(({ body }) => "opened" in body)).toHaveLength(2);
});

test("a signed-in user is known by their own token and leaves nothing behind", async () => {
  server.chat = [stream(BEGUN, message("a"), END)];
  talk("x.y.z").say({ message: "hello" });
  await settle();
  expect(server.said()[0]?.authorization).toBe("Bearer x.y.z");
  expect(localStorage.length).toBe(0);
});

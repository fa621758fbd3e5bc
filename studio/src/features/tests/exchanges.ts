import type { BotLine, Dialog, UserLine } from "@/lib/api/types";

/** What a user of a test does. */
export const USER_KINDS = ["says", "presses", "starts", "waits"] as const;
/** What is expected of the bot. */
export const BOT_KINDS = ["says", "understands", "offers"] as const;

/** What stands in the field of a user's line. */
export function userText(line: UserLine): string {
  switch (line.type) {
    case "says":
      return line.text;
    case "presses":
      return line.title;
    case "waits":
      return String(line.seconds);
    case "starts":
      return "";
  }
}

/** A user's line of a kind, with what stands in its field. */
export function userLine(type: UserLine["type"], text: string): UserLine {
  switch (type) {
    case "says":
      return { type, text };
    case "presses":
      return { type, title: text };
    case "waits":
      return { type, seconds: Math.max(Math.trunc(Number(text)) || 0, 0) };
    case "starts":
      return { type };
  }
}

/** What stands in the field of an expectation: of several titles, one per line. */
export function botText(line: BotLine): string {
  switch (line.type) {
    case "says":
      return line.text;
    case "understands":
      return line.intent ?? "";
    case "offers":
      return line.titles.join("\n");
  }
}

/** An expectation of a kind, with what stands in its field. */
export function botLine(type: BotLine["type"], text: string): BotLine {
  switch (type) {
    case "says":
      return { type, text };
    case "understands":
      return { type, ...(text.trim() !== "" && { intent: text.trim() }) };
    case "offers":
      return { type, titles: text.split("\n") };
  }
}

/** A test that begins. */
export function newTest(name: string, locale: string): Dialog {
  return {
    name,
    locale,
    exchanges: [{ user: { type: "says", text: "" }, bot: [{ type: "says", text: "" }] }],
  };
}

/** A list with one item as another. */
export function replaced<T>(items: readonly T[], at: number, item: T): T[] {
  return items.map((own, place) => (place === at ? item : own));
}

/** A list without one item. */
export function without<T>(items: readonly T[], at: number): T[] {
  return items.filter((_, place) => place !== at);
}

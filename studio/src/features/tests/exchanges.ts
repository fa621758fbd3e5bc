import type { BotLine, Dialog, UserLine } from "@/lib/api/types";

const MEDIA = ["image", "audio", "video", "file"] as const;

/** What a user of a test does; of files, what is sent. */
export const USER_KINDS = [
  "says",
  "presses",
  "starts",
  ...MEDIA,
  "sends_place",
  "stays_silent",
  "waits",
  "ends",
] as const;
export type UserKind = (typeof USER_KINDS)[number];
/** What a user does without anything to write beside it. */
export const WORDLESS: readonly UserKind[] = ["starts", "stays_silent", "ends"];
/** What is expected of the bot. */
export const BOT_KINDS = ["says", "understands", "offers"] as const;

/** Of what kind a user's line is. */
export function userKind(line: UserLine): UserKind {
  return line.type === "sends_file" ? line.media : line.type;
}

/** What stands in the field of a user's line. */
export function userText(line: UserLine): string {
  switch (line.type) {
    case "says":
      return line.text;
    case "presses":
      return line.title;
    case "waits":
      return String(line.seconds);
    case "sends_file":
      return line.url;
    case "sends_place":
      return `${line.latitude} ${line.longitude}`;
    case "starts":
    case "stays_silent":
    case "ends":
      return "";
  }
}

/** A user's line of a kind, with what stands in its field. */
export function userLine(type: UserKind, text: string): UserLine {
  switch (type) {
    case "says":
      return { type, text };
    case "presses":
      return { type, title: text };
    case "waits":
      return { type, seconds: Math.max(Math.trunc(Number(text)) || 0, 0) };
    case "image":
    case "audio":
    case "video":
    case "file":
      return { type: "sends_file", media: type, url: text.trim() };
    case "sends_place":
      return { type, ...placeIn(text) };
    case "starts":
    case "stays_silent":
    case "ends":
      return { type };
  }
}

const DEGREES = String.raw`([-+]?\d+(?:[.,]\d+)?)`;
const PLACE = new RegExp(String.raw`^\s*${DEGREES}[\s,;]+${DEGREES}\s*$`);

/** Degrees north and east; what is no place on Earth is `NaN`. */
function placeIn(text: string): { latitude: number; longitude: number } {
  const [, north = "", east = ""] = PLACE.exec(text) ?? [];
  const degrees = (written: string, most: number) => {
    const number = Number.parseFloat(written.replace(",", "."));
    return Math.abs(number) <= most ? number : Number.NaN;
  };
  return { latitude: degrees(north, 90), longitude: degrees(east, 180) };
}

/** Whether a line says what a test can do: a place must be one. */
export function isReadable(line: UserLine): boolean {
  return line.type !== "sends_place" || !Number.isNaN(line.latitude + line.longitude);
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

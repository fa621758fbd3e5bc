import { expect, test } from "vitest";

import type { Button, Message } from "./api";
import { safeUrl } from "./dom";
import { messageElement, quickReplies, userElement } from "./messages";
import { textsOf } from "./texts";

const pressed: Button[] = [];
const CONTEXT = {
  server: "https://bots.example.org",
  texts: textsOf("en"),
  press: (button: Button) => void pressed.push(button),
};

const element = (message: Omit<Message, "id">) => messageElement({ id: "msg_1", ...message }, CONTEXT);

test("only addresses that a visitor may follow are followed", () => {
  const check = (url: string, expected: string | undefined) =>
    expect(safeUrl(url, CONTEXT.server)).toBe(expected);
  check("https://example.org/a b", "https://example.org/a%20b");
  check("/files/a.pdf", "https://bots.example.org/files/a.pdf");
  check("mailto:a@example.org", "mailto:a@example.org");
  check("tel:+33123", "tel:+33123");
  check("javascript:alert(1)", undefined);
  check(" JaVaScRiPt:alert(1)", undefined);
  check("data:text/html,x", undefined);
  check("https://", undefined);
});

test("words are words: no markup of a bot or a visitor becomes an element", () => {
  const shown = element({ text: "<img src=x onerror=alert(1)> **no**\n\nSee https://example.org/a?b=1." });
  expect(shown.querySelector("img")).toBeNull();
  expect(shown.querySelectorAll("p")).toHaveLength(2);
  const link = shown.querySelector("a");
  expect(link?.getAttribute("href")).toBe("https://example.org/a?b=1");
  expect(link?.getAttribute("rel")).toBe("noopener noreferrer");
  expect(userElement("<b>x</b>", CONTEXT.texts).querySelector("b")).toBeNull();
});

test("buttons send or open, and an unsafe address opens nothing", () => {
  const shown = element({
    text: "Choose",
    buttons: [
      { title: "Book", payload: "book?id=1" },
      { title: "Map", url: "/map" },
      { title: "Bad", url: "javascript:alert(1)" },
    ],
  });
  shown.querySelector("button")?.click();
  expect(pressed).toEqual([{ title: "Book", payload: "book?id=1" }]);
  const links = [...shown.querySelectorAll("a")];
  expect(links.map((link) => link.getAttribute("href"))).toEqual(["https://bots.example.org/map", null]);
});

test("one card is a card, several are a carousel that the keyboard reaches", () => {
  const card = { title: "7:34", buttons: [{ title: "Take", payload: "take" }] };
  expect(element({ cards: [card] }).querySelector(".carousel")).toBeNull();
  const carousel = element({ cards: [card, card] }).querySelector(".carousel");
  expect(carousel?.querySelectorAll("article")).toHaveLength(2);
  expect(carousel?.querySelector("[tabindex='0']")?.getAttribute("aria-label")).toBe(CONTEXT.texts.cards);
});

test("files are shown as what they are, with words for those who cannot see them", () => {
  const file = (type: "image" | "audio" | "video" | "file") =>
    element({ file: { url: "/a", name: "a", type, description: "a train" } });
  expect(file("image").querySelector("img")?.alt).toBe("a train");
  expect(file("audio").querySelector("audio")?.getAttribute("aria-label")).toBe("a train");
  expect(file("video").querySelector("video")?.getAttribute("aria-label")).toBe("a train");
  expect(file("file").querySelector("a")?.getAttribute("href")).toBe("https://bots.example.org/a");
});

test("no element carries an inline style, which a strict policy would refuse", () => {
  const shown = element({
    text: "a",
    cards: [{ title: "b" }, { title: "c" }],
    footnotes: [{ id: "1", title: "Rules", url: "https://r.example", content: "…" }],
  });
  shown.append(quickReplies([{ title: "Yes", message: "yes" }], CONTEXT));
  expect(shown.querySelector("[style]")).toBeNull();
  expect(shown.querySelector("details a")?.textContent).toBe("Rules");
});

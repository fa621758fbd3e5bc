import { beforeEach, expect, test } from "vitest";

import { failureText, Panel } from "./panel";
import { textsOf } from "./texts";

const TEXTS = textsOf("en");
const said: string[] = [];

function panel(inline = false): Panel {
  const settings = { server: "https://bots.example.org", locale: "en", texts: TEXTS, title: "Bot", logoUrl: null, inline };
  const made = new Panel(settings, { say: (text) => void said.push(text), press: () => {}, opened: () => {} });
  document.body.replaceChildren(made.element);
  return made;
}

const find = <T extends Element>(selector: string) => document.querySelector<T>(selector) as T;

beforeEach(() => void said.splice(0));

test("nothing can be said before the visitor has agreed", () => {
  const chat = panel();
  chat.setOpen(true);
  let agreed = false;
  chat.askConsent("We keep this for 30 days.", () => (agreed = true));
  expect(find<HTMLFormElement>("form").hidden).toBe(true);
  expect(find("[role=group]").textContent).toContain("30 days");
  find<HTMLButtonElement>(".consent button").click();
  expect(agreed).toBe(true);
  expect(find<HTMLFormElement>("form").hidden).toBe(false);
  expect(document.querySelector(".consent")).toBeNull();
});

test("Enter sends, Shift and Enter begins a line, and blanks are not sent", () => {
  panel(true);
  const field = find<HTMLTextAreaElement>("textarea");
  const press = (options: KeyboardEventInit) =>
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", cancelable: true, ...options }));
  field.value = "  ";
  press({});
  field.value = " hello ";
  press({ shiftKey: true });
  expect(said).toEqual([]);
  press({});
  expect(said).toEqual(["hello"]);
  expect(field.value).toBe("");
});

test("quick replies belong to the last message and go with the next thing said", () => {
  const chat = panel(true);
  chat.addMessage({ id: "1", text: "Where to?", quickReplies: [{ title: "Lyon", message: "Lyon" }] });
  expect(find(".replies button").textContent).toBe("Lyon");
  chat.addUser("Lyon");
  expect(document.querySelector(".replies")).toBeNull();
});

test("a message that came while the panel was closed marks the button", () => {
  const chat = panel();
  chat.addMessage({ id: "1", text: "Still there?" });
  expect(find(".launcher").classList.contains("unread")).toBe(true);
  chat.setOpen(true);
  expect(find(".launcher").classList.contains("unread")).toBe(false);
  expect(find(".launcher").getAttribute("aria-expanded")).toBe("true");
});

test("too many messages are told apart from a failure", () => {
  expect(failureText(TEXTS, 429, 12)).toContain("12 s");
  expect(failureText(TEXTS, 500, undefined)).toBe(TEXTS.failed);
});

import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";

import { changeLanguage } from "@/lib/i18n/i18n";
import { ANSWER } from "@/testing/fixtures";
import { openScreen, type Answer, serve, type Asked } from "@/testing/harness";

import { TalkPage } from "./talk-page";

let asked: Asked[];

const TALK = "/api/v1/bots/app/gare/talk";

const CHANNELS = [
  { id: "ch_1", connector: "web", path: "/io/app/gare/web" },
  { id: "ch_2", connector: "whatsapp", path: "/io/app/gare/wa" },
];

/** The server of a bot with two channels that answers what is said. */
const serveTalk = (answers: (asked: Asked, call: number) => Answer) =>
  serve((asked, call) => {
    if (asked.path === TALK) return answers(asked, call);
    return asked.path.endsWith("/channels") ? [200, CHANNELS] : [200, []];
  });

const open = () => openScreen(TalkPage);

async function say(text: string) {
  fireEvent.change(await screen.findByRole("textbox"), { target: { value: text } });
  fireEvent.click(screen.getByRole("button", { name: "Envoyer" }));
}

const talks = () => asked.filter((call) => call.path === TALK);

beforeEach(async () => {
  sessionStorage.clear();
  await changeLanguage("fr");
});

test("the bot begins, and a sentence is answered and explained", async () => {
  asked = serveTalk(() => [200, ANSWER]);
  open();
  await say("un train pour Lyon");

  const panel = screen.getByRole("complementary", { name: "Ce que j’ai compris" });
  await within(panel).findByText("lyon-part-dieu");
  expect(talks().map((call) => call.body?.["event"])).toEqual([
    { type: "start" },
    { type: "sentence", text: "un train pour Lyon" },
  ]);
  expect(talks()[1]?.body).toMatchObject({ locale: "fr", userId: talks()[0]?.body?.["userId"] });
  for (const text of ["destination", "Lyon", "find_train", "when"]) {
    expect(within(panel).getAllByText(text).length, text).toBeGreaterThan(0);
  }
  const intents = within(panel).getByRole("list", { name: "Meilleures intentions" });
  expect(within(intents).getAllByRole("listitem")).toHaveLength(2);
});

test("quick replies and buttons of cards send their payload, and quick replies go away", async () => {
  asked = serveTalk((_, call) => [200, call === 1 ? ANSWER : { ...ANSWER, messages: [] }]);
  open();
  fireEvent.click(await screen.findByRole("button", { name: "Demain" }));
  await screen.findByText("Le bot ne répond rien.");
  expect(screen.queryByRole("button", { name: "Demain" })).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Choisir" }));
  await waitFor(() => expect(talks()).toHaveLength(3));
  expect(talks().map((call) => call.body?.["event"])).toEqual([
    { type: "start" },
    { type: "choice", payload: "train?_step=when&day=1" },
    { type: "choice", payload: "a" },
  ]);
});

test("a turn that failed says why and is sent again with the same key", async () => {
  const busy = { type: "about:blank#busy", title: "Busy", status: 503, detail: "try again soon" };
  asked = serveTalk((_, call) => (call === 2 ? [503, busy] : [200, ANSWER]));
  open();
  await say("bonjour");
  expect(await screen.findByRole("alert")).toHaveProperty(
    "textContent",
    expect.stringContaining("try again soon"),
  );
  fireEvent.click(screen.getByRole("button", { name: "Renvoyer" }));
  await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
  expect(talks()).toHaveLength(3);
  expect(talks()[2]?.key).toBe(talks()[1]?.key);
  expect(talks()[1]?.key).not.toBe(talks()[0]?.key);
});

test("a reload shows the same conversation and begins no other", async () => {
  asked = serveTalk(() => [200, ANSWER]);
  open();
  await say("un train pour Lyon");
  await waitFor(() => expect(screen.getAllByText("Pour quand ?")).toHaveLength(2));
  document.body.replaceChildren();
  open();
  await screen.findByRole("textbox");
  expect(screen.getAllByText("Pour quand ?")).toHaveLength(2);
  expect(talks()).toHaveLength(2);
});

test("another language before the first word makes the bot greet again in it", async () => {
  asked = serveTalk(() => [200, ANSWER]);
  const router = open();
  await screen.findByText("Pour quand ?");
  fireEvent.click(screen.getByRole("radio", { name: "English" }));
  await waitFor(() => expect(talks()).toHaveLength(2));
  expect(talks()[1]?.body).toMatchObject({ locale: "en", event: { type: "start" } });
  expect(router.state.location.search).toBe("?lang=en");
});

test("on a channel, what it leaves out and what it is sent are shown, in a conversation of its own", async () => {
  asked = serveTalk(({ body }) => {
    const rendered = [{ recipient: "whatsapp-only" }];
    return [200, body?.["channel"] ? { ...ANSWER, rendered, leftOut: ["a card without a title"] } : ANSWER];
  });
  open();
  const choice = await screen.findByRole("combobox", { name: "Canal" });
  await screen.findByText("Pour quand ?");
  expect(screen.queryByText("Ce que reçoit /io/app/gare/wa")).toBeNull();
  fireEvent.change(choice, { target: { value: "/io/app/gare/wa" } });
  await screen.findByText("Ce canal laisse de côté : a card without a title");
  await screen.findByText("Ce que reçoit /io/app/gare/wa");
  expect(screen.getAllByText(/whatsapp-only/).length).toBeGreaterThan(0);
  const [first, second] = talks().map(({ body }) => body);
  expect([first?.["channel"], second?.["channel"]]).toEqual([undefined, "/io/app/gare/wa"]);
  expect(first?.["userId"]).not.toBe(second?.["userId"]);
  document.body.replaceChildren();
  open();
  expect(await screen.findByRole("combobox", { name: "Canal" })).toHaveProperty("value", "/io/app/gare/wa");
  expect(talks()).toHaveLength(2);
});

import { fireEvent, screen, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";

import { changeLanguage } from "@/lib/i18n/i18n";
import { ANSWER, BOT, OWNER } from "@/testing/fixtures";
import { openRoutes, serve as serveAll, type Answer } from "@/testing/harness";

import { studioRoutes } from "./router";

const OTHER = { ...BOT, id: "bot_2", name: "mairie", title: "Mairie" };

function serve(bots: Answer, session: Answer = [200, OWNER]) {
  serveAll(({ path }) => {
    if (path.endsWith("/talk")) return [200, ANSWER];
    if (path === "/api/v1/session") return session;
    return path === "/api/v1/bots" ? bots : undefined;
  });
}

const open = (address?: string) => openRoutes(studioRoutes(), address);

beforeEach(async () => {
  sessionStorage.clear();
  localStorage.clear();
  await changeLanguage("fr");
});

test("Studio opens with the first bot, and next time with the one of last time", async () => {
  serve([200, { items: [BOT, OTHER] }]);
  const router = open();
  await screen.findByRole("link", { name: "Accueil" });
  expect(router.state.location.pathname).toBe("/bots/app/gare/home");
  await router.navigate("/bots/app/gare/talk");
  await screen.findByRole("log");

  fireEvent.change(screen.getByRole("combobox", { name: "Bot" }), { target: { value: "app/mairie" } });
  await screen.findByRole("heading", { name: "Conversation: Mairie" });
  expect(router.state.location.pathname).toBe("/bots/app/mairie/talk");

  document.body.replaceChildren();
  const again = open();
  await screen.findByRole("link", { name: "Accueil" });
  expect(again.state.location.pathname).toBe("/bots/app/mairie/home");
});

test("Ctrl-K goes to another bot by a few letters", async () => {
  serve([200, { items: [BOT, OTHER] }]);
  const router = open("/bots/app/gare/talk");
  await screen.findByRole("log");
  fireEvent.keyDown(globalThis.window, { key: "k", ctrlKey: true });
  const search = await screen.findByRole("combobox", { name: "Trouver un écran, un bot, une histoire, une réponse, une phrase…" });
  fireEvent.change(search, { target: { value: "mai" } });
  const [option] = within(screen.getByRole("listbox")).getAllByRole("option");
  expect(option?.textContent).toContain("Mairie");
  fireEvent.keyDown(search, { key: "Enter" });
  await screen.findByRole("link", { name: "Accueil" });
  expect(router.state.location.pathname).toBe("/bots/app/mairie/home");
});

test.each<[string, string, Answer, string]>([
  ["there is no server", "/", "unreachable", "Le serveur ne répond pas. « palabre serve » est-il lancé ?"],
  ["the server refuses", "/", [403, { title: "Forbidden", detail: "foreign `Host`" }], "foreign `Host`"],
  ["the server says nothing", "/", [500, {}], "Le serveur a répondu par une erreur (500)."],
  ["there is no bot", "/", [200, { items: [] }], "Créer un bot"],
  ["there is no such bot", "/bots/app/other/talk", [200, { items: [BOT] }], "Ce bot n’existe pas"],
  ["there is no such screen", "/bots/app/gare/none", [200, { items: [BOT] }], "Cette page n’existe pas"],
])("when %s, the page says so", async (_, address, answer, words) => {
  serve(answer);
  open(address);
  expect(await screen.findByText(words)).toBeDefined();
});

test.each<[string, Answer, string]>([
  ["how many objects differ", [200, { from: "1", to: "draft", changes: [], total: 1234 }], "Changements (1 234)"],
  ["that something differs, while nobody says how much", [404, {}], "Changements à publier"],
])("the top bar says %s", async (_, changes, words) => {
  serveAll(({ path }) => {
    if (path.endsWith("/changes")) return changes;
    return path === "/api/v1/bots" ? [200, { items: [{ ...BOT, unpublished: true }] }] : undefined;
  });
  open("/bots/app/gare/home");
  expect((await screen.findByText(words)).closest("a")?.getAttribute("href")).toBe("/bots/app/gare/publish");
});

test("one sees the screens that one may use, and why another is not shown", async () => {
  serve([200, { items: [BOT] }], [
    200,
    { ...OWNER, rights: [{ namespace: "app", permissions: ["view"] }] },
  ]);
  open("/bots/app/gare/talk");
  await screen.findByText("Ceci ne vous est pas ouvert");
  const menu = screen.getByRole("navigation", { name: "Écrans" });
  expect(within(menu).queryByRole("link", { name: "Parler" })).toBeNull();
  expect(within(menu).getByRole("link", { name: "Intentions" })).toBeDefined();
});

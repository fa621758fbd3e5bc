import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, within } from "@testing-library/react";
import { createMemoryRouter, RouterProvider } from "react-router";
import { beforeEach, expect, test, vi } from "vitest";

import { changeLanguage } from "@/lib/i18n/i18n";
import { ANSWER, BOT } from "@/testing/fixtures";

import { studioRoutes } from "./router";

const OTHER = { ...BOT, id: "bot_2", name: "mairie", title: "Mairie" };

type Answer = [status: number, body: unknown] | "unreachable";

function serve(bots: Answer) {
  vi.stubGlobal("fetch", (request: Request) => {
    const answer: Answer = request.url.endsWith("/talk") ? [200, ANSWER] : bots;
    if (answer === "unreachable") return Promise.reject(new TypeError("no connection"));
    const [status, body] = answer;
    const headers = { "Content-Type": "application/json" };
    return Promise.resolve(new Response(JSON.stringify(body), { status, headers }));
  });
}

function open(address = "/") {
  const router = createMemoryRouter(studioRoutes(), { initialEntries: [address] });
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return router;
}

beforeEach(async () => {
  sessionStorage.clear();
  localStorage.clear();
  await changeLanguage("fr");
});

test("Studio opens with the first bot, and next time with the one of last time", async () => {
  serve([200, { items: [BOT, OTHER] }]);
  const router = open();
  await screen.findByRole("log");
  expect(router.state.location.pathname).toBe("/bots/app/gare/talk");

  fireEvent.change(screen.getByRole("combobox", { name: "Bot" }), { target: { value: "app/mairie" } });
  await screen.findByRole("heading", { name: "Conversation: Mairie" });
  expect(router.state.location.pathname).toBe("/bots/app/mairie/talk");

  document.body.replaceChildren();
  const again = open();
  await screen.findByRole("log");
  expect(again.state.location.pathname).toBe("/bots/app/mairie/talk");
});

test("Ctrl-K goes to another bot by a few letters", async () => {
  serve([200, { items: [BOT, OTHER] }]);
  const router = open("/bots/app/gare/talk");
  await screen.findByRole("log");
  fireEvent.keyDown(globalThis.window, { key: "k", ctrlKey: true });
  const search = await screen.findByRole("combobox", { name: "Aller à un écran ou à un bot…" });
  fireEvent.change(search, { target: { value: "mai" } });
  const [option] = within(screen.getByRole("listbox")).getAllByRole("option");
  expect(option?.textContent).toContain("Mairie");
  fireEvent.keyDown(search, { key: "Enter" });
  await screen.findByRole("heading", { name: "Conversation: Mairie" });
  expect(router.state.location.pathname).toBe("/bots/app/mairie/talk");
});

test.each<[string, string, Answer, string]>([
  ["there is no server", "/", "unreachable", "Le serveur ne répond pas. « palabre serve » est-il lancé ?"],
  ["the server refuses", "/", [403, { title: "Forbidden", detail: "foreign `Host`" }], "foreign `Host`"],
  ["the server says nothing", "/", [500, {}], "Le serveur a répondu par une erreur (500)."],
  ["there is no bot", "/", [200, { items: [] }], "Pas encore de bot"],
  ["there is no such bot", "/bots/app/other/talk", [200, { items: [BOT] }], "Ce bot n’existe pas"],
  ["there is no such screen", "/bots/app/gare/none", [200, { items: [BOT] }], "Cette page n’existe pas"],
])("when %s, the page says so", async (_, address, answer, words) => {
  serve(answer);
  open(address);
  expect(await screen.findByText(words)).toBeDefined();
});

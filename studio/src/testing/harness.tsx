import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import { createMemoryRouter, RouterProvider, type RouteObject } from "react-router";
import { vi } from "vitest";

import { CurrentBot } from "@/lib/bots/current-bot";

import { BOT, OWNER } from "./fixtures";

/** How the server answers. */
export type Answer = [status: number, body: unknown] | "unreachable";

/** What the page asked for. */
export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  body: Record<string, unknown> | null;
  key: string | null;
}

/**
 * Stands in for the server: `answers` is told what is asked for and how often it was before, from 1.
 * Whoever asks who they are owns everything, unless `answers` says otherwise.
 *
 * @returns everything that was asked for, as it comes
 */
export function serve(answers: (asked: Asked, call: number) => Answer | undefined): Asked[] {
  const all: Asked[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname: path, searchParams: query } = new URL(request.url);
    const text = await request.text();
    const key = request.headers.get("Idempotency-Key");
    const asked = { method: request.method, path, query, body: text ? JSON.parse(text) : null, key };
    all.push(asked);
    const answer =
      answers(asked, all.filter((call) => call.path === path).length) ??
      (path === "/api/v1/session" ? [200, OWNER] : [404, { detail: `nothing at ${path}` }]);
    if (answer === "unreachable") throw new TypeError("no connection");
    const [status, body] = answer;
    const headers = { "Content-Type": "application/json" };
    return new Response(status === 204 ? null : JSON.stringify(body), { status, headers });
  });
  return all;
}

/** Opens a page of some routes. */
export function openRoutes(routes: RouteObject[], address = "/") {
  const router = createMemoryRouter(routes, { initialEntries: [address] });
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return router;
}

/** Opens a screen of the bot of the fixtures. */
export function openScreen(Screen: () => React.ReactNode, address = "/") {
  const element = (
    <CurrentBot value={BOT}>
      <Screen />
    </CurrentBot>
  );
  return openRoutes([{ path: "/", element }, { path: "*", element: <></> }], address);
}

import { queryOptions } from "@tanstack/react-query";

import { client, dataOf } from "@/lib/api/client";
import { everyPage } from "@/lib/api/pages";
import type { components } from "@/lib/api/schema";
import type { BotSummary, Dialog } from "@/lib/api/types";
import { keyOf, pathOf } from "@/lib/bots/bot-queries";

/** A test with the tag of what was read. */
export type KeptTest = Dialog & { etag: string };

/** All tests, by name. */
export const testsQuery = (bot: BotSummary) =>
  queryOptions({
    queryKey: keyOf(bot, "tests"),
    queryFn: ({ signal }): Promise<KeptTest[]> =>
      everyPage((cursor) =>
        dataOf(
          client.GET("/api/v1/bots/{namespace}/{name}/dialogs", {
            params: { path: pathOf(bot), query: { limit: 500, ...(cursor && { cursor }) } },
            signal,
          }),
        ),
      ),
    // What one edits does not change under one's hands.
    refetchOnWindowFocus: false,
  });

/** Where a bot falls short of a test. */
export type Difference = components["schemas"]["DialogDifference"];

/** What came of a test. */
export type TestReport = components["schemas"]["DialogReport"];

/** On what tests are run. */
export const ENVIRONMENTS = ["draft", "live"] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

/** Runs some tests. */
export async function run(
  bot: BotSummary,
  environment: Environment,
  dialogs: string[],
  signal: AbortSignal,
): Promise<TestReport[]> {
  const report = await dataOf(
    client.POST("/api/v1/bots/{namespace}/{name}/run-dialogs", {
      params: { path: pathOf(bot) },
      body: { dialogs, environment },
      signal,
    }),
  );
  return report.dialogs;
}

/** Makes a test, or replaces the one that was read. */
export function saveTest(bot: BotSummary, dialog: Dialog, etag: string | undefined) {
  return dataOf(
    client.PUT("/api/v1/bots/{namespace}/{name}/dialogs/{dialog}", {
      params: { path: { ...pathOf(bot), dialog: dialog.name } },
      headers: etag === undefined ? { "If-None-Match": "*" } : { "If-Match": etag },
      body: dialog,
    }),
  );
}

/** Removes the test that was read. */
export async function removeTest(bot: BotSummary, { name, etag }: KeptTest): Promise<string> {
  await dataOf(
    client
      .DELETE("/api/v1/bots/{namespace}/{name}/dialogs/{dialog}", {
        params: { path: { ...pathOf(bot), dialog: name } },
        headers: { "If-Match": etag },
      })
      .then(({ response, error }) => ({ response, error, data: null })),
  );
  return name;
}

import { queryOptions } from "@tanstack/react-query";

import { client, dataOf } from "@/lib/api/client";
import type { BotSummary, Evaluation } from "@/lib/api/types";

import { keyOf, pathOf } from "./bot-queries";

/** How often one looks how far an evaluation is. */
const LOOK_MS = 1000;

/** What the latest evaluation of a bot says. */
export interface LatestEvaluation {
  /** The newest that is done. */
  evaluation: Evaluation | null;
  /** One that is under way: how far it is. */
  running: { done: number; total: number } | null;
}

/** The newest evaluation that is done, and whether another is under way. */
export const latestEvaluationQuery = (bot: BotSummary) =>
  queryOptions({
    queryKey: keyOf(bot, "latest-evaluation"),
    queryFn: async ({ signal }): Promise<LatestEvaluation> => {
      const path = pathOf(bot);
      const { items } = await dataOf(
        client.GET("/api/v1/bots/{namespace}/{name}/evaluations", { params: { path }, signal }),
      );
      const done = items.find(({ state }) => state === "succeeded");
      const under = items.find(({ state }) => state === "waiting" || state === "running");
      const running = under === undefined ? null : { done: under.done, total: under.total };
      if (done === undefined) return { evaluation: null, running };
      const { result } = await dataOf(
        client.GET("/api/v1/bots/{namespace}/{name}/evaluations/{id}", {
          params: { path: { ...path, id: done.id } },
          signal,
        }),
      );
      return { evaluation: result?.evaluation ?? null, running };
    },
    refetchInterval: ({ state }) => (state.data?.running ? LOOK_MS : false),
  });

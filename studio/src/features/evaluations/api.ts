import { queryOptions } from "@tanstack/react-query";

import { client, dataOf } from "@/lib/api/client";
import { everyPage } from "@/lib/api/pages";
import type { BotSummary, EvaluationRequest } from "@/lib/api/types";
import { keyOf, pathOf } from "@/lib/bots/bot-queries";
import { isUnderWay } from "@/lib/bots/jobs-query";

/** How often one looks how far an evaluation is. */
const LOOK_MS = 1000;

/** The latest evaluations of the bot, newest first. */
export const evaluationsQuery = (bot: BotSummary) =>
  queryOptions({
    queryKey: keyOf(bot, "evaluations"),
    queryFn: async ({ signal }) => {
      const { items } = await dataOf(
        client.GET("/api/v1/bots/{namespace}/{name}/evaluations", {
          params: { path: pathOf(bot) },
          signal,
        }),
      );
      return items;
    },
  });

/** An evaluation, looked at until it is over. */
export const evaluationQuery = (bot: BotSummary, id: string) =>
  queryOptions({
    queryKey: keyOf(bot, "evaluation", id),
    queryFn: ({ signal }) =>
      dataOf(
        client.GET("/api/v1/bots/{namespace}/{name}/evaluations/{id}", {
          params: { path: { ...pathOf(bot), id } },
          signal,
        }),
      ),
    refetchInterval: ({ state }) =>
      state.data !== undefined && isUnderWay(state.data.job) ? LOOK_MS : false,
  });

/** Asks how good the understanding is. */
export function evaluate(bot: BotSummary, request: EvaluationRequest) {
  return dataOf(
    client.POST("/api/v1/bots/{namespace}/{name}/evaluations", {
      params: { path: pathOf(bot) },
      body: request,
    }),
  );
}

/** The names of the draft's intents. */
export const intentNamesQuery = (bot: BotSummary) =>
  queryOptions({
    queryKey: keyOf(bot, "intent-names"),
    queryFn: async ({ signal }) => {
      const intents = await everyPage((cursor) =>
        dataOf(
          client.GET("/api/v1/bots/{namespace}/{name}/intents", {
            params: { path: pathOf(bot), query: { limit: 500, ...(cursor && { cursor }) } },
            signal,
          }),
        ),
      );
      return new Set(intents.map(({ name }) => name));
    },
  });

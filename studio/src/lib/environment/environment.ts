import { queryOptions } from "@tanstack/react-query";
import { useEffect } from "react";
import { useSearchParams } from "react-router";

import { client, dataOf } from "@/lib/api/client";
import type { BotSummary } from "@/lib/api/types";
import { keyOf, pathOf } from "@/lib/bots/bot-queries";

/** Where a bot is at work. */
export const ENVIRONMENTS = ["draft", "staging", "live"] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

const PARAMETER = "environment";

/** What was chosen, by bot: links to other screens need not name it. */
const chosen = new Map<string, Environment>();

function named(params: URLSearchParams): Environment | undefined {
  return ENVIRONMENTS.find((environment) => environment === params.get(PARAMETER));
}

/** The environment that one looks at; `undefined`: all of them, and tests meet the draft. */
export function useEnvironment(bot: BotSummary): Environment | undefined {
  const [params] = useSearchParams();
  return named(params) ?? chosen.get(bot.id);
}

/** Looks at another environment. */
export function useChooseEnvironment(bot: BotSummary): (environment: Environment | undefined) => void {
  const [, setParams] = useSearchParams();
  return (environment) => {
    if (environment === undefined) chosen.delete(bot.id);
    else chosen.set(bot.id, environment);
    setParams((params) => {
      if (environment === undefined) params.delete(PARAMETER);
      else params.set(PARAMETER, environment);
      return params;
    });
  };
}

/** The address of every screen says which environment was chosen, so that a reload knows it. */
export function useKeepEnvironment(bot: BotSummary | undefined): void {
  const [params, setParams] = useSearchParams();
  const told = named(params);
  const id = bot?.id;
  useEffect(() => {
    if (id === undefined) return;
    if (told !== undefined) {
      chosen.set(id, told);
      return;
    }
    const kept = chosen.get(id);
    if (kept === undefined) return;
    setParams(
      (params) => {
        params.set(PARAMETER, kept);
        return params;
      },
      { replace: true },
    );
  });
}

/** Which versions the environments serve. */
export const environmentsQuery = (bot: BotSummary) =>
  queryOptions({
    queryKey: keyOf(bot, "environments"),
    queryFn: ({ signal }) =>
      dataOf(
        client.GET("/api/v1/bots/{namespace}/{name}/environments", {
          params: { path: pathOf(bot) },
          signal,
        }),
      ),
  });

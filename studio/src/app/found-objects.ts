import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { TFunction } from "i18next";

import { client, dataOf } from "@/lib/api/client";
import type { BotSummary, FoundObject } from "@/lib/api/types";
import { addressOf } from "@/lib/bots/bot-names";
import { keyOf, pathOf } from "@/lib/bots/bot-queries";

import type { Place } from "./places";

/** Fewer letters are in nearly everything. */
export const LETTERS_MIN = 2;

/** The objects of a bot in which the letters are. */
export const foundQuery = (bot: BotSummary, wanted: string) =>
  queryOptions({
    queryKey: keyOf(bot, "search", wanted),
    queryFn: async ({ signal }) => {
      const { items } = await dataOf(
        client.GET("/api/v1/bots/{namespace}/{name}/search", {
          params: { path: pathOf(bot), query: { q: wanted } },
          signal,
        }),
      );
      return items;
    },
    placeholderData: keepPreviousData,
  });

/** Where an object is looked at. */
export function placeOf(bot: BotSummary, found: FoundObject, t: TFunction): Place | undefined {
  const screen = screenOf(found);
  if (screen === undefined) return undefined;
  const [path, params] = screen;
  const isName = found.text === "" || found.object === "label";
  return {
    title: isName ? found.name : found.text ?? found.name,
    kind: t(`object.${found.object as "story"}`),
    ...(found.object === "label" && { detail: found.text ?? "" }),
    address: `${addressOf(bot, path)}?${new URLSearchParams(params)}`,
    words: found.name,
  };
}

function screenOf({ object, name, intent, locale }: FoundObject): [string, Record<string, string>] | undefined {
  switch (object) {
    case "story":
      return ["stories", { story: name }];
    case "faq":
      return ["faq", { entry: name }];
    case "intent":
      return ["intents", { intent: name }];
    case "entity_type":
      return ["entities", { entity: name }];
    case "label":
      return ["answers", { search: name }];
    case "dialog":
      return ["tests", { test: name }];
    case "sentence":
      return ["intents", { ...(intent && { intent }), ...(locale && { lang: locale }), search: name }];
    default:
      return undefined;
  }
}

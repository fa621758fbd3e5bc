import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import { client, dataOf, doneOf } from "@/lib/api/client";
import type { BotSummary, DictionaryEntry, EntityType, NamedEntityType } from "@/lib/api/types";
import { keyOf, pathOf } from "@/lib/bots/bot-queries";

export type TaggedType = NamedEntityType & { etag: string };
export type TaggedEntry = DictionaryEntry & { etag: string };

/** All entity types; a bot has some dozens at most. */
export const entityTypesQuery = (bot: BotSummary) =>
  queryOptions({
    queryKey: keyOf(bot, "entity-types"),
    queryFn: async ({ signal }) => {
      const types: TaggedType[] = [];
      let cursor: string | undefined;
      do {
        const page = await dataOf(
          client.GET("/api/v1/bots/{namespace}/{name}/entity-types", {
            params: { path: pathOf(bot), query: { limit: 500, ...(cursor && { cursor }) } },
            signal,
          }),
        );
        types.push(...page.items);
        cursor = page.next;
      } while (cursor !== undefined);
      return types;
    },
  });

/** The values of a dictionary, page by page. */
export const valuesQuery = (bot: BotSummary, entityType: string, search: string) =>
  infiniteQueryOptions({
    queryKey: keyOf(bot, "dictionary", entityType, search),
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        client.GET("/api/v1/bots/{namespace}/{name}/entity-types/{entityType}/dictionary", {
          params: {
            path: { ...pathOf(bot), entityType },
            query: { search, limit: 100, ...(pageParam && { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });

export function createType(bot: BotSummary, entityType: string, body: EntityType) {
  return dataOf(
    client.PUT("/api/v1/bots/{namespace}/{name}/entity-types/{entityType}", {
      params: { path: { ...pathOf(bot), entityType } },
      headers: { "If-None-Match": "*" },
      body,
    }),
  );
}

/** Changes a type; the values of its dictionary stay. */
export function saveType(bot: BotSummary, { name, values: _values, etag, ...type }: TaggedType, changes: Partial<EntityType>) {
  return dataOf(
    client.PUT("/api/v1/bots/{namespace}/{name}/entity-types/{entityType}", {
      params: { path: { ...pathOf(bot), entityType: name }, header: { "If-Match": etag } },
      body: { ...type, ...changes },
    }),
  );
}

/** Makes a type that is read as a built-in one, or by its dictionary alone. */
export function saveDimension(bot: BotSummary, type: TaggedType, dimension: EntityType["dimension"] | "") {
  const { dimension: _before, ...rest } = type;
  return saveType(bot, rest, dimension ? { dimension } : {});
}

export function removeType(bot: BotSummary, { name, etag }: TaggedType): Promise<void> {
  return doneOf(
    client.DELETE("/api/v1/bots/{namespace}/{name}/entity-types/{entityType}", {
      params: { path: { ...pathOf(bot), entityType: name }, header: { "If-Match": etag } },
    }),
  );
}

const PATH = "/api/v1/bots/{namespace}/{name}/entity-types/{entityType}/dictionary/{value}" as const;

export function addValue(bot: BotSummary, entityType: string, entry: DictionaryEntry) {
  return dataOf(
    client.PUT(PATH, {
      params: { path: { ...pathOf(bot), entityType, value: entry.value } },
      headers: { "If-None-Match": "*" },
      body: entry,
    }),
  );
}

export function saveValue(bot: BotSummary, entityType: string, entry: DictionaryEntry, etag: string) {
  return dataOf(
    client.PUT(PATH, {
      params: {
        path: { ...pathOf(bot), entityType, value: entry.value },
        header: { "If-Match": etag },
      },
      body: entry,
    }),
  );
}

export function removeValue(bot: BotSummary, entityType: string, { value, etag }: TaggedEntry): Promise<void> {
  return doneOf(
    client.DELETE(PATH, {
      params: { path: { ...pathOf(bot), entityType, value }, header: { "If-Match": etag } },
    }),
  );
}

/** Adds values, and replaces those that are there. */
export function importValues(bot: BotSummary, entityType: string, entries: DictionaryEntry[]) {
  return dataOf(
    client.POST("/api/v1/bots/{namespace}/{name}/entity-types/{entityType}/dictionary", {
      params: { path: { ...pathOf(bot), entityType } },
      body: { entries },
    }),
  );
}

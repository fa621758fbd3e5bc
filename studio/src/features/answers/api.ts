import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import { client, dataOf } from "@/lib/api/client";
import type { BotSummary, Label } from "@/lib/api/types";
import { keyOf, pathOf } from "@/lib/bots/bot-queries";

import type { LabelFilter } from "./filter";
import { saidByKey } from "./uses";

/** The labels, page by page. */
export const labelsQuery = (bot: BotSummary, filter: LabelFilter) =>
  infiniteQueryOptions({
    queryKey: keyOf(bot, "labels", filter),
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        client.GET("/api/v1/bots/{namespace}/{name}/labels", {
          params: {
            path: pathOf(bot),
            query: {
              search: filter.search,
              missing: filter.missing,
              limit: 50,
              ...(filter.locale && { locale: filter.locale }),
              ...(filter.toReview && { validated: false }),
              ...(filter.unused && { unused: true }),
              ...(pageParam && { cursor: pageParam }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });

/** How often labels were said in the last 30 days, by label. */
export const saidQuery = (bot: BotSummary) =>
  queryOptions({
    queryKey: keyOf(bot, "label-uses"),
    queryFn: async ({ signal }) => {
      const { uses } = await dataOf(
        client.GET("/api/v1/bots/{namespace}/{name}/label-uses", {
          params: { path: pathOf(bot) },
          signal,
        }),
      );
      return saidByKey(uses);
    },
    // A map: comparing it with the one before would look into none of it.
    structuralSharing: false,
  });

/** Replaces a label, unless somebody else changed it since it was read. */
export function saveLabel(bot: BotSummary, key: string, label: Label, etag: string) {
  return dataOf(
    client.PUT("/api/v1/bots/{namespace}/{name}/labels/{label}", {
      params: { path: { ...pathOf(bot), label: key } },
      headers: { "If-Match": etag },
      body: label,
    }),
  );
}

/** Where the browser gets all labels as a table. */
export function labelFileOf({ namespace, name }: BotSummary): string {
  return `/api/v1/bots/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}/label-file`;
}

/** Takes over a table of labels; keys that the bot does not have are left out unless `create`. */
export function importLabels(bot: BotSummary, file: File, create: boolean) {
  return dataOf(
    client.POST("/api/v1/bots/{namespace}/{name}/label-file", {
      params: { path: pathOf(bot), query: create ? { create } : {} },
      // The body is the file itself.
      body: "",
      bodySerializer: () => file,
      headers: { "Content-Type": "text/csv" },
    }),
  );
}

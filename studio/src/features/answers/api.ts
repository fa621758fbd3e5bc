import { infiniteQueryOptions } from "@tanstack/react-query";

import { client, dataOf } from "@/lib/api/client";
import type { BotSummary, Label } from "@/lib/api/types";
import { keyOf, pathOf } from "@/lib/bots/bot-queries";

/** Which labels are shown. */
export interface LabelFilter {
  search: string;
  /** Only those that say nothing in `locale`, or in some language of the bot. */
  missing: boolean;
  locale: string;
  /** Only those that nothing says. */
  unused: boolean;
}

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
              limit: 100,
              ...(filter.locale && { locale: filter.locale }),
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

import { queryOptions } from "@tanstack/react-query";

import { client, dataOf } from "@/lib/api/client";

/** All bots that the server has. */
export const botsQuery = queryOptions({
  queryKey: ["bots"],
  queryFn: async ({ signal }) => {
    const { items } = await dataOf(client.GET("/api/v1/bots", { signal }));
    return items;
  },
});

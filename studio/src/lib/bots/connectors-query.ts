import { queryOptions } from "@tanstack/react-query";

import { client, dataOf } from "@/lib/api/client";

/** The kinds of channel that the server knows. */
export const connectorsQuery = (namespace: string) =>
  queryOptions({
    queryKey: ["connectors", namespace],
    queryFn: ({ signal }) =>
      dataOf(
        client.GET("/api/v1/namespaces/{namespace}/connectors", {
          params: { path: { namespace } },
          signal,
        }),
      ),
    staleTime: Infinity,
  });

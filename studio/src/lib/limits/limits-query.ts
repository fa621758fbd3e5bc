import { queryOptions } from "@tanstack/react-query";

import { client, dataOf } from "@/lib/api/client";

/** What a namespace may have, and how much of it is used. */
export const limitsQuery = (namespace: string) =>
  queryOptions({
    queryKey: ["namespace", namespace, "limits"],
    queryFn: ({ signal }) =>
      dataOf(
        client.GET("/api/v1/namespaces/{namespace}/limits", {
          params: { path: { namespace } },
          signal,
        }),
      ),
    refetchInterval: 30_000,
  });

/** From this part of a limit on one is told that it is nearly reached. */
const NEARLY = 0.8;

export interface Use {
  used: number;
  /** Absent: there is no limit. */
  max?: number | null | undefined;
}

/** Whether a limit is nearly reached. */
export function isNearlyReached({ used, max }: Use): boolean {
  return max != null && used >= max * NEARLY;
}

import { queryOptions } from "@tanstack/react-query";

import { client, dataOf } from "@/lib/api/client";

/** How many requests the bots of a namespace may have. */
export const planQuery = (namespace: string) =>
  queryOptions({
    queryKey: ["namespace", namespace, "plan"],
    queryFn: ({ signal }) =>
      dataOf(
        client.GET("/api/v1/namespaces/{namespace}/plan", { params: { path: { namespace } }, signal }),
      ),
  });

/** Sets it; without a name there is no plan, and no limit. */
export function setPlan(namespace: string, plan: { name?: string; requestsPerHour?: number }) {
  return dataOf(client.PUT("/api/v1/plans", { body: { namespace, ...plan } }));
}

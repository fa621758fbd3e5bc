import { queryOptions } from "@tanstack/react-query";

import { client, dataOf } from "@/lib/api/client";

/** How often one looks whether work has begun, and how far it is while some goes on. */
const IDLE_MS = 15_000;
const BUSY_MS = 1_000;

/** The latest long work of a namespace. */
export const jobsQuery = (namespace: string) =>
  queryOptions({
    queryKey: ["jobs", namespace],
    queryFn: async ({ signal }) => {
      const { items } = await dataOf(
        client.GET("/api/v1/namespaces/{namespace}/jobs", { params: { path: { namespace } }, signal }),
      );
      return items;
    },
    refetchInterval: ({ state }) => {
      const isBusy = state.data?.some((job) => job.state === "running" || job.state === "waiting");
      return isBusy === true ? BUSY_MS : IDLE_MS;
    },
  });

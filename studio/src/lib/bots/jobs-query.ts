import { queryOptions } from "@tanstack/react-query";

import { client, dataOf } from "@/lib/api/client";
import type { Job } from "@/lib/api/types";

/** How often one looks how far jobs are: while something is under way, and otherwise. */
const LOOK_MS = { busy: 1500, idle: 30_000 };

/** Whether a job goes on. */
export function isUnderWay({ state }: Pick<Job, "state">): boolean {
  return state === "waiting" || state === "running";
}

/** The key of the jobs of a namespace: who starts one invalidates it. */
export function jobsKey(namespace: string): readonly unknown[] {
  return ["jobs", namespace];
}

/** The latest jobs of a namespace, newest first. */
export const jobsQuery = (namespace: string) =>
  queryOptions({
    queryKey: jobsKey(namespace),
    queryFn: async ({ signal }) => {
      const { items } = await dataOf(
        client.GET("/api/v1/namespaces/{namespace}/jobs", {
          params: { path: { namespace } },
          signal,
        }),
      );
      return items;
    },
    refetchInterval: ({ state }) =>
      state.data?.some(isUnderWay) === true ? LOOK_MS.busy : LOOK_MS.idle,
  });

/** Asks a job to stop. */
export function cancelJob(namespace: string, id: string) {
  return dataOf(
    client.POST("/api/v1/namespaces/{namespace}/jobs/{id}/cancel", {
      params: { path: { namespace, id } },
    }),
  );
}

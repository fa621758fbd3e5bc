import { queryOptions, useQuery } from "@tanstack/react-query";

import { client, dataOf } from "@/lib/api/client";
import type { Permission } from "@/lib/api/types";

import { may, type Where } from "./rights";

/** Who uses Studio, and what they may do. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: ({ signal }) => dataOf(client.GET("/api/v1/session", { signal })),
  staleTime: 60_000,
});

/** What the one who uses Studio may do. */
export function useMay(): (permission: Permission, where: Where) => boolean {
  const { data } = useQuery(sessionQuery);
  return (permission, where) => may(data, permission, where);
}

import { client, dataOf } from "@/lib/api/client";
import type { Beginning } from "@/lib/api/types";

/** A bot to make. */
export interface NewBot {
  name: string;
  title: string;
  locales: string[];
  timeZone: string;
  from: Beginning;
}

export function makeBot(namespace: string, body: NewBot) {
  return dataOf(
    client.POST("/api/v1/namespaces/{namespace}/bots", { params: { path: { namespace } }, body }),
  );
}

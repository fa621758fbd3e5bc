import { client, dataOf } from "@/lib/api/client";

/** Makes a bot, or changes its draft, from an archive of files or from a dump. */
export function importBot(namespace: string, file: File, name: string) {
  return dataOf(
    client.POST("/api/v1/namespaces/{namespace}/import", {
      params: { path: { namespace }, query: name === "" ? {} : { name } },
      // The body is the file itself, whatever the description's type of bytes is.
      body: file as unknown as number[],
      bodySerializer: () => file,
      headers: { "Content-Type": "application/octet-stream" },
    }),
  );
}

import { queryOptions } from "@tanstack/react-query";

import { client, dataOf, doneOf } from "@/lib/api/client";
import type { BotHead, BotSummary, ShownChannel } from "@/lib/api/types";
import { keyOf, pathOf } from "@/lib/bots/bot-queries";

/** A channel to make, or what one becomes. */
export interface ChannelToPut {
  connector: string;
  environment: string;
  path?: string;
  settings: Record<string, unknown>;
  enabled: boolean;
}

export function makeChannel(bot: BotSummary, body: ChannelToPut) {
  return dataOf(
    client.POST("/api/v1/bots/{namespace}/{name}/channels", {
      params: { path: pathOf(bot) },
      body: body as never,
    }),
  );
}

/** A channel with the tag of how it was read. */
export interface ReadChannel {
  channel: ShownChannel;
  etag: string;
}

/** A channel as it is now, to change it. */
export const channelQuery = (bot: BotSummary, channel: string) =>
  queryOptions({
    // Beside what is read again when the bot changes: what is being changed stays as it was read.
    queryKey: ["channel", channel],
    queryFn: ({ signal }) => readChannel(bot, channel, signal),
    staleTime: 0,
    gcTime: 0,
  });

async function readChannel(
  bot: BotSummary,
  channel: string,
  signal?: AbortSignal,
): Promise<ReadChannel> {
  const answer = await client.GET("/api/v1/bots/{namespace}/{name}/channels/{channel}", {
    params: { path: { ...pathOf(bot), channel } },
    ...(signal && { signal }),
  });
  const read = await dataOf(Promise.resolve(answer));
  return { channel: read, etag: answer.response.headers.get("etag") ?? "*" };
}

export function putChannel(bot: BotSummary, { channel, etag }: ReadChannel, body: ChannelToPut) {
  return dataOf(
    client.PUT("/api/v1/bots/{namespace}/{name}/channels/{channel}", {
      params: { path: { ...pathOf(bot), channel: channel.id }, header: { "If-Match": etag } },
      body: body as never,
    }),
  );
}

/** Pauses a channel, or lets it answer again; the rest stays as it is now. */
export async function setEnabled(bot: BotSummary, channel: string, enabled: boolean) {
  const read = await readChannel(bot, channel);
  const { connector, environment, path, settings } = read.channel;
  return putChannel(bot, read, { connector, environment, path, settings, enabled });
}

export function deleteChannel(bot: BotSummary, { channel, etag }: ReadChannel) {
  return doneOf(
    client.DELETE("/api/v1/bots/{namespace}/{name}/channels/{channel}", {
      params: { path: { ...pathOf(bot), channel: channel.id }, header: { "If-Match": etag } },
    }),
  );
}

/** Conversations that are shown of a channel. */
const SHOWN = 5;

/** What happened on a channel last. */
export const lastQuery = (bot: BotSummary, channel: string) =>
  queryOptions({
    queryKey: keyOf(bot, "conversations", "last", channel),
    queryFn: async ({ signal }) => {
      const { items } = await dataOf(
        client.GET("/api/v1/bots/{namespace}/{name}/conversations", {
          params: { path: pathOf(bot), query: { channel, tests: true, limit: SHOWN } },
          signal,
        }),
      );
      return items;
    },
  });

/** What came and went on a channel last, with what became of it. */
export const eventsQuery = (bot: BotSummary, channel: string) =>
  queryOptions({
    queryKey: keyOf(bot, "channel-events", channel),
    queryFn: async ({ signal }) => {
      const { items } = await dataOf(
        client.GET("/api/v1/bots/{namespace}/{name}/channels/{channel}/events", {
          params: { path: { ...pathOf(bot), channel } },
          signal,
        }),
      );
      return items;
    },
    refetchInterval: 5_000,
  });

/** Looks whether users of a channel get answers; nothing is sent to anybody. */
export function testChannel(bot: BotSummary, channel: string) {
  return dataOf(
    client.POST("/api/v1/bots/{namespace}/{name}/channels/{channel}/test", {
      params: { path: { ...pathOf(bot), channel } },
    }),
  );
}

/** What a bot is called and looks like, in its draft. */
export const headQuery = (bot: BotSummary) =>
  queryOptions({
    queryKey: keyOf(bot, "head"),
    queryFn: async ({ signal }) => {
      const answer = await client.GET("/api/v1/bots/{namespace}/{name}/head", {
        params: { path: pathOf(bot) },
        signal,
      });
      const head = await dataOf(Promise.resolve(answer));
      return { head, etag: answer.response.headers.get("etag") ?? "*" };
    },
  });

export function putHead(bot: BotSummary, etag: string, body: BotHead) {
  return dataOf(
    client.PUT("/api/v1/bots/{namespace}/{name}/head", {
      params: { path: pathOf(bot), header: { "If-Match": etag } },
      body,
    }),
  );
}

/** By which ending the key of the bot's programs is known, and whether they are there. */
export const keyQuery = (bot: BotSummary) =>
  queryOptions({
    queryKey: keyOf(bot, "key"),
    queryFn: ({ signal }) =>
      dataOf(
        client.GET("/api/v1/bots/{namespace}/{name}/key", { params: { path: pathOf(bot) }, signal }),
      ),
    refetchInterval: 5_000,
  });

export function newKey(bot: BotSummary) {
  return dataOf(
    client.POST("/api/v1/bots/{namespace}/{name}/key", { params: { path: pathOf(bot) } }),
  );
}

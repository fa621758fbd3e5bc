import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import { client, dataOf, doneOf, taggedOf } from "@/lib/api/client";
import type { BotSummary, EntityUse, Label, Sentence, Story, TalkEvent } from "@/lib/api/types";
import { keyOf, pathOf } from "@/lib/bots/bot-queries";

import type { Draft } from "./draft";

/** The stories, page by page. */
export const storiesQuery = (bot: BotSummary, search: string) =>
  infiniteQueryOptions({
    queryKey: keyOf(bot, "stories", search),
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        client.GET("/api/v1/bots/{namespace}/{name}/stories", {
          params: {
            path: pathOf(bot),
            query: { search, limit: 100, ...(pageParam && { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });

/** A story with its labels, and the tags of all that. */
export interface StoredDraft extends Draft {
  etag: string;
  labelTags: Readonly<Record<string, string>>;
}

export async function readDraft(bot: BotSummary, story: string, signal?: AbortSignal): Promise<StoredDraft> {
  const params = { path: { ...pathOf(bot), story } };
  const options = { params, ...(signal && { signal }) };
  const [read, said] = await Promise.all([
    taggedOf(client.GET("/api/v1/bots/{namespace}/{name}/stories/{story}", options)),
    dataOf(client.GET("/api/v1/bots/{namespace}/{name}/stories/{story}/labels", options)),
  ]);
  const labels: Record<string, Label> = {};
  const labelTags: Record<string, string> = {};
  for (const { etag, key, missing: _missing, unused: _unused, ...label } of said.items) {
    labels[key] = label;
    labelTags[key] = etag;
  }
  return { story: read.data, labels, etag: read.etag, labelTags };
}

/** A story to edit: read when one opens it, and not again behind the back of who writes. */
export const draftQuery = (bot: BotSummary, story: string) =>
  queryOptions({
    queryKey: ["editing", bot.id, story],
    queryFn: ({ signal }) => readDraft(bot, story, signal),
    staleTime: Infinity,
    gcTime: 0,
    // What is not there does not come by asking again.
    retry: false,
  });

/** The labels that a draft has and what is stored has not, or has with other words. */
export function newLabels(draft: Draft, stored: Draft): Record<string, Label> {
  return Object.fromEntries(
    Object.entries(draft.labels).filter(([key, label]) => {
      const before = stored.labels[key];
      if (before === undefined) return (label.texts ?? []).length > 0;
      return JSON.stringify(before) !== JSON.stringify(label);
    }),
  );
}

/** What came of saving: what is stored now, and whether somebody changed it at the same moment. */
export interface Saved {
  stored: StoredDraft;
  isMine: boolean;
}

/** Stores a story with its labels, unless somebody changed one of them since they were read. */
export async function saveDraft(bot: BotSummary, draft: Draft, stored: StoredDraft): Promise<Saved> {
  const labels = newLabels(draft, stored);
  const tags = Object.keys(labels).map((key) => [key, stored.labelTags[key] ?? null]);
  const put = await taggedOf(
    client.PUT("/api/v1/bots/{namespace}/{name}/stories/{story}", {
      params: {
        path: { ...pathOf(bot), story: draft.story.name },
        header: { "If-Match": stored.etag },
      },
      body: { ...draft.story, labels, label_tags: Object.fromEntries(tags) },
    }),
  );
  // The labels have new tags. What was read counts as mine only when nobody wrote in between.
  const now = await readDraft(bot, draft.story.name);
  const isMine =
    now.etag === put.etag &&
    Object.entries(labels).every(([key, { texts }]) => now.labels[key]?.texts?.length === texts?.length);
  return { stored: now, isMine };
}

/** Makes a story that is not there yet. */
export function createStory(bot: BotSummary, story: Story, labels: Record<string, Label>) {
  const tags = Object.keys(labels).map((key) => [key, null]);
  return dataOf(
    client.PUT("/api/v1/bots/{namespace}/{name}/stories/{story}", {
      params: { path: { ...pathOf(bot), story: story.name } },
      headers: { "If-None-Match": "*" },
      body: { ...story, labels, label_tags: Object.fromEntries(tags) },
    }),
  );
}

export function removeStory(bot: BotSummary, story: string, etag: string): Promise<void> {
  return doneOf(
    client.DELETE("/api/v1/bots/{namespace}/{name}/stories/{story}", {
        params: { path: { ...pathOf(bot), story }, header: { "If-Match": etag } },
      }),
  );
}

export function renameStory(bot: BotSummary, story: string, to: string) {
  return dataOf(
    client.POST("/api/v1/bots/{namespace}/{name}/stories/{story}/rename", {
      params: { path: { ...pathOf(bot), story } },
      body: { to },
    }),
  );
}

/** Moves a story before another one, or to the end. */
export function placeStory(bot: BotSummary, story: string, place: { before: string } | "last") {
  return dataOf(
    client.POST("/api/v1/bots/{namespace}/{name}/stories/{story}/place", {
      params: { path: { ...pathOf(bot), story } },
      body: place === "last" ? {} : place,
    }),
  );
}

/** What is said to a story that is being written. */
export interface Try {
  locale: string;
  connector: string;
  events: readonly TalkEvent[];
}

/** What is wrong with a story that is being written, as it is or as a text, and what the bot says. */
export const rehearsalQuery = (
  bot: BotSummary,
  name: string,
  written: { story: Story } | { text: string },
  labels: Draft["labels"],
  { locale, connector, events }: Try,
) =>
  queryOptions({
    queryKey: ["rehearsal", bot.id, name, written, labels, locale, connector, events],
    queryFn: ({ signal }) =>
      dataOf(
        client.POST("/api/v1/bots/{namespace}/{name}/stories/{story}/rehearse", {
          params: { path: { ...pathOf(bot), story: name } },
          body: { ...written, labels: { ...labels }, locale, connector, events: [...events] },
          signal,
        }),
      ),
    staleTime: Infinity,
    gcTime: 30_000,
  });

/** An intent by its name, with the entities that its sentences may hold. */
export interface KnownIntent {
  name: string;
  entities: readonly EntityUse[];
}

/** All intents by name: what a story may name. */
export const knownIntentsQuery = (bot: BotSummary) =>
  queryOptions({
    queryKey: keyOf(bot, "known-intents"),
    queryFn: async ({ signal }) => {
      const known: KnownIntent[] = [];
      let cursor: string | undefined;
      do {
        const page = await dataOf(
          client.GET("/api/v1/bots/{namespace}/{name}/intents", {
            params: { path: pathOf(bot), query: { limit: 500, ...(cursor && { cursor }) } },
            signal,
          }),
        );
        known.push(...page.items.map(({ name, entities = [] }) => ({ name, entities })));
        cursor = page.next;
      } while (cursor !== undefined);
      return known;
    },
  });

/** Makes an intent with its first sentences. */
export async function createIntent(bot: BotSummary, intent: string, sentences: readonly string[], locale: string) {
  await dataOf(
    client.PUT("/api/v1/bots/{namespace}/{name}/intents/{intent}", {
      params: { path: { ...pathOf(bot), intent } },
      headers: { "If-None-Match": "*" },
      body: {},
    }),
  );
  const put: Sentence[] = sentences.map((text) => ({ text, locale, intent }));
  if (put.length === 0) return;
  await dataOf(
    client.POST("/api/v1/bots/{namespace}/{name}/sentences", {
      params: { path: pathOf(bot) },
      body: { put },
    }),
  );
}

import { infiniteQueryOptions } from "@tanstack/react-query";

import { client, dataOf, doneOf, taggedOf } from "@/lib/api/client";
import type { BotSummary, Label, NamedFaq } from "@/lib/api/types";
import { keyOf, pathOf } from "@/lib/bots/bot-queries";
import { addSentences } from "@/lib/sentences/sentence-calls";

/** Which entries are shown. */
export interface FaqFilter {
  search: string;
  tag: string;
  disabled: "" | "true" | "false";
}

/** The entries of the FAQ, page by page. */
export const faqsQuery = (bot: BotSummary, { search, tag, disabled }: FaqFilter) =>
  infiniteQueryOptions({
    queryKey: keyOf(bot, "faqs", search, tag, disabled),
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        client.GET("/api/v1/bots/{namespace}/{name}/faqs", {
          params: {
            path: pathOf(bot),
            query: {
              search,
              limit: 100,
              ...(tag && { tag }),
              ...(disabled && { disabled: disabled === "true" }),
              ...(pageParam && { cursor: pageParam }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });

/** The sentences that ask a question, in one language. */
export const questionsQuery = (bot: BotSummary, intent: string, locale: string) =>
  infiniteQueryOptions({
    queryKey: keyOf(bot, "sentences", "faq", intent, locale),
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        client.GET("/api/v1/bots/{namespace}/{name}/sentences", {
          params: {
            path: pathOf(bot),
            query: { intent, locale, limit: 200, ...(pageParam && { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });

/** An entry with its tag. */
export type TaggedFaq = NamedFaq & { etag: string };

/** Changes an entry: tags, what follows, on or off. */
export function saveFaq(bot: BotSummary, faq: TaggedFaq, changes: Partial<NamedFaq>) {
  const { answer, tags, ends_with, disabled } = { ...faq, ...changes };
  return dataOf(
    client.PUT("/api/v1/bots/{namespace}/{name}/faqs/{intent}", {
      params: { path: { ...pathOf(bot), intent: faq.intent }, header: { "If-Match": faq.etag } },
      body: {
        answer,
        ...(tags && tags.length > 0 && { tags }),
        ...(ends_with && { ends_with }),
        ...(disabled && { disabled }),
      },
    }),
  );
}

/** Changes what the answer says, unless somebody changed it since it was shown. */
export async function saveAnswer(bot: BotSummary, faq: TaggedFaq, label: Label) {
  const path = { ...pathOf(bot), label: faq.answer };
  const read = await taggedOf(
    client.GET("/api/v1/bots/{namespace}/{name}/labels/{label}", { params: { path } }),
  );
  // What was shown came with the entry, without a tag of its own.
  const isSame = JSON.stringify(read.data.texts ?? []) === JSON.stringify(faq.label.texts ?? []);
  return dataOf(
    client.PUT("/api/v1/bots/{namespace}/{name}/labels/{label}", {
      params: { path, header: { "If-Match": isSame ? read.etag : '"changed"' } },
      body: label,
    }),
  );
}

/** Changes the title of the question, and nothing else of its intent. */
export async function saveTitle(bot: BotSummary, intent: string, title: string) {
  const path = { ...pathOf(bot), intent };
  const { data, etag } = await taggedOf(
    client.GET("/api/v1/bots/{namespace}/{name}/intents/{intent}", { params: { path } }),
  );
  const { name: _name, sentences: _sentences, ...known } = data;
  return dataOf(
    client.PUT("/api/v1/bots/{namespace}/{name}/intents/{intent}", {
      params: { path, header: { "If-Match": etag } },
      body: { ...known, title },
    }),
  );
}

export function removeFaq(bot: BotSummary, { intent, etag }: TaggedFaq): Promise<void> {
  return doneOf(
    client.DELETE("/api/v1/bots/{namespace}/{name}/faqs/{intent}", {
        params: { path: { ...pathOf(bot), intent }, header: { "If-Match": etag } },
      }),
  );
}

/** A new entry as somebody writes it. */
export interface NewFaq {
  intent: string;
  title: string;
  questions: readonly string[];
  label: Label;
  locale: string;
}

/** Makes an entry with its intent, its questions and its answer. */
export async function createFaq(bot: BotSummary, { intent, title, questions, label, locale }: NewFaq) {
  const headers = { "If-None-Match": "*" };
  const answer = `faq.${intent}`;
  await dataOf(
    client.PUT("/api/v1/bots/{namespace}/{name}/intents/{intent}", {
      params: { path: { ...pathOf(bot), intent } },
      headers,
      body: { title },
    }),
  );
  await addSentences(bot, questions.map((text) => ({ text, locale, intent })));
  await dataOf(
    client.PUT("/api/v1/bots/{namespace}/{name}/labels/{label}", {
      params: { path: { ...pathOf(bot), label: answer } },
      headers,
      body: label,
    }),
  );
  await dataOf(
    client.PUT("/api/v1/bots/{namespace}/{name}/faqs/{intent}", {
      params: { path: { ...pathOf(bot), intent } },
      headers,
      body: { answer },
    }),
  );
}

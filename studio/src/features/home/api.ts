import { queryOptions } from "@tanstack/react-query";

import { client, dataOf } from "@/lib/api/client";
import type { BotSummary } from "@/lib/api/types";
import { keyOf, pathOf } from "@/lib/bots/bot-queries";

/** Sentences that are read to count them; of more it says "and more". */
export const COUNTED_MAX = 100;

/** The bot with the size of its draft. */
export const botQuery = (bot: BotSummary) =>
  queryOptions({
    queryKey: keyOf(bot, "details"),
    queryFn: ({ signal }) =>
      dataOf(client.GET("/api/v1/bots/{namespace}/{name}", { params: { path: pathOf(bot) }, signal })),
  });

/** Sentences that wait for a look: not understood, or badly answered as users say. */
export const waitingQuery = (bot: BotSummary, which: "unknown" | "bad") =>
  queryOptions({
    queryKey: keyOf(bot, "inbox", "counted", which),
    queryFn: async ({ signal }) => {
      const { items } = await dataOf(
        client.GET("/api/v1/bots/{namespace}/{name}/inbox", {
          params: {
            path: pathOf(bot),
            query: { limit: COUNTED_MAX, ...(which === "bad" ? { bad: true } : { intent: "-" }) },
          },
          signal,
        }),
      );
      return items.length;
    },
  });

/** How many answers lack a language of the bot. */
export const untranslatedQuery = (bot: BotSummary) =>
  queryOptions({
    queryKey: keyOf(bot, "labels", "missing"),
    queryFn: async ({ signal }) => {
      const { total } = await dataOf(
        client.GET("/api/v1/bots/{namespace}/{name}/labels", {
          params: { path: pathOf(bot), query: { missing: true, limit: 1 } },
          signal,
        }),
      );
      return total;
    },
  });

/** What comes of the draft's test dialogs. */
export const testsQuery = (bot: BotSummary) =>
  queryOptions({
    queryKey: keyOf(bot, "tests", "draft"),
    queryFn: ({ signal }) =>
      dataOf(
        client.POST("/api/v1/bots/{namespace}/{name}/run-dialogs", {
          params: { path: pathOf(bot) },
          body: { dialogs: [], environment: "draft" },
          signal,
        }),
      ),
    staleTime: 60_000,
  });

/** Whether the platform can do its work. */
export const healthQuery = queryOptions({
  queryKey: ["health"],
  queryFn: async ({ signal }) => {
    const { data, error } = await client.GET("/health/ready", { signal });
    // Where it cannot work, the answer is an error of the same shape.
    return (data ?? error) as { ready: boolean; problems: string[] };
  },
});

/** A question with its answer, in one language. */
export interface FirstAnswer {
  intent: string;
  locale: string;
  questions: string[];
  answer: string;
}

/** Teaches a question and its answer: an entry of the FAQ. */
export async function teach(bot: BotSummary, { intent, locale, questions, answer }: FirstAnswer) {
  const path = pathOf(bot);
  const key = `faq.${intent}`;
  await dataOf(
    client.PUT("/api/v1/bots/{namespace}/{name}/intents/{intent}", {
      params: { path: { ...path, intent } },
      body: { title: questions[0] ?? intent },
    }),
  );
  await dataOf(
    client.POST("/api/v1/bots/{namespace}/{name}/sentences", {
      params: { path },
      body: { put: questions.map((text) => ({ text, locale, intent })) },
    }),
  );
  await dataOf(
    client.PUT("/api/v1/bots/{namespace}/{name}/labels/{label}", {
      params: { path: { ...path, label: key } },
      body: { texts: [{ locale, variants: [answer], validated: true }] },
    }),
  );
  await dataOf(
    client.PUT("/api/v1/bots/{namespace}/{name}/faqs/{intent}", {
      params: { path: { ...path, intent } },
      body: { answer: key, tags: [] },
    }),
  );
}

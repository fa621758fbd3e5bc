import createClient from "openapi-fetch";

import type { Problem } from "./types";
import type { paths } from "./schema";

/** The server that gave us this page. `fetch` is looked up at each call, so that tests replace it. */
export const client = createClient<paths>({
  baseUrl: globalThis.location.origin,
  fetch: (request) => globalThis.fetch(request),
});

/** What the server refused, or why it could not be asked. */
export class ApiError extends Error {
  /** The HTTP status; `null` when there was no answer at all. */
  readonly status: number | null;

  constructor(status: number | null, message: string) {
    super(message);
    this.status = status;
  }
}

type Answer<T> = { data?: T; error?: unknown; response: Response };

/** The data of an answer; anything else is an {@link ApiError} with the server's own words. */
export async function dataOf<T>(call: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await call;
  } catch {
    throw new ApiError(null, "");
  }
  const { data, error, response } = answer;
  if (!response.ok || data === undefined) {
    throw new ApiError(response.status, problemText(error) ?? response.statusText);
  }
  return data;
}

function problemText(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const { title, detail, errors } = error as Partial<Problem>;
  const fields = (errors ?? []).map((field) => `${field.field}: ${field.detail}`);
  return [detail ?? title, ...fields].filter(Boolean).join("\n") || undefined;
}

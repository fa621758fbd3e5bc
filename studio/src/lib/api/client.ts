import createClient from "openapi-fetch";

import { noteCall } from "@/lib/undo/undo";

import type { Problem } from "./types";
import type { paths } from "./schema";

/** What the server wants to see with changes, so that pages of other sites cannot make them. */
function csrfToken(): string | undefined {
  return /(?:^|; )palabre_csrf=([0-9a-f]+)/.exec(document.cookie)?.[1];
}

/** The server that gave us this page. `fetch` is looked up at each call, so that tests replace it. */
export const client = createClient<paths>({
  baseUrl: globalThis.location.origin,
  fetch: async (request) => {
    const token = csrfToken();
    if (token !== undefined) request.headers.set("x-csrf-token", token);
    const response = await globalThis.fetch(request);
    if (response.status === 401) askToSignIn();
    noteCall(request.method, request.url, response.headers);
    return response;
  },
});

const SIGN_IN = "/sign-in";

/** Nobody is signed in, or no longer: one signs in and goes on from here. */
function askToSignIn(): void {
  const { pathname, search } = globalThis.location;
  if (pathname === SIGN_IN) return;
  const place = new URLSearchParams({ from: pathname + search });
  globalThis.location.assign(`${SIGN_IN}?${place}`);
}

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

/** Waits for a call that answers with nothing; a refusal is an {@link ApiError}. */
export async function doneOf(call: Promise<Answer<unknown>>): Promise<void> {
  await dataOf(call.then((answer) => ({ ...answer, data: answer.data ?? null })));
}

/** The data of an answer with its `ETag`, for `If-Match`. */
export async function taggedOf<T>(call: Promise<Answer<T>>): Promise<{ data: T; etag: string }> {
  let etag = "";
  const noting = call.then((answer) => {
    etag = answer.response.headers.get("etag") ?? "";
    return answer;
  });
  return { data: await dataOf(noting), etag };
}

function problemText(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const { title, detail, errors } = error as Partial<Problem>;
  const fields = (errors ?? []).map((field) => `${field.field}: ${field.detail}`);
  return [detail ?? title, ...fields].filter(Boolean).join("\n") || undefined;
}

import { queryOptions } from "@tanstack/react-query";

import { client, dataOf, doneOf } from "@/lib/api/client";

/** Where one signs in. */
export interface SignIn {
  email: string;
  password: string;
}

export function signIn(body: SignIn) {
  return dataOf(client.POST("/api/v1/session", { body }));
}

/** The ways to sign in: a password, perhaps a provider. */
export const waysQuery = queryOptions({
  queryKey: ["sign-in-ways"],
  queryFn: ({ signal }) => dataOf(client.GET("/api/v1/sign-in-ways", { signal })),
  staleTime: Infinity,
});

/** What a link that somebody was given is for; one that no longer works is an error. */
export const linkQuery = (token: string) =>
  queryOptions({
    queryKey: ["link", token],
    queryFn: ({ signal }) => dataOf(client.POST("/api/v1/links/look", { body: { token }, signal })),
    enabled: token !== "",
    retry: false,
    staleTime: Infinity,
  });

export function acceptLink(body: SignIn & { token: string; name: string }) {
  return dataOf(client.POST("/api/v1/links/use", { body }));
}

export function signOut() {
  return doneOf(client.DELETE("/api/v1/session"));
}

export function changePassword(body: { current: string; password: string }) {
  return dataOf(client.PUT("/api/v1/session/password", { body }));
}

/** Where one is signed in. */
export const sessionsQuery = queryOptions({
  queryKey: ["sessions"],
  queryFn: async ({ signal }) => {
    const { items } = await dataOf(client.GET("/api/v1/sessions", { signal }));
    return items;
  },
});

export function endSession(session: string) {
  return doneOf(
    client.DELETE("/api/v1/sessions/{session}", { params: { path: { session } } }),
  );
}

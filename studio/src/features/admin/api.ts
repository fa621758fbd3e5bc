import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import { client, dataOf, doneOf } from "@/lib/api/client";
import type { Permission } from "@/lib/api/types";

/** The key under which what belongs to a namespace lies. */
const keyOf = (namespace: string, ...rest: readonly unknown[]) => ["namespace", namespace, ...rest];

const at = (namespace: string) => ({ params: { path: { namespace } } });

export const membersQuery = (namespace: string) =>
  queryOptions({
    queryKey: keyOf(namespace, "members"),
    queryFn: async ({ signal }) =>
      (await dataOf(client.GET("/api/v1/namespaces/{namespace}/members", { ...at(namespace), signal })))
        .items,
  });

export function setRoles(namespace: string, account: string, roles: string[], bot?: string) {
  return dataOf(
    client.PUT("/api/v1/namespaces/{namespace}/members/{account}", {
      params: { path: { namespace, account } },
      body: { roles, ...(bot !== undefined && { bot }) },
    }),
  );
}

/** A link with which a member chooses a new password. */
export function resetLink(namespace: string, account: string) {
  return dataOf(
    client.POST("/api/v1/namespaces/{namespace}/members/{account}/reset", {
      params: { path: { namespace, account } },
    }),
  );
}

export const invitationsQuery = (namespace: string) =>
  queryOptions({
    queryKey: keyOf(namespace, "invitations"),
    queryFn: async ({ signal }) =>
      (
        await dataOf(
          client.GET("/api/v1/namespaces/{namespace}/invitations", { ...at(namespace), signal }),
        )
      ).items,
  });

export function invite(namespace: string, body: { email: string; role: string; bot?: string }) {
  return dataOf(
    client.POST("/api/v1/namespaces/{namespace}/invitations", { ...at(namespace), body }),
  );
}

export function uninvite(namespace: string, invitation: string) {
  return doneOf(
    client.DELETE("/api/v1/namespaces/{namespace}/invitations/{invitation}", {
      params: { path: { namespace, invitation } },
    }),
  );
}

export const tokensQuery = (namespace: string) =>
  queryOptions({
    queryKey: keyOf(namespace, "tokens"),
    queryFn: async ({ signal }) =>
      (await dataOf(client.GET("/api/v1/namespaces/{namespace}/tokens", { ...at(namespace), signal })))
        .items,
  });

/** A token to make. */
export interface NewToken {
  name: string;
  scopes: Permission[];
  expiresInDays?: number;
}

export function makeToken(namespace: string, { name, scopes, expiresInDays }: NewToken) {
  return dataOf(
    client.POST("/api/v1/namespaces/{namespace}/tokens", {
      ...at(namespace),
      body: { name, scopes, ...(expiresInDays !== undefined && { expires_in_days: expiresInDays }) },
    }),
  );
}

export function deleteToken(namespace: string, token: string) {
  return doneOf(
    client.DELETE("/api/v1/namespaces/{namespace}/tokens/{token}", {
      params: { path: { namespace, token } },
    }),
  );
}

export const signingKeysQuery = (namespace: string) =>
  queryOptions({
    queryKey: keyOf(namespace, "signing-keys"),
    queryFn: async ({ signal }) =>
      (
        await dataOf(
          client.GET("/api/v1/namespaces/{namespace}/signing-keys", { ...at(namespace), signal }),
        )
      ).items,
  });

/** A key to register: a public key as JSON, else a shared secret. */
export interface NewSigningKey {
  name: string;
  scopes: Permission[];
  material: string;
}

export function addSigningKey(namespace: string, { name, scopes, material }: NewSigningKey) {
  const text = material.trim();
  const key = text.startsWith("{") ? { jwk: JSON.parse(text) as never } : { secret: text };
  return dataOf(
    client.POST("/api/v1/namespaces/{namespace}/signing-keys", {
      ...at(namespace),
      body: { name, scopes, ...key },
    }),
  );
}

export function deleteSigningKey(namespace: string, key: string) {
  return doneOf(
    client.DELETE("/api/v1/namespaces/{namespace}/signing-keys/{key}", {
      params: { path: { namespace, key } },
    }),
  );
}

/** Erases a person; gives how much went. */
export function forget(namespace: string, user: string) {
  return dataOf(
    client.DELETE("/api/v1/namespaces/{namespace}/users/{user}", {
      params: { path: { namespace, user } },
    }),
  );
}

export const deadLettersQuery = (namespace: string) =>
  infiniteQueryOptions({
    queryKey: keyOf(namespace, "dead-letters"),
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        client.GET("/api/v1/namespaces/{namespace}/dead-letters", {
          params: { path: { namespace }, query: pageParam === "" ? {} : { cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });

export const deadLetterQuery = (namespace: string, deadLetter: string) =>
  queryOptions({
    queryKey: keyOf(namespace, "dead-letter", deadLetter),
    queryFn: ({ signal }) =>
      dataOf(
        client.GET("/api/v1/namespaces/{namespace}/dead-letters/{deadLetter}", {
          params: { path: { namespace, deadLetter } },
          signal,
        }),
      ),
  });

export function replay(namespace: string, deadLetter: string) {
  return doneOf(
    client.POST("/api/v1/namespaces/{namespace}/dead-letters/{deadLetter}/replay", {
      params: { path: { namespace, deadLetter } },
    }),
  );
}

export function deleteDeadLetter(namespace: string, deadLetter: string) {
  return doneOf(
    client.DELETE("/api/v1/namespaces/{namespace}/dead-letters/{deadLetter}", {
      params: { path: { namespace, deadLetter } },
    }),
  );
}

/** Which lines of the audit log. */
export interface AuditFilter {
  actor: string;
  action: string;
  object: string;
  /** Days, the last one included; empty: any. */
  from: string;
  to: string;
}

const DAY_MS = 24 * 3600 * 1000;

/** A filter as the server takes it. */
export function auditParameters(filter: AuditFilter) {
  const { actor, action, object, from, to } = filter;
  return {
    ...(actor && { actor }),
    ...(action && { action }),
    ...(object && { object }),
    ...(from && { from: Date.parse(from) }),
    ...(to && { until: Date.parse(to) + DAY_MS }),
  };
}

export const auditQuery = (namespace: string, filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: keyOf(namespace, "audit", filter),
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        client.GET("/api/v1/namespaces/{namespace}/audit", {
          params: {
            path: { namespace },
            query: { ...auditParameters(filter), ...(pageParam && { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });

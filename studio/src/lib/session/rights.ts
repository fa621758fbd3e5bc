import type { Permission, SessionInfo } from "@/lib/api/types";

/** Where something is to be done: everywhere, in a namespace, or with one bot of it. */
export interface Where {
  namespace?: string;
  /** The bot's id. */
  id?: string;
}

/** Whether somebody may do something somewhere, by the rights that the server says they have. */
export function may(session: SessionInfo | undefined, permission: Permission, where: Where): boolean {
  return (session?.rights ?? []).some(
    (right) =>
      right.permissions.includes(permission) &&
      (right.namespace === undefined || right.namespace === where.namespace) &&
      (right.bot === undefined || right.bot === where.id),
  );
}

/** The namespaces in which somebody may do something, of those that are known. */
export function namespacesFor(
  session: SessionInfo | undefined,
  permission: Permission,
  known: readonly string[],
): readonly string[] {
  const named = (session?.rights ?? []).flatMap((right) => right.namespace ?? []);
  return [...new Set([...named, ...known])]
    .filter((namespace) => may(session, permission, { namespace }))
    .toSorted();
}

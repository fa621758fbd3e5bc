import type { EntityUse } from "@/lib/api/types";

import { useKnownIntents } from "./editing";

/** The entities that sentences of the bot may hold, each role once. */
export function useKnownRoles(): readonly EntityUse[] {
  const known = useKnownIntents() ?? [];
  const byRole = new Map<string, EntityUse>();
  for (const { entities } of known) {
    for (const entity of entities) if (!byRole.has(entity.role)) byRole.set(entity.role, entity);
  }
  return [...byRole.values()].toSorted((a, b) => a.role.localeCompare(b.role));
}

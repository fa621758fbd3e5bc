import type { EntityUse } from "@/lib/api/types";

/** A type in a role: `number:seats`; the type alone when the role has its name. */
export function entityUseInWords({ entity_type, role }: EntityUse): string {
  return entity_type === role ? role : `${entity_type}:${role}`;
}

/** Types with roles as people write them, separated by commas. */
export function entityUseOf(typed: string): EntityUse[] {
  return typed
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean)
    .map((one) => {
      const [entity_type = "", role = entity_type] = one.split(":").map((part) => part.trim());
      return { entity_type, role };
    });
}

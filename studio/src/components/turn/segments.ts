import type { Annotation } from "@/lib/api/types";

/** What has a place in a sentence: found by the bot, or marked by a person. */
type Placed = Pick<Annotation, "span">;

/** A piece of a sentence: an entity, or the words between two. */
export interface Segment<E> {
  text: string;
  /** Where it begins, in UTF-16 code units. */
  start: number;
  entity?: E;
}

/**
 * Cuts a sentence at its entities. Together the pieces are the sentence again; an entity that is
 * out of range or overlaps the one before is left out.
 */
export function segmentsOf<E extends Placed>(text: string, entities: readonly E[]): Segment<E>[] {
  const segments: Segment<E>[] = [];
  let at = 0;
  const inOrder = entities.toSorted((a, b) => a.span.utf16_start - b.span.utf16_start);
  for (const entity of inOrder) {
    const { utf16_start: start, utf16_end: end } = entity.span;
    if (start < at || end <= start || end > text.length) continue;
    if (start > at) segments.push({ text: text.slice(at, start), start: at });
    segments.push({ text: text.slice(start, end), start, entity });
    at = end;
  }
  if (at < text.length) segments.push({ text: text.slice(at), start: at });
  return segments;
}

/** How many colours entities have; the same role has the same colour throughout a sentence. */
export const ENTITY_COLORS = 6;

/** A colour number per role, in the order in which roles first appear. */
export function colorsByRole(entities: readonly { role: string }[]): Map<string, number> {
  const colors = new Map<string, number>();
  for (const { role } of entities) {
    if (!colors.has(role)) colors.set(role, colors.size % ENTITY_COLORS);
  }
  return colors;
}

import type { Annotation, EntityFound, NamedIntent, Understanding } from "@/lib/api/types";

/** What a person says a sentence means. */
export interface Meaning {
  /** `null`: the bot shall not understand it. */
  intent: string | null;
  entities: readonly Annotation[];
}

/** What tells sentences apart. */
export function keyOf({ locale, text }: { locale: string; text: string }): string {
  return `${locale}\n${text}`;
}

/** What the bot itself would say. */
export function proposed(understanding: Understanding): Meaning {
  return { intent: understanding.intent ?? null, entities: understanding.entities.map(markOf) };
}

function markOf({ span, entity_type, role, sub_entities = [] }: EntityFound): Annotation {
  return { span, entity_type, role, sub_entities: sub_entities.map(markOf) };
}

/** The meaning without marks that sentences of its intent do not have. */
export function declared({ intent, entities }: Meaning, intents: readonly NamedIntent[]): Meaning {
  const uses = intents.find(({ name }) => name === intent)?.entities ?? [];
  const isDeclared = (mark: Annotation) =>
    uses.some((use) => use.role === mark.role && use.entity_type === mark.entity_type);
  return { intent, entities: entities.filter(isDeclared) };
}

/** A sentence that is understood differently than before. */
export interface Effect {
  text: string;
  before: Understanding;
  after: Understanding;
}

/** Which sentences are understood differently: another intent, or other marks. */
export function effectsOf(
  before: ReadonlyMap<string, Understanding>,
  after: ReadonlyMap<string, Understanding>,
): Effect[] {
  return [...after].flatMap(([key, now]) => {
    const then = before.get(key);
    return then === undefined || wordsFor(then) === wordsFor(now)
      ? []
      : [{ text: now.text, before: then, after: now }];
  });
}

function wordsFor({ intent, entities }: Understanding): string {
  const marks = entities.map(({ role, span }) => `${role} ${span.start} ${span.end}`);
  return [intent, ...marks].join("\n");
}

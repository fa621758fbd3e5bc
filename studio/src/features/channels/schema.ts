/** What a setting of a kind of channel is, as far as Studio can ask for it. */
export type Kind = "text" | "secret" | "integer" | "number" | "boolean" | "choice" | "lines" | "json";

/** A setting, read from the JSON Schema of a kind of channel. */
export interface Setting {
  name: string;
  title: string;
  hint: string;
  kind: Kind;
  required: boolean;
  /** What it is unless it is set, as people would type it. */
  initial: string;
  choices: readonly string[];
  minimum?: number;
  maximum?: number;
}

interface Property {
  type?: string | string[];
  title?: string;
  description?: string;
  default?: unknown;
  enum?: unknown[];
  minimum?: number;
  maximum?: number;
  items?: { type?: string };
  "x-secret"?: boolean;
}

interface Schema {
  properties?: Record<string, Property>;
  required?: string[];
}

/** The settings that a schema asks for: those that must be set first, then by name. */
export function settingsOf(schema: unknown): readonly Setting[] {
  const { properties = {}, required = [] } = (schema ?? {}) as Schema;
  const settings = Object.entries(properties).map(([name, property]): Setting => {
    const kind = kindOf(property);
    return {
      name,
      kind,
      title: property.title ?? name,
      hint: property.description ?? "",
      required: required.includes(name),
      initial: textOf(kind, property.default),
      choices: (property.enum ?? []).map(String),
      ...(property.minimum !== undefined && { minimum: property.minimum }),
      ...(property.maximum !== undefined && { maximum: property.maximum }),
    };
  });
  return settings.toSorted((a, b) => Number(b.required) - Number(a.required));
}

function kindOf(property: Property): Kind {
  const types = [property.type ?? []].flat().filter((type) => type !== "null");
  if (property["x-secret"] === true) return "secret";
  if (property.enum !== undefined) return "choice";
  if (types.length !== 1) return "json";
  switch (types[0]) {
    case "string":
      return "text";
    case "integer":
    case "number":
    case "boolean":
      return types[0];
    case "array":
      return property.items?.type === "string" ? "lines" : "json";
    default:
      return "json";
  }
}

/** A value as it stands in a field. */
export function textOf(kind: Kind, value: unknown): string {
  if (value === undefined || value === null) return "";
  if (kind === "lines" && Array.isArray(value)) return value.join("\n");
  return kind === "json" ? JSON.stringify(value, null, 2) : String(value);
}

/**
 * The value that stands in a field; `undefined` leaves it out.
 *
 * @throws SyntaxError where a field of JSON holds none
 */
export function valueOf(kind: Kind, text: string): unknown {
  if (kind === "boolean") return text === "true";
  if (kind === "lines") return text.split("\n").map((line) => line.trim()).filter(Boolean);
  if (text.trim() === "") return undefined;
  if (kind === "integer" || kind === "number") return Number(text);
  return kind === "json" ? (JSON.parse(text) as unknown) : text;
}

/**
 * What the API carries as plain JSON, in the shapes of the crates `model` and `engine`. The API's
 * description leaves these open, so they stand here by hand.
 */

export interface Trace {
  intent?: string;
  story?: string;
  step?: string;
  silence?: string;
  lines?: { topic: Topic; text: string; problem?: boolean }[];
}
export type Topic =
  | "conversation"
  | "intent"
  | "value"
  | "story"
  | "step"
  | "question"
  | "expression"
  | "label"
  | "channel"
  | "effect"
  | "budget";

export interface Message {
  id: string;
  body: MessageBody;
  delay_ms?: number | null;
  metadata?: Record<string, string>;
}
export type MessageBody =
  | {
      type: "text";
      text: string;
      quick_replies?: QuickReply[];
      buttons?: Button[];
      footnotes?: Footnote[];
    }
  | {
      type: "card";
      card: Card;
      quick_replies?: QuickReply[];
    }
  | {
      type: "carousel";
      cards: Card[];
      quick_replies?: QuickReply[];
    }
  | { type: "file"; file: File }
  | { type: "custom"; connector: string; payload: unknown }
  | { type: "typing" }
  | { type: "debug"; text: string; data: unknown };
export interface QuickReply {
  title: string;
  action: { type: "choice" } | { type: "say"; text: string } | { type: "location" };
  payload?: string;
  image_url?: string;
}
export interface Button {
  title: string;
  action:
    | { type: "postback" }
    | { type: "say"; text: string }
    | { type: "url"; url: string }
    | { type: "call"; number: string }
    | { type: "location" };
  payload?: string;
  image_url?: string;
}
export interface Card {
  title?: string;
  subtitle?: string;
  file?: File;
  buttons?: Button[];
}
export interface File {
  url: string;
  name: string;
  media: "image" | "audio" | "video" | "file";
  description?: string;
}
export interface Footnote {
  identifier: string;
  title: string;
  url?: string;
  content?: string;
  score?: number;
}

export interface Understanding {
  text: string;
  locale: string;
  intent: string | null;
  probability: number;
  intents: { intent: string; probability: number }[];
  entities: EntityFound[];
  not_retained?: EntityFound[];
  decided_by: "known_sentence" | "classifier" | "rejection" | "nothing";
  why?: { about: string; because: string; weight: number }[];
}
export interface EntityFound {
  span: { start: number; end: number; utf16_start: number; utf16_end: number };
  entity_type: string;
  role: string;
  value?: Value;
  probability: number;
  sub_entities?: EntityFound[];
  source: "known_sentence" | "model" | "dictionary" | "values";
}
export type Value =
  | ({ type: "date" } & DatePoint)
  | {
      type: "date_interval";
      from?: DatePoint;
      to?: DatePoint;
    }
  | { type: "duration"; iso: string; seconds: number }
  | { type: "number"; value: number }
  | { type: "ordinal"; value: number }
  | {
      type: "measure";
      measure: string;
      value?: number;
      up_to?: number;
      interval?: boolean;
      unit: string;
    }
  | { type: "email"; value: string }
  | { type: "url"; value: string }
  | { type: "phone"; value: string }
  | { type: "text"; value: string; candidates?: { value: string; probability: number }[] }
  | { type: "custom"; value: unknown };
export interface DatePoint {
  at: string;
  grain: "second" | "minute" | "hour" | "day" | "week" | "month" | "quarter" | "year";
}

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors?: { field: string; detail: string }[];
}

/**
 * The server's API. Written by hand in the shape of openapi-typescript, until the server publishes
 * its description: then `npm run api` writes this file.
 */

export interface paths {
  "/api/v1/bots": {
    get: {
      responses: {
        200: { content: { "application/json": components["schemas"]["BotList"] } };
        default: { content: { "application/problem+json": components["schemas"]["Problem"] } };
      };
    };
  };
  "/api/v1/bots/{namespace}/{name}/talk": {
    post: {
      parameters: {
        path: { namespace: string; name: string };
        header?: { "Idempotency-Key"?: string };
      };
      requestBody: { content: { "application/json": components["schemas"]["TalkRequest"] } };
      responses: {
        200: { content: { "application/json": components["schemas"]["TalkAnswer"] } };
        default: { content: { "application/problem+json": components["schemas"]["Problem"] } };
      };
    };
  };
}

export interface components {
  schemas: {
    BotList: { items: components["schemas"]["BotSummary"][] };
    BotSummary: {
      id: string;
      publicId: string;
      namespace: string;
      name: string;
      title?: string;
      description?: string;
      locales: string[];
      webPath: string;
      version?: number | null;
    };
    TalkRequest: { userId: string; locale: string; event: components["schemas"]["TalkEvent"] };
    TalkEvent:
      | { type: "sentence"; text: string }
      | { type: "choice"; payload: string }
      | { type: "start" };
    TalkAnswer: {
      turn: string;
      messages: components["schemas"]["Message"][];
      understanding?: components["schemas"]["Understanding"] | null;
      trace: components["schemas"]["Trace"];
      timings: { understandingUs: number; turnUs: number; totalUs: number };
    };

    Trace: {
      intent?: string;
      story?: string;
      step?: string;
      silence?: string;
      lines?: { topic: components["schemas"]["Topic"]; text: string; problem?: boolean }[];
    };
    Topic:
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

    Message: {
      id: string;
      body: components["schemas"]["MessageBody"];
      delay_ms?: number | null;
      metadata?: Record<string, string>;
    };
    MessageBody:
      | {
          type: "text";
          text: string;
          quick_replies?: components["schemas"]["QuickReply"][];
          buttons?: components["schemas"]["Button"][];
          footnotes?: components["schemas"]["Footnote"][];
        }
      | {
          type: "card";
          card: components["schemas"]["Card"];
          quick_replies?: components["schemas"]["QuickReply"][];
        }
      | {
          type: "carousel";
          cards: components["schemas"]["Card"][];
          quick_replies?: components["schemas"]["QuickReply"][];
        }
      | { type: "file"; file: components["schemas"]["File"] }
      | { type: "custom"; connector: string; payload: unknown }
      | { type: "typing" }
      | { type: "debug"; text: string; data: unknown };
    QuickReply: {
      title: string;
      action: { type: "choice" } | { type: "say"; text: string } | { type: "location" };
      payload?: string;
      image_url?: string;
    };
    Button: {
      title: string;
      action:
        | { type: "postback" }
        | { type: "say"; text: string }
        | { type: "url"; url: string }
        | { type: "call"; number: string }
        | { type: "location" };
      payload?: string;
      image_url?: string;
    };
    Card: {
      title?: string;
      subtitle?: string;
      file?: components["schemas"]["File"];
      buttons?: components["schemas"]["Button"][];
    };
    File: {
      url: string;
      name: string;
      media: "image" | "audio" | "video" | "file";
      description?: string;
    };
    Footnote: {
      identifier: string;
      title: string;
      url?: string;
      content?: string;
      score?: number;
    };

    Understanding: {
      text: string;
      locale: string;
      intent: string | null;
      probability: number;
      intents: { intent: string; probability: number }[];
      entities: components["schemas"]["EntityFound"][];
      not_retained?: components["schemas"]["EntityFound"][];
      decided_by: "known_sentence" | "classifier" | "rejection" | "nothing";
      why?: { about: string; because: string; weight: number }[];
    };
    EntityFound: {
      span: { start: number; end: number; utf16_start: number; utf16_end: number };
      entity_type: string;
      role: string;
      value?: components["schemas"]["Value"];
      probability: number;
      sub_entities?: components["schemas"]["EntityFound"][];
      source: "known_sentence" | "model" | "dictionary" | "values";
    };
    Value:
      | ({ type: "date" } & components["schemas"]["DatePoint"])
      | {
          type: "date_interval";
          from?: components["schemas"]["DatePoint"];
          to?: components["schemas"]["DatePoint"];
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
    DatePoint: {
      at: string;
      grain: "second" | "minute" | "hour" | "day" | "week" | "month" | "quarter" | "year";
    };

    Problem: {
      type: string;
      title: string;
      status: number;
      detail: string;
      errors?: { field: string; detail: string }[];
    };
  };
}

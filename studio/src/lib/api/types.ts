import type { Message, Trace, Understanding } from "./model";
import type { components } from "./schema";

export type * from "./model";

type Schemas = components["schemas"];

export type BotSummary = Schemas["BotSummary"];
export type TalkEvent = Schemas["TalkEvent"];
export type TalkAnswer = Omit<Schemas["TalkAnswer"], "messages" | "trace" | "understanding"> & {
  messages: Message[];
  trace: Trace;
  understanding?: Understanding | null;
};

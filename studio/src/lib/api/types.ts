import type { components } from "./schema";

type Schemas = components["schemas"];

export type BotSummary = Schemas["BotSummary"];
export type TalkEvent = Schemas["TalkEvent"];
export type TalkAnswer = Schemas["TalkAnswer"];
export type Message = Schemas["Message"];
export type MessageBody = Schemas["MessageBody"];
export type QuickReply = Schemas["QuickReply"];
export type Button = Schemas["Button"];
export type Card = Schemas["Card"];
export type File = Schemas["File"];
export type Footnote = Schemas["Footnote"];
export type Understanding = Schemas["Understanding"];
export type EntityFound = Schemas["EntityFound"];
export type Value = Schemas["Value"];
export type DatePoint = Schemas["DatePoint"];
export type Trace = Schemas["Trace"];
export type Topic = Schemas["Topic"];
export type Problem = Schemas["Problem"];
export type Label = Schemas["Label"];
export type NamedLabel = Schemas["NamedLabel"];
export type NamedIntent = Schemas["NamedIntent"];
export type Sentence = Schemas["Sentence"];
export type IdentifiedSentence = Schemas["IdentifiedSentence"];
export type Annotation = Schemas["Annotation"];
export type EntityUse = Schemas["EntityUse"];
export type ObjectChange = Schemas["ObjectChange"];

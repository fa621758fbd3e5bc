import type { BotSummary, SessionInfo, TalkAnswer } from "@/lib/api/types";

/** A bot as the server lists it. */
export const BOT: BotSummary = {
  id: "bot_1",
  publicId: "pub_1",
  namespace: "app",
  name: "gare",
  title: "Gare",
  locales: ["fr", "en"],
  webPath: "/io/app/gare/web",
  version: 1,
  unpublished: false,
};

/** Who may do everything. */
export const OWNER: SessionInfo = {
  kind: "account",
  account: { id: "acc_1", email: "ada@example.org", name: "Ada" },
  rights: [
    {
      permissions: [
        "view",
        "understand",
        "read-conversations",
        "train",
        "author",
        "publish",
        "manage-channels",
        "administer",
        "own",
      ],
    },
  ],
};

/** An answer of the bot to "un train pour Lyon". */
export const ANSWER: TalkAnswer = {
  turn: "turn_1",
  messages: [
    {
      id: "msg_1",
      body: {
        type: "text",
        text: "Pour quand ?",
        quick_replies: [
          { title: "Demain", action: { type: "choice" }, payload: "train?_step=when&day=1" },
        ],
      },
    },
    {
      id: "msg_2",
      body: {
        type: "carousel",
        cards: [
          { title: "8:01", buttons: [{ title: "Choisir", action: { type: "postback" }, payload: "a" }] },
          { title: "9:02" },
        ],
      },
    },
  ],
  understanding: {
    text: "un train pour Lyon",
    locale: "fr",
    intent: "train",
    probability: 0.934,
    intents: [
      { intent: "train", probability: 0.934 },
      { intent: "ticket", probability: 0.05 },
    ],
    entities: [
      {
        span: { start: 14, end: 18, utf16_start: 14, utf16_end: 18 },
        entity_type: "station",
        role: "destination",
        value: { type: "text", value: "lyon-part-dieu" },
        probability: 0.9,
        source: "dictionary",
      },
    ],
    decided_by: "classifier",
  },
  trace: {
    intent: "train",
    story: "find_train",
    step: "when",
    lines: [{ topic: "story", text: "`find_train` is started by `train`" }],
  },
  timings: { understandingUs: 420, turnUs: 1300, totalUs: 2100 },
};

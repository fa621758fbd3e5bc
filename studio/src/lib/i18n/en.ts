import * as admin from "./en/admin";
import * as answers from "./en/answers";
import * as botPage from "./en/bot-page";
import * as bots from "./en/bots";
import * as channels from "./en/channels";
import * as entities from "./en/entities";
import * as faq from "./en/faq";
import * as conversations from "./en/conversations";
import * as evaluations from "./en/evaluations";
import * as flags from "./en/flags";
import * as frame from "./en/frame";
import * as home from "./en/home";
import * as intents from "./en/intents";
import * as jobs from "./en/jobs";
import * as measure from "./en/measure";
import * as newBot from "./en/new-bot";
import * as objects from "./en/objects";
import * as publish from "./en/publish";
import * as queue from "./en/queue";
import * as screens from "./en/screens";
import * as session from "./en/session";
import * as stories from "./en/stories";
import * as talk from "./en/talk";
import * as tests from "./en/tests";
import * as threshold from "./en/threshold";
import * as understanding from "./en/understanding";
import * as values from "./en/values";

/** Every text of Studio, in English: a file for each part of it, whose sections are what it exports. */
export const en = {
  ...admin,
  ...answers,
  ...botPage,
  ...bots,
  ...channels,
  ...entities,
  ...faq,
  ...conversations,
  ...evaluations,
  ...flags,
  ...frame,
  ...home,
  ...intents,
  ...jobs,
  ...measure,
  ...newBot,
  ...objects,
  ...publish,
  ...queue,
  ...screens,
  ...session,
  ...stories,
  ...talk,
  ...tests,
  ...threshold,
  ...understanding,
  ...values,
};

/** The same keys with any text. */
export type Texts = { [Section in keyof typeof en]: Words<(typeof en)[Section]> };

type Words<T> = { [Key in keyof T]: T[Key] extends string ? string : Words<T[Key]> };

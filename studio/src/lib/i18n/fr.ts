import type { Texts } from "./en";
import * as admin from "./fr/admin";
import * as answers from "./fr/answers";
import * as botPage from "./fr/bot-page";
import * as bots from "./fr/bots";
import * as channels from "./fr/channels";
import * as entities from "./fr/entities";
import * as faq from "./fr/faq";
import * as conversations from "./fr/conversations";
import * as evaluations from "./fr/evaluations";
import * as flags from "./fr/flags";
import * as frame from "./fr/frame";
import * as home from "./fr/home";
import * as intents from "./fr/intents";
import * as jobs from "./fr/jobs";
import * as measure from "./fr/measure";
import * as newBot from "./fr/new-bot";
import * as objects from "./fr/objects";
import * as publish from "./fr/publish";
import * as queue from "./fr/queue";
import * as screens from "./fr/screens";
import * as session from "./fr/session";
import * as stories from "./fr/stories";
import * as talk from "./fr/talk";
import * as tests from "./fr/tests";
import * as threshold from "./fr/threshold";
import * as understanding from "./fr/understanding";
import * as values from "./fr/values";

/** Every text of Studio, in French, in the same files as the English ones. */
export const fr: Texts = {
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

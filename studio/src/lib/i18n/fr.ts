import type { Texts } from "./en";
import * as answers from "./fr/answers";
import * as botPage from "./fr/bot-page";
import * as bots from "./fr/bots";
import * as frame from "./fr/frame";
import * as intents from "./fr/intents";
import * as objects from "./fr/objects";
import * as publish from "./fr/publish";
import * as screens from "./fr/screens";
import * as session from "./fr/session";
import * as talk from "./fr/talk";
import * as understanding from "./fr/understanding";
import * as values from "./fr/values";

/** Every text of Studio, in French, in the same files as the English ones. */
export const fr: Texts = {
  ...answers,
  ...botPage,
  ...bots,
  ...frame,
  ...intents,
  ...objects,
  ...publish,
  ...screens,
  ...session,
  ...talk,
  ...understanding,
  ...values,
};

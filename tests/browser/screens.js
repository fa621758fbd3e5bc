// Every address of Studio, in the states in which people meet it: for the pictures and for the checks that
// hold on every screen. A screen of Studio that is not here fails a test.

import { readFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";

import { talk } from "./traffic.js";

/** The screens of a bot: their address below the bot's, then the name of each state and what its address adds. */
const OF_BOTS = {
  home: { home: "" },
  inbox: { inbox: "", "inbox-unknown": "?signal=unknown&lang=en" },
  conversations: {
    conversations: "",
    conversation: ({ conversation }) => `?conversation=${conversation}`,
  },
  stories: {
    stories: "",
    "story-canvas": "?story=book_ticket&view=canvas",
    "story-outline": "?story=book_ticket&view=outline",
    "story-text": "?story=book_ticket&view=text",
    "story-buttons": "?story=greet&view=outline",
  },
  faq: { faq: "" },
  intents: { intents: "", "intents-marked": "?intent=timetable" },
  entities: { entities: "", "entity-large": "?entity=station" },
  threshold: { threshold: "" },
  answers: { answers: "", "answers-none": "?missing=true" },
  flags: { flags: "" },
  talk: { talk: "" },
  tests: { tests: "", test: "?test=fr-lost-property-by-buttons" },
  evaluation: { evaluation: "" },
  publish: { publish: "" },
  measure: { measure: "" },
  channels: { channels: "", "channel-new": "?new=web" },
  members: { members: "" },
  programs: { programs: "" },
  privacy: { privacy: "" },
  limits: { limits: "" },
  failures: { failures: "" },
  audit: { audit: "" },
};

/** The other addresses, as Studio's router names them. */
const ELSEWHERE = {
  "/sign-in": { "sign-in": "/sign-in" },
  "/page/:publicId": { page: ({ publicId }) => `/page/${publicId}` },
  "/account": { account: "/account" },
  "/new": { new: "/new" },
};

/** What users say before the screens are looked at: understood, not understood, and pressed. */
const SENTENCES = [
  ["fr", "bonjour"],
  ["fr", "un train pour Lyon demain à 8h"],
  ["fr", "abracadabra"],
  ["en", "is there a lost property office"],
  ["en", "the weather on Mars"],
  ["fr", "je voudrais réserver un billet pour Paris"],
];

/**
 * Gives a new server with the sample bot something to show: conversations, a change, an evaluation.
 *
 * @returns {Promise<{ name: string, address: string }[]>} every screen in every state
 */
export async function screensOf(palabre) {
  for (const [at, [locale, text]] of SENTENCES.entries()) {
    await talk(palabre.url, { user: `visitor-${at % 3}`, locale, text });
  }
  const bot = `${palabre.url}/api/v1/bots/app/gare`;
  const { id } = await called(`${bot}/evaluations`, {});
  // While it is under way, every screen asks how far it is.
  while (["waiting", "running"].includes((await called(`${bot}/evaluations/${id}`)).job.state)) await wait(200);
  await called(`${bot}/sentences`, {
    put: [{ text: "is there a quiet coach", intent: "services", locale: "en" }],
  });
  const { items } = await called(`${bot}/conversations?search=Lyon`);
  const known = { publicId: await palabre.publicId("app/gare"), conversation: items[0].id };
  const filled = (states, base) =>
    Object.entries(states).map(([name, more]) => ({
      name,
      address: base + (typeof more === "function" ? more(known) : more),
    }));
  return [
    ...Object.entries(OF_BOTS).flatMap(([path, states]) => filled(states, `/bots/app/gare/${path}`)),
    ...Object.values(ELSEWHERE).flatMap((states) => filled(states, "")),
    { name: "not-found", address: "/bots/app/gare/nothing" },
  ];
}

/** Routes of Studio that no state above opens, and states of no route. */
export async function unknownScreens() {
  const source = (path) => readFile(new URL(`../../studio/src/app/${path}`, import.meta.url), "utf8");
  const pathsIn = (text) => [...text.matchAll(/\bpath: "([^"]+)"/g)].map(([, path]) => path);
  const inRouter = pathsIn(await source("router.tsx")).filter((path) => !["*", "bots/:namespace/:name"].includes(path));
  const routes = [...pathsIn(await source("screens.ts")), ...inRouter.map((path) => `/${path}`)];
  const known = [...Object.keys(OF_BOTS), ...Object.keys(ELSEWHERE)];
  return {
    untested: routes.filter((path) => !known.includes(path)),
    gone: known.filter((path) => !routes.includes(path)),
  };
}

async function called(address, body) {
  const { origin } = new URL(address);
  const init = body && {
    method: "POST",
    headers: { "content-type": "application/json", origin },
    body: JSON.stringify(body),
  };
  const answer = await fetch(address, init);
  if (!answer.ok) throw new Error(`${address} answers ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

/** Waits until a screen has all that it asks for. */
export async function settled(page, address) {
  // The chat of a bot's page listens for as long as it is open: there the greeting is the last thing to come.
  if (address.startsWith("/page/")) await page.getByRole("log").getByText(/\S/).first().waitFor();
  else await page.waitForLoadState("networkidle");
}

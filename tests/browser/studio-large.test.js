// Studio with a bot of 50,000 sentences, 5,000 stories and 50,000 labels: what it asks for and shows stays small.
// How long it takes is printed, for docs/studio.md; nothing depends on it.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { launch, openPage } from "./browser.js";
import { INTENTS, LABELS, SENTENCES_OF_EACH, STORIES, writeLargeBot } from "./large-bot.js";
import { startPalabre } from "./palabre.js";
import { BINARY, group } from "./requirements.js";

const DESKTOP = { width: 1280, height: 800 };

/** Elements in a page: a list of everything would have more. */
const ELEMENTS_MAX = 6_000;

const number = new Intl.NumberFormat("en");

/** The lists: where they stand, what says how many there are, what a row is, and what finds one row. */
const LISTS = [
  {
    name: "sentences",
    screen: "intents?intent=intent_3&lang=en",
    total: `${SENTENCES_OF_EACH} sentences`,
    row: 'button[aria-label^="Remove “"]',
    search: { field: "Search in the sentences", text: " 42", found: "One sentence" },
  },
  {
    name: "intents",
    screen: "intents",
    total: "intent_0",
    row: '[aria-label="Intents"] > li',
    rowsMax: INTENTS,
    search: { field: "Find or make an intent", text: "intent_249", found: "intent_249" },
  },
  {
    name: "stories",
    screen: "stories",
    total: `${number.format(STORIES)} stories`,
    row: 'main a[href*="?story="]',
    search: { field: "Search in names and descriptions", text: "story_4321", found: "One story" },
  },
  {
    name: "labels",
    screen: "answers",
    total: `${number.format(LABELS)} answers`,
    row: 'textarea[aria-label^="label."]',
    search: { field: "Search in keys and texts", text: "label.k43210", found: "One answer" },
  },
];

group("Studio, with a large bot", async (t) => {
  const files = await mkdtemp(join(tmpdir(), "palabre-large-"));
  t.after(() => rm(files, { recursive: true, force: true }));
  await writeLargeBot(files);
  const palabre = await startPalabre({
    bots: [],
    prepare: (data) => promisify(execFile)(BINARY, ["import", files, "--data", data], { maxBuffer: 64 << 20 }),
  });
  t.after(palabre.stop);
  const browser = await launch();
  t.after(() => browser.close());
  const hosts = [new URL(palabre.url).host];
  const address = (screen) => `${palabre.url}/bots/app/large/${screen}`;

  for (const { name, screen, total, row, rowsMax = 100, search } of LISTS) {
    await t.test(`a list of ${name} opens with one page of it, and finds one of them`, async () => {
      const { page, complaints, close } = await openPage(browser, { locale: "en-GB", viewport: DESKTOP }, hosts);
      // Studio is open, the screen's file is in the cache: what remains is the list.
      await page.goto(address(screen));
      await page.getByText(total, { exact: true }).first().waitFor();
      await page.goto(address("flags"));
      await page.getByRole("heading", { name: "Feature flags", level: 1 }).waitFor();
      await page.waitForLoadState("networkidle");
      const asked = [];
      page.on("request", (request) => {
        const { pathname, search } = new URL(request.url());
        if (pathname.startsWith("/api/")) asked.push(pathname + search);
      });
      const worked = await workOf(page);
      const opened = await page.evaluate(
        ({ path, row }) =>
          new Promise((resolve) => {
            const began = performance.now();
            const look = () => {
              if (document.querySelector(row)) requestAnimationFrame(() => resolve(performance.now() - began));
              else requestAnimationFrame(look);
            };
            history.pushState({}, "", path);
            globalThis.dispatchEvent(new PopStateEvent("popstate", { state: {} }));
            look();
          }),
        { path: new URL(address(screen)).pathname + new URL(address(screen)).search, row },
      );
      await page.getByText(total, { exact: true }).first().waitFor();
      await page.waitForLoadState("networkidle");
      const work = await worked();
      assert.equal(new Set(asked).size, asked.length, `${name} asks for nothing twice: ${asked}`);
      assert.ok(asked.length <= 6, `${name} asks for little: ${asked}`);
      const rows = await page.locator(row).count();
      assert.ok(rows > 0 && rows <= rowsMax, `${name} shows one page: ${rows} rows`);
      const elements = await page.evaluate(() => document.querySelectorAll("*").length);
      assert.ok(elements <= ELEMENTS_MAX, `${name} is shown with ${elements} elements`);

      // Letters are typed at once; what they find is asked for when one pauses.
      asked.length = 0;
      const field = page.getByRole("textbox", { name: search.field, exact: true });
      await field.focus();
      const slowest = await slowestLetter(page, search.text);
      await page.getByText(search.found, { exact: true }).first().waitFor();
      assert.ok(asked.length <= 2, `${name} does not ask for every letter: ${asked}`);
      console.log(
        `${name}: opened in ${opened.toFixed(0)} ms (${work.toFixed(0)} ms of the page's processor time), ${rows} rows, ${elements} elements; the slowest letter took ${slowest.toFixed(0)} ms`,
      );
      assert.deepEqual(complaints, []);
      await close();
    });
  }
});

/** The processor time that the page spends from now on, in milliseconds; others on the machine do not count. */
async function workOf(page) {
  const browser = await page.context().newCDPSession(page);
  await browser.send("Performance.enable", { timeDomain: "threadTicks" });
  const spent = async () => {
    const { metrics } = await browser.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration").value * 1000;
  };
  const before = await spent();
  return async () => (await spent()) - before;
}

/** Types letter by letter; the longest time from a key to the picture after it, in milliseconds. */
async function slowestLetter(page, text) {
  await page.evaluate(() => {
    globalThis.slowest = 0;
    globalThis.addEventListener("keydown", () => {
      const began = performance.now();
      requestAnimationFrame(() =>
        setTimeout(() => {
          globalThis.slowest = Math.max(globalThis.slowest, performance.now() - began);
        }),
      );
    });
  });
  await page.keyboard.type(text, { delay: 20 });
  return page.evaluate(() => globalThis.slowest);
}

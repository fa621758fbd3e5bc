// Studio's entities, threshold and answers, against the real server.

import assert from "node:assert/strict";
import { Buffer } from "node:buffer";

import { seriousFindings } from "./axe.js";
import { launch, openPage, picture } from "./browser.js";
import { startPalabre } from "./palabre.js";
import { group } from "./requirements.js";

const DESKTOP = { width: 1280, height: 800 };

/** Values of the dictionary that is imported. */
const VALUES = 100_000;

group("Studio, understanding", async (t) => {
  const palabre = await startPalabre({ bots: [] });
  t.after(palabre.stop);
  const browser = await launch();
  t.after(() => browser.close());
  const hosts = [new URL(palabre.url).host];
  const api = `${palabre.url}/api/v1/bots/app/gare`;
  const open = async (screen, options = {}) => {
    const opened = await openPage(browser, { locale: "en-GB", viewport: DESKTOP, ...options }, hosts);
    await opened.page.goto(`${palabre.url}/bots/app/gare/${screen}`);
    return opened;
  };
  const json = async (path) => (await fetch(`${api}/${path}`)).json();
  const button = (page, name) => page.getByRole("button", { name, exact: true });
  const field = (page, name) => page.getByRole("textbox", { name, exact: true });
  const stored = (page, method) => page.waitForResponse((response) => response.request().method() === method);

  await t.test("an entity is made, and gets a dictionary of 100,000 values from a file", async () => {
    const { page, complaints, close } = await open("entities");
    await field(page, "Name of a new entity").fill("village");
    await button(page, "Make the entity “village”").click();
    await page.getByRole("heading", { name: "village", level: 1 }).waitFor();
    const lines = Array.from({ length: VALUES }, (_, at) => `v${at},Village ${at}|Hamlet ${at},Le village ${at}`);
    const file = `value,en,fr\n${lines.join("\n")}\n`;
    await page.locator('input[type="file"]').setInputFiles({
      name: "villages.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(file),
    });
    await page.getByRole("progressbar", { name: "Importing" }).waitFor();
    await page.getByText(/^100000 of 100000: 100000 new/).waitFor({ timeout: 300_000 });
    await page.getByText("100,000 values", { exact: true }).waitFor();

    await field(page, "Search in values and words").fill("Hamlet 99999");
    await page.getByText("One value", { exact: true }).waitFor();
    const words = field(page, "v99999, English");
    assert.equal(await words.inputValue(), "Village 99999 | Hamlet 99999");
    await words.fill("Village 99999 | The last one");
    const saved = stored(page, "PUT");
    await words.blur();
    await saved;
    const value = await json("entity-types/village/dictionary/v99999");
    assert.deepEqual(value.labels.en, ["Village 99999", "The last one"]);
    assert.deepEqual(value.labels.fr, ["Le village 99999"]);
    await picture(page, "studio-entities");
    assert.deepEqual(await seriousFindings(page), []);
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("an answer has words of its own for a channel, and says where a language is missing", async () => {
    const { page, complaints, close } = await open("answers");
    await field(page, "Search in keys and texts").fill("access.call");
    await field(page, "access.call, English").focus();
    await page.getByRole("combobox", { name: "Text for access.call, English on one kind of channel" }).selectOption("spoken");
    const spoken = field(page, "access.call, English, spoken");
    await spoken.fill("Say: assistance");
    const saved = stored(page, "PUT");
    await spoken.blur();
    await saved;
    const { texts } = await json("labels/access.call");
    assert.deepEqual(texts.at(-1), { locale: "en", interface: "voice", variants: ["Say: assistance"] });
    await picture(page, "studio-answers-channels");
    assert.deepEqual(await seriousFindings(page), []);

    // The filter lies in the address, which follows a moment after the click.
    await page.getByRole("checkbox", { name: "Lacks a language" }).click();
    await page.getByRole("heading", { name: "No answer found" }).waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("the understanding is measured, and the threshold is set where one sees what it brings", async () => {
    const { page, complaints, close } = await open("threshold");
    await page.getByRole("heading", { name: "Nothing was measured yet" }).waitFor();
    await button(page, "Measure it").click();
    await page.getByRole("img", { name: /^Sentences understood/ }).waitFor({ timeout: 240_000 });
    const slider = page.getByRole("slider");
    await slider.fill("0.42");
    const saved = stored(page, "PUT");
    await button(page, "Use this threshold").click();
    await saved;
    assert.equal((await json("head")).settings.unknown_threshold, 0.42);
    await picture(page, "studio-threshold");
    assert.deepEqual(await seriousFindings(page), []);
    await page.goto(`${palabre.url}/bots/app/gare/intents?intent=timetable`);
    await page.getByText(/^F1 /).waitFor();
    assert.deepEqual(await seriousFindings(page), []);
    assert.deepEqual(complaints, []);
    await close();
  });
});

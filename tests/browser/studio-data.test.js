// What goes into and out of Studio as a whole: tables of texts, dumps, and what is set for a namespace.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { seriousFindings } from "./axe.js";
import { launch, openPage, picture } from "./browser.js";
import { startPalabre } from "./palabre.js";
import { group } from "./requirements.js";
import { talk } from "./traffic.js";

const DESKTOP = { width: 1280, height: 800 };
const DUMP = fileURLToPath(
  new URL("../../crates/importers/tests/data/application-dump.constructed.json", import.meta.url),
);

group("Studio, texts, dumps and settings", async (t) => {
  const palabre = await startPalabre({ bots: [] });
  t.after(palabre.stop);
  const browser = await launch();
  t.after(() => browser.close());
  const hosts = [new URL(palabre.url).host];
  const open = async (path) => {
    const opened = await openPage(browser, { locale: "en-GB", viewport: DESKTOP }, hosts);
    await opened.page.goto(palabre.url + path);
    return opened;
  };
  const button = (page, name) => page.getByRole("button", { name, exact: true });
  const field = (page, name) => page.getByRole("textbox", { name, exact: true });
  const json = async (path) => (await fetch(`${palabre.url}/api/v1/${path}`)).json();
  const stored = (page, method) => page.waitForResponse((response) => response.request().method() === method);

  await t.test("texts go to a translator as a table, and come back", async () => {
    const { page, complaints, close } = await open("/bots/app/gare/answers");
    await page.getByText("As a table for translators (CSV)").click();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: /^Save/ }).click(),
    ]);
    const table = await readFile(await file.path(), "utf8");
    const before = table.split("\n").find((line) => line.includes("access.call") && line.includes("Call assistance"));
    assert.ok(before, "the table holds what is said");

    const pick = page.getByLabel("Read a table in");
    const give = (text) =>
      pick.setInputFiles({ name: "texts.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
    await give(table);
    await button(page, "Read it in").click();
    await page.getByText("Changed: 0. New: 0.", { exact: false }).waitFor();
    await give(table.replace("Call assistance", "Ask somebody to help"));
    await button(page, "Read it in").click();
    await page.getByText("Changed: 1. New: 0.", { exact: false }).waitFor();
    assert.deepEqual(await seriousFindings(page), []);
    await page.waitForFunction(
      () => document.querySelector('[aria-label="access.call, English"]')?.value === "Ask somebody to help",
    );

    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("a text that waits for review is vouched for, and waits no more", async () => {
    const label = await json("bots/app/gare/labels/access.call");
    const texts = label.texts.map((text) => (text.locale === "en" ? { ...text, validated: false } : text));
    const { key: _key, unused: _unused, missing: _missing, etag: _etag, ...rest } = label;
    const put = await fetch(`${palabre.url}/api/v1/bots/app/gare/labels/access.call`, {
      method: "PUT",
      headers: { "content-type": "application/json", origin: palabre.url, "if-match": "*" },
      body: JSON.stringify({ ...rest, texts }),
    });
    assert.ok(put.ok, await put.text());
    const { page, complaints, close } = await open("/bots/app/gare/answers?validated=false&locale=en");
    await page.getByText("One answer", { exact: true }).waitFor();
    await button(page, "Reviewed").click();
    await page.getByText("No answer", { exact: true }).waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("answers tell how often each of their variants was said", async () => {
    for (const user of ["anna", "bert"]) {
      await talk(palabre.url, { user, locale: "en", text: "is there a lost property office" });
    }
    const { uses, unsaid } = await json("bots/app/gare/label-uses");
    const [{ key, locale }] = uses;
    const ofLabel = uses.filter((use) => use.key === key);
    const sum = ofLabel.reduce((sum, { count }) => sum + count, 0);
    assert.ok(sum > 1 && locale === "en", "it was said");
    const { page, complaints, close } = await open(`/bots/app/gare/answers?search=${key}`);
    const row = page.getByRole("region", { name: key, exact: true });
    await row.waitFor();
    assert.equal(await page.getByText(/^Said/).count(), 0, "who does not ask sees no figures");
    await page.getByRole("checkbox", { name: "How often it was said" }).click();
    await row.getByText(`Said ${sum} times in 30 days`, { exact: false }).waitFor();
    await row.getByText(/^English: \d/).waitFor();
    assert.deepEqual(await seriousFindings(page), []);
    await picture(page, "studio-said");
    // The address says so; what was not said says that.
    assert.match(page.url(), /said=true/);
    await page.getByRole("textbox", { name: "Search in keys and texts" }).fill(unsaid[0].key);
    const silent = page.getByRole("region", { name: unsaid[0].key, exact: true });
    await silent.getByText("Not said in 30 days").waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("how long things are kept is set, refused with a reason, and still there after a reload", async () => {
    const { page, complaints, close } = await open("/bots/app/gare/privacy");
    const days = page.getByRole("spinbutton", { name: "Conversations: days until they are deleted" });
    await days.fill("30");
    await button(page, "Add a rule").click();
    await field(page, "Rule 1: name").fill("card");
    await field(page, "Rule 1: what it finds").fill("(");
    await button(page, "Save").click();
    await page.getByRole("alert").waitFor();
    await field(page, "Rule 1: what it finds").fill("\\d{16}");
    await button(page, "Save").click();
    await page.getByText("It holds from now on.").waitFor();
    await page.reload();
    await page.getByRole("spinbutton", { name: "Conversations: days until they are deleted" }).waitFor();
    assert.equal(await days.inputValue(), "30");
    assert.equal(await field(page, "Rule 1: what it finds").inputValue(), "\\d{16}");
    assert.deepEqual(await seriousFindings(page), []);
    assert.deepEqual(complaints.filter((one) => !one.includes("400")), []);
    await close();
  });

  await t.test("a dump of another platform becomes a bot that opens, with what was left out named", async () => {
    const { page, complaints, close } = await open("/new");
    await page.getByRole("radio", { name: "What you have" }).check();
    await page.getByLabel("Archive or dump").setInputFiles(DUMP);
    await button(page, "Import").click();
    await page.getByText("The bot voyage_test was made from the file.").waitFor();
    assert.deepEqual(await seriousFindings(page), []);
    await page.getByRole("link", { name: "Go on with this bot" }).click();
    await page.waitForURL("**/home");
    await page.getByRole("link", { name: "Intents", exact: true }).click();
    await page.getByRole("list", { name: "Intents" }).getByRole("listitem").first().waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("a dump is added to a bot that is there, and a version is brought back into its draft", async () => {
    const { page, complaints, close } = await open("/bots/app/gare/publish");
    const before = (await json("bots/app/gare")).intents;
    await page.getByLabel("Import into the draft").setInputFiles(DUMP);
    await button(page, "Import").click();
    await page.getByText("The draft has the content of the file.").waitFor();
    assert.ok((await json("bots/app/gare")).intents > before, "the intents of the dump are there");
    const restored = stored(page, "POST");
    await button(page, "Copy into the draft: version 1").click();
    await page.getByRole("dialog").getByRole("button", { name: "Copy into the draft" }).click();
    assert.ok((await restored).ok());
    await page.getByText("Users meet all of the draft already.").waitFor();
    assert.equal((await json("bots/app/gare")).intents, before);
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("a bot is deleted, and Studio goes on with another one", async () => {
    const { page, complaints, close } = await open("/bots/app/voyage_test/publish");
    await button(page, "Delete the bot").click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete the bot" }).click();
    await page.waitForURL("**/bots/app/gare/home");
    const { items } = await json("bots");
    assert.deepEqual(items.map(({ name }) => name), ["gare"]);
    assert.deepEqual(complaints, []);
    await close();
  });
});

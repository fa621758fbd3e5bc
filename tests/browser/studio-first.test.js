// From an empty installation to a bot that answers on a page: what somebody does who has read nothing.

import assert from "node:assert/strict";

import { seriousFindings } from "./axe.js";
import { launch, openPage, picture } from "./browser.js";
import { startPalabre } from "./palabre.js";
import { group } from "./requirements.js";

const DESKTOP = { width: 1280, height: 800 };

/** What a server does at most to one who knows what to do; people need the rest of five minutes. */
const PATIENCE_MS = 60_000;

group("Studio, first use", async (t) => {
  const palabre = await startPalabre({ bots: [] });
  t.after(palabre.stop);
  const browser = await launch();
  t.after(() => browser.close());
  const hosts = [new URL(palabre.url).host];
  const open = async (path, options = {}) => {
    const opened = await openPage(browser, { locale: "en-GB", viewport: DESKTOP, ...options }, hosts);
    await opened.page.goto(palabre.url + path);
    return opened;
  };
  const button = (page, name) => page.getByRole("button", { name, exact: true });
  const field = (page, name) => page.getByRole("textbox", { name, exact: true });
  const asked = async (page, sentence, answer) => {
    await page.getByRole("textbox").fill(sentence);
    await page.keyboard.press("Enter");
    await page.getByText(answer).first().waitFor();
  };

  await t.test("from nothing to a published bot that answers on its page", async () => {
    // The sample is what an empty installation begins with; without it Studio begins with making a bot.
    await fetch(`${palabre.url}/api/v1/bots/app/gare`, { method: "DELETE" });
    const began = Date.now();
    const { page, complaints, close } = await open("/");
    await page.getByRole("heading", { name: "Create a bot" }).waitFor();
    assert.deepEqual(await seriousFindings(page), []);
    await page.getByRole("radio", { name: "From scratch" }).check();
    await field(page, "Title").fill("Médiathèque de Nantes");
    assert.equal(await field(page, "Name in addresses").inputValue(), "mediatheque_de_nantes");
    await button(page, "Create the bot").click();
    await page.getByText("Key for programs").waitFor();
    await button(page, "Go on with this bot").click();

    await field(page, "What users ask").fill("when are you open\nopening hours\nare you open on sunday");
    await field(page, "What the bot answers").fill("From Tuesday to Saturday, 10 am to 6 pm.");
    await picture(page, "studio-first-answer");
    assert.deepEqual(await seriousFindings(page), []);
    await button(page, "Teach it").click();
    await page.getByRole("link", { name: /publish them/ }).click();
    await button(page, "Publish").click();
    await page.getByText("Version 2 is live.").waitFor();

    await page.getByRole("link", { name: "Home", exact: true }).click();
    const [shown] = await Promise.all([
      page.context().waitForEvent("page"),
      page.getByRole("link", { name: "Open its page" }).click(),
    ]);
    await asked(shown, "are you open on sunday", "From Tuesday to Saturday");
    assert.ok(Date.now() - began < PATIENCE_MS, "the path takes no longer than its reader");
    await picture(shown, "studio-bot-page");
    assert.deepEqual(await seriousFindings(shown), []);
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("the sample answers at once, and another bot is made from its files", async () => {
    const { page, complaints, close } = await open("/new");
    await field(page, "Title").fill("Station");
    await button(page, "Create the bot").click();
    await button(page, "Go on with this bot").click();
    await page.getByRole("link", { name: "Open its page" }).waitFor();
    const zip = await fetch(`${palabre.url}/api/v1/bots/app/station/export`);

    await page.goto(`${palabre.url}/new`);
    await page.getByRole("radio", { name: "What you have" }).check();
    await page.getByLabel("Archive or dump").setInputFiles({
      name: "station.zip",
      mimeType: "application/zip",
      buffer: Buffer.from(await zip.arrayBuffer()),
    });
    await field(page, "Name in addresses").fill("copy");
    await button(page, "Import").click();
    await page.getByText("The bot copy was made from the file.").waitFor();
    assert.deepEqual(await seriousFindings(page), []);
    await page.getByRole("link", { name: "Go on with this bot" }).click();
    await page.waitForURL("**/bots/app/copy/home");
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("a file that is no bot is refused with a reason", async () => {
    const { page, close } = await open("/new");
    await page.getByRole("radio", { name: "What you have" }).check();
    await page.getByLabel("Archive or dump").setInputFiles({
      name: "notes.json",
      mimeType: "application/json",
      buffer: Buffer.from('{"notes": []}'),
    });
    await button(page, "Import").click();
    await page.getByRole("alert").waitFor();
    assert.match(await page.getByRole("alert").innerText(), /body/);
    await close();
  });
});

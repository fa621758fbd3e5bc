// Studio's screens to build and publish a bot, against the real server: what one teaches is understood
// once it is published, and everything can be taken back.

import assert from "node:assert/strict";

import { seriousFindings } from "./axe.js";
import { launch, openPage, picture } from "./browser.js";
import { startPalabre } from "./palabre.js";
import { group } from "./requirements.js";

const DESKTOP = { width: 1280, height: 800 };

group("Studio, building a bot", async (t) => {
  // Without folders of bots, the sample bot belongs to the database and can be changed.
  const palabre = await startPalabre({ bots: [] });
  t.after(palabre.stop);
  const browser = await launch();
  t.after(() => browser.close());
  const hosts = [new URL(palabre.url).host];
  const address = (screen) => `${palabre.url}/bots/app/gare/${screen}`;
  const open = async (screen, options = {}) => {
    const opened = await openPage(browser, { locale: "en-GB", viewport: DESKTOP, ...options }, hosts);
    await opened.page.goto(address(screen));
    return opened;
  };
  const button = (page, name) => page.getByRole("button", { name, exact: true });
  const field = (page, name) => page.getByRole("textbox", { name, exact: true });
  const understood = async (page, sentence, intent) => {
    await page.goto(address("talk"));
    await page.locator('[role="log"][aria-busy="false"]').waitFor();
    await field(page, "Your message").fill(sentence);
    await page.keyboard.press("Enter");
    await page.getByRole("complementary").getByText(intent, { exact: true }).first().waitFor();
  };

  await t.test("an intent is made, taught, published and understood", async () => {
    const { page, complaints, close } = await open("intents");
    await field(page, "Find or make an intent").fill("quiet coach");
    await button(page, "Make the intent “quiet_coach”").click();
    await page.getByRole("heading", { name: "quiet_coach" }).waitFor();
    await field(page, "New sentences").fill(
      "is there a quiet coach\nI want to sit in the quiet coach\nwhere is the silent carriage",
    );
    await button(page, "Add 3").click();
    await page.getByText("3 sentences", { exact: true }).waitFor();
    await picture(page, "studio-intents");
    assert.deepEqual(await seriousFindings(page), []);

    await page.goto(address("publish"));
    await page.getByRole("heading", { name: "4 changes" }).waitFor();
    await picture(page, "studio-publish");
    assert.deepEqual(await seriousFindings(page), []);
    await field(page, "What is new, for the history").fill("Quiet coaches");
    await button(page, "Publish").click();
    await page.getByText("Version 2 is live.").waitFor();
    await understood(page, "is there a quiet coach", "quiet_coach");
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("words are marked and a mark is taken away", async () => {
    const { page, complaints, close } = await open("intents?intent=timetable&lang=en");
    await field(page, "New sentences").fill("how do I reach Quimper by rail");
    await page.keyboard.press("Enter");
    await field(page, "Search in the sentences").fill("Quimper by rail");
    await page.getByText("One sentence", { exact: true }).waitFor();
    await button(page, "Mark words").click();
    const words = field(page, "Select words, then say what they are.");
    await words.evaluate((input) => input.setSelectionRange(15, 22));
    await button(page, "destination").click();
    await page.locator("mark", { hasText: "Quimper" }).waitFor();
    await button(page, "“Quimper” is no destination").click();
    await page.locator("mark").waitFor({ state: "detached" });
    assert.deepEqual(await seriousFindings(page), []);
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("an intent gets a title and another name wherever it is named, and goes; its sentences wait", async () => {
    const { page, complaints, close } = await open("intents?intent=wifi&lang=en");
    await page.getByText("About this intent").click();
    await field(page, "Title").fill("Internet on board");
    await page.keyboard.press("Tab");
    await page.getByRole("heading", { name: "Internet on board" }).waitFor();
    await field(page, "Name").fill("internet");
    await page.keyboard.press("Tab");
    await page.waitForURL("**intent=internet**");
    const story = await fetch(`${palabre.url}/api/v1/bots/app/gare/stories/wifi`);
    assert.deepEqual((await story.json()).starters, ["internet"]);
    assert.deepEqual(await seriousFindings(page), []);

    await page.goto(address("intents?intent=quiet_coach&lang=en"));
    await page.getByText("About this intent").click();
    await button(page, "Delete the intent").click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete the intent" }).click();
    await page.getByRole("heading", { name: "quiet_coach" }).waitFor({ state: "detached" });
    await page.getByRole("button", { name: /^Without an intent/ }).click();
    await page.getByText("3 sentences", { exact: true }).waitFor();
    assert.deepEqual(await seriousFindings(page), []);
    const intent = page.getByRole("combobox", { name: "Intent of “is there a quiet coach”" });
    await intent.fill("luggage");
    await page.keyboard.press("Enter");
    await page.getByText("2 sentences", { exact: true }).waitFor();
    const moved = await fetch(`${palabre.url}/api/v1/bots/app/gare/sentences?intent=luggage&search=quiet`);
    // Validated, as it is unless something else is said.
    assert.equal((await moved.json()).items[0].status, undefined);
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("an answer is changed in one language, and two people lose nothing of each other", async () => {
    const one = await open("answers");
    const two = await open("answers");
    const answer = (page, language) => field(page, `access.call, ${language}`);
    await answer(one.page, "English").waitFor();
    await answer(two.page, "English").waitFor();
    await answer(one.page, "English").fill("Ask for assistance");
    const stored = one.page.waitForResponse((response) => response.request().method() === "PUT");
    await answer(one.page, "English").blur();
    await stored;
    await one.page.reload();
    assert.equal(await answer(one.page, "English").inputValue(), "Ask for assistance");

    // The other page still shows what was: its change is refused, and what is there now is shown.
    await answer(two.page, "Français").fill("Demander de l’aide");
    await answer(two.page, "Français").blur();
    await two.page.getByRole("alert").waitFor();
    await two.page.waitForFunction(
      () => globalThis.document.querySelector('[aria-label="access.call, English"]')?.value === "Ask for assistance",
    );
    await picture(one.page, "studio-answers");
    assert.deepEqual(await seriousFindings(one.page), []);
    assert.deepEqual(one.complaints, []);
    await one.close();
    await two.close();
  });

  await t.test("users meet an earlier version again", async () => {
    const { page, complaints, close } = await open("publish");
    await button(page, "Let users meet version 1 again").click();
    await button(page, "Let users meet version 2 again").waitFor();
    const found = await fetch(`${palabre.url}/api/v1/bots/app/gare/environments`);
    const live = (await found.json()).find(({ environment }) => environment === "live");
    assert.equal(live.version, 1);
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("on a phone and in French everything fits and is read out", async () => {
    for (const screen of ["intents", "answers", "publish"]) {
      const { page, complaints, close } = await open(screen, {
        locale: "fr-FR",
        viewport: { width: 390, height: 780 },
        colorScheme: "dark",
      });
      await page.getByRole("heading", { level: 1 }).waitFor();
      const isWide = await page.evaluate(() => globalThis.document.documentElement.scrollWidth > innerWidth);
      assert.equal(isWide, false, screen);
      await picture(page, `studio-${screen}-phone`);
      assert.deepEqual(await seriousFindings(page), [], screen);
      assert.deepEqual(complaints, [], screen);
      await close();
    }
  });
});

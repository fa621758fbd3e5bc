// Studio's stories, against the real server: built on the canvas, by keyboard alone, and by two
// people at once.

import assert from "node:assert/strict";

import { seriousFindings } from "./axe.js";
import { launch, openPage, picture } from "./browser.js";
import { startPalabre } from "./palabre.js";
import { group } from "./requirements.js";

const DESKTOP = { width: 1280, height: 800 };

group("Studio, stories", async (t) => {
  const palabre = await startPalabre({ bots: [] });
  t.after(palabre.stop);
  const browser = await launch();
  t.after(() => browser.close());
  const hosts = [new URL(palabre.url).host];
  const api = `${palabre.url}/api/v1/bots/app/gare`;
  const address = (screen) => `${palabre.url}/bots/app/gare/${screen}`;
  const open = async (screen, options = {}) => {
    const opened = await openPage(browser, { locale: "en-GB", viewport: DESKTOP, ...options }, hosts);
    await opened.page.goto(address(screen));
    return opened;
  };
  const button = (page, name) => page.getByRole("button", { name, exact: true });
  const field = (page, name) => page.getByRole("textbox", { name, exact: true });
  const combo = (page, name) => page.getByRole("combobox", { name, exact: true });
  const saved = (page) => page.getByText("Saved in the draft", { exact: true }).waitFor();
  const stored = async (story) => (await fetch(`${api}/stories/${story}`)).json();
  const makeIntent = async (page, name, sentences) => {
    await field(page, `What users say for ${name}`).fill(sentences);
    await button(page, `Make “${name}”`).click();
    await button(page, `Make “${name}”`).waitFor({ state: "detached" });
  };

  await t.test("a story of three steps is built on the canvas, tried unsaved, published and talked to", async () => {
    const { page, complaints, close } = await open("stories");
    await button(page, "New story").click();
    await field(page, "Name of the story").fill("lounge");
    await combo(page, "What users want (intent)").fill("lounge");
    await field(page, "What users say for it").fill("is there a lounge\nwhere is the lounge\nI look for the lounge");
    await field(page, "What the bot answers").fill("The lounge is upstairs. Do you have a card?");
    await button(page, "Make the story").click();
    await page.getByRole("heading", { name: "lounge", level: 1 }).waitFor();

    const canvas = page.getByTestId("rf__wrapper");
    const box = (name) => canvas.getByRole("button", { name });
    await box(/^Answers/).click();
    const addStep = async (adding, name, trigger, says) => {
      await button(page, adding).click();
      await field(page, "Name").fill(name);
      await combo(page, "Intent").fill(trigger);
      if (says === undefined) return;
      await button(page, "Add a text").click();
      await field(page, "Text, a variant per line").fill(says);
    };
    await addStep("Add a step", "card", "yes", "Welcome! Coffee or tea?");
    await addStep("Add a step after this one", "coffee", "coffee_please", "Coffee it is.");
    await makeIntent(page, "coffee_please", "coffee\na coffee please\nI take coffee");
    await box(/yes/).click();
    await addStep("Add a step after this one", "tea", "tea_please", "Tea it is.");
    await makeIntent(page, "tea_please", "tea\na tea please\nI take tea");
    await page.getByText("The story is sound.").waitFor();
    await picture(page, "studio-story-canvas");
    assert.deepEqual(await seriousFindings(page), []);

    await page.getByRole("radio", { name: "Try it" }).check({ force: true });
    const say = async (text, answer) => {
      await field(page, "Your message").fill(text);
      await page.keyboard.press("Enter");
      await page.getByRole("log").getByText(answer, { exact: true }).waitFor();
    };
    await say("is there a lounge", "The lounge is upstairs. Do you have a card?");
    await say("yes", "Welcome! Coffee or tea?");
    await say("a tea please", "Tea it is.");
    await picture(page, "studio-story-try");
    assert.deepEqual(await seriousFindings(page), []);
    assert.equal((await stored("lounge")).steps, undefined, "nothing is stored by trying");

    await button(page, "Save").click();
    await saved(page);
    assert.deepEqual(
      (await stored("lounge")).steps.map(({ name, steps }) => [name, steps.map((step) => step.name)]),
      [["card", ["coffee", "tea"]]],
    );
    await page.goto(address("publish"));
    await button(page, "Publish").click();
    await page.getByText("Version 2 is live.").waitFor();
    await page.goto(address("talk"));
    await page.locator('[role="log"][aria-busy="false"]').waitFor();
    await say("is there a lounge", "The lounge is upstairs. Do you have a card?");
    await say("yes", "Welcome! Coffee or tea?");
    await say("coffee", "Coffee it is.");
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("a story is built with the keyboard alone", async () => {
    const { page, complaints, close } = await open("stories?new=");
    await page.waitForFunction(() => globalThis.document.activeElement?.tagName === "INPUT");
    const type = (text) => page.keyboard.type(text);
    /** Tab until something of this name has the focus, as somebody would who sees it. */
    const goTo = async (name, key = "Tab") => {
      for (let tries = 0; tries < 80; tries += 1) {
        const now = await page.evaluate(() => {
          const element = globalThis.document.activeElement;
          if (!element?.matches("a, button, input, textarea, select, summary")) return "";
          const label = element?.labels?.[0]?.innerText ?? "";
          return `${element?.getAttribute("aria-label") ?? ""} ${label} ${element?.innerText ?? ""}`.trim().replace(/\s+/g, " ");
        });
        if (now.includes(name)) return;
        await page.keyboard.press(key);
      }
      assert.fail(`the keyboard does not reach “${name}”`);
    };
    await type("shower");
    await goTo("What users say for it");
    await type("is there a shower\nwhere can I take a shower");
    await page.keyboard.press("Tab");
    await type("Showers are beside platform 1.");
    await goTo("Make the story");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "shower", level: 1 }).waitFor();
    await goTo("Answers Showers are");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Answers", level: 2 }).waitFor();
    await goTo("Add a step");
    await page.keyboard.press("Enter");
    await goTo("Intent");
    await type("thanks");
    await goTo("Add a text");
    await page.keyboard.press("Enter");
    await goTo("Text, a variant per line");
    await type("Have a good shower!");
    await page.keyboard.press("Control+s");
    await saved(page);
    // And back: what was typed is one change.
    await page.keyboard.press("Control+z");
    await page.getByText("Not saved", { exact: true }).waitFor();
    await page.keyboard.press("Control+Shift+z");
    await saved(page);
    const { steps } = await stored("shower");
    assert.equal(steps[0].trigger.intent, "thanks");
    const labels = await (await fetch(`${api}/stories/shower/labels`)).json();
    assert.ok(labels.items.some(({ texts }) => texts?.[0]?.variants[0] === "Have a good shower!"));
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("two people edit one story and lose nothing", async () => {
    const one = await open("stories?story=luggage&view=outline");
    const two = await open("stories?story=luggage&view=outline");
    for (const { page } of [one, two]) await page.getByRole("heading", { name: "Start", level: 2 }).waitFor();
    await field(one.page, "Description").fill("What one may take along");
    await field(two.page, "Category").fill("journey");
    await button(one.page, "Save").click();
    await saved(one.page);

    await button(two.page, "Save").click();
    await two.page.getByRole("alert").getByText("Somebody changed this story").waitFor();
    assert.equal(await field(two.page, "Category").inputValue(), "journey");
    await picture(two.page, "studio-story-conflict");
    assert.deepEqual(await seriousFindings(two.page), []);
    await button(two.page, "Put both together").click();
    await button(two.page, "Save").click();
    await saved(two.page);
    const { description, category } = await stored("luggage");
    assert.deepEqual([description, category], ["What one may take along", "journey"]);

    // The same part: one says whose is kept, and undo has the other.
    await field(one.page, "Description").fill("Mine");
    await button(one.page, "Save").click();
    await button(one.page, "Take theirs (undo brings mine back)").click();
    await field(one.page, "Category").waitFor();
    assert.equal(await field(one.page, "Description").inputValue(), "What one may take along");
    await button(one.page, "Undo").click();
    assert.equal(await field(one.page, "Description").inputValue(), "Mine");
    await one.close();
    await two.close();
  });

  await t.test("a story is written as a text, and a line that is wrong is named", async () => {
    const { page, complaints, close } = await open("stories?story=bikes&view=text");
    const text = field(page, "Text");
    await page.waitForFunction(() => globalThis.document.querySelector("textarea")?.value.includes("[bikes]"));
    const before = await text.inputValue();
    await text.fill(`${before}description = [`);
    await page.getByText(/^Line \d+:/).first().waitFor();
    await text.fill(`${before}description = "Bicycles on trains"\n`);
    await page.getByText("Not saved", { exact: true }).waitFor();
    await button(page, "Save").click();
    await saved(page);
    assert.equal((await stored("bikes")).description, "Bicycles on trains");
    await picture(page, "studio-story-text");
    assert.deepEqual(await seriousFindings(page), []);
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("a story is moved in the order in which stories are read", async () => {
    const names = async () => {
      const answer = await fetch(`${palabre.url}/api/v1/bots/app/gare/stories?limit=3`);
      return (await answer.json()).items.map(({ name }) => name);
    };
    const [first, second, third] = await names();
    const { page, complaints, close } = await open("stories");
    const button = (name) => page.getByRole("button", { name, exact: true });
    await button(`Move ${first} down`).click();
    await page.locator("li:first-child").getByRole("link", { name: second, exact: true }).waitFor();
    assert.deepEqual(await names(), [second, first, third]);
    await button(`Move ${first} up`).click();
    await page.locator("li:first-child").getByRole("link", { name: first, exact: true }).waitFor();
    assert.deepEqual(await names(), [first, second, third]);
    assert.equal(await button(`Move ${first} up`).isEnabled(), false);
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("a story is renamed, removed and brought back, and nobody leaves without what they wrote", async () => {
    const { page, complaints, close } = await open("stories?story=wifi");
    await button(page, "Rename").click();
    await field(page, "New name").fill("internet");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "internet", level: 1 }).waitFor();
    await field(page, "Description").fill("Wifi");
    await page.getByRole("link", { name: "FAQ", exact: true }).click();
    await page.getByRole("alert").getByText("What you changed is not saved.").waitFor();
    await button(page, "Stay here").click();
    await button(page, "Save").click();
    await saved(page);
    await button(page, "Remove the story").click();
    await page.getByText("Removed: Story “internet”", { exact: true }).waitFor();
    assert.equal((await fetch(`${api}/stories/internet`)).status, 404);
    await button(page, "Undo: Story “internet”").click();
    await page.getByRole("link", { name: "internet" }).waitFor();
    assert.equal((await stored("internet")).description, "Wifi");
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("a question is made, answered in two languages, switched off, removed and brought back", async () => {
    const { page, complaints, close } = await open("faq");
    await page.getByText("Children travelling alone").first().waitFor();
    await button(page, "New question").click();
    await field(page, "The question").fill("Where can I smoke?");
    await field(page, "Other ways to ask it").fill("is there a smoking area\ncan one smoke here");
    await field(page, "Answer").fill("Outside, at the end of platform 2.");
    await button(page, "Make it").click();
    await page.getByRole("heading", { name: "Where can I smoke?", level: 1 }).waitFor();
    await field(page, "Français").fill("Dehors, au bout du quai 2.");
    await field(page, "Tags").fill("house, health");
    await field(page, "Tags").blur();
    await page.getByText("health", { exact: true }).waitFor();
    await page.getByText("can one smoke here", { exact: true }).waitFor();
    await picture(page, "studio-faq");
    assert.deepEqual(await seriousFindings(page), []);
    const label = await (await fetch(`${api}/labels/faq.where_can_i_smoke`)).json();
    assert.deepEqual(label.missing, []);
    const entry = async () => (await fetch(`${api}/faqs/where_can_i_smoke`)).json();
    assert.deepEqual((await entry()).tags, ["house", "health"]);
    await page.getByRole("checkbox", { name: "Answered" }).click();
    await page.getByText("off", { exact: true }).waitFor();
    assert.equal((await entry()).disabled, true);
    await button(page, "Remove the question").click();
    await page.getByText(/^Removed: .*where_can_i_smoke/).waitFor();
    await page.locator("h1").first().click();
    await page.keyboard.press("Control+z");
    await page.getByRole("heading", { name: "Where can I smoke?", level: 1 }).waitFor();
    assert.deepEqual((await entry()).tags, ["house", "health"]);
    assert.deepEqual(complaints, []);
    await close();
  });
});

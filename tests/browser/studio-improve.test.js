// Studio's screens to watch and improve a bot, against the real server: sentences are annotated by
// keyboard alone, conversations are put right and kept as tests, tests and evaluations are run.

import assert from "node:assert/strict";

import { seriousFindings } from "./axe.js";
import { launch, openPage, picture } from "./browser.js";
import { startPalabre } from "./palabre.js";
import { group } from "./requirements.js";

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 800 };

/** What twenty users say that the sample bot was not taught, and what they want. */
const SAID = [
  ["my umbrella stayed in coach four", "lost_property"],
  ["somebody forgot a blue bag on the seat", "lost_property"],
  ["I left my glasses on the platform", "lost_property"],
  ["my phone is still on the train to Lille", "lost_property"],
  ["where can I ask for a scarf that I lost", "lost_property"],
  ["a jacket was left in coach seven", "lost_property"],
  ["the network is so slow in here", "wifi"],
  ["my laptop does not find the network", "wifi"],
  ["what is the password of the network", "wifi"],
  ["can I surf on board", "wifi"],
  ["no internet since we left", "wifi"],
  ["does the connection cost something", "wifi"],
  ["may my suitcase be very heavy", "luggage"],
  ["how many bags per person", "luggage"],
  ["where do I put my skis", "luggage"],
  ["is there room for a pushchair", "luggage"],
  ["how big may a trunk be", "luggage"],
  ["is a surfboard too long", "luggage"],
  ["could I take a cello along", "luggage"],
  ["two large boxes come with me", "luggage"],
];

group("Studio, improving a bot", async (t) => {
  // Without folders of bots, the sample bot belongs to the database and can be changed.
  const palabre = await startPalabre({ bots: [] });
  t.after(palabre.stop);
  const browser = await launch();
  t.after(() => browser.close());
  const hosts = [new URL(palabre.url).host];
  const address = (screen) => `${palabre.url}/bots/app/gare/${screen}`;
  const api = async (path, body) => {
    const init = body && {
      method: "POST",
      headers: { "content-type": "application/json", origin: palabre.url },
      body: JSON.stringify(body),
    };
    const answer = await fetch(`${palabre.url}${path}`, init);
    assert.ok(answer.ok, `${path} answers ${answer.status}`);
    return answer.json();
  };
  const open = async (screen, options = {}) => {
    const opened = await openPage(browser, { locale: "en-GB", viewport: DESKTOP, ...options }, hosts);
    const asked = [];
    opened.page.on("request", (request) => {
      if (request.url().includes("/api/")) asked.push(`${request.method()} ${request.url()} ${request.postData()}`);
    });
    await opened.page.goto(address(screen));
    return { ...opened, asked };
  };
  const button = (page, name) => page.getByRole("button", { name, exact: true });
  const field = (page, name) => page.getByRole("textbox", { name, exact: true });
  const notTwice = (asked) =>
    assert.deepEqual(asked.filter((request, at) => asked.indexOf(request) !== at), []);
  const say = (userId, query) => api("/io/app/gare/web", { query, userId, locale: "en" });

  for (const [at, [text]] of SAID.entries()) await say(`user${at}`, text);

  await t.test("twenty sentences are annotated by keyboard alone, and the bot knows them", async () => {
    const { page, complaints, close, asked } = await open("inbox?lang=en");
    const { keyboard } = page;
    const list = page.getByRole("listbox", { name: "Sentences that wait" });
    await list.getByRole("option").nth(SAID.length - 1).waitFor();
    await page.waitForLoadState("networkidle");
    notTwice(asked);
    await picture(page, "studio-inbox");
    assert.deepEqual(await seriousFindings(page), []);

    const wants = new Map(SAID);
    const current = list.locator('[data-current="true"]');
    for (let left = SAID.length; left > 0; left -= 1) {
      const text = await current.locator("[lang]").innerText();
      // i looks for an intent: a few letters, Enter; Enter again learns and goes on.
      await keyboard.press("i");
      await keyboard.type(wants.get(text) ?? assert.fail(`nobody said ${text}`));
      await keyboard.press("Enter");
      await keyboard.press("Enter");
      await list.getByRole("option", { name: text }).waitFor({ state: "detached" });
    }
    await page.getByText("Nothing waits").waitFor();
    await page.waitForLoadState("networkidle");
    const { items } = await api("/api/v1/bots/app/gare/understand", {
      sentences: SAID.map(([text]) => ({ text, locale: "en" })),
    });
    assert.deepEqual(items.map(({ intent }) => intent), SAID.map(([, intent]) => intent));
    assert.deepEqual((await api("/api/v1/bots/app/gare/inbox")).items, []);
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("words are marked by keyboard, many are done at once, and every step is taken back", async () => {
    for (const text of ["does one ride from Brest to Metz", "gibberish one", "gibberish two"]) await say("marks", text);
    const { page, complaints, close } = await open("inbox?lang=en");
    const { keyboard } = page;
    const list = page.getByRole("listbox", { name: "Sentences that wait" });
    await list.getByRole("option").nth(2).waitFor();
    await page.waitForLoadState("networkidle");
    // Both gibberish sentences, then the one with words to mark is left.
    await keyboard.press("x");
    await keyboard.press("ArrowDown");
    await keyboard.press("x");
    await keyboard.press("u");
    await page.getByRole("status").filter({ hasText: "2 sentences are done" }).waitFor();
    await keyboard.press("z");
    await page.getByRole("status").filter({ hasText: "2 sentences wait again" }).waitFor();
    assert.equal(await list.getByRole("option").count(), 3);
    await keyboard.press("x");
    await keyboard.press("ArrowDown");
    await keyboard.press("x");
    await keyboard.press("d");
    await page.getByRole("status").filter({ hasText: "2 sentences are done" }).waitFor();

    await keyboard.press("i");
    await keyboard.type("timetable");
    await keyboard.press("Enter");
    await keyboard.press("w");
    const words = page.getByRole("listbox", { name: "Words of the sentence" });
    const roles = page.getByRole("region", { name: "What the sentence means" }).getByRole("button");
    const key = async (role) => {
      const names = await roles.evaluateAll((own) => own.map((one) => one.textContent));
      return String(names.findIndex((name) => name?.endsWith(role)) + 1);
    };
    for (const [place, role] of [[4, "origin"], [6, "destination"]]) {
      await keyboard.press("Escape");
      await keyboard.press("w");
      for (let step = 0; step < 8; step += 1) await keyboard.press("ArrowLeft");
      for (let step = 0; step < place; step += 1) await keyboard.press("ArrowRight");
      await keyboard.press("Backspace");
      await keyboard.press(await key(role));
    }
    await words.getByRole("option", { name: "Metz, destination" }).waitFor();
    await picture(page, "studio-inbox-words");
    assert.deepEqual(await seriousFindings(page), []);
    await keyboard.press("Escape");
    await keyboard.press("Enter");
    await page.getByText("Nothing waits").waitFor();
    const learnt = await api("/api/v1/bots/app/gare/sentences?search=Brest+to+Metz");
    assert.deepEqual(learnt.items[0].entities.map(({ role }) => role), ["origin", "destination"]);
    assert.equal((await api("/api/v1/bots/app/gare/sentences?search=gibberish")).total, 0);
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("a conversation is put right from where it went wrong, and kept as a test", async () => {
    await say("wrong", "hello");
    await say("wrong", "blorp the frobnicator");
    const { page, complaints, close, asked } = await open("conversations");
    const found = page.getByRole("list", { name: "Conversations" }).getByRole("button");
    await found.first().waitFor();
    await field(page, "What the user said").fill("frobnicator");
    await page.waitForFunction(() => globalThis.document.querySelectorAll("main ul button").length === 1);
    await found.first().click();
    const why = page.getByRole("complementary", { name: "Why it answered so" });
    await why.getByText("Not understood", { exact: true }).waitFor();
    notTwice(asked);
    await picture(page, "studio-conversation");
    assert.deepEqual(await seriousFindings(page), []);

    await button(page, "This should be understood otherwise").click();
    await why.getByRole("combobox", { name: "It should be understood as" }).fill("wifi");
    await page.keyboard.press("Enter");
    await button(page, "Teach it").click();
    await field(page, "Name of the test").fill("frobnicator");
    await why.getByRole("button", { name: "Keep as a test" }).click();
    await why.getByRole("link", { name: "Open it" }).click();
    await page.getByRole("heading", { name: "Tests" }).waitFor();
    assert.equal(await field(page, "Exchange 2: expectation 1").inputValue(), "wifi");
    const run = await api("/api/v1/bots/app/gare/run-dialogs", { dialogs: ["frobnicator"] });
    assert.equal(run.passed, 1, JSON.stringify(run));
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("a person takes a conversation over, answers and gives it back", async () => {
    await say("desk", "hello");
    const { page, complaints, close } = await open("conversations");
    await page.getByRole("list", { name: "Conversations" }).getByRole("button").first().click();
    await button(page, "Take it over").click();
    await field(page, "Answer as a person").fill("A person is here now.");
    await page.keyboard.press("Enter");
    await page.getByRole("region", { name: "What was said" }).getByText("A person is here now.").first().waitFor();
    assert.deepEqual((await say("desk", "hello")).responses, []);
    await button(page, "Give it back to the bot").click();
    await button(page, "Take it over").waitFor();
    assert.ok((await say("desk", "hello")).responses.length > 0);
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("tests are run with their progress, and one that fails says where", async () => {
    const { page, complaints, close, asked } = await open("tests");
    await field(page, "Name of a new test").waitFor();
    await page.waitForLoadState("networkidle");
    notTwice(asked);
    await field(page, "Name of a new test").fill("greeting");
    await page.keyboard.press("Enter");
    await field(page, "Exchange 1: the user").fill("hello");
    await field(page, "Exchange 1: expectation 1").fill("Something that the bot never says");
    await button(page, "Save").click();
    const row = page.getByRole("listitem").filter({ hasText: "greeting" }).first();
    await row.getByRole("button", { name: "Run", exact: true }).click();
    await row.getByText("failed", { exact: true }).waitFor();
    await row.getByText("Something that the bot never says").first().waitFor();
    await page.getByRole("button", { name: /^Run all/ }).click();
    await page.getByRole("status").filter({ hasText: "One failed." }).waitFor({ timeout: 60_000 });
    await picture(page, "studio-tests");
    assert.deepEqual(await seriousFindings(page), []);
    await button(page, "Remove the test").click();
    await row.waitFor({ state: "detached" });
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("the draft is evaluated against a version while one sees how far it is", async () => {
    const { page, complaints, close, asked } = await open("evaluation");
    await button(page, "Evaluate").waitFor();
    await page.waitForLoadState("networkidle");
    notTwice(asked);
    await page.getByRole("combobox", { name: "Compare with" }).selectOption("1");
    await page.getByRole("combobox", { name: "Parts" }).selectOption("2");
    await button(page, "Evaluate").click();
    await page.getByRole("heading", { name: "Result: Draft" }).waitFor({ timeout: 120_000 });
    await page.getByRole("heading", { name: "Version 1 → Draft" }).waitFor();
    await page.getByRole("radio", { name: "Matrix" }).check({ force: true });
    await page.getByRole("region", { name: "Matrix" }).waitFor();
    await picture(page, "studio-evaluation");
    assert.deepEqual(await seriousFindings(page), []);
    await page.getByRole("button", { name: "Jobs" }).click();
    await page.getByRole("region", { name: "Jobs" }).getByText("done").first().waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("on a phone and in French everything fits and is read out", async () => {
    await say("phone", "something that nobody taught");
    for (const screen of ["inbox", "conversations", "tests", "evaluation"]) {
      const { page, complaints, close } = await open(screen, {
        locale: "fr-FR",
        viewport: PHONE,
        colorScheme: "dark",
      });
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.waitForLoadState("networkidle");
      const isWide = await page.evaluate(() => globalThis.document.documentElement.scrollWidth > innerWidth);
      assert.equal(isWide, false, screen);
      await picture(page, `studio-${screen}-phone`);
      assert.deepEqual(await seriousFindings(page), [], screen);
      assert.deepEqual(complaints, [], screen);
      await close();
    }
  });
});

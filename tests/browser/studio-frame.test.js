// What surrounds Studio's screens, against the real server: changes are taken back, everything is
// found, an environment is chosen and kept, channels are tested, limits are shown, what is alike
// becomes an intent.

import assert from "node:assert/strict";

import { seriousFindings } from "./axe.js";
import { launch, openPage, picture } from "./browser.js";
import { startPalabre } from "./palabre.js";
import { group } from "./requirements.js";

const DESKTOP = { width: 1280, height: 800 };

/** What is said in several ways, and one thing that is like nothing else. */
const SAID = [
  "may my dog travel with me",
  "may a dog travel in the train",
  "does my dog travel for free",
  "my dog wants to travel too",
  "zounds",
];

group("Studio, around the screens", async (t) => {
  const palabre = await startPalabre({ bots: [] });
  t.after(palabre.stop);
  const browser = await launch();
  t.after(() => browser.close());
  const hosts = [new URL(palabre.url).host];
  const bot = "/api/v1/bots/app/gare";
  const address = (screen) => `${palabre.url}/bots/app/gare/${screen}`;
  const api = async (method, path, body, headers = {}) => {
    const answer = await fetch(`${palabre.url}${path}`, {
      method,
      headers: { "content-type": "application/json", origin: palabre.url, ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });
    assert.ok(answer.ok, `${method} ${path} answers ${answer.status}: ${await answer.clone().text()}`);
    return answer.status === 204 ? undefined : answer.json();
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
  const notice = (page, name = "What was changed") => page.getByRole("status", { name, exact: true });
  const takeBack = (page) => page.getByRole("button", { name: /^Undo: / });
  const notTwice = (asked) =>
    assert.deepEqual(asked.filter((request, at) => asked.indexOf(request) !== at), []);

  await t.test("a change of any screen is taken back by a button or by Ctrl-Z, and made again", async () => {
    const { page, complaints, close } = await open("answers?search=account.open");
    const text = async () => (await api("GET", `${bot}/labels/account.open`)).texts;
    const before = await text();
    const cell = field(page, "account.open, English");
    await cell.fill("Open my own account");
    await cell.blur();
    await notice(page).getByText("Saved", { exact: false }).waitFor();
    await picture(page, "studio-undo");
    assert.deepEqual(await seriousFindings(page), []);
    await takeBack(page).click();
    await notice(page).getByText("Taken back", { exact: false }).waitFor();
    assert.deepEqual(await text(), before);
    await page.locator("h1").first().click();
    await page.keyboard.press("Control+Shift+z");
    await notice(page).getByText("Made again", { exact: false }).waitFor();
    assert.notDeepEqual(await text(), before);
    await page.keyboard.press("Control+z");
    await notice(page).getByText("Taken back", { exact: false }).waitFor();
    assert.deepEqual(await text(), before);
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("what somebody else changed since is not taken back", async () => {
    const { page, complaints, close } = await open("intents?intent=wifi&lang=en");
    const sentences = async () => (await api("GET", `${bot}/sentences?intent=wifi&locale=en&limit=500`)).items;
    const before = await sentences();
    await page.getByRole("button", { name: /^Remove “/ }).first().click();
    await notice(page).getByText("Removed: Sentence", { exact: true }).waitFor();
    assert.equal((await sentences()).length, before.length - 1);
    const left = new Set((await sentences()).map(({ text }) => text));
    const gone = before.find(({ text }) => !left.has(text));
    const { etag: _, id: __, ...sentence } = gone;
    await api("POST", `${bot}/sentences`, { put: [{ ...sentence, intent: "luggage", entities: [] }] });
    await takeBack(page).click();
    await notice(page).getByText("This cannot be taken back", { exact: false }).waitFor();
    await api("POST", `${bot}/sentences`, { put: [sentence] });
    // The page says so; a refusal is no fault of it.
    assert.deepEqual(complaints.filter((complaint) => !complaint.includes("409")), []);
    await close();
  });

  await t.test("a saved story is taken back on its canvas", async () => {
    const { page, complaints, close } = await open("stories?story=bikes&view=outline");
    const { description: before = "" } = await api("GET", `${bot}/stories/bikes`);
    const description = field(page, "Description");
    await description.fill("Said by a test");
    await button(page, "Save").click();
    await notice(page).getByText("Saved", { exact: false }).waitFor();
    assert.equal((await api("GET", `${bot}/stories/bikes`)).description, "Said by a test");
    await takeBack(page).click();
    await notice(page).getByText("Taken back", { exact: false }).waitFor();
    assert.equal((await api("GET", `${bot}/stories/bikes`)).description ?? "", before);
    // What is open shows what is stored.
    for (let tries = 0; tries < 50 && (await description.inputValue()) !== before; tries += 1) {
      await page.waitForLoadState("networkidle");
    }
    assert.equal(await description.inputValue(), before);
    await page.getByText("Saved in the draft", { exact: true }).waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("Ctrl-K finds stories, intents, answers and sentences, and goes there", async () => {
    const { page, complaints, close } = await open("home");
    await page.locator("h1").first().waitFor();
    await page.keyboard.press("Control+k");
    const search = page.getByRole("combobox", { name: /^Find a screen/ });
    await search.fill("luggage");
    const option = (name) => page.getByRole("option", { name });
    await option(/Story/).first().waitFor();
    await option(/Intent/).first().waitFor();
    await option(/in what users said/).first().waitFor();
    await picture(page, "studio-search");
    assert.deepEqual(await seriousFindings(page), []);
    await option(/Story/).first().click();
    await page.waitForURL(/\/stories\?story=/);
    await page.keyboard.press("Control+k");
    await search.fill("lost_prop");
    await option(/Intent/).first().click();
    await page.waitForURL(/\/intents\?intent=lost_property/);
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("the chosen environment stays in the address of every screen, and tests talk to it", async () => {
    const { page, complaints, close, asked } = await open("talk?lang=en");
    await page.getByText("You talk to: Draft").waitFor();
    await page.waitForLoadState("networkidle");
    notTwice(asked);
    await page.getByLabel("Environment").selectOption({ value: "live" });
    await page.getByText("You talk to: Live").waitFor();
    assert.ok(asked.some((request) => request.includes('/talk {') && request.includes('"environment":"live"')));
    assert.match(page.url(), /environment=live/);
    await page.getByRole("link", { name: "Traffic", exact: true }).click();
    await page.waitForURL(/measure\?.*environment=live/);
    await page.getByText("Only channels that serve “Live”").waitFor();
    await page.reload();
    await page.getByText("Only channels that serve “Live”").waitFor();
    assert.ok(asked.some((request) => /counts\?.*environment=live/.test(request)));
    await picture(page, "studio-environment");
    await button(page, "Show all").click();
    await page.waitForURL((url) => !url.search.includes("environment"));
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("a channel is tested, paused and tells what came last", async () => {
    await api("POST", "/io/app/gare/web", { query: "bonjour", userId: "anna", locale: "fr" });
    const { page, complaints, close } = await open("channels");
    const test = page.getByRole("button", { name: "Test the connection of /io/app/gare/web" });
    await test.click();
    await page.getByText("Users get answers here.").waitFor();
    await page.getByText("What came last").first().click();
    await page.getByRole("list", { name: "Last events" }).getByText("answered").first().waitFor();
    await picture(page, "studio-channel-test");
    assert.deepEqual(await seriousFindings(page), []);
    await button(page, "Pause /io/app/gare/web").click();
    await button(page, "Resume /io/app/gare/web").waitFor();
    await test.click();
    await page.getByText("Users get no answers here.").waitFor();
    await page.getByText("It is paused: resume it.").waitFor();
    await button(page, "Resume /io/app/gare/web").click();
    await button(page, "Pause /io/app/gare/web").waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("sentences that are alike become an intent in one action, and wait again", async () => {
    for (const [at, query] of SAID.entries()) {
      await api("POST", "/io/app/gare/web", { query, userId: `user${at}`, locale: "en" });
    }
    const { page, complaints, close } = await open("inbox?view=groups&lang=en");
    const groups = page.getByRole("list", { name: "Groups of sentences that are alike" });
    await groups.getByText("dog", { exact: false }).click();
    await picture(page, "studio-groups");
    assert.deepEqual(await seriousFindings(page), []);
    const meaning = page.getByRole("combobox", { name: "What they mean: a known intent, or a new name" });
    await meaning.fill("pets");
    await page.getByRole("option", { name: "Make the intent “pets”" }).click();
    await page.getByRole("checkbox", { name: "my dog wants to travel too" }).uncheck();
    await button(page, "Make the intent “pets” of these 3").click();
    await page.getByText("3 sentences are learnt as “pets”.").waitFor();
    const learnt = await api("GET", `${bot}/sentences?intent=pets&locale=en`);
    assert.equal(learnt.total, 3);
    await page.getByText("3 sentences are learnt as “pets”.").locator("..").getByRole("button", { name: "Undo" }).click();
    await groups.getByText("dog", { exact: false }).waitFor();
    assert.equal((await api("GET", `${bot}/sentences?intent=pets&locale=en`)).total, 0);
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("a version is measured on a fixed set of other sentences", async () => {
    const { page, complaints, close } = await open("evaluation");
    await page.getByLabel("Measured on").selectOption("held-out");
    await field(page, "The sentences").fill(
      "the wifi is slow;wifi;en\nI lost my hat;lost_property;en\nthe moon is made of cheese;-;en\n",
    );
    await page.getByText("3 sentences.", { exact: true }).waitFor();
    await button(page, "Evaluate").click();
    await page.getByText("measured on others", { exact: false }).waitFor({ timeout: 120_000 });
    await picture(page, "studio-held-out");
    assert.deepEqual(await seriousFindings(page), []);
    await page.reload();
    assert.match(await field(page, "The sentences").inputValue(), /the moon is made of cheese/);
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("the limits of the namespace and their use are shown", async () => {
    const { page, complaints, close } = await open("limits");
    await page.getByText("Events that wait for their turn").waitFor();
    await page.getByText("app has no plan", { exact: false }).waitFor();
    assert.deepEqual(await seriousFindings(page), []);
    await picture(page, "studio-limits");
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("a plan of the namespace is set, holds, is nearly used up in red, and is taken away", async () => {
    const { page, complaints, close } = await open("limits");
    const set = async (choice, act = async () => {}) => {
      await page.getByLabel("Another plan").selectOption(choice);
      await act();
      await button(page, "Set the plan").click();
    };
    await set("free");
    await page.getByText("app has the plan free: 100 requests per bot in any hour.", { exact: true }).waitFor();
    await set("other", async () => {
      await field(page, "Its name").fill("tiny");
      assert.equal(await button(page, "Set the plan").isEnabled(), false, "it has no number of its own");
      await page.getByLabel("Requests per hour").fill("2");
    });
    await page.getByText("app has the plan tiny: 2 requests per bot in any hour.", { exact: true }).waitFor();
    const botId = await palabre.publicId("app/gare");
    const chat = () =>
      fetch(`${palabre.url}/api/widget/chat`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ botId, message: "is there wifi", locale: "en" }),
      });
    const statuses = [];
    for (let at = 0; at < 3; at += 1) statuses.push((await chat()).status);
    assert.deepEqual(statuses, [200, 200, 429]);
    await page.reload();
    await page.getByText("2 of 2", { exact: true }).waitFor();
    await page.getByRole("alert").getByText("Nearly used up: Requests to gare in the last hour").waitFor();
    await picture(page, "studio-plan");
    assert.deepEqual(await seriousFindings(page), []);
    await set("none");
    await page.getByText("app has no plan", { exact: false }).waitFor();
    assert.equal((await chat()).status, 200);
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("a feature flag is made, says when, for whom and where it is on, and is taken back", async () => {
    const { page, asked, complaints, close } = await open("flags");
    await page.getByRole("region", { name: "summer_trains", exact: true }).waitFor();
    notTwice(asked);
    await picture(page, "studio-flags");
    assert.deepEqual(await seriousFindings(page), []);
    await field(page, "Name of a new flag").fill("quiet_coach");
    await button(page, "Make it").click();
    const flag = page.getByRole("region", { name: "quiet_coach", exact: true });
    const kept = async () => {
      const { etag: _, name: __, ...flag } = await api("GET", `${bot}/flags/quiet_coach`);
      return flag;
    };
    /** What is changed is stored before one goes on: each change builds on what was read. */
    const change = async (act) => {
      const read = page.waitForResponse((answer) => answer.request().method() === "GET" && /\/flags\?/.test(answer.url()));
      await act();
      await read;
    };
    await flag.getByLabel("From").waitFor();
    assert.deepEqual(await kept(), { enabled: false });
    await change(() => flag.getByRole("checkbox", { name: "On", exact: true }).click());
    await change(async () => {
      await flag.getByLabel("From").fill("2026-03-02T09:00");
      await flag.getByLabel("From").blur();
    });
    await change(async () => {
      await flag.getByLabel("For how many users of 100").fill("25");
      await flag.getByLabel("For how many users of 100").blur();
    });
    await change(() => flag.getByLabel("Another rule for a channel…").selectOption("widget"));
    const there = flag.getByRole("group", { name: "On widget instead", exact: true });
    await change(() => there.getByRole("checkbox", { name: "On", exact: true }).click());
    const all = { enabled: true, from: "2026-03-02T09:00", percent: 25, channels: { widget: { enabled: false } } };
    assert.deepEqual(await kept(), all);

    // What the server refuses is said, with the reason.
    await flag.getByLabel("For how many users of 100").first().fill("250");
    await flag.getByLabel("For how many users of 100").first().blur();
    await flag.getByRole("alert").waitFor();
    assert.deepEqual(await kept(), all);

    await page.reload();
    assert.equal(await flag.getByLabel("For how many users of 100").first().inputValue(), "25");
    await picture(page, "studio-flag");
    assert.deepEqual(await seriousFindings(page), []);
    await button(page, "Remove the flag “quiet_coach”").click();
    await notice(page).getByText("Removed: Feature flag “quiet_coach”", { exact: true }).waitFor();
    await flag.waitFor({ state: "detached" });
    await takeBack(page).click();
    await flag.waitFor();
    assert.deepEqual(await kept(), all);
    // A refusal is no fault of the page.
    assert.deepEqual(complaints.filter((complaint) => !/4(00|22)/.test(complaint)), []);
    await close();
  });

  await t.test("all of it speaks French", async () => {
    const french = { locale: "fr-FR" };
    for (const [screen, words] of [
      ["inbox?view=groups", "Par ressemblance"],
      ["flags", "Interrupteurs"],
      ["limits", "Événements qui attendent leur tour"],
      ["channels", "Tester la connexion"],
      ["evaluation", "Mesuré sur"],
      ["measure?environment=live", "Seulement les canaux qui servent « En ligne »"],
    ]) {
      const { page, complaints, close } = await open(screen, french);
      await page.getByText(words).first().waitFor();
      assert.deepEqual(complaints, []);
      await close();
    }
  });
});

// The widget on a page of another site, under a strict content policy, against the real server.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { seriousFindings } from "./axe.js";
import { launch, openPage, picture } from "./browser.js";
import { startPalabre } from "./palabre.js";
import { group } from "./requirements.js";
import { serveWidgetPage } from "./widget-page.js";

const folder = (path) => fileURLToPath(new URL(path, import.meta.url));
const BOTS = [folder("../../bots/gare"), folder("bot")];

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 780 };

/** The most that the script may have, compressed. */
const SCRIPT_BYTES_MAX = 30_000;

/** Says something as a visitor does. */
async function say(page, text) {
  await page.getByRole("textbox").fill(text);
  await page.keyboard.press("Enter");
}

/** Waits for the words, and asserts that they stand so many times in the conversation. */
async function sees(page, text, times = 1) {
  const found = page.getByRole("log").getByText(text, { exact: true });
  await found.nth(times - 1).waitFor();
  assert.equal(await found.count(), times, `"${text}" stands ${times} times`);
}

const launcher = (page) => page.getByRole("button", { name: /^(Open|Ouvrir)/ });

group("the widget", async (t) => {
  const palabre = await startPalabre({ bots: BOTS });
  t.after(palabre.stop);
  const site = await serveWidgetPage(palabre.url);
  t.after(site.stop);
  const browser = await launch();
  t.after(() => browser.close());
  const hosts = [site.host, new URL(palabre.url).host];
  const [gare, kit] = await Promise.all(["app/gare", "test/kit"].map(palabre.publicId));

  /** A page with the widget of a bot. */
  async function visit(options, query) {
    const opened = await openPage(browser, { viewport: DESKTOP, ...options }, hosts);
    await opened.page.goto(site.address(query));
    return opened;
  }

  /** The same, opened. */
  async function open(options, query) {
    const opened = await visit(options, query);
    await launcher(opened.page).click();
    return opened;
  }

  /** A published bot that asks visitors for their consent. */
  async function consenting(name) {
    const call = async (method, path, body, headers = {}) => {
      const options = { method, headers: { "content-type": "application/json", ...headers } };
      const response = await fetch(palabre.url + path, { ...options, body: body && JSON.stringify(body) });
      assert.ok(response.ok, `${method} ${path}: ${response.status} ${await response.clone().text()}`);
      return response.json();
    };
    await call("POST", "/api/v1/namespaces/app/bots", { name, locales: ["fr", "en"], from: "sample" });
    const bot = `/api/v1/bots/app/${name}`;
    const head = await call("GET", `${bot}/head`);
    head.branding = { ...head.branding, consent: { fr: "Nous gardons ceci 30 jours.", en: "We keep this for 30 days." } };
    await call("PUT", `${bot}/head`, head, { "if-match": "*" });
    await call("POST", `${bot}/versions`, {});
    const { publicId } = await call("GET", bot);
    const conversation = async () => {
      for (;;) {
        const { items } = await call("GET", `${bot}/conversations`);
        if (items.length > 0) return call("GET", `${bot}/conversations/${items[0].id}`);
      }
    };
    return { publicId, conversation };
  }

  await t.test("the script is small", async () => {
    const script = await (await fetch(`${palabre.url}/widget.js`)).arrayBuffer();
    const bytes = gzipSync(script).byteLength;
    console.log(`the script has ${bytes} bytes compressed`);
    assert.ok(bytes < SCRIPT_BYTES_MAX && bytes > 1000, `${bytes} bytes`);
  });

  await t.test("every kind of message is shown and pressed, and the page complains of nothing", async () => {
    const { page, complaints, close } = await open({}, { bot: kit });
    await say(page, "say several things");
    for (const text of ["First of three.", "Second of three.", "Third of three."]) await sees(page, text);
    await page.getByRole("button", { name: "Quick reply" }).click();
    await sees(page, "The quick reply was pressed.");
    assert.equal(await page.getByRole("button", { name: "Quick reply" }).count(), 0, "it disappears");

    await say(page, "show me a button");
    const visit = page.getByRole("link", { name: /Visit/ });
    assert.equal(await visit.getAttribute("href"), "https://example.org/");
    await page.getByRole("button", { name: "Press me" }).click();
    await sees(page, "The button was pressed.");

    await say(page, "I want a card");
    await page.getByRole("button", { name: "Take the card" }).click();
    await sees(page, "The card was taken.");

    await say(page, "show me a carousel");
    await sees(page, "Card one");
    await page.getByRole("button", { name: "Next card" }).click();
    await page.getByRole("button", { name: "Take card one" }).click();
    await sees(page, "Card one was taken.");
    await picture(page, "widget-light");
    assert.deepEqual(await seriousFindings(page), []);
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("a bot that greets is heard as soon as its panel is open, once", async () => {
    const { page, complaints, close } = await open({}, { bot: gare, lang: "en" });
    const greeting = page.getByText(/What can I do for you\?|Where are you going\?/);
    await greeting.waitFor();
    await page.reload();
    await greeting.waitFor();
    await page.getByRole("button", { name: "Timetable" }).click();
    await sees(page, "Timetable");
    assert.equal(await greeting.count(), 1);
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("the conversation goes on over page loads, and another visitor sees nothing of it", async () => {
    const { page, close } = await open({}, { bot: kit });
    await say(page, "I want a card");
    await page.getByRole("button", { name: "Take the card" }).click();
    await sees(page, "The card was taken.");
    await page.reload();
    // It was open, so it is open again; of a pressed button the title is shown.
    await sees(page, "The card was taken.");
    await sees(page, "Take the card", 2);
    await say(page, "say several things");
    await sees(page, "Third of three.");
    await sees(page, "The card was taken.");
    const other = await open({}, { bot: kit });
    await say(other.page, "say several things");
    await sees(other.page, "Third of three.");
    assert.equal(await other.page.getByText("The card was taken.").count(), 0);
    await other.close();
    await close();
  });

  await t.test("what is said without a connection is answered once it is back", async () => {
    const { page, close } = await open({}, { bot: kit });
    await say(page, "I want a card");
    await sees(page, "The only card");
    await page.context().setOffline(true);
    await say(page, "say several things");
    await page.getByText("No connection.").waitFor();
    await page.context().setOffline(false);
    for (const text of ["First of three.", "Second of three.", "Third of three."]) await sees(page, text);
    await close();
  });

  await t.test("it is complete by keyboard alone, and the focus is never lost", async () => {
    const { page, close } = await visit({}, { bot: kit });
    await launcher(page).waitFor();
    const focused = () =>
      page.evaluate(() => {
        let element = document.activeElement;
        while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
        return element?.getAttribute("aria-label") ?? element?.textContent ?? "";
      });
    await page.keyboard.press("Tab");
    assert.match(await focused(), /^Open the chat/);
    await page.keyboard.press("Enter");
    assert.equal(await focused(), "Your message");
    await page.keyboard.type("say several things");
    await page.keyboard.press("Enter");
    await sees(page, "Third of three.");
    await page.keyboard.press("Shift+Tab");
    assert.equal(await focused(), "Quick reply");
    await page.keyboard.press("Enter");
    await sees(page, "The quick reply was pressed.");
    assert.equal(await focused(), "Your message");
    await page.keyboard.press("Escape");
    assert.match(await focused(), /^Open the chat/);
    await close();
  });

  await t.test("it speaks the visitor's language, looks as branded, and fits a phone", async () => {
    const { page, complaints, close } = await open({ viewport: PHONE }, { bot: gare, lang: "fr" });
    const panel = page.getByRole("dialog", { name: "Votre gare" });
    const box = await panel.boundingBox();
    assert.deepEqual([box.width, box.height], [PHONE.width, PHONE.height]);
    const colour = await panel.locator("header").evaluate((header) => getComputedStyle(header).backgroundColor);
    assert.equal(colour, "rgb(11, 92, 138)");
    await say(page, "un train pour Lyon demain à 8h");
    await page.getByRole("log").getByText(/Lyon/).nth(1).waitFor();
    await picture(page, "widget-phone");
    assert.deepEqual(await seriousFindings(page), []);
    assert.deepEqual(complaints, []);
    await close();
  });

  for (const [lang, asked, agree, greeting] of [
    ["en", "We keep this for 30 days.", "I agree", "hello"],
    ["fr", "Nous gardons ceci 30 jours.", "J'accepte", "bonjour"],
  ]) {
    await t.test(`nothing is sent before the visitor agrees, and the answer is kept (${lang})`, async () => {
      const bot = await consenting(`asks-${lang}`);
      const { page, complaints, close } = await visit({}, { bot: bot.publicId, lang });
      const sent = [];
      page.on("request", (request) => request.url().includes("/api/widget/") && sent.push(request.postDataJSON()));
      await launcher(page).click();
      await page.getByText(asked).waitFor();
      assert.equal(await page.getByRole("textbox").isVisible(), false, "there is nothing to write in");
      // Pages can say something for the visitor: that waits too.
      await page.evaluate(() => document.querySelector("palabre-chat").say?.("early"));
      assert.deepEqual(sent, []);
      assert.deepEqual(await seriousFindings(page), []);
      await picture(page, `widget-consent-${lang}`);
      await page.getByRole("button", { name: new RegExp(agree.replace("'", "."), "i") }).click();
      await say(page, greeting);
      await page.getByRole("log").getByText(greeting, { exact: true }).waitFor();
      const kept = await bot.conversation();
      assert.equal(kept.consent.text, asked);
      const said = sent.filter((body) => body?.message);
      assert.deepEqual(said.map(({ message, consent }) => [message, consent])[0], ["early", asked]);
      // It is asked for once.
      await page.reload();
      await page.getByRole("textbox").waitFor();
      assert.equal(await page.getByText(asked).count(), 0);
      assert.deepEqual(complaints, []);
      await close();
    });
  }

  await t.test("a bot that leaves it to the device is dark where the device is", async () => {
    const { page, close } = await open({ colorScheme: "dark" }, { bot: kit });
    await say(page, "show me a carousel");
    await sees(page, "Card two");
    await picture(page, "widget-dark");
    const colour = await page.getByRole("dialog").evaluate((panel) => getComputedStyle(panel).backgroundColor);
    assert.equal(colour, "rgb(22, 24, 29)");
    assert.deepEqual(await seriousFindings(page), []);
    await close();
  });

  await t.test("a wrong bot shows nothing to visitors", async () => {
    const { page, close } = await openPage(browser, {}, hosts);
    const warned = page.waitForEvent("console", (message) => message.text().startsWith("palabre-chat:"));
    await page.goto(site.address({ bot: "pub_wrong" }));
    await warned;
    assert.equal(await page.getByRole("button").count(), 0);
    await close();
  });
});

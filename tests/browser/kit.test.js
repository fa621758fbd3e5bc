// `tock-react-kit` 23.9.2, as npm has it, against the web channel: every kind of message, with
// streams and without, and with streams that are lost.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

import { launch, openPage, picture } from "./browser.js";
import { serveKitPage } from "./kit-page.js";
import { startPalabre } from "./palabre.js";
import { group } from "./requirements.js";
import { startStreamProxy } from "./stream-proxy.js";

const BOT = fileURLToPath(new URL("bot", import.meta.url));
const CHANNEL = "/io/test/kit/web";

/** What the bot says to "say several things", in order. */
const SEVERAL = ["First of three.", "Second of three.", "Third of three."];

/** How many messages the bot sends while one talks about everything. */
const MESSAGES_ABOUT_EVERYTHING = 13;

/** Says something in the kit's field. */
async function say(page, text) {
  await page.getByRole("textbox").fill(text);
  await page.keyboard.press("Enter");
}

/** Waits for the words, and asserts that they stand so many times on the page. */
async function sees(page, text, times = 1) {
  const found = page.getByText(text, { exact: true });
  await found.nth(times - 1).waitFor();
  assert.equal(await found.count(), times, `"${text}" stands ${times} times`);
}

/** After one more turn, anything sent twice or late would be there: each text stands there once. */
async function seesOnce(page, texts) {
  for (const text of texts) await sees(page, text);
  await say(page, "I want a card");
  await sees(page, "The only card");
  for (const text of texts) await sees(page, text);
}

/** Every kind of message, and everything that can be pressed in it. */
async function talksAboutEverything(page) {
  await say(page, "say several things");
  for (const text of SEVERAL) await sees(page, text);
  await page.getByText("Quick reply", { exact: true }).click();
  await sees(page, "The quick reply was pressed.");

  await say(page, "show me a button");
  await sees(page, "Here are buttons.");
  await sees(page, "Visit");
  await page.getByText("Press me", { exact: true }).click();
  await sees(page, "The button was pressed.");

  await say(page, "I want a card");
  await sees(page, "The only card");
  await sees(page, "With words below");
  await page.getByText("Take the card", { exact: true }).click();
  await sees(page, "The card was taken.");

  await say(page, "show me a carousel");
  await sees(page, "Card one");
  await sees(page, "Card two");
  await page.getByText("Take card one", { exact: true }).click();
  await sees(page, "Card one was taken.");

  // A last turn: had anything been sent twice, it would stand there twice by now.
  await say(page, "tell me several things");
  for (const text of SEVERAL) await sees(page, text, 2);
  for (const text of ["The quick reply was pressed.", "The card was taken.", "Card one was taken."]) {
    await sees(page, text);
  }
}

group("tock-react-kit without streams", async (t) => {
  const palabre = await startPalabre({ bots: [BOT], webSse: false });
  t.after(palabre.stop);
  const site = await serveKitPage();
  t.after(site.stop);
  const browser = await launch();
  t.after(() => browser.close());
  const channel = palabre.url + CHANNEL;
  const hosts = [site.host, new URL(palabre.url).host];

  await t.test("the stream is a 404 at once", async () => {
    const response = await fetch(`${channel}/sse?userid=A1`, { signal: AbortSignal.timeout(5000) });
    assert.equal(response.status, 404);
    await response.text();
  });

  for (const sse of ["on", "off"]) {
    await t.test(`a client with streams ${sse} shows every kind of message once`, async () => {
      const { page, complaints, close } = await openPage(browser, {}, hosts);
      await page.goto(site.address(channel, { sse }));
      await talksAboutEverything(page);
      // The browser itself writes the 404 of the stream into the console.
      const expected = sse === "on" ? /status of 404/ : /^$/;
      assert.deepEqual(complaints.filter((complaint) => !expected.test(complaint)), []);
      await close();
    });
  }
});

group("tock-react-kit with streams", async (t) => {
  const palabre = await startPalabre({ bots: [BOT] });
  t.after(palabre.stop);
  const proxy = await startStreamProxy(palabre.port);
  t.after(proxy.stop);
  const site = await serveKitPage();
  t.after(site.stop);
  const browser = await launch();
  t.after(() => browser.close());
  const channel = proxy.url + CHANNEL;
  const hosts = [site.host, proxy.host];

  /** A page whose stream is open. */
  async function open(options) {
    const before = proxy.counts();
    const opened = await openPage(browser, {}, hosts);
    await opened.page.goto(site.address(channel, options));
    await proxy.untilMore("opened", before);
    return opened;
  }

  await t.test("every kind of message is shown once", async () => {
    const before = proxy.counts();
    const { page, complaints, close } = await open();
    await talksAboutEverything(page);
    await picture(page, "kit");
    const carried = proxy.counts().messages - before.messages;
    assert.equal(carried, MESSAGES_ABOUT_EVERYTHING, "messages came through the stream");
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("an opening message is answered once the stream is open", async () => {
    const { page, close } = await open({ opening: "say several things" });
    await seesOnce(page, SEVERAL);
    await close();
  });

  for (const messages of [0, 1, 2]) {
    await t.test(`a stream cut after ${messages} of 3 messages loses and doubles nothing`, async () => {
      const { page, close } = await open();
      const before = proxy.counts();
      proxy.cutAfterMessages(messages);
      await say(page, "say several things");
      await proxy.untilMore("cut", before);
      for (const text of SEVERAL) await sees(page, text);
      // The browser opens the stream again by itself; what was answered is not sent again.
      await proxy.untilMore("opened", before);
      await seesOnce(page, SEVERAL);
      await close();
    });
  }

  await t.test("a turn while the stream is down is shown once, also when it is back", async () => {
    const { page, close } = await open();
    const before = proxy.counts();
    proxy.cutNow();
    await say(page, "say several things");
    for (const text of SEVERAL) await sees(page, text);
    await proxy.untilMore("opened", before);
    await seesOnce(page, SEVERAL);
    await close();
  });
});

// Studio's first page against the real server, as a person uses it: eyes, keyboard, French, English.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

import { seriousFindings } from "./axe.js";
import { launch, openPage, picture } from "./browser.js";
import { startPalabre } from "./palabre.js";
import { group } from "./requirements.js";

const folder = (path) => fileURLToPath(new URL(path, import.meta.url));
const BOTS = [folder("../../bots/gare"), folder("bot")];

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 780 };

/** What a person reads and presses, in both languages of Studio. */
const WORDS = {
  fr: {
    panel: "Ce que j’ai compris",
    message: "Votre message",
    send: "Envoyer",
    understanding: "Compréhension",
    sentence: "un train pour Lyon demain à 8h",
  },
  en: {
    panel: "What I understood",
    message: "Your message",
    send: "Send",
    understanding: "Understanding",
    sentence: "a train to Lyon tomorrow at 8am",
  },
};

const ON_A_CHANNEL = {
  fr: { channel: "Canal", sent: "Ce que reçoit PATH", test: "Tester", title: "Parler au bot" },
  en: { channel: "Channel", sent: "What PATH is sent", test: "Test", title: "Talk to the bot" },
};

async function say(page, text) {
  await page.getByRole("textbox").fill(text);
  await page.keyboard.press("Enter");
  await answered(page);
}

/** The bot is done answering. */
async function answered(page) {
  await page.locator('[role="log"][aria-busy="false"]').waitFor();
}

/** The page itself never scrolls, only its parts do: nothing is pushed out of sight. */
async function assertFits(page) {
  const fits = await page.evaluate(() => {
    const { scrollWidth, scrollHeight } = document.documentElement;
    return scrollWidth <= innerWidth && scrollHeight <= innerHeight && scrollY === 0;
  });
  assert.ok(fits, "the page is no larger than the window");
}

group("Studio", async (t) => {
  const palabre = await startPalabre({ bots: BOTS });
  t.after(palabre.stop);
  const browser = await launch();
  t.after(() => browser.close());
  const hosts = [new URL(palabre.url).host];
  const station = `${palabre.url}/bots/app/gare/talk`;
  const kit = `${palabre.url}/bots/test/kit/talk`;

  await t.test("the page comes with its rules, and may be kept only where it cannot change", async () => {
    const page = await fetch(palabre.url);
    assert.match(page.headers.get("content-security-policy") ?? "", /default-src 'none'/);
    const html = await page.text();
    assert.match(html, /id="root"/, "the binary holds Studio, not the placeholder");
    const [script] = /\/assets\/[^"]+\.js/.exec(html) ?? assert.fail("the page has no script");
    const asset = await fetch(palabre.url + script);
    assert.match(asset.headers.get("cache-control") ?? "", /immutable/);
    await asset.text();
  });

  for (const [language, words] of Object.entries(WORDS)) {
    for (const colorScheme of ["light", "dark"]) {
      await t.test(`one talks in ${language} and sees what was understood, ${colorScheme}`, async () => {
        const options = { locale: language === "fr" ? "fr-FR" : "en-GB", colorScheme, viewport: DESKTOP };
        const { page, complaints, close } = await openPage(browser, options, hosts);
        await page.goto(station);
        await answered(page);
        assert.equal(await page.locator("html").getAttribute("lang"), language);
        await say(page, words.sentence);

        const panel = page.getByRole("complementary", { name: words.panel });
        await panel.locator("mark", { hasText: "Lyon" }).waitFor();
        const understood = await panel.innerText();
        assert.match(understood, /\d\s?%/, "the probability");
        assert.match(understood, /destination/, "the role");
        assert.match(understood, /08[:h]00/, "the time of the train, in words");
        assert.match(understood, /\d\s?ms/, "the time it took");

        const { length } = await page.getByRole("log").innerText();
        await page.reload();
        await answered(page);
        await panel.locator("mark", { hasText: "Lyon" }).waitFor();
        assert.equal((await page.getByRole("log").innerText()).length, length, "the same after a reload");

        await picture(page, `studio-${language}-${colorScheme}`);
        assert.deepEqual(await seriousFindings(page), []);
        assert.deepEqual(complaints, []);
        await close();
      });
    }
  }

  await t.test("quick replies, buttons, cards and carousels are shown and pressed", async () => {
    const { page, complaints, close } = await openPage(browser, { locale: "en-GB", viewport: DESKTOP }, hosts);
    await page.goto(kit);
    await answered(page);
    const press = (name) => page.getByRole("button", { name, exact: true }).click();
    const sees = (text) => page.getByRole("log").getByText(text, { exact: true }).waitFor();

    await say(page, "say several things");
    await sees("Third of three.");
    await press("Quick reply");
    await sees("The quick reply was pressed.");
    assert.equal(await page.getByRole("group", { name: "Quick replies" }).count(), 0);

    await say(page, "show me a button");
    assert.equal(
      await page.getByRole("link", { name: "Visit (new window)" }).getAttribute("href"),
      "https://example.org/",
    );
    await press("Press me");
    await sees("The button was pressed.");

    await say(page, "I want a card");
    await press("Take the card");
    await sees("The card was taken.");

    await say(page, "show me a carousel");
    await page.getByRole("article", { name: "Card 2 of 2: Card two" }).waitFor();
    await press("Take card one");
    await sees("Card one was taken.");

    await assertFits(page);
    await picture(page, "studio-messages");
    assert.deepEqual(await seriousFindings(page), []);
    assert.deepEqual(complaints, []);
    await close();
  });

  for (const [language, { channel, sent, test, title }] of Object.entries(ON_A_CHANNEL)) {
    await t.test(`on a channel one sees what it is sent, in ${language}`, async () => {
      const { page, complaints, close } = await openPage(browser, { locale: language, viewport: DESKTOP }, hosts);
      await page.goto(`${kit}?lang=en`);
      await answered(page);
      const choice = page.getByRole("combobox", { name: channel, exact: true });
      const path = "/io/test/kit/web";
      await choice.selectOption(path);
      await answered(page);
      await say(page, "I want a card");
      const panel = page.getByRole("complementary");
      const heading = panel.getByRole("heading", { name: sent.replace("PATH", path), exact: true });
      await heading.locator("..").getByText('"card"', { exact: false }).waitFor();
      await picture(page, `studio-on-a-channel-${language}`);
      assert.deepEqual(await seriousFindings(page), []);

      // Kept over a reload, and the panel beside other screens talks on it too.
      const { length } = await page.getByRole("log").innerText();
      await page.reload();
      await answered(page);
      assert.equal(await choice.inputValue(), path);
      assert.equal((await page.getByRole("log").innerText()).length, length);
      await page.goto(`${palabre.url}/bots/test/kit/answers`);
      await page.getByRole("button", { name: test, exact: true }).click();
      const beside = page.getByRole("complementary", { name: title, exact: true });
      await beside.getByRole("log").getByText("I want a card").waitFor();
      assert.equal(await beside.getByRole("combobox", { name: channel, exact: true }).inputValue(), path);
      await picture(page, `studio-panel-on-a-channel-${language}`);
      assert.deepEqual(complaints, []);
      await close();
    });
  }

  await t.test("nonsense is said to be unknown", async () => {
    const { page, close } = await openPage(browser, { locale: "en-GB", viewport: DESKTOP }, hosts);
    await page.goto(kit);
    await answered(page);
    await say(page, "zxq wvut 12 🚆");
    await page.getByRole("log").getByText("I know nothing of that.").waitFor();
    await page.getByRole("complementary").getByText("Not understood", { exact: true }).waitFor();
    await close();
  });

  await t.test("everything works with the keyboard alone", async () => {
    const { page, close } = await openPage(browser, { locale: "en-GB", viewport: DESKTOP }, hosts);
    await page.goto(kit);
    await answered(page);
    await page.keyboard.type("say several things");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Quick reply" }).waitFor();
    // From the field back to the quick reply.
    await page.keyboard.press("Shift+Tab");
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Quick reply");
    await page.keyboard.press("Enter");
    await page.getByRole("log").getByText("The quick reply was pressed.").waitFor();
    await close();
  });

  await t.test("on a phone one switches between the conversation and what was understood", async () => {
    const words = WORDS.fr;
    const options = { locale: "fr-FR", viewport: PHONE, hasTouch: true };
    const { page, complaints, close } = await openPage(browser, options, hosts);
    await page.goto(station);
    await answered(page);
    await page.getByLabel(words.message).fill(words.sentence);
    await page.getByRole("button", { name: words.send }).tap();
    await answered(page);
    await picture(page, "studio-phone");
    assert.deepEqual(await seriousFindings(page), []);
    await page.getByRole("radio", { name: words.understanding }).tap();
    await page.getByRole("complementary").locator("mark", { hasText: "Lyon" }).waitFor();
    await assertFits(page);
    await picture(page, "studio-phone-understanding");
    assert.deepEqual(await seriousFindings(page), []);
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("a server that is gone is said to be gone", async () => {
    const { page, close } = await openPage(browser, { locale: "en-GB", viewport: DESKTOP }, hosts);
    await page.goto(kit);
    await answered(page);
    await page.context().setOffline(true);
    await say(page, "say several things");
    await page.getByRole("alert").getByText("The server does not answer").waitFor();
    await page.context().setOffline(false);
    await page.getByRole("button", { name: "Send again" }).click();
    await page.getByRole("log").getByText("Third of three.").waitFor();
    await close();
  });
});

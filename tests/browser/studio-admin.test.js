// Studio's screens to connect, measure and administer, against the real server.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { launch, openPage, picture } from "./browser.js";
import { startPalabre } from "./palabre.js";
import { group } from "./requirements.js";
import { talk } from "./traffic.js";

const DESKTOP = { width: 1280, height: 800 };

group("Studio, administering", async (t) => {
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

  await t.test("a thousand messages are counted exactly, by channel too", async () => {
    const sentences = [
      ["bonjour", "greet"],
      ["abracadabra zut", null],
    ];
    // Users take turns: one says the next thing once the last was answered.
    const users = Array.from({ length: 20 }, (_, at) => `counted-${at}`);
    await Promise.all(
      users.map(async (user) => {
        for (let said = 0; said < 50; said += 1) {
          const [text] = sentences[said % 5 === 0 ? 1 : 0];
          await talk(palabre.url, { user, locale: "fr", text });
        }
      }),
    );
    const { page, complaints, close } = await open("measure");
    const figure = (label) => page.locator("dl div").filter({ hasText: label }).locator("dd");
    await figure("messages").waitFor();
    assert.equal(await figure("messages").innerText(), "1,000");
    assert.equal(await figure("users").innerText(), "20");
    assert.equal(await figure("sentences").innerText(), "1,000");
    assert.equal(await figure("not understood").innerText(), "20%");
    const row = (name) => page.getByRole("row").filter({ hasText: name });
    assert.match(await row("greet").first().innerText(), /\b800\b/);
    assert.match(await row("/io/app/gare/web").innerText(), /1,000\s+1,000\s+20%/);
    await picture(page, "studio-measure");

    const [file] = await Promise.all([page.waitForEvent("download"), button(page, "Save as CSV").click()]);
    const lines = (await readFile(await file.path(), "utf8")).trim().split("\r\n");
    assert.equal(lines[0], "day,channel,turns,users,sentences,unknown,up,down");
    const sum = (column) => lines.slice(1).reduce((all, line) => all + Number(line.split(",")[column]), 0);
    assert.deepEqual([sum(2), sum(4), sum(5)], [1000, 1000, 200]);

    await page.getByRole("combobox", { name: "Channel" }).selectOption({ label: "/io/app/gare/widget" });
    await page.getByText("Nothing was said in these days.").waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("a channel is made, refused with a reason, paused, resumed and deleted", async () => {
    const { page, complaints, close } = await open("channels");
    await page.getByRole("combobox", { name: "Kind of channel" }).selectOption("web");
    await button(page, "Add a channel").click();
    await field(page, "Where it listens").fill("/io/app/gare/shop");
    await field(page, "Allowed pages").fill("(");
    await button(page, "Save").click();
    await page.getByRole("alert").waitFor();
    await field(page, "Allowed pages").fill("https://shop\\.example\\.org");
    await button(page, "Save").click();
    await button(page, "Pause /io/app/gare/shop").click();
    await button(page, "Resume /io/app/gare/shop").click();
    await button(page, "Pause /io/app/gare/shop").waitFor();
    await button(page, "Set up /io/app/gare/shop").click();
    assert.equal(await field(page, "Allowed pages").inputValue(), "https://shop\\.example\\.org");
    await button(page, "Delete the channel").click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete the channel" }).click();
    await page.getByRole("heading", { name: "Channels", exact: true }).waitFor();
    assert.equal(await page.getByText("/io/app/gare/shop").count(), 0);
    // The refusal is told by the browser's console as well.
    assert.deepEqual(complaints.filter((one) => !one.includes("400")), []);
    await close();
  });

  await t.test("the widget looks as it is designed before that is published", async () => {
    const { page, complaints, close } = await open("channels");
    const preview = page.getByRole("region", { name: "The widget" });
    await preview.getByText("Your station").waitFor();
    await field(page, "Title, English").fill("Ask the station");
    await preview.getByText("Ask the station").waitFor();
    await button(page, "Save the look").click();
    await page.getByRole("link", { name: /Changes \(\d+\)/ }).waitFor();
    const shown = await fetch(`${palabre.url}/api/bots/${await palabre.publicId("app/gare")}/branding?locale=en`);
    assert.equal((await shown.json()).title, "Your station");
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("a key of programs is made and shown once", async () => {
    const { page, complaints, close } = await open("channels");
    await page.getByText("no program is connected").waitFor();
    await button(page, "Make a new key").click();
    await page.getByRole("dialog").getByRole("button", { name: "Make a new key" }).click();
    const key = await page.locator("code", { hasText: "palabre_" }).innerText();
    await page.evaluate((key) => {
      globalThis.program = new WebSocket(`ws://${location.host}/${key}`);
    }, key);
    await page.getByText("one program is connected").waitFor();
    await page.evaluate(() => globalThis.program.close());
    await page.reload();
    await page.getByText(`…${key.slice(-4)}`).waitFor();
    assert.equal(await page.getByText(key).count(), 0);
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("a token and a signing key are made and ended", async () => {
    const { page, complaints, close } = await open("programs");
    await field(page, "What it is for").fill("nightly");
    await button(page, "Make a token").click();
    const token = await page.locator("code", { hasText: "pat_" }).innerText();
    assert.match(token, /^pat_/);
    await page.getByRole("textbox", { name: "Whose key it is" }).fill("shop");
    await page.getByRole("textbox", { name: /^Key/ }).fill("0123456789abcdef0123456789abcdef");
    await button(page, "Register the key").click();
    await button(page, "End it: shop").click();
    await page.getByRole("dialog").getByRole("button", { name: "End it" }).click();
    await page.getByText("No key yet.").waitFor();
    await button(page, "End it: nightly").click();
    await page.getByRole("dialog").getByRole("button", { name: "End it" }).click();
    await page.getByText("No token yet.").waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  await t.test("a person is erased, and the log knows", async () => {
    await talk(palabre.url, { user: "grace", locale: "fr", text: "bonjour" });
    const { page, complaints, close } = await open("privacy");
    await field(page, "The user’s id").fill("grace");
    await button(page, "Erase everything about this person").click();
    await page.getByRole("dialog").getByRole("button", { name: "Erase everything" }).click();
    await page.getByText("grace: one conversation is gone.").waitFor();
    const left = await fetch(`${palabre.url}/api/v1/bots/app/gare/conversations?user=grace`);
    assert.deepEqual((await left.json()).items, []);
    await page.goto(address("audit"));
    await field(page, "What was done").fill("token.");
    await page.getByText("token.made").first().waitFor();
    await picture(page, "studio-audit");
    assert.deepEqual(complaints, []);
    await close();
  });
});

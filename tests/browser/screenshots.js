// Pictures of every screen of Studio, in both themes, for people to look at: `npm run screenshots`.
// `npm run guide` makes those of the guide instead, in English and French.
// `PALABRE_LOCALE=fr-FR` makes the pictures in French.

import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

import { launch, openPage } from "./browser.js";
import { startPalabre } from "./palabre.js";
import { screensOf, settled } from "./screens.js";

const GUIDE = process.argv.includes("--guide");
const GUIDE_FOLDER = fileURLToPath(new URL("../../docs/guide/studio/pictures", import.meta.url));
const FOLDER =
  process.env.PALABRE_PICTURES ?? fileURLToPath(new URL("../../target/screenshots", import.meta.url));
const LOCALE = process.env.PALABRE_LOCALE ?? "en-GB";
const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 780 };

/** Screens that people open on the way, on a telephone. */
const ON_PHONES = ["home", "inbox", "conversations", "conversation"];

/** Screens that the guide shows. */
const IN_GUIDE = [
  "new",
  "home",
  "inbox",
  "conversation",
  "story-canvas",
  "story-outline",
  "faq",
  "answers",
  "intents-marked",
  "entity-large",
  "threshold",
  "talk",
  "test",
  "evaluation",
  "publish",
  "channels",
  "channel-new",
  "measure",
  "members",
  "account",
  "programs",
  "audit",
];

await mkdir(FOLDER, { recursive: true });
const palabre = await startPalabre({ bots: [] });
const browser = await launch();
try {
  const hosts = [new URL(palabre.url).host];
  const open = (viewport, colorScheme, locale = LOCALE) =>
    openPage(browser, { locale, viewport, colorScheme }, hosts);
  const screens = await screensOf(palabre);
  for (const [lang, locale] of Object.entries(GUIDE ? { en: "en-GB", fr: "fr-FR" } : {})) {
    const { page, close } = await open(DESKTOP, "light", locale);
    for (const { name, address } of screens.filter(({ name }) => IN_GUIDE.includes(name))) {
      await page.goto(palabre.url + address);
      await settled(page, address);
      await takeForGuide(page, `${name}-${lang}`);
    }
    await close();
  }
  for (const theme of GUIDE ? [] : ["light", "dark"]) {
    const { page, complaints, close } = await open(DESKTOP, theme);
    for (const { name, address } of screens) await take(page, name, address, theme, { fullPage: true });
    await page.goto(`${palabre.url}/bots/app/gare/home`);
    await page.locator('header button[aria-pressed="false"]').click();
    await take(page, "test-panel", null, theme);
    await close();
    for (const complaint of complaints) console.log(`complaint: ${complaint}`);
    const phone = await open(PHONE, theme);
    for (const { name, address } of screens.filter(({ name }) => ON_PHONES.includes(name))) {
      await take(phone.page, `${name}-phone`, address, theme);
    }
    await phone.page.locator('header button[aria-pressed="false"]').click();
    await take(phone.page, "test-panel-phone", null, theme);
    await phone.close();
  }
} finally {
  await browser.close();
  await palabre.stop();
}

async function take(page, name, address, theme, { fullPage = false } = {}) {
  if (address !== null) await page.goto(palabre.url + address);
  await settled(page, address ?? "");
  if (fullPage) await wholeScreen(page);
  const path = join(FOLDER, `${name}-${theme}.png`);
  await page.screenshot({ path });
  console.log(path);
  await page.setViewportSize(page.viewportSize().width === PHONE.width ? PHONE : DESKTOP);
}

/** A small picture, as pages of text show it. */
async function takeForGuide(page, name) {
  const browser = await page.context().newCDPSession(page);
  const { data } = await browser.send("Page.captureScreenshot", { format: "webp", quality: 70 });
  await mkdir(GUIDE_FOLDER, { recursive: true });
  const path = join(GUIDE_FOLDER, `${name}.webp`);
  await writeFile(path, Buffer.from(data, "base64"));
  console.log(path);
}

/** Makes the window as high as what scrolls within the page, so that nothing is cut off. */
async function wholeScreen(page) {
  const more = await page.evaluate(() =>
    [...globalThis.document.querySelectorAll("main, main *")]
      .filter((part) => /auto|scroll/.test(getComputedStyle(part).overflowY))
      .reduce((most, part) => Math.max(most, part.scrollHeight - part.clientHeight), 0),
  );
  if (more > 0) await page.setViewportSize({ ...DESKTOP, height: Math.min(4000, DESKTOP.height + more) });
}

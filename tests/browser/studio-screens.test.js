// What holds on every screen of Studio, in both languages and both themes.

import assert from "node:assert/strict";

import { seriousFindings } from "./axe.js";
import { launch, openPage } from "./browser.js";
import { startPalabre } from "./palabre.js";
import { group } from "./requirements.js";
import { screensOf, settled, unknownScreens } from "./screens.js";

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 780 };

/** How screens are met: language, theme, window. */
const MEETINGS = [
  { locale: "en-GB", colorScheme: "light", viewport: DESKTOP },
  { locale: "fr-FR", colorScheme: "dark", viewport: DESKTOP },
  { locale: "fr-FR", colorScheme: "light", viewport: PHONE },
];

/** Words of programs, which stand in a field or are code, but are nothing to read. */
const RAW = /\b(undefined|NaN|\[object Object\]|[a-z]+_(zero|one|other))\b|\{\{|\$t\(/;

group("Studio, every screen", async (t) => {
  const palabre = await startPalabre({ bots: [] });
  t.after(palabre.stop);
  const browser = await launch();
  t.after(() => browser.close());
  const hosts = [new URL(palabre.url).host];

  await t.test("no screen is left out", async () => {
    assert.deepEqual(await unknownScreens(), { untested: [], gone: [] });
  });

  const screens = await screensOf(palabre);
  for (const meeting of MEETINGS) {
    const { locale, colorScheme, viewport } = meeting;
    await t.test(`without a fault, ${locale}, ${colorScheme}, ${viewport.width} px`, async () => {
      const { page, complaints, close } = await openPage(browser, meeting, hosts);
      let asked = [];
      page.on("request", (request) => asked.push(`${request.method()} ${request.url()} ${request.postData()}`));
      for (const { name, address } of screens) {
        asked = [];
        await page.goto(palabre.url + address);
        // Some headings are there for screen readers alone.
        await page.getByRole("heading").first().waitFor({ state: "attached" });
        await settled(page, address);
        const twice = asked.filter((one, at) => one.includes("/api/") && asked.indexOf(one) !== at);
        assert.deepEqual(twice, [], `${name} asks for nothing twice`);
        assert.deepEqual(await seriousFindings(page), [], name);
        assert.deepEqual(complaints, [], name);
        assert.doesNotMatch(await page.locator("body").innerText(), RAW, name);
        const isWide = await page.evaluate(() => globalThis.document.documentElement.scrollWidth > innerWidth);
        assert.equal(isWide, false, `${name} fits the window`);
      }
      await close();
    });
  }
});

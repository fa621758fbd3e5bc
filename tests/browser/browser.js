// Chromium, watched: what the page complains about, and whom it asks.

import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { chromium } from "playwright-core";

import { CHROMIUM, STUDIO } from "./requirements.js";

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export function launch() {
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

/**
 * Opens a page in a context of its own.
 *
 * @param {object} options of the context: locale, size, colours
 * @param {string[]} hosts the only `host:port` that the page may ask
 */
export async function openPage(browser, options, hosts) {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  if (STUDIO !== "") await showStudioOf(context, STUDIO);
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol.startsWith("http") && !hosts.includes(host)) complaints.push(`asked ${request.url()}`);
  });
  return { page, complaints, close: () => context.close() };
}

/** Shows Studio as it was just built, with the rules that the server gives its page, in place of the binary's own. */
async function showStudioOf(context, dist) {
  await context.route(/\/assets\//, (route) =>
    route.fulfill({ path: join(dist, new URL(route.request().url()).pathname) }),
  );
  await context.route(
    (url) => !/^\/(api|io|assets|doc|health)\/|\.\w+$/.test(url.pathname),
    async (route) => {
      if (route.request().resourceType() !== "document") return route.fallback();
      const response = await route.fetch();
      if (!/id="root"/.test(await response.text())) return route.fulfill({ response });
      return route.fulfill({ response, body: await readFile(join(dist, "index.html")) });
    },
  );
}

let folder;

/** Takes a picture into a temporary folder, for people to look at. */
export async function picture(page, name) {
  folder ??= process.env.PALABRE_PICTURES ?? (await mkdtemp(join(tmpdir(), "palabre-pictures-")));
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path });
  console.log(`picture ${path}`);
}

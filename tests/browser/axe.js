// What axe-core finds that keeps people out.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The serious findings in a page, or in a part of it. axe runs beside the page, not in it. */
export async function seriousFindings(page, part = "html") {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate((part) => globalThis.axe.run(part), part);
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(", ")}`);
}

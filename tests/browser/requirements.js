// What these tests need besides Node.js; without it they are skipped, and say so. Where `CI` is
// set, that is a failure.

import { accessSync, constants, existsSync } from "node:fs";
import test from "node:test";

/** The release binary under test. */
export const BINARY = process.env.PALABRE_BIN ?? "";

/** The browser. */
export const CHROMIUM =
  process.env.PALABRE_CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync) ?? "";

/** A folder with a build of Studio, to be shown instead of the binary's own; otherwise nothing. */
export const STUDIO = process.env.PALABRE_STUDIO_DIST ?? "";

function missing() {
  if (BINARY === "") return "PALABRE_BIN is not set: give it the path of the release binary";
  for (const [name, path] of [["PALABRE_BIN", BINARY], ["Chromium", CHROMIUM]]) {
    try {
      accessSync(path, constants.X_OK);
    } catch {
      return `${name} is \`${path}\`, which is no program`;
    }
  }
  return null;
}

/** Runs a group of tests, or skips it visibly. */
export function group(name, tests) {
  const reason = missing();
  if (reason === null) {
    test(name, tests);
  } else if (process.env.CI) {
    test(name, () => {
      throw new Error(reason);
    });
  } else {
    console.log(`skipped ${name}: ${reason}`);
    test(name, { skip: reason }, () => {});
  }
}

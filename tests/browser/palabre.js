// A Palabre of its own for a test: empty data folder, free port, stopped at the end.

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { BINARY } from "./requirements.js";

/** How long a server may take to start or to stop before the test gives up. */
const PATIENCE_MS = 120_000;

export async function freePort() {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/**
 * Starts a server and waits until it says where it listens.
 *
 * @param {{ bots: string[], webSse?: boolean, settings?: Record<string, string>,
 *   prepare?: (data: string) => Promise<unknown> }} options folders of bots; whether streams are on; further
 *   flags of `serve`; what is done with the data folder before
 * @returns {Promise<{ url: string, port: number, data: string, publicId: (bot: string) => Promise<string>, stop: () => Promise<void> }>}
 */
export async function startPalabre({ bots, webSse = true, settings = {}, prepare }) {
  const data = await mkdtemp(join(tmpdir(), "palabre-browser-"));
  await prepare?.(data);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const options = ["--data", data, "--listen", `127.0.0.1:${port}`, "--web-sse", String(webSse)];
  const flags = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  const server = spawn(BINARY, ["serve", ...options, ...flags, ...bots.flatMap((bot) => ["--bot", bot])], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = once(server, "exit");
  const stop = async () => {
    if (server.exitCode === null && server.signalCode === null) {
      server.kill("SIGTERM");
      await exited;
    }
    await rm(data, { recursive: true, force: true });
  };
  try {
    await said(server, url);
    const ready = await fetch(`${url}/health/ready`);
    if (!ready.ok) throw new Error(`/health/ready answers ${ready.status}`);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, port, data, publicId: (bot) => publicId(data, bot), stop };
}

/** The public id of a bot, as the command line tells it. */
async function publicId(data, bot) {
  const { stdout } = await promisify(execFile)(BINARY, ["bots", "--json", "--data", data]);
  const found = JSON.parse(stdout).find(({ namespace, name }) => `${namespace}/${name}` === bot);
  if (!found) throw new Error(`there is no bot ${bot}`);
  return found.publicId;
}

/** Resolves when the program prints `text`; fails with its last words when it ends before. */
function said(program, text) {
  return new Promise((resolve, reject) => {
    let words = "";
    const give = (reason) => reject(new Error(`${reason}:\n${words.slice(-4000)}`));
    const timer = setTimeout(() => give("the server did not start in time"), PATIENCE_MS);
    program.on("exit", (code) => give(`the server ended with status ${code}`));
    for (const stream of [program.stdout, program.stderr]) {
      stream.setEncoding("utf8").on("data", (chunk) => {
        words += chunk;
        if (!words.includes(text)) return;
        clearTimeout(timer);
        resolve();
      });
    }
  });
}

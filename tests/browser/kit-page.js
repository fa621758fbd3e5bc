// A page of somebody's site, on another origin than the bot's, with `tock-react-kit` as published.

import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";

const KIT = createRequire(import.meta.url)
  .resolve("tock-react-kit")
  .replace(/tock-react-kit\.[a-z.]+$/, "tock-react-kit-standalone.umd.js");

const PAGE = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>A site with a bot</title><link rel="icon" href="data:,"></head>
  <body>
    <div id="chat" style="height: 600px"></div>
    <script src="/kit.js"></script>
    <script>
      const options = new URLSearchParams(location.search);
      TockReact.renderChat(document.getElementById("chat"), options.get("bot"), undefined, {}, {
        disableSse: options.get("sse") === "off",
        locale: "en",
        // By default the kit shows a message every 0.7 s.
        timeoutBetweenMessage: 0,
        ...(options.has("opening") && { openingMessage: options.get("opening") }),
      });
    </script>
  </body>
</html>`;

export async function serveKitPage() {
  const kit = await readFile(KIT);
  const server = createServer((request, response) => {
    const [type, content] = request.url.startsWith("/kit.js")
      ? ["text/javascript; charset=utf-8", kit]
      : ["text/html; charset=utf-8", PAGE];
    response.writeHead(200, { "Content-Type": type }).end(content);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const host = `127.0.0.1:${server.address().port}`;
  return {
    host,
    /** The address of the page that talks to a bot. */
    address: (bot, options = {}) => `http://${host}/?${new URLSearchParams({ bot, ...options })}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

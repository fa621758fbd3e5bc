// A page of somebody's site, on another origin than the bot's, that shows the widget and allows as
// little as it can: no inline script, no inline style, nothing but the bot's server.

import { once } from "node:events";
import { createServer } from "node:http";

/** @param {string} palabre address of the server that the page allows */
export async function serveWidgetPage(palabre) {
  const policy = [
    "default-src 'none'",
    `script-src ${palabre}`,
    `connect-src ${palabre}`,
    `img-src ${palabre}`,
    "base-uri 'none'",
  ].join("; ");
  const page = (query) => {
    const attribute = (name) => (query.has(name) ? ` data-${name}="${query.get(name)}"` : "");
    const script = `${query.get("server") ?? palabre}/widget.js`;
    return `<!doctype html>
<html lang="${query.get("lang") ?? "en"}">
  <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A site</title></head>
  <body><main><h1>A site with a bot</h1><p>Its own words.</p></main>
  <script src="${script}"${attribute("bot")}${attribute("locale")}></script></body>
</html>`;
  };
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, "http://site");
    if (pathname !== "/") {
      response.writeHead(204).end();
      return;
    }
    response
      .writeHead(200, { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy })
      .end(page(searchParams));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // Another name is another site, not only another port.
  const host = `localhost:${server.address().port}`;
  return {
    host,
    address: (options) => `http://${host}/?${new URLSearchParams(options)}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

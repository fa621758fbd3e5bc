// A TCP proxy that loses streams: it stands between a browser and the server and cuts event
// streams when told to, as a bad network would.

import { once } from "node:events";
import { connect, createServer } from "node:net";

/** What begins a frame with messages, and what ends any frame. */
const MESSAGE = "event: message\n";
const FRAME_END = "\n\n";

export async function startStreamProxy(port) {
  /** How many frames with messages the next stream may still carry; then it is cut. */
  let allowed = Infinity;
  let opened = 0;
  const streams = new Set();
  const sockets = new Set();
  const waiting = [];

  const server = createServer((client) => {
    const upstream = connect(port, "127.0.0.1");
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => sockets.delete(socket));
    }
    const cut = () => {
      client.destroy();
      upstream.destroy();
    };
    const stream = { cut, isStream: false };
    client.on("data", (chunk) => {
      // A browser sends the head of a request in one piece, and asks nothing more on a stream.
      if (/^GET \S*\/sse[? ]/.test(chunk.toString("latin1"))) {
        stream.isStream = true;
        streams.add(stream);
      }
      upstream.write(chunk);
    });
    let announced = false;
    upstream.on("data", (chunk) => {
      if (!stream.isStream) return client.write(chunk);
      let text = chunk.toString("latin1");
      if (!announced && text.includes("event: ping")) {
        announced = true;
        opened += 1;
        for (const resolve of waiting.splice(0)) resolve();
      }
      let at = 0;
      for (;;) {
        const start = text.indexOf(MESSAGE, at);
        if (start === -1) break;
        if (allowed === 0) {
          // What came before may pass; this frame and the stream are lost.
          client.write(Buffer.from(text.slice(0, start), "latin1"), cut);
          allowed = Infinity;
          return undefined;
        }
        allowed -= 1;
        const end = text.indexOf(FRAME_END, start);
        at = end === -1 ? text.length : end + FRAME_END.length;
      }
      return client.write(chunk);
    });
    client.on("close", () => {
      streams.delete(stream);
      upstream.destroy();
    });
    upstream.on("close", () => client.end());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  return {
    url: `http://127.0.0.1:${server.address().port}`,
    host: `127.0.0.1:${server.address().port}`,
    /** How many streams were opened so far. */
    opened: () => opened,
    /** Lets so many messages through on streams, then cuts the one that carries the next. */
    cutAfterMessages(count) {
      allowed = count;
    },
    /** Cuts every stream now. */
    cutNow() {
      for (const stream of streams) stream.cut();
    },
    /** Resolves once so many streams were opened in all. */
    async untilOpened(count) {
      while (opened < count) await new Promise((resolve) => waiting.push(resolve));
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

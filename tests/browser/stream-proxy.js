// A TCP proxy that loses streams: it stands between a browser and the server and cuts event
// streams when told to, as a bad network would.

import { once } from "node:events";
import { connect, createServer } from "node:net";

/** What begins a frame with messages, and what ends any frame. */
const MESSAGE = "event: message\n";
const FRAME_END = "\n\n";

/** How long a browser may take to open a stream again before the test gives up. */
const PATIENCE_MS = 30_000;

export async function startStreamProxy(port) {
  /** How many frames with messages streams may still carry; the one with the next is cut. */
  let allowed = Infinity;
  const counts = { opened: 0, messages: 0, cut: 0 };
  const streams = new Set();
  const sockets = new Set();
  const waiting = [];

  function count(what) {
    counts[what] += 1;
    for (const resolve of waiting.splice(0)) resolve();
  }

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
      count("cut");
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
      const text = chunk.toString("latin1");
      if (!announced && text.includes("event: ping")) {
        announced = true;
        count("opened");
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
        count("messages");
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
    /** How many streams were opened, messages carried on them, and streams cut so far. */
    counts: () => ({ ...counts }),
    /** Lets so many messages through on streams, then cuts the one that carries the next. */
    cutAfterMessages(count) {
      allowed = count;
    },
    /** Cuts every stream now. */
    cutNow() {
      for (const stream of streams) stream.cut();
    },
    /** Resolves once one more has happened than in earlier `counts()`. */
    async untilMore(what, earlier) {
      const given = AbortSignal.timeout(PATIENCE_MS);
      while (counts[what] <= earlier[what]) {
        await new Promise((resolve, reject) => {
          waiting.push(resolve);
          given.onabort = () => reject(new Error(`no stream was ${what} in time`));
        });
      }
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

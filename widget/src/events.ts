// Server-sent events out of a `fetch` response: `EventSource` can neither post nor send a token.

export interface StreamEvent {
  event: string;
  data: unknown;
}

/** The events of a response, as they arrive. Pings are left out. */
export async function* readEvents(response: Response): AsyncGenerator<StreamEvent> {
  if (!response.body) return;
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let waiting = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      waiting += decoder.decode(value, { stream: true });
      const frames = waiting.split(/\r?\n\r?\n/);
      waiting = frames.pop() ?? "";
      for (const frame of frames) {
        const event = readFrame(frame);
        if (event) yield event;
      }
    }
  } finally {
    // Whoever stops reading early closes the connection too.
    await reader.cancel().catch(() => {});
  }
}

function readFrame(frame: string): StreamEvent | undefined {
  let event = "message";
  const data: string[] = [];
  for (const line of frame.split(/\r?\n/)) {
    const colon = line.indexOf(":");
    const [name, value] =
      colon < 0 ? [line, ""] : [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, "")];
    if (name === "event") event = value;
    if (name === "data") data.push(value);
  }
  if (event === "ping" || data.length === 0) return undefined;
  return { event, data: JSON.parse(data.join("\n")) };
}

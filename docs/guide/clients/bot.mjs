// A bot for Palabre in Node.js. It needs one library: npm install ws
//
//     node bot.mjs ws://127.0.0.1:8080 KEY

import WebSocket from "ws";

const text = (words) => ({ type: "sentence", text: { text: words } });

// Each story returns its messages.
const stories = {
  greetings: () => [text("Hello from Node!")],
  biography: (request) => {
    const person = request.entities.find((entity) => entity.role === "person");
    return [text(person ? `${person.content} was an artist.` : "Whom do you mean?")];
  },
  rooms: () => [
    {
      type: "card",
      title: { text: "Blue room" },
      actions: [{ title: { text: "Who is Claude Monet?" } }],
    },
  ],
  unknown: () => [text("Node did not understand.")],
};

const answer = ({ requestId, botRequest: request }) => ({
  requestId,
  botResponse: {
    storyId: request.storyId,
    // What the conversation holds, as it shall stay.
    entities: request.entities,
    messages: (stories[request.storyId] ?? stories.unknown)(request),
    context: { requestId, lastResponse: true },
  },
});

function connect(address, key) {
  const socket = new WebSocket(`${address}/${key}`);
  socket.on("open", () => {
    const declared = Object.keys(stories).map((mainIntent) => ({ mainIntent }));
    const botConfiguration = { version: "V3", stories: declared };
    socket.send(JSON.stringify({ requestId: "1", botConfiguration }));
  });
  socket.on("message", (frame) => {
    const data = JSON.parse(frame);
    if (data.botRequest) socket.send(JSON.stringify(answer(data)));
  });
  socket.on("error", (error) => console.error("connection:", error.message));
  socket.on("close", () => setTimeout(connect, 1000, address, key));
}

connect(...process.argv.slice(2));

export const botPage = {
  title: "Talk to us",
  missing: "The chat could not be loaded",
  missingWhy: "This server was built without the widget. Build it with Node.js installed.",
};

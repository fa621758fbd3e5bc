export const bots = {
  label: "Bot",
  live: "Live: version {{number}}",
  notLive: "Not live yet",
  unpublished: "Changes to publish",
  changes: "Changes ({{count, number}})",
  loading: "Looking for bots…",
  failedTitle: "The bots could not be listed",
  missingTitle: "There is no such bot",
  missing: "The bot {{name}} does not exist, or you may not see it.",
  language: "Language of the conversation",
};

export const areas = {
  home: "Today",
  improve: "Improve",
  build: "Build",
  test: "Test",
  publish: "Publish",
  measure: "Measure",
  channels: "Connect",
  admin: "Administer",
};

export const screens = {
  home: "Home",
  measure: "Traffic",
  channels: "Channels",
  members: "Members",
  programs: "Tokens and keys",
  privacy: "Privacy",
  failures: "Dead letters",
  audit: "Audit log",
  intents: "Intents",
  answers: "Answers",
  publish: "Publish",
  talk: "Talk",
};

export const screenWords = {
  home: "start, dashboard, to do",
  measure: "analytics, statistics, activity, users, metrics, satisfaction",
  channels: "configurations, connectors, widget, api key, website",
  members: "users, roles, invitations, rights, namespaces",
  programs: "api tokens, signing keys, secrets",
  privacy: "erase a person, forget, retention, gdpr",
  failures: "errors, failures, replay",
  audit: "history, logs, who did what",
  intents: "sentences, understanding, training, intentions",
  answers: "labels, translations, i18n, texts",
  publish: "versions, changes, history, roll back",
  talk: "conversation, try, chat, understanding",
};

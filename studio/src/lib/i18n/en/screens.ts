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
  intents: "Intents",
  answers: "Answers",
  publish: "Publish",
  talk: "Talk",
};

export const screenWords = {
  intents: "sentences, understanding, training, intentions",
  answers: "labels, translations, i18n, texts",
  publish: "versions, changes, history, roll back",
  talk: "conversation, try, chat, understanding",
};

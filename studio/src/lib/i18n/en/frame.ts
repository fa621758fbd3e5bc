export const app = {
  title: "Palabre Studio",
  skip: "Skip to the screen",
  menu: "Screens",
  test: "Test",
  testPanel: "Talk to the bot",
  close: "Close",
  cancel: "Cancel",
  home: "Palabre Studio, home",
  api: "API",
  interfaceLanguage: "Language of Studio",
  toDark: "Switch to the dark theme",
  toLight: "Switch to the light theme",
  notFoundTitle: "This page does not exist",
  notFound: "The address may have been mistyped, or the page may have moved.",
  back: "Back to the first screen",
  crashTitle: "Studio met an error",
  crash: "The conversation is kept. Load the page again; if it happens again, tell us what you did.",
  reload: "Load again",
};

export const palette = {
  open: "Search and commands",
  placeholder: "Find a screen, a bot, a story, an answer, a sentence…",
  results: "What was found",
  nothing: "Nothing of that name.",
  said: "“{{words}}” in what users said",
  command: "Command",
  newWords: "new bot, import, dump, zip, sample",
  accountWords: "password, sign out, sessions, language",
};

export const environment = {
  label: "Environment",
  hint: "Whom tests talk to, and of which channels conversations and figures are shown",
  all: "Everywhere",
  names: { draft: "Draft", staging: "Staging", live: "Live" },
  version: "{{name}}, version {{version}}",
  only: "Only channels that serve “{{name}}”",
  everything: "Show all",
  talksTo: "You talk to: {{name}}",
};

export const undo = {
  region: "What was changed",
  changed: "Saved: {{what}}",
  removed: "Removed: {{what}}",
  undone: "Taken back: {{what}}",
  redone: "Made again: {{what}}",
  failed: "This cannot be taken back: {{why}}",
  undo: "Undo",
  undoThis: "Undo: {{what}}",
  redoThis: "Redo: {{what}}",
  redo: "Redo",
  close: "Close this notice",
};

export const problem = {
  unreachable: "The server does not answer. Is “palabre serve” running?",
  status: "The server answered with an error ({{status}}).",
  retry: "Try again",
  reading: "Reading…",
  failed: "This could not be read",
};

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
  placeholder: "Go to a screen or a bot…",
  results: "What was found",
  nothing: "Nothing of that name.",
  command: "Command",
  newWords: "new bot, import, dump, zip, sample",
  accountWords: "password, sign out, sessions, language",
};

export const problem = {
  unreachable: "The server does not answer. Is “palabre serve” running?",
  status: "The server answered with an error ({{status}}).",
  retry: "Try again",
  reading: "Reading…",
  failed: "This could not be read",
};

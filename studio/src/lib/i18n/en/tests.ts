export const tests = {
  heading: "Tests",
  hint: "Conversations that must go as written here. Run them before you publish.",
  on: "Run them on",
  reading: "Reading…",
  failed: "The tests could not be read",
  noneTitle: "No test yet",
  none: "Give a test a name above, or keep a conversation as a test where you read it.",
  name: "Name of a new test",
  make: "New test",
  runAll_one: "Run the test",
  runAll_other: "Run all {{count}}",
  run: "Run",
  stop: "Stop",
  progress: "How far the tests are",
  far: "{{done}} of {{total}}",
  passed_zero: "None passed.",
  passed_one: "One passed.",
  passed_other: "{{count}} passed.",
  broken_zero: "None failed.",
  broken_one: "One failed.",
  broken_other: "{{count}} failed.",
  exchanges_zero: "no exchange",
  exchanges_one: "one exchange",
  exchanges_other: "{{count}} exchanges",
  user: "User",
  expected: "Expected",
  given: "Given",
  why: "What was decided",
  language: "Language",
  exchange: "Exchange {{number}}",
  userDoes: "Exchange {{number}}: the user",
  expects: "Exchange {{number}}: expectation {{at}}",
  kind: "Kind of: {{of}}",
  removeExchange: "Remove exchange {{number}}",
  removeLine: "Remove expectation {{at}} of exchange {{number}}",
  addLine: "Expect more",
  addExchange: "Add an exchange",
  remove: "Remove the test",
  save: "Save",
  saved: "Saved.",
};

export const testEnvironment = {
  draft: "Draft",
  live: "Live version",
};

export const testState = {
  passed: "passed",
  failed: "failed",
};

export const testUser = {
  says: "says",
  presses: "presses",
  starts: "opens",
  image: "sends an image",
  audio: "sends a sound",
  video: "sends a video",
  file: "sends a file",
  sends_place: "tells a place",
  stays_silent: "says nothing",
  waits: "waits (seconds)",
  ends: "ends the conversation",
};

export const testHint = {
  sends_file: "The address of the file: https://example.org/a.png",
  sends_place: "Degrees north, then east: 48.85 2.35",
  noPlace: "Write degrees north (−90 to 90), then east (−180 to 180): 48.85 2.35",
  stays_silent: "For so long that the channel notices.",
  ends: "As when the window is closed.",
};

export const testBot = {
  says: "bot says (* any text)",
  understands: "understood as",
  offers: "bot offers (one per line)",
};

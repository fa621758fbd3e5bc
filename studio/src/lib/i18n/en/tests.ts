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
  passed_one: "One passed.",
  passed_other: "{{count}} passed.",
  broken_zero: "None failed.",
  broken_one: "One failed.",
  broken_other: "{{count}} failed.",
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
  waits: "waits (seconds)",
};

export const testBot = {
  says: "bot says (* any text)",
  understands: "understood as",
  offers: "bot offers (one per line)",
};

export const evaluations = {
  heading: "Evaluation",
  hint: "How well sentences are understood that the bot did not learn from: it learns from most of them and is asked the others, in turns.",
  reading: "Reading…",
  failed: "This could not be read",
  new: "New evaluation",
  what: "Evaluate",
  draft: "Draft",
  against: "Compare with",
  nothing: "nothing",
  folds: "Parts",
  curve: "Learning curve",
  start: "Evaluate",
  earlier: "Latest evaluations",
  underWay: "Measuring",
  of: "Result: {{name}}",
  measured: "{{count}} sentences, in {{folds}} parts; in brackets the interval of 95 %.",
  heldOut: "{{count}} sentences to learn from, measured on others; in brackets the interval of 95 %.",
  compared: "{{before}} → {{after}}",
  right: "Of {{count}} sentences {{before}} were right before, {{after}} now.",
  chance: "A difference as large as this one is chance with a probability of {{chance}}.",
  label: "should be {{name}}:",
  confusions: "Taken for each other",
  noConfusion: "No intent is taken for another.",
  pairs: "Pairs",
  matrix: "Matrix",
  matrixSays: "Rows: what the sentences are. Columns: what they were taken for.",
  times_one: "once",
  times_other: "{{count}} times",
  suspicious: "Sentences worth a look",
  labelled: "taught as {{label}}, understood as {{found}} ({{probability}})",
  alike: "{{likeness}} alike, of different intents",
  look: "Look at it",
  perIntent: "Per intent and entity",
  learning: "What more sentences would bring",
  sentences: "Sentences",
  rejection: "Threshold",
  rejectionSays: "A sentence is not understood below the threshold. A higher one answers less of what is known, and rejects more of what is not.",
  threshold: "Threshold",
  known: "Known, answered right",
  unknown: "Unknown, rejected",
};

export const evaluationFigure = {
  answered: "Answered right",
  accuracy: "Best intent right",
  rejected: "Rejected, though known",
  f1: "Mean F1 of the intents",
  entities: "F1 of the entities",
};

export const evaluationColumn = {
  name: "Name",
  kind: "Kind",
  precision: "Precision",
  recall: "Recall",
  f1: "F1",
  cases: "Cases",
};

export const evaluationChange = {
  broken_zero: "Nothing got worse",
  broken_one: "One got worse",
  broken_other: "{{count}} got worse",
  fixed_zero: "Nothing got better",
  fixed_one: "One got better",
  fixed_other: "{{count}} got better",
  changed_zero: "Nothing is wrong in another way",
  changed_one: "One is wrong in another way",
  changed_other: "{{count}} are wrong in another way",
};

export const jobs = {
  heading: "Jobs",
  busy_one: "One job",
  busy_other: "{{count}} jobs",
  far: "{{done}} of {{total}}",
  cancel: "Stop",
};

export const jobState = {
  waiting: "waits",
  running: "under way",
  succeeded: "done",
  failed: "failed",
  cancelled: "stopped",
};

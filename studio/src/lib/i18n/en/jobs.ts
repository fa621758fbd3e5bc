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

export const jobKind = {
  evaluation: "Evaluation",
};

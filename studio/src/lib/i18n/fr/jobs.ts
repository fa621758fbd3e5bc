import type { Texts } from "../en";

export const jobs: Texts["jobs"] = {
  heading: "Travaux",
  busy_one: "Un travail",
  busy_other: "{{count}} travaux",
  far: "{{done}} sur {{total}}",
  cancel: "Arrêter",
};

export const jobState: Texts["jobState"] = {
  waiting: "attend",
  running: "en cours",
  succeeded: "terminé",
  failed: "échec",
  cancelled: "arrêté",
};

export const jobKind: Texts["jobKind"] = {
  evaluation: "Évaluation",
};

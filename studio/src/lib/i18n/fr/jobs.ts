import type { Texts } from "../en";

export const jobs: Texts["jobs"] = {
  kinds: { evaluation: "Évaluation" },
  andMore_one: "{{name}} et un autre travail",
  andMore_other: "{{name}} et {{count}} autres travaux",
};

import type { Texts } from "../en";

export const value: Texts["value"] = {
  from: "à partir de : {{from}}",
  until: "jusqu’à : {{to}}",
  between: "de {{from}} à {{to}}",
  week: "semaine du {{day}}",
  quarter: "trimestre {{quarter}} de {{year}}",
  upTo: "jusqu’à {{to}}",
  atLeast: "{{from}} ou plus",
  orOther: "{{value}} (ou {{others}})",
};

export const value = {
  from: "from {{from}}",
  until: "until {{to}}",
  between: "from {{from}} to {{to}}",
  week: "week of {{day}}",
  quarter: "quarter {{quarter}} of {{year}}",
  upTo: "up to {{to}}",
  atLeast: "{{from}} or more",
  orOther: "{{value}} (or {{others}})",
};

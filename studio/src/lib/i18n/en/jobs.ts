export const jobs = {
  kinds: { evaluation: "Evaluation" },
  andMore_one: "{{name}} and one more",
  andMore_other: "{{name}} and {{count}} more",
};

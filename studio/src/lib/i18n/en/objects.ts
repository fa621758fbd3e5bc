export const object = {
  bot: "Bot",
  intent: "Intent",
  entity_type: "Entity",
  sentence: "Sentence",
  story: "Story",
  label: "Answer",
  dialog: "Test",
  faq: "FAQ",
  flag: "Feature flag",
};

export const change = { added: "new", changed: "changed", removed: "removed" };

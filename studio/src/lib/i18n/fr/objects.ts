import type { Texts } from "../en";

export const object: Texts["object"] = {
  bot: "Bot",
  intent: "Intention",
  entity_type: "Entité",
  sentence: "Phrase",
  story: "Histoire",
  label: "Réponse",
  dialog: "Test",
  faq: "FAQ",
  flag: "Interrupteur",
};

export const change: Texts["change"] = { added: "nouveau", changed: "modifié", removed: "supprimé" };

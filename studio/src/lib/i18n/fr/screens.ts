import type { Texts } from "../en";

export const areas: Texts["areas"] = {
  home: "Aujourd’hui",
  improve: "Améliorer",
  build: "Construire",
  test: "Tester",
  publish: "Publier",
  measure: "Mesurer",
  channels: "Connecter",
  admin: "Administrer",
};

export const screens: Texts["screens"] = {
  intents: "Intentions",
  answers: "Réponses",
  publish: "Publier",
  talk: "Parler",
};

export const screenWords: Texts["screenWords"] = {
  intents: "phrases, compréhension, entraînement, intents",
  answers: "labels, traductions, i18n, textes",
  publish: "versions, changements, historique, retour arrière",
  talk: "conversation, essayer, discuter, compréhension",
};

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
  home: "Accueil",
  measure: "Trafic",
  channels: "Canaux",
  members: "Membres",
  programs: "Jetons et clés",
  privacy: "Vie privée",
  failures: "Lettres mortes",
  audit: "Journal d’audit",
  stories: "Histoires",
  faq: "FAQ",
  intents: "Intentions",
  entities: "Entités",
  answers: "Réponses",
  publish: "Publier",
  talk: "Parler",
};

export const screenWords: Texts["screenWords"] = {
  home: "début, tableau de bord, à faire",
  measure: "statistiques, activité, utilisateurs, mesures, satisfaction, analytics",
  channels: "configurations, connecteurs, widget, clé d’API, site",
  members: "utilisateurs, rôles, invitations, droits",
  programs: "jetons d’API, clés de signature, secrets",
  privacy: "effacer une personne, oublier, conservation, rgpd",
  failures: "erreurs, échecs, rejouer",
  audit: "historique, traces, qui a fait quoi",
  stories: "scénarios, dialogues, parcours, canvas, stories",
  faq: "questions, réponses, foire aux questions",
  intents: "phrases, compréhension, entraînement, intents",
  entities: "dictionnaires, valeurs, synonymes, valeurs prédéfinies",
  answers: "labels, traductions, i18n, textes",
  publish: "versions, changements, historique, retour arrière",
  talk: "conversation, essayer, discuter, compréhension",
};

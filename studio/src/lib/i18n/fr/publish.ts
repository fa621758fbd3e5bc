import type { Texts } from "../en";

export const publish: Texts["publish"] = {
  heading: "Publier",
  hint: "Ce que vous changez reste un brouillon jusqu’à la publication. Les utilisateurs voient la version en ligne.",
  now: "Publier le brouillon",
  note: "Ce qui est nouveau, pour l’historique",
  notePlaceholder: "Réponses sur les bagages",
  publish: "Publier",
  same: "Les utilisateurs voient déjà tout le brouillon.",
  done: "La version {{number}} est en ligne.",
  reading: "Lecture…",
  failed: "La lecture a échoué",
  checking: "Vérification du brouillon…",
  checks: "Vérifications",
  sound: "Le brouillon est en ordre.",
  warnings: "Rien n’empêche de publier ; le reste mérite un coup d’œil.",
  mistakes_one: "Une erreur empêche de publier.",
  mistakes_other: "{{count}} erreurs empêchent de publier.",
  changes_zero: "Changements",
  changes_one: "Un changement",
  changes_other: "{{count}} changements",
  noChange: "Rien ne diffère de la version en ligne.",
  more_one: "et un autre",
  more_other: "et {{count}} autres",
  history: "Versions",
  version: "Version {{number}}",
  live: "en ligne",
  serve: "Remettre la version {{number}} en ligne",
};

export const severity: Texts["severity"] = { error: "erreur", warning: "à revoir", info: "à savoir" };

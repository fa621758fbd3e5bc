import type { Texts } from "../en";

export const evaluations: Texts["evaluations"] = {
  heading: "Évaluation",
  hint: "Ce que vaut la compréhension de phrases que le bot n’a pas apprises : il apprend de la plupart, on lui demande les autres, tour à tour.",
  reading: "Lecture…",
  failed: "Lecture impossible",
  new: "Nouvelle évaluation",
  what: "Évaluer",
  draft: "Brouillon",
  against: "Comparer avec",
  nothing: "rien",
  folds: "Parties",
  curve: "Courbe d’apprentissage",
  start: "Évaluer",
  earlier: "Dernières évaluations",
  underWay: "Mesure en cours",
  of: "Résultat : {{name}}",
  measured: "{{count}} phrases, en {{folds}} parties ; entre parenthèses l’intervalle à 95 %.",
  heldOut: "{{count}} phrases apprises, mesure sur d’autres ; entre parenthèses l’intervalle à 95 %.",
  compared: "{{before}} → {{after}}",
  right: "Sur {{count}} phrases, {{before}} étaient justes avant, {{after}} maintenant.",
  chance: "Une différence aussi grande est due au hasard avec une probabilité de {{chance}}.",
  label: "devrait être {{name}} :",
  confusions: "Prises l’une pour l’autre",
  noConfusion: "Aucune intention n’est prise pour une autre.",
  pairs: "Paires",
  matrix: "Matrice",
  matrixSays: "Lignes : ce que sont les phrases. Colonnes : ce pour quoi elles ont été prises.",
  times_one: "une fois",
  times_other: "{{count}} fois",
  suspicious: "Phrases à regarder",
  labelled: "apprise comme {{label}}, comprise comme {{found}} ({{probability}})",
  alike: "semblables à {{likeness}}, d’intentions différentes",
  look: "La regarder",
  perIntent: "Par intention et par entité",
  learning: "Ce que plus de phrases apporteraient",
  sentences: "Phrases",
  rejection: "Seuil",
  rejectionSays: "Sous le seuil, une phrase n’est pas comprise. Un seuil plus haut répond à moins de ce qui est connu et rejette plus de ce qui ne l’est pas.",
  threshold: "Seuil",
  known: "Connues, bien répondues",
  unknown: "Inconnues, rejetées",
};

export const evaluationFigure: Texts["evaluationFigure"] = {
  answered: "Bien répondues",
  accuracy: "Meilleure intention juste",
  rejected: "Rejetées, bien que connues",
  f1: "F1 moyen des intentions",
  entities: "F1 des entités",
};

export const evaluationColumn: Texts["evaluationColumn"] = {
  name: "Nom",
  kind: "Genre",
  precision: "Précision",
  recall: "Rappel",
  f1: "F1",
  cases: "Cas",
};

export const evaluationChange: Texts["evaluationChange"] = {
  broken_zero: "Rien de moins bon",
  broken_one: "Une phrase moins bonne",
  broken_other: "{{count}} phrases moins bonnes",
  fixed_zero: "Rien de meilleur",
  fixed_one: "Une phrase meilleure",
  fixed_other: "{{count}} phrases meilleures",
  changed_zero: "Rien de faux autrement",
  changed_one: "Une phrase fausse autrement",
  changed_other: "{{count}} phrases fausses autrement",
};

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

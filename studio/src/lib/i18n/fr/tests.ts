import type { Texts } from "../en";

export const tests: Texts["tests"] = {
  heading: "Tests",
  hint: "Des conversations qui doivent se dérouler comme ici. Lancez-les avant de publier.",
  on: "Les lancer sur",
  reading: "Lecture…",
  failed: "Les tests n’ont pas pu être lus",
  noneTitle: "Pas encore de test",
  none: "Donnez un nom à un test ci-dessus, ou gardez une conversation comme test là où vous la lisez.",
  name: "Nom d’un nouveau test",
  make: "Nouveau test",
  runAll_one: "Lancer le test",
  runAll_other: "Lancer les {{count}}",
  run: "Lancer",
  stop: "Arrêter",
  progress: "Avancement des tests",
  far: "{{done}} sur {{total}}",
  passed_one: "Un réussi.",
  passed_other: "{{count}} réussis.",
  broken_zero: "Aucun échec.",
  broken_one: "Un échec.",
  broken_other: "{{count}} échecs.",
  exchanges_one: "un échange",
  exchanges_other: "{{count}} échanges",
  user: "Utilisateur",
  expected: "Attendu",
  given: "Obtenu",
  why: "Ce qui a été décidé",
  language: "Langue",
  exchange: "Échange {{number}}",
  userDoes: "Échange {{number}} : l’utilisateur",
  expects: "Échange {{number}} : attente {{at}}",
  kind: "Genre de : {{of}}",
  removeExchange: "Supprimer l’échange {{number}}",
  removeLine: "Supprimer l’attente {{at}} de l’échange {{number}}",
  addLine: "Attendre autre chose encore",
  addExchange: "Ajouter un échange",
  remove: "Supprimer le test",
  save: "Enregistrer",
  saved: "Enregistré.",
};

export const testEnvironment: Texts["testEnvironment"] = {
  draft: "Brouillon",
  live: "Version en ligne",
};

export const testState: Texts["testState"] = {
  passed: "réussi",
  failed: "échec",
};

export const testUser: Texts["testUser"] = {
  says: "dit",
  presses: "appuie sur",
  starts: "ouvre",
  waits: "attend (secondes)",
};

export const testBot: Texts["testBot"] = {
  says: "le bot dit (* : tout texte)",
  understands: "compris comme",
  offers: "le bot propose (un par ligne)",
};

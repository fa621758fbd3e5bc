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
  passed_zero: "Aucun réussi.",
  passed_one: "Un réussi.",
  passed_other: "{{count}} réussis.",
  broken_zero: "Aucun échec.",
  broken_one: "Un échec.",
  broken_other: "{{count}} échecs.",
  exchanges_zero: "aucun échange",
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
  image: "envoie une image",
  audio: "envoie un son",
  video: "envoie une vidéo",
  file: "envoie un fichier",
  sends_place: "indique un lieu",
  stays_silent: "ne dit rien",
  waits: "attend (secondes)",
  ends: "met fin à la conversation",
};

export const testHint: Texts["testHint"] = {
  sends_file: "L’adresse du fichier : https://example.org/a.png",
  sends_place: "Degrés nord, puis est : 48.85 2.35",
  noPlace: "Écrivez les degrés nord (−90 à 90), puis est (−180 à 180) : 48.85 2.35",
  stays_silent: "Assez longtemps pour que le canal le remarque.",
  ends: "Comme quand on ferme la fenêtre.",
};

export const testBot: Texts["testBot"] = {
  says: "le bot dit (* : tout texte)",
  understands: "compris comme",
  offers: "le bot propose (un par ligne)",
};

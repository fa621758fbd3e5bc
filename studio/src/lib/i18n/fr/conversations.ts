import type { Texts } from "../en";

export const conversations: Texts["conversations"] = {
  heading: "Conversations",
  search: "Ce que l’utilisateur a dit",
  which: "Quelles conversations",
  tests: "Les essais aussi",
  reading: "Lecture…",
  failed: "Lecture impossible",
  noneTitle: "Aucune conversation de ce genre",
  none: "Les conversations apparaissent quand des utilisateurs ont parlé au bot. Affichez-les toutes, ou cherchez d’autres mots ou d’autres jours.",
  wordless: "Sans paroles",
  said_zero: "n’a rien dit",
  said_one: "a dit une chose",
  said_other: "a dit {{count}} choses",
  more: "Afficher la suite",
  chooseTitle: "Comment cela s’est-il passé ?",
  choose: "Choisissez une conversation pour la relire et voir pourquoi le bot a répondu ainsi.",
  replay: "Ce qui a été dit",
  back: "Toutes les conversations",
  good: "pouce vers le haut",
  bad: "pouce vers le bas",
  why: "Pourquoi cette réponse",
  took: "{{time}} du message à la réponse",
  openIntent: "Ouvrir l’intention {{name}}",
  openStory: "Ouvrir l’histoire {{name}}",
  fix: "À comprendre autrement",
  should: "À comprendre comme",
  teach: "Apprendre",
  taught: "Le brouillon a appris « {{text}} ». Gardez-en un test, pour que cela reste ainsi :",
  test: "En garder un test",
  testRight: "Nom du test",
  keep: "Garder comme test",
  kept: "Le test {{name}} est gardé.",
  openTest: "L’ouvrir",
  taken: "Entre les mains de {{name}}. Le bot se tait ; pour répondre vous-même, demandez-lui de rendre la main.",
  mine: "Entre vos mains. Le bot se tait.",
  waiting: "Attend une personne. {{topic}}",
  take: "Prendre la main",
  giveBack: "Rendre la main au bot",
  answer: "Répondre en personne",
};

export const conversationKind: Texts["conversationKind"] = {
  all: "Toutes",
  unknown: "Pas compris",
  bad: "Mal jugées",
};

export const conversationDay: Texts["conversationDay"] = {
  from: "Du",
  until: "Au",
};

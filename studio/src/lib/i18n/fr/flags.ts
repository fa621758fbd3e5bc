import type { Texts } from "../en";

export const flags: Texts["flags"] = {
  heading: "Interrupteurs",
  hint: "Ce qui est actif pour une partie des utilisateurs, un certain temps, sur certains canaux. Une histoire n’existe que tant que son interrupteur est actif, les conditions l’interrogent ; tant que « disable_bot » est actif, le bot dit qu’il est fermé et rien d’autre. Les heures sont celles du fuseau du bot.",
  name: "Nom d’un nouvel interrupteur",
  make: "Le créer",
  noneTitle: "Pas encore d’interrupteur",
  none: "Créez-en un ci-dessus, dites quand il est actif, et nommez-le au départ d’une histoire. Un nouvel interrupteur est éteint.",
  description: "À quoi il sert",
  isOn: "Actif",
  from: "À partir de",
  until: "Jusqu’à",
  percent: "Pour combien d’utilisateurs sur 100",
  everybody: "tous",
  everyChannel: "Canaux de type {{title}}",
  addChannel: "Une autre règle pour un canal…",
  onChannel: "Sur {{channel}} à la place",
  asElsewhere: "Sur {{channel}} comme ailleurs",
  remove: "Supprimer l’interrupteur « {{name}} »",
};

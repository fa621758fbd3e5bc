import type { Texts } from "../en";

export const answers: Texts["answers"] = {
  heading: "Réponses",
  hint: "Tout ce que dit le bot, par clé et par langue. Une variante par ligne : elles sont dites à tour de rôle. Ce que vous tapez est enregistré dès que vous passez à la suite.",
  search: "Chercher dans les clés et les textes",
  missing: "Seulement celles à qui il manque une langue",
  total_one: "Une réponse",
  total_other: "{{count}} réponses",
  key: "Clé",
  empty: "rien n’est dit ici pour l’instant",
  unused: "inutilisée",
  reading: "Lecture des réponses…",
  failed: "Les réponses n’ont pas pu être lues",
  noneTitle: "Aucune réponse trouvée",
  none: "Les réponses viennent avec les histoires. Cherchez autre chose, ou affichez-les toutes.",
  more: "En voir plus",
};

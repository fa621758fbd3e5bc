import type { Texts } from "../en";

export const bots: Texts["bots"] = {
  label: "Bot",
  live: "En ligne : version {{number}}",
  notLive: "Pas encore en ligne",
  unpublished: "Changements à publier",
  changes: "Changements ({{count, number}})",
  loading: "Recherche des bots…",
  failedTitle: "La liste des bots n’a pas pu être lue",
  missingTitle: "Ce bot n’existe pas",
  missing: "Le bot {{name}} n’existe pas, ou vous ne pouvez pas le voir.",
  language: "Langue de la conversation",
};

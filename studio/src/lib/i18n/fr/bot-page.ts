import type { Texts } from "../en";

export const botPage: Texts["botPage"] = {
  title: "Parlez-nous",
  missing: "La conversation n’a pas pu être chargée",
  missingWhy: "Ce serveur a été construit sans le widget. Reconstruisez-le avec Node.js.",
};

import type { Texts } from "../en";

export const newBot: Texts["newBot"] = {
  heading: "Créer un bot",
  hint: "Un bot répond aux questions, sur des pages et dans des applications. Le vôtre, dans une minute.",
  beginning: "Par quoi il commence",
  beginnings: { sample: "L’exemple", empty: "De rien", file: "Ce que vous avez" },
  beginningHints: {
    sample: "L’assistant d’une gare, prêt à parler. Changez-le à votre gré.",
    empty: "Vous écrivez la première question et sa réponse à l’écran suivant.",
    file: "L’archive des fichiers d’un bot (zip), ou un export de Tock (JSON).",
  },
  called: "Comment il s’appelle",
  title: "Titre",
  titlePlaceholder: "Médiathèque de Nantes",
  name: "Nom dans les adresses",
  nameHint: "Minuscules, chiffres et _ ; il reste.",
  fileNameHint: "Vide : le nom écrit dans le fichier.",
  namespace: "Espace de noms",
  locales: "Langues qu’il parle",
  make: "Créer le bot",
  done: "{{title}} est là",
  key: "Clé pour les programmes",
  keyHint: "Utile seulement si un programme à vous répond pour le bot. Elle n’est plus montrée ensuite ; Canaux en fait une autre.",
  goOn: "Continuer avec ce bot",
  file: "Le fichier",
  pick: "Archive ou export",
  pickHint: "Un zip des fichiers du bot, ou le JSON d’une application, de phrases ou d’un dictionnaire",
  import: "Importer",
  imported: "Le bot {{name}} est fait de ce fichier.",
  merged: "Le fichier est maintenant dans le brouillon de {{name}}.",
};

export const copy: Texts["copy"] = { copy: "Copier", copied: "Copié" };

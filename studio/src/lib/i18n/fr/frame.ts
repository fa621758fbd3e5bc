import type { Texts } from "../en";

export const app: Texts["app"] = {
  title: "Palabre Studio",
  skip: "Aller à l’écran",
  menu: "Écrans",
  test: "Tester",
  testPanel: "Parler au bot",
  close: "Fermer",
  cancel: "Annuler",
  home: "Palabre Studio, accueil",
  api: "API",
  interfaceLanguage: "Langue de Studio",
  toDark: "Passer au thème sombre",
  toLight: "Passer au thème clair",
  notFoundTitle: "Cette page n’existe pas",
  notFound: "L’adresse est peut-être mal écrite, ou la page a changé de place.",
  back: "Revenir au premier écran",
  crashTitle: "Studio a rencontré une erreur",
  crash: "La conversation est gardée. Rechargez la page ; si cela se reproduit, dites-nous ce que vous faisiez.",
  reload: "Recharger",
};

export const palette: Texts["palette"] = {
  open: "Recherche et commandes",
  placeholder: "Trouver un écran, un bot, une histoire, une réponse, une phrase…",
  results: "Ce qui a été trouvé",
  nothing: "Rien de ce nom.",
  said: "« {{words}} » dans ce qu’ont dit les utilisateurs",
  command: "Commande",
  newWords: "nouveau bot, importer, export de Tock, zip, exemple",
  accountWords: "mot de passe, déconnexion, sessions, langue",
};

export const environment: Texts["environment"] = {
  label: "Environnement",
  hint: "À qui parlent les essais, et de quels canaux viennent conversations et chiffres",
  all: "Partout",
  names: { draft: "Brouillon", staging: "Préproduction", live: "En ligne" },
  version: "{{name}}, version {{version}}",
  only: "Seulement les canaux qui servent « {{name}} »",
  everything: "Tout montrer",
  talksTo: "Vous parlez à : {{name}}",
};

export const undo: Texts["undo"] = {
  region: "Ce qui a changé",
  changed: "Enregistré : {{what}}",
  removed: "Supprimé : {{what}}",
  undone: "Annulé : {{what}}",
  redone: "Rétabli : {{what}}",
  failed: "Impossible d’annuler : {{why}}",
  undo: "Annuler",
  undoThis: "Annuler : {{what}}",
  redoThis: "Rétablir : {{what}}",
  redo: "Rétablir",
  close: "Fermer cet avis",
};

export const problem: Texts["problem"] = {
  unreachable: "Le serveur ne répond pas. « palabre serve » est-il lancé ?",
  status: "Le serveur a répondu par une erreur ({{status}}).",
  retry: "Réessayer",
  reading: "Lecture…",
  failed: "La lecture a échoué",
};

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
  placeholder: "Aller à un écran ou à un bot…",
  results: "Ce qui a été trouvé",
  nothing: "Rien de ce nom.",
  command: "Commande",
  newWords: "nouveau bot, importer, export de Tock, zip, exemple",
  accountWords: "mot de passe, déconnexion, sessions, langue",
};

export const problem: Texts["problem"] = {
  unreachable: "Le serveur ne répond pas. « palabre serve » est-il lancé ?",
  status: "Le serveur a répondu par une erreur ({{status}}).",
  retry: "Réessayer",
  reading: "Lecture…",
  failed: "La lecture a échoué",
};

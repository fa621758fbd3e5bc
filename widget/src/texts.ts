// What the widget itself says, in French and English. Bots speak for themselves.

const EN = {
  open: "Open the chat",
  close: "Close the chat",
  messages: "Messages",
  yourMessage: "Your message",
  send: "Send",
  speak: "Speak your message",
  listening: "Listening…",
  typing: "The assistant is typing",
  you: "You said:",
  bot: "Assistant:",
  offline: "No connection. Your messages are sent as soon as it is back.",
  busy: "Too many messages. Try again in {seconds} s.",
  failed: "This message was not answered.",
  again: "Try again",
  unavailable: "This chat is not available now.",
  consent: "Before we begin",
  agree: "I agree",
  quickReplies: "Suggested answers",
  cards: "Cards, side by side",
  previous: "Previous card",
  next: "Next card",
  sources: "Sources",
  newTab: "(opens a new tab)",
};

export type Texts = typeof EN;

const FR: Texts = {
  open: "Ouvrir la discussion",
  close: "Fermer la discussion",
  messages: "Messages",
  yourMessage: "Votre message",
  send: "Envoyer",
  speak: "Dicter votre message",
  listening: "À l’écoute…",
  typing: "L’assistant écrit",
  you: "Vous avez dit :",
  bot: "Assistant :",
  offline: "Pas de connexion. Vos messages partiront dès son retour.",
  busy: "Trop de messages. Réessayez dans {seconds} s.",
  failed: "Ce message est resté sans réponse.",
  again: "Réessayer",
  unavailable: "Cette discussion n’est pas disponible pour le moment.",
  consent: "Avant de commencer",
  agree: "J’accepte",
  quickReplies: "Réponses proposées",
  cards: "Cartes côte à côte",
  previous: "Carte précédente",
  next: "Carte suivante",
  sources: "Sources",
  newTab: "(nouvel onglet)",
};

/** The widget's words in the language of a locale; English for those it does not speak. */
export function textsOf(locale: string): Texts {
  return languageOf(locale) === "fr" ? FR : EN;
}

export function languageOf(locale: string): string {
  return locale.toLowerCase().split(/[-_]/)[0] ?? "";
}

/** The first wish that the bot speaks, else the bot's own language. */
export function chooseLocale(wishes: readonly string[], languages: readonly string[]): string {
  for (const wish of wishes) {
    if (wish && languages.some((known) => languageOf(known) === languageOf(wish))) return wish;
  }
  return languages[0] ?? "en";
}

/** A text with its `{places}` filled. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

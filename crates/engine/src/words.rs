//! What the engine itself says, where a bot has no words of its own. French and English; other
//! languages get English.

use model::Locale;

/// A text of the engine's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Words {
    /// A sentence was not understood and the bot has no unknown story.
    NotUnderstood,
    /// The turn ran over its budget.
    TooLong,
    /// A program did not answer and its story has no fallback.
    NoReply,
    /// A value is missing and its question has no words.
    AskFor,
    /// Steps are offered where no message could carry them.
    Choose,
    /// The whole bot is closed.
    Closed,
    /// The conversation knows nothing of the user any more.
    Forgotten,
    /// A keyword did what it does.
    Done,
}

impl Words {
    /// The text in a language.
    pub(crate) fn in_locale(self, locale: &Locale) -> &'static str {
        let french = locale.language() == "fr";
        match (self, french) {
            (Words::NotUnderstood, true) => "Désolé, je n'ai pas compris.",
            (Words::NotUnderstood, false) => "Sorry, I did not understand.",
            (Words::TooLong, true) => "Désolé, une erreur m'empêche de répondre.",
            (Words::TooLong, false) => "Sorry, an error keeps me from answering.",
            (Words::NoReply, true) => {
                "Désolé, ce service ne répond pas. Réessayez dans un instant."
            }
            (Words::NoReply, false) => {
                "Sorry, this service does not answer. Please try again in a moment."
            }
            (Words::AskFor, true) => "Il me manque une information :",
            (Words::AskFor, false) => "I still need to know:",
            (Words::Choose, true) => "Que souhaitez-vous ?",
            (Words::Choose, false) => "What would you like?",
            (Words::Closed, true) => "Ce service est fermé pour le moment.",
            (Words::Closed, false) => "This service is closed at the moment.",
            (Words::Forgotten, true) => "Cette conversation ne sait plus rien de vous.",
            (Words::Forgotten, false) => "This conversation knows nothing of you any more.",
            (Words::Done, true) => "C'est fait.",
            (Words::Done, false) => "Done.",
        }
    }
}

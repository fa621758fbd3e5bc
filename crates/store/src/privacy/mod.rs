//! What is kept of people: for how long, what a person may see of it, and how it goes.

mod person;
mod settings;
mod sweep;
mod texts;
mod training;

pub(crate) use texts::Text;

pub use person::{
    ForgottenPerson, PersonConversation, PersonLetter, PersonRecord, PersonSentence, PersonTurn,
};
pub use settings::{HideRule, PlacedPrivacy, Privacy};

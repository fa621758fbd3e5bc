//! Text to understanding: train, parse, explain, evaluate. What Palabre exists for.
//!
//! [`train`] turns a [`model::Bot`] into bytes, [`Model::load`] turns bytes into a [`Model`], and
//! [`Model::parse`] turns a sentence into a [`model::Understanding`]: its intent with honest
//! probabilities, its entities with roles and values, or the admission that it is unknown.
//!
//! This crate must not do I/O, read a clock or use randomness that does not come from a fixed
//! seed: the same bot trains to the same bytes on every machine. It sees dates and numbers only
//! through [`model::ValueReader`]. Bad training data never makes it fail; bad model bytes are an
//! [`Error`].
//!
//! ```
//! use model::{Bot, BotName, Intent, IntentName, Locale, Namespace, Query, Sentence, Timestamp};
//!
//! let en = Locale::en();
//! let mut bot = Bot::new(Namespace::new("app").unwrap(), BotName::new("b").unwrap(), vec![en.clone()]);
//! for (text, intent) in [("hello there", "greet"), ("good morning", "greet"), ("see you", "leave")] {
//!     let name = IntentName::new(intent).unwrap();
//!     bot.intents.insert(name.clone(), Intent::default());
//!     bot.sentences.push(Sentence { text: text.into(), locale: en.clone(), intent: Some(name), entities: vec![], status: Default::default() });
//! }
//! let trained = nlu::train(&bot, &nlu::TrainOptions::default(), &nlu::NoValues);
//! let model = nlu::Model::load(&trained.bytes).unwrap();
//! let query = Query { text: "Hello there!".into(), locale: en, now: Timestamp(0), zone: "UTC".into(), intents: vec![], excluded: vec![], known_sentences: true };
//! assert_eq!(model.parse(&query, &nlu::NoValues).intent.unwrap().as_str(), "greet");
//! ```

pub mod bench;
mod bytes;
mod declared;
mod dense;
mod dictionary;
mod entity;
mod error;
pub mod evaluation;
mod explanation;
mod groups;
mod hashing;
mod intent;
mod known;
mod language;
mod no_values;
mod parsing;
mod phrases;
mod spoken;
mod text;
mod trained;
mod training;
mod value_of;

#[doc(hidden)]
pub use bytes::reseal;
pub use dense::Vectors;
pub use error::Error;
pub use groups::{GROUPED_MAX, Group, groups};
pub use intent::rejection::TradeOff;
pub use no_values::NoValues;
pub use spoken::texts_to_encode;
pub use trained::Model;
pub use training::{
    LocaleReport, Speed, TrainOptions, Trained, TrainingReport, train, train_with_vectors,
    training_fingerprint,
};

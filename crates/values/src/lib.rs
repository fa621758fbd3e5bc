//! Text to typed values: dates, numbers, money and the like.
//!
//! [`Reader`] implements [`model::ValueReader`]. This crate must not do I/O, read a clock, or know
//! anything of intents and entities: a text, a reference time, a zone and a locale come in, values
//! with their spans go out, always the same for the same input.
//!
//! ```
//! use model::{Dimension, Locale, ReadingContext, Timestamp, Value, ValueReader};
//!
//! let context = ReadingContext {
//!     now: Timestamp(1_772_438_400_000), // 2026-03-02T08:00:00Z
//!     zone: "Europe/Paris".into(),
//!     locale: Locale::fr(),
//!     dimensions: vec![Dimension::Datetime],
//!     latent: false,
//! };
//! let found = values::Reader::new().read("un train demain à 8h", &context);
//! let Value::Date(date) = &found[0].value else { panic!("{found:?}") };
//! assert_eq!(date.at.to_rfc3339(), "2026-03-03T08:00:00+01:00");
//! ```

pub mod bench;
#[cfg(feature = "duckling")]
mod cover;
pub mod duckling_json;
mod engine;
mod languages;
mod lexical;
mod merge;
#[cfg(feature = "duckling")]
mod other_languages;
mod reader;
mod reading;
mod time;
mod zone;

pub use engine::read::Work;
pub use reader::Reader;
pub use reading::{Reading, Recurrence};

/// Longer texts are not read at all: no value of use is in a page of text, and work is bounded.
pub const TEXT_MAX_BYTES: usize = 16 * 1024;

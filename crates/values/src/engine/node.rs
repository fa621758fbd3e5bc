//! What a stretch of text means while it is being read.

use std::rc::Rc;

use model::{Grain, Measure};

use crate::time::build::Time;

/// A number as it was written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Number {
    pub value: f64,
    /// In digits alone, without sign, separators and multiples: "12".
    pub digits: u8,
    /// In words.
    pub spelled: bool,
    /// "un", "a": an article as likely as a number.
    pub article: bool,
    /// "a few", "a couple".
    pub vague: bool,
}

/// How much of a unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Amount {
    pub measure: Measure,
    pub value: Option<f64>,
    pub up_to: Option<f64>,
    pub interval: bool,
    pub unit: &'static str,
    pub latent: bool,
}

/// A meaning.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Sem {
    /// Words of a rule, by the class of words they belong to.
    Words(u32),
    Number(Number),
    Ordinal {
        value: i64,
        latent: bool,
        /// "3rd" rather than "third".
        digits: bool,
    },
    Grain(Grain),
    Duration {
        value: i64,
        grain: Grain,
        latent: bool,
    },
    Time(Rc<Time>),
    Amount(Amount),
    Email(Rc<str>),
    Url(Rc<str>),
    Phone {
        value: Rc<str>,
        latent: bool,
    },
}

/// The number of kinds of meanings, for tables indexed by [`Sem::kind`].
pub(crate) const KINDS: usize = 10;

impl Sem {
    pub(crate) fn kind(&self) -> usize {
        match self {
            Sem::Words(_) => 0,
            Sem::Number(_) => 1,
            Sem::Ordinal { .. } => 2,
            Sem::Grain(_) => 3,
            Sem::Duration { .. } => 4,
            Sem::Time(_) => 5,
            Sem::Amount(_) => 6,
            Sem::Email(_) => 7,
            Sem::Url(_) => 8,
            Sem::Phone { .. } => 9,
        }
    }

    pub(crate) fn time(time: Time) -> Option<Sem> {
        Some(Sem::Time(Rc::new(time)))
    }
}

/// A meaning and the tokens that have it.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub start: u16,
    pub end: u16,
    pub sem: Sem,
    /// The less the likelier, between readings of the same words.
    pub cost: f32,
}

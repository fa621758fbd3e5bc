//! Languages that have no rules of our own, through the crate `duckling`.
//!
//! It compiles the expressions of a language when they are first needed (some 200 to 340 ms) and
//! reads a sentence in about a millisecond, so it runs only when a cheap scan says that there may
//! be something; what it returns is filtered and put together before it is believed.

mod convert;
mod join;
mod triggers;

use chrono::{DateTime, FixedOffset};
use model::{Dimension, Locale, ReadingContext, Value, ValueFound};

use crate::zone::Zone;

/// Reads with the crate `duckling`.
pub(crate) fn read(text: &str, context: &ReadingContext) -> Vec<ValueFound> {
    let Some(locale) = convert::locale(&context.locale) else { return Vec::new() };
    if context.dimensions.is_empty() || !triggers::may_hold_a_value(text, context) {
        return Vec::new();
    }
    let zone = Zone::named(&context.zone);
    let now = zone.instant(zone.wall(context.now));
    // Parts of sums ("huit heures") are wanted to be hidden by them, so numbers are read too.
    let kinds: Vec<_> = context.dimensions.iter().map(|d| convert::kind(*d)).collect();
    let entities = duckling::parse(
        text,
        &locale,
        &kinds,
        &duckling::Context::new(now, locale),
        &duckling::Options { with_latent: context.latent },
    );
    let found = entities
        .iter()
        .filter_map(|entity| convert::value(text, entity, zone))
        .filter(|value| !is_noise(text, value))
        .collect();
    let found = join::dates_with_times(text, found, now, zone);
    crate::cover::longest(found)
}

/// Reads with the crate `duckling` as it is: for comparing.
pub(crate) fn read_unfiltered(text: &str, context: &ReadingContext) -> usize {
    let Some(locale) = convert::locale(&context.locale) else { return 0 };
    let zone = Zone::named(&context.zone);
    let now = zone.instant(zone.wall(context.now));
    let kinds: Vec<_> = context.dimensions.iter().map(|d| convert::kind(*d)).collect();
    duckling::parse(
        text,
        &locale,
        &kinds,
        &duckling::Context::new(now, locale),
        &duckling::Options { with_latent: context.latent },
    )
    .len()
}

/// Compiles what the languages need.
pub(crate) fn warm_up(locales: &[Locale], dimensions: &[Dimension]) {
    let kinds: Vec<_> = dimensions.iter().map(|d| convert::kind(*d)).collect();
    if kinds.is_empty() {
        return;
    }
    for locale in locales.iter().filter_map(convert::locale) {
        let now = DateTime::<FixedOffset>::default();
        duckling::parse(
            "2",
            &locale,
            &kinds,
            &duckling::Context::new(now, locale),
            &duckling::Options { with_latent: false },
        );
    }
}

/// Readings that are hardly ever meant: a unit inside a word, a unit without a number, the
/// article "un", a month in a longer word.
fn is_noise(text: &str, found: &ValueFound) -> bool {
    let body = found.span.slice(text);
    let letter_before =
        text[..found.span.start].chars().next_back().is_some_and(char::is_alphabetic);
    let letter_after = text[found.span.end..].chars().next().is_some_and(char::is_alphabetic);
    let starts_with_letter = body.chars().next().is_some_and(char::is_alphabetic);
    let ends_with_letter = body.chars().next_back().is_some_and(char::is_alphabetic);
    if letter_before && starts_with_letter || letter_after && ends_with_letter {
        return true;
    }
    // "d'ici" is fine, "l'un", "call'll" are not.
    let has_digit = body.contains(|c: char| c.is_ascii_digit());
    let letters = body.chars().filter(|c| c.is_alphabetic()).count();
    match &found.value {
        Value::Number { .. } | Value::Ordinal { .. } if !has_digit => {
            matches!(
                body.to_lowercase().as_str(),
                "un" | "une"
                    | "one"
                    | "a"
                    | "an"
                    | "second"
                    | "seconde"
                    | "ein"
                    | "eine"
                    | "uno"
                    | "una"
                    | "um"
                    | "uma"
                    | "een"
                    | "couple"
                    | "few"
                    | "a few"
                    | "pair"
            )
        }
        Value::Measure { .. } => !has_digit && (letters < 4 || !body.trim().contains(' ')),
        Value::Date(_) | Value::DateInterval { .. } => !has_digit && letters < 4,
        _ => false,
    }
}

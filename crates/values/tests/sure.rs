//! Whatever the text, the date and the zone: no panic, and bounded work.

use model::{Dimension, ReadingContext, Timestamp};
use proptest::prelude::*;
use values::Reader;

/// Compared elements and stretches of time per text; the engine's own bounds, with room for the
/// step in which they are noticed.
const RULE_STEPS_MAX: u32 = 100_100;
const TIME_STEPS_MAX: u32 = 12_100;

fn read(text: &str, locale: &str, now_ms: i64, zone: &str, latent: bool) {
    let context = ReadingContext {
        now: Timestamp(now_ms),
        zone: zone.into(),
        locale: locale.parse().expect("a locale"),
        dimensions: Dimension::ALL.to_vec(),
        latent,
    };
    let (found, work) = Reader::new().readings_and_work(text, &context);
    assert!(work.rule_steps <= RULE_STEPS_MAX, "{work:?} for {text:?}");
    assert!(work.time_steps <= TIME_STEPS_MAX, "{work:?} for {text:?}");
    for reading in found {
        let span = reading.found.span;
        assert!(span.start < span.end && span.end <= text.len(), "{span:?} in {text:?}");
        assert!(!span.slice(text).is_empty());
        assert!((0.0..=1.0).contains(&reading.found.score));
    }
}

const WORDS: &[&str] = &[
    "le",
    "la",
    "du",
    "au",
    "à",
    "de",
    "entre",
    "et",
    "lundi",
    "vendredi",
    "prochain",
    "dernier",
    "demain",
    "hier",
    "matin",
    "soir",
    "mars",
    "février",
    "29",
    "31",
    "30",
    "3",
    "0",
    "12",
    "2024",
    "9999",
    "1",
    "18h30",
    "8h",
    "h",
    "25:61",
    "12:30",
    "heures",
    "jours",
    "semaines",
    "mois",
    "ans",
    "siècles",
    "dans",
    "il y a",
    "depuis",
    "jusqu'à",
    "avant",
    "après",
    "noël",
    "pâques",
    "premier",
    "deuxième",
    "week-end",
    "€",
    "euros",
    "50",
    "-",
    "/",
    ".",
    ",",
    "'",
    "%",
    "°",
    "km",
    "the",
    "of",
    "at",
    "to",
    "from",
    "between",
    "and",
    "next",
    "last",
    "every",
    "friday",
    "february",
    "3rd",
    "last day of",
    "2 weeks",
    "ago",
    "pm",
    "gmt",
    "easter",
    "999999999999",
    "1e9",
    "half",
    "fin",
    "13/13/2013",
    "2013-02-30",
    "00:00",
    "24:00",
    "+33",
    "@",
    "a.b",
    "minus",
    "million",
    "milliards",
    "el",
    "mañana",
    "próximo",
    "hasta",
    "mayo",
    "one",
    "two",
    "thousand",
    "tonight",
    "minuit",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_without_panic(
        text in "\\PC{0,120}",
        now in -62_135_596_800_000_i64..253_402_300_799_000,
        locale in prop::sample::select(vec!["fr", "en-US", "en-GB", "fr-CA", "es", "de", "ja"]),
        latent: bool,
    ) {
        read(&text, locale, now, "Europe/Paris", latent);
    }

    #[test]
    fn words_of_dates_in_any_order_are_read_without_panic(
        words in prop::collection::vec(prop::sample::select(WORDS), 1..16),
        now in -62_135_596_800_000_i64..253_402_300_799_000,
        zone in prop::sample::select(vec![
            "Europe/Paris", "America/New_York", "Pacific/Apia", "Australia/Lord_Howe",
            "Asia/Kathmandu", "UTC", "-02:00", "nowhere", "Africa/Casablanca",
        ]),
        locale in prop::sample::select(vec!["fr", "en", "en-GB", "es"]),
        latent: bool,
    ) {
        read(&words.join(" "), locale, now, zone, latent);
    }
}

#[test]
fn a_long_text_of_nothing_but_dates_is_bounded() {
    for unit in [
        "lundi 3 mars à 18h30 ",
        "31 ",
        "3 mars - ",
        "de 3 à ",
        "premier lundi de ",
        "12:30/",
        "dix ",
    ] {
        let text: String = unit.chars().cycle().take(1000).collect();
        read(&text, "fr", 1_772_438_400_000, "Europe/Paris", true);
    }
    for unit in
        ["monday march 3 at 6pm ", "the last friday of ", "ten ", "from 3 to ", "2013-02-12/"]
    {
        let text: String = unit.chars().cycle().take(1000).collect();
        read(&text, "en", 1_772_438_400_000, "Europe/Paris", true);
    }
}

#[test]
fn numbers_of_a_hundred_digits_are_read_without_panic() {
    let digits = "9".repeat(100);
    for text in [
        digits.clone(),
        format!("{digits} euros"),
        format!("dans {digits} jours"),
        format!("in {digits} years"),
        format!("{digits}/{digits}/{digits}"),
        format!("{digits}h{digits}"),
        format!("le {digits} mars"),
        format!("{digits} fridays ago"),
        format!("+{digits}"),
        format!("{digits}.{digits}"),
    ] {
        for locale in ["fr", "en", "es"] {
            read(&text, locale, 1_772_438_400_000, "Europe/Paris", true);
        }
    }
}

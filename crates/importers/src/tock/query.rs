//! Requests to understand a sentence.

use model::{Bot, IntentName, IntentQualifier, Locale, Query, Timestamp};
use wire::Error;
use wire::nlp::{ParseQuery, QueryContext};

use super::names;
use super::values::date_time;

/// A sentence to understand, in terms of the model.
#[derive(Debug, Clone, PartialEq)]
pub struct ParseRequest {
    /// The question to NLU.
    pub query: Query,
    /// Whether this is a test.
    pub test: bool,
    /// Whether the sentence shall go to the inbox.
    pub register: bool,
    /// Whether it counts in statistics.
    pub count: bool,
    /// A mark for the logged sentence.
    pub configuration: Option<String>,
}

/// Longest sentence that Tock understands, in UTF-16 code units.
const TEXT_UNITS_MAX: usize = 50_000;

/// The model's form of a parse query for a bot.
///
/// The error's words are those of Tock where Tock has any.
pub fn parse_request(bot: &Bot, query: &ParseQuery, now: Timestamp) -> Result<ParseRequest, Error> {
    let Some(text) = query.queries.first() else {
        // Word for word what Tock's clients may look for, in its own place.
        return Err(Error::field(
            "queries",
            "is empty",
            "please set queries field with at least one query",
        ));
    };
    let asked = Asked::read(bot, &query.context, now)?;
    let context = &query.context;
    Ok(ParseRequest {
        query: Query {
            text: formatted(text),
            locale: asked.locale,
            now: asked.now,
            zone: asked.zone,
            intents: query.intents_subset.iter().filter_map(|one| qualifier(bot, one)).collect(),
            excluded: excluded(bot, query),
            known_sentences: context.check_existing_query,
        },
        test: context.test,
        register: context.register_query.unwrap_or(!context.test),
        count: context.increase_query_counter.unwrap_or(!context.test),
        configuration: query.configuration.clone(),
    })
}

/// Where, when and in which language something is asked.
pub(super) struct Asked {
    pub locale: Locale,
    pub now: Timestamp,
    pub zone: String,
}

impl Asked {
    pub fn read(bot: &Bot, context: &QueryContext, now: Timestamp) -> Result<Self, Error> {
        let locale = serving_locale(bot, &context.language, "context.language")?;
        let now = match &context.reference_date {
            None => now,
            Some(text) => match date_time(text) {
                Some(date) => Timestamp(date.timestamp_millis()),
                None => {
                    return Err(Error::field(
                        "context.referenceDate",
                        format!("is `{}`", brief(text)),
                        "write ISO 8601 with an offset, for example `2026-03-02T09:00:00+01:00`",
                    ));
                }
            },
        };
        let zone = match &context.reference_timezone {
            None => "UTC".to_owned(),
            Some(text) => zone(text).ok_or_else(|| {
                Error::field(
                    "context.referenceTimezone",
                    format!("is `{}`", brief(text)),
                    "write a zone such as `Europe/Paris`, `UTC` or `+02:00`",
                )
            })?,
        };
        Ok(Self { locale, now, zone })
    }
}

/// The locale in which a bot serves a language, with the region that was asked for where the bot
/// speaks the language. A bot that does not speak it serves in English, as Tock does by default,
/// or else in its first language.
fn serving_locale(bot: &Bot, language: &str, field: &str) -> Result<Locale, Error> {
    let wanted: Locale = language.parse().map_err(|error: model::InvalidId| {
        Error::field(field, error.to_string(), "write a language such as `fr`")
    })?;
    let serves = |locale: &Locale| locale.choose_among(&bot.locales).is_some();
    Ok(if !serves(&wanted) && serves(&Locale::en()) { Locale::en() } else { wanted })
}

/// The bot's own locale in which a language is served; `field` is where the language stands.
pub fn locale_used(bot: &Bot, language: &str, field: &str) -> Result<Locale, Error> {
    Ok(bot.locale_for(Some(&serving_locale(bot, language, field)?)))
}

/// The intents that the query's states do not allow. As in Tock, a subset of intents is allowed
/// whatever the states.
fn excluded(bot: &Bot, query: &ParseQuery) -> Vec<IntentName> {
    if !query.intents_subset.is_empty() {
        return Vec::new();
    }
    let states: Vec<String> =
        query.state.states.iter().map(|state| state.trim().to_lowercase()).collect();
    let is_possible =
        |needed: &[String]| needed.is_empty() || needed.iter().any(|state| states.contains(state));
    let intents = bot.intents.iter().filter(|(_, own)| !is_possible(&own.mandatory_states));
    intents.map(|(name, _)| name.clone()).collect()
}

fn qualifier(bot: &Bot, qualifier: &wire::nlp::IntentQualifier) -> Option<IntentQualifier> {
    // An intent that the bot does not have stays in the list: a subset of only such intents makes
    // every sentence unknown, while an empty list would allow all.
    let intent = match names::intent_from_tock(&bot.namespace, &qualifier.intent) {
        Ok(Some(intent)) => intent,
        Ok(None) => IntentName::new(wire::nlp::UNKNOWN_INTENT_ID).ok()?,
        Err(_) => return None,
    };
    Some(IntentQualifier { intent, modifier: qualifier.modifier })
}

/// A text as Tock formats it: line breaks and tabs vanish, the ends are trimmed, and what is
/// longer than it understands is cut.
pub fn formatted(text: &str) -> String {
    let kept: String = text.chars().filter(|c| !matches!(c, '\n' | '\r' | '\t')).collect();
    let kept = kept.trim();
    let mut units = 0;
    let end = kept
        .char_indices()
        .find(|(_, c)| {
            units += c.len_utf16();
            units > TEXT_UNITS_MAX
        })
        .map_or(kept.len(), |(position, _)| position);
    kept[..end].to_owned()
}

// The IANA name of a zone. An offset has one when it is a whole number of hours (`Etc/GMT-2` is
// two hours EAST: the sign is turned), or when a place without summer time keeps it.
fn zone(text: &str) -> Option<String> {
    let text = text.trim();
    if matches!(text, "Z" | "z" | "") {
        return Some("UTC".into());
    }
    let offset = ["UTC", "GMT", "UT"]
        .iter()
        .find_map(|prefix| text.strip_prefix(prefix))
        .filter(|rest| rest.starts_with(['+', '-']))
        .unwrap_or(text);
    if !offset.starts_with(['+', '-']) {
        let is_name =
            text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/_+-".contains(&byte));
        return (is_name && text.len() <= 64).then(|| text.to_owned());
    }
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    let digits: String = offset[1..].chars().filter(|c| *c != ':').collect();
    if digits.is_empty() || digits.len() > 6 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = |range: std::ops::Range<usize>| -> i32 {
        digits.get(range).and_then(|part| part.parse().ok()).unwrap_or(0)
    };
    let hours = if digits.len() == 1 { part(0..1) } else { part(0..2) };
    let minutes = sign * (hours * 60 + part(2..4));
    Some(match minutes {
        0 => "UTC".into(),
        _ if minutes % 60 == 0 && (-12 * 60..=14 * 60).contains(&minutes) => {
            format!("Etc/GMT{:+}", -minutes / 60)
        }
        210 => "Asia/Tehran".into(),
        270 => "Asia/Kabul".into(),
        330 => "Asia/Kolkata".into(),
        345 => "Asia/Kathmandu".into(),
        390 => "Asia/Yangon".into(),
        525 => "Australia/Eucla".into(),
        570 => "Australia/Darwin".into(),
        -570 => "Pacific/Marquesas".into(),
        _ => return None,
    })
}

fn brief(text: &str) -> String {
    text.chars().take(60).collect()
}

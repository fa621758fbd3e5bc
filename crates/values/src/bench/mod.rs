//! Measuring the reader on files of expected readings.
//!
//! A file has one case per line: `{"locale", "dimension", "text", "expect"}`, with the names of
//! Duckling's corpora. Time comes in as a function, so this stays free of clocks.

pub mod speed;

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDateTime};
use model::{
    DatePoint, Dimension, Grain, Locale, ReadingContext, Timestamp, Value, ValueFound, ValueReader,
};
use serde::{Deserialize, Serialize};

/// A line that is no case.
#[derive(Debug, thiserror::Error)]
#[error(
    "line {line}: {reason}; a case is an object with `locale`, `dimension`, `text` and `expect`"
)]
pub struct Error {
    line: usize,
    reason: String,
}

/// One case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// `fr`, `en-GB`; `common` for what is the same everywhere.
    pub locale: String,
    /// Duckling's name: `Time`, `Numeral`, `AmountOfMoney` …
    pub dimension: String,
    /// The text, which one value must cover.
    pub text: String,
    /// What it must mean.
    pub expect: serde_json::Value,
    /// When it is read, in ISO 8601; without it, 2013-02-12T04:30:00-02:00.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<String>,
    /// Where it is read; without it, at UTC-2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
}

/// What was measured for a locale and a dimension.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// The locale.
    pub locale: String,
    /// The dimension; `TimeOtherHolidays` for holidays of other calendars and countries than
    /// those that are read.
    pub dimension: String,
    /// Cases read rightly.
    pub pass: usize,
    /// All cases.
    pub total: usize,
    /// How long all of them took.
    pub total_us: u64,
    /// How long the crate `duckling` took for them; absent without the feature of that name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duckling_us: Option<u64>,
}

/// A case that was not read rightly.
#[derive(Debug, Clone)]
pub struct Miss {
    /// The case.
    pub case: Case,
    /// What was read instead.
    pub got: Vec<ValueFound>,
}

/// The cases of a file.
pub fn cases(file: &str) -> Result<Vec<Case>, Error> {
    file.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| {
            serde_json::from_str(line)
                .map_err(|reason| Error { line: at + 1, reason: reason.to_string() })
        })
        .collect()
}

/// Reads every case. `clock_us` gives microseconds since any moment.
pub fn run(
    reader: &crate::Reader,
    cases: &[Case],
    clock_us: &dyn Fn() -> u64,
) -> (Vec<Line>, Vec<Miss>) {
    let locales: Vec<Locale> = cases.iter().filter_map(|case| locale(&case.locale)).collect();
    reader.warm_up(&locales, &Dimension::ALL);
    let mut lines: BTreeMap<(String, String), Line> = BTreeMap::new();
    let mut misses = Vec::new();
    for case in cases {
        let key = (case.locale.clone(), group(case));
        let line = lines.entry(key).or_insert_with_key(|(locale, dimension)| Line {
            locale: locale.clone(),
            dimension: dimension.clone(),
            pass: 0,
            total: 0,
            total_us: 0,
            duckling_us: cfg!(feature = "duckling").then_some(0),
        });
        line.total += 1;
        let Some(context) = context(case) else {
            misses.push(Miss { case: case.clone(), got: Vec::new() });
            continue;
        };
        let before = clock_us();
        let found = reader.read(&case.text, &context);
        line.total_us += clock_us().saturating_sub(before);
        if passes(case, &found) {
            line.pass += 1;
        } else {
            misses.push(Miss { case: case.clone(), got: found });
        }
        #[cfg(feature = "duckling")]
        {
            // Once unmeasured: it compiles expressions when they are first needed.
            let first = line.total == 1;
            if first {
                crate::other_languages::read_unfiltered(&case.text, &context);
            }
            let before = clock_us();
            crate::other_languages::read_unfiltered(&case.text, &context);
            let took = clock_us().saturating_sub(before);
            line.duckling_us = line.duckling_us.map(|total| total + took);
        }
    }
    (lines.into_values().collect(), misses)
}

fn locale(name: &str) -> Option<Locale> {
    if name == "common" { Some(Locale::en()) } else { name.parse().ok() }
}

/// When and where a case is read. `None` when its locale or dimension is unknown.
pub fn context(case: &Case) -> Option<ReadingContext> {
    let dimension = match case.dimension.as_str() {
        "Time" => Dimension::Datetime,
        "Duration" => Dimension::Duration,
        "Numeral" => Dimension::Number,
        "Ordinal" => Dimension::Ordinal,
        "AmountOfMoney" => Dimension::AmountOfMoney,
        "Temperature" => Dimension::Temperature,
        "Distance" => Dimension::Distance,
        "Volume" => Dimension::Volume,
        "Quantity" => Dimension::Quantity,
        "Percentage" => Dimension::Percentage,
        "Email" => Dimension::Email,
        "Url" => Dimension::Url,
        "PhoneNumber" => Dimension::PhoneNumber,
        _ => return None,
    };
    let now = match &case.now {
        Some(now) => now.parse::<DateTime<FixedOffset>>().ok()?.to_utc().into(),
        None => Timestamp(1_360_650_600_000),
    };
    Some(ReadingContext {
        now,
        zone: case.zone.clone().unwrap_or_else(|| "-02:00".into()),
        locale: locale(&case.locale)?,
        dimensions: vec![dimension],
        latent: true,
    })
}

/// Names of holidays that none of France, Belgium, Switzerland, Canada, the United Kingdom and
/// the United States keeps as a civil or Western Christian date.
const OTHER_CALENDARS: &[&str] = &[
    "chinese",
    "yom ",
    "lag baomer",
    "rosh hashanah",
    "hanukkah",
    "passover",
    "shavuot",
    "mawlid",
    "eid ",
    "laylat",
    "islamic",
    "ashura",
    "tu bishvat",
    "jumu",
    "isra",
    "ramadan",
    "dhanteras",
    "naraka",
    "diwali",
    "chhath",
    "maha ",
    "vijayadashami",
    "navaratri",
    "karva",
    "mahavir",
    "jayanti",
    "pongal",
    "boghi",
    "vaisakhi",
    "onam",
    "panchami",
    "holi",
    "parsi",
    "vesak",
    "rabindra",
    "pargat",
    "ganesh",
    "rama ",
    "ugadi",
    "orthodox",
    "clean monday",
    "lazarus",
    "great lent",
    "king's day",
    "great fast",
    "purim",
    "sukkot",
    "shemini",
    "simchat",
    "tisha",
    "janmashtami",
    "shivaratri",
    "raksha",
    "lohri",
    "lantern",
    "dragon boat",
    "qingming",
    "nowruz",
    "krishna",
    "guru ",
    "bhai dooj",
    "govardhan",
    "hanuman",
];

fn group(case: &Case) -> String {
    let holiday = case.expect.get(3).and_then(|name| name.as_str()).unwrap_or_default();
    let name = holiday.to_lowercase();
    if !name.is_empty() && OTHER_CALENDARS.iter().any(|other| name.contains(other)) {
        format!("{}OtherHolidays", case.dimension)
    } else {
        case.dimension.clone()
    }
}

/// Whether one of the values covers the whole text and means what the case expects.
pub fn passes(case: &Case, found: &[ValueFound]) -> bool {
    let whole = case.text.trim();
    let start = case.text.find(whole).unwrap_or(0);
    found.iter().any(|value| {
        value.span.start <= start
            && value.span.end >= start + whole.len()
            && means(&value.value, &case.expect).unwrap_or(false)
    })
}

fn means(value: &Value, expect: &serde_json::Value) -> Option<bool> {
    let kind = expect.get(0)?.as_str()?;
    let one = expect.get(1)?;
    Some(match (kind, value) {
        ("datetime" | "datetimeHoliday", Value::Date(point)) => {
            point.at.naive_local() == wall(one)? && point.grain == grain(expect.get(2)?)?
        }
        (
            "datetimeInterval" | "datetimeIntervalHoliday",
            Value::DateInterval { from: Some(from), to: Some(to) },
        ) => {
            from.at.naive_local() == wall(one.get(0)?)? && to.at.naive_local() == wall(one.get(1)?)?
        }
        ("datetimeOpenInterval", Value::DateInterval { from, to }) => {
            let same = |end: &DatePoint| Some(end.at.naive_local() == wall(expect.get(2)?)?);
            match (one.as_str()?, from, to) {
                ("After", Some(from), None) => same(from)?,
                ("Before", None, Some(to)) => same(to)?,
                _ => false,
            }
        }
        ("NumeralValue", Value::Number { value }) => close(*value, one.as_f64()?),
        ("OrdinalData", Value::Ordinal { value }) => *value == one.as_i64()?,
        ("DurationData", Value::Duration { seconds, .. }) => {
            *seconds == one.as_i64()? * crate::time::civil::seconds_of(grain(expect.get(2)?)?)
        }
        ("simple", Value::Measure { value: Some(value), interval: false, unit, .. }) => {
            same_unit(unit, one.as_str()?) && close(*value, expect.get(2)?.as_f64()?)
        }
        (
            "between",
            Value::Measure { value: Some(from), up_to: Some(to), interval: true, unit, .. },
        ) => {
            let ends = expect.get(2)?;
            same_unit(unit, one.as_str()?)
                && close(*from, ends.get(0)?.as_f64()?)
                && close(*to, ends.get(1)?.as_f64()?)
        }
        ("above", Value::Measure { value: Some(value), up_to: None, interval: true, unit, .. })
        | ("under", Value::Measure { value: None, up_to: Some(value), interval: true, unit, .. }) => {
            same_unit(unit, one.as_str()?) && close(*value, expect.get(2)?.as_f64()?)
        }
        ("EmailData", Value::Email { value }) => value == one.as_str()?,
        ("UrlData", Value::Url { value }) => {
            value == one.as_str()?
                && crate::lexical::addresses::domain(value) == expect.get(2)?.as_str()?
        }
        ("PhoneNumberValue", Value::Phone { value }) => value == one.as_str()?,
        _ => false,
    })
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
}

fn same_unit(unit: &str, expected: &str) -> bool {
    let expected = match expected {
        "Dollar" => "$",
        "Pound" => "£",
        "Unnamed" => "",
        "Yen" => "JPY",
        other => other,
    };
    unit.eq_ignore_ascii_case(expected)
}

fn grain(name: &serde_json::Value) -> Option<Grain> {
    Some(match name.as_str()? {
        "Second" => Grain::Second,
        "Minute" => Grain::Minute,
        "Hour" => Grain::Hour,
        "Day" => Grain::Day,
        "Week" => Grain::Week,
        "Month" => Grain::Month,
        "Quarter" => Grain::Quarter,
        "Year" => Grain::Year,
        _ => return None,
    })
}

/// `[Y, M, D, h, m, s]`; a month or day of 0 is the first.
fn wall(fields: &serde_json::Value) -> Option<NaiveDateTime> {
    let field = |at: usize| fields.get(at).and_then(|field| field.as_i64()).unwrap_or(0);
    let date = chrono::NaiveDate::from_ymd_opt(
        i32::try_from(field(0)).ok()?,
        u32::try_from(field(1).max(1)).ok()?,
        u32::try_from(field(2).max(1)).ok()?,
    )?;
    date.and_hms_opt(field(3) as u32, field(4) as u32, field(5) as u32)
}

//! Between the words of `model` and those of the crate `duckling`.

use duckling::{DimensionKind, DimensionValue, Lang, MeasurementValue, TimePoint, TimeValue};
use model::{DatePoint, Dimension, Grain, Measure, Span, Value, ValueFound};

use crate::zone::Zone;

pub(super) fn locale(locale: &model::Locale) -> Option<duckling::Locale> {
    use duckling::Region;
    let lang = match locale.language() {
        "ar" => Lang::AR,
        "bg" => Lang::BG,
        "ca" => Lang::CA,
        "cs" => Lang::CS,
        "da" => Lang::DA,
        "de" => Lang::DE,
        "el" => Lang::EL,
        "en" => Lang::EN,
        "es" => Lang::ES,
        "et" => Lang::ET,
        "fi" => Lang::FI,
        "fr" => Lang::FR,
        "ga" => Lang::GA,
        "he" => Lang::HE,
        "hi" => Lang::HI,
        "hr" => Lang::HR,
        "hu" => Lang::HU,
        "id" => Lang::ID,
        "is" => Lang::IS,
        "it" => Lang::IT,
        "ja" => Lang::JA,
        "ka" => Lang::KA,
        "ko" => Lang::KO,
        "nb" | "no" | "nn" => Lang::NB,
        "nl" => Lang::NL,
        "pl" => Lang::PL,
        "pt" => Lang::PT,
        "ro" => Lang::RO,
        "ru" => Lang::RU,
        "sk" => Lang::SK,
        "sv" => Lang::SV,
        "th" => Lang::TH,
        "tr" => Lang::TR,
        "uk" => Lang::UK,
        "vi" => Lang::VI,
        "zh" => Lang::ZH,
        _ => return None,
    };
    let region = match locale.region() {
        Some("US") => Some(Region::US),
        Some("GB") => Some(Region::GB),
        Some("AU") => Some(Region::AU),
        Some("BE") => Some(Region::BE),
        Some("CA") => Some(Region::CA),
        Some("CN") => Some(Region::CN),
        Some("ES") => Some(Region::ES),
        Some("IE") => Some(Region::IE),
        Some("IN") => Some(Region::IN),
        Some("MX") => Some(Region::MX),
        Some("NZ") => Some(Region::NZ),
        Some("ZA") => Some(Region::ZA),
        _ => None,
    };
    Some(duckling::Locale::new(lang, region))
}

pub(super) fn kind(dimension: Dimension) -> DimensionKind {
    match dimension {
        Dimension::Datetime => DimensionKind::Time,
        Dimension::Duration => DimensionKind::Duration,
        Dimension::Number => DimensionKind::Numeral,
        Dimension::Ordinal => DimensionKind::Ordinal,
        Dimension::AmountOfMoney => DimensionKind::AmountOfMoney,
        Dimension::Temperature => DimensionKind::Temperature,
        Dimension::Distance => DimensionKind::Distance,
        Dimension::Volume => DimensionKind::Volume,
        Dimension::Quantity => DimensionKind::Quantity,
        // Percentages are a kind of quantity there at best; never asked for.
        Dimension::Percentage => DimensionKind::Numeral,
        Dimension::Email => DimensionKind::Email,
        Dimension::Url => DimensionKind::Url,
        Dimension::PhoneNumber => DimensionKind::PhoneNumber,
    }
}

fn grain(grain: duckling::Grain) -> Grain {
    use duckling::Grain as From;
    match grain {
        From::NoGrain | From::Second => Grain::Second,
        From::Minute => Grain::Minute,
        From::Hour => Grain::Hour,
        From::Day => Grain::Day,
        From::Week => Grain::Week,
        From::Month => Grain::Month,
        From::Quarter => Grain::Quarter,
        From::Year => Grain::Year,
    }
}

fn point(point: &TimePoint, zone: Zone) -> DatePoint {
    match point {
        TimePoint::Instant { value, grain: g } => {
            DatePoint { at: zone.instant(zone.wall_of(value.to_utc())), grain: grain(*g) }
        }
        TimePoint::Naive { value, grain: g } => {
            DatePoint { at: zone.instant(*value), grain: grain(*g) }
        }
    }
}

fn measure(measure: Measure, value: &MeasurementValue) -> Value {
    match value {
        MeasurementValue::Value { value, unit } => Value::Measure {
            measure,
            value: Some(*value),
            up_to: None,
            interval: false,
            unit: unit.clone(),
        },
        MeasurementValue::Interval { from, to } => Value::Measure {
            measure,
            value: from.as_ref().map(|end| end.value),
            up_to: to.as_ref().map(|end| end.value),
            interval: true,
            unit: from.as_ref().or(to.as_ref()).map(|end| end.unit.clone()).unwrap_or_default(),
        },
    }
}

fn iso_duration(value: i64, grain: duckling::Grain) -> String {
    use duckling::Grain as From;
    match grain {
        From::NoGrain | From::Second => format!("PT{value}S"),
        From::Minute => format!("PT{value}M"),
        From::Hour => format!("PT{value}H"),
        From::Day => format!("P{value}D"),
        From::Week => format!("P{value}W"),
        From::Month => format!("P{value}M"),
        From::Quarter => format!("P{}M", value.saturating_mul(3)),
        From::Year => format!("P{value}Y"),
    }
}

pub(super) fn value(text: &str, entity: &duckling::Entity, zone: Zone) -> Option<ValueFound> {
    let (dimension, value) = match &entity.value {
        DimensionValue::Numeral(value) => (Dimension::Number, Value::Number { value: *value }),
        DimensionValue::Ordinal(value) => (Dimension::Ordinal, Value::Ordinal { value: *value }),
        DimensionValue::Temperature(m) => {
            (Dimension::Temperature, measure(Measure::Temperature, m))
        }
        DimensionValue::Distance(m) => (Dimension::Distance, measure(Measure::Distance, m)),
        DimensionValue::Volume(m) => (Dimension::Volume, measure(Measure::Volume, m)),
        DimensionValue::Quantity { measurement, .. } => {
            (Dimension::Quantity, measure(Measure::Quantity, measurement))
        }
        DimensionValue::AmountOfMoney(m) => {
            (Dimension::AmountOfMoney, measure(Measure::AmountOfMoney, m))
        }
        DimensionValue::Email(value) => (Dimension::Email, Value::Email { value: value.clone() }),
        DimensionValue::Url { value, .. } => (Dimension::Url, Value::Url { value: value.clone() }),
        DimensionValue::PhoneNumber(value) => {
            (Dimension::PhoneNumber, Value::Phone { value: value.clone() })
        }
        DimensionValue::Duration { value, grain, normalized_seconds } => (
            Dimension::Duration,
            Value::Duration { iso: iso_duration(*value, *grain), seconds: *normalized_seconds },
        ),
        DimensionValue::Time(TimeValue::Single { value, .. }) => {
            (Dimension::Datetime, Value::Date(point(value, zone)))
        }
        DimensionValue::Time(TimeValue::Interval { from, to, .. }) => (
            Dimension::Datetime,
            Value::DateInterval {
                from: from.as_ref().map(|end| point(end, zone)),
                to: to.as_ref().map(|end| point(end, zone)),
            },
        ),
        DimensionValue::CreditCardNumber { .. } | DimensionValue::TimeGrain(_) => return None,
    };
    let latent = entity.latent.unwrap_or(false);
    Some(ValueFound {
        span: Span::of_bytes(text, entity.start, entity.end),
        dimension,
        value,
        latent,
        score: if latent { 0.4 } else { 0.8 },
    })
}

//! Numbers and ordinals.

use super::*;

pub(crate) fn plain_number(value: f64) -> Made {
    Some(Sem::Number(Number { value, digits: 0, spelled: true, article: false, vague: false }))
}

/// "a few", "a couple": the rule's number.
pub(crate) fn vague_number(m: &Match<'_>) -> Made {
    Some(Sem::Number(Number {
        value: m.n() as f64,
        digits: 0,
        spelled: true,
        article: false,
        vague: true,
    }))
}

/// "two thirds": so many of the rule's denominator.
pub(crate) fn fraction(m: &Match<'_>) -> Made {
    plain_number(m.value(0).filter(|value| *value >= 1.0)? / m.n() as f64)
}

/// "three and a half": with the rule's number of quarters.
pub(crate) fn and_quarters(m: &Match<'_>) -> Made {
    let whole = m.value(0).filter(|value| value.fract() == 0.0)?;
    plain_number(whole + m.n() as f64 / 4.0)
}

pub(crate) fn negative(m: &Match<'_>) -> Made {
    plain_number(-m.value(0).filter(|value| *value > 0.0)?)
}

/// "2 dozen", "12 lakhs": times the rule's number.
pub(crate) fn times(m: &Match<'_>) -> Made {
    plain_number(m.value(0)? * m.n() as f64)
}

/// "1 point 5", "trois virgule deux".
pub(crate) fn spoken_decimal(m: &Match<'_>) -> Made {
    let (whole, part) = (m.value(0)?, m.int(1).filter(|part| *part >= 0)?);
    let value: f64 = format!("{whole}.{part}").parse().ok()?;
    (whole.fract() == 0.0).then_some(())?;
    plain_number(value)
}

/// The rule's number as an ordinal; above 100: latent.
pub(crate) fn ordinal_word(m: &Match<'_>) -> Made {
    Some(Sem::Ordinal { value: m.n().rem_euclid(1000), latent: m.n() >= 1000, digits: false })
}

/// "23rd", "11e".
pub(crate) fn ordinal_digits(m: &Match<'_>) -> Made {
    let number = m.number(0).filter(|n| n.digits > 0)?;
    Some(Sem::Ordinal { value: number.value as i64, latent: false, digits: true })
}

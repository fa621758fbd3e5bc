//! Units and lengths of time.

use super::*;

pub(crate) fn grain(m: &Match<'_>) -> Made {
    Some(Sem::Grain(grain_of(m.n())))
}

/// Grains by number, for rules: 0 second … 7 year.
pub(crate) fn grain_of(n: i64) -> Grain {
    [
        Grain::Second,
        Grain::Minute,
        Grain::Hour,
        Grain::Day,
        Grain::Week,
        Grain::Month,
        Grain::Quarter,
        Grain::Year,
    ][n.clamp(0, 7) as usize]
}

pub(super) fn lasting(value: i64, grain: Grain) -> Made {
    Some(Sem::Duration { value, grain, latent: false })
}

/// The rule's number of seconds, minutes … : 1000 × grain + count.
pub(crate) fn duration_named(m: &Match<'_>) -> Made {
    lasting(m.n() % 1000, grain_of(m.n() / 1000))
}

/// "3 days", "1.5 hours".
pub(crate) fn duration(m: &Match<'_>) -> Made {
    let (number, grain) = (m.number(0)?, m.grain(1)?);
    let mut made = of_count(number.value, grain)?;
    if let Sem::Duration { latent, .. } = &mut made {
        // "a second card": an ordinal as likely as a length of time.
        *latent = number.article && grain == Grain::Second;
    }
    Some(made)
}

/// "two and a half hours": the rule's number of quarters is added.
pub(crate) fn duration_and_quarters(m: &Match<'_>) -> Made {
    of_count(m.value(0)? + m.n() as f64 / 4.0, m.grain(1)?)
}

/// "half an hour", "three quarters of an hour": the rule's number of quarters.
pub(crate) fn quarters_of(m: &Match<'_>) -> Made {
    of_count(m.n() as f64 / 4.0, m.grain(0)?)
}

/// "an hour and a half": the rule's number of quarters of the same grain is added.
pub(crate) fn grain_and_quarters(m: &Match<'_>) -> Made {
    let (value, grain) = m.duration(0)?;
    of_count(value as f64 + m.n() as f64 / 4.0, grain)
}

pub(crate) fn of_count(value: f64, grain: Grain) -> Made {
    if !(0.0..1e7).contains(&value) {
        return None;
    }
    if value.fract() == 0.0 {
        return lasting(value as i64, grain);
    }
    let (finer, per) = match grain {
        Grain::Minute => (Grain::Second, 60.0),
        Grain::Hour => (Grain::Minute, 60.0),
        Grain::Day => (Grain::Hour, 24.0),
        Grain::Week => (Grain::Day, 7.0),
        Grain::Month => (Grain::Day, 30.0),
        Grain::Year => (Grain::Month, 12.0),
        Grain::Second | Grain::Quarter => return None,
    };
    lasting((value * per).round() as i64, finer)
}

/// "1 hour and fifteen": minutes after hours.
pub(crate) fn hours_and_minutes(m: &Match<'_>) -> Made {
    let (value, grain) = m.duration(0)?;
    let minutes = m.int(1)?;
    (grain == Grain::Hour).then_some(())?;
    lasting(value * 60 + minutes, Grain::Minute)
}

/// "2 years and 3 months": a coarser and then a finer one.
pub(crate) fn durations(m: &Match<'_>) -> Made {
    let ((a, coarse), (b, fine)) = (m.duration(0)?, m.duration(1)?);
    if coarse <= fine {
        return None;
    }
    let per = match (coarse, fine) {
        (Grain::Year, Grain::Month) => 12,
        (Grain::Year, Grain::Quarter) => 4,
        _ => civil::seconds_of(coarse) / civil::seconds_of(fine),
    };
    let both = |k| matches!(m.sem(k), Some(Sem::Duration { latent: true, .. }));
    let value = a.checked_mul(per)?.checked_add(b)?;
    Some(Sem::Duration { value, grain: fine, latent: both(0) && both(1) })
}

/// "2' ", `1"`.
pub(crate) fn duration_sign(m: &Match<'_>) -> Made {
    Some(Sem::Duration { value: m.int(0)?, grain: grain_of(m.n()), latent: true })
}

/// "about 3 days": the same.
pub(crate) fn same(m: &Match<'_>) -> Made {
    m.sem(0).cloned()
}

//! What comes again.

use super::*;

/// "tous les lundis", "every day at 8".
pub(crate) fn every_named(m: &Match<'_>) -> Made {
    let mut time = Time::clone(m.time(0)?);
    if time.bound != Bound::None || time.every.is_some() {
        return None;
    }
    let grain = match time.form {
        Form::Weekday | Form::Weekend => Grain::Week,
        Form::DayNumber => Grain::Month,
        Form::Month | Form::MonthDay | Form::Holiday | Form::Season => Grain::Year,
        Form::Part | Form::Clock | Form::Range => Grain::Day,
        _ => return None,
    };
    time.every = Some((1, grain));
    Sem::time(time.sure())
}

/// "chaque jour", "every 2 weeks": the first is the next one.
pub(crate) fn every_cycle(m: &Match<'_>) -> Made {
    let (count, grain) = match (m.duration(0), m.int(0), m.grain(0)) {
        (Some(duration), ..) => duration,
        (None, Some(count), _) => (count, m.grain(1)?),
        (None, None, Some(grain)) => (1, grain),
        _ => return None,
    };
    (1..=1000).contains(&count).then_some(())?;
    if count == 1 && grain == Grain::Day {
        // "every day at 8" composes with the hours.
        let mut time = Time::date(Expr::Every(Grain::Day), 0, Form::Cycle);
        time.every = Some((1, Grain::Day));
        return Sem::time(time);
    }
    let mut time = cycle_time(m, grain, count);
    time.every = Some((count, grain));
    Sem::time(time)
}

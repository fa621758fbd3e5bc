//! What comes again.

use super::*;

/// "tous les lundis", "every day at 8".
pub(crate) fn every_named(m: &Match<'_>) -> Made {
    let mut time = Time::clone(m.time(0)?);
    if time.bound != Bound::None || time.every.is_some_and(|every| every != (1, Grain::Week)) {
        return None;
    }
    // "chaque premier lundi du mois" has a rule of its own; what is of one day only recurs never.
    if matches!(time.date.as_deref(), Some(Expr::Fixed(_))) {
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

/// "tous les soirs": the rule's part of every day.
pub(crate) fn every_part(m: &Match<'_>) -> Made {
    let mut time = Time::hours(part_hours(m.n()));
    time.every = Some((1, Grain::Day));
    Sem::time(time)
}

/// "every other week".
pub(crate) fn every_other(m: &Match<'_>) -> Made {
    let Some(Sem::Time(time)) = every_cycle(m) else { return None };
    let mut time = Time::clone(&time);
    time.every = Some((2, m.grain(0)?));
    Sem::time(time)
}

/// "every first Monday of the month": the next of them.
pub(crate) fn every_nth(m: &Match<'_>) -> Made {
    let (n, what, grain) = match m.int(0) {
        Some(n) => (n, m.time(1)?, m.grain(2)?),
        None => (m.n(), m.time(0)?, m.grain(1)?),
    };
    let what = what.date.clone().filter(|what| what.grain() < grain)?;
    ((1..=5).contains(&n) || n == -1).then_some(())?;
    let nth = Expr::Nth(n, what, Rc::new(Expr::Every(grain)));
    let mut time = Time::date(nth, pins::ALL, Form::Weekday);
    time.every = Some((1, grain));
    Sem::time(time)
}

/// "les week-ends".
pub(crate) fn weekends(_: &Match<'_>) -> Made {
    let weekend = pins::WEEKDAY | pins::DAY | pins::WEEK;
    let mut time = Time::date(Expr::Weekend, weekend, Form::Weekend);
    time.every = Some((1, Grain::Week));
    Sem::time(time)
}

/// "hourly": the rule's grain.
pub(crate) fn every_grain(m: &Match<'_>) -> Made {
    let grain = grain_of(m.n());
    let mut time = cycle_time(m, grain, 1);
    time.every = Some((1, grain));
    Sem::time(time)
}

/// "daily".
pub(crate) fn daily(_: &Match<'_>) -> Made {
    let mut time = Time::date(Expr::Every(Grain::Day), 0, Form::Cycle);
    time.every = Some((1, Grain::Day));
    Sem::time(time)
}

/// "every 3rd of the month".
pub(crate) fn every_day_number(m: &Match<'_>) -> Made {
    let mut day = day_number_time(m.int(0)?)?.sure();
    day.every = Some((1, Grain::Month));
    Sem::time(day)
}

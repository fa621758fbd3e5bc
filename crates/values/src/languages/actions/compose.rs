//! Two times at once, bounds, intervals, zones.

use super::*;

/// Side by side.
pub(crate) fn both(m: &Match<'_>) -> Made {
    let (a, b) = (m.time(0)?, m.time(1)?);
    if (a.latent || b.latent) && !composes_latent(a, b) {
        return None;
    }
    Sem::time(combine::intersect(a, b, m.now)?)
}

/// What is only likely alone ("the 3rd", "8") is sure beside a day or an hour.
pub(super) fn composes_latent(a: &Time, b: &Time) -> bool {
    if a.latent && b.latent {
        return false;
    }
    let alone = |form| matches!(form, Form::Instant | Form::BareHour);
    if alone(a.form) || alone(b.form) {
        return false;
    }
    matches!(
        (a.form, b.form),
        (Form::Weekday, Form::DayNumber)
            | (Form::DayNumber, Form::Weekday)
            | (Form::Weekday, Form::MonthDay)
            | (Form::DayNumber, Form::Cycle)
            | (Form::DayNumber, Form::Clock)
            | (Form::DayNumber, Form::Part)
            | (Form::DayNumber, Form::Range)
            | (Form::MonthDay, Form::Clock)
            | (Form::MonthDay, Form::Part)
            | (Form::MonthDay, Form::Range)
            | (Form::MonthDay, Form::Weekday)
            | (Form::Part, Form::Clock)
            | (Form::Clock, Form::Part)
    ) || a.has_date() && matches!(b.form, Form::Clock | Form::Part | Form::Weekday)
        || b.has_date() && matches!(a.form, Form::Clock | Form::Part | Form::Weekday)
        || a.form == Form::Month
        || b.form == Form::Year
}

/// Taken to be sure: a preposition stands before it.
pub(crate) fn sure(m: &Match<'_>) -> Made {
    let mut made = Time::clone(m.time(0)?).sure();
    if made.form == Form::BareHour {
        made.form = Form::Clock;
    }
    Sem::time(made)
}

/// Both, sure whatever each is alone: "demain matin".
pub(crate) fn both_sure(m: &Match<'_>) -> Made {
    Sem::time(combine::intersect(m.time(0)?, m.time(1)?, m.now)?.sure())
}

/// "after" (1), "before" (-1), "until" (0), "through" (2).
pub(crate) fn bounded(m: &Match<'_>) -> Made {
    let time = m.time(0)?;
    if time.bound != Bound::None || time.every.is_some() {
        return None;
    }
    let bound = match m.n() {
        1 => Bound::After,
        -1 => Bound::Before,
        2 => Bound::Through,
        _ => Bound::Until,
    };
    let mut made = Time::clone(time).bound(bound);
    made.latent &= time.form != Form::Year;
    Sem::time(made)
}

/// "since Monday": after the last one.
pub(crate) fn since(m: &Match<'_>) -> Made {
    let time = m.time(0)?;
    let named = matches!(
        time.form,
        Form::Weekday
            | Form::Month
            | Form::MonthDay
            | Form::DayNumber
            | Form::Holiday
            | Form::Season
            | Form::Weekend
    );
    if !named || time.bound != Bound::None || time.hours.is_some() {
        return bounded(m);
    }
    let occ = time.date.as_ref()?.last(m.now)?;
    let mut made = Time::fixed(occ, Form::Other).bound(Bound::After);
    made.holiday = time.holiday;
    Sem::time(made)
}

/// "the day after Christmas": the rule's days from a day.
pub(crate) fn days_from(m: &Match<'_>) -> Made {
    let time = m.time(0)?;
    let date = time.date.clone()?;
    (date.grain() == Grain::Day
        && time.hours.is_none()
        && time.bound == Bound::None
        && !time.latent)
        .then_some(())?;
    Sem::time(Time::date(Expr::Shift(date, m.n(), Grain::Day), pins::ALL, Form::Other))
}

/// "last Friday of the month": in the running cycle. Numbers as in [`nth_of`].
pub(crate) fn nth_of_running(m: &Match<'_>) -> Made {
    let (n, what, within) = match m.n() {
        -10 => (-1, m.sem(0)?, m.grain(1)?),
        10 => (1, m.sem(0)?, m.grain(1)?),
        direction => (m.int(0)? * direction, m.sem(1)?, m.sem(2).and_then(grain_sem)?),
    };
    let (what, form) = match what {
        Sem::Grain(grain) if *grain >= Grain::Day => (Rc::new(Expr::Every(*grain)), Form::Cycle),
        Sem::Time(time) if time.hours.is_none() => (time.date.clone()?, time.form),
        _ => return None,
    };
    (what.grain() < within && n != 0 && n.abs() < 400).then_some(())?;
    let of = cycle_time(m, within, 0).date?;
    Sem::time(Time::date(Expr::Nth(n, what, of), pins::ALL, form))
}

pub(super) fn grain_sem(sem: &Sem) -> Option<Grain> {
    match sem {
        Sem::Grain(grain) => Some(*grain),
        _ => None,
    }
}

/// "memorial day weekend": the weekend at a holiday, with the holiday where it is beside it.
pub(crate) fn holiday_weekend(m: &Match<'_>) -> Made {
    let occ = crate::time::resolve::occurrence(m.time(0)?, m.now)?;
    (occ.grain == Grain::Day && !occ.interval).then_some(())?;
    let monday = civil::floor(occ.start, Grain::Week, 0);
    // A Monday or Tuesday prolongs the weekend before.
    let early = civil::weekday(occ.start) < 2;
    let friday = if early { monday - 3 * DAY } else { monday + 4 * DAY };
    let start = if civil::weekday(occ.start) == 3 || civil::weekday(occ.start) == 4 {
        occ.start - DAY
    } else {
        friday
    };
    let end = if early { occ.start + DAY } else { monday + 7 * DAY };
    let weekend = Occ::interval(start + 18 * HOUR, end, Grain::Hour);
    let mut made = Time::fixed(weekend, Form::Weekend);
    made.holiday = m.time(0)?.holiday;
    Sem::time(made)
}

/// "7 to 9 tomorrow morning", "9-5 on Monday": numbers of hours and a day or a part of one.
pub(crate) fn hour_numbers_on(m: &Match<'_>) -> Made {
    let clock = |k| Some(Time::clock(Clock::hour(m.int(k)?, true)));
    let (range, day) = match m.time(0) {
        Some(day) => (combine::interval(&clock(1)?, &clock(2)?, m.now)?, day),
        None => (combine::interval(&clock(0)?, &clock(1)?, m.now)?, m.time(2)?),
    };
    let grain = day.date.as_ref().map(|date| date.grain());
    (day.bound == Bound::None && grain.is_none_or(|grain| grain == Grain::Day)).then_some(())?;
    Sem::time(combine::intersect(&range, day, m.now)?.sure())
}

/// "été 2014": a season that only its year tells from a word.
pub(crate) fn season_of_year(m: &Match<'_>) -> Made {
    let season =
        Time::date(season_expr(m.n()), pins::SEASON | pins::MONTH | pins::DAY, Form::Season);
    let year = Time::date(Expr::Year(m.int(0)?), pins::YEAR, Form::Year);
    Sem::time(combine::intersect(&season, &year, m.now)?)
}

/// "$5-10": an amount, and a number of the same.
pub(crate) fn amount_to_number(m: &Match<'_>) -> Made {
    let from = m.amount(0)?;
    let up_to = m.value(1).filter(|up_to| from.value.is_some_and(|value| value < *up_to))?;
    (!from.interval && !from.latent).then_some(())?;
    Some(Sem::Amount(Amount { up_to: Some(up_to), interval: true, ..from }))
}

/// "after 5 days".
pub(crate) fn after_duration(m: &Match<'_>) -> Made {
    let (count, grain) = m.duration(0)?;
    let occ = combine::after(m.now.wall, count, grain);
    Sem::time(Time::fixed(occ, Form::Instant).bound(Bound::After))
}

/// "later": after the rule's minutes from now.
pub(crate) fn after_minutes(m: &Match<'_>) -> Made {
    let at = m.now.floor(m.now.wall, Grain::Minute) + m.n() * MINUTE;
    let grain = if m.n() == 0 { Grain::Second } else { Grain::Minute };
    let at = if m.n() == 0 { m.now.wall } else { at };
    Sem::time(Time::fixed(Occ::point(at, grain), Form::Instant).bound(Bound::After))
}

/// From one to another.
pub(crate) fn from_to(m: &Match<'_>) -> Made {
    let (a, b) = (m.time(0)?, m.time(1)?);
    Sem::time(combine::interval(a, b, m.now)?)
}

/// From one to another, sure whatever its parts are: "entre le 3 et le 5".
pub(crate) fn from_to_sure(m: &Match<'_>) -> Made {
    let (a, b) = (m.time(0)?, m.time(1)?);
    Sem::time(combine::interval(a, b, m.now)?.sure())
}

/// Two of one kind: "9h - 11h", "lundi - vendredi", not "lundi - 9h".
pub(crate) fn from_to_alike(m: &Match<'_>) -> Made {
    let (a, b) = (m.time(0)?, m.time(1)?);
    if a.has_date() != b.has_date() && a.hours.is_some() != b.hours.is_some() {
        return None;
    }
    if a.grain() >= Grain::Day && b.grain() < Grain::Day {
        return None;
    }
    Sem::time(combine::interval(a, b, m.now)?)
}

/// "du 13 au 15 juillet": a number of a day, and a date.
pub(crate) fn from_day_number(m: &Match<'_>) -> Made {
    let from = day_number_time(m.int(0)?)?;
    // "entre 18 et 20h" are hours.
    let to = m.time(1).filter(|to| to.has_date())?;
    Sem::time(combine::interval(&from, to, m.now)?.sure())
}

/// "July 13-15": a date, and a number of a day.
pub(crate) fn to_day_number(m: &Match<'_>) -> Made {
    let to = day_number_time(m.int(1)?)?;
    Sem::time(combine::interval(m.time(0)?, &to, m.now)?.sure())
}

/// "du 13 au 18".
pub(crate) fn day_numbers(m: &Match<'_>) -> Made {
    let (from, to) = (day_number_time(m.int(0)?)?, day_number_time(m.int(1)?)?);
    Sem::time(combine::interval(&from, &to, m.now)?.sure())
}

/// "from 9 to 11am": a number of an hour, and a time on the clock.
pub(crate) fn from_hour_number(m: &Match<'_>) -> Made {
    let from = Time::clock(Clock::hour(m.int(0).filter(|hour| *hour <= 24)?, true));
    let to = m.time(1)?;
    (to.form == Form::Clock).then_some(())?;
    Sem::time(combine::interval(&from, to, m.now)?.sure())
}

/// "9h30 à 11": a time on the clock, and a number of an hour.
pub(crate) fn to_hour_number(m: &Match<'_>) -> Made {
    let to = Time::clock(Clock::hour(m.int(1).filter(|hour| *hour <= 24)?, true));
    Sem::time(combine::interval(m.time(0)?, &to, m.now)?)
}

/// "from 3 to 4": numbers of hours; only likely.
pub(crate) fn hour_numbers(m: &Match<'_>) -> Made {
    let clock = |k| Some(Time::clock(Clock::hour(m.int(k)?, true)));
    Sem::time(combine::interval(&clock(0)?, &clock(1)?, m.now)?.latent())
}

/// A time in a zone: the rule's minutes east of UTC.
pub(crate) fn zoned(m: &Match<'_>) -> Made {
    let mut time = Time::clone(m.time(0)?);
    if time.zone.is_some() || time.hours.is_none() && time.form != Form::Interval {
        return None;
    }
    if matches!(time.hours, Some(Hours::Part(..))) {
        return None;
    }
    time.zone = Some(m.n() * 60);
    // The half of the day is rarely said with a zone: as on a clock of 24 hours.
    if let Some(Hours::At(clock)) = &mut time.hours {
        clock.twelve = false;
    }
    if time.form == Form::BareHour {
        time.form = Form::Clock;
    }
    Sem::time(time.sure())
}

/// "8 GMT".
pub(crate) fn hour_zoned(m: &Match<'_>) -> Made {
    let mut time = Time::clock(Clock::hour(m.int(0)?, false));
    time.zone = Some(m.n() * 60);
    Sem::time(time)
}

//! This, next, last; the n-th of something.

use super::*;

pub(super) fn pins_of(grain: Grain) -> u16 {
    match grain {
        Grain::Year => pins::YEAR,
        Grain::Quarter | Grain::Month => pins::YEAR | pins::MONTH | pins::SEASON,
        Grain::Week | Grain::Day => pins::FULL,
        _ => pins::ALL,
    }
}

pub(super) fn cycle_time(m: &Match<'_>, grain: Grain, n: i64) -> Time {
    let start = civil::add(m.now.floor(m.now.wall, grain), n, grain);
    let form = if grain < Grain::Day { Form::Instant } else { Form::Cycle };
    Time::date(Expr::Fixed(Occ::point(start, grain)), pins_of(grain), form)
}

/// "next week": the rule's number of cycles from now.
pub(crate) fn cycle(m: &Match<'_>) -> Made {
    Sem::time(cycle_time(m, m.grain(0)?, m.n()))
}

/// "the week after": of something said before.
pub(crate) fn cycle_latent(m: &Match<'_>) -> Made {
    Sem::time(cycle_time(m, m.grain(0)?, m.n()).latent())
}

/// The rule's grain (thousands) and number of cycles from now, plus 500.
pub(crate) fn cycle_named(m: &Match<'_>) -> Made {
    Sem::time(cycle_time(m, grain_of(m.n() / 1000), m.n() % 1000 - 500))
}

/// "last 2 days" (-1) and "next 3 weeks" (1): whole cycles, without the running one.
pub(crate) fn cycles(m: &Match<'_>) -> Made {
    let (count, grain) = match m.duration(0) {
        Some(duration) => duration,
        None => (m.int(0)?, m.grain(1)?),
    };
    (1..=10_000).contains(&count).then_some(())?;
    let here = m.now.floor(m.now.wall, grain);
    let occ = if m.n() < 0 {
        Occ::interval(civil::add(here, -count, grain), here, grain)
    } else {
        let first = civil::add(here, 1, grain);
        Occ::interval(first, civil::add(first, count, grain), grain)
    };
    Sem::time(Time::fixed(occ, Form::Interval))
}

/// "upcoming 2 weeks" as a point: the cycle so many on.
pub(crate) fn cycle_ahead(m: &Match<'_>) -> Made {
    let count = m.int(0).filter(|count| *count < 10_000)?;
    Sem::time(cycle_time(m, m.grain(1)?, count * m.n()))
}

/// "next Monday" by the nearest: the rule's number says which from now (1, 2 …; -1 the last).
pub(crate) fn named_from_now(m: &Match<'_>) -> Made {
    let time = m.time(0)?;
    if time.hours.is_some() && !time.has_date() || time.every.is_some() {
        return None;
    }
    let made = named_nth(m, time, m.n())?;
    // "jeudi prochain" is for some the one of the next week.
    match made {
        Sem::Time(next) if time.form == Form::Weekday && m.n() == 1 => {
            Sem::time(Time::clone(&next).or(week_after(&next)))
        }
        made => Some(made),
    }
}

/// The same day a week later.
pub(crate) fn week_after(time: &Time) -> Option<Time> {
    let Some(Expr::Fixed(day)) = time.date.as_deref() else { return None };
    let later = Occ::point(day.start + 7 * DAY, Grain::Day);
    Some(Time { date: Some(Rc::new(Expr::Fixed(later))), or: None, ..time.clone() })
}

pub(super) fn named_nth(m: &Match<'_>, time: &Rc<Time>, n: i64) -> Made {
    let date = time.date.as_ref()?;
    let occ = match n {
        0 => date.next(m.now, false)?,
        n if n > 0 => date.nth_ahead(m.now, n)?,
        n => date.nth_back(m.now, -n)?,
    };
    let mut fixed = Time::date(Expr::Fixed(occ), pins::ALL, time.form);
    fixed.holiday = time.holiday;
    if time.form == Form::Month {
        fixed.pins = pins::YEAR | pins::MONTH | pins::SEASON;
    }
    fixed.hours = time.hours;
    Sem::time(fixed)
}

/// "le jeudi", not "le jeu": an abbreviation needs more than an article.
pub(crate) fn named_this_sure(m: &Match<'_>) -> Made {
    (!m.time(0)?.latent).then_some(())?;
    named_this(m)
}

/// The same with an amount that is only likely: "trois livres" may be books.
pub(crate) fn money_unsure(m: &Match<'_>) -> Made {
    let mut made = money(m)?;
    if let Sem::Amount(amount) = &mut made {
        amount.latent = true;
    }
    Some(made)
}

/// "50 cents": in digits only, since "cinq cents" is a number.
pub(crate) fn money_in_digits(m: &Match<'_>) -> Made {
    m.number(0).filter(|number| !number.spelled)?;
    money(m)
}

/// "this Monday": the next one; a month or season may be the running one.
pub(crate) fn named_this(m: &Match<'_>) -> Made {
    let time = m.time(0)?;
    let n = if time.form == Form::Weekday { 1 } else { 0 };
    named_nth(m, time, n)
}

/// "wednesday next week": a weekday of the week so many on.
pub(crate) fn weekday_in_week(m: &Match<'_>) -> Made {
    let Some(Expr::Weekday(weekday)) = m.time(0)?.date.as_deref().cloned() else { return None };
    let week = civil::add(m.now.floor(m.now.wall, Grain::Week), m.n(), Grain::Week);
    let day = week + (weekday - civil::weekday(week)).rem_euclid(7) * DAY;
    Sem::time(Time::date(Expr::Fixed(Occ::point(day, Grain::Day)), pins::ALL, Form::Weekday))
}

/// "lundi en huit": so many days after the next one.
pub(crate) fn weekday_plus_days(m: &Match<'_>) -> Made {
    let date = m.time(0)?.date.clone()?;
    let occ = date.next(m.now, false)?;
    let made = Time::fixed(Occ::point(occ.start + m.n() * DAY, Grain::Day), Form::Weekday);
    // Said on that weekday it may be counted from the next one.
    let today = occ.start <= m.now.wall;
    let other = if today { week_after(&made) } else { None };
    Sem::time(made.or(other))
}

/// "3 fridays from now", "2 thursdays back": the rule's number is the direction.
pub(crate) fn named_count_from_now(m: &Match<'_>) -> Made {
    let count = m.int(0).filter(|count| (1..=500).contains(count))?;
    named_nth(m, m.time(1)?, count * m.n())
}

/// "first tuesday of october", "3rd last week of 2018": which, of what, in what. The rule's
/// number is the direction; when it is ±10 there is no count but the first or last.
pub(crate) fn nth_of(m: &Match<'_>) -> Made {
    let (n, what, within) = match m.n() {
        -10 => (-1, m.sem(0)?, m.time(1)?),
        10 => (1, m.sem(0)?, m.time(1)?),
        direction => (m.int(0)? * direction, m.sem(1)?, m.time(2)?),
    };
    let (what, form) = match what {
        Sem::Grain(grain) if *grain >= Grain::Day => (Rc::new(Expr::Every(*grain)), Form::Cycle),
        Sem::Time(time) if time.hours.is_none() => (time.date.clone()?, time.form),
        _ => return None,
    };
    let of = within.date.clone()?;
    if within.hours.is_some() || what.grain() >= of.grain() || n == 0 || n.abs() > 400 {
        return None;
    }
    Sem::time(Time::date(Expr::Nth(n, what, of), pins::ALL, form))
}

/// "le week-end du 15 mars", "the weekend of April 18".
pub(crate) fn weekend_at(m: &Match<'_>) -> Made {
    let time = m.time(m.n() as usize)?;
    let occ = crate::time::resolve::occurrence(time, m.now)?;
    (time.hours.is_none() && occ.grain == Grain::Day && !occ.interval).then_some(())?;
    let friday = civil::floor(occ.start, Grain::Week, 0) + 4 * DAY;
    let weekend = Occ::interval(friday + 18 * HOUR, friday + 3 * DAY, Grain::Hour);
    Sem::time(Time::fixed(weekend, Form::Weekend))
}

/// "every other Tuesday".
pub(crate) fn every_other_named(m: &Match<'_>) -> Made {
    let Some(Sem::Time(time)) = every_named(m) else { return None };
    let mut time = Time::clone(&time);
    time.every = time.every.map(|(_, grain)| (2, grain));
    Sem::time(time)
}

/// A season whose name is a word as well.
pub(crate) fn season_latent(m: &Match<'_>) -> Made {
    let season =
        Time::date(season_expr(m.n()), pins::SEASON | pins::MONTH | pins::DAY, Form::Season);
    Sem::time(season.latent())
}

/// "the week of october 7th": the cycle in which a date lies.
pub(crate) fn cycle_of_date(m: &Match<'_>) -> Made {
    let (grain, time) = (m.grain(0)?, m.time(1)?);
    let occ = crate::time::resolve::occurrence(time, m.now)?;
    (occ.grain <= Grain::Day && grain > Grain::Day).then_some(())?;
    // The week "of" a Sunday is the one that it opens.
    let sunday = grain == Grain::Week && civil::weekday(occ.start) == 6;
    let start = m.now.floor(if sunday { occ.start + DAY } else { occ.start }, grain);
    Sem::time(Time::date(Expr::Fixed(Occ::point(start, grain)), pins::FULL, Form::Cycle))
}

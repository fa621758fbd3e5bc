//! What rules of any language make of what they matched. A language's files say only with which
//! words.

use std::rc::Rc;

use model::{Grain, Measure};

use crate::engine::chart::Match;
use crate::engine::node::{Amount, Number, Sem};
use crate::lexical::dates::{full_date, full_year, month_day as day_of_month};
use crate::time::build::{self, Bound, Clock, Form, Hours, Time, pins};
use crate::time::civil::{self, DAY, HOUR, MINUTE};
use crate::time::expr::{Cut, Edge, Expr, Occ};
use crate::time::feasts::FEASTS;

type Made = Option<Sem>;

// Numbers.

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
    Some(Sem::Ordinal { value: m.n().rem_euclid(1000), latent: m.n() >= 1000 })
}

/// "23rd", "11e".
pub(crate) fn ordinal_digits(m: &Match<'_>) -> Made {
    let number = m.number(0).filter(|n| n.digits > 0)?;
    Some(Sem::Ordinal { value: number.value as i64, latent: false })
}

// Grains and durations.

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

fn lasting(value: i64, grain: Grain) -> Made {
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

// Days and dates.

/// The day so many days from today.
pub(crate) fn day_from_today(m: &Match<'_>) -> Made {
    Sem::time(cycle_time(m, Grain::Day, m.n()).form(Form::Relative))
}

/// Now, to the second.
pub(crate) fn instant_now(m: &Match<'_>) -> Made {
    Sem::time(Time::fixed(Occ::point(m.now.wall, Grain::Second), Form::Instant))
}

pub(crate) fn weekday(m: &Match<'_>) -> Made {
    let mut time = Time::date(Expr::Weekday(m.n()), pins::WEEKDAY, Form::Weekday);
    time.skip_current = true;
    Sem::time(time)
}

/// An abbreviation that is a word as well ("sun", "mar").
pub(crate) fn weekday_latent(m: &Match<'_>) -> Made {
    let mut time = Time::date(Expr::Weekday(m.n()), pins::WEEKDAY, Form::Weekday).latent();
    time.skip_current = true;
    Sem::time(time)
}

pub(crate) fn month(m: &Match<'_>) -> Made {
    Sem::time(Time::date(Expr::Month(m.n()), pins::MONTH | pins::SEASON, Form::Month))
}

pub(crate) fn month_latent(m: &Match<'_>) -> Made {
    Sem::time(Time::date(Expr::Month(m.n()), pins::MONTH | pins::SEASON, Form::Month).latent())
}

/// The day of a month that an element is ("3rd", "3"), of any month.
pub(crate) fn day_number_time(day: i64) -> Option<Time> {
    (1..=31).contains(&day).then(|| {
        Time::date(Expr::DayOfMonth(day), pins::DAY | pins::WEEK, Form::DayNumber).latent()
    })
}

pub(crate) fn day_number(m: &Match<'_>) -> Made {
    Sem::time(day_number_time(m.int(0)?)?)
}

fn month_of(time: &Time) -> Option<i64> {
    match time.date.as_deref() {
        Some(Expr::Month(month)) => Some(*month),
        _ => None,
    }
}

/// "3 mars", "the 3rd of March".
pub(crate) fn day_month(m: &Match<'_>) -> Made {
    // "dix sept" is seventeen, "six may" a number and a verb.
    if m.time(1)?.latent && m.number(0).is_some_and(|number| number.spelled) {
        return None;
    }
    Sem::time(day_of_month(month_of(m.time(1)?)?, m.int(0)?)?)
}

/// "March 3".
pub(crate) fn month_then_day(m: &Match<'_>) -> Made {
    Sem::time(day_of_month(month_of(m.time(0)?)?, m.int(1)?)?)
}

/// "ides of March": the rule's day.
pub(crate) fn named_day_of_month(m: &Match<'_>) -> Made {
    let month = month_of(m.time(0)?)?;
    let day =
        if m.n() == 0 { if matches!(month, 3 | 5 | 7 | 10) { 15 } else { 13 } } else { m.n() };
    Sem::time(day_of_month(month, day)?)
}

/// "3 mars 2015", "31 octobre 74".
pub(crate) fn with_year(m: &Match<'_>) -> Made {
    let time = m.time(0)?;
    let number = m.number(1)?;
    let year = match number.digits {
        2 => full_year(number.value as i64, 2)?,
        _ => number.value as i64,
    };
    match time.date.as_deref() {
        Some(Expr::MonthDay(month, day)) => Sem::time(full_date(year, *month, *day)?),
        Some(_) if time.pins & pins::YEAR == 0 && time.hours.is_none() => {
            let year = Time::date(Expr::Year(year), pins::YEAR, Form::Year);
            Sem::time(build::intersect(time, &year, m.now)?.form(time.form).sure())
        }
        _ => None,
    }
}

/// "31/Oct/1974": day, month, year.
pub(crate) fn day_month_year(m: &Match<'_>) -> Made {
    let number = m.number(2)?;
    let year = full_year(number.value as i64, usize::from(number.digits))?;
    Sem::time(full_date(year, month_of(m.time(1)?)?, m.int(0)?)?)
}

/// "2014" alone.
pub(crate) fn year_latent(m: &Match<'_>) -> Made {
    Sem::time(Time::date(Expr::Year(m.int(0)?), pins::YEAR, Form::Year).latent())
}

/// "en 2014", "in 14 AD".
pub(crate) fn year(m: &Match<'_>) -> Made {
    let year = m.int(0).filter(|year| (1..=9999).contains(year))?;
    Sem::time(Time::date(Expr::Year(year), pins::YEAR, Form::Year))
}

/// The rule's quarter or half.
pub(crate) fn quarter(m: &Match<'_>) -> Made {
    let quarter = m.int(0).filter(|quarter| (1..=4).contains(quarter))?;
    Sem::time(Time::date(Expr::Quarter(quarter), pins::MONTH | pins::SEASON, Form::Cycle))
}

pub(crate) fn feast(m: &Match<'_>) -> Made {
    let feast = FEASTS[m.n() as usize];
    let pins = pins::MONTH | pins::DAY | pins::WEEK | pins::WEEKDAY | pins::SEASON;
    let mut time = Time::date(Expr::Feast(feast), pins, Form::Holiday);
    time.holiday = Some(feast.name);
    Sem::time(time)
}

/// Spring 0, summer 1, autumn 2, winter 3.
pub(crate) fn season_expr(n: i64) -> Expr {
    match n {
        0 => Expr::Season((3, 20), (6, 20)),
        1 => Expr::Season((6, 21), (9, 23)),
        2 => Expr::Season((9, 23), (12, 20)),
        _ => Expr::Season((12, 21), (3, 20)),
    }
}

pub(crate) fn season(m: &Match<'_>) -> Made {
    Sem::time(Time::date(season_expr(m.n()), pins::SEASON | pins::MONTH | pins::DAY, Form::Season))
}

pub(crate) fn weekend(_: &Match<'_>) -> Made {
    Sem::time(Time::date(Expr::Weekend, pins::WEEKDAY | pins::DAY | pins::WEEK, Form::Weekend))
}

// Cycles: this, next, last.

fn pins_of(grain: Grain) -> u16 {
    match grain {
        Grain::Year => pins::YEAR,
        Grain::Quarter | Grain::Month => pins::YEAR | pins::MONTH | pins::SEASON,
        Grain::Week | Grain::Day => pins::FULL,
        _ => pins::ALL,
    }
}

fn cycle_time(m: &Match<'_>, grain: Grain, n: i64) -> Time {
    let start = civil::add(m.now.floor(m.now.wall, grain), n, grain);
    let form = if grain < Grain::Day { Form::Instant } else { Form::Cycle };
    Time::date(Expr::Fixed(Occ::point(start, grain)), pins_of(grain), form)
}

/// "next week": the rule's number of cycles from now.
pub(crate) fn cycle(m: &Match<'_>) -> Made {
    Sem::time(cycle_time(m, m.grain(0)?, m.n()))
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
    named_nth(m, time, m.n())
}

fn named_nth(m: &Match<'_>, time: &Rc<Time>, n: i64) -> Made {
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
    Sem::time(Time::fixed(Occ::point(occ.start + m.n() * DAY, Grain::Day), Form::Weekday))
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

// Parts of months, weeks, years.

/// A part of what an element means. Beginnings, middles and ends by the rule's number.
pub(crate) fn part_of(m: &Match<'_>) -> Made {
    let time = m.time(0)?;
    let date = time.date.clone()?;
    if time.hours.is_some() {
        return None;
    }
    part_of_expr(m.n(), date)
}

/// The same of the running cycle: "end of the month".
pub(crate) fn part_of_cycle(m: &Match<'_>) -> Made {
    let expr = cycle_time(m, m.grain(0)?, 0).date?;
    part_of_expr(m.n(), expr)
}

/// Ways of cutting: language in the tens, beginning 1, middle 2, end 3 in the units.
pub(crate) const EARLY: i64 = 1;
pub(crate) const MIDDLE: i64 = 2;
pub(crate) const LATE: i64 = 3;
/// The French and Spanish way of cutting.
pub(crate) const LATIN: i64 = 10;

fn part_of_expr(kind: i64, of: Rc<Expr>) -> Made {
    use Edge::{AfterStart as After, BeforeEnd as Before};
    let latin = kind / 10 == 1;
    let cut = |from, to, grain| Cut { from, to, grain };
    let cut = match (of.grain(), kind % 10) {
        (Grain::Month, EARLY) => cut(After(0), After(10), Grain::Day),
        (Grain::Month, MIDDLE) if latin => cut(After(9), After(19), Grain::Day),
        (Grain::Month, MIDDLE) => cut(After(10), After(20), Grain::Day),
        (Grain::Month, LATE) => cut(After(20), Before(0), Grain::Day),
        (Grain::Week, EARLY) if latin => cut(After(0), After(2), Grain::Day),
        (Grain::Week, MIDDLE) if latin => cut(After(2), After(4), Grain::Day),
        (Grain::Week, LATE) if latin => cut(After(3), After(7), Grain::Day),
        (Grain::Week, EARLY) => cut(After(0), After(3), Grain::Day),
        (Grain::Week, MIDDLE) => cut(After(2), After(5), Grain::Day),
        (Grain::Week, LATE) => cut(After(4), After(7), Grain::Day),
        (Grain::Year, EARLY) if latin => cut(After(0), After(2), Grain::Month),
        (Grain::Year, LATE) if latin => cut(Before(2), Before(0), Grain::Month),
        (Grain::Year, EARLY) => cut(After(0), After(3), Grain::Month),
        (Grain::Year, MIDDLE) => cut(After(4), After(8), Grain::Month),
        (Grain::Year, LATE) => cut(After(8), Before(0), Grain::Month),
        (Grain::Quarter, EARLY) => cut(After(0), After(1), Grain::Month),
        (Grain::Quarter, MIDDLE) => cut(After(1), After(2), Grain::Month),
        (Grain::Quarter, LATE) => cut(After(2), After(3), Grain::Month),
        (Grain::Day, EARLY) => cut(After(6), After(10), Grain::Hour),
        (Grain::Day, MIDDLE) => cut(After(11), After(16), Grain::Hour),
        (Grain::Day, LATE) => cut(After(17), After(21), Grain::Hour),
        _ => return None,
    };
    Sem::time(Time::date(Expr::Part(of, cut), pins::ALL, Form::Interval))
}

/// Days of a month from … to (the rule's number: 100 × first + last; last 0 is the month's end).
pub(crate) fn days_of_month(m: &Match<'_>) -> Made {
    let time = m.time(0)?;
    let date = time.date.clone()?;
    (date.grain() == Grain::Month).then_some(())?;
    let (first, last) = (m.n() / 100, m.n() % 100);
    let to = if last == 0 { Edge::BeforeEnd(0) } else { Edge::AfterStart(last) };
    let cut = Cut { from: Edge::AfterStart(first - 1), to, grain: Grain::Day };
    Sem::time(Time::date(Expr::Part(date, cut), pins::ALL, Form::Interval))
}

/// "rest of the week": from today to the end of the running cycle.
pub(crate) fn rest_of_cycle(m: &Match<'_>) -> Made {
    let grain = m.grain(0)?;
    let end = civil::add(m.now.floor(m.now.wall, grain), 1, grain);
    // Weeks end with Saturday here, as Duckling has it.
    let end = if grain == Grain::Week { end - DAY } else { end };
    let fine = if grain <= Grain::Day { Grain::Hour } else { Grain::Day };
    let start = m.now.floor(m.now.wall, fine);
    Sem::time(Time::fixed(Occ::interval(start, end, fine), Form::Interval))
}

/// "all week": the running week without its last day.
pub(crate) fn all_cycle(m: &Match<'_>) -> Made {
    let grain = m.grain(0)?;
    let start = m.now.floor(m.now.wall, grain);
    let end = civil::add(start, 1, grain);
    let end = if grain == Grain::Week { end - DAY } else { end };
    let fine = if grain <= Grain::Day { Grain::Hour } else { Grain::Day };
    Sem::time(Time::fixed(Occ::interval(start, end, fine), Form::Interval))
}

// Times of day.

/// "15h", "3 o'clock".
pub(crate) fn hour(m: &Match<'_>) -> Made {
    let hour = m.int(0)?;
    Sem::time(Time::clock(Clock::hour(hour, true)))
}

pub(crate) fn hour_latent(m: &Match<'_>) -> Made {
    let hour = m.int(0)?;
    Sem::time(Time::clock(Clock::hour(hour, true)).latent())
}

/// "8" alone: only with a word around it an hour.
pub(crate) fn hour_bare(m: &Match<'_>) -> Made {
    let hour = m.int(0)?;
    Sem::time(Time::clock(Clock::hour(hour, true)).latent().form(Form::BareHour))
}

/// "15h30".
pub(crate) fn hour_minute(m: &Match<'_>) -> Made {
    Sem::time(Time::clock(Clock::minute(m.int(0)?, m.int(1)?, true)))
}

pub(crate) fn hour_minute_latent(m: &Match<'_>) -> Made {
    Sem::time(Time::clock(Clock::minute(m.int(0)?, m.int(1)?, true)).latent())
}

/// "1030".
pub(crate) fn packed_clock(m: &Match<'_>) -> Made {
    let packed = m.int(0)?;
    let clock = Clock::minute(packed / 100, packed % 100, true);
    Sem::time(Time::clock(clock).latent().form(Form::BareHour))
}

/// The rule's minutes are added to a time on the clock (a negative number: taken off).
pub(crate) fn clock_plus(m: &Match<'_>) -> Made {
    clock_shifted(m.time(0)?, m.n())
}

/// "10 to 8": the same without the word "minutes", which people say of fives only.
pub(crate) fn fives_past(m: &Match<'_>) -> Made {
    m.int(0).filter(|minutes| minutes % 5 == 0 && *minutes < 30)?;
    minutes_past(m)
}

/// "15 past 3": the first element's minutes, in the rule's direction.
pub(crate) fn minutes_past(m: &Match<'_>) -> Made {
    clock_shifted(m.time(1)?, m.int(0)? * m.n())
}

/// "10 heures moins 5".
pub(crate) fn clock_minus(m: &Match<'_>) -> Made {
    clock_shifted(m.time(0)?, m.int(1)? * m.n())
}

/// Minutes after midnight or noon: "midi quinze".
pub(crate) fn clock_shifted(time: &Time, minutes: i64) -> Made {
    let Some(Hours::At(clock)) = time.hours else { return None };
    if clock.minute.is_some() || time.has_date() {
        return None;
    }
    let total = (clock.hour * 60 + minutes).rem_euclid(24 * 60);
    let shifted = Clock {
        hour: total / 60,
        minute: Some(total % 60),
        second: None,
        twelve: clock.twelve && (60..13 * 60).contains(&total),
    };
    let mut time = Time::clock(shifted);
    time.zone = None;
    Sem::time(time)
}

/// Midnight, noon: the rule's hour.
pub(crate) fn named_hour(m: &Match<'_>) -> Made {
    Sem::time(Time::clock(Clock::hour(m.n(), false)))
}

/// "3pm" (12) and "3am" (0).
pub(crate) fn half_day(m: &Match<'_>) -> Made {
    let time = m.time(0)?;
    let noon = m.n() == 12;
    let fix = |clock: Clock| {
        if clock.hour > 12 {
            return (noon).then_some(Clock { twelve: false, ..clock });
        }
        let hour = clock.hour % 12 + if noon { 12 } else { 0 };
        Some(Clock { hour, twelve: false, ..clock })
    };
    let mut time = Time::clone(time);
    time.hours = match time.hours? {
        Hours::At(clock) => Some(Hours::At(fix(clock)?)),
        Hours::Range(from, to) => {
            let to = fix(to)?;
            Some(Hours::Range(from, to))
        }
        Hours::Part(..) => return None,
    };
    if time.form == Form::BareHour {
        time.form = Form::Clock;
    }
    Sem::time(time.sure())
}

/// A part of the day: the rule's hours, 100 × from + to.
pub(crate) fn part(m: &Match<'_>) -> Made {
    Sem::time(Time::hours(part_hours(m.n())))
}

pub(crate) fn part_latent(m: &Match<'_>) -> Made {
    Sem::time(Time::hours(part_hours(m.n())).latent())
}

fn part_hours(n: i64) -> Hours {
    Hours::Part(n / 100 * HOUR, n % 100 * HOUR)
}

/// "ce soir": a part of today.
pub(crate) fn part_today(m: &Match<'_>) -> Made {
    let mut time = cycle_time(m, Grain::Day, 0);
    time.hours = Some(part_hours(m.n()));
    Sem::time(time.form(Form::Part))
}

/// "hier soir", "last night": a part of yesterday.
pub(crate) fn part_yesterday(m: &Match<'_>) -> Made {
    let mut time = cycle_time(m, Grain::Day, -1);
    time.hours = Some(part_hours(m.n()));
    Sem::time(time.form(Form::Other))
}

/// "this afternoon" of an element that is a part of the day.
pub(crate) fn this_part(m: &Match<'_>) -> Made {
    let part = m.time(0)?;
    let mut time = cycle_time(m, Grain::Day, 0);
    time.hours = part.hours;
    Sem::time(time.form(Form::Part))
}

/// "3 this morning", "8 tonight": an hour and a part of some day. What is past counts from
/// tomorrow on.
pub(crate) fn hour_in_part(m: &Match<'_>) -> Made {
    let (hour, other) = match (m.int(0), m.time(1)) {
        (Some(hour), Some(time)) => (hour, time),
        _ => (m.int(1)?, m.time(0)?),
    };
    let clock = Time::clock(Clock::hour(hour, true));
    Sem::time(build::intersect(other, &clock, m.now)?.sure())
}

/// "tonight 815".
pub(crate) fn packed_in_part(m: &Match<'_>) -> Made {
    let packed = m.int(1)?;
    let clock = Time::clock(Clock::minute(packed / 100, packed % 100, true));
    Sem::time(build::intersect(m.time(0)?, &clock, m.now)?.sure())
}

// Relative to now.

/// "dans deux jours" (1), "2 days ago" (-1).
pub(crate) fn from_now(m: &Match<'_>) -> Made {
    let (count, grain) = m.duration(0)?;
    shifted_now(m, count.checked_mul(m.n())?, grain)
}

pub(crate) fn shifted_now(m: &Match<'_>, count: i64, grain: Grain) -> Made {
    let occ = if grain < Grain::Day {
        // Hours are counted on the instant, not on the wall: a change of clocks lies between.
        let utc = m.zone.instant(civil::to_naive(m.now.wall)).to_utc();
        let there = utc.checked_add_signed(chrono::TimeDelta::try_seconds(
            count.checked_mul(civil::seconds_of(grain))?,
        )?)?;
        let wall = civil::from_naive(m.zone.wall_of(there));
        build::after(wall, 0, grain)
    } else {
        build::after(m.now.wall, count, grain)
    };
    let mut time = Time::fixed(occ, Form::Instant);
    time.pins = pins::FULL;
    match grain {
        Grain::Day | Grain::Week | Grain::Month => time.loose = true,
        Grain::Quarter | Grain::Year => {
            time.pins = pins::YEAR | pins::MONTH | pins::SEASON;
            time.form = Form::Other;
        }
        _ => time.pins = pins::ALL,
    }
    Sem::time(time)
}

/// "deux jours avant": often before something that is said elsewhere.
pub(crate) fn later_latent(m: &Match<'_>) -> Made {
    let Some(Sem::Time(time)) = later(m) else { return None };
    Sem::time(Time::clone(&time).latent())
}

/// "ATM", "BOY": now, or a word.
pub(crate) fn instant_now_latent(m: &Match<'_>) -> Made {
    Sem::time(Time::fixed(Occ::point(m.now.wall, Grain::Second), Form::Instant).latent())
}

/// "deux jours plus tard": to the day where days are counted.
pub(crate) fn later(m: &Match<'_>) -> Made {
    let (count, grain) = m.duration(0)?;
    if grain < Grain::Day {
        return shifted_now(m, count * m.n(), grain);
    }
    let start = civil::add(m.now.wall, count.checked_mul(m.n())?, grain);
    let occ = Occ::point(m.now.floor(start, Grain::Day), Grain::Day);
    Sem::time(Time::date(Expr::Fixed(occ), pins::ALL, Form::Relative))
}

/// "in 15": minutes.
pub(crate) fn in_minutes(m: &Match<'_>) -> Made {
    let Some(Sem::Time(time)) = shifted_now(m, m.int(0)?, Grain::Minute) else { return None };
    Sem::time(Time::clone(&time).latent())
}

/// "within 2 weeks": from now until then.
pub(crate) fn within(m: &Match<'_>) -> Made {
    let (count, grain) = m.duration(0)?;
    let end = build::after(m.now.wall, count, grain);
    let occ = Occ::interval(m.now.wall, end.start.max(m.now.wall), Grain::Second);
    Sem::time(Time::fixed(occ, Form::Interval))
}

/// "by 2pm", "d'ici vendredi": from now until that begins.
pub(crate) fn by(m: &Match<'_>) -> Made {
    let time = m.time(0)?;
    if time.bound != Bound::None || time.every.is_some() {
        return None;
    }
    let occ = crate::time::resolve::occurrence(time, m.now)?;
    // "by the end of the month": until it is over.
    let end = if occ.interval { occ.end } else { occ.start };
    (end > m.now.wall).then_some(())?;
    let mut made = Time::fixed(Occ::interval(m.now.wall, end, Grain::Second), Form::Interval);
    made.latent = time.latent;
    Sem::time(made)
}

/// "one year after Christmas" (1), "2 days before Friday" (-1).
pub(crate) fn duration_from(m: &Match<'_>) -> Made {
    let (count, grain) = m.duration(0)?;
    let time = m.time(1)?;
    if time.latent || time.bound != Bound::None {
        return None;
    }
    // "two weeks from Friday" counts from the next one.
    let counted = time.form == Form::Weekday;
    let Some(date) = time.date.clone().filter(|_| time.hours.is_none() && !counted) else {
        let occ = crate::time::resolve::occurrence(time, m.now)?;
        let start = civil::add(occ.start, count.checked_mul(m.n())?, grain);
        let fine = occ.grain.min(grain);
        return Sem::time(Time::fixed(Occ::point(start, fine), Form::Instant));
    };
    let mut made =
        Time::date(Expr::Shift(date, count.checked_mul(m.n())?, grain), pins::ALL, Form::Other);
    made.skip_current = false;
    Sem::time(made)
}

/// "thanksgiving in 3 years": the first after then. 1: ahead, -1: ago.
pub(crate) fn named_in_duration(m: &Match<'_>) -> Made {
    let time = m.time(0)?;
    let (count, grain) = m.duration(1)?;
    let date = time.date.clone().filter(|_| time.hours.is_none())?;
    (grain >= Grain::Day).then_some(())?;
    let base = m.now.floor(civil::add(m.now.wall, count.checked_mul(m.n())?, grain), Grain::Day);
    let occ = date.first_from(m.now, base)?;
    let mut made = Time::fixed(occ, time.form);
    made.holiday = time.holiday;
    Sem::time(made)
}

/// "18th Dec for 10 days", "for 10 days from 18th Dec": which element is which.
pub(crate) fn lasting_from(m: &Match<'_>) -> Made {
    let ((count, grain), time) = match m.duration(0) {
        Some(duration) => (duration, m.time(1)?),
        None => (m.duration(1)?, m.time(0)?),
    };
    let from = crate::time::resolve::occurrence(time, m.now)?;
    let fine = from.grain.min(grain);
    let last = civil::add(from.start, count, grain);
    let occ = Occ::interval(from.start, civil::add(last, 1, fine), fine);
    Sem::time(Time::fixed(occ, Form::Interval))
}

/// "the 2nd closest xmas to today".
pub(crate) fn nth_closest(m: &Match<'_>) -> Made {
    let (n, named) = match m.int(0) {
        Some(n) => (n, m.time(1)?),
        None => (1, m.time(0)?),
    };
    let date = named.date.clone()?;
    let mut all: Vec<Occ> = (1..=n.clamp(1, 20))
        .flat_map(|k| [date.nth_ahead(m.now, k), date.nth_back(m.now, k)])
        .flatten()
        .collect();
    let today = m.now.floor(m.now.wall, Grain::Day);
    all.sort_by_key(|occ| (occ.start - today).abs());
    let occ = *all.get(usize::try_from(n - 1).ok()?)?;
    let mut made = Time::fixed(occ, named.form);
    made.holiday = named.holiday;
    Sem::time(made)
}

// Composition.

/// Side by side.
pub(crate) fn both(m: &Match<'_>) -> Made {
    let (a, b) = (m.time(0)?, m.time(1)?);
    if (a.latent || b.latent) && !composes_latent(a, b) {
        return None;
    }
    Sem::time(build::intersect(a, b, m.now)?)
}

/// What is only likely alone ("the 3rd", "8") is sure beside a day or an hour.
fn composes_latent(a: &Time, b: &Time) -> bool {
    let alone = |form| matches!(form, Form::Instant | Form::BareHour);
    if alone(a.form) || alone(b.form) {
        return false;
    }
    !(a.latent && b.latent)
        && matches!(
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
        )
        || !(a.latent && b.latent)
            && (a.form == Form::Clock && b.has_date() || a.has_date() && b.form == Form::Clock)
        || !(a.latent && b.latent)
            && (a.form == Form::Part && b.has_date() || a.has_date() && b.form == Form::Part)
        || !(a.latent && b.latent)
            && (a.form == Form::Weekday && b.has_date() || b.form == Form::Weekday && a.has_date())
        || !(a.latent && b.latent) && (a.form == Form::Month || b.form == Form::Year)
}

/// Taken to be sure: a preposition stands before it.
pub(crate) fn sure(m: &Match<'_>) -> Made {
    let mut made = Time::clone(m.time(0)?).sure();
    if made.form == Form::BareHour {
        made.form = Form::Clock;
    }
    Sem::time(made)
}

/// "after" (1), "before" (-1), "until" (0).
pub(crate) fn bounded(m: &Match<'_>) -> Made {
    let time = m.time(0)?;
    if time.bound != Bound::None || time.every.is_some() {
        return None;
    }
    let bound = match m.n() {
        1 => Bound::After,
        -1 => Bound::Before,
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

fn grain_sem(sem: &Sem) -> Option<Grain> {
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
        Some(day) => (build::interval(&clock(1)?, &clock(2)?, m.now)?, day),
        None => (build::interval(&clock(0)?, &clock(1)?, m.now)?, m.time(2)?),
    };
    let grain = day.date.as_ref().map(|date| date.grain());
    (day.bound == Bound::None && grain.is_none_or(|grain| grain == Grain::Day)).then_some(())?;
    Sem::time(build::intersect(&range, day, m.now)?.sure())
}

/// "été 2014": a season that only its year tells from a word.
pub(crate) fn season_of_year(m: &Match<'_>) -> Made {
    let season =
        Time::date(season_expr(m.n()), pins::SEASON | pins::MONTH | pins::DAY, Form::Season);
    let year = Time::date(Expr::Year(m.int(0)?), pins::YEAR, Form::Year);
    Sem::time(build::intersect(&season, &year, m.now)?)
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
    let occ = build::after(m.now.wall, count, grain);
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
    Sem::time(build::interval(a, b, m.now)?)
}

/// From one to another, sure whatever its parts are: "entre le 3 et le 5".
pub(crate) fn from_to_sure(m: &Match<'_>) -> Made {
    let (a, b) = (m.time(0)?, m.time(1)?);
    Sem::time(build::interval(a, b, m.now)?.sure())
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
    Sem::time(build::interval(a, b, m.now)?)
}

/// "du 13 au 15 juillet": a number of a day, and a date.
pub(crate) fn from_day_number(m: &Match<'_>) -> Made {
    let from = day_number_time(m.int(0)?)?;
    let to = m.time(1)?;
    Sem::time(build::interval(&from, to, m.now)?.sure())
}

/// "July 13-15": a date, and a number of a day.
pub(crate) fn to_day_number(m: &Match<'_>) -> Made {
    let to = day_number_time(m.int(1)?)?;
    Sem::time(build::interval(m.time(0)?, &to, m.now)?.sure())
}

/// "du 13 au 18".
pub(crate) fn day_numbers(m: &Match<'_>) -> Made {
    let (from, to) = (day_number_time(m.int(0)?)?, day_number_time(m.int(1)?)?);
    Sem::time(build::interval(&from, &to, m.now)?.sure())
}

/// "from 9 to 11am": a number of an hour, and a time on the clock.
pub(crate) fn from_hour_number(m: &Match<'_>) -> Made {
    let from = Time::clock(Clock::hour(m.int(0).filter(|hour| *hour <= 24)?, true));
    let to = m.time(1)?;
    (to.form == Form::Clock).then_some(())?;
    Sem::time(build::interval(&from, to, m.now)?.sure())
}

/// "9h30 à 11": a time on the clock, and a number of an hour.
pub(crate) fn to_hour_number(m: &Match<'_>) -> Made {
    let to = Time::clock(Clock::hour(m.int(1).filter(|hour| *hour <= 24)?, true));
    Sem::time(build::interval(m.time(0)?, &to, m.now)?)
}

/// "from 3 to 4": numbers of hours; only likely.
pub(crate) fn hour_numbers(m: &Match<'_>) -> Made {
    let clock = |k| Some(Time::clock(Clock::hour(m.int(k)?, true)));
    Sem::time(build::interval(&clock(0)?, &clock(1)?, m.now)?.latent())
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

// Recurring.

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

// Measures.

fn amount(measure: Measure, value: f64, unit: &'static str) -> Amount {
    Amount { measure, value: Some(value), up_to: None, interval: false, unit, latent: false }
}

/// So much of the unit with the rule's number in [`UNITS`].
pub(crate) fn of_unit(m: &Match<'_>) -> Made {
    let (measure, unit) = UNITS[m.n() as usize];
    Some(Sem::Amount(amount(measure, m.value(0)?, unit)))
}

/// "half a litre", "quart de litre": hundredths in front of the unit's number (1000 × …).
pub(crate) fn part_of_unit(m: &Match<'_>) -> Made {
    let (measure, unit) = UNITS[(m.n() % 1000) as usize];
    Some(Sem::Amount(amount(measure, (m.n() / 1000) as f64 / 100.0, unit)))
}

/// "2 degrees below zero".
pub(crate) fn below_zero(m: &Match<'_>) -> Made {
    match m.sem(0)? {
        Sem::Amount(found) if found.value.is_some_and(|value| value > 0.0) => {
            Some(Sem::Amount(Amount { value: found.value.map(|value| -value), ..*found }))
        }
        Sem::Number(number) if number.value > 0.0 => {
            Some(Sem::Amount(amount(Measure::Temperature, -number.value, "degree")))
        }
        _ => None,
    }
}

/// "45 degrees celsius": a unit after degrees without one.
pub(crate) fn degrees_of(m: &Match<'_>) -> Made {
    let found = m.amount(0)?;
    let (measure, unit) = UNITS[m.n() as usize];
    (found.measure == measure && found.unit == "degree" && !found.interval).then_some(())?;
    Some(Sem::Amount(Amount { unit, ..found }))
}

/// "7 feet 10 inches": in the finer of two units of length.
pub(crate) fn distances(m: &Match<'_>) -> Made {
    let (a, b) = (m.amount(0)?, m.amount(1)?);
    let (large, small) = (metres_in(a.unit, b.unit)?, metres_in(b.unit, b.unit)?);
    // Mixed systems stay in the first unit.
    let metric = |unit: &str| unit.ends_with("metre");
    let mixed = metric(a.unit) != metric(b.unit);
    (a.measure == Measure::Distance && b.measure == Measure::Distance && (large > small || mixed))
        .then_some(())?;
    let (target, per) = if metric(a.unit) == metric(b.unit) || a.unit == "m" {
        (b.unit, small)
    } else {
        (a.unit, large)
    };
    let total = (a.value? * large + b.value? * small) / per;
    let total = (total * 1e9).round() / 1e9;
    Some(Sem::Amount(amount(Measure::Distance, total, target)))
}

/// "3m" is metres or, beside feet and inches, miles.
fn metres_in(unit: &str, beside: &str) -> Option<f64> {
    Some(match unit {
        "kilometre" => 1000.0,
        "metre" => 1.0,
        "centimetre" => 0.01,
        "millimetre" => 0.001,
        "mile" => 1609.344,
        "yard" => 0.9144,
        "foot" => 0.3048,
        "inch" => 0.0254,
        "m" if matches!(beside, "foot" | "inch" | "yard") => 1609.344,
        "m" => 1.0,
        _ => return None,
    })
}

/// "entre 10 et 20 euros", "10-20 km": a number and an amount, or two amounts.
pub(crate) fn amount_from_to(m: &Match<'_>) -> Made {
    let to = m.amount(1)?;
    let from = match m.sem(0)? {
        Sem::Number(number) => number.value,
        Sem::Amount(from)
            if from.unit == to.unit || from.unit == "degree" || from.unit.is_empty() =>
        {
            from.value?
        }
        _ => return None,
    };
    let up_to = to.value?;
    (from < up_to && !to.interval).then_some(())?;
    Some(Sem::Amount(Amount { value: Some(from), up_to: Some(up_to), interval: true, ..to }))
}

/// "moins de 50 euros" (-1), "at least 3 km" (1).
pub(crate) fn amount_bounded(m: &Match<'_>) -> Made {
    let found = m.amount(0)?;
    if found.interval {
        return None;
    }
    let (value, up_to) = if m.n() > 0 { (found.value, None) } else { (None, found.value) };
    Some(Sem::Amount(Amount { value, up_to, interval: true, ..found }))
}

/// "20 dollars 43", "3 euros et 50 centimes".
pub(crate) fn money_and_cents(m: &Match<'_>) -> Made {
    let found = m.amount(0)?;
    let cents = match m.sem(1)? {
        Sem::Number(number) => number.value,
        Sem::Amount(cents) if cents.unit == "cent" => cents.value?,
        _ => return None,
    };
    let whole = found.value.filter(|value| value.fract() == 0.0)?;
    (found.unit != "cent" && !found.latent && (0.0..100.0).contains(&cents)).then_some(())?;
    let value = (whole * 100.0 + cents).round() / 100.0;
    Some(Sem::Amount(Amount { value: Some(value), ..found }))
}

/// A bare number as an amount of a currency that is not said.
pub(crate) fn money_latent(m: &Match<'_>) -> Made {
    let number = m.number(0).filter(|number| number.value > 0.0)?;
    let mut found = amount(Measure::AmountOfMoney, number.value, "");
    found.latent = true;
    Some(Sem::Amount(found))
}

/// Units, by the number that rules give.
pub(crate) const UNITS: &[(Measure, &str)] = &[
    (Measure::Distance, "kilometre"),
    (Measure::Distance, "metre"),
    (Measure::Distance, "centimetre"),
    (Measure::Distance, "millimetre"),
    (Measure::Distance, "mile"),
    (Measure::Distance, "yard"),
    (Measure::Distance, "foot"),
    (Measure::Distance, "inch"),
    (Measure::Distance, "m"),
    (Measure::Volume, "litre"),
    (Measure::Volume, "millilitre"),
    (Measure::Volume, "centilitre"),
    (Measure::Volume, "hectolitre"),
    (Measure::Volume, "gallon"),
    (Measure::Temperature, "degree"),
    (Measure::Temperature, "celsius"),
    (Measure::Temperature, "fahrenheit"),
    (Measure::Percentage, "percent"),
    (Measure::Quantity, "gram"),
    (Measure::Quantity, "kilogram"),
    (Measure::Quantity, "milligram"),
    (Measure::Quantity, "pound"),
    (Measure::Quantity, "ounce"),
    (Measure::Quantity, "cup"),
    (Measure::Quantity, "tablespoon"),
    (Measure::Quantity, "teaspoon"),
    (Measure::Quantity, "piece"),
    (Measure::Quantity, "tonne"),
    (Measure::Volume, "decilitre"),
    (Measure::Volume, "pint"),
    (Measure::Quantity, "bottle"),
    (Measure::Quantity, "bowl"),
];

/// The number of a unit in [`UNITS`], for rules.
pub(crate) fn unit(name: &str) -> i64 {
    UNITS.iter().position(|(_, unit)| *unit == name).unwrap_or_default() as i64
}

// Money: currencies by their place in the table of languages::currencies.

pub(crate) fn money(m: &Match<'_>) -> Made {
    let unit = super::currencies::CODES[m.n() as usize];
    Some(Sem::Amount(amount(Measure::AmountOfMoney, m.value(0)?, unit)))
}

/// The k-th element as it is.
pub(crate) fn same_as(m: &Match<'_>, k: usize) -> Made {
    m.sem(k).cloned()
}

/// A part of the running cycle of that grain.
pub(crate) fn part_of_running_named(m: &Match<'_>, grain: Grain, kind: i64) -> Made {
    part_of_expr(kind, cycle_time(m, grain, 0).date?)
}

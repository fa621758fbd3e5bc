//! What the rules of time make of what they matched, where it is English alone.

use crate::engine::chart::Match;
use crate::engine::node::Sem;
use crate::languages::actions::{self, EARLY, MIDDLE};
use crate::time::build::{Clock, Form, Hours, Time, pins};
use crate::time::civil::HOUR;
use crate::time::combine;
use crate::time::expr::Expr;

/// The running season and its neighbours, from the first to the last day.
pub(super) fn season_now(m: &Match<'_>) -> Option<Sem> {
    let today = m.now.floor(m.now.wall, model::Grain::Day);
    let mut all = Vec::new();
    for n in 0..4 {
        let from = crate::time::civil::add(today, -2, model::Grain::Year);
        let to = crate::time::civil::add(today, 2, model::Grain::Year);
        actions::season_expr(n).each(m.now, from, to, &mut |occ| {
            all.push(occ);
            true
        });
    }
    all.sort_by_key(|occ| occ.start);
    let here = all.iter().rposition(|occ| occ.start <= today)?;
    let mut occ = *all.get(here.checked_add_signed(m.n() as isize)?)?;
    // Up to the last day before the next one begins.
    occ.end =
        all.get(here.checked_add_signed(m.n() as isize + 1)?)?.start - crate::time::civil::DAY;
    Sem::time(Time::fixed(occ, Form::Season))
}

/// "from Monday" is open; "messages from yesterday" are yesterday's.
pub(super) fn from(m: &Match<'_>) -> Option<Sem> {
    let time = m.time(0)?;
    let occ = crate::time::resolve::occurrence(time, m.now)?;
    (!time.has_date() || occ.end > m.now.wall).then_some(())?;
    actions::bounded(m)
}

pub(super) fn sure_if_sure(m: &Match<'_>) -> Option<Sem> {
    (!m.time(0)?.latent).then_some(())?;
    actions::sure(m)
}

pub(super) fn month_then_digits(m: &Match<'_>) -> Option<Sem> {
    // "march twenty five"; "june two tickets" and "march four" are not read.
    m.number(1).filter(|number| {
        number.digits > 0 && number.digits < 3 || number.spelled && number.value > 12.0
    })?;
    actions::month_then_day(m)
}

pub(super) fn day_of_cycle(m: &Match<'_>) -> Option<Sem> {
    let day = actions::day_number_time(m.int(0)?)?;
    let both = combine::intersect(&day, m.time(1)?, m.now)?;
    (m.time(1)?.grain() >= model::Grain::Month).then_some(())?;
    Sem::time(both.sure())
}

pub(super) fn quarter_of_year(m: &Match<'_>) -> Option<Sem> {
    let quarter = m.int(0)?;
    let time = Time::date(Expr::Quarter(quarter), pins::MONTH | pins::SEASON, Form::Cycle);
    Sem::time(time)
}

pub(super) fn year_quarter(m: &Match<'_>) -> Option<Sem> {
    let year = crate::lexical::dates::full_year(m.int(0)?, 2)?;
    let quarter = Time::date(Expr::Quarter(m.int(1)?), pins::MONTH | pins::SEASON, Form::Cycle);
    let year = Time::date(Expr::Year(year), pins::YEAR, Form::Year);
    Sem::time(combine::intersect(&quarter, &year, m.now)?)
}

/// "1900 hours".
pub(super) fn military(m: &Match<'_>) -> Option<Sem> {
    let packed = m.int(0)?;
    Sem::time(Time::clock(Clock::minute(packed / 100, packed % 100, false)))
}

/// "at 8" stays only likely; "at 8:30", "at noon" do not.
pub(super) fn at_clock(m: &Match<'_>) -> Option<Sem> {
    let time = m.time(0)?;
    let mut made = Time::clone(time);
    if let Some(Hours::At(clock)) = time.hours {
        made.latent = time.latent && (clock.minute.is_none() || m.n() == 1);
    }
    // "for two" is no hour.
    if made.form == Form::BareHour {
        (m.n() != 2).then_some(())?;
        made.form = Form::Clock;
    }
    Sem::time(made)
}

pub(super) fn number_am(m: &Match<'_>) -> Option<Sem> {
    Sem::time(Time::clock(Clock::hour(m.int(0)? % 12, false)))
}

pub(super) fn number_pm(m: &Match<'_>) -> Option<Sem> {
    Sem::time(Time::clock(Clock::hour(m.int(0)? % 12 + 12, false)))
}

/// "15h", "15h30": to the minute, as Duckling has it in English.
pub(super) fn clock_h(m: &Match<'_>) -> Option<Sem> {
    Sem::time(Time::clock(Clock::minute(m.int(0)?, m.int(1).unwrap_or(0), true)))
}

/// "ten thirty".
pub(super) fn spoken_clock(m: &Match<'_>) -> Option<Sem> {
    let (hour, minute) = (m.number(0)?, m.number(1)?);
    if hour.digits > 0 || minute.digits > 0 {
        return None;
    }
    actions::hour_minute_latent(m)
}

/// "half three" is half past three.
pub(super) fn half_hour(m: &Match<'_>) -> Option<Sem> {
    let hour = Time::clock(Clock::minute(m.int(0)?, 30, true));
    Sem::time(hour.latent())
}

pub(super) fn part_tomorrow(m: &Match<'_>) -> Option<Sem> {
    let Some(Sem::Time(part)) = actions::part(m) else { return None };
    let start =
        crate::time::civil::add(m.now.floor(m.now.wall, model::Grain::Day), 1, model::Grain::Day);
    let day = Time::date(
        Expr::Fixed(crate::time::expr::Occ::point(start, model::Grain::Day)),
        pins::FULL,
        Form::Relative,
    );
    Sem::time(combine::intersect(&day, &part, m.now)?)
}

/// "3 in the morning", "8 this evening": a time on the clock that is not of today when past.
pub(super) fn hour_part(m: &Match<'_>) -> Option<Sem> {
    let part = m.time(1)?;
    part_and_clock(m, part, Clock::hour(m.int(0)?, true))
}

/// "8 tonight", not "a table for 2 tonight".
pub(super) fn hour_sure_part(m: &Match<'_>) -> Option<Sem> {
    let (hour, part) = (m.int(0)? * HOUR, m.time(1).filter(|part| !part.latent)?);
    let Some(Hours::Part(from, to)) = part.hours else { return None };
    [hour, hour + 12 * HOUR].iter().any(|at| (from..to).contains(at)).then_some(())?;
    hour_part(m)
}

/// "9 tomorrow", not "a table for 2 tomorrow": nobody means two at night.
pub(super) fn hour_of_day(m: &Match<'_>) -> Option<Sem> {
    let hour = m.int(0).filter(|hour| (7..=12).contains(hour))?;
    Sem::time(combine::intersect(m.time(1)?, &Time::clock(Clock::hour(hour, true)), m.now)?.sure())
}

/// "this evening at 8", not "dinner for four".
pub(super) fn part_hour(m: &Match<'_>) -> Option<Sem> {
    let part = m.time(0).filter(|part| !part.latent)?;
    part_and_clock(m, part, Clock::hour(m.int(1)?, true))
}

pub(super) fn part_and_clock(m: &Match<'_>, part: &Time, clock: Clock) -> Option<Sem> {
    let both = combine::intersect(part, &Time::clock(clock), m.now)?;
    Sem::time(free_when_past(both, m).sure())
}

/// "this morning at 3", said at 4:30, is tomorrow's.
pub(super) fn free_when_past(time: Time, m: &Match<'_>) -> Time {
    let past =
        crate::time::resolve::occurrence(&time, m.now).is_some_and(|occ| occ.end <= m.now.wall);
    let today = matches!(
        time.date.as_deref(),
        Some(Expr::Fixed(occ)) if occ.start == m.now.floor(m.now.wall, model::Grain::Day)
    );
    if past && today { Time { date: None, pins: 0, ..time } } else { time }
}

/// "next March" is the coming one; "next Saturday" that of next week.
pub(super) fn next_named(m: &Match<'_>) -> Option<Sem> {
    if m.time(0)?.form == Form::Weekday {
        // For some the coming one, when that is another.
        let coming = m.time(0)?.date.as_ref()?.nth_ahead(m.now, 1)?;
        let Some(Sem::Time(made)) = actions::weekday_in_week(m) else { return None };
        let other = Time::fixed(coming, Form::Weekday);
        let differs = made.date != other.date;
        return Sem::time(Time::clone(&made).or(differs.then_some(other)));
    }
    if m.time(0)?.form == Form::Weekend {
        let week = crate::time::civil::add(
            crate::time::civil::floor(m.now.wall, model::Grain::Week, 0),
            1,
            model::Grain::Week,
        );
        let occ = Expr::Weekend.first_from(m.now, week)?;
        return Sem::time(Time::fixed(occ, Form::Weekend));
    }
    actions::named_from_now(m)
}

/// "friday after next".
pub(super) fn weekday_after_next(m: &Match<'_>) -> Option<Sem> {
    let date = m.time(0)?.date.clone()?;
    let occ = date.nth_ahead(m.now, 2)?;
    Sem::time(Time::fixed(occ, Form::Weekday))
}

/// "the weekend after next": the second from now.
pub(super) fn weekend_after_next(m: &Match<'_>) -> Option<Sem> {
    let occ = Expr::Weekend.nth_ahead(m.now, m.n())?;
    Sem::time(Time::fixed(occ, Form::Weekend))
}

/// "6 30 pm".
pub(super) fn spaced_half_day(m: &Match<'_>) -> Option<Sem> {
    let (hour, minute) = (m.int(0)?, m.int(1).filter(|minute| *minute < 60)?);
    Sem::time(Time::clock(Clock::minute(hour % 12 + m.n(), minute, false)))
}

/// "a week on Monday": seven days after the next.
pub(super) fn week_on(m: &Match<'_>) -> Option<Sem> {
    let date = m.time(0)?.date.clone()?;
    let occ = date.nth_ahead(m.now, 1)?;
    let day = crate::time::expr::Occ::point(
        occ.start + m.n() * crate::time::civil::DAY,
        model::Grain::Day,
    );
    // Said on a Monday it may be counted from today.
    let today = date.next(m.now, false).is_some_and(|occ| occ.start <= m.now.wall);
    let sooner =
        crate::time::expr::Occ::point(day.start - 7 * crate::time::civil::DAY, model::Grain::Day);
    let other = today.then(|| Time::fixed(sooner, Form::Weekday));
    Sem::time(Time::fixed(day, Form::Weekday).or(other))
}

pub(super) fn cycles_of_duration(m: &Match<'_>) -> Option<Sem> {
    let (count, _) = m.duration(0)?;
    (count > 0).then_some(())?;
    actions::cycles(m)
}

pub(super) fn part_of_cycle(m: &Match<'_>) -> Option<Sem> {
    if m.grain(0)? == model::Grain::Day {
        return None;
    }
    actions::part_of_cycle(m)
}

pub(super) fn part_of_year_number(m: &Match<'_>) -> Option<Sem> {
    let year = Expr::Year(m.int(0)?);
    let cut = |from, to| crate::time::expr::Cut { from, to, grain: model::Grain::Month };
    use crate::time::expr::Edge::{AfterStart, BeforeEnd};
    let cut = match m.n() {
        EARLY => cut(AfterStart(0), AfterStart(3)),
        MIDDLE => cut(AfterStart(4), AfterStart(8)),
        _ => cut(AfterStart(8), BeforeEnd(0)),
    };
    let part = Expr::Part(std::rc::Rc::new(year), cut);
    Sem::time(Time::date(part, pins::ALL, Form::Interval))
}

pub(super) fn abbreviated_part(m: &Match<'_>) -> Option<Sem> {
    let made = actions::part_of_running_named(m, actions::grain_of(m.n() / 10), m.n() % 10);
    let Some(Sem::Time(time)) = made else { return None };
    // "boy" is a word as well.
    let word = m.n() % 10 == EARLY;
    Sem::time(if word { Time::clone(&time).latent() } else { Time::clone(&time) })
}

/// "end of day" as a moment: midnight that comes.
pub(super) fn end_of_day(m: &Match<'_>) -> Option<Sem> {
    let end =
        crate::time::civil::add(m.now.floor(m.now.wall, model::Grain::Day), 1, model::Grain::Day);
    let occ = crate::time::expr::Occ::point(end, model::Grain::Hour);
    Sem::time(Time::fixed(occ, Form::Instant))
}

pub(super) fn later_latent(m: &Match<'_>) -> Option<Sem> {
    let Some(Sem::Time(time)) = actions::after_minutes(m) else { return None };
    Sem::time(Time::clone(&time).latent())
}

/// "today in one hour": the moment, when it is of that day.
pub(super) fn today_instant(m: &Match<'_>) -> Option<Sem> {
    let day = crate::time::resolve::occurrence(m.time(0)?, m.now)?;
    let moment = crate::time::resolve::occurrence(m.time(1)?, m.now)?;
    (moment.start >= day.start && moment.start < day.end).then_some(())?;
    actions::same_as(m, 1)
}

/// "from 13 to 15th of July"; not "2 to Friday".
pub(super) fn from_number(m: &Match<'_>) -> Option<Sem> {
    let to = m.time(1)?;
    (to.pins & pins::DAY != 0 && to.hours.is_none() && to.form != Form::Instant && !to.latent)
        .then_some(())?;
    actions::from_day_number(m)
}

/// "3-4pm", "9 to 11am": the end must be surely a time of day.
pub(super) fn from_hour(m: &Match<'_>) -> Option<Sem> {
    let to = m.time(1)?;
    (!to.latent).then_some(())?;
    actions::from_hour_number(m)
}

/// "9am to 5".
pub(super) fn clock_to_hour(m: &Match<'_>) -> Option<Sem> {
    (!m.time(0)?.latent).then_some(())?;
    actions::to_hour_number(m)
}

/// "2015-03-28 17:00:00/2015-03-29 21:00:00".
pub(super) fn iso_interval(m: &Match<'_>) -> Option<Sem> {
    let (a, b) = (m.time(0)?, m.time(1)?);
    (a.pins == b.pins && a.pins & pins::YEAR != 0 && a.pins & pins::DAY != 0).then_some(())?;
    actions::from_to(m)
}

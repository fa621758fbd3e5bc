//! How two phrases about time combine: both at once, from one to the other.

use std::rc::Rc;

use model::Grain;

use super::build::{Bound, Clock, Form, Hours, Time, pins};
use super::civil::{self, DAY, HOUR, Wall};
use super::expr::{Expr, Now, Occ};

/// Both at once: "Monday" and "at 8". `None` when they contradict or say the same thing twice.
pub(crate) fn intersect(a: &Time, b: &Time, now: &Now) -> Option<Time> {
    if a.pins & b.pins != 0 || a.zone.is_some() && b.zone.is_some() {
        return None;
    }
    if a.every.is_some() && b.every.is_some() {
        return None;
    }
    for (one, other) in [(a, b), (b, a)] {
        // No month has one "14:30".
        if matches!(one.form, Form::Month | Form::Year) && other.hours.is_some() {
            return None;
        }
        // "Monday to Friday from 9 to 6" are days, and hours of each of them.
        let days = matches!(one.date.as_deref(), Some(Expr::Fixed(occ)) if occ.interval);
        if one.form == Form::Interval && days && other.hours.is_some() {
            return None;
        }
    }
    // "Sunday 15 July" is Sunday and 15 July, not "Sunday the 15th" and July.
    let weekday_and_number = pins::WEEKDAY | pins::DAY;
    for (one, other) in [(a, b), (b, a)] {
        if one.form == Form::Month && other.pins & weekday_and_number == weekday_and_number {
            return None;
        }
    }
    let (hours, ranged) = match (a.hours, b.hours) {
        (None, hours) | (hours, None) => (hours, None),
        (Some(Hours::At(clock)), Some(Hours::Part(from, to)))
        | (Some(Hours::Part(from, to)), Some(Hours::At(clock))) => {
            (Some(Hours::At(clock.within(from, to))), None)
        }
        (Some(Hours::Range(first, last)), Some(Hours::Part(from, to)))
        | (Some(Hours::Part(from, to)), Some(Hours::Range(first, last))) => {
            (Some(Hours::Range(first.within(from, to), last.within(from, to + HOUR))), None)
        }
        // "later than 9:30 but before 11:00"
        (Some(Hours::At(first)), Some(Hours::At(last))) => match (a.bound, b.bound) {
            (Bound::After, Bound::Before | Bound::Until | Bound::Through) => {
                (Some(Hours::Range(first.beginning(), last)), Some(()))
            }
            _ => return None,
        },
        _ => return None,
    };
    let bound = match (a.bound, b.bound) {
        _ if ranged.is_some() => Bound::None,
        (Bound::None, bound) | (bound, Bound::None) => bound,
        _ => return None,
    };
    let on_day = |time: &Time| match &time.date {
        Some(expr) if time.loose && hours.is_some() => match **expr {
            Expr::Fixed(occ) => {
                Some(Rc::new(Expr::Fixed(Occ::point(now.floor(occ.start, Grain::Day), Grain::Day))))
            }
            _ => Some(expr.clone()),
        },
        other => other.clone(),
    };
    let date = match (on_day(a), on_day(b)) {
        (None, date) | (date, None) => date,
        (Some(first), Some(second)) => match weekday_of_date(&first, &second, now) {
            Some(settled) => Some(settled),
            None => Some(Rc::new(Expr::Both(first, second))),
        },
    };
    // "every day at 7": not at 19:00 because that is next.
    let hours = match hours {
        Some(Hours::At(clock)) if a.every.is_some() || b.every.is_some() => {
            Some(Hours::At(Clock { twelve: false, ..clock }))
        }
        hours => hours,
    };
    let dated = if a.has_date() { a } else { b };
    let timed = if a.hours.is_some() { a } else { b };
    if let (Some(expr), Some(_)) = (&date, hours)
        && matches!(**expr, Expr::Fixed(occ) if occ.grain < Grain::Day
            && (!occ.interval || a.form == Form::Interval || b.form == Form::Interval))
    {
        return None;
    }
    let or = match (&a.or, &b.or) {
        (Some(other), None) => intersect(other, b, now),
        (None, Some(other)) => intersect(a, other, now),
        _ => None,
    };
    let both = Time {
        skip_current: false,
        date,
        pins: a.pins | b.pins,
        hours,
        zone: a.zone.or(b.zone),
        bound,
        form: if hours.is_some() && (a.has_date() || b.has_date()) {
            Form::Other
        } else if a.has_date() && b.has_date() {
            match (a.form, b.form) {
                (Form::Month, Form::DayNumber) | (Form::DayNumber, Form::Month) => Form::MonthDay,
                _ => Form::Other,
            }
        } else if dated.has_date() {
            dated.form
        } else if ranged.is_some() {
            Form::Range
        } else {
            timed.form
        },
        latent: a.latent && b.latent,
        holiday: a.holiday.or(b.holiday),
        every: a.every.or(b.every),
        loose: false,
        or: or.map(Rc::new),
    };
    // "tomorrow at 8" may be in the evening, "Friday at midnight" the beginning of Friday.
    let other = match both.hours {
        Some(Hours::At(clock)) if both.has_date() && both.or.is_none() && both.every.is_none() => {
            clock.other()
        }
        _ => None,
    };
    Some(match other {
        Some(clock) => {
            let other = Time { hours: Some(Hours::At(clock)), ..both.clone() };
            both.or(Some(other))
        }
        None => both,
    })
}

/// "Friday July 18": the date that is that weekday, if one is near; a date a few days ago rather
/// than one years ahead. When there is none within some years, the weekday is a mistake.
fn weekday_of_date(a: &Rc<Expr>, b: &Rc<Expr>, now: &Now) -> Option<Rc<Expr>> {
    let date = match (&**a, &**b) {
        (Expr::Weekday(_), Expr::MonthDay(..)) => b,
        (Expr::MonthDay(..), Expr::Weekday(_)) => a,
        // With its year a date is what it is; a weekday that is not its own is a mistake.
        (Expr::Weekday(_), Expr::Fixed(occ)) if occ.grain == Grain::Day && !occ.interval => {
            return Some(b.clone());
        }
        (Expr::Fixed(occ), Expr::Weekday(_)) if occ.grain == Grain::Day && !occ.interval => {
            return Some(a.clone());
        }
        _ => return None,
    };
    let both = Expr::Both(a.clone(), b.clone());
    let today = now.floor(now.wall, Grain::Day);
    let mut next = None;
    both.each(now, today, today + 900 * DAY, &mut |occ| {
        next = Some(occ);
        false
    });
    let near = next.is_some_and(|occ| occ.start - today < 366 * DAY);
    if !near {
        let mut last = None;
        both.each(now, today - 60 * DAY, today, &mut |occ| {
            last = Some(occ);
            true
        });
        if let Some(last) = last {
            return Some(Rc::new(Expr::Fixed(last)));
        }
    }
    match next.filter(|occ| occ.start - today < 900 * DAY) {
        Some(occ) => Some(Rc::new(Expr::Fixed(occ))),
        None => Some(date.clone()),
    }
}

/// From one time to another, both included. `None` when there is no such stretch.
pub(crate) fn interval(a: &Time, b: &Time, now: &Now) -> Option<Time> {
    // "Mondays to Fridays" is as regular as its ends.
    if a.bound != Bound::None || b.bound != Bound::None || a.every != b.every {
        return None;
    }
    // "from March 3 to March 5 from 9 to 6" are days, and hours of each of them.
    let stretch = |time: &Time| {
        time.form == Form::Interval
            || time.has_date() && matches!(time.hours, Some(Hours::Range(..)))
    };
    if stretch(a) || stretch(b) && a.has_date() {
        return None;
    }
    // Two times on the clock stay free to be put on a day.
    if !a.has_date() && !b.has_date() {
        let (Some(Hours::At(from)), Some(Hours::At(to))) = (a.hours, b.hours) else {
            let (Some(Hours::Part(from, _)), Some(Hours::Part(_, to))) = (a.hours, b.hours) else {
                return None;
            };
            return (from < to).then(|| Time::hours(Hours::Part(from, to)));
        };
        if a.zone.is_some() && b.zone.is_some() && a.zone != b.zone {
            return None;
        }
        let mut time = Time::hours(Hours::Range(from.beginning(), to));
        time.zone = a.zone.or(b.zone);
        time.latent = a.latent && b.latent;
        return Some(time);
    }
    // "9h30 - 11h jeudi": the day said with the end holds for the beginning.
    if !a.has_date()
        && let (Some(Hours::At(from)), Some(Hours::At(to))) = (a.hours, b.hours)
    {
        let mut time = b.clone();
        time.hours = Some(Hours::Range(from.beginning(), to));
        time.or = None;
        return Some(time.form(Form::Other));
    }
    let (from, to) = match (pinned(a), pinned(b)) {
        // "du 13 au 15 juillet", "lundi au mercredi 10 juillet": the last such before the end.
        (false, true) if a.has_date() => {
            let to = super::resolve::occurrence(b, now)?;
            let near = |date: &Expr| {
                date.last_before(now, to.start).filter(|from| to.start - from.start <= 32 * DAY)
            };
            let date = a.date.as_ref()?;
            // "du lundi 4 au vendredi 8 mars" when the 4th is no Monday: the number is believed.
            let from = near(date).or_else(|| date.day_number().and_then(|day| near(&day)))?;
            let from = super::resolve::on(a, from, now)?;
            (from, to)
        }
        _ => {
            let from = super::resolve::occurrence(a, now)?;
            (from, super::resolve::occurrence_from(b, from.start, now)?)
        }
    };
    span(from, to).map(|occ| {
        let mut time = Time::fixed(occ, Form::Interval);
        time.zone = a.zone.or(b.zone);
        time.latent = a.latent && b.latent;
        time.every = a.every;
        time
    })
}

/// The stretch from the beginning of one to the end of another.
pub(crate) fn span(from: Occ, to: Occ) -> Option<Occ> {
    let grain = from.grain.min(to.grain);
    let end =
        if to.interval || to.grain >= Grain::Day { to.end } else { civil::add(to.start, 1, grain) };
    (end > from.start && to.start >= from.start).then(|| Occ::interval(from.start, end, grain))
}

/// Whether it says in which month or on which one day it is.
fn pinned(time: &Time) -> bool {
    time.pins & (pins::MONTH | pins::SEASON) != 0
}

/// The time in so many of a grain from `base`, with the precision people mean: in 2 hours to the
/// minute, in 3 days to the hour, in a week to the day, in a year to the month.
pub(crate) fn after(base: Wall, count: i64, grain: Grain) -> Occ {
    let fine = match grain {
        Grain::Second | Grain::Minute => Grain::Second,
        Grain::Hour => Grain::Minute,
        Grain::Day => Grain::Hour,
        Grain::Week | Grain::Month => Grain::Day,
        Grain::Quarter | Grain::Year => Grain::Month,
    };
    Occ::point(civil::floor(civil::add(base, count, grain), fine, 0), fine)
}

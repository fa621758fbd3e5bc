//! What the rules of time make of what they matched, where it is French alone.

use std::rc::Rc;

use crate::engine::chart::Match;
use crate::engine::node::Sem;
use crate::languages::actions;
use crate::time::build::{Bound, Clock, Form, Hours, Time, pins};
use crate::time::civil::DAY;
use crate::time::combine;
use crate::time::expr::{Expr, Occ};

/// "31 octobre 74": below 32 the number is likelier an hour or a count.
pub(super) fn month_day_and_short_year(m: &Match<'_>) -> Option<Sem> {
    m.value(1).filter(|value| *value > 31.0)?;
    actions::with_year(m)
}

/// "7h42" as it is written: nobody writes so in the afternoon, while "3h" may be 15:00.
fn as_written(m: &Match<'_>, clock: Clock) -> Clock {
    let digits = m.number(0).is_some_and(|number| number.digits > 0);
    Clock { literal: digits && (6..12).contains(&clock.hour), ..clock }
}

/// "8h".
pub(super) fn hour(m: &Match<'_>) -> Option<Sem> {
    Sem::time(Time::clock(as_written(m, Clock::hour(m.int(0)?, true))))
}

/// "8 heures": as likely a length of time.
pub(super) fn hour_latent(m: &Match<'_>) -> Option<Sem> {
    Sem::time(Time::clock(as_written(m, Clock::hour(m.int(0)?, true))).latent())
}

/// "8h30".
pub(super) fn hour_minute(m: &Match<'_>) -> Option<Sem> {
    Sem::time(Time::clock(as_written(m, Clock::minute(m.int(0)?, m.int(1)?, true))))
}

pub(super) fn number_half_day(m: &Match<'_>) -> Option<Sem> {
    let hour = m.int(0).filter(|hour| (1..=12).contains(hour))?;
    let hour = hour % 12 + m.n();
    Sem::time(Time::clock(Clock::hour(hour, false)))
}

pub(super) fn one_o_clock(_: &Match<'_>) -> Option<Sem> {
    Sem::time(Time::clock(Clock::hour(1, true)).latent())
}

pub(super) fn one_and_minutes(m: &Match<'_>) -> Option<Sem> {
    Sem::time(Time::clock(Clock::minute(1, m.int(0)?, true)))
}

/// "midi quinze", "minuit trois": minutes after an hour that has a name.
pub(super) fn noon_plus(m: &Match<'_>) -> Option<Sem> {
    let time = m.time(0)?;
    match time.hours {
        Some(Hours::At(clock)) if !clock.twelve && matches!(clock.hour, 0 | 12 | 24) => {
            actions::clock_shifted(time, m.int(1)?)
        }
        _ => None,
    }
}

/// "l'avant-dernier jour".
pub(super) fn second_last(m: &Match<'_>) -> Option<Sem> {
    let what = Expr::Every(m.grain(0)?);
    let of = m.time(1)?.date.clone()?;
    (what.grain() < of.grain()).then_some(())?;
    let nth = Expr::Nth(-2, Rc::new(what), of);
    Sem::time(Time::date(nth, pins::ALL, Form::Cycle))
}

/// "au début du mois" is the coming one's when it is past; weeks and years are the running ones.
pub(super) fn part_of_running(m: &Match<'_>) -> Option<Sem> {
    let grain = m.grain(0)?;
    if grain != model::Grain::Month {
        return actions::part_of_cycle(m);
    }
    let Some(Sem::Time(time)) = actions::part_of_cycle(m) else { return None };
    let every = Rc::new(Expr::Every(grain));
    match time.date.as_deref() {
        Some(Expr::Part(_, cut)) => {
            let mut next = Time::clone(&time);
            let part = Expr::Part(every, *cut);
            // From today on.
            let occ =
                part.upcoming(m.now, false, 2).into_iter().find(|occ| occ.end > m.now.wall)?;
            next.date = Some(Rc::new(Expr::Fixed(occ)));
            Sem::time(next)
        }
        _ => None,
    }
}

/// "à partir du 12" (1), "avant le 12" (-1), "jusqu'au 12" (0).
pub(super) fn bounded_day(m: &Match<'_>) -> Option<Sem> {
    let bound = match m.n() {
        1 => Bound::After,
        -1 => Bound::Before,
        _ => Bound::Until,
    };
    Sem::time(actions::day_number_time(m.int(0)?)?.bound(bound).sure())
}

/// "la nuit du 4 au 5 mars": the one that ends on that day.
pub(super) fn night_to(m: &Match<'_>) -> Option<Sem> {
    let morning = crate::time::resolve::occurrence(m.time(1)?, m.now)?;
    let evening = Occ::point(morning.start - DAY, model::Grain::Day);
    let night = Time::hours(actions::part_hours(m.n()));
    Sem::time(combine::intersect(&Time::fixed(evening, Form::Other), &night, m.now)?)
}

/// "d'ici le 12".
pub(super) fn by_day(m: &Match<'_>) -> Option<Sem> {
    actions::by_time(m, &actions::day_number_time(m.int(0)?)?.sure())
}

pub(super) fn day_after_day(m: &Match<'_>) -> Option<Sem> {
    let from = m.time(0)?;
    (from.has_date() && from.hours.is_none()).then_some(())?;
    actions::to_day_number(m)
}

/// "13 - 15 juillet", not "17 - lundi".
pub(super) fn from_number_dash(m: &Match<'_>) -> Option<Sem> {
    let to = m.time(1)?;
    (to.pins & pins::DAY != 0 && !to.latent).then_some(())?;
    actions::from_day_number(m)
}

/// "9-11h".
pub(super) fn hours_dash(m: &Match<'_>) -> Option<Sem> {
    (!m.time(1)?.latent).then_some(())?;
    actions::from_hour_number(m)
}

//! What a phrase says about time, before it is known which instant that is, and how two phrases
//! compose.

use std::rc::Rc;

use model::Grain;

use super::civil::{self, DAY, HOUR, MINUTE, Wall};
use super::expr::{Expr, Now, Occ};

/// A time on the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Clock {
    pub hour: i64,
    pub minute: Option<i64>,
    pub second: Option<i64>,
    /// Whether twelve hours later is meant as well as this.
    pub twelve: bool,
}

impl Clock {
    pub(crate) fn hour(hour: i64, twelve: bool) -> Self {
        Self { hour, minute: None, second: None, twelve: twelve && (1..=12).contains(&hour) }
    }

    pub(crate) fn minute(hour: i64, minute: i64, twelve: bool) -> Self {
        Self { minute: Some(minute), ..Self::hour(hour, twelve) }
    }

    pub(crate) fn grain(self) -> Grain {
        match (self.minute, self.second) {
            (_, Some(_)) => Grain::Second,
            (Some(_), None) => Grain::Minute,
            (None, None) => Grain::Hour,
        }
    }

    /// Seconds since midnight.
    pub(crate) fn seconds(self) -> i64 {
        self.hour * HOUR + self.minute.unwrap_or(0) * MINUTE + self.second.unwrap_or(0)
    }

    /// The readings on one day, earliest first.
    pub(crate) fn readings(self) -> impl Iterator<Item = i64> {
        let first = self.seconds();
        // "12" is noon before it is midnight.
        std::iter::once(first).chain(self.twelve.then_some(first + 12 * HOUR))
    }

    fn exactly(self, seconds: i64) -> Self {
        Self { hour: seconds.div_euclid(HOUR), twelve: false, ..self }
    }

    /// The reading that lies in a part of the day, else the one nearest after its beginning.
    fn within(self, from: i64, to: i64) -> Self {
        let inside = self
            .readings()
            .chain(self.readings().map(|at| at + DAY))
            .find(|at| *at >= from && *at < to);
        match inside {
            Some(at) => self.exactly(at),
            // "tonight at 2": outside what evening means; the afternoon is nearest.
            None if from >= 12 * HOUR && self.hour < 12 => self.exactly(self.seconds() + 12 * HOUR),
            None if self.hour == 12 && from >= 18 * HOUR => self.exactly(DAY),
            None => self.exactly(self.seconds()),
        }
    }
}

/// What is said about the hours of a day, in seconds since its midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hours {
    At(Clock),
    /// A part of the day; its end may lie on the next day.
    Part(i64, i64),
    /// From one time to another.
    Range(Clock, Clock),
}

/// Whether everything after, before or up to the time is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Bound {
    #[default]
    None,
    After,
    Before,
    /// Up to and including.
    Until,
}

/// What kind of phrase it was; rules ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Weekday,
    Month,
    DayNumber,
    MonthDay,
    Year,
    Holiday,
    Cycle,
    Relative,
    Season,
    Weekend,
    Clock,
    /// A number that may be an hour.
    BareHour,
    Part,
    Range,
    Instant,
    Interval,
    Other,
}

/// Which fields of a date a phrase pins; two phrases that pin the same do not compose.
pub(crate) mod pins {
    pub(crate) const YEAR: u16 = 1;
    pub(crate) const MONTH: u16 = 2;
    pub(crate) const DAY: u16 = 4;
    pub(crate) const WEEKDAY: u16 = 8;
    pub(crate) const WEEK: u16 = 16;
    pub(crate) const SEASON: u16 = 32;
    pub(crate) const FULL: u16 = YEAR | MONTH | DAY | WEEK | SEASON;
    pub(crate) const ALL: u16 = FULL | WEEKDAY;
}

/// What a phrase says about time.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Time {
    pub date: Option<Rc<Expr>>,
    pub pins: u16,
    pub hours: Option<Hours>,
    /// The zone it is said in: seconds east of UTC.
    pub zone: Option<i64>,
    pub bound: Bound,
    pub form: Form,
    pub latent: bool,
    /// "Tuesday" on a Tuesday is next week's.
    pub skip_current: bool,
    pub holiday: Option<&'static str>,
    /// "every Monday": how many of which grain lie between two.
    pub every: Option<(i64, Grain)>,
    /// Counted in days from now: exact to the hour alone, to the day with an hour beside it.
    pub loose: bool,
}

impl Time {
    /// A date predicate.
    pub(crate) fn date(expr: Expr, pins: u16, form: Form) -> Self {
        Self {
            date: Some(Rc::new(expr)),
            pins,
            hours: None,
            zone: None,
            bound: Bound::None,
            form,
            latent: false,
            skip_current: false,
            holiday: None,
            every: None,
            loose: false,
        }
    }

    /// Hours on no day in particular.
    pub(crate) fn hours(hours: Hours) -> Self {
        let form = match hours {
            Hours::At(_) => Form::Clock,
            Hours::Part(..) => Form::Part,
            Hours::Range(..) => Form::Range,
        };
        Self { date: None, hours: Some(hours), pins: 0, form, ..Self::date(Expr::Weekend, 0, form) }
    }

    pub(crate) fn clock(clock: Clock) -> Self {
        Self::hours(Hours::At(clock))
    }

    /// One stretch of time and no other.
    pub(crate) fn fixed(occ: Occ, form: Form) -> Self {
        Self::date(Expr::Fixed(occ), pins::ALL, form)
    }

    pub(crate) fn latent(mut self) -> Self {
        self.latent = true;
        self
    }

    pub(crate) fn sure(mut self) -> Self {
        self.latent = false;
        self
    }

    pub(crate) fn bound(mut self, bound: Bound) -> Self {
        self.bound = bound;
        self
    }

    pub(crate) fn form(mut self, form: Form) -> Self {
        self.form = form;
        self
    }

    /// Whether it says on which day or days.
    pub(crate) fn has_date(&self) -> bool {
        self.date.is_some()
    }

    /// The grain of what it resolves to.
    pub(crate) fn grain(&self) -> Grain {
        match (&self.hours, &self.date) {
            (Some(Hours::At(clock)), _) => clock.grain(),
            (Some(Hours::Part(..)), _) => Grain::Hour,
            (Some(Hours::Range(from, to)), _) => from.grain().min(to.grain()),
            (None, Some(date)) => date.grain(),
            (None, None) => Grain::Second,
        }
    }
}

/// Both at once: "Monday" and "at 8". `None` when they contradict or say the same thing twice.
pub(crate) fn intersect(a: &Time, b: &Time, now: &Now) -> Option<Time> {
    if a.pins & b.pins != 0 || a.zone.is_some() && b.zone.is_some() {
        return None;
    }
    if a.every.is_some() && b.every.is_some() {
        return None;
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
            (Bound::After, Bound::Before | Bound::Until) => {
                (Some(Hours::Range(first, last)), Some(()))
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
    Some(Time {
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
    if a.bound != Bound::None || b.bound != Bound::None || a.every.is_some() || b.every.is_some() {
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
        let mut time = Time::hours(Hours::Range(from, to));
        time.zone = a.zone.or(b.zone);
        time.latent = a.latent && b.latent;
        return Some(time);
    }
    // "9h30 - 11h jeudi": the day said with the end holds for the beginning.
    if !a.has_date()
        && let (Some(Hours::At(from)), Some(Hours::At(to))) = (a.hours, b.hours)
    {
        let mut time = b.clone();
        time.hours = Some(Hours::Range(from, to));
        return Some(time.form(Form::Other));
    }
    let (from, to) = match (pinned(a), pinned(b)) {
        // "du 13 au 15 juillet", "lundi au mercredi 10 juillet": the last such before the end.
        (false, true) if a.has_date() => {
            let to = super::resolve::occurrence(b, now)?;
            let date = a.date.as_ref()?;
            let from = date.last_before(now, to.start)?;
            if to.start - from.start > 32 * DAY {
                return None;
            }
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

//! What a phrase says about time, before it is known which instant that is.

use std::rc::Rc;

use model::Grain;

use super::civil::{DAY, HOUR, MINUTE};
use super::expr::{Expr, Occ};

/// A time on the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Clock {
    pub hour: i64,
    pub minute: Option<i64>,
    pub second: Option<i64>,
    /// Whether twelve hours later may be meant as well as this.
    pub twelve: bool,
    /// Whether it is as on a clock of 24 hours as long as nothing around it says otherwise.
    pub literal: bool,
}

impl Clock {
    pub(crate) fn hour(hour: i64, twelve: bool) -> Self {
        let twelve = twelve && (1..=12).contains(&hour);
        Self { hour, minute: None, second: None, twelve, literal: false }
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

    /// The readings on one day that count as long as nothing around says otherwise.
    pub(crate) fn alone(self) -> impl Iterator<Item = i64> {
        self.readings().take(if self.literal { 1 } else { 2 })
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

    /// The other time that may be meant on a day: the other half of the day, and at midnight the
    /// one with which the day begins.
    pub(super) fn other(self) -> Option<Self> {
        match self.hour {
            24 if self.minute.is_none() => Some(Self { hour: 0, ..self }),
            hour if self.twelve && !self.literal => {
                Some(Self { hour: (hour + 12) % 24, twelve: false, ..self })
            }
            _ => None,
        }
    }

    /// As the beginning of a stretch: "from midnight" is the beginning of the day.
    pub(super) fn beginning(self) -> Self {
        Self { hour: self.hour % 24, ..self }
    }

    /// The reading that lies in a part of the day, else the one nearest after its beginning.
    pub(super) fn within(self, from: i64, to: i64) -> Self {
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
    /// Up to and including, when it is a day or a part of one: "until Friday".
    Until,
    /// Up to and including, whatever it is: "through June".
    Through,
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
    /// What else people mean by the same words.
    pub or: Option<Rc<Time>>,
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
            or: None,
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
        self.or = self.or.map(|or| Rc::new(Self::clone(&or).bound(bound)));
        self
    }

    /// The same words may mean this as well.
    pub(crate) fn or(mut self, other: Option<Self>) -> Self {
        self.or = other.map(Rc::new);
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

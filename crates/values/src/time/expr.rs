//! Time predicates: which stretches of the time line a phrase can mean.
//!
//! "Friday" is every Friday, "the 13th" every 13th; composing them is intersecting these sets.
//! A predicate is never expanded: it is asked for its occurrences in a window, in order, until
//! the asker has enough.

use std::cell::Cell;
use std::rc::Rc;

use model::Grain;

use super::civil::{self, DAY, HOUR, Wall};
use super::holidays::Feast;

/// One stretch of time. A point has the length of its grain; an interval any length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Occ {
    pub start: Wall,
    pub end: Wall,
    pub grain: Grain,
    pub interval: bool,
}

impl Occ {
    /// The period of that grain that begins at `start`.
    pub(crate) fn point(start: Wall, grain: Grain) -> Self {
        Self { start, end: civil::add(start, 1, grain), grain, interval: false }
    }

    pub(crate) fn interval(start: Wall, end: Wall, grain: Grain) -> Self {
        Self { start, end, grain, interval: true }
    }
}

/// What evaluating needs: the present on the wall, the first day of weeks, and a count of steps.
#[derive(Debug)]
pub(crate) struct Now {
    pub wall: Wall,
    pub week_start: i64,
    /// The region of the locale, which decides which day a holiday's name means.
    pub region: Option<[u8; 2]>,
    pub steps: Cell<u32>,
}

/// Occurrences looked at per text; further ones are not found. An impossible intersection ends.
pub(crate) const STEPS_MAX: u32 = 12_000;

impl Now {
    /// Counts one step; false when there are none left.
    pub(crate) fn step(&self) -> bool {
        self.steps.set(self.steps.get() + 1);
        self.steps.get() < STEPS_MAX
    }

    pub(crate) fn floor(&self, wall: Wall, grain: Grain) -> Wall {
        civil::floor(wall, grain, self.week_start)
    }
}

/// A set of stretches of time.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Expr {
    Year(i64),
    Quarter(i64),
    Month(i64),
    MonthDay(i64, i64),
    DayOfMonth(i64),
    /// 0 is Monday.
    Weekday(i64),
    Every(Grain),
    Feast(Feast),
    /// Friday 18:00 to Monday 00:00.
    Weekend,
    /// From the 21st or 23rd of a month to that of another, in month and day, inclusive.
    Season((i64, i64), (i64, i64)),
    Fixed(Occ),
    Both(Rc<Expr>, Rc<Expr>),
    /// The n-th (from 1; from the end: -1 is the last) of `what` in each of `of`.
    Nth(i64, Rc<Expr>, Rc<Expr>),
    Shift(Rc<Expr>, i64, Grain),
    /// A part of each occurrence: "end of March".
    Part(Rc<Expr>, Cut),
}

/// One edge of a part: so many periods after the beginning of the whole, or before its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edge {
    AfterStart(i64),
    BeforeEnd(i64),
}

/// A part of a whole: from one edge to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cut {
    pub from: Edge,
    pub to: Edge,
    pub grain: Grain,
}

impl Cut {
    fn of(self, whole: Occ) -> Occ {
        let edge = |edge: Edge| match edge {
            Edge::AfterStart(count) => civil::add(whole.start, count, self.grain),
            Edge::BeforeEnd(count) => civil::add(whole.end, -count, self.grain),
        };
        let (start, end) = (edge(self.from), edge(self.to));
        Occ::interval(start, end.max(start), self.grain)
    }
}

type Visit<'a> = &'a mut dyn FnMut(Occ) -> bool;

impl Expr {
    /// The grain of its occurrences.
    pub(crate) fn grain(&self) -> Grain {
        match self {
            Expr::Year(_) => Grain::Year,
            Expr::Quarter(_) => Grain::Quarter,
            Expr::Month(_) => Grain::Month,
            Expr::MonthDay(..) | Expr::DayOfMonth(_) | Expr::Weekday(_) | Expr::Season(..) => {
                Grain::Day
            }
            Expr::Feast(_) => Grain::Day,
            Expr::Weekend => Grain::Hour,
            Expr::Every(grain) => *grain,
            Expr::Fixed(occ) => occ.grain,
            Expr::Both(a, b) => a.grain().min(b.grain()),
            Expr::Nth(_, what, _) => what.grain(),
            Expr::Shift(what, ..) => what.grain(),
            Expr::Part(_, cut) => cut.grain,
        }
    }

    /// "the 4th" of "Monday the 4th".
    pub(crate) fn day_number(&self) -> Option<Expr> {
        match self {
            Expr::Both(a, b) => [a, b]
                .into_iter()
                .find(|side| matches!(***side, Expr::DayOfMonth(_)))
                .map(|side| Expr::clone(side)),
            _ => None,
        }
    }

    /// Roughly how long one occurrence is; the longer of two holds the other.
    fn length(&self) -> i64 {
        match self {
            Expr::Weekend => 54 * HOUR,
            Expr::Season(..) => 92 * DAY,
            Expr::Fixed(occ) => occ.end - occ.start,
            Expr::Both(a, b) => a.length().min(b.length()),
            Expr::Nth(_, what, _) | Expr::Shift(what, ..) => what.length(),
            Expr::Part(what, cut) => {
                let sample = cut.of(Occ::point(civil::midnight(2001, 1, 1), what.grain()));
                sample.end - sample.start
            }
            Expr::Feast(feast) => feast.days() * DAY,
            _ => civil::seconds_of(self.grain()),
        }
    }

    /// Where the search for the next occurrence begins: what contains the present counts, so
    /// "Monday this week" may be yesterday.
    pub(crate) fn horizon(&self, now: &Now) -> Wall {
        match self {
            Expr::Both(a, b) => {
                let holder = if a.length() >= b.length() { a } else { b };
                let mut start = now.wall;
                holder.each(now, holder.horizon(now), civil::LAST, &mut |occ| {
                    start = occ.start;
                    false
                });
                start.min(now.wall)
            }
            Expr::Nth(_, _, of) => {
                let mut start = now.wall;
                of.each(now, of.horizon(now), civil::LAST, &mut |occ| {
                    start = occ.start;
                    false
                });
                start.min(now.wall)
            }
            Expr::Part(what, _) => what.horizon(now),
            _ => now.wall,
        }
    }

    /// Visits, in order, the occurrences that end after `from` and start before `to`, until
    /// `visit` says stop. Returns false when it was stopped.
    pub(crate) fn each(&self, now: &Now, from: Wall, to: Wall, visit: Visit<'_>) -> bool {
        if now.steps.get() >= STEPS_MAX {
            return false;
        }
        let from = from.clamp(civil::FIRST, civil::LAST);
        let to = to.min(civil::LAST);
        // Periods of one year, one month … that pass a filter.
        let mut stepping = |first: Wall, grain: Grain, keep: &dyn Fn(Wall) -> Option<Occ>| {
            let mut at = first;
            while at < to {
                if !now.step() {
                    return false;
                }
                if let Some(occ) = keep(at)
                    && occ.end > from
                    && occ.start < to
                    && !visit(occ)
                {
                    return false;
                }
                let next = civil::add(at, 1, grain);
                if next <= at {
                    break;
                }
                at = next;
            }
            true
        };
        match self {
            Expr::Every(grain) => {
                stepping(now.floor(from, *grain), *grain, &|at| Some(Occ::point(at, *grain)))
            }
            Expr::Year(year) => {
                if !(1..=9999).contains(year) {
                    return true;
                }
                let occ = Occ::point(civil::midnight(*year, 1, 1), Grain::Year);
                occ.end <= from || occ.start >= to || visit(occ)
            }
            Expr::Quarter(quarter) => stepping(now.floor(from, Grain::Year), Grain::Year, &|at| {
                Some(Occ::point(civil::add(at, (quarter - 1) * 3, Grain::Month), Grain::Quarter))
            }),
            Expr::Month(month) => stepping(now.floor(from, Grain::Year), Grain::Year, &|at| {
                Some(Occ::point(civil::add(at, month - 1, Grain::Month), Grain::Month))
            }),
            Expr::MonthDay(month, day) => {
                stepping(now.floor(from, Grain::Year), Grain::Year, &|at| {
                    let year = civil::ymd(at).0;
                    (*day <= civil::days_in_month(year, *month))
                        .then(|| Occ::point(civil::midnight(year, *month, *day), Grain::Day))
                })
            }
            Expr::DayOfMonth(day) => stepping(now.floor(from, Grain::Month), Grain::Month, &|at| {
                let (year, month, _) = civil::ymd(at);
                (*day <= civil::days_in_month(year, month))
                    .then(|| Occ::point(at + (day - 1) * DAY, Grain::Day))
            }),
            Expr::Weekday(weekday) => {
                let day = now.floor(from, Grain::Day);
                let first = day + (weekday - civil::weekday(day)).rem_euclid(7) * DAY;
                stepping(first, Grain::Week, &|at| Some(Occ::point(at, Grain::Day)))
            }
            Expr::Weekend => {
                let monday = civil::floor(from, Grain::Week, 0);
                stepping(monday, Grain::Week, &|at| {
                    Some(Occ::interval(at + 4 * DAY + 18 * HOUR, at + 7 * DAY, Grain::Hour))
                })
            }
            Expr::Season((month, day), (to_month, to_day)) => {
                let first = civil::add(now.floor(from, Grain::Year), -1, Grain::Year);
                stepping(first, Grain::Year, &|at| {
                    let year = civil::ymd(at).0;
                    let start = civil::midnight(year, *month, *day);
                    let wraps = i64::from((to_month, to_day) <= (month, day));
                    let end = civil::midnight(year + wraps, *to_month, *to_day) + DAY;
                    Some(Occ::interval(start, end, Grain::Day))
                })
            }
            Expr::Feast(feast) => {
                let first = civil::add(now.floor(from, Grain::Year), -1, Grain::Year);
                stepping(first, Grain::Year, &|at| feast.in_year(civil::ymd(at).0))
            }
            Expr::Fixed(occ) => occ.end <= from || occ.start >= to || visit(*occ),
            Expr::Both(a, b) => {
                let (holder, held) = if a.length() >= b.length() { (a, b) } else { (b, a) };
                if holder.length() == held.length() {
                    return holder.each(now, from, to, &mut |outer| {
                        let mut same = None;
                        held.each(now, outer.start, outer.end, &mut |inner| {
                            same = (inner.start == outer.start).then_some(inner);
                            false
                        });
                        now.step() && same.is_none_or(&mut *visit)
                    });
                }
                holder.each(now, from, to, &mut |outer| {
                    now.step()
                        && held.each(now, outer.start, outer.end, &mut |inner| {
                            inner.start < outer.start
                                || inner.end <= from
                                || inner.start >= to
                                || visit(inner)
                        })
                })
            }
            Expr::Nth(n, what, of) => of.each(now, from, to, &mut |outer| {
                // The first week of a month is the first that lies in it as a whole.
                let belongs = |inner: &Occ| inner.start >= outer.start && inner.end <= outer.end;
                let mut nth = None;
                let mut seen = 0;
                let mut ring = std::collections::VecDeque::new();
                what.each(now, outer.start, outer.end, &mut |inner| {
                    if !belongs(&inner) {
                        return now.step();
                    }
                    seen += 1;
                    if *n > 0 {
                        if seen == *n {
                            nth = Some(inner);
                        }
                        return nth.is_none() && now.step();
                    }
                    if ring.len() as i64 == -n {
                        ring.pop_front();
                    }
                    ring.push_back(inner);
                    now.step()
                });
                if *n < 0 && ring.len() as i64 == -n {
                    nth = ring.front().copied();
                }
                now.step() && nth.is_none_or(&mut *visit)
            }),
            Expr::Shift(what, count, grain) => {
                let back = |wall: Wall| civil::add(wall, -count, *grain);
                what.each(now, back(from) - 2 * DAY, back(to) + 2 * DAY, &mut |occ| {
                    let moved = Occ {
                        start: civil::add(occ.start, *count, *grain),
                        end: civil::add(occ.end, *count, *grain),
                        ..occ
                    };
                    moved.end <= from || moved.start >= to || visit(moved)
                })
            }
            Expr::Part(what, cut) => what.each(now, from, to, &mut |whole| {
                let part = cut.of(whole);
                part.end <= from || part.start >= to || visit(part)
            }),
        }
    }

    /// The first occurrence after the present (or one that the present is in), else the last
    /// before it. `skip_current`: one that the present is in does not count.
    pub(crate) fn next(&self, now: &Now, skip_current: bool) -> Option<Occ> {
        self.upcoming(now, skip_current, 1).first().copied().or_else(|| self.last(now))
    }

    /// Up to `count` occurrences from the present on.
    pub(crate) fn upcoming(&self, now: &Now, skip_current: bool, count: usize) -> Vec<Occ> {
        let mut found = Vec::new();
        self.each(now, self.horizon(now), civil::add(now.wall, 130, Grain::Year), &mut |occ| {
            if !(skip_current && occ.start <= now.wall && now.wall < occ.end) {
                found.push(occ);
            }
            found.len() < count
        });
        found
    }

    /// The last occurrence that ended before the present.
    pub(crate) fn last(&self, now: &Now) -> Option<Occ> {
        self.last_before(now, now.wall)
    }

    /// The last occurrence that ends at or before `limit`.
    pub(crate) fn last_before(&self, now: &Now, limit: Wall) -> Option<Occ> {
        for days in [9, 40, 400, 4000, 50_000, 800_000] {
            let mut last = None;
            self.each(now, limit - days * DAY, limit, &mut |occ| {
                if occ.end <= limit {
                    last = Some(occ);
                }
                true
            });
            if last.is_some() {
                return last;
            }
        }
        None
    }

    /// The first occurrence that starts at or after `limit`.
    pub(crate) fn first_from(&self, now: &Now, limit: Wall) -> Option<Occ> {
        let mut first = None;
        self.each(now, limit, civil::add(limit, 130, Grain::Year), &mut |occ| {
            if occ.start >= limit {
                first = Some(occ);
            }
            first.is_none()
        });
        first
    }

    /// The n-th occurrence (from 1) that starts after the present.
    pub(crate) fn nth_ahead(&self, now: &Now, n: i64) -> Option<Occ> {
        let mut left = n;
        let mut found = None;
        self.each(now, now.wall, civil::add(now.wall, 200, Grain::Year), &mut |occ| {
            if occ.start > now.wall {
                left -= 1;
            }
            if left == 0 {
                found = Some(occ);
            }
            left > 0
        });
        found
    }

    /// The n-th occurrence (from 1) that ended before the present.
    pub(crate) fn nth_back(&self, now: &Now, n: i64) -> Option<Occ> {
        let mut limit = now.wall;
        let mut found = None;
        for _ in 0..n.min(500) {
            let occ = self.last_before(now, limit)?;
            limit = occ.start;
            found = Some(occ);
        }
        found
    }
}

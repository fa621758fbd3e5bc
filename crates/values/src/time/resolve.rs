//! From what a phrase says about time to the instants it means.

use model::{DatePoint, Grain, Value};

use super::build::{Bound, Clock, Hours, Time};
use super::civil::{self, DAY, HOUR, Wall};
use super::expr::{Edge, Expr, Now, Occ};
use crate::zone::Zone;

/// The stretch of time a phrase means, seen from the present.
pub(crate) fn occurrence(time: &Time, now: &Now) -> Option<Occ> {
    occurrences(time, now, 1).first().copied()
}

/// The same phrase seen from another instant: the end of an interval is sought from its start.
pub(crate) fn occurrence_from(time: &Time, from: Wall, now: &Now) -> Option<Occ> {
    let then = Now { wall: from, steps: now.steps.clone(), ..*now };
    let found = match (&time.date, time.hours) {
        (None, Some(Hours::At(clock))) => {
            let day = then.floor(from, Grain::Day);
            let reading = clock
                .readings()
                .chain(clock.readings().map(|at| at + DAY))
                .find(|at| day + at > from)?;
            Some(at(day, clock, reading))
        }
        (Some(date), None) => date.first_from(&then, then.floor(from, date.grain())),
        _ => occurrence(time, &then),
    };
    now.steps.set(then.steps.get());
    found
}

/// The next few stretches of time a phrase can mean, the first being the one meant.
pub(crate) fn occurrences(time: &Time, now: &Now, count: usize) -> Vec<Occ> {
    match (&time.date, time.hours) {
        (Some(date), None) => {
            let found = date.upcoming(now, time.skip_current, count);
            if found.is_empty() { date.last(now).into_iter().collect() } else { found }
        }
        (None, Some(hours)) => {
            let today = now.floor(now.wall, Grain::Day);
            let mut found = Vec::new();
            for day in -1..=(count as i64 + 1) {
                placed(hours, today + day * DAY, &mut |occ| {
                    let still = match hours {
                        Hours::Part(..) => occ.end > now.wall,
                        _ if occ.grain >= Grain::Hour || occ.interval => occ.end > now.wall,
                        _ => civil::floor(occ.start, Grain::Hour, 0) + HOUR > now.wall,
                    };
                    // Of a part that began yesterday evening only the night goes on.
                    if still
                        && (day >= 0 || occ.start <= now.wall && matches!(hours, Hours::Part(..)))
                        && found.len() < count
                    {
                        found.push(occ);
                    }
                });
            }
            found
        }
        (Some(date), Some(_)) => {
            let mut found = Vec::new();
            let mut past = None;
            let limit = civil::add(now.wall, 130, Grain::Year);
            let mut seen = 0;
            date.each(now, date.horizon(now).min(now.wall), limit, &mut |occ| {
                if let Some(placed) = on(time, occ, now) {
                    if placed.end > now.wall {
                        found.push(placed);
                    } else {
                        past = Some(placed);
                    }
                }
                seen += 1;
                found.len() < count && seen < 60
            });
            if found.is_empty() {
                let last = past.or_else(|| date.last(now).and_then(|occ| on(time, occ, now)));
                found.extend(last);
            }
            found
        }
        (None, None) => Vec::new(),
    }
}

/// The hours of a phrase, put on a stretch of days.
pub(crate) fn on(time: &Time, whole: Occ, now: &Now) -> Option<Occ> {
    let Some(hours) = time.hours else { return Some(whole) };
    let first = now.floor(whole.start, Grain::Day);
    let mut best: Option<Occ> = None;
    // The first day of the stretch on which it fits and is not past.
    for day in 0..8 {
        let midnight = first + day * DAY;
        if midnight >= whole.end {
            break;
        }
        placed(hours, midnight, &mut |occ| {
            let inside = occ.start >= whole.start || whole.grain >= Grain::Day && !whole.interval;
            let passed = occ.end <= now.wall && whole.start <= now.wall;
            if inside && best.is_none_or(|old| !passed && old.end <= now.wall && old.end < occ.end)
            {
                best = Some(occ);
            }
        });
        if best.is_some_and(|occ| occ.end > now.wall) {
            break;
        }
        if whole.start > now.wall && best.is_some() {
            break;
        }
    }
    if best.is_none() || whole.end <= now.wall {
        best = None;
        placed(hours, first, &mut |occ| {
            best.get_or_insert(occ);
        });
    }
    best
}

fn at(midnight: Wall, clock: Clock, reading: i64) -> Occ {
    Occ::point(midnight + reading, clock.grain())
}

fn placed(hours: Hours, midnight: Wall, visit: &mut dyn FnMut(Occ)) {
    match hours {
        Hours::At(clock) => {
            for reading in clock.alone() {
                visit(at(midnight, clock, reading));
            }
        }
        Hours::Part(from, to) => {
            visit(Occ::interval(midnight + from, midnight + to, Grain::Hour));
        }
        Hours::Range(from, to) => {
            let grain = from.grain().min(to.grain());
            for start in from.alone() {
                // The first reading of the end after the beginning: "11:30 to 1:30".
                let Some(end) =
                    to.alone().chain(to.alone().map(|at| at + DAY)).find(|end| *end > start)
                else {
                    continue;
                };
                // "3:30 to 6pm" begins in the afternoon.
                if from.twelve && !to.twelve && end - start > 12 * HOUR {
                    continue;
                }
                let end = civil::add(midnight + end, 1, grain);
                visit(Occ::interval(midnight + start, end, grain));
            }
        }
    }
}

/// What it means, as a value in the zone of the user; after it what the words may mean instead,
/// and further occurrences.
pub(crate) fn values(time: &Time, now: &Now, zone: Zone, count: usize) -> Vec<Value> {
    let mut found = dated(time, now, zone, count);
    if let Some(other) = time.or.as_ref().and_then(|or| dated(or, now, zone, 1).pop())
        && !found.is_empty()
    {
        found.retain(|value| *value != other);
        found.insert(found.len().min(1), other);
    }
    found
}

fn dated(time: &Time, now: &Now, zone: Zone, count: usize) -> Vec<Value> {
    let mut found = Vec::new();
    for mut occ in occurrences(time, now, count) {
        if let Some(offset) = time.zone {
            let shift = |wall: Wall| {
                let utc = civil::to_naive(wall.saturating_sub(offset)).and_utc();
                civil::from_naive(zone.wall_of(utc))
            };
            occ = Occ {
                start: shift(occ.start),
                end: shift(occ.end),
                grain: occ.grain.min(Grain::Minute),
                ..occ
            };
        }
        found.push(value(time, occ, zone));
    }
    found
}

fn value(time: &Time, occ: Occ, zone: Zone) -> Value {
    let point =
        |wall: Wall, grain: Grain| DatePoint { at: zone.instant(civil::to_naive(wall)), grain };
    match time.bound {
        Bound::After => Value::DateInterval { from: Some(point(occ.start, occ.grain)), to: None },
        Bound::Before | Bound::Until | Bound::Through => {
            // "before the end of the month" goes on until the month is over.
            let tail = matches!(
                time.date.as_deref(),
                Some(Expr::Part(_, cut)) if cut.to == Edge::BeforeEnd(0)
                    || cut.grain == Grain::Day && cut.to == Edge::AfterStart(7)
            );
            let included = match time.bound {
                Bound::Until => occ.interval || occ.grain == Grain::Day,
                Bound::Through => occ.interval || occ.grain >= Grain::Day,
                _ => false,
            };
            let to = if tail || included { occ.end } else { occ.start };
            Value::DateInterval { from: None, to: Some(point(to, occ.grain)) }
        }
        Bound::None if occ.interval => Value::DateInterval {
            from: Some(point(occ.start, occ.grain)),
            to: Some(point(occ.end, occ.grain)),
        },
        Bound::None => Value::Date(point(occ.start, occ.grain)),
    }
}

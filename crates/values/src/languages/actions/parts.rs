//! Beginnings, middles and ends of months, weeks and years.

use super::*;

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

pub(super) fn part_of_expr(kind: i64, of: Rc<Expr>) -> Made {
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

//! Counted from now or from another time.

use super::*;

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
        combine::after(wall, 0, grain)
    } else {
        combine::after(m.now.wall, count, grain)
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

/// "same time on Friday": the day, at the hour that it is.
pub(crate) fn this_time(m: &Match<'_>) -> Made {
    let day = m.time(0).filter(|day| day.grain() >= Grain::Day && !day.latent)?;
    let since_midnight = m.now.wall - m.now.floor(m.now.wall, Grain::Day);
    let clock = Clock::minute(since_midnight / HOUR, since_midnight % HOUR / MINUTE, false);
    Sem::time(combine::intersect(day, &Time::clock(clock), m.now)?)
}

/// "within 2 weeks": from now until then.
pub(crate) fn within(m: &Match<'_>) -> Made {
    let (count, grain) = m.duration(0)?;
    let end = combine::after(m.now.wall, count, grain);
    let occ = Occ::interval(m.now.wall, end.start.max(m.now.wall), Grain::Second);
    Sem::time(Time::fixed(occ, Form::Interval))
}

/// "depuis deux jours": from then on.
pub(crate) fn since_duration(m: &Match<'_>) -> Made {
    let (count, grain) = m.duration(0)?;
    let Some(Sem::Time(then)) = shifted_now(m, count.checked_neg()?, grain) else { return None };
    Sem::time(Time::clone(&then).bound(Bound::After))
}

/// "the Friday before Christmas" (-1): the nearest on that side of a date.
pub(crate) fn named_beside(m: &Match<'_>) -> Made {
    let (what, beside) = (m.time(0)?, m.time(1)?);
    let occ = crate::time::resolve::occurrence(beside, m.now)?;
    (!beside.latent && occ.grain == Grain::Day && !occ.interval).then_some(())?;
    let date = what.date.as_ref().filter(|_| what.hours.is_none())?;
    let found = match m.n() {
        -1 => date.last_before(m.now, occ.start)?,
        _ => date.first_from(m.now, occ.end)?,
    };
    Sem::time(Time::fixed(found, what.form))
}

/// "the week before Christmas" (-1): the one beside that in which a date lies.
pub(crate) fn cycle_beside(m: &Match<'_>) -> Made {
    let (grain, time) = (m.grain(0)?, m.time(1)?);
    let occ = crate::time::resolve::occurrence(time, m.now)?;
    (!time.latent && occ.grain == Grain::Day && !occ.interval && grain > Grain::Day)
        .then_some(())?;
    let start = civil::add(m.now.floor(occ.start, grain), m.n(), grain);
    Sem::time(Time::date(Expr::Fixed(Occ::point(start, grain)), pins_of(grain), Form::Cycle))
}

/// "by 2pm": from now until that begins; "d'ici vendredi": until that day is over.
pub(crate) fn by(m: &Match<'_>) -> Made {
    by_time(m, m.time(0)?)
}

pub(crate) fn by_time(m: &Match<'_>, time: &Time) -> Made {
    if time.bound != Bound::None || time.every.is_some() {
        return None;
    }
    let occ = crate::time::resolve::occurrence(time, m.now)?;
    let end = if occ.interval || occ.grain == Grain::Day { occ.end } else { occ.start };
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

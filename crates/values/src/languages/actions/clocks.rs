//! Times and parts of the day.

use super::*;

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
        literal: false,
    };
    let mut time = Time::clock(shifted);
    time.zone = None;
    Sem::time(time)
}

/// Noon, midnight: the rule's hour. Midnight is 24, the end of the day that it is said with.
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

pub(crate) fn part_hours(n: i64) -> Hours {
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

/// "matinée du 20 mars": the rule's part of a day.
pub(crate) fn part_of_date(m: &Match<'_>) -> Made {
    let day = m.time(0).filter(|day| day.grain() == Grain::Day)?;
    let part = Time::hours(part_hours(m.n()));
    Sem::time(combine::intersect(day, &part, m.now)?.sure())
}

/// "tonight 815".
pub(crate) fn packed_in_part(m: &Match<'_>) -> Made {
    let packed = m.int(1)?;
    let clock = Time::clock(Clock::minute(packed / 100, packed % 100, true));
    Sem::time(combine::intersect(m.time(0)?, &clock, m.now)?.sure())
}

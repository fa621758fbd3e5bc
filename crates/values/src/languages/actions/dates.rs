//! Days, months, holidays, seasons.

use super::*;

/// The day so many days from today.
pub(crate) fn day_from_today(m: &Match<'_>) -> Made {
    Sem::time(cycle_time(m, Grain::Day, m.n()).form(Form::Relative))
}

/// The same of a day that was said before, in words that today has others for.
pub(crate) fn day_from_today_latent(m: &Match<'_>) -> Made {
    Sem::time(cycle_time(m, Grain::Day, m.n()).form(Form::Relative).latent())
}

/// Now, to the second.
pub(crate) fn instant_now(m: &Match<'_>) -> Made {
    Sem::time(Time::fixed(Occ::point(m.now.wall, Grain::Second), Form::Instant))
}

pub(crate) fn weekday(m: &Match<'_>) -> Made {
    let mut time = Time::date(Expr::Weekday(m.n()), pins::WEEKDAY, Form::Weekday);
    time.skip_current = true;
    Sem::time(time)
}

/// An abbreviation that is a word as well ("sun", "mar").
pub(crate) fn weekday_latent(m: &Match<'_>) -> Made {
    let mut time = Time::date(Expr::Weekday(m.n()), pins::WEEKDAY, Form::Weekday).latent();
    time.skip_current = true;
    Sem::time(time)
}

/// "Mondays": each of them.
pub(crate) fn weekdays(m: &Match<'_>) -> Made {
    let mut time = Time::date(Expr::Weekday(m.n()), pins::WEEKDAY, Form::Weekday);
    time.skip_current = true;
    time.every = Some((1, Grain::Week));
    Sem::time(time)
}

pub(crate) fn month(m: &Match<'_>) -> Made {
    Sem::time(Time::date(Expr::Month(m.n()), pins::MONTH | pins::SEASON, Form::Month))
}

pub(crate) fn month_latent(m: &Match<'_>) -> Made {
    Sem::time(Time::date(Expr::Month(m.n()), pins::MONTH | pins::SEASON, Form::Month).latent())
}

/// The day of a month that an element is ("3rd", "3"), of any month.
pub(crate) fn day_number_time(day: i64) -> Option<Time> {
    (1..=31).contains(&day).then(|| {
        Time::date(Expr::DayOfMonth(day), pins::DAY | pins::WEEK, Form::DayNumber).latent()
    })
}

/// "le premier": the rule's day of any month.
pub(crate) fn day_of_rule(m: &Match<'_>) -> Made {
    Sem::time(day_number_time(m.n())?)
}

pub(crate) fn day_number(m: &Match<'_>) -> Made {
    Sem::time(day_number_time(m.int(0)?)?)
}

/// "le 3 ou le 4 mars": the day of the month that the date after it is of.
pub(crate) fn day_of_month_of(m: &Match<'_>) -> Made {
    let date = m.time(1).filter(|date| date.hours.is_none() && date.bound == Bound::None)?;
    match date.date.as_deref() {
        Some(Expr::MonthDay(month, _)) => Sem::time(day_of_month(*month, m.int(0)?)?),
        Some(Expr::Fixed(day)) if day.grain == Grain::Day && !day.interval => {
            let (year, month, _) = civil::ymd(day.start);
            Sem::time(full_date(year, month, m.int(0)?)?)
        }
        _ => None,
    }
}

/// "Friday 13", when the 13th is a Friday soon: a number after a weekday is often a count.
pub(crate) fn weekday_number_soon(m: &Match<'_>) -> Made {
    let Some(Sem::Time(both)) = weekday_number(m) else { return None };
    let occ = both.date.as_ref()?.next(m.now, false)?;
    (occ.start > m.now.wall && occ.start < m.now.wall + 35 * DAY).then_some(())?;
    Some(Sem::Time(both))
}

/// "lundi 15": the day that is both.
pub(crate) fn weekday_number(m: &Match<'_>) -> Made {
    let day = day_number_time(m.int(1)?)?;
    let both = combine::intersect(m.time(0)?, &day, m.now)?;
    Sem::time(both.sure().form(Form::DayNumber))
}

pub(super) fn month_of(time: &Time) -> Option<i64> {
    match time.date.as_deref() {
        // "until June" is no month that a day could be of.
        Some(Expr::Month(month)) if time.bound == Bound::None && time.hours.is_none() => {
            Some(*month)
        }
        _ => None,
    }
}

/// "3 mars", "the 3rd of March".
pub(crate) fn day_month(m: &Match<'_>) -> Made {
    // "dix sept" is seventeen, "six may" a number and a verb.
    if m.time(1)?.latent && m.number(0).is_some_and(|number| number.spelled) {
        return None;
    }
    Sem::time(day_of_month(month_of(m.time(1)?)?, m.int(0)?)?)
}

/// "March 3".
pub(crate) fn month_then_day(m: &Match<'_>) -> Made {
    Sem::time(day_of_month(month_of(m.time(0)?)?, m.int(1)?)?)
}

/// "ides of March": the rule's day.
pub(crate) fn named_day_of_month(m: &Match<'_>) -> Made {
    let month = month_of(m.time(0)?)?;
    let day =
        if m.n() == 0 { if matches!(month, 3 | 5 | 7 | 10) { 15 } else { 13 } } else { m.n() };
    Sem::time(day_of_month(month, day)?)
}

/// "3 mars 2015", "31 octobre 74".
pub(crate) fn with_year(m: &Match<'_>) -> Made {
    let time = m.time(0)?;
    let number = m.number(1)?;
    let year = match number.digits {
        2 => full_year(number.value as i64, 2)?,
        _ => number.value as i64,
    };
    match time.date.as_deref() {
        Some(Expr::MonthDay(month, day)) => Sem::time(full_date(year, *month, *day)?),
        Some(_) if time.pins & pins::YEAR == 0 && time.hours.is_none() => {
            let year = Time::date(Expr::Year(year), pins::YEAR, Form::Year);
            Sem::time(combine::intersect(time, &year, m.now)?.form(time.form).sure())
        }
        _ => None,
    }
}

/// "31/Oct/1974": day, month, year.
pub(crate) fn day_month_year(m: &Match<'_>) -> Made {
    let number = m.number(2)?;
    let year = full_year(number.value as i64, usize::from(number.digits))?;
    Sem::time(full_date(year, month_of(m.time(1)?)?, m.int(0)?)?)
}

/// "2014" alone.
pub(crate) fn year_latent(m: &Match<'_>) -> Made {
    Sem::time(Time::date(Expr::Year(m.int(0)?), pins::YEAR, Form::Year).latent())
}

/// "en 2014", "in 14 AD".
pub(crate) fn year(m: &Match<'_>) -> Made {
    let year = m.int(0).filter(|year| (1..=9999).contains(year))?;
    Sem::time(Time::date(Expr::Year(year), pins::YEAR, Form::Year))
}

/// The rule's quarter or half.
pub(crate) fn quarter(m: &Match<'_>) -> Made {
    let quarter = m.int(0).filter(|quarter| (1..=4).contains(quarter))?;
    Sem::time(Time::date(Expr::Quarter(quarter), pins::MONTH | pins::SEASON, Form::Cycle))
}

pub(crate) fn feast(m: &Match<'_>) -> Made {
    let feast = FEASTS[in_region(m.n() as usize, m.now.region)];
    let pins = pins::MONTH | pins::DAY | pins::WEEK | pins::WEEKDAY | pins::SEASON;
    let mut time = Time::date(Expr::Feast(feast), pins, Form::Holiday);
    time.holiday = Some(feast.name);
    Sem::time(time)
}

/// Spring 0, summer 1, autumn 2, winter 3.
pub(crate) fn season_expr(n: i64) -> Expr {
    match n {
        0 => Expr::Season((3, 20), (6, 20)),
        1 => Expr::Season((6, 21), (9, 23)),
        2 => Expr::Season((9, 23), (12, 20)),
        _ => Expr::Season((12, 21), (3, 20)),
    }
}

pub(crate) fn season(m: &Match<'_>) -> Made {
    Sem::time(Time::date(season_expr(m.n()), pins::SEASON | pins::MONTH | pins::DAY, Form::Season))
}

pub(crate) fn weekend(_: &Match<'_>) -> Made {
    Sem::time(Time::date(Expr::Weekend, pins::WEEKDAY | pins::DAY | pins::WEEK, Form::Weekend))
}

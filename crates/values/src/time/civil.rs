//! Calendar arithmetic on wall clocks: seconds since 1970-01-01T00:00 of a clock without zone.

use chrono::{DateTime, NaiveDateTime};
use model::Grain;

/// What a clock on the wall shows, as seconds since 1970-01-01T00:00 on the same wall.
pub(crate) type Wall = i64;

pub(crate) const MINUTE: i64 = 60;
pub(crate) const HOUR: i64 = 3600;
pub(crate) const DAY: i64 = 86_400;
/// 0001-01-01.
pub(crate) const FIRST: Wall = -62_135_596_800;
/// The end of 9999-12-31.
pub(crate) const LAST: Wall = 253_402_300_800;

/// Days from 1970-01-01 to a civil date (proleptic Gregorian).
pub(crate) fn days_of(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The civil date of a number of days since 1970-01-01.
pub(crate) fn date_of(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

/// Midnight of a civil date.
pub(crate) fn midnight(year: i64, month: i64, day: i64) -> Wall {
    days_of(year, month, day) * DAY
}

/// Year, month, day of a wall time.
pub(crate) fn ymd(wall: Wall) -> (i64, i64, i64) {
    date_of(wall.div_euclid(DAY))
}

pub(crate) fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

pub(crate) fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// 0 is Monday.
pub(crate) fn weekday(wall: Wall) -> i64 {
    (wall.div_euclid(DAY) + 3).rem_euclid(7)
}

/// The beginning of the period of that grain in which `wall` lies. `week_start`: 0 is Monday.
pub(crate) fn floor(wall: Wall, grain: Grain, week_start: i64) -> Wall {
    match grain {
        Grain::Second => wall,
        Grain::Minute => wall.div_euclid(MINUTE) * MINUTE,
        Grain::Hour => wall.div_euclid(HOUR) * HOUR,
        Grain::Day => wall.div_euclid(DAY) * DAY,
        Grain::Week => {
            let day = wall.div_euclid(DAY) * DAY;
            day - (weekday(day) - week_start).rem_euclid(7) * DAY
        }
        Grain::Month => {
            let (year, month, _) = ymd(wall);
            midnight(year, month, 1)
        }
        Grain::Quarter => {
            let (year, month, _) = ymd(wall);
            midnight(year, (month - 1) / 3 * 3 + 1, 1)
        }
        Grain::Year => midnight(ymd(wall).0, 1, 1),
    }
}

/// `wall` plus `count` periods; a day that the target month does not have becomes its last.
/// Results stay between the years 1 and 9999.
pub(crate) fn add(wall: Wall, count: i64, grain: Grain) -> Wall {
    let months = |per: i64| {
        let (year, month, day) = ymd(wall);
        let total = (year * 12 + month - 1).saturating_add(count.saturating_mul(per));
        let total = total.clamp(12, 9999 * 12 + 11);
        let (year, month) = (total.div_euclid(12), total.rem_euclid(12) + 1);
        midnight(year, month, day.min(days_in_month(year, month))) + wall.rem_euclid(DAY)
    };
    let seconds = |per: i64| wall.saturating_add(count.saturating_mul(per));
    match grain {
        Grain::Second => seconds(1),
        Grain::Minute => seconds(MINUTE),
        Grain::Hour => seconds(HOUR),
        Grain::Day => seconds(DAY),
        Grain::Week => seconds(7 * DAY),
        Grain::Month => months(1),
        Grain::Quarter => months(3),
        Grain::Year => months(12),
    }
    .clamp(FIRST, LAST)
}

/// Roughly how long a period is, in seconds: a month counts 30 days, a year 365.
pub(crate) fn seconds_of(grain: Grain) -> i64 {
    match grain {
        Grain::Second => 1,
        Grain::Minute => MINUTE,
        Grain::Hour => HOUR,
        Grain::Day => DAY,
        Grain::Week => 7 * DAY,
        Grain::Month => 30 * DAY,
        Grain::Quarter => 90 * DAY,
        Grain::Year => 365 * DAY,
    }
}

/// The wall time as `chrono` has it.
pub(crate) fn to_naive(wall: Wall) -> NaiveDateTime {
    DateTime::from_timestamp(wall.clamp(FIRST, LAST), 0).unwrap_or_default().naive_utc()
}

/// From `chrono`, without fractions of a second.
pub(crate) fn from_naive(at: NaiveDateTime) -> Wall {
    at.and_utc().timestamp().clamp(FIRST, LAST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_are_inverse_from_the_year_1_to_9999() {
        for days in (days_of(1, 1, 1)..=days_of(9999, 12, 31)).step_by(17) {
            let (year, month, day) = date_of(days);
            assert_eq!(days_of(year, month, day), days);
        }
        assert_eq!(midnight(1, 1, 1), FIRST);
        assert_eq!(midnight(10_000, 1, 1), LAST);
        assert_eq!(weekday(midnight(2013, 2, 12)), 1);
    }

    #[test]
    fn a_month_later_stays_in_the_month() {
        assert_eq!(add(midnight(2024, 1, 31), 1, Grain::Month), midnight(2024, 2, 29));
        assert_eq!(add(midnight(2024, 2, 29), 1, Grain::Year), midnight(2025, 2, 28));
        assert_eq!(add(midnight(2024, 1, 31), -11, Grain::Month), midnight(2023, 2, 28));
    }
}

//! Holidays: on which days of a year they fall.

use super::civil::{self, DAY, Wall};
use super::expr::Occ;

use model::Grain;

/// A holiday: its English name, which is what results carry, and when it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Feast {
    pub name: &'static str,
    pub rule: FeastRule,
}

/// When a holiday is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FeastRule {
    /// Month and day.
    Date(i64, i64),
    /// Month, weekday (0 is Monday), which one (-1 is the last).
    Weekday(i64, i64, i64),
    /// The last such weekday strictly before a date: month, day, weekday.
    WeekdayBefore(i64, i64, i64),
    /// Month, weekday, which one, and so many days later ("the day after Thanksgiving").
    WeekdayPlus(i64, i64, i64, i64),
    /// Days after Western Easter.
    Easter(i64),
    /// From so many days after Western Easter up to, not including, so many.
    EasterSpan(i64, i64),
    /// Days after Orthodox Easter.
    OrthodoxEaster(i64),
    /// From so many days after Orthodox Easter up to, not including, so many.
    OrthodoxEasterSpan(i64, i64),
    /// Month, day, how many days.
    DateSpan(i64, i64, i64),
    /// The last Sunday of May, or the next one when that is Pentecost.
    FrenchMothersDay,
}

impl Feast {
    /// When it is in that year.
    pub(crate) fn in_year(self, year: i64) -> Option<Occ> {
        if !(1..=9999).contains(&year) {
            return None;
        }
        let day = |start: Wall| Some(Occ::point(start, Grain::Day));
        match self.rule {
            FeastRule::Date(month, date) => day(civil::midnight(year, month, date)),
            FeastRule::Weekday(month, weekday, n) => day(nth_weekday(year, month, weekday, n)),
            FeastRule::WeekdayPlus(month, weekday, n, days) => {
                day(nth_weekday(year, month, weekday, n) + days * DAY)
            }
            FeastRule::WeekdayBefore(month, date, weekday) => {
                let limit = civil::midnight(year, month, date);
                let back = (civil::weekday(limit) - weekday - 1).rem_euclid(7) + 1;
                day(limit - back * DAY)
            }
            FeastRule::Easter(days) => day(easter(year) + days * DAY),
            FeastRule::OrthodoxEaster(days) => day(orthodox_easter(year) + days * DAY),
            FeastRule::EasterSpan(from, to) => {
                Some(Occ::interval(easter(year) + from * DAY, easter(year) + to * DAY, Grain::Day))
            }
            FeastRule::OrthodoxEasterSpan(from, to) => Some(Occ::interval(
                orthodox_easter(year) + from * DAY,
                orthodox_easter(year) + to * DAY,
                Grain::Day,
            )),
            FeastRule::FrenchMothersDay => {
                let sunday = nth_weekday(year, 5, 6, -1);
                day(if sunday == easter(year) + 49 * DAY { sunday + 7 * DAY } else { sunday })
            }
            FeastRule::DateSpan(month, date, days) => {
                let start = civil::midnight(year, month, date);
                Some(Occ::interval(start, start + days * DAY, Grain::Day))
            }
        }
    }

    /// How many days it lasts.
    pub(crate) fn days(self) -> i64 {
        match self.rule {
            FeastRule::EasterSpan(from, to) | FeastRule::OrthodoxEasterSpan(from, to) => to - from,
            FeastRule::DateSpan(_, _, days) => days,
            _ => 1,
        }
    }
}

fn nth_weekday(year: i64, month: i64, weekday: i64, n: i64) -> Wall {
    if n > 0 {
        let first = civil::midnight(year, month, 1);
        first + ((weekday - civil::weekday(first)).rem_euclid(7) + (n - 1) * 7) * DAY
    } else {
        let last = civil::midnight(year, month, civil::days_in_month(year, month));
        last - ((civil::weekday(last) - weekday).rem_euclid(7) + (-n - 1) * 7) * DAY
    }
}

/// Western Easter Sunday (the anonymous Gregorian computus).
pub(crate) fn easter(year: i64) -> Wall {
    let a = year % 19;
    let (b, c) = (year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let month = (h + l - 7 * m + 114) / 31;
    let day = (h + l - 7 * m + 114) % 31 + 1;
    civil::midnight(year, month, day)
}

/// Orthodox Easter Sunday, as a Gregorian date (Meeus' Julian computus).
pub(crate) fn orthodox_easter(year: i64) -> Wall {
    let (a, b, c) = (year % 4, year % 7, year % 19);
    let d = (19 * c + 15) % 30;
    let e = (2 * a + 4 * b - d + 34) % 7;
    let month = (d + e + 114) / 31;
    let day = (d + e + 114) % 31 + 1;
    let behind = year / 100 - year / 400 - 2;
    civil::midnight(year, month, day) + behind * DAY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_is_where_the_churches_say() {
        for (year, western, orthodox) in [
            (2013, (3, 31), (5, 5)),
            (2018, (4, 1), (4, 8)),
            (2024, (3, 31), (5, 5)),
            (2025, (4, 20), (4, 20)),
            (2026, (4, 5), (4, 12)),
            (2038, (4, 25), (4, 25)),
        ] {
            assert_eq!(easter(year), civil::midnight(year, western.0, western.1));
            assert_eq!(orthodox_easter(year), civil::midnight(year, orthodox.0, orthodox.1));
        }
    }

    #[test]
    fn moveable_feasts_move() {
        let monday_before =
            Feast { name: "Victoria Day", rule: FeastRule::WeekdayBefore(5, 25, 0) };
        assert_eq!(monday_before.in_year(2026).unwrap().start, civil::midnight(2026, 5, 18));
        let mothers = Feast { name: "Mother's Day", rule: FeastRule::FrenchMothersDay };
        assert_eq!(mothers.in_year(2026).unwrap().start, civil::midnight(2026, 5, 31));
        assert_eq!(mothers.in_year(2023).unwrap().start, civil::midnight(2023, 6, 4));
        let thanksgiving = Feast { name: "Thanksgiving Day", rule: FeastRule::Weekday(11, 3, 4) };
        assert_eq!(thanksgiving.in_year(2013).unwrap().start, civil::midnight(2013, 11, 28));
    }
}

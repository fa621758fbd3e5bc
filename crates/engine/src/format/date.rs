//! Dates in words.

use chrono::{DateTime, Datelike, Days, FixedOffset, Timelike};
use model::{DatePoint, Grain, Locale, Timestamp, Value};

use Language::{English, French, Other};

/// How a date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DateStyle {
    /// "mardi 3 mars à 8 h", "Tuesday 3 March at 8:00".
    Long,
    /// "3 mars à 8 h", "3 March at 8:00".
    Medium,
    /// "03/03/2026 08:00".
    Short,
    /// Long, without the time of day.
    Day,
    /// "8 h 30", "8:30".
    Time,
    /// "mardi", "Tuesday".
    Weekday,
    /// "mars", "March".
    Month,
    /// "2026".
    Year,
    /// ISO 8601.
    Iso,
}

impl DateStyle {
    /// The style of that name; none is long.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "" | "long" => Self::Long,
            "medium" => Self::Medium,
            "short" => Self::Short,
            "day" => Self::Day,
            "time" => Self::Time,
            "weekday" => Self::Weekday,
            "month" => Self::Month,
            "year" => Self::Year,
            "iso" => Self::Iso,
            _ => return None,
        })
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Language {
    French,
    English {
        american: bool,
    },
    /// ISO 8601.
    Other,
}

/// A date or a period in words; `None` for other values, and for a time of day that the value
/// does not hold.
pub(super) fn date(
    value: &Value,
    style: DateStyle,
    locale: &Locale,
    now: Timestamp,
) -> Option<String> {
    let language = match (locale.language(), locale.region()) {
        ("fr", _) => French,
        ("en", region) => English { american: region == Some("US") },
        _ => Other,
    };
    let writer = Writer { language, style, now };
    match value {
        Value::Date(point) => writer.point(point),
        Value::DateInterval { from, to } => writer.interval(from.as_ref(), to.as_ref()),
        _ => None,
    }
}

struct Writer {
    language: Language,
    style: DateStyle,
    now: Timestamp,
}

impl Writer {
    fn point(&self, point: &DatePoint) -> Option<String> {
        let has_time = point.grain <= Grain::Hour;
        let at = point.at;
        match self.style {
            DateStyle::Iso => Some(iso(&at, has_time)),
            DateStyle::Time => has_time.then(|| self.time(&at)),
            DateStyle::Weekday => (point.grain <= Grain::Day).then(|| self.weekday(&at)),
            DateStyle::Month => (point.grain <= Grain::Month).then(|| self.month(&at)),
            DateStyle::Year => Some(at.year().to_string()),
            DateStyle::Day => Some(self.day(&at, point.grain)),
            DateStyle::Short if has_time => {
                Some(format!("{} {}", self.digits(&at), self.short_time(&at)))
            }
            DateStyle::Short if point.grain == Grain::Day => Some(self.digits(&at)),
            DateStyle::Long | DateStyle::Medium if has_time => {
                let day = self.day(&at, Grain::Day);
                let time = self.time(&at);
                Some(match self.language {
                    French => format!("{day} à {time}"),
                    English { .. } => format!("{day} at {time}"),
                    Other => format!("{day} {time}"),
                })
            }
            DateStyle::Long | DateStyle::Medium | DateStyle::Short => {
                Some(self.day(&at, point.grain))
            }
        }
    }

    fn interval(&self, from: Option<&DatePoint>, to: Option<&DatePoint>) -> Option<String> {
        let to = to.map(last_included);
        match (from, to) {
            (Some(from), Some(to)) if self.style == DateStyle::Iso => {
                Some(format!("{}/{}", self.point(from)?, self.point(&to)?))
            }
            (Some(from), Some(to)) => self.between(from, &to),
            (Some(from), None) => {
                let from = self.point(from)?;
                Some(match self.language {
                    French if self.style == DateStyle::Time => format!("à partir de {from}"),
                    French => format!("à partir du {from}"),
                    English { .. } => format!("from {from}"),
                    Other => format!("{from} –"),
                })
            }
            (None, Some(to)) => {
                let to = self.point(&to)?;
                Some(match self.language {
                    French if self.style == DateStyle::Time => format!("jusqu'à {to}"),
                    French => format!("jusqu'au {to}"),
                    English { .. } => format!("until {to}"),
                    Other => format!("– {to}"),
                })
            }
            (None, None) => None,
        }
    }

    fn between(&self, from: &DatePoint, to: &DatePoint) -> Option<String> {
        let timed = from.grain <= Grain::Hour && to.grain <= Grain::Hour;
        let midnight = timed && is_next_midnight(&from.at, &to.at);
        let same_day = midnight || from.at.date_naive() == to.at.date_naive();
        let day_only = matches!(
            self.style,
            DateStyle::Day | DateStyle::Weekday | DateStyle::Month | DateStyle::Year
        );
        if same_day && (day_only || !timed) {
            return self.point(from);
        }
        if same_day {
            return Some(self.hours(from, to, midnight));
        }
        // "Until Monday 0:00" is until the end of Sunday.
        let to = match timed && to.at.num_seconds_from_midnight() == 0 {
            true => day_before(to),
            false => *to,
        };
        let (start, end) = (self.point(from)?, self.point(&to)?);
        Some(match self.language {
            French if self.style == DateStyle::Time => format!("de {start} à {end}"),
            French => format!("du {start} au {end}"),
            English { .. } => format!("from {start} to {end}"),
            Other => format!("{start} – {end}"),
        })
    }

    /// Hours of one day, perhaps up to its end.
    fn hours(&self, from: &DatePoint, to: &DatePoint, midnight: bool) -> String {
        if self.style != DateStyle::Short
            && let Some(part) = DayPart::of(&from.at, &to.at)
            && let Some(words) = part.words(self.language, self.style)
        {
            return match self.style {
                DateStyle::Time => words.to_owned(),
                _ => format!("{} {words}", self.day(&from.at, Grain::Day)),
            };
        }
        let (start, end) = match (self.style, self.language) {
            (DateStyle::Short, _) => (self.short_time(&from.at), self.short_time(&to.at)),
            (_, French) if midnight => (self.time(&from.at), "minuit".to_owned()),
            (_, English { .. }) if midnight => (self.time(&from.at), "midnight".to_owned()),
            _ => (self.time(&from.at), self.time(&to.at)),
        };
        let times = match self.language {
            French => format!("de {start} à {end}"),
            English { .. } => format!("from {start} to {end}"),
            Other => format!("{start}–{end}"),
        };
        match self.style {
            DateStyle::Time => times,
            DateStyle::Short => format!("{} {times}", self.digits(&from.at)),
            _ => format!("{} {times}", self.day(&from.at, Grain::Day)),
        }
    }

    /// The day, or the longer period, without a time of day.
    fn day(&self, at: &DateTime<FixedOffset>, grain: Grain) -> String {
        let year = at.year();
        match (grain, self.language) {
            (Grain::Year, _) => year.to_string(),
            (Grain::Quarter, French) => match at.month0() / 3 + 1 {
                1 => format!("1er trimestre {year}"),
                quarter => format!("{quarter}e trimestre {year}"),
            },
            (Grain::Quarter, _) => format!("Q{} {year}", at.month0() / 3 + 1),
            (Grain::Month, Other) => format!("{year}-{:02}", at.month()),
            (Grain::Month, _) => format!("{} {year}", self.month(at)),
            (Grain::Week, French) => format!("semaine du {}", self.day_of_month(at)),
            (Grain::Week, English { .. }) => format!("week of {}", self.day_of_month(at)),
            (_, Other) => iso(at, false),
            _ => {
                let day = self.day_of_month(at);
                let weekday = self.weekday(at);
                match (self.style == DateStyle::Medium, self.language) {
                    (true, _) => day,
                    (false, English { american: true }) => format!("{weekday}, {day}"),
                    (false, _) => format!("{weekday} {day}"),
                }
            }
        }
    }

    /// Day and month, and the year when it is not the present one.
    fn day_of_month(&self, at: &DateTime<FixedOffset>) -> String {
        let (day, month, year) = (at.day(), self.month(at), at.year());
        let other_year = year != self.now.to_utc().with_timezone(at.offset()).year();
        match (self.language, day, other_year) {
            (French, 1, false) => format!("1er {month}"),
            (French, 1, true) => format!("1er {month} {year}"),
            (English { american: true }, _, false) => format!("{month} {day}"),
            (English { american: true }, _, true) => format!("{month} {day}, {year}"),
            (Other, _, _) => iso(at, false),
            (_, _, false) => format!("{day} {month}"),
            (_, _, true) => format!("{day} {month} {year}"),
        }
    }

    fn time(&self, at: &DateTime<FixedOffset>) -> String {
        let (hour, minute) = (at.hour(), at.minute());
        match self.language {
            French if minute == 0 => format!("{hour} h"),
            French => format!("{hour} h {minute:02}"),
            English { american: true } => {
                let (afternoon, hour) = at.hour12();
                format!("{hour}:{minute:02} {}", if afternoon { "PM" } else { "AM" })
            }
            English { american: false } => format!("{hour}:{minute:02}"),
            Other => format!("{hour:02}:{minute:02}"),
        }
    }

    fn short_time(&self, at: &DateTime<FixedOffset>) -> String {
        match self.language {
            English { american: true } => self.time(at),
            _ => format!("{:02}:{:02}", at.hour(), at.minute()),
        }
    }

    fn digits(&self, at: &DateTime<FixedOffset>) -> String {
        let (day, month, year) = (at.day(), at.month(), at.year());
        match self.language {
            French | English { american: false } => format!("{day:02}/{month:02}/{year}"),
            English { american: true } => format!("{month}/{day}/{year}"),
            Other => iso(at, false),
        }
    }

    fn weekday(&self, at: &DateTime<FixedOffset>) -> String {
        const FRENCH: [&str; 7] =
            ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
        const ENGLISH: [&str; 7] =
            ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
        let day = at.weekday().num_days_from_monday() as usize;
        match self.language {
            French => FRENCH[day].to_owned(),
            English { .. } => ENGLISH[day].to_owned(),
            Other => iso(at, false),
        }
    }

    fn month(&self, at: &DateTime<FixedOffset>) -> String {
        const FRENCH: [&str; 12] = [
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ];
        const ENGLISH: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let month = at.month0() as usize;
        match self.language {
            French => FRENCH[month].to_owned(),
            English { .. } => ENGLISH[month].to_owned(),
            Other => format!("{}-{:02}", at.year(), at.month()),
        }
    }
}

/// The parts of a day that have a name, as the readers of values understand them.
#[derive(Clone, Copy)]
enum DayPart {
    Morning,
    Afternoon,
    Evening,
}

impl DayPart {
    fn of(from: &DateTime<FixedOffset>, to: &DateTime<FixedOffset>) -> Option<Self> {
        if (from.minute(), to.minute()) != (0, 0) {
            return None;
        }
        match (from.hour(), to.hour()) {
            (0 | 4, 12) => Some(Self::Morning),
            (12, 19) => Some(Self::Afternoon),
            (18, 0) => Some(Self::Evening),
            _ => None,
        }
    }

    fn words(self, language: Language, style: DateStyle) -> Option<&'static str> {
        let alone = style == DateStyle::Time;
        Some(match (self, language) {
            (Self::Morning, French) if alone => "le matin",
            (Self::Afternoon, French) if alone => "l'après-midi",
            (Self::Evening, French) if alone => "le soir",
            (Self::Morning, French) => "au matin",
            (Self::Afternoon, French) => "dans l'après-midi",
            (Self::Evening, French) => "au soir",
            (Self::Morning, English { .. }) => "in the morning",
            (Self::Afternoon, English { .. }) => "in the afternoon",
            (Self::Evening, English { .. }) => "in the evening",
            (_, Other) => return None,
        })
    }
}

fn is_next_midnight(from: &DateTime<FixedOffset>, to: &DateTime<FixedOffset>) -> bool {
    to.num_seconds_from_midnight() == 0 && from.date_naive().succ_opt() == Some(to.date_naive())
}

/// Intervals end with the first instant after them; people name the last day of them. Times of
/// day are named as they are.
fn last_included(to: &DatePoint) -> DatePoint {
    if to.grain < Grain::Day { *to } else { day_before(to) }
}

/// The day that ends at this instant. It says the end of every longer period.
fn day_before(to: &DatePoint) -> DatePoint {
    match to.at.checked_sub_days(Days::new(1)) {
        Some(at) => DatePoint { at, grain: Grain::Day },
        None => *to,
    }
}

fn iso(at: &DateTime<FixedOffset>, has_time: bool) -> String {
    if has_time {
        at.format("%Y-%m-%dT%H:%M:%S%:z").to_string()
    } else {
        at.format("%Y-%m-%d").to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_772_438_400_000); // 2026-03-02T08:00:00Z

    fn point(at: &str, grain: Grain) -> DatePoint {
        DatePoint { at: at.parse().unwrap(), grain }
    }

    #[track_caller]
    fn check(at: &str, grain: Grain, locale: &str, style: &str, expected: &str) {
        let style = DateStyle::from_name(style).unwrap();
        let text = date(&Value::Date(point(at, grain)), style, &locale.parse().unwrap(), NOW);
        assert_eq!(text.as_deref(), (!expected.is_empty()).then_some(expected));
    }

    #[test]
    fn dates_are_written_as_people_do() {
        let eight = "2026-03-03T08:00:00+01:00";
        check(eight, Grain::Hour, "fr", "long", "mardi 3 mars à 8 h");
        check(eight, Grain::Hour, "en", "long", "Tuesday 3 March at 8:00");
        check(eight, Grain::Hour, "en-US", "long", "Tuesday, March 3 at 8:00 AM");
        check(eight, Grain::Hour, "fr", "medium", "3 mars à 8 h");
        check(eight, Grain::Hour, "fr", "short", "03/03/2026 08:00");
        check(eight, Grain::Hour, "en-US", "short", "3/3/2026 8:00 AM");
        check(eight, Grain::Hour, "fr", "day", "mardi 3 mars");
        check(eight, Grain::Hour, "fr", "time", "8 h");
        check(eight, Grain::Hour, "fr", "weekday", "mardi");
        check(eight, Grain::Hour, "en", "month", "March");
        check(eight, Grain::Hour, "fr", "year", "2026");
        check(eight, Grain::Hour, "fr", "iso", "2026-03-03T08:00:00+01:00");
        check(eight, Grain::Hour, "de", "long", "2026-03-03 08:00");
        check(eight, Grain::Day, "fr", "time", "");
        check(
            "2026-03-01T18:05:00+01:00",
            Grain::Minute,
            "fr",
            "long",
            "dimanche 1er mars à 18 h 05",
        );
        check("2027-01-01T00:00:00+01:00", Grain::Day, "fr", "long", "vendredi 1er janvier 2027");
        check("2027-01-01T00:00:00+01:00", Grain::Day, "en-US", "long", "Friday, January 1, 2027");
        check("2026-03-01T00:00:00+01:00", Grain::Month, "fr", "long", "mars 2026");
        check("2026-03-02T00:00:00+01:00", Grain::Week, "fr", "long", "semaine du 2 mars");
        check("2026-04-01T00:00:00+02:00", Grain::Quarter, "fr", "long", "2e trimestre 2026");
    }

    #[test]
    fn periods_name_their_last_day_and_their_hours() {
        let check =
            |from: Option<DatePoint>, to: Option<DatePoint>, locale: &str, expected: &str| {
                let value = Value::DateInterval { from, to };
                let text = date(&value, DateStyle::Long, &locale.parse().unwrap(), NOW);
                assert_eq!(text.as_deref(), Some(expected));
            };
        let day = |day: u32| Some(point(&format!("2026-03-{day:02}T00:00:00+01:00"), Grain::Day));
        let hour =
            |hour: u32| Some(point(&format!("2026-03-03T{hour:02}:00:00+01:00"), Grain::Hour));
        check(day(3), day(6), "fr", "du mardi 3 mars au jeudi 5 mars");
        check(day(3), day(6), "en", "from Tuesday 3 March to Thursday 5 March");
        check(day(3), day(4), "fr", "mardi 3 mars");
        check(hour(8), hour(10), "fr", "mardi 3 mars de 8 h à 10 h");
        check(hour(8), hour(10), "en", "Tuesday 3 March from 8:00 to 10:00");
        let midnight = Some(point("2026-03-04T00:00:00+01:00", Grain::Hour));
        check(hour(20), midnight, "fr", "mardi 3 mars de 20 h à minuit");
        check(hour(20), midnight, "en", "Tuesday 3 March from 20:00 to midnight");
        check(hour(18), midnight, "fr", "mardi 3 mars au soir");
        let monday = Some(point("2026-03-09T00:00:00+01:00", Grain::Hour));
        check(hour(18), monday, "fr", "du mardi 3 mars à 18 h au dimanche 8 mars");
        check(hour(18), midnight, "en", "Tuesday 3 March in the evening");
        check(hour(4), hour(12), "fr", "mardi 3 mars au matin");
        check(hour(0), hour(12), "en", "Tuesday 3 March in the morning");
        check(hour(12), hour(19), "fr", "mardi 3 mars dans l'après-midi");
        check(day(3), None, "fr", "à partir du mardi 3 mars");
        check(None, day(6), "en", "until Thursday 5 March");
    }
}

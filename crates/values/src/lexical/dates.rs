//! Dates and times in digits: 2026-03-02T09:00, 31/10/74, 24.12.2014, 15:30, 17/02.

use model::Grain;

use crate::engine::node::Sem;
use crate::engine::text::{Token, TokenKind};
use crate::time::build::{Clock, Form, Time, pins};
use crate::time::civil;
use crate::time::expr::{Expr, Occ};

/// How a locale writes dates in digits.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct DateStyle {
    /// 02/15 is February 15.
    pub month_first: bool,
    /// "17 02" is a date.
    pub spaces: bool,
    /// "1.3.2013", "15.2." are dates.
    pub dots: bool,
    /// "15.30" is a time.
    pub dotted_time: bool,
    /// Whether the order of day and month is a guess.
    pub order_unsaid: bool,
}

struct Reader<'a> {
    text: &'a str,
    tokens: &'a [Token],
}

impl Reader<'_> {
    fn digits(&self, at: usize) -> Option<(i64, usize)> {
        let token = self.tokens.get(at).filter(|t| t.kind == TokenKind::Digits)?;
        let body = &self.text[token.start..token.end];
        if body.len() > 4 {
            return None;
        }
        Some((body.parse().ok()?, body.len()))
    }

    fn sign(&self, at: usize) -> Option<&str> {
        let token = self.tokens.get(at).filter(|t| t.kind == TokenKind::Sign)?;
        Some(&self.text[token.start..token.end])
    }

    fn glued(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| !token.spaced)
    }

    fn word(&self, at: usize) -> &str {
        match self.tokens.get(at) {
            Some(token) if token.kind == TokenKind::Word => &self.text[token.start..token.end],
            _ => "",
        }
    }

    /// "15:30", "15:30:00": where it ends and the clock.
    fn clock(&self, at: usize, signs: &[&str]) -> Option<(usize, Clock)> {
        let (hour, length) = self.digits(at)?;
        let sign = self.sign(at + 1).filter(|sign| signs.contains(sign))?;
        let (minute, minute_length) = self.digits(at + 2)?;
        if hour > 24 || length > 2 || minute > 59 || minute_length != 2 {
            return None;
        }
        if !self.glued(at + 1) || !self.glued(at + 2) {
            return None;
        }
        let mut clock = Clock::minute(hour, minute, length == 1 || hour > 9 && hour <= 12);
        if self.sign(at + 3) == Some(sign)
            && self.glued(at + 3)
            && self.glued(at + 4)
            && let Some((second, 2)) = self.digits(at + 4)
            && second < 60
        {
            clock.second = Some(second);
            return Some((at + 5, clock));
        }
        Some((at + 3, clock))
    }

    /// "Z", "+02:00" after an ISO time: where it ends and the offset in seconds.
    fn offset(&self, at: usize) -> (usize, Option<i64>) {
        if !self.glued(at) {
            return (at, None);
        }
        if matches!(self.word(at), "Z" | "z") {
            return (at + 1, Some(0));
        }
        let sign = match self.sign(at) {
            Some("+") => 1,
            Some("-") => -1,
            _ => return (at, None),
        };
        match (self.digits(at + 1), self.sign(at + 2), self.digits(at + 3)) {
            (Some((hours, 2)), Some(":"), Some((minutes, 2))) if hours < 24 && minutes < 60 => {
                (at + 4, Some(sign * (hours * 3600 + minutes * 60)))
            }
            (Some((packed, 4)), _, _) if packed / 100 < 24 && packed % 100 < 60 => {
                (at + 2, Some(sign * (packed / 100 * 3600 + packed % 100 * 60)))
            }
            _ => (at, None),
        }
    }
}

/// A year of two digits: until 49 in this century.
pub(crate) fn full_year(year: i64, length: usize) -> Option<i64> {
    match length {
        2 if year < 50 => Some(2000 + year),
        2 => Some(1900 + year),
        4 if year >= 1 => Some(year),
        _ => None,
    }
}

/// A date of the calendar; `None` when there is no such day.
pub(crate) fn full_date(year: i64, month: i64, day: i64) -> Option<Time> {
    if !(1..=9999).contains(&year)
        || !(1..=12).contains(&month)
        || day < 1
        || day > civil::days_in_month(year, month)
    {
        return None;
    }
    let occ = Occ::point(civil::midnight(year, month, day), Grain::Day);
    Some(Time::date(Expr::Fixed(occ), pins::FULL, Form::MonthDay))
}

/// A day of some year.
pub(crate) fn month_day(month: i64, day: i64) -> Option<Time> {
    ((1..=12).contains(&month) && day >= 1 && day <= civil::days_in_month(2000, month)).then(|| {
        Time::date(Expr::MonthDay(month, day), pins::MONTH | pins::DAY | pins::WEEK, Form::MonthDay)
    })
}

/// Dates and times in digits that begin at token `at`: where each ends, its meaning, its cost.
pub(crate) fn starting_at(
    text: &str,
    tokens: &[Token],
    at: usize,
    style: DateStyle,
    found: &mut Vec<(usize, Sem, f32)>,
) {
    found.clear();
    let reader = Reader { text, tokens };
    let Some((first, length)) = reader.digits(at) else { return };
    let mut push = |end: usize, time: Option<Time>, cost: f32| {
        if let Some(sem) = time.and_then(Sem::time) {
            found.push((end, sem, cost));
        }
    };
    // Times of day.
    if let Some((end, clock)) = reader.clock(at, &[":"]) {
        push(end, Some(Time::clock(clock)), 0.2);
    }
    if style.dotted_time
        && let Some((end, clock)) = reader.clock(at, &["."])
        && clock.hour < 24
    {
        push(end, Some(Time::clock(clock).latent()), 0.9);
    }
    // Dates: year first.
    if length == 4
        && let Some(sign @ ("-" | "/" | ".")) = reader.sign(at + 1)
        && let (Some((month, 1..=2)), Some((day, 1..=2))) =
            (reader.digits(at + 2), reader.digits(at + 4))
        && reader.sign(at + 3) == Some(sign)
        && (at + 1..at + 5).all(|i| reader.glued(i))
    {
        let date = full_date(first, month, day);
        push(at + 5, date.clone(), 0.1);
        let from = if matches!(reader.word(at + 5), "T" | "t") { at + 6 } else { at + 5 };
        if let Some((end, clock)) = reader.clock(from, &[":"])
            && let Some(date) = date
        {
            let clock = Clock { twelve: false, ..clock };
            let mut time = Time { hours: Some(crate::time::build::Hours::At(clock)), ..date };
            push(end, Some(time.clone()), 0.1);
            // Fractions of a second are read and dropped.
            let end = match (reader.sign(end), reader.glued(end)) {
                (Some("."), true) if clock.second.is_some() => end + 2,
                _ => end,
            };
            let (end, offset) = reader.offset(end.min(tokens.len()));
            time.zone = offset;
            push(end.min(tokens.len()), Some(time), 0.1);
        }
        return;
    }
    if length > 2 || first == 0 {
        return;
    }
    let dotted = reader.sign(at + 1) == Some(".");
    let order = |a: i64, b: i64| if style.month_first && !dotted { (a, b) } else { (b, a) };
    let dated = |a: i64, b: i64, make: &dyn Fn(i64, i64) -> Option<Time>| {
        let (month, day) = order(a, b);
        if month > 12 && day <= 12 {
            return make(day, month);
        }
        let other = if style.order_unsaid && !dotted && a != b { make(day, month) } else { None };
        make(month, day).map(|date| date.or(other))
    };
    let sign = reader.sign(at + 1);
    let separated = match sign {
        Some("/" | "-") => true,
        // With a year and dots it is a European date everywhere.
        Some(".") => {
            style.dots
                || reader.sign(at + 3) == Some(".")
                    && reader.digits(at + 4).is_some_and(|(_, length)| length == 4)
        }
        _ => false,
    };
    if let (true, Some(sign), Some((second, 1..=2))) = (separated, sign, reader.digits(at + 2)) {
        let tight = reader.glued(at + 1) && reader.glued(at + 2);
        let mut full = false;
        if tight
            && reader.sign(at + 3) == Some(sign)
            && reader.glued(at + 3)
            && reader.glued(at + 4)
            && let Some((year, year_length)) = reader.digits(at + 4)
            && let Some(year) = full_year(year, year_length)
        {
            push(at + 5, dated(first, second, &|m, d| full_date(year, m, d)), 0.2);
            full = true;
        }
        // "3/4 h", "9-11" are often no dates.
        let cost = if sign == "/" { 0.8 } else { 3.0 };
        let fraction = sign == "/" && !full && length == 1 && second < 10;
        let day = dated(first, second, &month_day);
        let latent = fraction || sign != "/" || !tight;
        if !full && (tight || style.month_first) {
            push(at + 3, day.map(|day| if latent { day.latent() } else { day }), cost);
        }
        if sign == "." && tight && reader.sign(at + 3) == Some(".") && reader.glued(at + 3) {
            push(at + 4, dated(first, second, &month_day), 0.8);
        }
    }
    if style.spaces
        && let Some((second, 1..=2)) = reader.digits(at + 1)
        && !reader.glued(at + 1)
    {
        if let Some((year, year_length)) = reader.digits(at + 2)
            && !reader.glued(at + 2)
            && let Some(year) = full_year(year, year_length)
        {
            let date = dated(first, second, &|month, day| full_date(year, month, day));
            let sure = year_length == 4;
            push(at + 3, date.map(|date| if sure { date } else { date.latent() }), 0.6);
        }
        push(at + 2, dated(first, second, &month_day).map(Time::latent), 1.5);
    }
}

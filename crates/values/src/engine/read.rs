//! From a text to its values.

use std::cell::Cell;
use std::rc::Rc;

use chrono::Timelike;
use model::{Dimension, Grain, Measure, ReadingContext, Span, Value, ValueFound};

use super::chart::Chart;
use super::cover::{Piece, longest};
use super::node::{Amount, Sem};
use super::text::{self, Token, TokenKind};
use crate::languages::{self, Language};
use crate::lexical::{addresses, dates, numbers, phones};
use crate::reading::{Reading, Recurrence};
use crate::time::build::{Bound, Clock, Form, Time, pins};
use crate::time::civil;
use crate::time::expr::{Expr, Now};
use crate::time::resolve;
use crate::zone::Zone;

/// How much was done, for tests of the bound.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Work {
    /// Elements of rules compared.
    pub rule_steps: u32,
    /// Stretches of time looked at.
    pub time_steps: u32,
}

/// A possible value: which tokens, what, how likely.
struct Candidate {
    start: usize,
    end: usize,
    /// How many tokens it has; 0 where that does not matter.
    words: usize,
    dimension: Dimension,
    latent: bool,
    cost: f32,
    sem: Sem,
}

impl Candidate {
    fn piece(&self) -> Piece {
        Piece { start: self.start, end: self.end, latent: self.latent, cost: self.cost }
    }

    /// "le 27", "the 27th": neither a bare number nor "the first".
    fn is_day_number(&self, text: &str) -> bool {
        self.words > 1
            && text[self.start..self.end].contains(|c: char| c.is_ascii_digit())
            && matches!(&self.sem, Sem::Time(time)
                if time.latent && time.form == Form::DayNumber && time.hours.is_none())
    }
}

/// What the longest reading of a text as a time says, before it is known which instant that is.
pub(crate) fn datetime(text: &str, context: &ReadingContext, language: &Language) -> Option<Time> {
    let tokens = text::tokens(text, &language.grammar.vocabulary);
    let zone = Zone::named(&context.zone);
    let now = present(context, zone);
    let mut chart = Chart::new(&language.grammar, &tokens, &now, zone);
    seed(text, &tokens, language, context, &mut chart);
    chart.run();
    let nodes = chart.nodes.iter().filter_map(|node| {
        let (time, cost) = match &node.sem {
            Sem::Time(time) => (Time::clone(time), node.cost),
            other => match bare_hour(other)? {
                Sem::Time(time) => (Time::clone(&time), node.cost + 6.0),
                _ => return None,
            },
        };
        Some((node.end - node.start, time, cost))
    });
    nodes
        .max_by(|a, b| a.0.cmp(&b.0).then(b.1.latent.cmp(&a.1.latent)).then(b.2.total_cmp(&a.2)))
        .map(|(_, time, _)| time)
}

fn present(context: &ReadingContext, zone: Zone) -> Now {
    let wall = zone.wall(context.now);
    Now {
        wall: civil::from_naive(wall.with_nanosecond(0).unwrap_or(wall)),
        week_start: languages::week_start(&context.locale),
        region: languages::region(&context.locale),
        steps: Cell::new(0),
    }
}

/// Reads the values of a text in a language that has rules.
pub(crate) fn read(
    text: &str,
    context: &ReadingContext,
    language: &Language,
) -> (Vec<Reading>, Work) {
    let wants = |dimension| context.dimensions.contains(&dimension);
    let linked = (wants(Dimension::Email) || wants(Dimension::Url))
        && text.bytes().any(|b| matches!(b, b'@' | b'.' | b':'));
    let spoken = wants(Dimension::Email);
    let tokens = text::tokens(text, &language.grammar.vocabulary);
    let worth = text::worth_reading(&tokens, &language.grammar.vocabulary, context.latent);
    if !linked && !spoken && !worth {
        return (Vec::new(), Work::default());
    }
    let zone = Zone::named(&context.zone);
    let now = present(context, zone);
    let mut candidates = Vec::new();
    let mut work = Work::default();
    if worth {
        let mut chart = Chart::new(&language.grammar, &tokens, &now, zone);
        seed(text, &tokens, language, context, &mut chart);
        chart.run();
        work.rule_steps = chart.steps;
        for node in &chart.nodes {
            let (start, end) = (usize::from(node.start), usize::from(node.end));
            if context.latent
                && wants(Dimension::Datetime)
                && let Some(hour) = bare_hour(&node.sem)
                && !cuts_a_word(&tokens, start, end)
            {
                candidates.push(Candidate {
                    start: tokens[start].start,
                    end: tokens[end - 1].end,
                    words: 1,
                    dimension: Dimension::Datetime,
                    latent: true,
                    cost: node.cost + 6.0,
                    sem: hour,
                });
            }
            let Some((dimension, latent)) = dimension_of(&node.sem) else { continue };
            // Of latent ones only the numbers of days may still become sure.
            let day = matches!(&node.sem, Sem::Time(time) if time.form == Form::DayNumber);
            if !wants(dimension) || latent && !context.latent && !day {
                continue;
            }
            if cuts_a_word(&tokens, start, end) {
                continue;
            }
            candidates.push(Candidate {
                start: tokens[start].start,
                end: tokens[end - 1].end,
                words: end - start,
                dimension,
                latent,
                cost: node.cost,
                sem: node.sem.clone(),
            });
        }
    }
    if linked {
        for (start, end, sem) in addresses::written(text) {
            let dimension =
                if matches!(sem, Sem::Email(_)) { Dimension::Email } else { Dimension::Url };
            if wants(dimension) {
                candidates.push(Candidate {
                    start,
                    end,
                    words: 0,
                    dimension,
                    latent: false,
                    cost: 0.0,
                    sem,
                });
            }
        }
    }
    if spoken {
        for ((start, end, sem), sure) in addresses::spoken(text, &tokens, language.at, language.dot)
        {
            if sure || context.latent {
                candidates.push(Candidate {
                    start,
                    end,
                    words: 0,
                    dimension: Dimension::Email,
                    latent: !sure,
                    cost: 0.5,
                    sem,
                });
            }
        }
    }
    days_of_dates_before(text, &mut candidates, &now);
    candidates.retain(|candidate| context.latent || !candidate.latent);
    let readings = cover(text, candidates, &now, zone);
    work.time_steps = now.steps.get();
    (readings, work)
}

fn seed(
    text: &str,
    tokens: &[Token],
    language: &Language,
    context: &ReadingContext,
    chart: &mut Chart<'_>,
) {
    let style = languages::date_style(language, &context.locale);
    let mut found = Vec::new();
    let phones = context.dimensions.contains(&Dimension::PhoneNumber);
    let mut numbers_asked = 0;
    for at in 0..tokens.len() {
        numbers::starting_at(text, tokens, at, &language.numbers, &mut found);
        for (end, sem, cost) in found.drain(..) {
            chart.add(at, end, sem, cost);
        }
        if tokens[at].kind == TokenKind::Digits {
            dates::starting_at(text, tokens, at, style, &mut found);
            for (end, sem, cost) in found.drain(..) {
                chart.add(at, end, sem, cost);
            }
        }
        if phones
            && numbers_asked < NUMBERS_ASKED_MAX
            && tokens[at].kind != TokenKind::Word
            && let Some((end, sem)) = phones::starting_at(text, tokens, at, &context.locale)
        {
            numbers_asked += 1;
            chart.add(at, end, sem, 0.5);
        }
    }
    chart.add_phrases();
}

fn dimension_of(sem: &Sem) -> Option<(Dimension, bool)> {
    Some(match sem {
        Sem::Words(_) | Sem::Grain(_) => return None,
        Sem::Number(number) => (Dimension::Number, number.article),
        Sem::Ordinal { latent, .. } => (Dimension::Ordinal, *latent),
        Sem::Duration { latent, .. } => (Dimension::Duration, *latent),
        Sem::Time(time) => (Dimension::Datetime, time.latent),
        Sem::Amount(amount) => (
            match amount.measure {
                Measure::AmountOfMoney => Dimension::AmountOfMoney,
                Measure::Temperature => Dimension::Temperature,
                Measure::Distance => Dimension::Distance,
                Measure::Volume => Dimension::Volume,
                Measure::Quantity => Dimension::Quantity,
                Measure::Percentage => Dimension::Percentage,
            },
            amount.latent,
        ),
        Sem::Email(_) => (Dimension::Email, false),
        Sem::Url(_) => (Dimension::Url, false),
        Sem::Phone { latent, .. } => (Dimension::PhoneNumber, *latent),
    })
}

/// "le 20 mars, retour le 27": after a date, the number of a day is one, on or after that date.
fn days_of_dates_before(text: &str, candidates: &mut [Candidate], now: &Now) {
    let day_of = |candidate: &Candidate| match &candidate.sem {
        Sem::Time(time)
            if !time.latent
                && time.pins & pins::MONTH != 0
                && time.bound == Bound::None
                && time.form != Form::Instant =>
        {
            resolve::occurrence(time, now).map(|occ| (candidate.end, occ.start))
        }
        _ => None,
    };
    if !candidates.iter().any(|c| c.is_day_number(text)) {
        return;
    }
    let dates: Vec<_> = candidates.iter().filter_map(day_of).collect();
    for candidate in candidates.iter_mut().filter(|candidate| candidate.is_day_number(text)) {
        let before = dates.iter().filter(|(end, _)| *end < candidate.start).max();
        let (Some((_, from)), Sem::Time(time)) = (before, &candidate.sem) else { continue };
        let Some(day) = time.date.as_ref().and_then(|date| date.first_from(now, *from)) else {
            continue;
        };
        let sure = Time { date: Some(Rc::new(Expr::Fixed(day))), ..Time::clone(time) };
        candidate.sem = Sem::Time(Rc::new(sure.sure()));
        candidate.latent = false;
    }
}

/// "8": the hour that a bare number means to whoever asked for one; it may be a day as well.
fn bare_hour(sem: &Sem) -> Option<Sem> {
    let Sem::Number(number) = sem else { return None };
    let whole = number.value.fract() == 0.0 && (0.0..=24.0).contains(&number.value);
    if !whole || number.article || number.vague || number.digits > 2 {
        return None;
    }
    let hour = number.value as i64;
    let day = Time::date(Expr::DayOfMonth(hour), pins::DAY | pins::WEEK, Form::DayNumber);
    let time = Time::clock(Clock::hour(hour, true)).form(Form::BareHour).latent();
    Sem::time(time.or((hour > 0).then_some(day)))
}

/// "a320", "4x4", "h2o": a number that is part of a word is none.
fn cuts_a_word(tokens: &[Token], start: usize, end: usize) -> bool {
    let glued = |left: usize, right: usize| {
        let (Some(left), Some(right)) = (tokens.get(left), tokens.get(right)) else { return false };
        !right.spaced
            && left.kind != TokenKind::Sign
            && right.kind != TokenKind::Sign
            && left.kind != right.kind
    };
    start > 0 && glued(start - 1, start) || glued(end - 1, end)
}

/// Places of a text that are held against the numbering plans.
const NUMBERS_ASKED_MAX: u32 = 24;

/// How often a cover is sought again without what turned out to mean nothing.
const ROUNDS_MAX: usize = 4;

/// The longest consistent cover of each dimension; what lies in something longer of another
/// dimension is part of that.
fn cover(text: &str, mut candidates: Vec<Candidate>, now: &Now, zone: Zone) -> Vec<Reading> {
    candidates.sort_by(|a, b| {
        (a.dimension, a.end, a.start)
            .cmp(&(b.dimension, b.end, b.start))
            .then(a.latent.cmp(&b.latent))
            .then(a.cost.total_cmp(&b.cost))
    });
    let mut found: Vec<Reading> = Vec::new();
    for group in candidates.chunk_by(|a, b| a.dimension == b.dimension) {
        let mut pieces: Vec<(Piece, &Candidate)> =
            group.iter().map(|candidate| (candidate.piece(), candidate)).collect();
        for round in 0..ROUNDS_MAX {
            let plain: Vec<Piece> = pieces.iter().map(|(piece, _)| *piece).collect();
            let chosen = longest(&plain);
            let readings: Vec<Option<Reading>> = chosen
                .iter()
                .map(|at| {
                    let candidate = pieces[*at].1;
                    let span = Span::of_bytes(text, candidate.start, candidate.end);
                    reading(candidate, span, now, zone)
                })
                .collect();
            if round + 1 == ROUNDS_MAX || readings.iter().all(Option::is_some) {
                found.extend(readings.into_iter().flatten());
                break;
            }
            // "31 February" is no time: without such, then.
            for (at, _) in chosen.iter().zip(&readings).rev().filter(|(_, read)| read.is_none()) {
                pieces.remove(*at);
            }
        }
    }
    let length = |reading: &Reading| reading.found.span.len();
    let part = |reading: &Reading| {
        found.iter().any(|other| {
            length(other) > length(reading) && other.found.span.overlaps(&reading.found.span)
        })
    };
    let mut kept: Vec<Reading> = found.iter().filter(|reading| !part(reading)).cloned().collect();
    kept.sort_by_key(|reading| {
        (reading.found.span.start, reading.found.span.end, reading.found.dimension)
    });
    kept
}

fn reading(candidate: &Candidate, span: Span, now: &Now, zone: Zone) -> Option<Reading> {
    let (value, alternatives, holiday, every) = match &candidate.sem {
        Sem::Time(time) => {
            let mut values = resolve::values(time, now, zone, 3).into_iter();
            (values.next()?, values.collect(), time.holiday, recurrence(time))
        }
        Sem::Number(number) => (Value::Number { value: number.value }, Vec::new(), None, None),
        Sem::Ordinal { value, .. } => (Value::Ordinal { value: *value }, Vec::new(), None, None),
        Sem::Duration { value, grain, .. } => (
            Value::Duration {
                iso: iso_duration(*value, *grain),
                seconds: value.checked_mul(civil::seconds_of(*grain))?,
            },
            Vec::new(),
            None,
            None,
        ),
        Sem::Amount(amount) => (measured(amount), Vec::new(), None, None),
        Sem::Email(value) => (Value::Email { value: value.to_string() }, Vec::new(), None, None),
        Sem::Url(value) => (Value::Url { value: value.to_string() }, Vec::new(), None, None),
        Sem::Phone { value, .. } => {
            (Value::Phone { value: value.to_string() }, Vec::new(), None, None)
        }
        Sem::Words(_) | Sem::Grain(_) => return None,
    };
    let score = if candidate.latent {
        0.4
    } else {
        // Each rule a reading needed makes it a little less sure.
        f64::from((1.0 - 0.015 * candidate.cost).clamp(0.7, 1.0))
    };
    Some(Reading {
        found: ValueFound {
            span,
            dimension: candidate.dimension,
            value,
            latent: candidate.latent,
            score,
        },
        alternatives,
        holiday,
        every,
    })
}

fn recurrence(time: &Time) -> Option<Recurrence> {
    time.every.map(|(count, grain)| Recurrence { count, grain })
}

fn measured(amount: &Amount) -> Value {
    Value::Measure {
        measure: amount.measure,
        value: amount.value,
        up_to: amount.up_to,
        interval: amount.interval,
        unit: amount.unit.to_string(),
    }
}

/// ISO 8601 with the coarsest units that are exact: 90 minutes are `PT1H30M`.
fn iso_duration(value: i64, grain: Grain) -> String {
    let clock = |seconds: i64| {
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        let mut iso = String::from("PT");
        for (count, letter) in [(hours, 'H'), (minutes, 'M'), (seconds, 'S')] {
            if count > 0 {
                iso.push_str(&count.to_string());
                iso.push(letter);
            }
        }
        if iso.len() == 2 {
            iso.push_str("0S");
        }
        iso
    };
    match grain {
        Grain::Second => clock(value),
        Grain::Minute => clock(value.saturating_mul(60)),
        Grain::Hour => clock(value.saturating_mul(3600)),
        Grain::Day => format!("P{value}D"),
        Grain::Week => format!("P{value}W"),
        Grain::Month if value > 12 && value % 12 != 0 => {
            format!("P{}Y{}M", value / 12, value % 12)
        }
        Grain::Month => format!("P{value}M"),
        Grain::Quarter => format!("P{}M", value.saturating_mul(3)),
        Grain::Year => format!("P{value}Y"),
    }
}

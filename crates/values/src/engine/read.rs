//! From a text to its values.

use std::cell::Cell;

use chrono::Timelike;
use model::{Dimension, Grain, Measure, ReadingContext, Span, Value, ValueFound};

use super::chart::Chart;
use super::node::{Amount, Sem};
use super::text::{self, Token, TokenKind};
use crate::languages::{self, Language};
use crate::lexical::{addresses, dates, numbers, phones};
use crate::reading::{Reading, Recurrence};
use crate::time::build::Time;
use crate::time::civil;
use crate::time::expr::Now;
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
    dimension: Dimension,
    latent: bool,
    cost: f32,
    sem: Sem,
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
    let wall = zone.wall(context.now);
    let now = Now {
        wall: civil::from_naive(wall.with_nanosecond(0).unwrap_or(wall)),
        week_start: languages::week_start(&context.locale),
        steps: Cell::new(0),
    };
    let mut candidates = Vec::new();
    let mut work = Work::default();
    if worth {
        let mut chart = Chart::new(&language.grammar, &tokens, &now, zone);
        seed(text, &tokens, language, context, &mut chart);
        chart.run();
        work.rule_steps = chart.steps;
        for node in &chart.nodes {
            let Some((dimension, latent)) = dimension_of(&node.sem) else { continue };
            if !wants(dimension) || latent && !context.latent {
                continue;
            }
            let (start, end) = (usize::from(node.start), usize::from(node.end));
            if cuts_a_word(&tokens, start, end) {
                continue;
            }
            candidates.push(Candidate {
                start: tokens[start].start,
                end: tokens[end - 1].end,
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
                candidates.push(Candidate { start, end, dimension, latent: false, cost: 0.0, sem });
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
                    dimension: Dimension::Email,
                    latent: !sure,
                    cost: 0.5,
                    sem,
                });
            }
        }
    }
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
            && tokens[at].kind != TokenKind::Word
            && let Some((end, sem)) = phones::starting_at(text, tokens, at)
        {
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

/// The longest consistent cover: longer before shorter, sure before latent, cheap before dear.
fn cover(text: &str, mut candidates: Vec<Candidate>, now: &Now, zone: Zone) -> Vec<Reading> {
    candidates.sort_by(|a, b| {
        (b.end - b.start)
            .cmp(&(a.end - a.start))
            .then(a.latent.cmp(&b.latent))
            .then(a.cost.total_cmp(&b.cost))
            .then(a.start.cmp(&b.start))
    });
    let mut kept: Vec<Reading> = Vec::new();
    for candidate in &candidates {
        let hidden = kept.iter().any(|other| {
            let span = &other.found.span;
            let overlaps = span.start < candidate.end && candidate.start < span.end;
            let longer = span.len() > candidate.end - candidate.start;
            overlaps && (other.found.dimension == candidate.dimension || longer)
        });
        if hidden {
            continue;
        }
        let span = Span::of_bytes(text, candidate.start, candidate.end);
        if let Some(reading) = reading(candidate, span, now, zone) {
            kept.push(reading);
        }
    }
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

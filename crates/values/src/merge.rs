//! A value held and one just said about the same thing.
//!
//! What was said is read again where it may mean something else beside what is held: "le
//! lendemain" seen from the day held, "8h" on that day, "le 20" in that month. What says everything
//! by itself replaces what is held. Which of these it is follows from how the phrase was read
//! (whether it names a day), and from a few words that refer to something said before.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use model::{DatePoint, Dimension, Grain, ReadingContext, Value, ValueFound, ValueReader};

use crate::engine::read::datetime;
use crate::engine::text::fold_into;
use crate::time::build::{Form, Time};
use crate::zone::Zone;
use crate::{Reader, languages};

/// Words that count from what is held rather than from the present.
const REFERRING: &[&str] = &[
    // French
    "lendemain",
    "surlendemain",
    "la veille",
    "l'avant-veille",
    "d'apres",
    "d'avant",
    "suivant",
    "suivante",
    "qui suit",
    "plus tard",
    "plus tot",
    "precedent",
    "precedente",
    "meme jour",
    "ce jour",
    "prochain",
    "prochaine",
    "dernier",
    "derniere",
    "passe",
    "passee",
    // English
    "the day after",
    "the day before",
    "the next day",
    "the week after",
    "the week before",
    "the month after",
    "later",
    "earlier",
    "following",
    "previous",
    "same day",
    "that day",
    // Spanish
    "siguiente",
    "despues",
    "mismo dia",
    "anterior",
];
/// Words that refer when nothing follows them: "2 jours après", not "après 18h".
const REFERRING_AT_THE_END: &[&str] = &["apres", "avant", "after", "before"];
/// Words that keep the hour that is held.
const SAME_HOUR: &[&str] = &["meme heure", "same time", "same hour", "misma hora"];
/// Words that correct a part of what is held and leave the rest.
const CORRECTING: &[&str] = &[
    "plutot",
    "finalement",
    "en fait",
    "au final",
    "changer",
    "change",
    "decaler",
    "reporter",
    "rather",
    "actually",
    "instead",
    "make it",
    "move it",
    "switch",
    "mejor",
    "en realidad",
];

/// See [`model::ValueReader::merge`].
pub(crate) fn merge(
    reader: &Reader,
    held: &Value,
    said: &ValueFound,
    text: &str,
    context: &ReadingContext,
) -> Option<Value> {
    if said.dimension != Dimension::Datetime {
        return None;
    }
    let phrase = match said.span.slice(text) {
        "" => text,
        phrase => phrase,
    };
    let language = languages::of(&context.locale)?;
    let context =
        ReadingContext { latent: true, dimensions: vec![Dimension::Datetime], ..context.clone() };
    let (mut plain, mut plain_phrase) = (String::new(), String::new());
    fold_into(text, &mut plain);
    fold_into(phrase, &mut plain_phrase);
    let merging = Merging {
        reader,
        held,
        first: first_of(held)?,
        said: &said.value,
        phrase,
        meant: datetime(phrase, &context, language)?,
        zone: Zone::named(&context.zone),
        context,
    };
    let says = |words: &[&str]| words.iter().any(|words| contains_words(&plain, words));
    if says(SAME_HOUR) && merging.first.grain < Grain::Day {
        return merging.same_hour();
    }
    let ends = |word: &str| {
        plain_phrase.strip_suffix(word).is_some_and(|rest| rest.ends_with(char::is_whitespace))
    };
    if says(REFERRING) || REFERRING_AT_THE_END.iter().any(|word| ends(word)) {
        return merging.counted_from_held();
    }
    if !merging.meant.has_date() {
        return merging.hours_on_held();
    }
    merging.day_in_held().or_else(|| merging.bound_of_held()).or_else(|| {
        // "plutôt vendredi": on Friday, at the hour that is held.
        let day = merging.said_day().filter(|_| says(CORRECTING))?;
        (merging.first.grain < Grain::Day).then(|| merging.on_day(day))
    })
}

struct Merging<'a> {
    reader: &'a Reader,
    held: &'a Value,
    /// The beginning of what is held, or its end when it has no beginning.
    first: DatePoint,
    said: &'a Value,
    phrase: &'a str,
    meant: Time,
    zone: Zone,
    context: ReadingContext,
}

impl Merging<'_> {
    fn wall(&self) -> NaiveDateTime {
        self.first.at.naive_local()
    }

    /// The phrase, seen from another time.
    fn read_at(&self, wall: NaiveDateTime) -> Option<Value> {
        let now = self.zone.instant(wall).to_utc().into();
        let there = ReadingContext { now, ..self.context.clone() };
        self.reader
            .read(self.phrase, &there)
            .into_iter()
            .max_by_key(|found| found.span.len())
            .map(|found| found.value)
    }

    /// The day that was said, when it was one day.
    fn said_day(&self) -> Option<NaiveDate> {
        match self.said {
            Value::Date(point) if point.grain == Grain::Day => Some(point.at.date_naive()),
            _ => None,
        }
    }

    /// What is held, on another day.
    fn on_day(&self, day: NaiveDate) -> Value {
        let days = day - self.first.at.date_naive();
        self.moved(self.held, |wall| wall.checked_add_signed(days).unwrap_or(wall))
    }

    fn moved(&self, value: &Value, to: impl Fn(NaiveDateTime) -> NaiveDateTime) -> Value {
        let point = |point: &DatePoint| DatePoint {
            at: self.zone.instant(to(point.at.naive_local())),
            grain: point.grain,
        };
        match value {
            Value::Date(at) => Value::Date(point(at)),
            Value::DateInterval { from, to } => {
                Value::DateInterval { from: from.as_ref().map(point), to: to.as_ref().map(point) }
            }
            other => other.clone(),
        }
    }

    /// "same time on Friday": the day is counted from today, the hour is the one held.
    fn same_hour(&self) -> Option<Value> {
        let today = self.zone.wall(self.context.now).date();
        let day = first_of(&self.read_at(today.and_time(self.wall().time()))?)?;
        Some(self.on_day(day.at.date_naive()))
    }

    /// "le lendemain", "la semaine d'après", "2 jours après": counted from what is held.
    fn counted_from_held(&self) -> Option<Value> {
        let again = self.read_at(self.wall())?;
        let moved = first_of(&again)?;
        let has_hour = self.first.grain < Grain::Day;
        // A day keeps the hour held; a week or a month does not.
        if moved.grain == Grain::Day && has_hour {
            return Some(self.on_day(moved.at.date_naive()));
        }
        // "2 jours après" is counted to the hour; the day is meant.
        if moved.grain == Grain::Hour && moved.at.time() == self.wall().time() {
            return Some(self.on_day(moved.at.date_naive()));
        }
        Some(again)
    }

    /// "à 9h", "plutôt le soir", "jusqu'à 11h": on the day held.
    fn hours_on_held(&self) -> Option<Value> {
        if self.first.grain > Grain::Day {
            // "20" after a month is a day of it.
            return (self.meant.form == Form::BareHour).then(|| self.day_of_number()).flatten();
        }
        let start = self.wall().date().and_time(NaiveTime::MIN);
        // Nobody completes what is past.
        if start.date() < self.zone.wall(self.context.now).date() {
            return None;
        }
        let again = self.read_at(start)?;
        let (from, to) = self.held_range();
        let days = |end: NaiveDateTime| end - start > TimeDelta::days(1);
        match (&again, self.held) {
            // "du 12 au 15 avril", "à 9h": the beginning.
            (Value::Date(at), Value::DateInterval { to: Some(end), .. })
                if days(end.at.naive_local()) && self.first.grain == Grain::Day =>
            {
                Some(Value::DateInterval { from: Some(*at), to: Some(*end) })
            }
            // "ce week-end", "le matin": where it fits.
            (_, Value::DateInterval { .. }) if to.is_some_and(days) => self.read_at(from?),
            // "demain soir", "à 8h": in that part of the day.
            (Value::Date(at), Value::DateInterval { .. }) => {
                let inside = |wall: &NaiveDateTime| {
                    from.is_none_or(|from| *wall >= from) && to.is_none_or(|to| *wall < to)
                };
                let wall = at.at.naive_local();
                let later = wall + TimeDelta::hours(12);
                let other = !inside(&wall) && inside(&later) && self.may_be_later();
                let wall = if other { later } else { wall };
                Some(Value::Date(DatePoint { at: self.zone.instant(wall), grain: at.grain }))
            }
            // "demain à 9h", "jusqu'à 11h": from then.
            (Value::DateInterval { from: None, to: Some(end) }, Value::Date(held))
                if held.grain < Grain::Day && end.at > held.at =>
            {
                Some(Value::DateInterval { from: Some(*held), to: Some(*end) })
            }
            _ => Some(again),
        }
    }

    /// Whether what was said may be in the afternoon as well.
    fn may_be_later(&self) -> bool {
        matches!(self.meant.hours, Some(crate::time::build::Hours::At(clock)) if clock.twelve)
    }

    fn day_of_number(&self) -> Option<Value> {
        let day: u32 = self.phrase.trim().parse().ok()?;
        let start = self.wall().date().with_day(1)?;
        let date = start.with_day(day).filter(|_| self.first.grain == Grain::Month)?;
        let at = self.zone.instant(date.and_time(NaiveTime::MIN));
        Some(Value::Date(DatePoint { at, grain: Grain::Day }))
    }

    /// What is held as a stretch of time.
    fn held_range(&self) -> (Option<NaiveDateTime>, Option<NaiveDateTime>) {
        let wall = |point: &DatePoint| point.at.naive_local();
        match self.held {
            Value::Date(point) => (Some(wall(point)), Some(after(point))),
            Value::DateInterval { from, to } => (from.as_ref().map(wall), to.as_ref().map(wall)),
            _ => (None, None),
        }
    }

    /// "le 20" or "jeudi" after "le mois prochain" or "la semaine prochaine": within what is held.
    fn day_in_held(&self) -> Option<Value> {
        let open = matches!(self.meant.form, Form::Weekday | Form::DayNumber);
        let number = self.meant.form == Form::DayNumber;
        let long = self.first.grain > Grain::Day || matches!(self.held, Value::DateInterval { .. });
        if !open || !(long || number) || self.meant.hours.is_some() {
            return None;
        }
        let start = match self.first.grain {
            Grain::Day | Grain::Hour | Grain::Minute | Grain::Second if number => {
                self.wall().date().with_day(1)?.and_time(NaiveTime::MIN)
            }
            _ => self.wall(),
        };
        // The day before, so that its first day is still ahead.
        let again = self.read_at(start.checked_sub_signed(TimeDelta::seconds(1))?)?;
        let day = first_of(&again)?.at.date_naive();
        if day < self.zone.wall(self.context.now).date() {
            return None;
        }
        // "à partir de mercredi", of the week held, ends with it.
        if let (Value::DateInterval { from, to }, (start, end)) = (&again, self.held_range()) {
            let point =
                |wall: NaiveDateTime| DatePoint { at: self.zone.instant(wall), grain: Grain::Day };
            return match (from, to) {
                (Some(from), None) if end.is_some_and(|end| from.at.naive_local() < end) => {
                    Some(Value::DateInterval { from: Some(*from), to: end.map(point) })
                }
                (None, Some(to)) if start.is_some_and(|start| start < to.at.naive_local()) => {
                    Some(Value::DateInterval { from: start.map(point), to: Some(*to) })
                }
                _ => Some(again),
            };
        }
        // With the hour that is held.
        if self.first.grain < Grain::Day && matches!(self.held, Value::Date(_)) {
            return Some(self.on_day(day));
        }
        Some(again)
    }

    /// "jusqu'au 20" after "le 12": from the one to the other.
    fn bound_of_held(&self) -> Option<Value> {
        let Value::DateInterval { from, to } = self.said else { return None };
        match (from, to, self.held) {
            (None, Some(to), Value::Date(held)) if to.at > held.at => {
                Some(Value::DateInterval { from: Some(*held), to: Some(*to) })
            }
            (None, Some(to), Value::DateInterval { from: Some(from), .. }) if to.at > from.at => {
                Some(Value::DateInterval { from: Some(*from), to: Some(*to) })
            }
            (Some(from), None, Value::DateInterval { to: Some(to), .. }) if to.at > from.at => {
                Some(Value::DateInterval { from: Some(*from), to: Some(*to) })
            }
            _ => None,
        }
    }
}

/// The first instant after a point's period, on the wall.
fn after(point: &DatePoint) -> NaiveDateTime {
    let start = crate::time::civil::from_naive(point.at.naive_local());
    crate::time::civil::to_naive(crate::time::civil::add(start, 1, point.grain))
}

fn first_of(value: &Value) -> Option<DatePoint> {
    match value {
        Value::Date(point) => Some(*point),
        Value::DateInterval { from, to } => (*from).or(*to),
        _ => None,
    }
}

fn contains_words(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let before = text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        let after = text[at + words.len()..].chars().next().is_none_or(|c| !c.is_alphanumeric());
        before && after
    })
}

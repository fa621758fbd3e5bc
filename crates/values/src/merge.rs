//! A value held and one just said about the same thing.

use chrono::{DateTime, FixedOffset};
use model::{DatePoint, Grain, ReadingContext, Value, ValueFound};

use crate::zone::Zone;

/// See [`model::ValueReader::merge`].
pub(crate) fn merge(
    _reader: &dyn model::ValueReader,
    held: &Value,
    said: &ValueFound,
    _text: &str,
    context: &ReadingContext,
) -> Option<Value> {
    let held_day = match held {
        Value::Date(point) if point.grain <= Grain::Day => point.at,
        Value::DateInterval { from: Some(point), .. } if point.grain <= Grain::Day => point.at,
        _ => return None,
    };
    let zone = Zone::named(&context.zone);
    let today = zone.wall(context.now).date();
    let on_held_day = |at: DateTime<FixedOffset>| {
        let days = at.naive_local().date() - today;
        let wall = held_day.naive_local().date().and_time(at.naive_local().time());
        zone.instant(wall.checked_add_signed(days).unwrap_or(wall))
    };
    match &said.value {
        Value::Date(point) if point.grain < Grain::Day => {
            Some(Value::Date(DatePoint { at: on_held_day(point.at), grain: point.grain }))
        }
        Value::DateInterval { from, to } => {
            let of_day = |end: &Option<DatePoint>| end.is_none_or(|point| point.grain < Grain::Day);
            if !of_day(from) || !of_day(to) {
                return None;
            }
            let moved = |end: &Option<DatePoint>| {
                end.map(|point| DatePoint { at: on_held_day(point.at), grain: point.grain })
            };
            Some(Value::DateInterval { from: moved(from), to: moved(to) })
        }
        _ => None,
    }
}

//! Dates that are read from midnight on.

use chrono::{Datelike, TimeZone};
use chrono_tz::Tz;
use model::{Bot, Dimension, Query, Timestamp, Understanding, Value};

use crate::TalkingBot;

impl TalkingBot {
    /// Reads again, from midnight on, the dates of roles that want it: "at 8" said in the evening
    /// is this morning then, and not tomorrow's.
    pub(crate) fn read_from_midnight(&self, query: &Query, understanding: &mut Understanding) {
        let bot: &Bot = self.bot();
        let intent = understanding.intent.as_ref().and_then(|name| bot.intents.get(name));
        let Some(intent) = intent.filter(|intent| !intent.start_of_day.is_empty()) else { return };
        let midnight = Query { now: midnight(query.now, &query.zone), ..query.clone() };
        for found in &mut understanding.entities {
            if intent.start_of_day.contains(&found.role)
                && bot.dimension_of(&found.entity_type) == Some(Dimension::Datetime)
            {
                let text = found.span.slice(&understanding.text);
                let again = self.value_of(&midnight, &found.entity_type, text);
                if let Some((value @ (Value::Date(_) | Value::DateInterval { .. }), _)) = again {
                    found.value = Some(value);
                }
            }
        }
    }
}

/// The first instant of the day of `now` in a zone; an unknown zone is read as UTC.
fn midnight(now: Timestamp, zone: &str) -> Timestamp {
    let zone: Tz = zone.parse().unwrap_or(Tz::UTC);
    let day = now.to_utc().with_timezone(&zone);
    // Where a day begins at one o'clock, midnight was never.
    let begin = (0..3).find_map(|hour| {
        zone.with_ymd_and_hms(day.year(), day.month(), day.day(), hour, 0, 0).earliest()
    });
    begin.map_or(now, |begin| Timestamp(begin.timestamp_millis()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_where_the_user_is() {
        let at = |text: &str| {
            Timestamp(text.parse::<chrono::DateTime<chrono::Utc>>().unwrap().timestamp_millis())
        };
        let check = |now: &str, zone: &str, expected: &str| {
            assert_eq!(midnight(at(now), zone).to_iso(), expected, "{zone}");
        };
        check("2026-03-02T20:00:00Z", "UTC", "2026-03-02T00:00:00.000Z");
        check("2026-03-02T23:30:00Z", "Europe/Paris", "2026-03-02T23:00:00.000Z");
        check("2026-03-02T03:00:00Z", "America/New_York", "2026-03-01T05:00:00.000Z");
        check("2026-03-02T03:00:00Z", "Nowhere", "2026-03-02T00:00:00.000Z");
        // Beirut's clocks go from midnight to one.
        check("2026-03-29T12:00:00Z", "Asia/Beirut", "2026-03-28T22:00:00.000Z");
    }
}

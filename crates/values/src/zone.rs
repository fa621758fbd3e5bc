//! Civil time in a zone: which instant a date and time on the wall is, and back.

use chrono::{DateTime, FixedOffset, NaiveDateTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use model::Timestamp;

/// A zone with its rules, or a fixed offset.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Zone {
    Rules(Tz),
    Fixed(FixedOffset),
}

impl Zone {
    /// Whether that is the name of a zone, or an offset.
    pub(crate) fn is_known(name: &str) -> bool {
        name.parse::<Tz>().is_ok()
            || name.starts_with(['+', '-']) && name.parse::<FixedOffset>().is_ok()
    }

    /// The zone of that IANA name or offset (`+02:00`); UTC when it is neither.
    pub(crate) fn named(name: &str) -> Self {
        if let Ok(zone) = name.parse::<Tz>() {
            return Self::Rules(zone);
        }
        if name.starts_with(['+', '-'])
            && let Ok(offset) = name.parse::<FixedOffset>()
        {
            return Self::Fixed(offset);
        }
        Self::Rules(Tz::UTC)
    }

    /// What clocks on the wall show at that instant.
    pub(crate) fn wall(self, at: Timestamp) -> NaiveDateTime {
        self.wall_of(at.to_utc())
    }

    /// What clocks on the wall show at that instant.
    pub(crate) fn wall_of(self, at: DateTime<Utc>) -> NaiveDateTime {
        match self {
            Self::Rules(zone) => at.with_timezone(&zone).naive_local(),
            Self::Fixed(offset) => at.with_timezone(&offset).naive_local(),
        }
    }

    /// The instant at which clocks show `wall`. In the hour that a change of clocks repeats, the
    /// first; in the hour that it skips, the same distance after the change (02:30 is 03:30).
    pub(crate) fn instant(self, wall: NaiveDateTime) -> DateTime<FixedOffset> {
        match self {
            Self::Rules(zone) => {
                if let Some(at) = zone.from_local_datetime(&wall).earliest() {
                    return at.fixed_offset();
                }
                // In a gap: the offset in force before it. Gaps are shorter than a day.
                let before = wall.checked_sub_signed(TimeDelta::hours(26)).unwrap_or(wall);
                let offset = zone.offset_from_utc_datetime(&before).fix();
                let utc = wall
                    .checked_sub_signed(TimeDelta::seconds(i64::from(offset.local_minus_utc())))
                    .unwrap_or(wall);
                zone.from_utc_datetime(&utc).fixed_offset()
            }
            Self::Fixed(offset) => match offset.from_local_datetime(&wall).earliest() {
                Some(at) => at,
                None => Utc.from_utc_datetime(&wall).fixed_offset(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(zone: &str, wall: &str, expected: &str) {
        let wall = wall.parse::<NaiveDateTime>().unwrap();
        assert_eq!(Zone::named(zone).instant(wall).to_rfc3339(), expected, "{zone} {wall}");
    }

    #[test]
    fn a_time_on_the_wall_is_one_instant_even_when_clocks_change() {
        check("Europe/Paris", "2026-03-02T09:00:00", "2026-03-02T09:00:00+01:00");
        check("Europe/Paris", "2026-03-29T02:30:00", "2026-03-29T03:30:00+02:00");
        check("Europe/Paris", "2026-10-25T02:30:00", "2026-10-25T02:30:00+02:00");
        check("-02:00", "2013-02-12T04:30:00", "2013-02-12T04:30:00-02:00");
        check("Nowhere/Atall", "2013-02-12T04:30:00", "2013-02-12T04:30:00+00:00");
    }
}

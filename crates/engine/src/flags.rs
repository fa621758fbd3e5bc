//! Feature flags: for whom and when something is on.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeZone};
use chrono_tz::Tz;
use model::{
    ChannelSelector, ConnectorType, FeatureFlag, FlagName, FlagState, Rng, SeededRng, Timestamp,
    UserId,
};

/// The flag that, when it is on, closes the whole bot.
pub(crate) const CLOSED: &str = "disable_bot";

/// A flag with its dates as instants.
#[derive(Debug)]
pub(crate) struct CompiledFlag {
    name: FlagName,
    everywhere: State,
    channels: Vec<(ChannelSelector, State)>,
}

#[derive(Debug)]
struct State {
    enabled: bool,
    from: Option<Timestamp>,
    until: Option<Timestamp>,
    percent: Option<f64>,
}

/// For whom, where and when it is asked.
pub(crate) struct Asking<'a> {
    pub(crate) user: &'a UserId,
    pub(crate) connector: &'a ConnectorType,
    pub(crate) channel_path: Option<&'a str>,
    pub(crate) now: Timestamp,
}

impl CompiledFlag {
    pub(crate) fn new(name: &FlagName, flag: &FeatureFlag, zone: Tz) -> Self {
        let mut channels: Vec<_> = flag
            .channels
            .iter()
            .map(|(channel, state)| (channel.clone(), State::new(state, zone)))
            .collect();
        // One channel counts before its kind.
        channels.sort_by_key(|(channel, _)| !channel.is_path());
        Self { name: name.clone(), everywhere: State::new(&flag.state, zone), channels }
    }

    pub(crate) fn is_on(&self, asking: &Asking<'_>) -> bool {
        let own = self
            .channels
            .iter()
            .find(|(channel, _)| channel.names(asking.connector, asking.channel_path));
        let state = own.map_or(&self.everywhere, |(_, state)| state);
        state.enabled
            && state.from.is_none_or(|from| asking.now >= from)
            && state.until.is_none_or(|until| asking.now < until)
            && state.percent.is_none_or(|percent| share(&self.name, asking.user) < percent)
    }
}

impl State {
    fn new(state: &FlagState, zone: Tz) -> Self {
        let instant = |text: &Option<String>| text.as_deref().map(|text| instant(text, zone));
        let (from, until) = (instant(&state.from), instant(&state.until));
        // A date that cannot be read never comes.
        let readable = from != Some(None) && until != Some(None);
        Self {
            enabled: state.enabled && readable,
            from: from.flatten(),
            until: until.flatten(),
            percent: state.percent,
        }
    }
}

/// Where a user stands among all users of a flag, 0 to 100: always at the same place, and at
/// another one for each flag.
fn share(flag: &FlagName, user: &UserId) -> f64 {
    const PLACES: u64 = 1 << 32;
    let mut rng = SeededRng::from_text(&format!("{flag}\n{user}"));
    (rng.next_u64() % PLACES) as f64 * 100.0 / PLACES as f64
}

/// An instant out of `2026-03-02T09:00` or `2026-03-02` in a zone; where clocks are put forward
/// over it, the first moment after.
pub(crate) fn instant(text: &str, zone: Tz) -> Option<Timestamp> {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").ok().or_else(|| {
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
        Some(day.and_time(NaiveTime::MIN))
    })?;
    let later = |minutes| local.checked_add_signed(chrono::TimeDelta::minutes(minutes));
    // No clock is put forward by more than a day; halves of an hour find the next moment.
    (0..=48)
        .filter_map(|halves| later(halves * 30))
        .find_map(|local| zone.from_local_datetime(&local).earliest())
        .map(|at| Timestamp(at.timestamp_millis()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flag(json: serde_json::Value) -> CompiledFlag {
        let flag: FeatureFlag = serde_json::from_value(json).unwrap();
        CompiledFlag::new(&FlagName::new("f").unwrap(), &flag, chrono_tz::Europe::Paris)
    }

    #[track_caller]
    fn check(json: serde_json::Value, channel: &str, now: &str, expected: bool) {
        let connector = ConnectorType::new(channel.trim_start_matches('/')).unwrap();
        let path = channel.starts_with('/').then_some(channel);
        let now = instant(now, chrono_tz::Europe::Paris).unwrap();
        let user = UserId::new("u1").unwrap();
        let asking = Asking { user: &user, connector: &connector, channel_path: path, now };
        assert_eq!(flag(json.clone()).is_on(&asking), expected, "{json} on {channel} at {now:?}");
    }

    #[test]
    fn a_flag_is_on_between_its_dates_and_as_its_channel_says() {
        use serde_json::json;
        let at = "2026-03-02T09:00";
        check(json!({}), "web", at, true);
        check(json!({ "enabled": false }), "web", at, false);
        check(json!({ "from": "2026-03-02" }), "web", at, true);
        check(json!({ "from": "2026-03-02T09:01" }), "web", at, false);
        // An end without a beginning counts.
        check(json!({ "until": "2026-03-02T09:01" }), "web", at, true);
        check(json!({ "until": "2026-03-02T09:00" }), "web", at, false);
        check(json!({ "from": "soon" }), "web", at, false);
        check(json!({ "percent": 0.0 }), "web", at, false);
        check(json!({ "percent": 100.0 }), "web", at, true);
        let rules = json!({ "enabled": false, "channels": {
            "web": { "enabled": true }, "/kiosk": { "enabled": true, "percent": 0.0 } } });
        check(rules.clone(), "web", at, true);
        check(rules.clone(), "/kiosk", at, false);
        check(rules, "messenger", at, false);
    }

    #[test]
    fn a_date_in_the_hour_that_does_not_exist_is_the_moment_after() {
        let instant = |text| instant(text, chrono_tz::Europe::Paris);
        assert_eq!(instant("2026-03-29T02:30"), instant("2026-03-29T03:00"));
        assert_eq!(instant("2026-13-01"), None);
    }

    #[test]
    fn a_percentage_holds_for_the_same_users_and_is_that_of_all() {
        let connector = ConnectorType::new("web").unwrap();
        let on = |percent: f64| -> Vec<usize> {
            let flag = flag(serde_json::json!({ "percent": percent }));
            let is_on = |number: &usize| {
                let user = UserId::new(format!("user-{number}")).unwrap();
                let now = Timestamp(0);
                flag.is_on(&Asking { user: &user, connector: &connector, channel_path: None, now })
            };
            (0..10_000).filter(is_on).collect()
        };
        for percent in [1.0, 10.0, 50.0, 90.0] {
            let share = on(percent).len() as f64 / 100.0;
            assert!((share - percent).abs() < 1.0, "{share} % instead of {percent} %");
        }
        let (few, many) = (on(10.0), on(50.0));
        assert!(few.iter().all(|user| many.contains(user)), "more of a flag takes it from nobody");
    }
}

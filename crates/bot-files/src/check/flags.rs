//! Feature flags: dates that can be read, percentages, names that exist.

use chrono::{NaiveDate, NaiveDateTime};
use model::{Bot, FlagState};

use super::Findings;
use crate::nearest;

pub(super) fn check(bot: &Bot, findings: &mut Findings) {
    for (name, flag) in &bot.flags {
        let place = format!("flags[{name}]");
        check_state(&place, &flag.state, findings);
        for state in flag.channels.values() {
            check_state(&place, state, findings);
        }
    }
    for story in &bot.stories {
        let Some(flag) = story.flag.as_ref().filter(|flag| !bot.flags.contains_key(*flag)) else {
            continue;
        };
        findings.error(
            format!("stories[{}].flag", story.name),
            "unknown-flag",
            format!("there is no feature flag `{flag}`, so the story never runs"),
            nearest::remedy(
                flag.as_str(),
                bot.flags.keys().map(|name| name.as_str()),
                "write it in `flags.toml`",
            ),
        );
    }
}

fn check_state(place: &str, state: &FlagState, findings: &mut Findings) {
    for (key, date) in [("from", &state.from), ("until", &state.until)] {
        if let Some(date) = date.as_deref().filter(|date| !is_date(date)) {
            findings.error(
                place,
                "wrong-value",
                format!("`{key}` is `{date}`, which is no date: the flag is never on"),
                "write `2026-03-02` or `2026-03-02T09:00`, in the bot's time zone",
            );
        }
    }
    if let (Some(from), Some(until)) = (&state.from, &state.until)
        && is_date(from)
        && is_date(until)
        && until <= from
    {
        findings.warning(
            place,
            "empty-period",
            format!("`until` ({until}) is not after `from` ({from}): the flag is never on"),
            "exchange the two",
        );
    }
    if let Some(percent) = state.percent.filter(|percent| !(0.0..=100.0).contains(percent)) {
        findings.error(
            place,
            "out-of-range",
            format!("`percent` is {percent}, not from 0 to 100"),
            "write how many users of a hundred",
        );
    }
}

fn is_date(text: &str) -> bool {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").is_ok()
        || NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok()
}

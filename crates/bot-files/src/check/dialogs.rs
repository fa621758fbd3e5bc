//! Dialogs: tests that can never pass, whatever the bot says.

use std::collections::BTreeSet;

use chrono::NaiveDateTime;
use model::{Bot, BotLine, Dialog, UserLine};

use super::names::Names;
use super::stories::unknown_intent;
use super::{Findings, check_time_zone};

pub(super) fn check(bot: &Bot, names: &Names<'_>, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    for dialog in &bot.dialogs {
        let place = format!("dialogs[{}]", dialog.name);
        if !seen.insert(&dialog.name) {
            findings.error(
                &place,
                "duplicate-dialog",
                format!("there are two dialogs `{}`", dialog.name),
                "give one of them another name",
            );
        }
        check_dialog(bot, names, dialog, &place, findings);
    }
}

fn check_dialog(
    bot: &Bot,
    names: &Names<'_>,
    dialog: &Dialog,
    place: &str,
    findings: &mut Findings,
) {
    if dialog.locale.choose_among(&bot.locales).is_none() {
        findings.warning(
            place,
            "unspoken-locale",
            format!("the dialog is in `{}`, which the bot does not speak", dialog.locale),
            "change `locale`, unless the answer in another language is what you test",
        );
    }
    if let Some(now) = &dialog.now
        && !is_local_time(now)
    {
        findings.error(
            place,
            "wrong-value",
            format!("`now` is `{now}`, not a date and a time"),
            "write it as `2026-03-02T09:00`, local to the time zone",
        );
    }
    if let Some(zone) = &dialog.time_zone {
        check_time_zone(place, zone, findings);
    }
    if dialog.exchanges.is_empty() {
        findings.warning(
            place,
            "empty-dialog",
            "the dialog says nothing",
            "write `> what the user says` and `< what the bot answers`",
        );
    }
    for (position, exchange) in dialog.exchanges.iter().enumerate() {
        let place = format!("{place}.exchanges[{position}]");
        let mut said = false;
        for (number, line) in exchange.bot.iter().enumerate() {
            let place = format!("{place}.bot[{number}]");
            match line {
                BotLine::Says { .. } => said = true,
                BotLine::Offers { titles } if titles.is_empty() || !said => findings.error(
                    place,
                    "misplaced-line",
                    "titles are offered with no words before them",
                    "write the words of the message above, `< *` for any",
                ),
                BotLine::Offers { .. } => {}
                BotLine::Understands { intent } => {
                    if !matches!(exchange.user, UserLine::Says { .. }) {
                        findings.error(
                            place.clone(),
                            "misplaced-line",
                            "an intent is expected where the user said nothing",
                            "write `= intent` below a line of words",
                        );
                    }
                    if let Some(intent) = intent {
                        unknown_intent(names, &place, intent, findings);
                    }
                }
            }
        }
    }
}

fn is_local_time(text: &str) -> bool {
    ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
        .iter()
        .any(|format| NaiveDateTime::parse_from_str(text, format).is_ok())
}

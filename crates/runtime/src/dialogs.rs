//! Plays the tests of a bot: what the user does, what the bot must say.

use std::fmt;

use chrono::{LocalResult, NaiveDateTime, TimeZone, Utc};
use model::{
    BotLine, ButtonAction, Dialog, EventKind, IntentName, Message, MessageBody, QuickReplyAction,
    ScoredIntent, Timestamp, UserLine,
};
use serde::Serialize;

use crate::{Talk, TalkingBot, TurnDone};

/// The present of a dialog that gives none: a Monday morning.
const DEFAULT_NOW: &str = "2026-01-05T09:00";

/// What came of a dialog.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DialogReport {
    /// The dialog.
    pub dialog: String,
    /// How many exchanges it has.
    pub exchanges: usize,
    /// The first difference of each exchange that has one. After a difference the dialog goes on,
    /// so that one broken answer does not hide the next.
    pub differences: Vec<Difference>,
}

/// What was expected and what was given.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = DialogDifference))]
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// Line of the user's line in the file; 0 when it has none.
    pub line: usize,
    /// What the user did.
    pub user: String,
    /// What should have followed.
    pub expected: String,
    /// What followed.
    pub given: String,
    /// What was understood.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intent: Option<IntentName>,
    /// The best intents, for people who look for the reason.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub scores: Vec<ScoredIntent>,
    /// What the engine decided.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub trace: Vec<String>,
}

impl DialogReport {
    /// Whether everything was as expected.
    pub fn passed(&self) -> bool {
        self.differences.is_empty()
    }
}

/// Plays a dialog.
///
/// The bot's messages must be those expected, in order and completely; an exchange that only
/// expects an intent leaves the messages open. Spaces are compared as one space, `*` stands for
/// any text, and any variant of a label will do. What is offered is compared where it is expected.
pub fn run(bot: &TalkingBot, dialog: &Dialog) -> DialogReport {
    let mut report = DialogReport {
        dialog: dialog.name.clone(),
        exchanges: dialog.exchanges.len(),
        differences: Vec::new(),
    };
    let mut now = match present(bot, dialog) {
        Ok(now) => now,
        Err((expected, given)) => {
            report.differences.push(Difference::without_turn(0, "now", expected, given));
            return report;
        }
    };
    let mut talk = Talk::new(bot, dialog.locale.clone()).listing_alternatives();
    if let Some(zone) = &dialog.time_zone {
        talk.set_time_zone(zone, now);
    }
    let mut offers: Vec<(String, EventKind)> = Vec::new();
    for exchange in &dialog.exchanges {
        let (user, event) = match &exchange.user {
            UserLine::Waits { seconds } => {
                now = now.plus_ms(i64::try_from(*seconds).unwrap_or(i64::MAX).saturating_mul(1000));
                if !exchange.bot.is_empty() {
                    report.differences.push(Difference::without_turn(
                        exchange.line,
                        "(waits)",
                        "words of the bot".into(),
                        "nothing: nobody spoke to it".into(),
                    ));
                }
                continue;
            }
            UserLine::Presses { title } => {
                // The latest offer of that title: old buttons can still be pressed.
                let offer = offers.iter().rev().find(|(offer, _)| same(offer, title));
                let Some((_, event)) = offer else {
                    report.differences.push(Difference::without_turn(
                        exchange.line,
                        &format!("[{title}]"),
                        format!("`{title}` to press"),
                        match offers.is_empty() {
                            true => "nothing was offered".into(),
                            false => {
                                format!("offered were {}", listed(offers.iter().map(|o| &o.0)))
                            }
                        },
                    ));
                    continue;
                };
                (format!("[{title}]"), event.clone())
            }
            other => {
                // All other lines stand for an event by themselves.
                let Some(event) = other.event() else { continue };
                (words(other), event)
            }
        };
        let turn = talk.turn(event, now);
        for message in &turn.messages {
            offers.extend(pressable(message));
        }
        if let Err((expected, given)) = compare(&exchange.bot, &turn) {
            report.differences.push(Difference::new(exchange.line, user, expected, given, &turn));
        }
    }
    report
}

/// What the user does, for a report.
fn words(user: &UserLine) -> String {
    match user {
        UserLine::Says { text } => text.clone(),
        UserLine::Presses { title } => format!("[{title}]"),
        UserLine::Starts => "(start)".to_owned(),
        UserLine::Ends => "(end)".to_owned(),
        UserLine::StaysSilent => "(silence)".to_owned(),
        UserLine::SendsFile { media, url } => format!("(file {} {url})", media.name()),
        UserLine::SendsPlace { latitude, longitude } => format!("(place {latitude} {longitude})"),
        UserLine::Waits { seconds } => format!("(wait {seconds} s)"),
    }
}

impl Difference {
    fn new(line: usize, user: String, expected: String, given: String, turn: &TurnDone) -> Self {
        let understanding = turn.understanding.as_ref();
        Self {
            line,
            user,
            expected,
            given,
            intent: understanding.and_then(|understanding| understanding.intent.clone()),
            scores: understanding.map_or_else(Vec::new, |understanding| {
                understanding.intents.iter().take(3).cloned().collect()
            }),
            trace: turn.trace.lines.iter().map(ToString::to_string).collect(),
        }
    }

    fn without_turn(line: usize, user: &str, expected: String, given: String) -> Self {
        let user = user.to_owned();
        let (scores, trace) = (Vec::new(), Vec::new());
        Self { line, user, expected, given, intent: None, scores, trace }
    }
}

/// The dialog's present, or what it should have been.
fn present(bot: &TalkingBot, dialog: &Dialog) -> Result<Timestamp, (String, String)> {
    let zone = dialog.time_zone.as_deref().unwrap_or(&bot.bot().time_zone);
    let zone: chrono_tz::Tz = zone.parse().map_err(|_| {
        ("an IANA time zone such as `Europe/Paris`".to_owned(), format!("`{zone}`"))
    })?;
    let now = dialog.now.as_deref().unwrap_or(DEFAULT_NOW);
    let local = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
        .into_iter()
        .find_map(|format| NaiveDateTime::parse_from_str(now.trim(), format).ok())
        .ok_or_else(|| ("a time such as `2026-03-02T09:00`".to_owned(), format!("`{now}`")))?;
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => {
            Ok(at.with_timezone(&Utc).into())
        }
        LocalResult::None => Err((
            "a time that exists in the zone".to_owned(),
            format!("`{now}`, skipped when the clocks changed"),
        )),
    }
}

/// Compares what was said with what was expected; gives the first difference.
fn compare(expected: &[BotLine], turn: &TurnDone) -> Result<(), (String, String)> {
    let mut next = 0;
    let mut expects_words = false;
    let is_open = !expected.is_empty()
        && expected.iter().all(|line| matches!(line, BotLine::Understands { .. }));
    for line in expected {
        match line {
            BotLine::Understands { intent } => {
                let Some(understanding) = &turn.understanding else {
                    return Err((named(intent), "nothing to understand".into()));
                };
                if understanding.intent != *intent {
                    return Err((named(intent), named(&understanding.intent)));
                }
            }
            BotLine::Says { text } => {
                expects_words = true;
                let Some(message) = turn.messages.get(next) else {
                    let silence = turn.trace.silence.as_deref().unwrap_or("nothing more");
                    return Err((format!("`{text}`"), silence.to_owned()));
                };
                let given = message.plain_text();
                let others = turn.trace.said_otherwise.get(next).map_or(&[][..], Vec::as_slice);
                if !matches(text, &given) && !others.iter().any(|other| matches(text, other)) {
                    return Err((format!("`{text}`"), format!("`{}`", one_line(&given))));
                }
                next += 1;
            }
            BotLine::Offers { titles } => {
                // Before any words: what the first message offers.
                let index = next.saturating_sub(usize::from(expects_words));
                let Some(message) = turn.messages.get(index) else {
                    return Err((listed(titles), "no message".into()));
                };
                let given: Vec<String> = titles_of(message);
                let same = given.len() == titles.len()
                    && given.iter().zip(titles).all(|(given, title)| matches(title, given));
                if !same {
                    return Err((listed(titles), listed(&given)));
                }
                if !expects_words {
                    next += 1;
                }
            }
        }
    }
    match turn.messages.get(next) {
        Some(more) if !is_open => {
            Err(("nothing more".into(), format!("`{}`", one_line(&more.plain_text()))))
        }
        _ => Ok(()),
    }
}

/// Whether a text is what a pattern says; `*` in it stands for any text.
fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (one_line(pattern), one_line(text));
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let mut last = None;
    for part in parts {
        // The one before was not the last: its first place is as good as any.
        if let Some(before) = last.replace(part) {
            match rest.find(before) {
                Some(at) => rest = &rest[at + before.len()..],
                None => return false,
            }
        }
    }
    match last {
        Some(last) => rest.ends_with(last),
        None => rest.is_empty(),
    }
}

fn same(one: &str, other: &str) -> bool {
    one_line(one) == one_line(other)
}

/// A text in one line, all its spaces (also those that do not break) alike.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn named(intent: &Option<IntentName>) -> String {
    intent.as_ref().map_or_else(|| "the intent unknown".to_owned(), |i| format!("the intent `{i}`"))
}

fn listed<T: AsRef<str>>(titles: impl IntoIterator<Item = T>) -> String {
    let titles: Vec<String> =
        titles.into_iter().map(|title| format!("[{}]", one_line(title.as_ref()))).collect();
    if titles.is_empty() { "nothing to press".to_owned() } else { titles.join(" ") }
}

/// What a message offers, by title.
pub fn titles_of(message: &Message) -> Vec<String> {
    all_of(message).into_iter().map(|(title, _)| title).collect()
}

/// What can be pressed on a message and says something to the bot.
pub fn pressable(message: &Message) -> Vec<(String, EventKind)> {
    all_of(message).into_iter().filter_map(|(title, event)| Some((title, event?))).collect()
}

fn all_of(message: &Message) -> Vec<(String, Option<EventKind>)> {
    let button = |button: &model::Button| {
        let event = match &button.action {
            ButtonAction::Postback(choice) => Some(EventKind::Choice(choice.clone())),
            ButtonAction::Say { text } => Some(EventKind::Sentence { text: text.clone() }),
            ButtonAction::Url { .. } | ButtonAction::Call { .. } | ButtonAction::Location => None,
        };
        (button.title.clone(), event)
    };
    let quick_reply = |quick_reply: &model::QuickReply| {
        let event = match &quick_reply.action {
            QuickReplyAction::Choice(choice) => Some(EventKind::Choice(choice.clone())),
            QuickReplyAction::Say { text } => Some(EventKind::Sentence { text: text.clone() }),
            QuickReplyAction::Location => None,
        };
        (quick_reply.title.clone(), event)
    };
    match &message.body {
        MessageBody::Text { quick_replies, buttons, .. } => {
            buttons.iter().map(button).chain(quick_replies.iter().map(quick_reply)).collect()
        }
        MessageBody::Card { card, quick_replies } => {
            card.buttons.iter().map(button).chain(quick_replies.iter().map(quick_reply)).collect()
        }
        MessageBody::Carousel { cards, quick_replies } => cards
            .iter()
            .flat_map(|card| &card.buttons)
            .map(button)
            .chain(quick_replies.iter().map(quick_reply))
            .collect(),
        _ => Vec::new(),
    }
}

impl fmt::Display for DialogReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let outcome = if self.passed() { "ok" } else { "FAILED" };
        writeln!(f, "{outcome}  {} ({} exchanges)", self.dialog, self.exchanges)?;
        self.differences.iter().try_for_each(|difference| write!(f, "{difference}"))
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  line {}: > {}", self.line, self.user)?;
        writeln!(f, "    expected  {}", self.expected)?;
        writeln!(f, "    given     {}", self.given)?;
        if let Some(intent) = &self.intent {
            writeln!(f, "    intent    {intent}")?;
        }
        if !self.scores.is_empty() {
            let scores: Vec<String> = self
                .scores
                .iter()
                .map(|scored| format!("{} {:.2}", scored.intent, scored.probability))
                .collect();
            writeln!(f, "    scores    {}", scores.join(", "))?;
        }
        self.trace.iter().try_for_each(|line| writeln!(f, "    · {line}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_text() {
        for (pattern, text, expected) in [
            ("Bonjour", "Bonjour", true),
            ("Bonjour", "Bonjour !", false),
            ("Bonjour*", "Bonjour !", true),
            ("*Lyon*", "Un train pour Lyon demain", true),
            ("*Lyon", "Un train pour Lyon demain", false),
            ("Un * pour * demain", "Un train pour Lyon demain", true),
            ("a*a", "a", false),
            ("*", "", true),
            ("12 €", "12\u{a0}€", true),
            ("a\nb", "a b", true),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} / {text}");
        }
    }
}

//! What stories say: labels, buttons, addresses.

use model::{
    ActionTemplate, Answer, AnswerContent, CardTemplate, FileTemplate, LabelKey,
    limits::HTTP_ANSWER_TIMEOUT_MAX_MS,
};

use super::Findings;
use super::names::Names;
use super::stories::unknown_intent;
use crate::nearest;

pub(super) fn check(names: &Names<'_>, answers: &[Answer], place: &str, findings: &mut Findings) {
    for (position, answer) in answers.iter().enumerate() {
        check_answer(names, answer, &format!("{place}[{position}]"), findings);
    }
}

fn check_answer(names: &Names<'_>, answer: &Answer, place: &str, findings: &mut Findings) {
    let parts = answer.parts();
    let mut labels = parts.labels;
    labels.sort();
    labels.dedup();
    for label in labels {
        check_label(names, label, place, findings);
    }
    for action in parts.actions {
        check_action(names, action, place, findings);
    }
    match &answer.content {
        AnswerContent::Card { card, .. } => check_card(card, place, findings),
        AnswerContent::Carousel { cards, .. } => {
            if cards.is_empty() {
                findings.warning(
                    place,
                    "empty-carousel",
                    "a carousel has no cards",
                    "add cards, or remove it",
                );
            }
            for card in cards {
                check_card(card, place, findings);
            }
        }
        AnswerContent::File { file } => check_file(file, place, findings),
        AnswerContent::Http { url, timeout_ms, .. } => {
            check_http(url, *timeout_ms, place, findings);
        }
        AnswerContent::Set { variable, .. } => check_variable(variable, place, findings),
        AnswerContent::Forget { roles } => {
            for role in roles.iter().filter(|role| !names.roles.contains_key(role)) {
                findings.error(
                    place,
                    "unknown-role",
                    format!("`forget` names the role `{role}`, which no intent declares"),
                    nearest::remedy(
                        role.as_str(),
                        names.roles.keys().map(|role| role.as_str()),
                        "remove it",
                    ),
                );
            }
        }
        AnswerContent::Remember { name, .. } => check_variable(name, place, findings),
        AnswerContent::Notify { intent, .. } => {
            unknown_intent(names, place, intent, findings);
            if names.bot.intents.contains_key(intent) && !names.is_answered(intent) {
                findings.error(
                    place,
                    "no-story",
                    format!("`notify` runs the story of `{intent}`, which no story answers"),
                    format!("write a story with `starters = [\"{intent}\"]`"),
                );
            }
        }
        AnswerContent::Text { footnotes, .. } => {
            for url in footnotes.iter().filter_map(|footnote| footnote.url.as_deref()) {
                check_url(place, "url", url, findings);
            }
        }
        AnswerContent::Custom { .. }
        | AnswerContent::Program { .. }
        | AnswerContent::HandOver { .. } => {}
    }
}

pub(super) fn check_label(
    names: &Names<'_>,
    label: &LabelKey,
    place: &str,
    findings: &mut Findings,
) {
    if !names.bot.labels.contains_key(label) {
        findings.error(
            place,
            "unknown-label",
            format!("there is no label `{label}`"),
            nearest::remedy(
                label.as_str(),
                names.bot.labels.keys().map(LabelKey::as_str),
                "write it in the files of `answers/`",
            ),
        );
    }
}

fn check_card(card: &CardTemplate, place: &str, findings: &mut Findings) {
    if card.title.is_none() && card.subtitle.is_none() && card.file.is_none() {
        findings.warning(
            place,
            "empty-card",
            "a card has no title, no subtitle and no picture",
            "add one of them",
        );
    }
    if let Some(file) = &card.file {
        check_file(file, place, findings);
    }
}

fn check_file(file: &FileTemplate, place: &str, findings: &mut Findings) {
    check_url(place, "url", &file.url, findings);
}

fn check_action(names: &Names<'_>, action: &ActionTemplate, place: &str, findings: &mut Findings) {
    match action {
        ActionTemplate::Intent { intent, step, parameters } => {
            unknown_intent(names, place, intent, findings);
            if !names.bot.intents.contains_key(intent) {
                return;
            }
            let stories: Vec<_> = names.stories_of(intent).collect();
            if let Some(step) = step
                && !stories.iter().any(|story| Names::has_step(story, step))
            {
                let all = stories.iter().flat_map(|story| Names::step_names(story));
                findings.error(
                    place,
                    "unknown-step",
                    format!("no story of `{intent}` has a step `{step}`"),
                    nearest::remedy(step.as_str(), all, "write the step, or remove `step`"),
                );
            }
            for (role, value) in parameters {
                check_parameter(names, place, role, value, findings);
            }
        }
        ActionTemplate::Url { url } => {
            check_url(place, "url", url, findings);
        }
        ActionTemplate::Call { number } => {
            let digits = number.strip_prefix('+').unwrap_or(number);
            let is_number = digits.chars().any(|c| c.is_ascii_digit())
                && digits.chars().all(|c| c.is_ascii_digit() || " .-()".contains(c));
            if !is_number {
                findings.error(
                    place,
                    "wrong-value",
                    format!("`{number}` is no telephone number"),
                    "write it in international form: `+33123456789`",
                );
            }
        }
        ActionTemplate::Say { .. } | ActionTemplate::Location => {}
    }
}

fn check_parameter(
    names: &Names<'_>,
    place: &str,
    role: &str,
    value: &str,
    findings: &mut Findings,
) {
    let Some((role, _)) = names.roles.iter().find(|(known, _)| known.as_str() == role) else {
        // A parameter may be only for texts; but a slip is a slip.
        let roles = names.roles.keys().map(|role| role.as_str());
        if let Some(near) = nearest::nearest(role, roles) {
            findings.warning(
                place,
                "unknown-role",
                format!("`parameters` names `{role}`, which is no role"),
                format!("did you mean `{near}`?"),
            );
        }
        return;
    };
    if let Some(values) = names.values_of(role)
        && !values.contains(&value)
    {
        findings.warning(
            place,
            "unknown-value",
            format!("`{role}` never has the value `{value}`"),
            nearest::remedy(value, values, "write a value of its dictionary"),
        );
    }
}

fn check_http(url: &str, timeout_ms: u32, place: &str, findings: &mut Findings) {
    if !url.starts_with("https://") && !url.starts_with("http://") {
        findings.error(
            place,
            "wrong-url",
            format!("`{url}` is no address that can be called"),
            "write an address that begins with `https://`",
        );
    }
    if timeout_ms == 0 || timeout_ms > HTTP_ANSWER_TIMEOUT_MAX_MS {
        findings.error(
            place,
            "out-of-range",
            format!("`timeout_ms` is {timeout_ms}, not from 1 to {HTTP_ANSWER_TIMEOUT_MAX_MS}"),
            "write a time within which the user still waits",
        );
    }
}

fn check_variable(variable: &str, place: &str, findings: &mut Findings) {
    let is_name = !variable.is_empty()
        && variable.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !variable.starts_with(|c: char| c.is_ascii_digit());
    if !is_name {
        findings.error(
            place,
            "wrong-value",
            format!("`{variable}` is no name of a variable"),
            "use letters, digits and `_`, a letter first",
        );
    }
}

/// An address must lead somewhere a user may go.
pub(super) fn check_url(place: &str, key: &str, url: &str, findings: &mut Findings) {
    let sound = ["https://", "http://", "mailto:", "tel:", "sms:", "/", "{"];
    if !sound.iter().any(|start| url.starts_with(start)) {
        findings.error(
            place,
            "wrong-url",
            format!("`{key}` is `{url}`, which is no address"),
            "begin it with `https://`, `mailto:`, `tel:`, or with `/` for this server",
        );
    }
}

//! What stories say.

use std::collections::BTreeMap;

use model::limits::HTTP_ANSWER_TIMEOUT_MS;
use model::{
    ActionTemplate, Answer, AnswerContent, ButtonTemplate, CardTemplate, FileTemplate,
    FootnoteTemplate, NotificationState, QuickReplyTemplate,
};

use crate::read::{MEDIA, NOTIFICATION_STATES};
use crate::toml_text::Toml;

type Pairs = Vec<(&'static str, Toml)>;

pub(super) fn list(answers: &[Answer]) -> Vec<Toml> {
    answers.iter().map(answer).collect()
}

fn answer(answer: &Answer) -> Toml {
    let mut pairs = match &answer.content {
        AnswerContent::Text { text, quick_replies, buttons, footnotes } => {
            let is_plain = quick_replies.is_empty() && buttons.is_empty() && footnotes.is_empty();
            if is_plain && answer.delay_ms.is_none() && answer.when.is_none() {
                return Toml::text(text);
            }
            let mut pairs = vec![("text", Toml::text(text))];
            push_list(&mut pairs, "quick_replies", quick_replies.iter().map(quick_reply));
            push_list(&mut pairs, "buttons", buttons.iter().map(button));
            push_list(&mut pairs, "footnotes", footnotes.iter().map(footnote));
            pairs
        }
        AnswerContent::Card { card: content, quick_replies } => {
            let mut pairs = vec![("card", card(content))];
            push_list(&mut pairs, "quick_replies", quick_replies.iter().map(quick_reply));
            pairs
        }
        AnswerContent::Carousel { cards, quick_replies } => {
            let mut pairs = vec![("carousel", Toml::List(cards.iter().map(card).collect()))];
            push_list(&mut pairs, "quick_replies", quick_replies.iter().map(quick_reply));
            pairs
        }
        AnswerContent::File { file: content } => vec![("file", file(content))],
        AnswerContent::Custom { connector, payload } => {
            let custom = vec![
                ("connector", Toml::text(connector)),
                // Writing a JSON value cannot fail: its keys are texts.
                ("payload", Toml::text(payload)),
            ];
            vec![("custom", Toml::Table(custom))]
        }
        AnswerContent::Http { url, timeout_ms, fallback } => {
            let mut http = vec![("url", Toml::text(url))];
            if *timeout_ms != HTTP_ANSWER_TIMEOUT_MS {
                http.push(("timeout_ms", Toml::word(timeout_ms)));
            }
            push_text(&mut http, "fallback", fallback);
            vec![("http", Toml::Table(http))]
        }
        AnswerContent::Program { fallback } => {
            let mut program = Vec::new();
            push_text(&mut program, "fallback", fallback);
            vec![("program", Toml::Table(program))]
        }
        AnswerContent::Set { variable, value } => {
            let set = vec![("variable", Toml::text(variable)), ("value", Toml::text(value))];
            vec![("set", Toml::Table(set))]
        }
        AnswerContent::Forget { roles } => vec![("forget", Toml::texts(roles))],
        AnswerContent::Remember { name, value, for_s } => {
            let mut remember = vec![("name", Toml::text(name)), ("value", Toml::text(value))];
            if let Some(seconds) = for_s {
                remember.push(("for_s", Toml::word(seconds)));
            }
            vec![("remember", Toml::Table(remember))]
        }
        AnswerContent::HandOver { topic } => {
            let mut hand_over = Vec::new();
            push_text(&mut hand_over, "topic", topic);
            vec![("hand_over", Toml::Table(hand_over))]
        }
        AnswerContent::Notify { user, intent, step, parameters, state } => {
            let mut notify = vec![("user", Toml::text(user)), ("intent", Toml::text(intent))];
            push_text(&mut notify, "step", step);
            push_parameters(&mut notify, parameters);
            if *state != NotificationState::default()
                && let Some((word, _)) = NOTIFICATION_STATES.iter().find(|(_, s)| s == state)
            {
                notify.push(("state", Toml::text(word)));
            }
            vec![("notify", Toml::Table(notify))]
        }
    };
    push_text(&mut pairs, "when", &answer.when);
    if let Some(delay_ms) = answer.delay_ms {
        pairs.push(("delay_ms", Toml::word(delay_ms)));
    }
    Toml::Table(pairs)
}

fn push_list(pairs: &mut Pairs, key: &'static str, items: impl Iterator<Item = Toml>) {
    let items: Vec<Toml> = items.collect();
    if !items.is_empty() {
        pairs.push((key, Toml::List(items)));
    }
}

fn push_text(pairs: &mut Pairs, key: &'static str, text: &Option<impl std::fmt::Display>) {
    if let Some(text) = text {
        pairs.push((key, Toml::text(text)));
    }
}

fn push_parameters(pairs: &mut Pairs, parameters: &BTreeMap<String, String>) {
    if !parameters.is_empty() {
        let parameters = parameters.iter().map(|(role, value)| (role.clone(), Toml::text(value)));
        pairs.push(("parameters", Toml::Pairs(parameters.collect())));
    }
}

fn footnote(footnote: &FootnoteTemplate) -> Toml {
    let mut pairs = vec![("title", Toml::text(&footnote.title))];
    push_text(&mut pairs, "url", &footnote.url);
    push_text(&mut pairs, "content", &footnote.content);
    Toml::Table(pairs)
}

fn card(card: &CardTemplate) -> Toml {
    let mut pairs = Vec::new();
    push_text(&mut pairs, "title", &card.title);
    push_text(&mut pairs, "subtitle", &card.subtitle);
    if let Some(content) = &card.file {
        pairs.push(("file", file(content)));
    }
    push_list(&mut pairs, "buttons", card.buttons.iter().map(button));
    Toml::Table(pairs)
}

fn file(file: &FileTemplate) -> Toml {
    let mut pairs = vec![("url", Toml::text(&file.url))];
    if !file.name.is_empty() {
        pairs.push(("name", Toml::text(&file.name)));
    }
    if let Some((word, _)) = MEDIA.iter().find(|(_, media)| *media == file.media) {
        pairs.push(("media", Toml::text(word)));
    }
    push_text(&mut pairs, "description", &file.description);
    Toml::Table(pairs)
}

fn quick_reply(reply: &QuickReplyTemplate) -> Toml {
    if reply.action.is_none() && reply.image_url.is_none() {
        return Toml::text(&reply.title);
    }
    let mut pairs = vec![("title", Toml::text(&reply.title))];
    if let Some(done) = &reply.action {
        action(&mut pairs, done);
    }
    push_text(&mut pairs, "image_url", &reply.image_url);
    Toml::Table(pairs)
}

fn button(button: &ButtonTemplate) -> Toml {
    let mut pairs = vec![("title", Toml::text(&button.title))];
    action(&mut pairs, &button.action);
    push_text(&mut pairs, "image_url", &button.image_url);
    Toml::Table(pairs)
}

fn action(pairs: &mut Pairs, action: &ActionTemplate) {
    match action {
        ActionTemplate::Intent { intent, step, parameters } => {
            pairs.push(("intent", Toml::text(intent)));
            push_text(pairs, "step", step);
            push_parameters(pairs, parameters);
        }
        ActionTemplate::Say { text } => pairs.push(("say", Toml::text(text))),
        ActionTemplate::Url { url } => pairs.push(("url", Toml::text(url))),
        ActionTemplate::Call { number } => pairs.push(("call", Toml::text(number))),
        ActionTemplate::Location => pairs.push(("location", Toml::word(true))),
    }
}

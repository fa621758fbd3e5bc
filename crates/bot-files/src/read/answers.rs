//! What stories say: texts, cards, carousels, files, with buttons and quick replies.

use std::collections::BTreeMap;

use model::limits::HTTP_ANSWER_TIMEOUT_MS;
use model::{
    ActionTemplate, Answer, AnswerContent, ButtonTemplate, CardTemplate, ConnectorType,
    FileTemplate, FootnoteTemplate, IntentName, LabelKey, MediaType, NotificationState,
    QuickReplyTemplate,
};
use toml::Spanned;
use toml::de::DeValue;

use crate::fields::Fields;

/// The words for kinds of file.
pub(crate) const MEDIA: [(&str, MediaType); 4] = [
    ("image", MediaType::Image),
    ("audio", MediaType::Audio),
    ("video", MediaType::Video),
    ("file", MediaType::File),
];

/// The words for what a notification does where the bot is silent.
pub(crate) const NOTIFICATION_STATES: [(&str, NotificationState); 3] = [
    ("keep_current", NotificationState::KeepCurrent),
    ("only_this", NotificationState::OnlyThis),
    ("reactivate", NotificationState::Reactivate),
];

/// The keys that say what an answer is.
const CONTENTS: [&str; 12] = [
    "text",
    "card",
    "carousel",
    "file",
    "custom",
    "http",
    "program",
    "set",
    "forget",
    "remember",
    "hand_over",
    "notify",
];

/// Reads a list of answers. `part` is what holds them.
pub(super) fn read(fields: &Fields<'_, '_>, key: &'static str, part: &str) -> Vec<Answer> {
    let mut found = Vec::new();
    for item in fields.items(key) {
        let part = format!("{part}.{key}[{}]", found.len());
        fields.session.remember(part, fields.file, fields.file.line_of(item.span().start));
        if let Some(answer) = read_answer(fields, key, item) {
            found.push(answer);
        }
    }
    found
}

/// An answer is the key of a label, or a table with one of [`CONTENTS`].
fn read_answer(fields: &Fields<'_, '_>, key: &str, item: &Spanned<DeValue<'_>>) -> Option<Answer> {
    if let DeValue::String(_) = item.get_ref() {
        let text = fields.name_in(key, item)?;
        let content = AnswerContent::Text {
            text,
            quick_replies: Vec::new(),
            buttons: Vec::new(),
            footnotes: Vec::new(),
        };
        return Some(Answer::new(content));
    }
    let table = fields.table_in(key, item, format!("an answer of {}", fields.what))?;
    let delay_ms = table.count("delay_ms");
    let when = table.text("when");
    let given: Vec<&str> = CONTENTS.into_iter().filter(|kind| table.has(kind)).collect();
    let content = match given.as_slice() {
        ["text"] => read_text(&table),
        ["card"] => read_card(&table, "card")
            .map(|card| AnswerContent::Card { card, quick_replies: read_quick_replies(&table) }),
        ["carousel"] => Some(AnswerContent::Carousel {
            cards: table
                .items("carousel")
                .into_iter()
                .filter_map(|item| table.table_in("carousel", item, "a card"))
                .map(|card| read_card_fields(&card))
                .collect(),
            quick_replies: read_quick_replies(&table),
        }),
        ["file"] => read_file(&table).map(|file| AnswerContent::File { file }),
        ["custom"] => read_custom(&table),
        ["http"] => read_http(&table),
        ["program"] => read_program(&table),
        ["set"] => read_set(&table),
        ["forget"] => Some(AnswerContent::Forget { roles: table.names("forget") }),
        ["remember"] => read_remember(&table),
        ["hand_over"] => table.table("hand_over", "`hand_over`").map(|hand_over| {
            let topic = hand_over.name("topic");
            hand_over.finish();
            AnswerContent::HandOver { topic }
        }),
        ["notify"] => read_notify(&table),
        [] => {
            let kinds: Vec<String> = CONTENTS[1..].iter().map(|kind| format!("`{kind}`")).collect();
            table.error(
                table.at,
                "missing-key",
                format!("{} says nothing", table.what),
                format!("add `text = \"label\"`, or one of {}", kinds.join(", ")),
            );
            None
        }
        // One kind alone is one of those above: it comes from the same list.
        [first, rest @ ..] => {
            let second = rest.first().copied().unwrap_or_default();
            table.error(
                table.at,
                "wrong-value",
                format!("{} has both `{first}` and `{second}`", table.what),
                "make two answers of it",
            );
            None
        }
    };
    table.finish();
    Some(Answer { content: content?, delay_ms, when })
}

fn read_text(fields: &Fields<'_, '_>) -> Option<AnswerContent> {
    let text = fields.name("text");
    let quick_replies = read_quick_replies(fields);
    let buttons = read_buttons(fields);
    let footnotes = fields
        .items("footnotes")
        .into_iter()
        .filter_map(|item| {
            let fields = fields.table_in("footnotes", item, "a footnote")?;
            fields.require("title", "\"label\"");
            let title = fields.name("title");
            let (url, content) = (fields.text("url"), fields.name("content"));
            fields.finish();
            Some(FootnoteTemplate { title: title?, url, content })
        })
        .collect();
    Some(AnswerContent::Text { text: text?, quick_replies, buttons, footnotes })
}

fn read_card(fields: &Fields<'_, '_>, key: &'static str) -> Option<CardTemplate> {
    Some(read_card_fields(&fields.table(key, "a card")?))
}

fn read_card_fields(fields: &Fields<'_, '_>) -> CardTemplate {
    let card = CardTemplate {
        title: fields.name("title"),
        subtitle: fields.name("subtitle"),
        file: read_file(fields),
        buttons: read_buttons(fields),
    };
    fields.finish();
    card
}

fn read_file(fields: &Fields<'_, '_>) -> Option<FileTemplate> {
    let fields = fields.table("file", "a file")?;
    fields.require("url", "\"https://…\"");
    fields.require("media", "\"image\"");
    let url = fields.text("url");
    let media = fields.choice("media", &MEDIA);
    let name = fields.text("name").unwrap_or_default();
    let description = fields.name("description");
    fields.finish();
    Some(FileTemplate { url: url?, name, media: media?, description })
}

fn read_custom(fields: &Fields<'_, '_>) -> Option<AnswerContent> {
    let fields = fields.table("custom", "a custom answer")?;
    fields.require("connector", "\"web\"");
    fields.require("payload", "'{}'");
    let connector = fields.name::<ConnectorType>("connector");
    let at = fields.value("payload").map(|value| value.span().start);
    let json = fields.text("payload");
    fields.finish();
    let payload = match serde_json::from_str(&json?) {
        Ok(payload) => payload,
        Err(error) => {
            fields.error(
                at?,
                "wrong-value",
                format!("`payload` of a custom answer is not JSON: {error}"),
                "write one JSON value as a text, for example `payload = '{ \"kind\": \"map\" }'`",
            );
            return None;
        }
    };
    Some(AnswerContent::Custom { connector: connector?, payload })
}

fn read_http(fields: &Fields<'_, '_>) -> Option<AnswerContent> {
    let fields = fields.table("http", "an HTTP answer")?;
    fields.require("url", "\"https://…\"");
    let url = fields.text("url");
    let timeout_ms = fields.count("timeout_ms").unwrap_or(HTTP_ANSWER_TIMEOUT_MS);
    let fallback = fields.name("fallback");
    fields.finish();
    Some(AnswerContent::Http { url: url?, timeout_ms, fallback })
}

fn read_program(fields: &Fields<'_, '_>) -> Option<AnswerContent> {
    let fields = fields.table("program", "an answer of the program")?;
    let fallback = fields.name("fallback");
    fields.finish();
    Some(AnswerContent::Program { fallback })
}

fn read_set(fields: &Fields<'_, '_>) -> Option<AnswerContent> {
    let fields = fields.table("set", "`set`")?;
    fields.require("variable", "\"name\"");
    fields.require("value", "\"1 + 1\"");
    let (variable, value) = (fields.text("variable"), fields.text("value"));
    fields.finish();
    Some(AnswerContent::Set { variable: variable?, value: value? })
}

fn read_remember(fields: &Fields<'_, '_>) -> Option<AnswerContent> {
    let fields = fields.table("remember", "`remember`")?;
    fields.require("name", "\"name\"");
    fields.require("value", "\"1 + 1\"");
    let (name, value) = (fields.text("name"), fields.text("value"));
    let for_s = fields.count("for_s");
    fields.finish();
    Some(AnswerContent::Remember { name: name?, value: value?, for_s })
}

fn read_notify(fields: &Fields<'_, '_>) -> Option<AnswerContent> {
    let fields = fields.table("notify", "`notify`")?;
    fields.require("user", "\"name_of_a_variable\"");
    fields.require("intent", "\"name\"");
    let (user, intent, step) = (fields.text("user"), fields.name("intent"), fields.name("step"));
    let parameters = read_parameters(&fields);
    let state = fields.choice("state", &NOTIFICATION_STATES).unwrap_or_default();
    fields.finish();
    Some(AnswerContent::Notify { user: user?, intent: intent?, step, parameters, state })
}

fn read_quick_replies(fields: &Fields<'_, '_>) -> Vec<QuickReplyTemplate> {
    fields
        .items("quick_replies")
        .into_iter()
        .filter_map(|item| {
            if let DeValue::String(_) = item.get_ref() {
                let title = fields.name_in("quick_replies", item)?;
                return Some(QuickReplyTemplate { title, action: None, image_url: None });
            }
            let fields = fields.table_in("quick_replies", item, "a quick reply")?;
            fields.require("title", "\"label\"");
            let title: Option<LabelKey> = fields.name("title");
            let action = read_action(&fields);
            let image_url = fields.text("image_url");
            fields.finish();
            Some(QuickReplyTemplate { title: title?, action, image_url })
        })
        .collect()
}

fn read_buttons(fields: &Fields<'_, '_>) -> Vec<ButtonTemplate> {
    fields
        .items("buttons")
        .into_iter()
        .filter_map(|item| {
            let fields = fields.table_in("buttons", item, "a button")?;
            fields.require("title", "\"label\"");
            let title: Option<LabelKey> = fields.name("title");
            let action = read_action(&fields);
            let image_url = fields.text("image_url");
            fields.finish();
            let title = title?;
            let action = action.unwrap_or_else(|| {
                fields.error(
                    fields.at,
                    "missing-key",
                    format!("the button `{title}` does nothing"),
                    "add `intent`, `say`, `url`, `call` or `location = true`",
                );
                ActionTemplate::Say { text: title.clone() }
            });
            Some(ButtonTemplate { title, action, image_url })
        })
        .collect()
}

fn read_action(fields: &Fields<'_, '_>) -> Option<ActionTemplate> {
    let mut actions = Vec::new();
    if let Some(intent) = fields.name::<IntentName>("intent") {
        actions.push(ActionTemplate::Intent {
            intent,
            step: fields.name("step"),
            parameters: read_parameters(fields),
        });
    } else if fields.has("step") || fields.has("parameters") {
        fields.error(
            fields.at,
            "missing-key",
            format!("{} has a `step` or `parameters` but no `intent`", fields.what),
            "add `intent`, the intent whose story it leads to",
        );
    }
    actions.extend(fields.name("say").map(|text| ActionTemplate::Say { text }));
    actions.extend(fields.text("url").map(|url| ActionTemplate::Url { url }));
    actions.extend(fields.text("call").map(|number| ActionTemplate::Call { number }));
    if fields.truth("location") == Some(true) {
        actions.push(ActionTemplate::Location);
    }
    if actions.len() > 1 {
        fields.error(
            fields.at,
            "wrong-value",
            format!("{} does several things", fields.what),
            "keep one of `intent`, `say`, `url`, `call` and `location`",
        );
    }
    actions.into_iter().next()
}

fn read_parameters(fields: &Fields<'_, '_>) -> BTreeMap<String, String> {
    let Some(table) = fields.table("parameters", "`parameters`") else { return BTreeMap::new() };
    table
        .entries()
        .into_iter()
        .filter_map(|(key, _, value)| match value.get_ref() {
            DeValue::String(text) => Some((key.to_owned(), text.to_string())),
            _ => {
                table.wrong_type(key, value, "a text in quotes");
                None
            }
        })
        .collect()
}

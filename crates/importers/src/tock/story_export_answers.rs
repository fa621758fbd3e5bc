//! What stories say, in the form of a dump of Tock's.

use model::{
    ActionTemplate, Answer, AnswerContent, ButtonTemplate, CardTemplate, FileTemplate,
    FootnoteTemplate, LabelKey, MediaType,
};
use wire::dumps::{AnswerDump, FileDump, FootnoteDump, MediaDump, SimpleAnswerDump, TypeDump};

use super::story_export::{Export, kind};

/// Answers, and their kind.
pub(super) fn export(
    export: &mut Export<'_>,
    answers: &[Answer],
    place: &str,
) -> (TypeDump, Vec<AnswerDump>) {
    if let [Answer { content: AnswerContent::Program { fallback }, when: None, .. }] = answers {
        if fallback.is_some() {
            export.left_out(place, "the words for a program that does not answer");
        }
        let rest = [("storyHandlerClassName".to_owned(), "".into())].into();
        let builtin = AnswerDump { answer_type: kind("builtin"), rest, ..AnswerDump::default() };
        return (kind("builtin"), vec![builtin]);
    }
    let mut said: Vec<SimpleAnswerDump> = Vec::with_capacity(answers.len());
    for (position, answer) in answers.iter().enumerate() {
        let place = format!("{place}.answers[{position}]");
        if answer.when.is_some() {
            export.left_out(&place, "an answer with a condition");
            continue;
        }
        let Some(one) = simple(export, answer, &place) else { continue };
        // What is shown at once after words is shown with them.
        let joins = answer.delay_ms == Some(0) && one.key.key.is_empty();
        match said.last_mut().filter(|last| joins && last.media_message.is_none()) {
            Some(words) => words.media_message = one.media_message,
            None => said.push(one),
        }
    }
    if said.is_empty() {
        return (kind("simple"), Vec::new());
    }
    let simple = AnswerDump { answer_type: kind("simple"), answers: said, ..AnswerDump::default() };
    (kind("simple"), vec![simple])
}

fn simple(export: &mut Export<'_>, answer: &Answer, place: &str) -> Option<SimpleAnswerDump> {
    let empty = SimpleAnswerDump {
        delay: Some(answer.delay_ms.map_or(-1, i64::from)),
        ..SimpleAnswerDump::default()
    };
    let shown = |media| Some(SimpleAnswerDump { media_message: Some(media), ..empty.clone() });
    let quick_replies = match &answer.content {
        AnswerContent::Text { quick_replies, .. }
        | AnswerContent::Card { quick_replies, .. }
        | AnswerContent::Carousel { quick_replies, .. } => quick_replies.len(),
        _ => 0,
    };
    if quick_replies > 0 {
        export.left_out(place, "quick replies");
    }
    match &answer.content {
        AnswerContent::Text { text, buttons, footnotes, .. } => {
            if buttons.len() > 1 {
                export.left_out(place, "buttons of words, besides the first");
            }
            let media = buttons.first().and_then(|it| button(export, it, place));
            Some(SimpleAnswerDump {
                key: export.reference(text, place),
                media_message: media,
                footnotes: footnotes.iter().map(|it| footnote(export, it)).collect(),
                ..empty
            })
        }
        AnswerContent::Card { card: shown_card, .. } => shown(card(export, shown_card, place)),
        AnswerContent::Carousel { cards, .. } => shown(MediaDump {
            kind: "carousel".into(),
            cards: cards.iter().map(|it| card(export, it, place)).collect(),
            ..MediaDump::default()
        }),
        other => {
            let form = serde_json::to_value(other).unwrap_or_default();
            let kind = form["type"].as_str().unwrap_or_default();
            export.left_out(place, &format!("an answer of the kind `{kind}`"));
            None
        }
    }
}

fn card(export: &mut Export<'_>, card: &CardTemplate, place: &str) -> MediaDump {
    let mut label = |key: &Option<LabelKey>| key.as_ref().map(|key| export.reference(key, place));
    let (title, sub_title) = (label(&card.title), label(&card.subtitle));
    let file = card.file.as_ref().map(|it| file(export, it));
    let actions = card.buttons.iter().filter_map(|it| button(export, it, place)).collect();
    MediaDump { kind: "card".into(), title, sub_title, file, actions, ..MediaDump::default() }
}

fn button(export: &mut Export<'_>, button: &ButtonTemplate, place: &str) -> Option<MediaDump> {
    if button.image_url.is_some() {
        export.left_out(place, "the picture of a button");
    }
    let url = match &button.action {
        ActionTemplate::Url { url } => Some(plain_url(url)),
        ActionTemplate::Say { text } if *text == button.title => None,
        _ => {
            export.left_out(place, "a button that does something else than say its title");
            return None;
        }
    };
    let title = Some(export.reference(&button.title, place));
    Some(MediaDump { kind: "action".into(), title, url, ..MediaDump::default() })
}

fn plain_url(url: &str) -> String {
    url.replace("{{", "{").replace("}}", "}")
}

fn file(export: &Export<'_>, file: &FileTemplate) -> FileDump {
    let (kind, suffix) = match file.media {
        MediaType::Image => ("image", "png"),
        MediaType::Audio => ("audio", "mp3"),
        MediaType::Video => ("video", "mp4"),
        MediaType::File => ("attachment", "bin"),
    };
    let ending = file.url.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    let is_ending = |ending: &String| {
        (1..=5).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    let described = file.description.as_ref();
    let id = described.and_then(|key| key.as_str().strip_suffix("_description"));
    FileDump {
        suffix: Some(ending.filter(is_ending).unwrap_or_else(|| suffix.to_owned())),
        name: file.name.clone(),
        id: Some(id.unwrap_or(&file.name).to_owned()),
        kind: kind.into(),
        external_url: Some(plain_url(&file.url)),
        description: described.map(|key| export.plain_words(key)),
        ..FileDump::default()
    }
}

fn footnote(export: &Export<'_>, note: &FootnoteTemplate) -> FootnoteDump {
    FootnoteDump {
        identifier: Some(note.title.to_string()),
        title: export.plain_words(&note.title),
        url: note.url.as_deref().map(plain_url),
        content: note.content.as_ref().map(|key| export.plain_words(key)),
        ..FootnoteDump::default()
    }
}

//! What Tock's stories say: words, cards, carousels, actions, footnotes.

use model::{
    ActionTemplate, Answer, AnswerContent, ButtonTemplate, CardTemplate, FileTemplate,
    FootnoteTemplate, Label, LabelKey, LabelText, Locale, MediaType,
};
use serde_json::Value;
use wire::dumps::{
    AnswerDump, FileDump, FootnoteDump, LabelReference, MediaDump, SimpleAnswerDump, TypeDump,
};

use super::import::{Import, brief};
use super::labels::{check_rest, import_reference};

/// Imports the answers of the kind that counts.
pub(super) fn import(
    import: &mut Import,
    current: &TypeDump,
    dumps: &[AnswerDump],
    locale: &Locale,
    place: &str,
) -> Vec<Answer> {
    // A kind that is not said is that of the only answers there are.
    let kind = match current.name() {
        "" => dumps.first().map_or("", |first| first.answer_type.name()),
        named => named,
    };
    let mut answers = Vec::new();
    for (position, dump) in dumps.iter().enumerate() {
        let place = format!("{place}[{position}]");
        let own = dump.answer_type.name();
        if own != kind {
            let line = format!("answers of the kind `{own}`, which did not count, were left out");
            import.info("not-kept", &place, line);
            continue;
        }
        if own == "simple" {
            check_rest(import, "answers", &place, &dump.rest);
            for (position, simple) in dump.answers.iter().enumerate() {
                let place = format!("{place}.answers[{position}]");
                import_simple(import, simple, locale, &place, &mut answers);
            }
        }
    }
    match kind {
        "" | "simple" => {}
        "builtin" => {
            import.info("changed", place, "the bot's program answers, over the Bot API");
            answers.push(Said::alone(AnswerContent::Program { fallback: None }, None));
        }
        "script" => import.error(
            "not-understood",
            place,
            "an answer written in Kotlin was left out",
            "write it with conditions and `set`, as a webhook, or as a program over the Bot API",
        ),
        other => import.error(
            "not-understood",
            place,
            format!("answers of the kind `{other}` were left out; Tock does not run them either"),
            "write the answer again",
        ),
    }
    join_cards(answers)
}

/// An answer, and whether it is a card that joins the cards beside it.
struct Said {
    answer: Answer,
    joins: bool,
}

impl Said {
    fn alone(content: AnswerContent, delay_ms: Option<u32>) -> Self {
        Self { answer: Answer { content, delay_ms, when: None }, joins: false }
    }
}

fn import_simple(
    import: &mut Import,
    dump: &SimpleAnswerDump,
    locale: &Locale,
    place: &str,
    answers: &mut Vec<Said>,
) {
    check_rest(import, "simple answers", place, &dump.rest);
    let delay_ms = dump.delay.and_then(|delay| u32::try_from(delay).ok());
    let footnotes: Vec<FootnoteTemplate> = dump
        .footnotes
        .iter()
        .enumerate()
        .map(|(position, note)| {
            let place = format!("{place}.footnotes[{position}]");
            footnote(import, note, &dump.key, position, locale, &place)
        })
        .collect();
    let media = dump.media_message.as_ref();
    let action = media.filter(|media| kind_of(media) == "action");
    let button = action.and_then(|media| button(import, media, locale, place));
    let is_blank = dump.key.default_label.trim().is_empty() && dump.key.key.trim().is_empty();
    if !is_blank && let Some(text) = import_reference(import, &dump.key, locale, place) {
        let buttons = button.into_iter().collect();
        let content = AnswerContent::Text { text, quick_replies: Vec::new(), buttons, footnotes };
        answers.push(Said::alone(content, delay_ms));
    }
    let Some(media) = media else { return };
    let place = format!("{place}.mediaMessage");
    let content = match kind_of(media) {
        "action" => return,
        "card" => {
            let card = card(import, media, locale, &place);
            Some(AnswerContent::Card { card, quick_replies: Vec::new() })
        }
        "carousel" => {
            let cards = media.cards.iter().map(|it| card(import, it, locale, &place)).collect();
            Some(AnswerContent::Carousel { cards, quick_replies: Vec::new() })
        }
        other => {
            let line = format!("something to show of the kind `{other}` was left out");
            import.error("not-understood", &place, line, "write it again");
            None
        }
    };
    if let Some(content) = content {
        let delay_ms = if is_blank { delay_ms } else { Some(0) };
        let said = Said::alone(content, delay_ms);
        answers.push(Said { joins: media.fill_carousel, ..said });
    }
}

/// Cards that fill a carousel become one; a single one stays a card.
fn join_cards(said: Vec<Said>) -> Vec<Answer> {
    let mut joined: Vec<Said> = Vec::with_capacity(said.len());
    for mut next in said {
        if next.joins
            && let Some(last) = joined.last_mut().filter(|last| last.joins)
            && let AnswerContent::Card { card: more, .. } = &mut next.answer.content
        {
            let more = std::mem::take(more);
            match &mut last.answer.content {
                AnswerContent::Carousel { cards, .. } => cards.push(more),
                AnswerContent::Card { card, .. } => {
                    let cards = vec![std::mem::take(card), more];
                    last.answer.content =
                        AnswerContent::Carousel { cards, quick_replies: Vec::new() };
                }
                _ => {}
            }
            continue;
        }
        joined.push(next);
    }
    joined.into_iter().map(|said| said.answer).collect()
}

/// `card`, `carousel` or `action`, from the name or the number of old files.
fn kind_of(media: &MediaDump) -> &str {
    match &media.kind {
        Value::String(kind) => kind,
        Value::Number(number) => match number.as_u64() {
            Some(0) => "action",
            Some(1) => "card",
            Some(2) => "carousel",
            _ => "unknown",
        },
        _ => "unknown",
    }
}

fn card(import: &mut Import, dump: &MediaDump, locale: &Locale, place: &str) -> CardTemplate {
    check_rest(import, "media", place, &dump.rest);
    let mut label = |reference: &Option<LabelReference>| {
        let reference = reference.as_ref()?;
        import_reference(import, reference, locale, place)
    };
    let (title, subtitle) = (label(&dump.title), label(&dump.sub_title));
    let file = dump.file.as_ref().and_then(|it| file(import, it, locale, place));
    let buttons = dump.actions.iter().filter_map(|it| button(import, it, locale, place)).collect();
    CardTemplate { title, subtitle, file, buttons }
}

fn button(
    import: &mut Import,
    dump: &MediaDump,
    locale: &Locale,
    place: &str,
) -> Option<ButtonTemplate> {
    check_rest(import, "media", place, &dump.rest);
    let Some(title) = &dump.title else {
        import.error(
            "not-understood",
            place,
            "an action has no title and was left out",
            "give it one",
        );
        return None;
    };
    let title = import_reference(import, title, locale, place)?;
    let action = match dump.url.as_deref().filter(|url| !url.is_empty()) {
        Some(url) => ActionTemplate::Url { url: literal_url(url) },
        None => ActionTemplate::Say { text: title.clone() },
    };
    Some(ButtonTemplate { title, action, image_url: None })
}

/// An address in which braces are braces.
fn literal_url(url: &str) -> String {
    url.replace('{', "{{").replace('}', "}}")
}

fn file(
    import: &mut Import,
    dump: &FileDump,
    locale: &Locale,
    place: &str,
) -> Option<FileTemplate> {
    check_rest(import, "files", place, &dump.rest);
    let Some(url) = dump.external_url.as_deref().filter(|url| !url.is_empty()) else {
        import.error(
            "not-understood",
            place,
            format!("the file `{}` lies in the export and not at an address", brief(&dump.name)),
            "put it on a web server and write its address: `file = { url = \"https://…\" }`",
        );
        return None;
    };
    let media = match &dump.kind {
        Value::String(kind) => match kind.as_str() {
            "image" => MediaType::Image,
            "audio" => MediaType::Audio,
            "video" => MediaType::Video,
            _ => MediaType::File,
        },
        Value::Number(number) => match number.as_u64() {
            Some(0) => MediaType::Image,
            Some(1) => MediaType::Audio,
            Some(2) => MediaType::Video,
            _ => MediaType::File,
        },
        _ => MediaType::File,
    };
    let description = dump.description.as_deref().filter(|words| !words.trim().is_empty());
    let description = description.and_then(|words| {
        let key = format!("{}_description", dump.id.as_deref().unwrap_or(&dump.name));
        own_label(import, &key, words, locale)
    });
    Some(FileTemplate { url: literal_url(url), name: dump.name.clone(), media, description })
}

fn footnote(
    import: &mut Import,
    dump: &FootnoteDump,
    said: &LabelReference,
    position: usize,
    locale: &Locale,
    place: &str,
) -> FootnoteTemplate {
    check_rest(import, "footnotes", place, &dump.rest);
    let id = if said.key.is_empty() { &said.default_label } else { &said.key };
    let base = format!("{id}.footnote.{}", position + 1);
    let title = own_label(import, &base, &dump.title, locale)
        .unwrap_or_else(|| LabelKey::new("footnote").expect("`footnote` is a sound key"));
    let content = dump.content.as_deref().filter(|words| !words.trim().is_empty());
    let content =
        content.and_then(|words| own_label(import, &format!("{base}.content"), words, locale));
    let url = dump.url.as_deref().filter(|url| !url.is_empty()).map(literal_url);
    FootnoteTemplate { title, url, content }
}

/// A label for words that have none in Tock.
fn own_label(import: &mut Import, key: &str, words: &str, locale: &Locale) -> Option<LabelKey> {
    let key = super::label_key(key)?;
    let text = LabelText::new(locale.clone(), vec![literal_url(words)]);
    let label = Label { texts: vec![text], ..Label::default() };
    if import.bot.labels.insert(key.clone(), label).is_none() {
        import.report.labels_added += 1;
    }
    Some(key)
}

//! The order in which files hold what has no order of its own.

use std::cmp::Ordering;

use model::{Annotation, Bot, LabelText, Locale, Sentence, SentenceStatus};

/// Puts a bot in the order in which its files are read: sentences by intent and language, texts
/// of a label by language, entities of a sentence by place, dialogs by name. Nothing else moves;
/// the order of stories has a meaning and stays. `read_files` gives bots in this order, and
/// `read_files(&write_files(bot))` is the arranged bot.
pub fn arrange(bot: &mut Bot) {
    let locales = &bot.locales;
    for sentence in &mut bot.sentences {
        arrange_annotations(&mut sentence.entities);
    }
    bot.sentences.sort_by(|a, b| compare_sentences(locales, a, b));
    for label in bot.labels.values_mut() {
        label.texts.sort_by(|a, b| compare_texts(locales, a, b));
    }
    bot.dialogs.sort_by(|a, b| a.name.cmp(&b.name));
}

fn arrange_annotations(annotations: &mut [Annotation]) {
    annotations.sort_by_key(|annotation| (annotation.span.start, annotation.span.end));
    for annotation in annotations {
        arrange_annotations(&mut annotation.sub_entities);
    }
}

/// By intent, what is not understood last; then by language; then validated first.
pub(crate) fn compare_sentences(locales: &[Locale], a: &Sentence, b: &Sentence) -> Ordering {
    let key = |sentence: &Sentence| (sentence.intent.is_none(), is_inbox(sentence.status));
    let (a_last, a_inbox) = key(a);
    let (b_last, b_inbox) = key(b);
    a_last
        .cmp(&b_last)
        .then_with(|| a.intent.cmp(&b.intent))
        .then_with(|| compare_locales(locales, &a.locale, &b.locale))
        .then_with(|| a_inbox.cmp(&b_inbox))
}

fn is_inbox(status: SentenceStatus) -> bool {
    status == SentenceStatus::Inbox
}

/// By language; then what is said everywhere first.
fn compare_texts(locales: &[Locale], a: &LabelText, b: &LabelText) -> Ordering {
    compare_locales(locales, &a.locale, &b.locale)
        .then_with(|| (&a.interface, &a.connector).cmp(&(&b.interface, &b.connector)))
}

/// In the bot's order; languages that it does not speak come last.
pub(crate) fn compare_locales(locales: &[Locale], a: &Locale, b: &Locale) -> Ordering {
    let rank =
        |locale: &Locale| locales.iter().position(|other| other == locale).unwrap_or(locales.len());
    rank(a).cmp(&rank(b)).then_with(|| a.cmp(b))
}

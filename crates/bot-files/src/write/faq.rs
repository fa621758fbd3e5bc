//! What entries of the FAQ have besides the sentences of their intents.

use std::collections::BTreeMap;

use model::{Bot, IntentName, LabelKey, Locale};

use crate::escape as escapes;
use crate::read::faq_label;

/// The answer of an entry by language, where it can stand with the question: a label of the
/// entry's own that is one text per language for everybody.
pub(super) fn answers<'b>(bot: &'b Bot, name: &IntentName) -> BTreeMap<&'b Locale, &'b str> {
    let none = BTreeMap::new();
    let Some(faq) = bot.faqs.get(name).filter(|faq| faq.answer == faq_label(name)) else {
        return none;
    };
    let Some(label) = bot.labels.get(&faq.answer).filter(|label| label.description.is_empty())
    else {
        return none;
    };
    let mut answers = BTreeMap::new();
    for text in &label.texts {
        let is_plain = text.interface.is_none() && text.connector.is_none() && text.validated;
        let ([variant], true) = (text.variants.as_slice(), is_plain) else { return none };
        if answers.insert(&text.locale, variant.as_str()).is_some() {
            return none;
        }
    }
    answers
}

/// Whether the texts of a label stand with an entry of the FAQ.
pub(super) fn holds(bot: &Bot, key: &LabelKey) -> bool {
    key.as_str()
        .strip_prefix("faq.")
        .and_then(|name| IntentName::new(name).ok())
        .is_some_and(|name| !answers(bot, &name).is_empty())
}

pub(super) fn write_properties(out: &mut String, bot: &Bot, name: &IntentName) {
    let Some(faq) = bot.faqs.get(name) else { return };
    if !faq.tags.is_empty() {
        out.push_str(&format!("tags: {}\n", words(&faq.tags)));
    }
    if faq.answer != faq_label(name) {
        out.push_str(&format!("answer: {}\n", escapes::escape(faq.answer.as_str())));
    }
    if let Some(story) = &faq.ends_with {
        out.push_str(&format!("ends_with: {}\n", escapes::escape(story.as_str())));
    }
    if faq.disabled {
        out.push_str("disabled: true\n");
    }
}

/// Words with commas between them.
pub(super) fn words<'w>(words: impl IntoIterator<Item = &'w String>) -> String {
    let words = words.into_iter().map(|word| escapes::escape(word).replace(',', "\\u{2c}"));
    words.collect::<Vec<String>>().join(", ")
}

/// A line of an answer. Brackets are no marks there, so that links stay readable.
pub(super) fn escape(line: &str) -> String {
    escapes::escape(line).replace("\\[", "[").replace("\\]", "]")
}

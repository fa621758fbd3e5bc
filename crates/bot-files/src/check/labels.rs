//! Labels: every text that is used, in every language.

use model::{Bot, Label, LabelKey, Severity};

use super::Findings;
use super::names::Names;

pub(super) fn check(bot: &Bot, names: &Names<'_>, findings: &mut Findings) {
    for (key, label) in &bot.labels {
        let place = format!("labels[{key}]");
        let is_used = names.labels_used.contains(key);
        if !is_used {
            findings.info(
                &place,
                "unused-label",
                format!("nothing says the label `{key}`"),
                "use it in a story, or remove it",
            );
        }
        check_locales(bot, key, label, is_used, findings);
        check_texts(bot, key, label, findings);
    }
}

fn check_locales(bot: &Bot, key: &LabelKey, label: &Label, is_used: bool, findings: &mut Findings) {
    let place = format!("labels[{key}]");
    if label.texts.is_empty() {
        let severity = if is_used { Severity::Error } else { Severity::Warning };
        findings.add(
            severity,
            place,
            "missing-text",
            format!("the label `{key}` has no text in any language"),
            "write it in the files of `answers/`",
        );
        return;
    }
    let written: Vec<_> = label.texts.iter().map(|text| text.locale.clone()).collect();
    for locale in &bot.locales {
        if locale.choose_among(&written).is_none() {
            findings.warning(
                &place,
                "missing-text",
                format!("the label `{key}` has no text in `{locale}`"),
                format!("write it in `answers/{locale}.toml`"),
            );
        }
    }
}

fn check_texts(bot: &Bot, key: &LabelKey, label: &Label, findings: &mut Findings) {
    for (position, text) in label.texts.iter().enumerate() {
        let place = format!("labels[{key}].{}", text.locale);
        let is_same = |other: &&model::LabelText| {
            other.locale == text.locale
                && other.interface == text.interface
                && other.connector == text.connector
        };
        if label.texts[..position].iter().any(|other| is_same(&other)) {
            findings.error(
                &place,
                "duplicate-label",
                format!("the label `{key}` has two texts for the same language and channel"),
                "join their variants",
            );
        }
        if text.variants.is_empty() {
            findings.error(
                &place,
                "missing-text",
                format!("the label `{key}` has an empty list of variants in `{}`", text.locale),
                "write a text, or remove the line",
            );
        }
        if !bot.locales.contains(&text.locale) {
            findings.warning(
                &place,
                "unspoken-locale",
                format!(
                    "the label `{key}` has a text in `{}`, which the bot does not speak",
                    text.locale
                ),
                "add the language to `locales` in `bot.toml`, or remove the text",
            );
        }
        for (number, variant) in text.variants.iter().enumerate() {
            if variant.trim().is_empty() {
                findings.warning(
                    &place,
                    "empty-text",
                    format!("a text of the label `{key}` is empty"),
                    "write it, or remove it",
                );
            }
            if text.variants[..number].contains(variant) {
                findings.warning(
                    &place,
                    "duplicate-variant",
                    format!("the label `{key}` has the variant `{variant}` twice"),
                    "remove one of the two",
                );
            }
        }
    }
}

//! `bot.toml`.

use std::collections::BTreeMap;

use model::{Bot, BotSettings, Branding, Locale, StoryName};

use crate::arrange::compare_locales;
use crate::toml_text::{Toml, Writer};

pub(super) fn write(bot: &Bot, story_order: Vec<StoryName>, files: &mut BTreeMap<String, String>) {
    let mut out = Writer::default();
    out.pair("name", &Toml::text(&bot.name));
    out.pair("namespace", &Toml::text(&bot.namespace));
    out.text("title", &bot.title);
    out.text("description", &bot.description);
    out.text("category", &bot.category);
    out.pair("locales", &Toml::texts(&bot.locales));
    out.pair("time_zone", &Toml::text(&bot.time_zone));
    if !story_order.is_empty() {
        out.pair("story_order", &Toml::texts(story_order));
    }
    write_settings(&mut out, &bot.settings);
    write_branding(&mut out, &bot.branding, &bot.locales);
    files.insert("bot.toml".to_owned(), out.finish());
}

fn write_settings(out: &mut Writer, settings: &BotSettings) {
    let default = BotSettings::default();
    if *settings == default {
        return;
    }
    out.header(&["settings".to_owned()]);
    if let Some(threshold) = settings.unknown_threshold {
        out.pair("unknown_threshold", &Toml::number(threshold));
    }
    if let Some(threshold) = settings.known_threshold {
        out.pair("known_threshold", &Toml::number(threshold));
    }
    if let Some(engine) = &settings.nlp_engine {
        out.pair("nlp_engine", &Toml::text(engine));
    }
    if settings.conversation_validity_s != default.conversation_validity_s {
        out.pair("conversation_validity_s", &Toml::word(settings.conversation_validity_s));
    }
    if settings.message_delay_ms != default.message_delay_ms {
        out.pair("message_delay_ms", &Toml::word(settings.message_delay_ms));
    }
    if settings.new_conversation_on_start {
        out.pair("new_conversation_on_start", &Toml::word(true));
    }
    if settings.silence_s != default.silence_s {
        out.pair("silence_s", &Toml::word(settings.silence_s));
    }
    if settings.hand_over_wait_s != default.hand_over_wait_s {
        out.pair("hand_over_wait_s", &Toml::word(settings.hand_over_wait_s));
    }
    out.list("admin_keywords", settings.admin_keywords.iter().map(Toml::text).collect());
    if let Some(story) = &settings.faq_ends_with {
        out.pair("faq_ends_with", &Toml::text(story));
    }
    if settings.faq_disabled {
        out.pair("faq_disabled", &Toml::word(true));
    }
}

fn write_branding(out: &mut Writer, branding: &Branding, locales: &[Locale]) {
    if *branding == Branding::default() {
        return;
    }
    out.header(&["branding".to_owned()]);
    for (key, value) in [
        ("color", &branding.color),
        ("background_color", &branding.background_color),
        ("text_color", &branding.text_color),
        ("logo_url", &branding.logo_url),
        ("position", &branding.position),
        ("theme", &branding.theme),
    ] {
        if let Some(value) = value {
            out.pair(key, &Toml::text(value));
        }
    }
    for (key, texts) in [("title", &branding.title), ("consent", &branding.consent)] {
        let mut texts: Vec<(&Locale, &String)> = texts.iter().collect();
        texts.sort_by(|(a, _), (b, _)| compare_locales(locales, a, b));
        let texts: Vec<_> = texts
            .into_iter()
            .map(|(locale, text)| (locale.to_string(), Toml::text(text)))
            .collect();
        if !texts.is_empty() {
            out.pair(key, &Toml::Pairs(texts));
        }
    }
}

//! `bot.toml`: name, languages, settings, branding.

use std::collections::BTreeMap;

use model::{Bot, BotName, Branding, Diagnostic, Locale, Namespace, StoryName};

use crate::fields::{self, Fields};
use crate::session::{Session, SourceFile};

/// Names of stories in the order that `bot.toml` gives, with their lines.
pub(super) type StoryOrder = Vec<(StoryName, usize)>;

pub(super) fn read(session: &Session, file: Option<&SourceFile<'_>>) -> (Bot, StoryOrder) {
    let mut bot = unnamed();
    let Some(file) = file else {
        let mut finding = Diagnostic::error(
            "missing-file",
            "there is no `bot.toml`",
            "create it with `name`, `namespace` and `locales`",
        );
        finding.place = Some("bot.toml".into());
        session.report_anywhere(finding);
        return (bot, Vec::new());
    };
    let table = fields::parse(session, file);
    let fields = Fields::new(session, file, &table, 0, "the bot");
    fields.require("name", "\"my_bot\"");
    fields.require("namespace", "\"app\"");
    fields.require("locales", "[\"fr\"]");
    if let Some(name) = fields.name::<BotName>("name") {
        bot.name = name;
    }
    if let Some(namespace) = fields.name::<Namespace>("namespace") {
        bot.namespace = namespace;
    }
    bot.title = fields.text("title").unwrap_or_default();
    bot.description = fields.text("description").unwrap_or_default();
    bot.category = fields.text("category").unwrap_or_default();
    bot.locales = fields.names::<Locale>("locales");
    if let Some(time_zone) = fields.text("time_zone") {
        bot.time_zone = time_zone;
    }
    if let Some(settings) = fields.table("settings", "`[settings]`") {
        bot.settings.unknown_threshold = settings.number("unknown_threshold");
        bot.settings.known_threshold = settings.number("known_threshold");
        bot.settings.nlp_engine = settings.text("nlp_engine");
        if let Some(seconds) = settings.count("conversation_validity_s") {
            bot.settings.conversation_validity_s = seconds;
        }
        if let Some(delay_ms) = settings.count("message_delay_ms") {
            bot.settings.message_delay_ms = delay_ms;
        }
        if let Some(seconds) = settings.count("silence_s") {
            bot.settings.silence_s = seconds;
        }
        if let Some(seconds) = settings.count("hand_over_wait_s") {
            bot.settings.hand_over_wait_s = seconds;
        }
        let is_true = |key| settings.truth(key).unwrap_or_default();
        bot.settings.new_conversation_on_start = is_true("new_conversation_on_start");
        bot.settings.admin_keywords = settings.names("admin_keywords");
        bot.settings.faq_ends_with = settings.name("faq_ends_with");
        bot.settings.faq_disabled = is_true("faq_disabled");
        settings.finish();
    }
    if let Some(branding) = fields.table("branding", "`[branding]`") {
        bot.branding = read_branding(&branding);
    }
    let order = fields
        .items("story_order")
        .into_iter()
        .filter_map(|item| {
            let name = fields.name_in("story_order", item)?;
            Some((name, file.line_of(item.span().start)))
        })
        .collect();
    for key in ["name", "namespace", "locales", "time_zone", "settings", "branding", "story_order"]
    {
        if fields.has(key) {
            session.remember(format!("bot.{key}"), file, fields.line_of(key));
        }
    }
    session.remember("bot".into(), file, 1);
    fields.finish();
    (bot, order)
}

fn read_branding(fields: &Fields<'_, '_>) -> Branding {
    let branding = Branding {
        color: fields.text("color"),
        background_color: fields.text("background_color"),
        text_color: fields.text("text_color"),
        logo_url: fields.text("logo_url"),
        position: fields.text("position"),
        theme: fields.text("theme"),
        title: read_texts(fields, "title", "`[branding.title]`"),
        consent: read_texts(fields, "consent", "`[branding.consent]`"),
    };
    fields.finish();
    branding
}

/// Texts by locale.
fn read_texts(
    fields: &Fields<'_, '_>,
    key: &'static str,
    what: &'static str,
) -> BTreeMap<Locale, String> {
    let mut read = BTreeMap::new();
    let Some(texts) = fields.table(key, what) else { return read };
    for (locale, at, value) in texts.entries() {
        let Some(parsed) = texts.parsed::<Locale>(at, key, locale) else { continue };
        if let Some(text) = texts.name_in::<AnyText>(locale, value) {
            read.insert(parsed, text.0);
        }
    }
    read
}

/// A text that may be any.
struct AnyText(String);

impl std::str::FromStr for AnyText {
    type Err = model::InvalidId;
    fn from_str(text: &str) -> Result<Self, model::InvalidId> {
        Ok(Self(text.to_owned()))
    }
}

fn unnamed() -> Bot {
    Bot::new(
        Namespace::new("app").expect("`app` is a sound namespace"),
        BotName::new("unnamed").expect("`unnamed` is a sound bot name"),
        Vec::new(),
    )
}

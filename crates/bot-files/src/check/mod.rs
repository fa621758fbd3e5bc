//! What is wrong with what a bot means. Places of findings are parts of the bot:
//! `stories[book].steps[seat].answers[0]`.
//!
//! What stands within texts, conditions and addresses (`{destination}`) is the engine's language:
//! `engine::check` speaks about it, and gives its places in the same form.

mod answers;
mod dialogs;
mod entities;
mod faq;
mod flags;
mod labels;
mod names;
mod sentences;
mod stories;

use chrono_tz::{TZ_VARIANTS, Tz};
use model::{Bot, Diagnostic, Severity};

use crate::nearest;
use names::Names;

/// See [`crate::check`].
pub(crate) fn check(bot: &Bot) -> Vec<Diagnostic> {
    let names = Names::new(bot);
    let mut findings = Findings::default();
    check_bot(bot, &mut findings);
    entities::check(bot, &names, &mut findings);
    sentences::check(bot, &names, &mut findings);
    stories::check(bot, &names, &mut findings);
    faq::check(bot, &names, &mut findings);
    flags::check(bot, &mut findings);
    labels::check(bot, &names, &mut findings);
    dialogs::check(bot, &names, &mut findings);
    findings.list
}

/// What was found so far.
#[derive(Default)]
pub(super) struct Findings {
    list: Vec<Diagnostic>,
}

impl Findings {
    fn add(
        &mut self,
        severity: Severity,
        place: impl Into<String>,
        code: &str,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        let mut finding = Diagnostic::error(code, message, remedy).at(place, None);
        finding.severity = severity;
        self.list.push(finding);
    }

    fn error(
        &mut self,
        place: impl Into<String>,
        code: &str,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.add(Severity::Error, place, code, message, remedy);
    }

    fn warning(
        &mut self,
        place: impl Into<String>,
        code: &str,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.add(Severity::Warning, place, code, message, remedy);
    }

    fn info(
        &mut self,
        place: impl Into<String>,
        code: &str,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.add(Severity::Info, place, code, message, remedy);
    }
}

fn check_bot(bot: &Bot, findings: &mut Findings) {
    if bot.locales.is_empty() {
        findings.error(
            "bot.locales",
            "no-locale",
            "the bot speaks no language",
            "add `locales = [\"fr\"]`; the first is its default",
        );
    }
    for (position, locale) in bot.locales.iter().enumerate() {
        if bot.locales[..position].contains(locale) {
            findings.warning(
                "bot.locales",
                "duplicate-locale",
                format!("the language `{locale}` is there twice"),
                "remove one of the two",
            );
        }
    }
    check_time_zone("bot.time_zone", &bot.time_zone, findings);
    let settings = &bot.settings;
    for (name, threshold, otherwise) in [
        ("unknown_threshold", settings.unknown_threshold, "training fits it"),
        ("known_threshold", settings.known_threshold, "it is 0.1 then"),
    ] {
        if let Some(threshold) = threshold.filter(|own| !(0.0..=1.0).contains(own)) {
            findings.error(
                "bot.settings",
                "out-of-range",
                format!("`{name}` is {threshold}, not between 0 and 1"),
                format!("write a probability, or remove it: {otherwise}"),
            );
        }
    }
    if !bot.settings.admin_keywords.is_empty() {
        findings.warning(
            "bot.settings",
            "open-keywords",
            "anybody may type keywords such as `_delete_user_` on the channels of \
             `admin_keywords`",
            "keep it to channels that only testers can reach",
        );
    }
    check_branding(bot, findings);
}

fn check_branding(bot: &Bot, findings: &mut Findings) {
    let branding = &bot.branding;
    for (key, color) in [
        ("color", &branding.color),
        ("background_color", &branding.background_color),
        ("text_color", &branding.text_color),
    ] {
        let Some(color) = color else { continue };
        let digits = color.strip_prefix('#').unwrap_or_default();
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            findings.error(
                "bot.branding",
                "wrong-value",
                format!("`{key}` is `{color}`, not a colour"),
                "write it as `#rrggbb`, for example `#0a6ebd`",
            );
        }
    }
    if let Some(theme) = &branding.theme
        && !matches!(theme.as_str(), "light" | "dark" | "auto")
    {
        findings.error(
            "bot.branding",
            "wrong-value",
            format!("`theme` is `{theme}`"),
            nearest::remedy(
                theme,
                ["light", "dark", "auto"],
                "write `light`, `dark`, or `auto` (as the visitor's device)",
            ),
        );
    }
    if let Some(position) = &branding.position
        && !matches!(position.as_str(), "left" | "right")
    {
        findings.error(
            "bot.branding",
            "wrong-value",
            format!("`position` is `{position}`"),
            nearest::remedy(position, ["left", "right"], "write `left` or `right`"),
        );
    }
    if let Some(url) = &branding.logo_url {
        answers::check_url("bot.branding", "logo_url", url, findings);
    }
    for locale in branding.title.keys().chain(branding.consent.keys()) {
        if bot.locales.contains(locale) {
            continue;
        }
        findings.warning(
            "bot.branding",
            "unspoken-locale",
            format!("the widget has a text in `{locale}`, which the bot does not speak"),
            "add the language to `locales`, or remove the text",
        );
    }
}

/// A zone must be one that the world knows.
fn check_time_zone(place: &str, zone: &str, findings: &mut Findings) {
    if zone.parse::<Tz>().is_err() {
        findings.error(
            place,
            "unknown-time-zone",
            format!("there is no time zone `{zone}`"),
            nearest::remedy(
                zone,
                TZ_VARIANTS.iter().map(|zone| zone.name()),
                "write the IANA name of a zone, for example `Europe/Paris`",
            ),
        );
    }
}

/// A text without case and accents, with single spaces.
fn folded(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::is_combining_mark;

    if text.is_ascii() {
        let words: Vec<&str> = text.split_ascii_whitespace().collect();
        return words.join(" ").to_ascii_lowercase();
    }
    let folded: String = text
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == '’' { '\'' } else { c })
        .collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

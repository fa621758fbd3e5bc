//! What imports of all kinds of file share: the bot under construction, its names, the report.

use std::collections::{BTreeMap, HashMap};

use model::{
    Bot, Diagnostic, Dimension, EntityType, EntityTypeName, EntityUse, Intent, IntentName, Locale,
    Sentence, SentenceStatus,
};
use wire::nlp::DUCKLING_NAMESPACE;

use super::{Target, names};
use crate::{ImportReport, Imported, KnownChannel, Reached};

/// An import at work.
pub(super) struct Import {
    pub bot: Bot,
    pub before: Option<Bot>,
    pub reached: Reached,
    pub report: ImportReport,
    /// The channels that the bot has already.
    pub channels: Vec<KnownChannel>,
    // Where each sentence stands, by text and locale.
    sentences: HashMap<(String, Locale), usize>,
    // Members that no rule knows: kind of object and name, with how often and where first.
    unknown_members: BTreeMap<(&'static str, String), (usize, String)>,
    // Sentences kept, by intent and locale.
    kept: BTreeMap<(Option<IntentName>, String, bool), usize>,
    // Names that had to change, so that each is reported once.
    renamed: BTreeMap<String, String>,
}

/// What to do with a sentence that the bot has already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// The bot's own stays, unless nobody vouches for it and somebody does for the new one.
    Keep,
    /// The new one replaces it.
    Replace,
}

impl Import {
    pub fn new(target: Target, into: Option<Bot>) -> Self {
        let bot =
            into.clone().unwrap_or_else(|| Bot::new(target.namespace, target.bot, Vec::new()));
        let sentences = bot
            .sentences
            .iter()
            .enumerate()
            .map(|(position, sentence)| {
                ((sentence.text.clone(), sentence.locale.clone()), position)
            })
            .collect();
        Self {
            bot,
            reached: Reached::default(),
            channels: Vec::new(),
            report: ImportReport { created: into.is_none(), ..ImportReport::default() },
            before: into,
            sentences,
            unknown_members: BTreeMap::new(),
            kept: BTreeMap::new(),
            renamed: BTreeMap::new(),
        }
    }

    pub fn info(&mut self, code: &str, place: impl Into<String>, message: impl Into<String>) {
        self.report.lines.push(Diagnostic::info(code, message, "").at(place, None));
    }

    pub fn warning(
        &mut self,
        code: &str,
        place: impl Into<String>,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.report.lines.push(Diagnostic::warning(code, message, remedy).at(place, None));
    }

    pub fn error(
        &mut self,
        code: &str,
        place: impl Into<String>,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.report.lines.push(Diagnostic::error(code, message, remedy).at(place, None));
    }

    /// Notes members that no rule knows, so that none is dropped in silence.
    pub fn check_members<'a>(
        &mut self,
        kind: &'static str,
        place: &str,
        members: impl Iterator<Item = &'a String>,
        known: &[&str],
    ) {
        for name in members.filter(|name| !known.contains(&name.as_str())) {
            let entry = self
                .unknown_members
                .entry((kind, name.clone()))
                .or_insert_with(|| (0, place.to_owned()));
            entry.0 += 1;
        }
    }

    /// The model's name of an entity type, which is declared if it was not. Types of other
    /// namespaces than the bot's and the built-in one become the bot's own.
    pub fn entity_type(&mut self, qualified: &str, place: &str) -> Option<EntityTypeName> {
        let own = match names::split(qualified) {
            (Some(DUCKLING_NAMESPACE), _) => qualified.to_owned(),
            (Some(namespace), name) if namespace != self.bot.namespace.as_str() => {
                format!("{}:{name}", self.bot.namespace)
            }
            _ => qualified.to_owned(),
        };
        let Some(name) = names::entity_type_from_tock(&self.bot.namespace, &own) else {
            self.error(
                "unusable-name",
                place,
                format!("`{qualified}` cannot be the name of an entity type"),
                "give it a name of 1 to 200 bytes",
            );
            return None;
        };
        self.note_renaming("entity type", qualified, &names::entity_type_to_tock(&self.bot, &name));
        if Dimension::from_name(name.as_str()).is_none()
            && !self.bot.entity_types.contains_key(&name)
        {
            self.bot.entity_types.insert(name.clone(), EntityType::default());
            self.report.entity_types_added.push(name.clone());
        }
        Some(name)
    }

    /// The entry of an entity type, made if there is none: a built-in type needs one only when
    /// something is said about it.
    pub fn declared(&mut self, name: &EntityTypeName) -> &mut EntityType {
        self.bot.entity_types.entry(name.clone()).or_insert_with(|| EntityType {
            dimension: Dimension::from_name(name.as_str()),
            ..EntityType::default()
        })
    }

    /// An entity type in a role.
    pub fn entity_use(
        &mut self,
        qualified: &str,
        role: Option<&str>,
        place: &str,
    ) -> Option<EntityUse> {
        let entity_type = self.entity_type(qualified, place)?;
        let Some(found) = names::role(role, qualified) else {
            self.error(
                "unusable-name",
                place,
                format!("the role of `{qualified}` cannot be a name"),
                "give it a name of 1 to 200 bytes",
            );
            return None;
        };
        if let Some(role) = role.filter(|role| !role.trim().is_empty()) {
            self.note_renaming("role", role, found.as_str());
        }
        Some(EntityUse { entity_type, role: found })
    }

    /// Reports once that a name could not stay as it was.
    pub fn note_renaming(&mut self, kind: &str, before: &str, after: &str) {
        if before == after {
            return;
        }
        let key = format!("{kind} {before}");
        if self.renamed.insert(key, after.to_owned()).is_none() {
            self.info("renamed", kind, format!("the {kind} `{before}` is `{after}` here"));
        }
    }

    /// The intent of that name, made if it was not there.
    pub fn intent(&mut self, name: &IntentName) -> &mut Intent {
        if !self.bot.intents.contains_key(name) {
            self.report.intents_added.push(name.clone());
        }
        self.bot.intents.entry(name.clone()).or_default()
    }

    /// Adds a locale to the bot's if it is not among them.
    pub fn add_locale(&mut self, locale: &Locale) {
        if !self.bot.locales.contains(locale) {
            self.bot.locales.push(locale.clone());
            self.report.locales_added.push(locale.clone());
        }
    }

    /// Adds a sentence, or decides between it and the one the bot has.
    pub fn add_sentence(&mut self, sentence: Sentence, known: Known, place: &str) {
        let key = (sentence.text.clone(), sentence.locale.clone());
        let inbox = sentence.status == SentenceStatus::Inbox;
        let tally = (sentence.intent.clone(), sentence.locale.to_string(), inbox);
        let Some(&position) = self.sentences.get(&key) else {
            self.sentences.insert(key, self.bot.sentences.len());
            self.bot.sentences.push(sentence);
            self.report.sentences_added += 1;
            *self.kept.entry(tally).or_default() += 1;
            return;
        };
        let own = &self.bot.sentences[position];
        if *own == sentence {
            self.report.sentences_unchanged += 1;
            return;
        }
        let text = brief(&sentence.text);
        let vouched = own.status == SentenceStatus::Inbox && !inbox;
        if known == Known::Replace || vouched {
            self.bot.sentences[position] = sentence;
            self.report.sentences_changed += 1;
            *self.kept.entry(tally).or_default() += 1;
            let why =
                if vouched { "a person vouches for it in the file" } else { "the file rules" };
            self.info(
                "sentence-changed",
                place,
                format!("`{text}` was there and was changed: {why}"),
            );
            return;
        }
        self.report.sentences_unchanged += 1;
        let describe = |sentence: &Sentence| match &sentence.intent {
            Some(intent) => format!("`{intent}`"),
            None => "unknown".to_owned(),
        };
        let (ours, theirs) = (describe(own), describe(&sentence));
        if ours == theirs {
            self.info(
                "sentence-known",
                place,
                format!("`{text}` was there with other entities or another status: left as it was"),
            );
        } else {
            self.warning(
                "sentence-known",
                place,
                format!("`{text}` was there as {ours} and stays so; the file says {theirs}"),
                "change the sentence by hand if the file is right",
            );
        }
    }

    /// Removes a sentence. Whether it was there.
    pub fn remove_sentence(&mut self, text: &str, locale: &Locale) -> bool {
        let Some(position) = self.sentences.remove(&(text.to_owned(), locale.clone())) else {
            return false;
        };
        self.bot.sentences.remove(position);
        for at in self.sentences.values_mut() {
            if *at > position {
                *at -= 1;
            }
        }
        true
    }

    /// The bot and the report.
    pub fn finish(mut self) -> Imported {
        for ((kind, name), (count, place)) in std::mem::take(&mut self.unknown_members) {
            self.warning(
                "unknown-member",
                place,
                format!(
                    "the member `{name}` of {kind} is not understood and was left out; times it \
                     occurs: {count}"
                ),
                "nothing, unless you rely on it",
            );
        }
        for ((intent, locale, inbox), count) in std::mem::take(&mut self.kept) {
            let intent = match intent {
                Some(intent) => format!("the intent `{intent}`"),
                None => "no intent".to_owned(),
            };
            let status = if inbox { ", waiting in the inbox" } else { "" };
            self.info(
                "sentences-kept",
                "sentences",
                format!("{count} in `{locale}` with {intent}{status}"),
            );
        }
        if self.bot.locales.is_empty() {
            self.add_locale(&Locale::en());
            self.warning(
                "no-language",
                "application.supportedLocales",
                "the file names no language; the bot speaks `en`",
                "set the bot's locales",
            );
        }
        self.report.modified = self.before.as_ref() != Some(&self.bot);
        self.report.sort();
        Imported { bot: self.bot, reached: self.reached, report: self.report }
    }
}

/// A text for a report.
pub(super) fn brief(text: &str) -> String {
    const CHARS_MAX: usize = 60;
    let mut short: String = text.chars().take(CHARS_MAX).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

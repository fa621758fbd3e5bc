//! `intents/*.md`: a heading per intent, a section per language, a sentence per line; and
//! `faq/*.md`, where each intent also has its answer.

use std::collections::BTreeMap;

use model::{
    Bot, Diagnostic, EntityUse, Faq, Intent, IntentName, LabelKey, LabelText, Locale, Sentence,
    SentenceStatus,
};

use crate::arrange;
use crate::dialog_line::unquote;
use crate::entity_use::{self, Resolved};
use crate::escape::{self, trimmed};
use crate::nearest;
use crate::sentence;
use crate::session::{Session, SourceFile, Spot};

/// The heading of examples of what the bot does not understand. No intent can have this name.
pub(crate) const UNKNOWN: &str = "(unknown)";
/// What follows the locale of sentences that nobody looked at yet.
pub(crate) const INBOX: &str = "(inbox)";

const KEYS: [&str; 5] = ["title", "category", "entities", "states", "start_of_day"];
/// What an entry of the FAQ has besides.
const FAQ_KEYS: [&str; 4] = ["tags", "answer", "ends_with", "disabled"];

/// The label of an entry's answer, unless the entry names another.
pub(crate) fn faq_label(name: &IntentName) -> LabelKey {
    LabelKey::new(format!("faq.{name}"))
        .expect("a name is short enough and has what a key may have")
}

struct RawSentence<'t> {
    intent: Option<IntentName>,
    locale: Locale,
    status: SentenceStatus,
    line: &'t str,
    spot: Spot,
}

pub(super) fn read<'f, 't: 'f>(
    session: &Session,
    files: impl Iterator<Item = (&'f SourceFile<'t>, bool)> + Clone,
    bot: &mut Bot,
) {
    let mut raw = Vec::new();
    for (file, is_faq) in files.clone() {
        FileReader::new(session, file, is_faq, bot, &mut raw).read();
    }
    // Sentences are understood once all intents are known, whatever the order of files.
    let sources: BTreeMap<&str, &SourceFile<'_>> =
        files.map(|(file, _)| (file.path, file)).collect();
    let mut sentences: Vec<(Sentence, Spot)> = Vec::with_capacity(raw.len());
    for RawSentence { intent, locale, status, line, spot } in raw {
        let declared = intent
            .as_ref()
            .and_then(|name| bot.intents.get(name))
            .map_or(&[][..], |intent| &intent.entities);
        let mut mistakes = Vec::new();
        let (text, entities) = sentence::read(line, declared, &bot.entity_types, &mut mistakes);
        for (code, message, remedy) in mistakes {
            if let Some(file) = sources.get(&*spot.file) {
                session.report(file, spot.line, Diagnostic::error(code, message, remedy));
            }
        }
        sentences.push((Sentence { text, locale, intent, entities, status }, spot));
    }
    let locales = bot.locales.clone();
    sentences.sort_by(|(a, _), (b, _)| arrange::compare_sentences(&locales, a, b));
    for (index, (sentence, spot)) in sentences.into_iter().enumerate() {
        session.remember_spot(format!("sentences[{index}]"), spot);
        bot.sentences.push(sentence);
    }
}

/// Where the lines of a file belong.
enum Part {
    /// Before the first heading.
    File,
    /// Below a heading that could not be read: what is there was reported with it.
    Lost,
    /// Below an intent's heading, before its first section.
    Intent(IntentName),
    /// Below `# (unknown)`, before its first section.
    Unknown,
    /// In a section.
    Section(Option<IntentName>, Locale, SentenceStatus),
}

struct FileReader<'r, 'f, 't> {
    session: &'r Session,
    file: &'f SourceFile<'t>,
    /// Whether the intents of the file have answers.
    is_faq: bool,
    bot: &'r mut Bot,
    raw: &'r mut Vec<RawSentence<'t>>,
    /// The answers of the file's entries, line by line.
    said: Vec<(IntentName, Locale, String)>,
    category: String,
    part: Part,
    /// The intent whose heading was met in an earlier file, and so has its properties already.
    again: bool,
    /// Whether a line of the intent's description was read, so that the next continues it.
    described: bool,
    in_comment: bool,
}

impl<'r, 'f, 't> FileReader<'r, 'f, 't> {
    fn new(
        session: &'r Session,
        file: &'f SourceFile<'t>,
        is_faq: bool,
        bot: &'r mut Bot,
        raw: &'r mut Vec<RawSentence<'t>>,
    ) -> Self {
        Self {
            session,
            file,
            is_faq,
            bot,
            raw,
            said: Vec::new(),
            category: String::new(),
            part: Part::File,
            again: false,
            described: false,
            in_comment: false,
        }
    }

    fn error(
        &self,
        line: usize,
        code: &str,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.session.report(self.file, line, Diagnostic::error(code, message, remedy));
    }

    fn read(mut self) {
        for (number, line) in self.file.lines() {
            let line = trimmed(line);
            if self.in_comment || line.starts_with("<!--") {
                self.in_comment = !line.contains("-->");
            } else if line.is_empty() {
            } else if let Some(heading) = line.strip_prefix("## ") {
                self.section(number, trimmed(heading));
            } else if let Some(heading) = line.strip_prefix("# ") {
                self.heading(number, trimmed(heading));
            } else if let Some(sentence) = line.strip_prefix("- ").or(line.strip_prefix("* ")) {
                self.sentence(number, trimmed(sentence));
            } else if line == "-" {
                self.sentence(number, "");
            } else if let Some(text) = line.strip_prefix('>') {
                self.description(number, text.strip_prefix(' ').unwrap_or(text));
            } else {
                self.property(number, line);
            }
        }
        for (name, locale, text) in std::mem::take(&mut self.said) {
            if let Some(faq) = self.bot.faqs.get(&name) {
                let texts = &mut self.bot.labels.entry(faq.answer.clone()).or_default().texts;
                texts.push(LabelText::new(locale, vec![text]));
            }
        }
    }

    fn heading(&mut self, number: usize, heading: &str) {
        if heading == UNKNOWN {
            self.part = Part::Unknown;
            return;
        }
        let name = match unquote(heading).parse::<IntentName>() {
            Ok(name) => name,
            Err(error) => {
                self.error(
                    number,
                    "wrong-value",
                    format!("a heading must be the name of an intent: {error}"),
                    "write `# name_of_the_intent`; the sentences below it were not read",
                );
                self.part = Part::Lost;
                return;
            }
        };
        self.described = false;
        self.again = self.bot.intents.contains_key(&name);
        let category = &self.category;
        self.bot
            .intents
            .entry(name.clone())
            .or_insert_with(|| Intent { category: category.clone(), ..Intent::default() });
        self.session.remember(format!("intents[{name}]"), self.file, number);
        if self.is_faq {
            self.session.remember(format!("faqs[{name}]"), self.file, number);
            self.bot.faqs.entry(name.clone()).or_insert_with(|| Faq {
                answer: faq_label(&name),
                tags: Vec::new(),
                ends_with: None,
                disabled: false,
            });
        }
        self.part = Part::Intent(name);
    }

    fn section(&mut self, number: usize, heading: &str) {
        let intent = match &self.part {
            Part::Intent(name) => Some(name.clone()),
            Part::Unknown => None,
            Part::Section(intent, ..) => intent.clone(),
            Part::Lost => return,
            Part::File => {
                self.error(
                    number,
                    "misplaced-line",
                    "a language stands before the first intent",
                    "write `# name_of_the_intent` above it",
                );
                self.part = Part::Lost;
                return;
            }
        };
        let (locale, status) = match heading.strip_suffix(INBOX) {
            Some(locale) => (trimmed(locale), SentenceStatus::Inbox),
            None => (heading, SentenceStatus::Validated),
        };
        match locale.parse::<Locale>() {
            Ok(locale) => self.part = Part::Section(intent, locale, status),
            Err(error) => {
                self.error(
                    number,
                    "wrong-value",
                    format!("a second heading must be a language: {error}"),
                    "write `## fr`, or `## fr (inbox)` for sentences that nobody looked at yet; \
                     the sentences below it were not read",
                );
                // The next section of the same intent is sound again.
                self.part = match intent {
                    Some(name) => Part::Intent(name),
                    None => Part::Unknown,
                };
            }
        }
    }

    fn sentence(&mut self, number: usize, line: &'t str) {
        match &self.part {
            Part::Section(intent, locale, status) => self.raw.push(RawSentence {
                intent: intent.clone(),
                locale: locale.clone(),
                status: *status,
                line,
                spot: self.session.spot(self.file.path, number),
            }),
            Part::Lost => {}
            Part::File | Part::Intent(_) | Part::Unknown => self.error(
                number,
                "misplaced-line",
                "a sentence stands in no section of a language",
                "write `## fr`, or another language, above it",
            ),
        }
    }

    fn description(&mut self, number: usize, escaped: &str) {
        if let Part::Section(Some(name), locale, _) = &self.part
            && self.is_faq
        {
            let (name, locale) = (name.clone(), locale.clone());
            return self.answer(number, name, locale, escaped);
        }
        let Part::Intent(name) = &self.part else {
            if !matches!(self.part, Part::Lost) {
                self.error(
                    number,
                    "misplaced-line",
                    "a description stands below no intent",
                    "write it under the intent's heading, before the first language",
                );
            }
            return;
        };
        let text = self.unescape(number, escaped);
        if let Some(intent) = self.bot.intents.get_mut(name) {
            if self.described || !intent.description.is_empty() {
                intent.description.push('\n');
            }
            intent.description.push_str(&text);
            self.described = true;
        }
    }

    /// A line of an entry's answer.
    fn answer(&mut self, number: usize, name: IntentName, locale: Locale, escaped: &str) {
        let line = self.unescape(number, escaped);
        let begun = self.said.iter_mut().find(|(of, within, _)| *of == name && *within == locale);
        match begun {
            Some((.., text)) => {
                text.push('\n');
                text.push_str(&line);
            }
            None => {
                if let Some(faq) = self.bot.faqs.get(&name) {
                    let label = &faq.answer;
                    self.session.remember(format!("labels[{label}]"), self.file, number);
                    self.session.remember(format!("labels[{label}].{locale}"), self.file, number);
                }
                self.said.push((name, locale, line));
            }
        }
    }

    fn property(&mut self, number: usize, line: &str) {
        if matches!(self.part, Part::Lost) {
            return;
        }
        let (key, value) = match line.split_once(':') {
            Some((key, value)) if !key.contains(' ') => (key, trimmed(value)),
            _ => {
                self.error(
                    number,
                    "misplaced-line",
                    format!("`{}` is no heading, sentence or property", shortened(line)),
                    "write a sentence as `- sentence`, a description as `> text`, a comment as \
                     `<!-- text -->`",
                );
                return;
            }
        };
        match (&self.part, key) {
            (Part::File, "category") => self.category = self.unescape(number, value),
            (Part::File, "title" | "entities") => self.error(
                number,
                "misplaced-line",
                format!("`{key}` stands before the first intent"),
                "only `category` may, and is then that of all intents of the file",
            ),
            (Part::Intent(name), key) if KEYS.contains(&key) => {
                let name = name.clone();
                self.intent_property(number, &name, key, value);
            }
            (Part::Intent(name), key) if self.is_faq && FAQ_KEYS.contains(&key) => {
                let name = name.clone();
                self.faq_property(number, &name, key, value);
            }
            (Part::Section(..), key) if KEYS.contains(&key) => self.error(
                number,
                "misplaced-line",
                format!("`{key}` stands among sentences"),
                "write it under the intent's heading, before the first language",
            ),
            (Part::Unknown, _) => self.error(
                number,
                "misplaced-line",
                format!("`{key}` stands below `# {UNKNOWN}`, which is no intent"),
                "remove it",
            ),
            _ => self.error(
                number,
                "unknown-key",
                format!("an intent has no `{key}`"),
                nearest::remedy(
                    key,
                    KEYS.into_iter().chain(FAQ_KEYS.into_iter().filter(|_| self.is_faq)),
                    match self.is_faq {
                        true => {
                            "the keys are `title`, `category`, `entities`, `tags`, `answer`, \
                             `ends_with` and `disabled`; an answer is `> text` below `## fr`"
                        }
                        false => {
                            "the keys are `title`, `category`, `entities`, `states` and \
                             `start_of_day`; a description is `> text`"
                        }
                    },
                ),
            ),
        }
    }

    fn faq_property(&mut self, number: usize, name: &IntentName, key: &str, value: &str) {
        let wrong = |reader: &Self, reason: String, remedy: &str| {
            reader.error(number, "wrong-value", format!("`{key}` of `{name}`: {reason}"), remedy);
        };
        let text = self.unescape(number, value);
        let part = format!("faqs[{name}].{key}");
        self.session.remember(part, self.file, number);
        let tags = (key == "tags").then(|| self.words(number, value));
        let Some(faq) = self.bot.faqs.get_mut(name) else { return };
        match key {
            "tags" => faq.tags = tags.unwrap_or_default(),
            "answer" => match text.parse() {
                Ok(label) => faq.answer = label,
                Err(error) => {
                    let error: model::InvalidId = error;
                    wrong(self, error.to_string(), "write the key of a label");
                }
            },
            "ends_with" => match text.parse() {
                Ok(story) => faq.ends_with = Some(story),
                Err(error) => {
                    let error: model::InvalidId = error;
                    wrong(self, error.to_string(), "write the name of a story");
                }
            },
            _ => match text.as_str() {
                "true" => faq.disabled = true,
                "false" => faq.disabled = false,
                other => wrong(self, format!("`{other}` is no truth"), "write `true` or `false`"),
            },
        }
    }

    fn intent_property(&mut self, number: usize, name: &IntentName, key: &str, value: &str) {
        if key == "entities" {
            let uses = self.entities(number, value);
            if let Some(intent) = self.bot.intents.get_mut(name) {
                for entity in uses {
                    if !intent.entities.contains(&entity) {
                        intent.entities.push(entity);
                    }
                }
            }
            self.session.remember(format!("intents[{name}].entities"), self.file, number);
            return;
        }
        if matches!(key, "states" | "start_of_day") {
            let words = self.words(number, value);
            let roles = words.iter().filter_map(|word| word.parse().ok()).collect();
            match self.bot.intents.get_mut(name) {
                Some(intent) if key == "states" => intent.mandatory_states = words,
                Some(intent) => intent.start_of_day = roles,
                None => {}
            }
            return;
        }
        let text = self.unescape(number, value);
        let Some(intent) = self.bot.intents.get_mut(name) else { return };
        let property = if key == "title" { &mut intent.title } else { &mut intent.category };
        if self.again && !property.is_empty() && *property != text {
            self.error(
                number,
                "duplicate-intent",
                format!("the intent `{name}` has another `{key}` in another file"),
                "say it in one file only; the first was kept",
            );
        } else {
            *property = text;
        }
    }

    /// Words with commas between them.
    fn words(&self, number: usize, list: &str) -> Vec<String> {
        let words = list.split(',').map(|word| self.unescape(number, trimmed(word)));
        words.filter(|word| !word.is_empty()).collect()
    }

    fn entities(&self, number: usize, list: &str) -> Vec<EntityUse> {
        entity_use::split_unescaped(list, ',')
            .into_iter()
            .filter_map(|name| match entity_use::read(name, &[]) {
                Ok(Resolved::Sound(entity) | Resolved::Ambiguous(entity, _)) => Some(entity),
                Err(error) => {
                    self.error(
                        number,
                        "wrong-value",
                        error.to_string(),
                        "write a list such as `station:origin, station:destination, datetime`",
                    );
                    None
                }
            })
            .collect()
    }

    fn unescape(&self, number: usize, escaped: &str) -> String {
        let (text, stray) = escape::unescape(escaped);
        if let Some(stray) = stray {
            self.error(
                number,
                "stray-backslash",
                format!("`{stray}` escapes nothing"),
                escape::STRAY_REMEDY,
            );
        }
        text
    }
}

fn shortened(line: &str) -> String {
    match line.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line.to_owned(),
    }
}

//! From a bot to a model.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    Bot, Diagnostic, Dimension, EntityTypeName, Locale, ReadingContext, Sentence, SentenceStatus,
    Timestamp, ValueReader,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::declared::declared;
use crate::dictionary::Dictionaries;
use crate::entity::chain::begin_label;
use crate::entity::chain_training::{self, Sequence, Settings};
use crate::entity::features::{Marker, TokenFeatures, View};
use crate::intent::classifier::{self, Example, Fitted, HoldOut};
use crate::intent::features::Ngrams;
use crate::intent::rejection::{DEFAULT_THRESHOLD, TradeOff};
use crate::known::{KnownSentence, KnownSentences};
use crate::text::{Reduced, Tokens, clean};
use crate::trained::{KnownUse, LocaleModel, Model};

/// Changes whenever the same bot would train to another model.
const ENGINE_VERSION: &str = "1";

/// How to train.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TrainOptions {
    /// How much time to spend.
    pub speed: Speed,
}

/// How much time training may spend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Speed {
    /// After each correction: calibration is estimated on less.
    Quick,
    /// Before publishing.
    #[default]
    Full,
}

/// A trained model and what training found out.
#[derive(Debug, Clone)]
pub struct Trained {
    /// The model, for [`Model::load`]. The same bot and options always give the same bytes.
    pub bytes: Vec<u8>,
    /// Figures, for people.
    pub report: TrainingReport,
    /// What was left out or looks wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// What training found out.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct TrainingReport {
    /// Per locale, in the bot's order.
    pub locales: Vec<LocaleReport>,
    /// Size of the model.
    pub model_bytes: usize,
}

/// What training found out about one locale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LocaleReport {
    /// The locale.
    pub locale: Locale,
    /// Sentences learned from.
    pub sentences: usize,
    /// Intents that have sentences.
    pub intents: usize,
    /// Entities annotated in them.
    pub entities: usize,
    /// Share of sentences whose intent is found right by a model that did not see them, 0 to 1;
    /// absent when there are too few.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub held_out_accuracy: Option<f64>,
    /// How many sentences that share was measured on.
    pub held_out_sentences: usize,
    /// Below this probability a sentence is unknown.
    pub unknown_threshold: f64,
    /// What other thresholds would cost and bring, measured on intents that were left out.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub unknown_trade_off: Vec<TradeOff>,
}

/// Trains a model on everything that a person vouches for.
///
/// Never fails: what cannot be learned is left out and named in the diagnostics. `values` reads
/// the values of the training sentences, so that the entity model learns which of them matter.
pub fn train(bot: &Bot, options: &TrainOptions, values: &dyn ValueReader) -> Trained {
    let mut diagnostics = Vec::new();
    let mut model = declared(bot);
    let mut report = TrainingReport::default();
    // Locales know nothing of each other, so each has a thread. Their results are put together in
    // the bot's order: the bytes are the same as one after the other.
    let trained: Vec<_> = std::thread::scope(|scope| {
        let begin = |locale| {
            let sentences = sentences_of(bot, locale);
            let training =
                LocaleTraining { bot, model: &model, locale, sentences, options, values };
            scope.spawn(move || {
                let mut findings = Vec::new();
                (training.run(&mut findings), findings)
            })
        };
        let threads: Vec<_> = bot.locales.iter().map(begin).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    for ((locale_model, locale_report), findings) in trained {
        model.locales.push(locale_model);
        report.locales.push(locale_report);
        diagnostics.extend(findings);
    }
    for sentence in &bot.sentences {
        if sentence.locale.choose_among(&bot.locales).is_none() {
            diagnostics.push(Diagnostic::warning(
                "sentence-locale",
                format!(
                    "the sentence `{}` is in `{}`, which the bot does not speak; nothing is \
                     learned from it",
                    sentence.text, sentence.locale
                ),
                format!("add `{}` to the bot's locales, or remove the sentence", sentence.locale),
            ));
        }
    }
    let bytes = model.to_bytes();
    report.model_bytes = bytes.len();
    Trained { bytes, report, diagnostics }
}

/// The fingerprint of what training reads: bots with the same fingerprint train to the same
/// model. Hexadecimal.
pub fn training_fingerprint(bot: &Bot, options: &TrainOptions) -> String {
    let sentences: Vec<&Sentence> =
        bot.sentences.iter().filter(|s| s.status == SentenceStatus::Validated).collect();
    let read = (
        ENGINE_VERSION,
        crate::bytes::FORMAT_VERSION,
        options,
        &bot.locales,
        bot.settings.unknown_threshold,
        &bot.intents,
        &bot.entity_types,
        sentences,
    );
    // These are plain structures with text keys, which JSON always accepts.
    let json = serde_json::to_vec(&read).unwrap_or_default();
    Sha256::digest(&json).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn sentences_of<'a>(bot: &'a Bot, locale: &Locale) -> Vec<&'a Sentence> {
    bot.sentences
        .iter()
        .filter(|sentence| {
            sentence.status == SentenceStatus::Validated
                && sentence.locale.choose_among(&bot.locales) == Some(locale)
        })
        .collect()
}

/// Tokens and the number of their entity use.
type Annotated = (std::ops::Range<usize>, u16);

/// A sentence made ready for learning.
struct Prepared {
    text: String,
    tokens: Tokens,
    intent: Option<u16>,
    /// Tokens and numbers of entity uses.
    entities: Vec<Annotated>,
    known: KnownSentence,
    /// Texts of entities whose type has parts: type, tokens of the text, parts.
    parts: Vec<(u16, Tokens, Vec<Annotated>)>,
}

struct LocaleTraining<'a> {
    bot: &'a Bot,
    model: &'a Model,
    locale: &'a Locale,
    sentences: Vec<&'a Sentence>,
    options: &'a TrainOptions,
    values: &'a dyn ValueReader,
}

impl LocaleTraining<'_> {
    fn run(&self, diagnostics: &mut Vec<Diagnostic>) -> (LocaleModel, LocaleReport) {
        let prepared: Vec<Prepared> =
            self.sentences.iter().filter_map(|s| self.prepare(s, diagnostics)).collect();
        self.find_contradictions(&prepared, diagnostics);
        let dictionaries = Dictionaries::of_bot(self.bot, self.locale, |name| {
            let place = self.model.types.binary_search_by(|known| known.name.cmp(name));
            place.ok().map(|number| number as u16)
        });
        let mut classes: Vec<Option<u16>> = prepared.iter().map(|own| own.intent).collect();
        classes.sort_by_key(|class| class.map_or(u32::MAX, u32::from));
        classes.dedup();
        let fitted = (!classes.is_empty()).then(|| {
            let examples = self.examples(&prepared, &classes, &dictionaries);
            let unknown = classes.iter().position(Option::is_none).map(|class| class as u16);
            let hold_out = match self.options.speed {
                Speed::Full if examples.len() <= 3_000 && classes.len() <= 600 => {
                    HoldOut { folds: 4, intent_folds: 2 }
                }
                _ => HoldOut { folds: 1, intent_folds: 1 },
            };
            classifier::train(&examples, classes.len(), unknown, hold_out)
        });
        let chain = self.train_chain(&prepared, &dictionaries);
        let threshold = fitted.as_ref().map_or(DEFAULT_THRESHOLD, |fitted| fitted.threshold);
        let report = LocaleReport {
            locale: self.locale.clone(),
            sentences: prepared.len(),
            intents: classes.iter().flatten().count(),
            entities: prepared.iter().map(|own| own.entities.len()).sum(),
            held_out_accuracy: fitted.as_ref().and_then(Fitted::accuracy),
            held_out_sentences: fitted.as_ref().map_or(0, |own| own.held_out.len()),
            unknown_trade_off: fitted.as_ref().map_or(Vec::new(), |own| own.curve.clone()),
            unknown_threshold: self.model.own_threshold.unwrap_or(threshold),
        };
        let known = KnownSentences::new(prepared.into_iter().map(|own| own.known).collect());
        let trained = LocaleModel {
            locale: self.locale.clone(),
            classifier: fitted.map(|fitted| fitted.classifier),
            classes,
            threshold,
            chain,
            dictionaries,
            known,
        };
        (trained, report)
    }

    fn prepare(&self, sentence: &Sentence, diagnostics: &mut Vec<Diagnostic>) -> Option<Prepared> {
        let text = clean(&sentence.text);
        let tokens = Tokens::new(&text);
        if tokens.items.is_empty() {
            diagnostics.push(Diagnostic::warning(
                "empty-sentence",
                "a sentence has no words; nothing is learned from it",
                "remove it",
            ));
            return None;
        }
        let intent = match &sentence.intent {
            None => None,
            Some(name) => match self.model.intents.binary_search(name) {
                Ok(number) => Some(number as u16),
                Err(_) => {
                    diagnostics.push(Diagnostic::warning(
                        "unknown-intent",
                        format!(
                            "the sentence `{}` has the intent `{name}`, which the bot does not \
                             have; nothing is learned from it",
                            sentence.text
                        ),
                        format!("declare the intent `{name}`, or correct the sentence"),
                    ));
                    return None;
                }
            },
        };
        let reduced = Reduced::new(&text);
        // Cleaning may have removed bytes before an annotation.
        let shift = sentence.text.len() - sentence.text.trim_start().len();
        let is_unchanged = sentence.text.get(shift..shift + text.len()) == Some(text.as_str());
        let mut prepared = Prepared {
            intent,
            entities: Vec::new(),
            known: KnownSentence { text: reduced.text.clone(), intent, entities: Vec::new() },
            parts: Vec::new(),
            text,
            tokens,
        };
        for annotation in &sentence.entities {
            let place = (annotation.span.start.checked_sub(shift))
                .zip(annotation.span.end.checked_sub(shift))
                .filter(|_| is_unchanged)
                .and_then(|(start, end)| {
                    prepared.tokens.aligned(start, end).zip(Some((start, end)))
                });
            let entity_use = self.use_number(&annotation.entity_type, &annotation.role);
            let (Some((range, (start, end))), Some(number)) = (place, entity_use) else {
                diagnostics.push(Diagnostic::warning(
                    "entity-place",
                    format!(
                        "the entity `{}` of the sentence `{}` does not begin and end with words; \
                         it is not learned",
                        annotation.role, sentence.text
                    ),
                    "mark whole words",
                ));
                continue;
            };
            let is_free = prepared
                .entities
                .iter()
                .all(|(other, _)| other.end <= range.start || range.end <= other.start);
            if !is_free {
                continue;
            }
            if !annotation.sub_entities.is_empty() {
                self.prepare_parts(annotation, start..end, number, &mut prepared);
            }
            prepared.entities.push((range, number));
            let from = reduced.place_of(start) as u32;
            let to = reduced.place_of(end) as u32;
            if from < to {
                prepared.known.entities.push((from, to, number));
            }
        }
        prepared.entities.sort_by_key(|(range, _)| range.start);
        prepared.known.entities.sort_unstable();
        Some(prepared)
    }

    fn prepare_parts(
        &self,
        annotation: &model::Annotation,
        bytes: std::ops::Range<usize>,
        entity_use: u16,
        prepared: &mut Prepared,
    ) {
        let Some(text) = prepared.text.get(bytes) else { return };
        let tokens = Tokens::new(text);
        let mut parts = Vec::new();
        for part in &annotation.sub_entities {
            let place = tokens.aligned(part.span.start, part.span.end);
            if let Some(found) = place.zip(self.use_number(&part.entity_type, &part.role)) {
                parts.push(found);
            }
        }
        parts.sort_by_key(|(range, _)| range.start);
        parts.dedup_by(|later, first| later.0.start < first.0.end);
        let entity_type = self.model.uses[entity_use as usize].entity_type;
        prepared.parts.push((entity_type, tokens, parts));
    }

    fn use_number(&self, entity_type: &EntityTypeName, role: &model::Role) -> Option<u16> {
        let uses = &self.model.uses;
        let key = |known: &KnownUse| {
            let name = &self.model.types[known.entity_type as usize].name;
            name.cmp(entity_type).then_with(|| known.role.cmp(role))
        };
        uses.binary_search_by(key).ok().map(|number| number as u16)
    }

    fn find_contradictions(&self, prepared: &[Prepared], diagnostics: &mut Vec<Diagnostic>) {
        let mut first: BTreeMap<&str, Option<u16>> = BTreeMap::new();
        let name = |intent: Option<u16>| {
            intent.map_or("unknown".to_owned(), |n| self.model.intents[n as usize].to_string())
        };
        for own in prepared {
            let earlier = *first.entry(own.known.text.as_str()).or_insert(own.intent);
            if earlier != own.intent {
                diagnostics.push(Diagnostic::warning(
                    "contradiction",
                    format!(
                        "the sentence `{}` has both the intent `{}` and the intent `{}`; the \
                         first is answered",
                        own.text,
                        name(earlier),
                        name(own.intent)
                    ),
                    "keep it in one of them",
                ));
            }
        }
    }

    fn examples(
        &self,
        prepared: &[Prepared],
        classes: &[Option<u16>],
        dictionaries: &Dictionaries,
    ) -> Vec<Example> {
        let class_of = |intent: Option<u16>| {
            classes.iter().position(|class| *class == intent).unwrap_or(0) as u16
        };
        let numbers: BTreeMap<Option<u16>, u16> =
            classes.iter().map(|&class| (class, class_of(class))).collect();
        let mut examples: Vec<Example> = prepared
            .iter()
            .map(|own| {
                let matches = dictionaries.find(&own.tokens, |_| true);
                let ngrams = Ngrams::of(&own.tokens, &self.model.listed(&matches));
                Example { ngrams, class: numbers[&own.intent], measured: true }
            })
            .collect();
        for (&intent, &class) in &numbers {
            let Some(intent) = intent else { continue };
            let name = &self.model.intents[intent as usize];
            let title = self.bot.intents.get(name).map_or("", |own| own.title.as_str());
            for text in [spoken_name(name.as_str()), spoken_name(title)].into_iter().flatten() {
                let ngrams = Ngrams::of(&Tokens::new(&text), &[]);
                examples.push(Example { ngrams, class, measured: false });
            }
        }
        examples
    }

    fn contexts(&self) -> Vec<Vec<u16>> {
        let labels = |uses: &mut dyn Iterator<Item = u16>| {
            let mut labels = vec![0];
            labels.extend(uses.flat_map(|number| [begin_label(number), begin_label(number) + 1]));
            labels
        };
        let mut of_all: Vec<u16> = self.model.intent_uses.iter().flatten().copied().collect();
        of_all.sort_unstable();
        of_all.dedup();
        let mut contexts: Vec<Vec<u16>> =
            self.model.intent_uses.iter().map(|uses| labels(&mut uses.iter().copied())).collect();
        contexts.extend(self.model.types.iter().map(|known| {
            let mut uses = known.sub_uses.clone();
            uses.sort_unstable();
            uses.dedup();
            labels(&mut uses.into_iter())
        }));
        contexts.push(labels(&mut of_all.into_iter()));
        contexts
    }

    fn train_chain(
        &self,
        prepared: &[Prepared],
        dictionaries: &Dictionaries,
    ) -> crate::entity::chain::Chain {
        let contexts = self.contexts();
        let mut sequences = Vec::new();
        for own in prepared {
            let Some(intent) = own.intent else { continue };
            if contexts[intent as usize].len() > 1 {
                let markers = self.markers(own, intent, dictionaries);
                add_sequences(&own.tokens, &markers, &own.entities, intent, &mut sequences);
            }
            for (entity_type, tokens, parts) in &own.parts {
                let context = self.model.context_of_type(*entity_type);
                let is_allowed = |(_, number): &(_, u16)| {
                    contexts[context as usize].contains(&begin_label(*number))
                };
                if parts.iter().all(is_allowed) {
                    add_sequences(tokens, &[], parts, context, &mut sequences);
                }
            }
        }
        let passes = (12_000 / sequences.len().max(1)).clamp(10, 16);
        let settings = Settings { passes, rate: 0.1, penalty: 0.005, smallest: 0.02 };
        chain_training::train(&sequences, 1 + 2 * self.model.uses.len(), contexts, settings)
    }

    /// What dictionaries and values say about a training sentence.
    fn markers(&self, own: &Prepared, intent: u16, dictionaries: &Dictionaries) -> Vec<Marker> {
        let uses = &self.model.intent_uses[intent as usize];
        let types: BTreeSet<u16> =
            uses.iter().map(|&number| self.model.uses[number as usize].entity_type).collect();
        let mut markers: Vec<Marker> = dictionaries
            .find(&own.tokens, |entity_type| types.contains(&entity_type))
            .into_iter()
            .map(|found| Marker {
                tokens: found.tokens,
                kind: self.model.types[found.entry.entity_type as usize].kind(),
                replaces: true,
            })
            .collect();
        let dimensions: BTreeSet<Dimension> = types
            .iter()
            .filter_map(|&number| self.model.types[number as usize].dimension)
            .collect();
        if !dimensions.is_empty() {
            let context = ReadingContext {
                now: TRAINING_NOW,
                zone: "UTC".into(),
                locale: self.locale.clone(),
                dimensions: dimensions.into_iter().collect(),
                latent: false,
            };
            for found in self.values.read(&own.text, &context) {
                let tokens = own.tokens.touched(found.span.start, found.span.end);
                if !tokens.is_empty() {
                    let kind = crate::hashing::hash_text(found.dimension.name());
                    markers.push(Marker { tokens, kind, replaces: true });
                }
            }
        }
        // An annotated value that the reader did not find must look like one all the same.
        for (tokens, number) in &own.entities {
            let known = &self.model.types[self.model.uses[*number as usize].entity_type as usize];
            let is_marked = markers.iter().any(|marker| {
                marker.kind == known.kind()
                    && marker.tokens.start < tokens.end
                    && tokens.start < marker.tokens.end
            });
            if known.dimension.is_some() && !is_marked {
                markers.push(Marker { tokens: tokens.clone(), kind: known.kind(), replaces: true });
            }
        }
        markers.sort_by_key(|marker| (marker.tokens.start, marker.tokens.end, marker.kind));
        markers.dedup();
        markers
    }
}

/// The instant at which training sentences are read; any fixed one will do.
const TRAINING_NOW: Timestamp = Timestamp(1_767_600_000_000);

fn add_sequences(
    tokens: &Tokens,
    markers: &[Marker],
    entities: &[(std::ops::Range<usize>, u16)],
    context: u16,
    sequences: &mut Vec<Sequence>,
) {
    let mut labels = vec![0u16; tokens.items.len()];
    for (range, number) in entities {
        labels[range.clone()].fill(begin_label(*number) + 1);
        labels[range.start] = begin_label(*number);
    }
    let view = View { tokens, markers, hidden: &[], context };
    let features = TokenFeatures::of(&view);
    sequences.push(Sequence { features, labels: labels.clone(), context });
    // Once more without the words that dictionaries and values know, so that those which no
    // sentence holds get their roles from the words around them.
    let hidden: Vec<std::ops::Range<usize>> = entities
        .iter()
        .filter(|(range, _)| {
            markers.iter().any(|m| m.tokens.start <= range.start && range.end <= m.tokens.end)
        })
        .map(|(range, _)| range.clone())
        .collect();
    if !hidden.is_empty() {
        let features = TokenFeatures::of(&View { hidden: &hidden, ..view });
        sequences.push(Sequence { features, labels, context });
    }
}

/// A name as a person would say it (`book_train` is "book train"), when it is made of 2 to 6
/// words.
fn spoken_name(name: &str) -> Option<String> {
    let mut spoken = String::with_capacity(name.len() + 4);
    let mut previous = ' ';
    for c in name.chars() {
        if matches!(c, '_' | '-' | '/' | '.' | ':') {
            spoken.push(' ');
        } else {
            if c.is_uppercase() && previous.is_lowercase() {
                spoken.push(' ');
            }
            spoken.push(c);
        }
        previous = c;
    }
    let words: Vec<&str> = spoken.split_whitespace().collect();
    let is_ordinary = words.iter().all(|word| word.chars().all(char::is_alphabetic));
    ((2..=6).contains(&words.len()) && is_ordinary).then(|| words.join(" "))
}

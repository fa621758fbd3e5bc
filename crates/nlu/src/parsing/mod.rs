//! From a sentence to its understanding.

mod entities;

use std::ops::Range;

use model::{
    DecidedBy, Dimension, EntityFound, EntitySource, IntentName, Query, ReadingContext,
    ScoredIntent, Span, Understanding, ValueReader,
};

use crate::dictionary::Match;
use crate::intent::features::Ngrams;
use crate::intent::rejection::THRESHOLD;
use crate::known::{KnownEntity, KnownSentence};
use crate::text::{Reduced, Tokens, clean};
use crate::trained::{LocaleModel, Model};

/// Less probable intents are not worth mentioning.
const MENTIONED_PROBABILITY: f64 = 0.001;
/// More intents are not worth mentioning.
const MENTIONED_MAX: usize = 20;
impl Model {
    /// Understands a sentence.
    pub fn parse(&self, query: &Query, values: &dyn ValueReader) -> Understanding {
        self.parse_with_vector(query, values, &[])
    }

    /// Understands a sentence of which an encoder made a vector: that of [`Model::encoder`]. A
    /// vector of the wrong length, an empty one for instance, is as none.
    pub fn parse_with_vector(
        &self,
        query: &Query,
        values: &dyn ValueReader,
        vector: &[f32],
    ) -> Understanding {
        let text = clean(&query.text);
        let Some(locale) = self.locale_for(&query.locale, &text) else {
            return Understanding::nothing(text, query.locale.clone());
        };
        let tokens = Tokens::new(&text);
        let parsing = Parsing { model: self, locale, query, values, tokens, text };
        parsing.run(vector)
    }

    /// The locale that serves a wanted one: the same, else the same language, else the one in
    /// which the text seems to be written, else the first.
    pub(crate) fn locale_for(&self, wanted: &model::Locale, text: &str) -> Option<&LocaleModel> {
        let offered: Vec<model::Locale> = self.locales().cloned().collect();
        let is_spoken = offered.iter().any(|locale| locale.language() == wanted.language());
        let chosen = match is_spoken {
            true => wanted.choose_among(&offered),
            false => self.detect_locale(text),
        };
        self.locales.iter().find(|own| chosen == Some(&own.locale)).or_else(|| self.locales.first())
    }
}

/// A sentence being understood.
pub(crate) struct Parsing<'a> {
    pub(crate) model: &'a Model,
    pub(crate) locale: &'a LocaleModel,
    pub(crate) query: &'a Query,
    pub(crate) values: &'a dyn ValueReader,
    pub(crate) text: String,
    pub(crate) tokens: Tokens,
}

impl Parsing<'_> {
    fn run(&self, vector: &[f32]) -> Understanding {
        let nothing = || Understanding::nothing(self.text.clone(), self.locale.locale.clone());
        if self.tokens.items.is_empty() {
            return nothing();
        }
        if self.query.known_sentences {
            let reduced = Reduced::new(&self.text);
            if let Some(known) = self.locale.known.find(&reduced)
                && self.is_allowed(known.intent)
            {
                return self.answer_known(known, &reduced);
            }
        }
        let matches = self.locale.matches(&self.tokens);
        let Some(classifier) = &self.locale.classifier else {
            let mut understanding = nothing();
            let (entities, lost) = self.entities(self.model.context_of_all(), &matches, 0);
            understanding.entities = entities;
            understanding.not_retained = lost;
            return understanding;
        };
        let stretches = self.locale.stretches.find(&self.tokens, &[], |_| true);
        let listed = self.model.listed(&matches, &stretches, &self.locale.interchangeable);
        let ngrams = Ngrams::of(&self.tokens, &listed);
        let seen = self
            .locale
            .dense
            .as_ref()
            .zip(self.locale.dense.as_ref().and_then(|dense| dense.centre.see(vector)));
        let (classifier, vector) = match &seen {
            Some((dense, vector)) => (&dense.classifier, vector.as_slice()),
            None => (classifier, &[][..]),
        };
        let cells = classifier.cells(&ngrams, vector);
        let probabilities = classifier.probabilities(&ngrams, &cells);
        let scored: Vec<(Option<u16>, f64)> =
            self.locale.classes.iter().copied().zip(probabilities).collect();
        self.decide(scored, &matches)
    }

    fn is_allowed(&self, intent: Option<u16>) -> bool {
        if self.is_excluded(intent) {
            return false;
        }
        self.query.intents.is_empty()
            || intent.is_some_and(|number| {
                let name = &self.model.intents[number as usize];
                self.query.intents.iter().any(|qualifier| qualifier.intent == *name)
            })
    }

    fn is_excluded(&self, intent: Option<u16>) -> bool {
        intent.is_some_and(|number| {
            self.query.excluded.contains(&self.model.intents[number as usize])
        })
    }

    fn name(&self, intent: u16) -> IntentName {
        self.model.intents[intent as usize].clone()
    }

    /// Chooses the intent, then the entities that it may have.
    fn decide(&self, mut scored: Vec<(Option<u16>, f64)>, matches: &[Match]) -> Understanding {
        scored.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let chosen = if self.query.intents.is_empty() {
            let threshold = self.model.own_threshold.unwrap_or(THRESHOLD);
            let mut possible = scored.iter().filter(|(intent, _)| !self.is_excluded(*intent));
            possible.next().filter(|(intent, p)| intent.is_some() && *p >= threshold).copied()
        } else {
            let mut best: Option<(f64, (Option<u16>, f64))> = None;
            for &(intent, p) in &scored {
                let Some(number) = intent else { continue };
                let name = &self.model.intents[number as usize];
                let Some(qualifier) = self.query.intents.iter().find(|q| q.intent == *name) else {
                    continue;
                };
                let raised = p + qualifier.modifier;
                if best.is_none_or(|(other, _)| raised > other) {
                    best = Some((raised, (intent, p)));
                }
            }
            best.map(|(_, chosen)| chosen)
        };
        let intents: Vec<ScoredIntent> = scored
            .iter()
            .filter_map(|(intent, p)| intent.zip(Some(*p)))
            .filter(|(intent, p)| {
                *p >= MENTIONED_PROBABILITY || chosen.is_some_and(|own| own.0 == Some(*intent))
            })
            .take(MENTIONED_MAX)
            .map(|(intent, probability)| ScoredIntent { intent: self.name(intent), probability })
            .collect();
        let intent = chosen.and_then(|(intent, _)| intent);
        let best = scored.iter().find(|(intent, _)| intent.is_some()).map_or(0.0, |(_, p)| *p);
        // An unknown sentence may still answer a question: it is searched for every entity.
        let context = intent.unwrap_or_else(|| self.model.context_of_all());
        let (entities, not_retained) = self.entities(context, matches, 0);
        Understanding {
            text: self.text.clone(),
            locale: self.locale.locale.clone(),
            intent: intent.map(|number| self.name(number)),
            probability: chosen.map_or(best, |(_, p)| p),
            intents,
            entities,
            not_retained,
            decided_by: match intent {
                Some(_) => DecidedBy::Classifier,
                None => DecidedBy::Rejection,
            },
            why: Vec::new(),
            provisional: self.model.is_provisional,
        }
    }

    fn answer_known(&self, known: &KnownSentence, reduced: &Reduced) -> Understanding {
        let mut entities = Vec::new();
        for known in &known.entities {
            let bytes = self.place_of_known(known, reduced);
            entities.push(self.known_entity(known, bytes, reduced));
        }
        let intent = known.intent.map(|number| self.name(number));
        Understanding {
            text: self.text.clone(),
            locale: self.locale.locale.clone(),
            probability: 1.0,
            intents: intent
                .iter()
                .map(|intent| ScoredIntent { intent: intent.clone(), probability: 1.0 })
                .collect(),
            intent,
            entities,
            not_retained: Vec::new(),
            decided_by: DecidedBy::KnownSentence,
            why: Vec::new(),
            provisional: false,
        }
    }

    fn place_of_known(&self, known: &KnownEntity, reduced: &Reduced) -> Range<usize> {
        let (start, end) = known.place;
        let bytes = reduced.to_original(start as usize)..reduced.to_original(end as usize);
        // The character after the last may have been a run of spaces.
        let text = self.text.get(bytes.clone()).unwrap_or_default();
        bytes.start..bytes.start + text.trim_end().len()
    }

    /// An entity as it was annotated, at `bytes` of the sentence. Where its parts were not, they
    /// are looked for.
    fn known_entity(
        &self,
        known: &KnownEntity,
        bytes: Range<usize>,
        reduced: &Reduced,
    ) -> EntityFound {
        let number = known.entity_use;
        let mut found = self.entity(number, bytes.clone(), 1.0, EntitySource::KnownSentence);
        found.value = self.value_of(number, bytes.clone()).map(|(value, _)| value);
        if known.parts.is_empty() {
            self.add_parts(&mut found, number, 0);
        }
        let text = found.span.slice(&self.text);
        for known in &known.parts {
            let own = self.place_of_known(known, reduced);
            let mut part = self.known_entity(known, own.clone(), reduced);
            // Places of parts count from the beginning of what they are parts of.
            if bytes.start <= own.start && own.end <= bytes.end {
                part.span = Span::of_bytes(text, own.start - bytes.start, own.end - bytes.start);
                found.sub_entities.push(part);
            }
        }
        found
    }

    fn reading_context(&self, dimensions: Vec<Dimension>, latent: bool) -> ReadingContext {
        ReadingContext {
            now: self.query.now,
            zone: self.query.zone.clone(),
            // The region of the user's locale matters for dates.
            locale: if self.query.locale.language() == self.locale.locale.language() {
                self.query.locale.clone()
            } else {
                self.locale.locale.clone()
            },
            dimensions,
            latent,
        }
    }
}

//! From the sentences of one locale to its model.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use model::{Bot, Diagnostic, Dimension, Locale, ReadingContext, Sentence, Timestamp, ValueReader};

use super::prepared::{Prepared, PreparedParts};
use super::{LocaleReport, TrainOptions};
use crate::dense::{Centre, Dense, Vectors, is_better};
use crate::dictionary::{Dictionaries, Match};
use crate::entity::chain::{Chain, begin_label};
use crate::entity::chain_training::{self, Sequence, Settings};
use crate::entity::features::{Marker, TokenFeatures, View};
use crate::entity::stretches::{Annotated, Stretches};
use crate::intent::classifier::{self, Fitted};
use crate::intent::families::Families;
use crate::intent::features::Ngrams;
use crate::intent::laboratory::Example;
use crate::intent::listed::{Occurrence, interchangeable};
use crate::intent::rejection::THRESHOLD;
use crate::known::KnownSentences;
use crate::language::Profile;
use crate::spoken::spoken_names;
use crate::text::Tokens;
use crate::trained::{LocaleModel, Model};

pub(super) struct LocaleTraining<'a> {
    pub(super) bot: &'a Bot,
    pub(super) model: &'a Model,
    pub(super) locale: &'a Locale,
    pub(super) sentences: Vec<&'a Sentence>,
    pub(super) options: &'a TrainOptions,
    pub(super) values: &'a dyn ValueReader,
    pub(super) vectors: &'a Vectors,
}

/// What training found out about intents.
#[derive(Default)]
struct Intents {
    fitted: Option<Fitted>,
    dense: Option<Dense>,
    interchangeable: Vec<u16>,
}

/// Intents and entities of so many sentences are learned at the same time.
const TOGETHER_MAX: usize = 20_000;

impl LocaleTraining<'_> {
    pub(super) fn run(&self, diagnostics: &mut Vec<Diagnostic>) -> (LocaleModel, LocaleReport) {
        let prepared: Vec<Prepared> =
            self.sentences.iter().filter_map(|s| self.model.prepare(s, diagnostics)).collect();
        self.find_contradictions(&prepared, diagnostics);
        let dictionaries = Dictionaries::of_bot(self.bot, self.locale, |name| {
            let place = self.model.types.binary_search_by(|known| known.name.cmp(name));
            place.ok().map(|number| number as u16)
        });
        // What a dictionary or the reader of values knows needs no memory of annotations.
        let is_open = |(_, number): &&Annotated| {
            let known = &self.model.types[self.model.uses[*number as usize].entity_type as usize];
            known.dictionary.is_none() && known.dimension.is_none()
        };
        let stretches = Stretches::new(prepared.iter().map(|own| {
            (&own.tokens, own.entities.iter().filter(is_open).cloned().collect::<Vec<_>>())
        }));
        let mut classes: Vec<Option<u16>> = prepared.iter().map(|own| own.intent).collect();
        classes.sort_by_key(|class| class.map_or(u32::MAX, u32::from));
        classes.dedup();
        let train_chain = || self.train_chain(&prepared, &dictionaries, &stretches);
        let train_intents = || self.train_intents(&prepared, &classes, &dictionaries, &stretches);
        // Intents and entities know nothing of each other. Of many sentences their memory counts.
        let (intents, chain) = if prepared.len() <= TOGETHER_MAX {
            std::thread::scope(|scope| {
                let chain = scope.spawn(train_chain);
                let intents = train_intents();
                (intents, chain.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            })
        } else {
            (train_intents(), train_chain())
        };
        let Intents { fitted, dense, interchangeable } = intents;
        let report = LocaleReport {
            locale: self.locale.clone(),
            sentences: prepared.len(),
            intents: classes.iter().flatten().count(),
            entities: prepared.iter().map(|own| own.entities.len()).sum(),
            held_out_accuracy: fitted.as_ref().and_then(Fitted::accuracy),
            held_out_sentences: fitted.as_ref().map_or(0, |own| own.held_out.len()),
            unknown_trade_off: fitted.as_ref().map_or(Vec::new(), |own| own.curve.clone()),
            unknown_threshold: self.model.own_threshold.unwrap_or(THRESHOLD),
        };
        let texts = prepared.iter().map(|own| own.tokens.lower.as_str());
        let language = match self.bot.locales.len() {
            0 | 1 => Profile::default(),
            _ => Profile::learn(self.locale.language(), texts),
        };
        let known = KnownSentences::new(prepared.into_iter().map(|own| own.known).collect());
        let trained = LocaleModel {
            locale: self.locale.clone(),
            classifier: fitted.map(|fitted| fitted.classifier),
            dense,
            classes,
            chain,
            dictionaries,
            interchangeable,
            stretches,
            known,
            language,
        };
        (trained, report)
    }

    /// What tells the intents apart; nothing when there are none.
    fn train_intents(
        &self,
        prepared: &[Prepared],
        classes: &[Option<u16>],
        dictionaries: &Dictionaries,
        stretches: &Stretches,
    ) -> Intents {
        if classes.is_empty() {
            return Intents::default();
        }
        let Examples { all: mut examples, names, interchangeable } =
            self.examples(prepared, classes, dictionaries, stretches);
        let unknown = classes.iter().position(Option::is_none).map(|class| class as u16);
        let families = Families::of(
            classes.iter().map(|class| class.map(|n| self.model.intents[n as usize].as_str())),
        );
        let speed = self.options.speed;
        let train = |examples: &[Example], dimensions| {
            classifier::train(examples, classes.len(), &families, unknown, dimensions, speed)
        };
        let plain = train(&examples, 0);
        let centre = self.add_vectors(prepared, &names, &mut examples);
        let dense = centre.and_then(|centre| {
            let own = train(&examples, self.vectors.dimensions());
            is_better(&plain.held_out, &own.held_out)
                .then_some(Dense { centre, classifier: own.classifier })
        });
        Intents { fitted: Some(plain), dense, interchangeable }
    }

    /// Gives the examples, those of the sentences and then those of the names, their vectors; `None`
    /// when there are none.
    fn add_vectors(
        &self,
        prepared: &[Prepared],
        names: &[String],
        examples: &mut [Example],
    ) -> Option<Centre> {
        if self.vectors.is_empty() {
            return None;
        }
        let found = || prepared.iter().map(|own| self.vectors.get(&own.text));
        let centre = Centre::of(found().flatten(), self.vectors.dimensions());
        let of_names = names.iter().map(|name| self.vectors.get(name));
        for (example, vector) in examples.iter_mut().zip(found().chain(of_names)) {
            example.vector = vector.and_then(|vector| centre.see(vector)).unwrap_or_default();
        }
        Some(centre)
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

    /// What the classifier learns from.
    fn examples(
        &self,
        prepared: &[Prepared],
        classes: &[Option<u16>],
        dictionaries: &Dictionaries,
        stretches: &Stretches,
    ) -> Examples {
        let class_of = |intent: Option<u16>| {
            classes.iter().position(|class| *class == intent).unwrap_or(0) as u16
        };
        let numbers: BTreeMap<Option<u16>, u16> =
            classes.iter().map(|&class| (class, class_of(class))).collect();
        let language = self.locale.language();
        let matches: Vec<Vec<Match>> = prepared
            .iter()
            .map(|own| dictionaries.find(&own.tokens, language, |_| true, |_| false))
            .collect();
        let occurrences: Vec<Occurrence> = prepared
            .iter()
            .zip(&matches)
            .flat_map(|(own, matches)| {
                let class = numbers[&own.intent];
                matches.iter().map(move |found| {
                    (found.entry.entity_type, own.tokens.sequence(&found.tokens), class)
                })
            })
            .collect();
        let interchangeable = interchangeable(&occurrences);
        let mut examples: Vec<Example> = prepared
            .iter()
            .zip(&matches)
            .map(|(own, matches)| {
                let stretches = stretches.find(&own.tokens, &own.entities, |_| true);
                let listed = self.model.listed(matches, &stretches, &interchangeable);
                let ngrams = Ngrams::of(&own.tokens, &listed);
                let class = numbers[&own.intent];
                Example { ngrams, class, vector: Vec::new(), measured: true }
            })
            .collect();
        let mut names = Vec::new();
        for (&intent, &class) in &numbers {
            let Some(intent) = intent else { continue };
            let name = &self.model.intents[intent as usize];
            for text in spoken_names(name, self.bot.intents.get(name)) {
                let ngrams = Ngrams::of(&Tokens::new(&text), &[]);
                examples.push(Example { ngrams, class, vector: Vec::new(), measured: false });
                names.push(text);
            }
        }
        Examples { all: examples, names, interchangeable }
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
        stretches: &Stretches,
    ) -> Chain {
        let contexts = self.contexts();
        let mut sequences = Vec::new();
        for own in prepared {
            let Some(intent) = own.intent else { continue };
            let marks = |marked: &Marked<'_>, uses: &[u16]| {
                self.markers(marked, uses, dictionaries, stretches)
            };
            if contexts[intent as usize].len() > 1 {
                let marked =
                    Marked { text: &own.text, tokens: &own.tokens, entities: &own.entities };
                let markers = marks(&marked, &self.model.intent_uses[intent as usize]);
                add_sequences(&own.tokens, &markers, &own.entities, intent, &mut sequences);
            }
            for PreparedParts { entity_type, text, tokens, parts } in &own.parts {
                let marked = Marked { text, tokens, entities: parts };
                let uses = &self.model.types[*entity_type as usize].sub_uses;
                let context = self.model.context_of_type(*entity_type);
                let markers = marks(&marked, uses);
                add_sequences(tokens, &markers, parts, context, &mut sequences);
            }
        }
        let settings = Settings::for_sequences(sequences.len(), self.options.speed);
        chain_training::train(&sequences, 1 + 2 * self.model.uses.len(), contexts, settings)
    }

    /// What dictionaries and values say about a training sentence, or an entity of one, which may
    /// hold these uses.
    fn markers(
        &self,
        own: &Marked<'_>,
        uses: &[u16],
        dictionaries: &Dictionaries,
        stretches: &Stretches,
    ) -> Vec<Marker> {
        let types: BTreeSet<u16> =
            uses.iter().map(|&number| self.model.uses[number as usize].entity_type).collect();
        let mut markers: Vec<Marker> = dictionaries
            .find(
                own.tokens,
                self.locale.language(),
                |entity_type| types.contains(&entity_type),
                |_| false,
            )
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
            for found in self.values.read(own.text, &context) {
                let tokens = own.tokens.touched(found.span.start, found.span.end);
                if !tokens.is_empty() {
                    let kind = crate::hashing::hash_text(found.dimension.name());
                    markers.push(Marker { tokens, kind, replaces: true });
                }
            }
        }
        // An annotated value that the reader did not find must look like one all the same.
        for (tokens, number) in own.entities {
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
        let found = stretches.find(own.tokens, own.entities, |number| uses.contains(&number));
        markers.extend(found.into_iter().map(Marker::of_stretch));
        markers.sort_by_key(|marker| (marker.tokens.start, marker.tokens.end, marker.kind));
        markers.dedup();
        markers
    }
}

/// What the classifier learns from.
struct Examples {
    /// Of the sentences, then of the names.
    all: Vec<Example>,
    /// Names of intents as people would say them.
    names: Vec<String>,
    /// The types whose words are interchangeable.
    interchangeable: Vec<u16>,
}

/// A text with what is annotated in it.
struct Marked<'a> {
    text: &'a str,
    tokens: &'a Tokens,
    entities: &'a [Annotated],
}

/// The instant at which training sentences are read; any fixed one will do.
const TRAINING_NOW: Timestamp = Timestamp(1_767_600_000_000);

fn add_sequences(
    tokens: &Tokens,
    markers: &[Marker],
    entities: &[Annotated],
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
    let hidden: Vec<Range<usize>> = entities
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

//! From a sentence to its understanding.

use model::{
    Candidate as ValueCandidate, DecidedBy, Dimension, EntityFound, EntitySource, IntentName,
    Query, ReadingContext, ScoredIntent, Span, Understanding, Value, ValueFound, ValueReader,
};

use crate::entity::chain::Lattice;
use crate::entity::features::{Marker, TokenFeatures, View};
use crate::entity::merge::{Candidate, choose, weight};
use crate::intent::features::Ngrams;
use crate::known::KnownSentence;
use crate::text::{Reduced, Tokens, clean};
use crate::trained::{LocaleModel, Model};

/// Less probable intents are not worth mentioning.
const MENTIONED_PROBABILITY: f64 = 0.001;
/// More intents are not worth mentioning.
const MENTIONED_MAX: usize = 20;
/// Parts of parts of parts are looked for, no deeper.
const PARTS_DEPTH_MAX: usize = 3;
/// A number is dropped when the entity model is surer than this that it means nothing: "un" in
/// "un train" is not a number of travellers.
const OUTSIDE_PROBABILITY: f64 = 0.8;

impl Model {
    /// Understands a sentence.
    pub fn parse(&self, query: &Query, values: &dyn ValueReader) -> Understanding {
        let text = clean(&query.text);
        let Some(locale) = self.locale_for(&query.locale) else {
            return Understanding::nothing(text, query.locale.clone());
        };
        let parsing =
            Parsing { model: self, locale, query, values, tokens: Tokens::new(&text), text };
        parsing.run()
    }

    /// The locale that serves a wanted one: the same, else the same language, else the first.
    pub(crate) fn locale_for(&self, wanted: &model::Locale) -> Option<&LocaleModel> {
        let offered: Vec<model::Locale> = self.locales().cloned().collect();
        let chosen = wanted.choose_among(&offered);
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

/// What dictionaries or values found, before the choice.
struct Detection {
    bytes: std::ops::Range<usize>,
    tokens: std::ops::Range<usize>,
    entity_type: u16,
    value: Value,
    source: EntitySource,
    probability: f64,
    /// Whether it is noise unless the entity model says otherwise.
    needs_support: bool,
}

impl Parsing<'_> {
    fn run(&self) -> Understanding {
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
        let Some(classifier) = &self.locale.classifier else {
            let mut understanding = nothing();
            let (entities, lost) = self.entities(self.model.context_of_all());
            understanding.entities = entities;
            understanding.not_retained = lost;
            return understanding;
        };
        let matches = self.locale.dictionaries.find(&self.tokens, |_| true);
        let ngrams = Ngrams::of(&self.tokens, &self.model.listed(&matches));
        let cells = classifier.cells(&ngrams);
        let probabilities = classifier.probabilities(&ngrams, &cells);
        let scored: Vec<(Option<u16>, f64)> =
            self.locale.classes.iter().copied().zip(probabilities).collect();
        self.decide(scored)
    }

    fn is_allowed(&self, intent: Option<u16>) -> bool {
        self.query.intents.is_empty()
            || intent.is_some_and(|number| {
                let name = &self.model.intents[number as usize];
                self.query.intents.iter().any(|qualifier| qualifier.intent == *name)
            })
    }

    fn name(&self, intent: u16) -> IntentName {
        self.model.intents[intent as usize].clone()
    }

    /// Chooses the intent, then the entities that it may have.
    fn decide(&self, mut scored: Vec<(Option<u16>, f64)>) -> Understanding {
        scored.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let chosen = if self.query.intents.is_empty() {
            let threshold = self.model.own_threshold.unwrap_or(self.locale.threshold);
            scored.first().filter(|(intent, p)| intent.is_some() && *p >= threshold).copied()
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
        let (entities, not_retained) = self.entities(context);
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
        }
    }

    fn answer_known(&self, known: &KnownSentence, reduced: &Reduced) -> Understanding {
        let mut entities = Vec::new();
        for &(start, end, number) in &known.entities {
            let bytes = reduced.to_original(start as usize)..reduced.to_original(end as usize);
            let text = self.text.get(bytes.clone()).unwrap_or_default();
            // The character after the last may have been a run of spaces.
            let bytes = bytes.start..bytes.start + text.trim_end().len();
            let mut found = self.entity(number, bytes.clone(), 1.0, EntitySource::KnownSentence);
            found.value = self.value_of(number, bytes).map(|(value, _)| value);
            self.add_parts(&mut found, number, 0);
            entities.push(found);
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
        }
    }

    fn entity(
        &self,
        number: u16,
        bytes: std::ops::Range<usize>,
        probability: f64,
        source: EntitySource,
    ) -> EntityFound {
        let own = &self.model.uses[number as usize];
        EntityFound {
            span: Span::of_bytes(&self.text, bytes.start, bytes.end),
            entity_type: self.model.types[own.entity_type as usize].name.clone(),
            role: own.role.clone(),
            value: None,
            probability,
            sub_entities: Vec::new(),
            source,
        }
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

    /// What a stretch of text means as an entity use, and how sure that is. `None` when its type
    /// has no values, or none is like it.
    fn value_of(&self, number: u16, bytes: std::ops::Range<usize>) -> Option<(Value, f64)> {
        let entity_type = self.model.uses[number as usize].entity_type;
        let own = &self.model.types[entity_type as usize];
        let text = self.text.get(bytes)?;
        if let Some(dimension) = own.dimension {
            let found = self.values.read(text, &self.reading_context(vec![dimension], true));
            let best = found.into_iter().max_by_key(|found| found.span.len())?;
            let covers = best.span.len() == text.len();
            return Some((best.value, if covers { 1.0 } else { 0.5 }));
        }
        let rules = own.dictionary?;
        let minimum = if rules.only_values { 1.0 } else { rules.minimum_similarity };
        let similar = self.locale.dictionaries.similar(text, entity_type, minimum);
        let (_, likeness) = *similar.first()?;
        let candidates: Vec<(String, f64)> =
            similar.iter().map(|(value, likeness)| ((*value).to_owned(), *likeness)).collect();
        Some((text_value(candidates), likeness))
    }

    /// The entities of a context that do not overlap and weigh most, and the others.
    fn entities(&self, context: u16) -> (Vec<EntityFound>, Vec<EntityFound>) {
        let uses: Vec<u16> = self.context_uses(context);
        if uses.is_empty() {
            return (Vec::new(), Vec::new());
        }
        let mut types: Vec<u16> =
            uses.iter().map(|&number| self.model.uses[number as usize].entity_type).collect();
        types.sort_unstable();
        types.dedup();
        let mut detections = self.dictionary_detections(&types);
        detections.extend(self.value_detections(&types));
        let markers = self.markers(&detections);
        let scored = self.locale.chain.has_labels(context).then(|| {
            let features = TokenFeatures::of(&View {
                tokens: &self.tokens,
                markers: &markers,
                hidden: &[],
                context,
            });
            let lattice = self.locale.chain.lattice(&features, context);
            let marginals = lattice.marginals();
            (lattice, marginals)
        });
        let candidates = self.candidates(&uses, detections, scored.as_ref());
        let (mut kept, lost) = choose(candidates);
        for (found, number) in &mut kept {
            self.add_parts(found, *number, 0);
        }
        let found =
            |all: Vec<(EntityFound, u16)>| all.into_iter().map(|(found, _)| found).collect();
        (found(kept), found(lost))
    }

    fn context_uses(&self, context: u16) -> Vec<u16> {
        match self.model.intent_uses.get(context as usize) {
            Some(uses) => uses.clone(),
            None => {
                let mut all: Vec<u16> = self.model.intent_uses.iter().flatten().copied().collect();
                all.sort_unstable();
                all.dedup();
                all
            }
        }
    }

    fn markers(&self, detections: &[Detection]) -> Vec<Marker> {
        let mut markers: Vec<Marker> = detections
            .iter()
            .filter(|detection| !detection.tokens.is_empty())
            .map(|detection| Marker {
                tokens: detection.tokens.clone(),
                kind: self.model.types[detection.entity_type as usize].kind(),
                replaces: true,
            })
            .collect();
        markers.sort_by_key(|marker| (marker.tokens.start, marker.tokens.end, marker.kind));
        markers.dedup();
        markers
    }

    fn dictionary_detections(&self, types: &[u16]) -> Vec<Detection> {
        let dictionaries = &self.locale.dictionaries;
        let matches = dictionaries.find(&self.tokens, |wanted| types.contains(&wanted));
        let same = |a: &crate::dictionary::Match, b: &crate::dictionary::Match| {
            a.tokens == b.tokens && a.entry.entity_type == b.entry.entity_type
        };
        let mut detections = Vec::new();
        for group in matches.chunk_by(same) {
            let tokens = group[0].tokens.clone();
            let share = 1.0 / group.len() as f64;
            let values =
                group.iter().map(|m| (dictionaries.value(m.entry).to_owned(), share)).collect();
            detections.push(Detection {
                bytes: self.bytes_of(&tokens),
                tokens,
                entity_type: group[0].entry.entity_type,
                value: text_value(values),
                source: EntitySource::Dictionary,
                probability: 0.9,
                needs_support: false,
            });
        }
        detections
    }

    fn bytes_of(&self, tokens: &std::ops::Range<usize>) -> std::ops::Range<usize> {
        self.tokens.items[tokens.start].start..self.tokens.items[tokens.end - 1].end
    }

    fn value_detections(&self, types: &[u16]) -> Vec<Detection> {
        let type_of = |dimension: Dimension| {
            types
                .iter()
                .copied()
                .find(|&number| self.model.types[number as usize].dimension == Some(dimension))
        };
        let mut dimensions: Vec<Dimension> = types
            .iter()
            .filter_map(|&number| self.model.types[number as usize].dimension)
            .collect();
        if dimensions.is_empty() {
            return Vec::new();
        }
        dimensions.sort_unstable();
        dimensions.dedup();
        let found = self.values.read(&self.text, &self.reading_context(dimensions, false));
        found
            .into_iter()
            .filter_map(|found: ValueFound| {
                let span = Span::of_bytes(&self.text, found.span.start, found.span.end);
                Some(Detection {
                    tokens: self.tokens.touched(span.start, span.end),
                    bytes: span.start..span.end,
                    entity_type: type_of(found.dimension)?,
                    value: found.value,
                    source: EntitySource::Values,
                    probability: 0.8 * found.score.clamp(0.1, 1.0),
                    needs_support: matches!(
                        found.dimension,
                        Dimension::Number | Dimension::Ordinal | Dimension::Quantity
                    ),
                })
            })
            .filter(|detection| !detection.bytes.is_empty())
            .collect()
    }

    /// Everything that may be an entity: what dictionaries and values found, in the role that the
    /// entity model gives it, and what the entity model found itself.
    fn candidates(
        &self,
        uses: &[u16],
        detections: Vec<Detection>,
        scored: Option<&(Lattice, Vec<f64>)>,
    ) -> Vec<Candidate<(EntityFound, u16)>> {
        let mut proposals =
            scored.map_or(Vec::new(), |(lattice, marginals)| lattice.proposals(marginals));
        let mut candidates = Vec::new();
        for detection in detections {
            let is_own =
                |number: u16| self.model.uses[number as usize].entity_type == detection.entity_type;
            let overlap = |tokens: &std::ops::Range<usize>| {
                tokens
                    .end
                    .min(detection.tokens.end)
                    .saturating_sub(tokens.start.max(detection.tokens.start))
            };
            let supporter = proposals
                .iter()
                .filter(|p| is_own(p.entity_use) && overlap(&p.tokens) > 0)
                .max_by_key(|p| overlap(&p.tokens))
                .cloned();
            let own: Vec<u16> = uses.iter().copied().filter(|&number| is_own(number)).collect();
            let Some((number, support)) = (match &supporter {
                Some(proposal) => Some((proposal.entity_use, proposal.probability)),
                None => self.most_likely_use(&own, &detection, scored),
            }) else {
                continue;
            };
            if let Some((lattice, marginals)) = scored
                && supporter.is_none()
                && detection.needs_support
            {
                let outside = detection
                    .tokens
                    .clone()
                    .map(|token| lattice.outside_probability(marginals, token))
                    .fold(1.0f64, f64::min);
                if outside > OUTSIDE_PROBABILITY {
                    continue;
                }
            }
            // What the model found within the detection is the same thing.
            proposals.retain(|proposal| {
                !(is_own(proposal.entity_use)
                    && detection.tokens.start <= proposal.tokens.start
                    && proposal.tokens.end <= detection.tokens.end)
            });
            let probability = 1.0 - (1.0 - detection.probability) * (1.0 - support);
            let mut found =
                self.entity(number, detection.bytes.clone(), probability, detection.source);
            found.value = Some(detection.value);
            candidates.push(Candidate {
                bytes: detection.bytes,
                weight: weight(probability, detection.tokens.len()),
                found: (found, number),
            });
        }
        for proposal in proposals {
            let bytes = self.bytes_of(&proposal.tokens);
            let own = &self.model.types
                [self.model.uses[proposal.entity_use as usize].entity_type as usize];
            let value = self.value_of(proposal.entity_use, bytes.clone());
            let only_values = own.dictionary.is_some_and(|rules| rules.only_values);
            if value.is_none() && only_values {
                continue;
            }
            let mut found = self.entity(
                proposal.entity_use,
                bytes.clone(),
                proposal.probability,
                EntitySource::Model,
            );
            // A type that can be read but was not is less likely to be there at all.
            let can_be_read = own.dimension.is_some() || own.dictionary.is_some();
            let weighed = match &value {
                Some((_, likeness)) => proposal.probability * (0.5 + 0.5 * likeness),
                None if can_be_read => proposal.probability * 0.5,
                None => proposal.probability,
            };
            found.value = value.map(|(value, _)| value);
            candidates.push(Candidate {
                bytes,
                weight: weight(weighed, proposal.tokens.len()),
                found: (found, proposal.entity_use),
            });
        }
        candidates
    }

    /// The role that suits a detection best, with its probability: as the entity model sees it,
    /// else the role that is called like the type, else the first.
    fn most_likely_use(
        &self,
        own: &[u16],
        detection: &Detection,
        scored: Option<&(Lattice, Vec<f64>)>,
    ) -> Option<(u16, f64)> {
        let like_type = own.iter().copied().find(|&number| {
            let known = &self.model.uses[number as usize];
            known.role.as_str() == self.model.types[known.entity_type as usize].name.as_str()
        });
        let fallback = like_type.or_else(|| own.first().copied())?;
        let Some((lattice, marginals)) = scored else { return Some((fallback, 0.0)) };
        let mut best = (fallback, 0.0);
        for &number in own {
            let probability = detection
                .tokens
                .clone()
                .map(|token| lattice.use_probability(marginals, token, number))
                .fold(0.0, f64::max);
            if probability > best.1 + 1e-6 {
                best = (number, probability);
            }
        }
        Some(best)
    }

    /// Finds the parts of an entity whose type has parts.
    fn add_parts(&self, found: &mut EntityFound, number: u16, depth: usize) {
        let entity_type = self.model.uses[number as usize].entity_type;
        let own = &self.model.types[entity_type as usize];
        let context = self.model.context_of_type(entity_type);
        if own.sub_uses.is_empty()
            || depth == PARTS_DEPTH_MAX
            || !self.locale.chain.has_labels(context)
        {
            return;
        }
        let text = found.span.slice(&self.text).to_owned();
        let within = Parsing {
            tokens: Tokens::new(&text),
            text,
            model: self.model,
            locale: self.locale,
            query: self.query,
            values: self.values,
        };
        let view = View { tokens: &within.tokens, markers: &[], hidden: &[], context };
        let lattice = self.locale.chain.lattice(&TokenFeatures::of(&view), context);
        let marginals = lattice.marginals();
        for proposal in lattice.proposals(&marginals) {
            let bytes = within.bytes_of(&proposal.tokens);
            let mut part = within.entity(
                proposal.entity_use,
                bytes.clone(),
                proposal.probability,
                EntitySource::Model,
            );
            part.value = within.value_of(proposal.entity_use, bytes).map(|(value, _)| value);
            within.add_parts(&mut part, proposal.entity_use, depth + 1);
            found.sub_entities.push(part);
        }
    }
}

fn text_value(candidates: Vec<(String, f64)>) -> Value {
    let value = candidates.first().map(|(value, _)| value.clone()).unwrap_or_default();
    let candidates = if candidates.len() > 1 {
        candidates
            .into_iter()
            .map(|(value, probability)| ValueCandidate { value, probability })
            .collect()
    } else {
        Vec::new()
    };
    Value::Text { value, candidates }
}

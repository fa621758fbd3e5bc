//! What a sentence mentions: everything that may be an entity, and the choice among it.

use std::ops::Range;

use model::{
    Candidate as ValueCandidate, Dimension, EntityFound, EntitySource, Span, Value, ValueFound,
};

use super::Parsing;
use crate::dictionary::Match;
use crate::entity::chain::Lattice;
use crate::entity::features::{Marker, TokenFeatures, View};
use crate::entity::merge::{Candidate, choose, weight};
use crate::known::PARTS_DEPTH_MAX;
use crate::text::Tokens;

/// A number is dropped when the entity model is surer than this that it means nothing: "un" in
/// "un train" is not a number of travellers.
const OUTSIDE_PROBABILITY: f64 = 0.8;

/// What dictionaries or values found, before the choice.
struct Detection {
    bytes: Range<usize>,
    tokens: Range<usize>,
    entity_type: u16,
    value: Value,
    source: EntitySource,
    probability: f64,
    /// Whether it is noise unless the entity model says otherwise.
    needs_support: bool,
}

impl Parsing<'_> {
    pub(super) fn entity(
        &self,
        number: u16,
        bytes: Range<usize>,
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

    /// What a stretch of text means as an entity use, and how sure that is. `None` when its type
    /// has no values, or none is like it.
    pub(super) fn value_of(&self, number: u16, bytes: Range<usize>) -> Option<(Value, f64)> {
        self.meaning(self.model.uses[number as usize].entity_type, self.text.get(bytes)?)
    }

    /// The same for a text and a type.
    pub(crate) fn meaning(&self, entity_type: u16, text: &str) -> Option<(Value, f64)> {
        let own = &self.model.types[entity_type as usize];
        if let Some(dimension) = own.dimension {
            return self.reading(dimension, text);
        }
        let rules = own.dictionary?;
        let minimum = if rules.only_values { 1.0 } else { rules.minimum_similarity };
        let similar = self.locale.dictionaries.similar(text, entity_type, minimum);
        let (_, likeness) = *similar.first()?;
        let values = similar.iter().map(|(value, likeness)| ((*value).to_owned(), *likeness));
        Some((text_value(values.collect()), likeness))
    }

    /// The value of a dimension that a text holds, surer when it is the whole text.
    pub(crate) fn reading(&self, dimension: Dimension, text: &str) -> Option<(Value, f64)> {
        let found = self.values.read(text, &self.reading_context(vec![dimension], true));
        let best = found.into_iter().max_by_key(|found| found.span.len())?;
        let covers = best.span.len() == text.len();
        Some((best.value, if covers { 1.0 } else { 0.5 }))
    }

    /// The entities of a context that do not overlap and weigh most, and the others. This is the
    /// text of an entity `depth` entities deep, or a sentence.
    pub(super) fn entities(
        &self,
        context: u16,
        matches: &[Match],
        depth: usize,
    ) -> (Vec<EntityFound>, Vec<EntityFound>) {
        let uses: Vec<u16> = self.context_uses(context);
        if uses.is_empty() {
            return (Vec::new(), Vec::new());
        }
        let mut types: Vec<u16> =
            uses.iter().map(|&number| self.model.uses[number as usize].entity_type).collect();
        types.sort_unstable();
        types.dedup();
        let mut detections = self.dictionary_detections(&types, matches);
        detections.extend(self.value_detections(&types));
        let markers = self.markers(&uses, &detections);
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
            self.add_parts(found, *number, depth);
        }
        let found =
            |all: Vec<(EntityFound, u16)>| all.into_iter().map(|(found, _)| found).collect();
        (found(kept), found(lost))
    }

    fn context_uses(&self, context: u16) -> Vec<u16> {
        let of_type = (context as usize).checked_sub(self.model.intents.len());
        let of_type = of_type.and_then(|number| self.model.types.get(number));
        match self.model.intent_uses.get(context as usize).or(of_type.map(|own| &own.sub_uses)) {
            Some(uses) => uses.clone(),
            None => {
                let mut all: Vec<u16> = self.model.intent_uses.iter().flatten().copied().collect();
                all.sort_unstable();
                all.dedup();
                all
            }
        }
    }

    fn markers(&self, uses: &[u16], detections: &[Detection]) -> Vec<Marker> {
        let mut markers: Vec<Marker> = detections
            .iter()
            .filter(|detection| !detection.tokens.is_empty())
            .map(|detection| Marker {
                tokens: detection.tokens.clone(),
                kind: self.model.types[detection.entity_type as usize].kind(),
                replaces: true,
            })
            .collect();
        let found = self.locale.stretches.find(&self.tokens, &[], |number| uses.contains(&number));
        markers.extend(found.into_iter().map(Marker::of_stretch));
        markers.sort_by_key(|marker| (marker.tokens.start, marker.tokens.end, marker.kind));
        markers.dedup();
        markers
    }

    fn dictionary_detections(&self, types: &[u16], matches: &[Match]) -> Vec<Detection> {
        let own: Vec<&Match> = matches
            .iter()
            .filter(|found| types.contains(&found.entry.entity_type) && self.is_like_enough(found))
            .collect();
        let same = |a: &&Match, b: &&Match| {
            a.tokens == b.tokens && a.entry.entity_type == b.entry.entity_type
        };
        let mut detections = Vec::new();
        for group in own.chunk_by(same) {
            let tokens = group[0].tokens.clone();
            let likeness = group.iter().map(|found| found.likeness).fold(0.0, f64::max);
            let value = |found: &&Match| {
                (self.locale.dictionaries.value(found.entry).to_owned(), found.likeness)
            };
            let values = group.iter().map(value).collect();
            detections.push(Detection {
                bytes: self.bytes_of(&tokens),
                tokens,
                entity_type: group[0].entry.entity_type,
                value: text_value(values),
                source: EntitySource::Dictionary,
                probability: 0.9 * likeness,
                needs_support: false,
            });
        }
        detections
    }

    /// Whether a find is as like its label as the dictionary asks.
    fn is_like_enough(&self, found: &Match) -> bool {
        let rules = self.model.types[found.entry.entity_type as usize].dictionary;
        found.likeness >= 1.0
            || rules.is_some_and(|rules| {
                !rules.only_values && found.likeness > rules.minimum_similarity
            })
    }

    fn bytes_of(&self, tokens: &Range<usize>) -> Range<usize> {
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
            let overlap = |tokens: &Range<usize>| {
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

    /// Finds the parts of an entity whose type has parts, as a sentence is searched.
    pub(super) fn add_parts(&self, found: &mut EntityFound, number: u16, depth: usize) {
        let entity_type = self.model.uses[number as usize].entity_type;
        let has_parts = !self.model.types[entity_type as usize].sub_uses.is_empty();
        if !has_parts || depth == PARTS_DEPTH_MAX {
            return;
        }
        let text = found.span.slice(&self.text).to_owned();
        let within = Parsing { tokens: Tokens::new(&text), text, ..*self };
        let matches = self.locale.matches(&within.tokens);
        let context = self.model.context_of_type(entity_type);
        found.sub_entities = within.entities(context, &matches, depth + 1).0;
    }
}

/// The value of text that is like the words of these values. Several are all given, with
/// probabilities that sum to how alike the best is.
fn text_value(mut values: Vec<(String, f64)>) -> Value {
    values.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let best = values.first().map_or(0.0, |(_, likeness)| *likeness);
    let all: f64 = values.iter().map(|(_, likeness)| likeness).sum();
    let value = values.first().map(|(value, _)| value.clone()).unwrap_or_default();
    let candidates = if values.len() > 1 {
        let shared =
            |(value, likeness)| ValueCandidate { value, probability: best * likeness / all };
        values.into_iter().map(shared).collect()
    } else {
        Vec::new()
    };
    Value::Text { value, candidates }
}

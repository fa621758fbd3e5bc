//! One sentence, measured.

use model::{
    Annotation, Bot, EntityFound, EntityTypeName, IntentName, Locale, Query, Role, Sentence, Span,
    Timestamp, Understanding, ValueReader,
};
use serde::{Deserialize, Serialize};

use crate::Model;

/// A sentence with its label and what was found.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SentenceOutcome {
    /// The sentence.
    pub text: String,
    /// Its locale.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "fr"))]
    pub locale: Locale,
    /// Its label; absent: an example of what is not understood.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub intent: Option<IntentName>,
    /// What was found: the best intent, whether or not it was sure enough. For an example of what
    /// is not understood, the answer: absent when it was rejected, as it should be.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub found: Option<IntentName>,
    /// The probability of the best intent.
    pub probability: f64,
    /// The probability of the label; 0 when it was not worth mentioning.
    pub own_probability: f64,
    /// Whether the best intent was sure enough to be answered.
    pub accepted: bool,
    /// Entities found as they are marked, with their parts where these are marked.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub entities_right: Vec<EntityMark>,
    /// Entities marked and not found.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub entities_missed: Vec<EntityMark>,
    /// Entities found and not marked.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub entities_wrong: Vec<EntityMark>,
}

/// An entity at its place.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntityMark {
    /// Its type.
    pub entity_type: EntityTypeName,
    /// The part it plays.
    pub role: Role,
    /// Its words.
    pub text: String,
    /// Where, in the sentence.
    pub span: Span,
    /// Of a part, the roles of the entities that it is in, the outermost first.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub within: Vec<Role>,
}

impl SentenceOutcome {
    /// Whether the best intent is the label's.
    pub fn is_right(&self) -> bool {
        self.found == self.intent
    }

    /// Whether users would have been answered as the label says.
    pub fn is_answered_right(&self) -> bool {
        self.is_right() && (self.accepted || self.intent.is_none())
    }

    /// Whether all entities are found as they are marked, and no others.
    pub fn are_entities_right(&self) -> bool {
        self.entities_missed.is_empty() && self.entities_wrong.is_empty()
    }
}

/// What a model says of a sentence that it should not have learned from.
pub(super) fn measure(
    model: &Model,
    bot: &Bot,
    sentence: &Sentence,
    values: &dyn ValueReader,
) -> SentenceOutcome {
    let understood = understand(model, bot, sentence, values);
    let best = understood.intents.first();
    let own = understood.intents.iter().find(|own| Some(&own.intent) == sentence.intent.as_ref());
    let mut outcome = SentenceOutcome {
        text: sentence.text.clone(),
        locale: sentence.locale.clone(),
        intent: sentence.intent.clone(),
        found: best.map(|scored| scored.intent.clone()),
        probability: best.map_or(0.0, |scored| scored.probability),
        own_probability: own.map_or(0.0, |scored| scored.probability),
        accepted: understood.intent.is_some(),
        entities_right: Vec::new(),
        entities_missed: Vec::new(),
        entities_wrong: Vec::new(),
    };
    if sentence.intent.is_none() {
        outcome.found = understood.intent.clone();
        // What else is in a sentence that nobody understands, nobody marks.
        return outcome;
    }
    // Cleaning may have removed spaces before the first word.
    let shift = sentence.text.find(&understood.text).unwrap_or_default();
    let compared = Compared {
        text: &sentence.text,
        wanted_from: 0,
        found_in: &understood.text,
        found_from: shift,
        within: Vec::new(),
    };
    compared.compare(&sentence.entities, &understood.entities, &mut outcome);
    outcome
}

/// A sentence, or an entity of one, in which what is marked is compared with what was found.
struct Compared<'a> {
    /// The sentence.
    text: &'a str,
    /// Where in it the places of what is marked count from.
    wanted_from: usize,
    /// What the places of what was found are of.
    found_in: &'a str,
    /// Where in the sentence that begins.
    found_from: usize,
    /// The roles of the entities around it.
    within: Vec<Role>,
}

impl Compared<'_> {
    /// Parts are compared where an entity is found as it is marked, with parts.
    fn compare(&self, wanted: &[Annotation], found: &[EntityFound], outcome: &mut SentenceOutcome) {
        let mut left: Vec<(EntityMark, &EntityFound)> =
            found.iter().map(|entity| (self.found(entity), entity)).collect();
        for annotation in wanted {
            let wanted = self.wanted(annotation);
            let Some(at) = left.iter().position(|(mark, _)| *mark == wanted) else {
                outcome.entities_missed.push(wanted);
                continue;
            };
            let (mark, entity) = left.remove(at);
            if !annotation.sub_entities.is_empty() {
                let inside = Compared {
                    wanted_from: mark.span.start,
                    found_in: &mark.text,
                    found_from: mark.span.start,
                    within: self.within.iter().cloned().chain([mark.role.clone()]).collect(),
                    ..*self
                };
                inside.compare(&annotation.sub_entities, &entity.sub_entities, outcome);
            }
            outcome.entities_right.push(mark);
        }
        outcome.entities_wrong.extend(left.into_iter().map(|(mark, _)| mark));
    }

    fn found(&self, entity: &EntityFound) -> EntityMark {
        let words = entity.span.slice(self.found_in);
        let (start, end) = (entity.span.start + self.found_from, entity.span.end + self.found_from);
        let is_same = self.text.get(start..end) == Some(words);
        EntityMark {
            entity_type: entity.entity_type.clone(),
            role: entity.role.clone(),
            text: words.to_owned(),
            span: if is_same { Span::of_bytes(self.text, start, end) } else { entity.span },
            within: self.within.clone(),
        }
    }

    fn wanted(&self, annotation: &Annotation) -> EntityMark {
        let start = annotation.span.start + self.wanted_from;
        let end = annotation.span.end + self.wanted_from;
        let words = self.text.get(start..end);
        EntityMark {
            entity_type: annotation.entity_type.clone(),
            role: annotation.role.clone(),
            text: words.unwrap_or_default().to_owned(),
            span: words.map_or(annotation.span, |_| Span::of_bytes(self.text, start, end)),
            within: self.within.clone(),
        }
    }
}

/// Asks a model about a sentence as a user would, known sentences set aside.
pub(super) fn understand(
    model: &Model,
    bot: &Bot,
    sentence: &Sentence,
    values: &dyn ValueReader,
) -> Understanding {
    let query = Query {
        text: sentence.text.clone(),
        locale: sentence.locale.clone(),
        // Any fixed instant will do: values are not compared.
        now: Timestamp(1_767_600_000_000),
        zone: bot.time_zone.clone(),
        intents: Vec::new(),
        excluded: Vec::new(),
        known_sentences: false,
    };
    model.parse(&query, values)
}

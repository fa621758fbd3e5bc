//! Values of entities whose places are known already.

use model::{Bot, Dimension, EntityTypeName, Query, Span, Timestamp, Value};
use wire::Error;
use wire::nlp::{EntityEvaluationQuery, EntityEvaluationResult, EntityToEvaluate, EntityValue};

use super::names;
use super::query::Asked;
use super::result::has_entries;
use super::values::value_to_tock;

/// Says what a text means as an entity of a type, and how sure that is.
pub type ValueOf<'a> = dyn Fn(&Query, &EntityTypeName, &str) -> Option<(Value, f64)> + 'a;

/// The answer of `/rest/nlp/evaluate`: the same entities in the same order, with values. Of an
/// entity whose type cannot say what a text means nothing changes.
pub fn evaluate(
    bot: &Bot,
    query: &EntityEvaluationQuery,
    now: Timestamp,
    value_of: &ValueOf<'_>,
) -> Result<EntityEvaluationResult, Error> {
    let asked = Asked::read(bot, &query.context, now)?;
    let question = Query {
        text: String::new(),
        locale: asked.locale,
        now: asked.now,
        zone: asked.zone,
        intents: Vec::new(),
        excluded: Vec::new(),
        known_sentences: false,
    };
    let evaluation = Evaluation { bot, question, value_of };
    Ok(EntityEvaluationResult {
        values: evaluation.entities(&query.entities, &query.text, "entities")?,
    })
}

struct Evaluation<'a> {
    bot: &'a Bot,
    question: Query,
    value_of: &'a ValueOf<'a>,
}

impl Evaluation<'_> {
    fn entities(
        &self,
        entities: &[EntityToEvaluate],
        text: &str,
        field: &str,
    ) -> Result<Vec<EntityValue>, Error> {
        let entities = entities.iter().enumerate();
        entities.map(|(at, entity)| self.entity(entity, text, &format!("{field}[{at}]"))).collect()
    }

    fn entity(
        &self,
        entity: &EntityToEvaluate,
        text: &str,
        field: &str,
    ) -> Result<EntityValue, Error> {
        let Some(span) = Span::of_utf16(text, entity.start, entity.end) else {
            let units = text.encode_utf16().count();
            return Err(Error::field(
                format!("{field}.start"),
                format!("and `end` ({}, {}) are no place in the text", entity.start, entity.end),
                format!("count UTF-16 code units, of which the text has {units}"),
            ));
        };
        let own = span.slice(text);
        let name = &entity.entity.entity_type.name;
        let kind = names::entity_type_from_tock(&self.bot.namespace, name);
        let found = kind.as_ref().and_then(|kind| (self.value_of)(&self.question, kind, own));
        // A dictionary always looks, even when it finds nothing.
        let has_dictionary =
            kind.as_ref().and_then(|kind| self.bot.entity_types.get(kind)).is_some_and(has_entries);
        let is_date =
            kind.as_ref().and_then(|kind| self.bot.dimension_of(kind)) == Some(Dimension::Datetime);
        Ok(EntityValue {
            start: entity.start,
            end: entity.end,
            entity: entity.entity.clone(),
            evaluated: found.is_some() || has_dictionary,
            probability: found.as_ref().map_or(1.0, |(_, probability)| *probability),
            value: found.map(|(value, _)| value_to_tock(&value)),
            sub_entities: self.entities(
                &entity.sub_entities,
                own,
                &format!("{field}.subEntities"),
            )?,
            merge_support: is_date,
        })
    }
}

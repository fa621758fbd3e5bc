//! Several values of one entity become one.

use model::{Bot, Dimension, ReadingContext, Span, Timestamp, ValueFound, ValueReader};
use wire::Error;
use wire::nlp::{ValueToMerge, ValuesMergeQuery, ValuesMergeResult};

use super::names;
use super::query::Asked;
use super::values::{value_from_tock, value_to_tock};

/// The answer of `/rest/nlp/merge`: what the values mean together, and the words that say it. Only
/// dates are merged; of others there is no value.
///
/// New values are one when their words, in the order of the sentence, are read as one ("en soirée",
/// "demain"); otherwise the most probable of them counts. It then completes or replaces the value
/// that the conversation held before.
pub fn merge(
    bot: &Bot,
    query: &ValuesMergeQuery,
    now: Timestamp,
    reader: &dyn ValueReader,
) -> Result<ValuesMergeResult, Error> {
    let asked = Asked::read(bot, &query.context, now)?;
    let kind = names::entity_type_from_tock(&bot.namespace, &query.entity.entity_type.name);
    let dimension = kind.as_ref().and_then(|kind| bot.dimension_of(kind));
    let nothing = ValuesMergeResult { value: None, content: None };
    if dimension != Some(Dimension::Datetime) {
        return Ok(nothing);
    }
    let context = ReadingContext {
        now: asked.now,
        zone: asked.zone,
        locale: asked.locale,
        dimensions: vec![Dimension::Datetime],
        latent: false,
    };
    let (held, new): (Vec<_>, Vec<_>) = query.values.iter().partition(|value| value.initial);
    let held = held.first();
    let Some((said, text)) = said(&new, reader, &context) else {
        return Ok(held.map_or(nothing, |held| ValuesMergeResult {
            value: Some(held.value.clone()),
            content: held.content.clone(),
        }));
    };
    let merged = held
        .filter(|_| text.is_some())
        .and_then(|held| {
            let text = text.as_deref().unwrap_or_default();
            reader.merge(&value_from_tock(&held.value), &said, text, &context)
        })
        .unwrap_or(said.value);
    Ok(ValuesMergeResult { value: Some(value_to_tock(&merged)), content: text })
}

/// The one new value, with its words.
fn said(
    new: &[&ValueToMerge],
    reader: &dyn ValueReader,
    context: &ReadingContext,
) -> Option<(ValueFound, Option<String>)> {
    let best = new.iter().max_by(|a, b| a.probability.total_cmp(&b.probability))?;
    if new.len() > 1 {
        let mut placed: Vec<_> = new.to_vec();
        placed.sort_by_key(|value| value.position.unwrap_or(usize::MAX));
        let words: Option<Vec<&str>> =
            placed.iter().map(|value| value.content.as_deref()).collect();
        let text = words.unwrap_or_default().join(" ");
        let whole = |found: &ValueFound| found.span.slice(&text).len() == text.trim().len();
        if let Some(found) = reader.read(&text, context).into_iter().find(whole) {
            return Some((found, Some(text)));
        }
    }
    let text = best.content.clone().unwrap_or_default();
    let found = ValueFound {
        span: Span::of_bytes(&text, 0, text.len()),
        dimension: Dimension::Datetime,
        value: value_from_tock(&best.value),
        latent: false,
        score: best.probability,
    };
    Some((found, best.content.clone()))
}

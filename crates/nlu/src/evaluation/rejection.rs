//! What rejecting the unknown costs and brings, measured by leaving intents out.

use model::{Bot, IntentName, ValueReader};
use serde::{Deserialize, Serialize};

use super::measuring::understand;
use super::{SentenceOutcome, auroc, parts};
use crate::Speed;
use crate::intent::rejection::{TradeOff, trade_off};

/// The trade-off between rejecting what is unknown and keeping what is known.
///
/// Known are the sentences that were measured; unknown are the sentences of intents that a model
/// never saw, and examples of what is not understood.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RejectionCurve {
    /// The probability that a known sentence has a higher best probability than an unknown one.
    pub auroc: f64,
    /// Known sentences.
    pub known: usize,
    /// Unknown sentences.
    pub unknown: usize,
    /// The threshold that the bot sets itself; absent: training chooses one per locale.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub own_threshold: Option<f64>,
    /// What each threshold would cost and bring.
    pub points: Vec<TradeOff>,
}

/// Groups of intents that are left out together; none when there are too few intents.
pub(super) fn groups(bot: &Bot, count: usize) -> Vec<Vec<IntentName>> {
    let mut intents: Vec<&IntentName> =
        bot.sentences.iter().filter_map(|sentence| sentence.intent.as_ref()).collect();
    intents.sort_unstable();
    intents.dedup();
    // With one of three gone, what is left is another bot.
    if intents.len() < 4 {
        return Vec::new();
    }
    let count = count.min(intents.len());
    let mut groups = vec![Vec::new(); count];
    for (at, intent) in intents.into_iter().enumerate() {
        groups[at % count].push(intent.clone());
    }
    groups
}

/// Best probabilities of the sentences of a group, said by a model that never saw its intents.
pub(super) fn left_out(
    bot: &Bot,
    group: &[IntentName],
    places: &[Option<f64>],
    speed: Speed,
    values: &dyn ValueReader,
) -> Vec<f64> {
    let is_out = |intent: &Option<IntentName>| intent.as_ref().is_some_and(|i| group.contains(i));
    let Some(model) =
        parts::model_of(bot, |at, s| places[at].is_some() && !is_out(&s.intent), speed, values)
    else {
        return Vec::new();
    };
    let sentences = bot.sentences.iter().zip(places);
    sentences
        .filter(|(sentence, place)| place.is_some() && is_out(&sentence.intent))
        .map(|(sentence, _)| {
            let understood = understand(&model, bot, sentence, values);
            understood.intents.first().map_or(0.0, |best| best.probability)
        })
        .collect()
}

/// The curve of what was measured; `None` without known or unknown sentences.
pub(super) fn curve(
    bot: &Bot,
    outcomes: &[SentenceOutcome],
    mut unknown: Vec<f64>,
) -> Option<RejectionCurve> {
    let of_unknown = outcomes.iter().filter(|own| own.intent.is_none());
    unknown.extend(of_unknown.map(|own| own.probability));
    let known: Vec<(f64, bool)> = outcomes
        .iter()
        .filter(|own| own.intent.is_some())
        .map(|own| (own.probability, own.is_right()))
        .collect();
    if known.is_empty() || unknown.is_empty() {
        return None;
    }
    let probabilities: Vec<f64> = known.iter().map(|(probability, _)| *probability).collect();
    Some(RejectionCurve {
        auroc: auroc(&probabilities, &unknown),
        known: known.len(),
        unknown: unknown.len(),
        own_threshold: bot.settings.unknown_threshold,
        points: trade_off(&known, &unknown),
    })
}

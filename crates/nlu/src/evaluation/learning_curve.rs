//! How much more sentences would help.

use model::{Bot, ValueReader};
use serde::{Deserialize, Serialize};

use super::measuring::measure;
use super::{Share, parts};
use crate::Speed;

/// Shares of the sentences that are learned from, one point each.
pub(super) const SHARES: [f64; 5] = [0.1, 0.25, 0.5, 0.75, 1.0];
/// Share of the sentences that is held out for all points.
const HELD_OUT: f64 = 0.2;

/// One point of a learning curve.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LearningPoint {
    /// Share of the sentences that were learned from, of those not held out.
    pub share: f64,
    /// Sentences learned from.
    pub sentences: usize,
    /// Held-out sentences whose best intent is right; the same sentences at all points.
    pub accuracy: Share,
}

/// Accuracy on a fifth of the sentences, learning from a share of the others.
pub(super) fn point(
    bot: &Bot,
    places: &[Option<f64>],
    share: f64,
    speed: Speed,
    values: &dyn ValueReader,
) -> Option<LearningPoint> {
    let is_learned = |at: usize| {
        places[at]
            .is_some_and(|place| place >= HELD_OUT && (place - HELD_OUT) / (1.0 - HELD_OUT) < share)
    };
    let model = parts::model_of(bot, |at, _| is_learned(at), speed, values)?;
    let (mut right, mut all) = (0, 0);
    for (sentence, place) in bot.sentences.iter().zip(places) {
        if place.is_some_and(|place| place < HELD_OUT) {
            all += 1;
            right += usize::from(measure(&model, bot, sentence, values).is_right());
        }
    }
    Some(LearningPoint {
        share,
        sentences: (0..places.len()).filter(|&at| is_learned(at)).count(),
        accuracy: Share::of(right, all),
    })
}

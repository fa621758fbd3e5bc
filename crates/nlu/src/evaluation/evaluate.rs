//! A whole evaluation.

use model::{Bot, Sentence, SentenceStatus, ValueReader};
use serde::{Deserialize, Serialize};

use super::learning_curve::{self, LearningPoint};
use super::measuring::{SentenceOutcome, measure};
use super::near_duplicates::{NearDuplicate, near_duplicates};
use super::rejection::{self, RejectionCurve};
use super::scores::{
    Confusion, EntityScores, IntentScore, confusions, entity_scores, intent_scores, macro_f1_of,
};
use super::{Interval, Share, expected_calibration_error, parts};
use crate::Speed;

/// Sentences that are named as suspicious.
const SUSPICIOUS_MAX: usize = 50;
/// A label is suspicious when another intent is this probable.
const SUSPICIOUS_PROBABILITY: f64 = 0.5;

/// How to evaluate.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EvaluateOptions {
    /// Parts of a cross-validation, each measured by a model of the others; also the groups of
    /// intents that are left out for the rejection curve. 2 to 20.
    pub folds: usize,
    /// Decides which sentence falls into which part.
    pub seed: u64,
    /// How the models are trained: `quick`, or `full` as before publishing.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "quick"))]
    pub speed: Speed,
    /// Whether the rejection curve is measured, at the price of as many trainings again.
    pub rejection: bool,
    /// Whether the learning curve is measured, at the price of five trainings.
    pub learning_curve: bool,
}

impl Default for EvaluateOptions {
    fn default() -> Self {
        Self { folds: 5, seed: 1, speed: Speed::Quick, rejection: true, learning_curve: false }
    }
}

impl EvaluateOptions {
    /// Most parts.
    pub const FOLDS_MAX: usize = 20;
}

/// How good a bot's understanding of sentences that it did not learn from is.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// How it was measured.
    pub options: EvaluateOptions,
    /// Whether it was measured on sentences that were held out, instead of by cross-validation.
    pub held_out: bool,
    /// Sentences that the bot learns from.
    pub sentences: usize,
    /// Sentences whose best intent is right, whether or not it was sure enough.
    pub accuracy: Share,
    /// Sentences that users would have been answered as their labels say.
    pub answered_right: Share,
    /// Sentences with an intent that were rejected as unknown.
    pub rejected: Share,
    /// Mean over the intents of the F1.
    pub macro_f1: Interval,
    /// Mean distance between probability and share of right answers, 0 to 1.
    pub calibration_error: f64,
    /// Per intent, worst first.
    pub intents: Vec<IntentScore>,
    /// Pairs of intents that are taken for each other, most frequent first.
    pub confusions: Vec<Confusion>,
    /// Absent when there are no entities.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub entities: Option<EntityScores>,
    /// Sentences whose label the models contradict with most certainty, most certain first: look
    /// at them.
    pub suspicious: Vec<SentenceOutcome>,
    /// Sentences of two intents that are nearly the same.
    pub near_duplicates: Vec<NearDuplicate>,
    /// What rejecting the unknown costs and brings.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rejection: Option<RejectionCurve>,
    /// How much more sentences would help.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub learning_curve: Vec<LearningPoint>,
    /// Every sentence with what was found, in the bot's order.
    pub outcomes: Vec<SentenceOutcome>,
}

impl Evaluation {
    /// The sentences whose intent was not found.
    pub fn intent_errors(&self) -> impl Iterator<Item = &SentenceOutcome> {
        self.outcomes.iter().filter(|own| !own.is_right())
    }

    /// The sentences whose intent was found, but not all entities, or others too.
    pub fn entity_errors(&self) -> impl Iterator<Item = &SentenceOutcome> {
        self.outcomes.iter().filter(|own| own.is_right() && !own.are_entities_right())
    }
}

/// Evaluates a bot's understanding: on `held_out`, or without it on the bot's own validated
/// sentences by stratified cross-validation.
///
/// `progress` is told the steps done and the steps in all, and stops the work by returning
/// `false`; then there is no evaluation. A bot without sentences gives one with nothing in it.
pub fn evaluate(
    bot: &Bot,
    held_out: Option<&[Sentence]>,
    options: &EvaluateOptions,
    values: &dyn ValueReader,
    progress: &mut dyn FnMut(usize, usize) -> bool,
) -> Option<Evaluation> {
    let options =
        EvaluateOptions { folds: options.folds.clamp(2, EvaluateOptions::FOLDS_MAX), ..*options };
    let EvaluateOptions { folds, seed, speed, .. } = options;
    let places = parts::places(bot, seed);
    let groups = if options.rejection { rejection::groups(bot, folds) } else { Vec::new() };
    let shares: &[f64] = if options.learning_curve { &learning_curve::SHARES } else { &[] };
    let trainings = if held_out.is_some() { 1 } else { folds };
    let steps = trainings + groups.len() + shares.len();
    let mut done = 0;
    let mut step = || {
        done += 1;
        progress(done - 1, steps)
    };

    let outcomes = match held_out {
        Some(sentences) => {
            if !step() {
                return None;
            }
            let model = parts::model_of(bot, |at, _| places[at].is_some(), speed, values);
            let measured = sentences.iter().filter(|s| s.status == SentenceStatus::Validated);
            model.map_or(Vec::new(), |model| {
                measured.map(|sentence| measure(&model, bot, sentence, values)).collect()
            })
        }
        None => {
            let mut outcomes: Vec<Option<SentenceOutcome>> = vec![None; bot.sentences.len()];
            for fold in 0..folds {
                if !step() {
                    return None;
                }
                let is_measured =
                    |at: usize| places[at].is_some_and(|p| (p * folds as f64) as usize == fold);
                let is_learned = |at: usize| places[at].is_some() && !is_measured(at);
                let Some(model) = parts::model_of(bot, |at, _| is_learned(at), speed, values)
                else {
                    continue;
                };
                for (at, sentence) in bot.sentences.iter().enumerate() {
                    if is_measured(at) {
                        outcomes[at] = Some(measure(&model, bot, sentence, values));
                    }
                }
            }
            outcomes.into_iter().flatten().collect()
        }
    };
    let mut unknown = Vec::new();
    for group in &groups {
        if !step() {
            return None;
        }
        unknown.extend(rejection::left_out(bot, group, &places, speed, values));
    }
    let mut curve = Vec::new();
    for &share in shares {
        if !step() {
            return None;
        }
        curve.extend(learning_curve::point(bot, &places, share, speed, values));
    }
    let rejection = match options.rejection {
        true => rejection::curve(bot, &outcomes, unknown),
        false => None,
    };
    Some(Evaluation {
        options,
        held_out: held_out.is_some(),
        sentences: places.iter().flatten().count(),
        rejection,
        learning_curve: curve,
        near_duplicates: near_duplicates(bot),
        ..summarise(options, outcomes)
    })
}

/// Everything that follows from the measured sentences.
fn summarise(options: EvaluateOptions, outcomes: Vec<SentenceOutcome>) -> Evaluation {
    let n = outcomes.len();
    let count = |is: fn(&SentenceOutcome) -> bool| outcomes.iter().filter(|own| is(own)).count();
    let mut suspicious: Vec<SentenceOutcome> = outcomes
        .iter()
        .filter(|own| !own.is_right() && own.probability >= SUSPICIOUS_PROBABILITY)
        .cloned()
        .collect();
    let certainty = |own: &SentenceOutcome| own.probability - own.own_probability;
    suspicious.sort_by(|a, b| certainty(b).total_cmp(&certainty(a)).then(a.text.cmp(&b.text)));
    suspicious.truncate(SUSPICIOUS_MAX);
    Evaluation {
        options,
        held_out: false,
        sentences: 0,
        accuracy: Share::of(count(SentenceOutcome::is_right), n),
        answered_right: Share::of(count(SentenceOutcome::is_answered_right), n),
        rejected: Share::of(
            count(|own| own.intent.is_some() && !own.accepted),
            count(|own| own.intent.is_some()),
        ),
        macro_f1: macro_f1_of(&outcomes, options.seed),
        calibration_error: expected_calibration_error(
            outcomes.iter().map(|own| (own.probability, own.is_right())),
        ),
        intents: intent_scores(&outcomes),
        confusions: confusions(&outcomes),
        entities: entity_scores(&outcomes, options.seed),
        suspicious,
        near_duplicates: Vec::new(),
        rejection: None,
        learning_curve: Vec::new(),
        outcomes,
    }
}

//! Stratified cross-validation of a bot's own sentences.

use std::collections::BTreeMap;

use model::{
    Bot, IntentName, Locale, Query, Rng, Role, SeededRng, Sentence, SentenceStatus, Timestamp,
    ValueReader,
};
use serde::{Deserialize, Serialize};

use crate::evaluation::{expected_calibration_error, macro_f1, wilson_interval};
use crate::text::Reduced;
use crate::{Model, Speed, TrainOptions, train};

/// How to evaluate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EvaluateOptions {
    /// Parts; each is measured by a model of the others. At least 2.
    pub folds: usize,
    /// Decides which sentence falls into which part.
    pub seed: u64,
    /// How the models of the parts are trained.
    pub speed: Speed,
}

impl Default for EvaluateOptions {
    fn default() -> Self {
        Self { folds: 5, seed: 1, speed: Speed::Quick }
    }
}

/// How good a bot's understanding of sentences that it did not learn from is.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Evaluation {
    /// Sentences measured.
    pub sentences: usize,
    /// Share whose best intent is right, whether or not it was sure enough.
    pub accuracy: f64,
    /// Ends of its 95 % interval.
    pub accuracy_interval: (f64, f64),
    /// Mean over the intents of the F1.
    pub macro_f1: f64,
    /// Share of sentences that were rejected as unknown though they are not.
    pub rejected: f64,
    /// How far probabilities are from the share of right answers.
    pub calibration_error: f64,
    /// Per intent, worst first.
    pub intents: Vec<IntentScore>,
    /// Pairs of intents that are taken for each other, most frequent first.
    pub confusions: Vec<Confusion>,
    /// Per role.
    pub entities: Vec<EntityScore>,
    /// Sentences whose label the models contradict with most certainty, most certain first: look
    /// at them.
    pub suspicious: Vec<SentenceOutcome>,
    /// Sentences of two intents that are nearly the same.
    pub near_duplicates: Vec<NearDuplicate>,
    /// Every sentence with what was found, in the bot's order.
    pub outcomes: Vec<SentenceOutcome>,
}

/// One sentence measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SentenceOutcome {
    /// The sentence.
    pub text: String,
    /// Its locale.
    pub locale: Locale,
    /// Its label.
    pub intent: Option<IntentName>,
    /// The best intent found.
    pub found: Option<IntentName>,
    /// The probability of that.
    pub probability: f64,
    /// Whether it was sure enough.
    pub accepted: bool,
    /// Whether all entities are right, when the intent is.
    pub entities_right: bool,
}

/// How well one intent is found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IntentScore {
    /// The intent.
    pub intent: IntentName,
    /// Its sentences.
    pub sentences: usize,
    /// Of the sentences given this intent, the share that have it.
    pub precision: f64,
    /// Of its sentences, the share that were given it.
    pub recall: f64,
    /// Harmonic mean of the two.
    pub f1: f64,
}

/// How often one intent is taken for another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Confusion {
    /// The label.
    pub intent: Option<IntentName>,
    /// What was found.
    pub found: IntentName,
    /// How often.
    pub count: usize,
    /// Up to three of the sentences.
    pub examples: Vec<String>,
}

/// How well entities of one role are found, in sentences whose intent is right.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EntityScore {
    /// The role.
    pub role: Role,
    /// Annotated.
    pub wanted: usize,
    /// Found.
    pub found: usize,
    /// Found with exactly the place and role that are annotated.
    pub right: usize,
}

/// Two sentences of different intents that share nearly all words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NearDuplicate {
    /// One sentence and its intent.
    pub first: (String, Option<IntentName>),
    /// The other.
    pub second: (String, Option<IntentName>),
    /// Share of common words, 0 to 1.
    pub likeness: f64,
}

/// One point of a learning curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LearningPoint {
    /// Share of the sentences that were learned from.
    pub share: f64,
    /// Sentences learned from.
    pub sentences: usize,
    /// Accuracy on the sentences that were held out.
    pub accuracy: f64,
}

/// Cross-validates a bot's validated sentences. `progress` is told parts done and parts in all,
/// and stops the work by returning `false`; what was measured until then is returned.
pub fn evaluate(
    bot: &Bot,
    options: &EvaluateOptions,
    values: &dyn ValueReader,
    progress: &mut dyn FnMut(usize, usize) -> bool,
) -> Evaluation {
    let folds = options.folds.max(2);
    let fold_of = stratify(bot, folds, options.seed);
    let mut outcomes: Vec<Option<SentenceOutcome>> = vec![None; bot.sentences.len()];
    let mut entities: BTreeMap<Role, EntityScore> = BTreeMap::new();
    for fold in 0..folds {
        if !progress(fold, folds) {
            break;
        }
        let is_out = |at: usize| fold_of[at] == Some(fold);
        let Some(model) = train_without(bot, is_out, options.speed, values) else { continue };
        for (at, sentence) in bot.sentences.iter().enumerate().filter(|(at, _)| is_out(*at)) {
            outcomes[at] = Some(measure(&model, bot, sentence, values, &mut entities));
        }
    }
    summarise(bot, outcomes.into_iter().flatten().collect(), entities)
}

/// Accuracy on one part of the sentences, learning from growing shares of the others.
pub fn learning_curve(
    bot: &Bot,
    shares: &[f64],
    seed: u64,
    values: &dyn ValueReader,
) -> Vec<LearningPoint> {
    // A fifth is held out; the others come in an order that keeps intents mixed.
    let fold_of = stratify(bot, 100, seed);
    let mut points = Vec::new();
    for &share in shares {
        let learned = |at: usize| {
            fold_of[at].is_some_and(|fold| fold >= 20 && (fold - 20) as f64 <= 80.0 * share)
        };
        let Some(model) = train_without(bot, |at| !learned(at), Speed::Quick, values) else {
            continue;
        };
        let mut ignored = BTreeMap::new();
        let (mut right, mut all) = (0, 0);
        for (at, sentence) in bot.sentences.iter().enumerate() {
            if fold_of[at].is_some_and(|fold| fold < 20) {
                let outcome = measure(&model, bot, sentence, values, &mut ignored);
                all += 1;
                right += usize::from(outcome.found == outcome.intent);
            }
        }
        points.push(LearningPoint {
            share,
            sentences: (0..bot.sentences.len()).filter(|&at| learned(at)).count(),
            accuracy: right as f64 / all.max(1) as f64,
        });
    }
    points
}

/// The part of each validated sentence; sentences of an intent and a locale are spread evenly.
fn stratify(bot: &Bot, folds: usize, seed: u64) -> Vec<Option<usize>> {
    let mut groups: BTreeMap<(&Locale, Option<&IntentName>), Vec<usize>> = BTreeMap::new();
    for (at, sentence) in bot.sentences.iter().enumerate() {
        if sentence.status == SentenceStatus::Validated {
            groups.entry((&sentence.locale, sentence.intent.as_ref())).or_default().push(at);
        }
    }
    let mut fold_of = vec![None; bot.sentences.len()];
    let mut rng = SeededRng::new(seed);
    for (next, members) in groups.values_mut().enumerate() {
        for i in (1..members.len()).rev() {
            members.swap(i, rng.below(i + 1));
        }
        for (place, &at) in members.iter().enumerate() {
            // Small groups spread over all parts too.
            let step = place * folds / members.len().max(1).min(folds);
            fold_of[at] = Some((next + if members.len() < folds { step } else { place }) % folds);
        }
    }
    fold_of
}

fn train_without(
    bot: &Bot,
    is_out: impl Fn(usize) -> bool,
    speed: Speed,
    values: &dyn ValueReader,
) -> Option<Model> {
    let mut part = Bot::new(bot.namespace.clone(), bot.name.clone(), bot.locales.clone());
    part.intents = bot.intents.clone();
    part.entity_types = bot.entity_types.clone();
    part.settings = bot.settings.clone();
    part.sentences = bot
        .sentences
        .iter()
        .enumerate()
        .filter(|(at, _)| !is_out(*at))
        .map(|(_, sentence)| sentence.clone())
        .collect();
    Model::load(&train(&part, &TrainOptions { speed }, values).bytes).ok()
}

fn measure(
    model: &Model,
    bot: &Bot,
    sentence: &Sentence,
    values: &dyn ValueReader,
    scores: &mut BTreeMap<Role, EntityScore>,
) -> SentenceOutcome {
    let query = Query {
        text: sentence.text.clone(),
        locale: sentence.locale.clone(),
        now: Timestamp(1_767_600_000_000),
        zone: bot.time_zone.clone(),
        intents: Vec::new(),
        known_sentences: false,
    };
    let understood = model.parse(&query, values);
    let best = understood.intents.first();
    let found = best.map(|scored| scored.intent.clone());
    let mut entities_right = true;
    if understood.intent.is_some() && understood.intent == sentence.intent {
        let score =
            |scores: &mut BTreeMap<Role, EntityScore>, role: &Role, add: fn(&mut EntityScore)| {
                let empty = EntityScore { role: role.clone(), wanted: 0, found: 0, right: 0 };
                add(scores.entry(role.clone()).or_insert(empty));
            };
        for wanted in &sentence.entities {
            score(scores, &wanted.role, |own| own.wanted += 1);
            let is_right = understood.entities.iter().any(|found| {
                found.role == wanted.role
                    && found.span.slice(&understood.text) == wanted.span.slice(&sentence.text)
            });
            if is_right {
                score(scores, &wanted.role, |own| own.right += 1);
            }
            entities_right &= is_right;
        }
        entities_right &= understood.entities.len() == sentence.entities.len();
        for found in &understood.entities {
            score(scores, &found.role, |own| own.found += 1);
        }
    }
    SentenceOutcome {
        text: sentence.text.clone(),
        locale: sentence.locale.clone(),
        intent: sentence.intent.clone(),
        probability: best.map_or(0.0, |scored| scored.probability),
        accepted: understood.intent.is_some(),
        // A sentence that should be unknown and is, is right.
        found: if sentence.intent.is_none() { understood.intent } else { found },
        entities_right,
    }
}

fn summarise(
    bot: &Bot,
    outcomes: Vec<SentenceOutcome>,
    entities: BTreeMap<Role, EntityScore>,
) -> Evaluation {
    let n = outcomes.len();
    let is_right = |own: &SentenceOutcome| own.found == own.intent;
    let right = outcomes.iter().filter(|own| is_right(own)).count();
    let named = || {
        let own = outcomes.iter();
        own.filter_map(|own| own.intent.as_ref().map(|intent| (intent, own.found.as_ref())))
    };
    let rejected = outcomes.iter().filter(|own| own.intent.is_some() && !own.accepted).count();
    let mut suspicious: Vec<SentenceOutcome> =
        outcomes.iter().filter(|own| !is_right(own) && own.probability >= 0.5).cloned().collect();
    suspicious.sort_by(|a, b| b.probability.total_cmp(&a.probability).then(a.text.cmp(&b.text)));
    suspicious.truncate(50);
    Evaluation {
        sentences: n,
        accuracy: right as f64 / n.max(1) as f64,
        accuracy_interval: wilson_interval(right, n),
        macro_f1: macro_f1(named()),
        rejected: rejected as f64 / n.max(1) as f64,
        calibration_error: expected_calibration_error(
            outcomes.iter().map(|own| (own.probability, is_right(own))),
        ),
        intents: intent_scores(named()),
        confusions: confusions(&outcomes),
        entities: entities.into_values().collect(),
        suspicious,
        near_duplicates: near_duplicates(bot),
        outcomes,
    }
}

fn intent_scores<'a>(
    outcomes: impl Iterator<Item = (&'a IntentName, Option<&'a IntentName>)>,
) -> Vec<IntentScore> {
    // Right, found, wanted.
    let mut counts: BTreeMap<&IntentName, (usize, usize, usize)> = BTreeMap::new();
    for (wanted, found) in outcomes {
        let own = counts.entry(wanted).or_default();
        own.2 += 1;
        own.0 += usize::from(found == Some(wanted));
        if let Some(found) = found {
            counts.entry(found).or_default().1 += 1;
        }
    }
    let share = |part: usize, all: usize| part as f64 / all.max(1) as f64;
    let mut scores: Vec<IntentScore> = counts
        .into_iter()
        .map(|(intent, (right, found, wanted))| IntentScore {
            intent: intent.clone(),
            sentences: wanted,
            precision: share(right, found),
            recall: share(right, wanted),
            f1: share(2 * right, found + wanted),
        })
        .collect();
    scores.sort_by(|a, b| a.f1.total_cmp(&b.f1).then(a.intent.cmp(&b.intent)));
    scores
}

fn confusions(outcomes: &[SentenceOutcome]) -> Vec<Confusion> {
    let mut pairs: BTreeMap<(&Option<IntentName>, &IntentName), Vec<&str>> = BTreeMap::new();
    for own in outcomes {
        if let Some(found) = own.found.as_ref().filter(|found| Some(*found) != own.intent.as_ref())
        {
            pairs.entry((&own.intent, found)).or_default().push(&own.text);
        }
    }
    let mut all: Vec<Confusion> = pairs
        .into_iter()
        .map(|((intent, found), texts)| Confusion {
            intent: intent.clone(),
            found: found.clone(),
            count: texts.len(),
            examples: texts.into_iter().take(3).map(str::to_owned).collect(),
        })
        .collect();
    all.sort_by(|a, b| b.count.cmp(&a.count).then(a.intent.cmp(&b.intent)));
    all
}

/// Found through the words that sentences share; sentences of very common words only are not
/// compared with all others.
fn near_duplicates(bot: &Bot) -> Vec<NearDuplicate> {
    const LIKENESS: f64 = 0.75;
    const POSTINGS_MAX: usize = 200;
    const NAMED_MAX: usize = 100;
    let words_of = |sentence: &Sentence| -> Vec<String> {
        let reduced = Reduced::new(&sentence.text);
        let mut words: Vec<String> = reduced.text.split(' ').map(str::to_owned).collect();
        words.sort();
        words.dedup();
        words
    };
    let words: Vec<Vec<String>> = bot.sentences.iter().map(words_of).collect();
    let mut holders: BTreeMap<(&Locale, &str), Vec<usize>> = BTreeMap::new();
    for (at, own) in words.iter().enumerate() {
        let sentence = &bot.sentences[at];
        if sentence.status == SentenceStatus::Validated {
            for word in own {
                holders.entry((&sentence.locale, word)).or_default().push(at);
            }
        }
    }
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for at in holders.values().filter(|at| at.len() <= POSTINGS_MAX) {
        for (place, &first) in at.iter().enumerate() {
            for &second in &at[place + 1..] {
                if bot.sentences[first].intent != bot.sentences[second].intent {
                    *shared.entry((first, second)).or_default() += 1;
                }
            }
        }
    }
    let mut near: Vec<NearDuplicate> = shared
        .into_iter()
        .filter_map(|((first, second), count)| {
            let all = words[first].len() + words[second].len() - count;
            let likeness = count as f64 / all.max(1) as f64;
            let named =
                |at: usize| (bot.sentences[at].text.clone(), bot.sentences[at].intent.clone());
            (likeness >= LIKENESS).then(|| NearDuplicate {
                first: named(first),
                second: named(second),
                likeness,
            })
        })
        .collect();
    near.sort_by(|a, b| b.likeness.total_cmp(&a.likeness).then(a.first.0.cmp(&b.first.0)));
    near.truncate(NAMED_MAX);
    near
}

//! Measures the engine on labelled data: what `palabre bench nlu` prints.
//!
//! A set is the content of tab-separated files: `text TAB intent`, and for entities
//! `tokens TAB BIO tags TAB intent`. Reading files and the clock are the caller's business.

use model::{
    Annotation, Bot, BotName, EntityTypeName, IntentName, Locale, Namespace, Query, Rng, Role,
    SeededRng, Sentence, SentenceStatus, Span, Timestamp,
};
use serde::{Deserialize, Serialize};

use crate::evaluation::{auroc, expected_calibration_error, macro_f1, wilson_interval};
use crate::{Model, NoValues, Speed, TrainOptions, Vectors, texts_to_encode, train_with_vectors};

/// A labelled sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Labelled {
    /// The sentence.
    pub text: String,
    /// Its intent, with characters that names may not hold replaced by `_`.
    pub intent: IntentName,
    /// Its entities.
    pub entities: Vec<Annotation>,
}

/// A set to measure on.
#[derive(Debug, Clone, Default)]
pub struct BenchSet {
    /// Its name: the folder's, with `/seedN` for one draw of several.
    pub name: String,
    /// What is learned from.
    pub train: Vec<Labelled>,
    /// What is measured.
    pub test: Vec<Labelled>,
    /// Sentences near the set's subject but with none of its intents.
    pub unknown_near: Vec<String>,
    /// Sentences of other subjects.
    pub unknown_far: Vec<String>,
}

/// What was measured. Percentages are 0 to 100.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct BenchLine {
    /// The set.
    pub set: String,
    /// The encoder whose vectors the model looks at, or `none`.
    pub tables: String,
    /// How training was done.
    pub speed: Speed,
    /// Share of test sentences whose best intent is right.
    pub accuracy: f64,
    /// Ends of the 95 % interval of `accuracy`.
    pub accuracy_interval: (f64, f64),
    /// Mean over the intents of the F1.
    pub macro_f1: f64,
    /// Its 95 % interval; this and those below are percentiles of figures of sentences drawn anew.
    pub macro_f1_interval: (f64, f64),
    /// F1 of entities with exact span and role, when the set has entities.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub slot_f1: Option<f64>,
    /// Its 95 % interval.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub slot_f1_interval: Option<(f64, f64)>,
    /// Entities annotated in the test sentences.
    pub entities: usize,
    /// Expected calibration error of the best probability, 15 bins.
    pub ece: f64,
    /// Its 95 % interval.
    pub ece_interval: (f64, f64),
    /// Time to train.
    pub train_ms: f64,
    /// Median time to understand a sentence.
    pub p50_us: f64,
    /// 99th percentile of it.
    pub p99_us: f64,
    /// 99th percentile of the time to explain a sentence.
    pub explain_p99_us: f64,
    /// Size of the model.
    pub model_bytes: usize,
    /// Test sentences.
    pub n: usize,
    /// Area under the curve, 0 to 1, of known against unknown near sentences.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub auroc_id: Option<f64>,
    /// Its 95 % interval.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub auroc_id_interval: Option<(f64, f64)>,
    /// Area under the curve, 0 to 1, of known against unknown far sentences.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub auroc_ood: Option<f64>,
    /// Its 95 % interval.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub auroc_ood_interval: Option<(f64, f64)>,
    /// Share of unknown sentences that are rejected at the threshold that training chose.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub oos_recall: Option<f64>,
    /// Its 95 % interval.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub oos_recall_interval: Option<(f64, f64)>,
    /// Share of test sentences that are neither rejected nor misunderstood at that threshold.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub inscope_accuracy: Option<f64>,
    /// Its 95 % interval.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub inscope_accuracy_interval: Option<(f64, f64)>,
}

/// Reads `text TAB intent` lines. Lines without a tab are left out.
pub fn read_labelled(content: &str) -> Vec<Labelled> {
    content
        .lines()
        .filter_map(|line| {
            let (text, intent) = line.rsplit_once('\t')?;
            Some(Labelled { text: text.to_owned(), intent: intent_name(intent)?, entities: vec![] })
        })
        .collect()
}

/// Reads `tokens TAB BIO tags TAB intent` lines and marks their entities in `sentences`, the same
/// sentences in the same order, whose spaces may differ. Returns how many could not be marked.
pub fn mark_entities(sentences: &mut [Labelled], slots: &str) -> usize {
    let mut unmarked = 0;
    for (sentence, line) in sentences.iter_mut().zip(slots.lines()) {
        let mut columns = line.split('\t');
        let (Some(tokens), Some(tags)) = (columns.next(), columns.next()) else { continue };
        match annotations(&sentence.text, tokens, tags) {
            Some(entities) => sentence.entities = entities,
            None => unmarked += 1,
        }
    }
    unmarked
}

fn annotations(text: &str, tokens: &str, tags: &str) -> Option<Vec<Annotation>> {
    let mut at = 0;
    let mut found: Vec<(usize, usize, String)> = Vec::new();
    let mut is_open = false;
    for (token, tag) in tokens.split(' ').zip(tags.split(' ')) {
        at += text[at..].len() - text[at..].trim_start().len();
        let rest = text.get(at..)?;
        if !rest.starts_with(token) {
            return None;
        }
        let end = at + token.len();
        match tag.split_once('-') {
            Some(("I", name)) if is_open && found.last().is_some_and(|last| last.2 == name) => {
                if let Some(last) = found.last_mut() {
                    last.1 = end;
                }
            }
            Some((_, name)) => {
                found.push((at, end, name.to_owned()));
                is_open = true;
            }
            None => is_open = false,
        }
        at = end;
    }
    found
        .into_iter()
        .map(|(start, end, name)| {
            Some(Annotation {
                span: Span::of_bytes(text, start, end),
                entity_type: EntityTypeName::new(name.as_str()).ok()?,
                role: Role::new(name).ok()?,
                sub_entities: Vec::new(),
            })
        })
        .collect()
}

fn intent_name(text: &str) -> Option<IntentName> {
    let allowed = |c: char| {
        let is_bad = c.is_control() || matches!(c, '?' | '&' | '=' | '#' | '[' | ']' | '(' | ')');
        if is_bad { '_' } else { c }
    };
    IntentName::new(text.trim().chars().map(allowed).collect::<String>()).ok()
}

/// A bot that learns from labelled sentences.
pub fn bot_of(sentences: &[Labelled], locale: &Locale) -> Bot {
    let name = BotName::new("bench").unwrap_or_else(|_| unreachable!("a constant, valid name"));
    let namespace =
        Namespace::new("bench").unwrap_or_else(|_| unreachable!("a constant, valid name"));
    let mut bot = Bot::new(namespace, name, vec![locale.clone()]);
    for labelled in sentences {
        bot.intents.entry(labelled.intent.clone()).or_default();
        bot.sentences.push(Sentence {
            text: labelled.text.clone(),
            locale: locale.clone(),
            intent: Some(labelled.intent.clone()),
            entities: labelled.entities.clone(),
            status: SentenceStatus::Validated,
        });
    }
    bot
}

/// An encoder beside the engine.
pub struct Beside<'a> {
    /// Its name.
    pub name: &'a str,
    /// The vector of a sentence. Its time is not counted.
    pub vector: &'a dyn Fn(&str) -> Vec<f32>,
}

/// Trains on a set, with the vectors of an encoder if there is one, and measures. `now_us` is a
/// clock in microseconds; known sentences are not answered exactly, so that sentences in both
/// files do not flatter.
pub fn measure(
    set: &BenchSet,
    speed: Speed,
    encoder: Option<&Beside<'_>>,
    now_us: &dyn Fn() -> f64,
) -> BenchLine {
    let locale = Locale::en();
    let mut bot = bot_of(&set.train, &locale);
    if set.unknown_near.is_empty() && set.unknown_far.is_empty() {
        // Nothing in the set is unknown: every sentence is given its best intent and the
        // entities of that.
        bot.settings.unknown_threshold = Some(0.0);
    }
    let vector = |text: &str| encoder.map_or(Vec::new(), |encoder| (encoder.vector)(text));
    let mut vectors = Vectors::default();
    if let Some(encoder) = encoder {
        let texts = texts_to_encode(&bot);
        vectors = Vectors::new(encoder.name, texts.first().map_or(0, |text| vector(text).len()));
        for text in &texts {
            vectors.insert(text, vector(text));
        }
    }
    let begin = now_us();
    let trained = train_with_vectors(&bot, &TrainOptions { speed }, &NoValues, &vectors);
    let train_ms = (now_us() - begin) / 1000.0;
    let Ok(model) = Model::load(&trained.bytes) else {
        unreachable!("a model that was just trained can be read")
    };

    let mut times = Vec::with_capacity(set.test.len());
    let mut explained = Vec::new();
    let mut outcomes: Vec<Outcome> = Vec::with_capacity(set.test.len());
    let mut slots: Vec<SlotCounts> = Vec::with_capacity(set.test.len());
    let has_slots = set.train.iter().any(|labelled| !labelled.entities.is_empty());
    for (place, labelled) in set.test.iter().enumerate() {
        let query = question(&labelled.text, &locale);
        let own = vector(&labelled.text);
        let begin = now_us();
        let understood = model.parse_with_vector(&query, &NoValues, &own);
        times.push(now_us() - begin);
        if place < EXPLAINED_MAX {
            let begin = now_us();
            model.explain_with_vector(&query, &NoValues, &own);
            explained.push(now_us() - begin);
        }
        slots.push(SlotCounts::of(labelled, &understood));
        let best = understood.intents.first();
        outcomes.push((
            labelled.intent.clone(),
            best.map(|scored| scored.intent.clone()),
            best.map_or(0.0, |scored| scored.probability),
            understood.intent.is_some(),
        ));
    }
    let n = outcomes.len();
    let is_right = |outcome: &Outcome| outcome.1.as_ref() == Some(&outcome.0);
    let right = outcomes.iter().filter(|outcome| is_right(outcome)).count();
    let (accuracy, accuracy_interval) = share(right, n);
    let (macro_f1, macro_f1_interval) = with_interval(n, |places| {
        100.0 * macro_f1(places.map(|at| (&outcomes[at].0, outcomes[at].1.as_ref())))
    });
    let (ece, ece_interval) = with_interval(n, |places| {
        let own = places.map(|at| (outcomes[at].2, is_right(&outcomes[at])));
        100.0 * expected_calibration_error(own)
    });
    let slot_f1 = has_slots.then(|| with_interval(n, |places| SlotCounts::f1(places, &slots)));
    let mut line = BenchLine {
        set: set.name.clone(),
        tables: model.encoder().unwrap_or("none").to_owned(),
        speed,
        accuracy,
        accuracy_interval,
        macro_f1,
        macro_f1_interval,
        slot_f1: slot_f1.map(|own| own.0),
        slot_f1_interval: slot_f1.map(|own| own.1),
        entities: slots.iter().map(|own| own.wanted).sum(),
        ece,
        ece_interval,
        train_ms,
        p50_us: percentile(&mut times, 0.5),
        p99_us: percentile(&mut times, 0.99),
        explain_p99_us: percentile(&mut explained, 0.99),
        model_bytes: trained.bytes.len(),
        n,
        ..BenchLine::default()
    };
    if !set.unknown_near.is_empty() || !set.unknown_far.is_empty() {
        let known: Vec<f64> = outcomes.iter().map(|outcome| outcome.2).collect();
        let mut rejected = 0;
        let mut probabilities = |texts: &[String]| -> Vec<f64> {
            texts
                .iter()
                .map(|text| {
                    let understood =
                        model.parse_with_vector(&question(text, &locale), &NoValues, &vector(text));
                    rejected += usize::from(understood.intent.is_none());
                    understood.intents.first().map_or(0.0, |scored| scored.probability)
                })
                .collect()
        };
        let near = probabilities(&set.unknown_near);
        let far = probabilities(&set.unknown_far);
        let area = |unknown: &[f64]| {
            (!unknown.is_empty()).then(|| {
                with_interval(n + unknown.len(), |places| {
                    let (known_at, unknown_at): (Vec<usize>, Vec<usize>) =
                        places.partition(|&at| at < n);
                    let known: Vec<f64> = known_at.into_iter().map(|at| known[at]).collect();
                    let unknown: Vec<f64> =
                        unknown_at.into_iter().map(|at| unknown[at - n]).collect();
                    auroc(&known, &unknown)
                })
            })
        };
        (line.auroc_id, line.auroc_id_interval) = area(&near).unzip();
        (line.auroc_ood, line.auroc_ood_interval) = area(&far).unzip();
        let kept = outcomes.iter().filter(|outcome| is_right(outcome) && outcome.3).count();
        (line.oos_recall, line.oos_recall_interval) =
            Some(share(rejected, near.len() + far.len())).unzip();
        (line.inscope_accuracy, line.inscope_accuracy_interval) = Some(share(kept, n)).unzip();
    }
    line
}

/// Explaining is timed on so many sentences.
const EXPLAINED_MAX: usize = 300;

/// A share in per cent with its interval.
fn share(count: usize, of: usize) -> (f64, (f64, f64)) {
    let interval = wilson_interval(count, of);
    (100.0 * count as f64 / of.max(1) as f64, (100.0 * interval.0, 100.0 * interval.1))
}

/// A figure of `n` things, and its 95 % interval by drawing as many of them anew, with repetition,
/// again and again (bootstrap).
fn with_interval(
    n: usize,
    figure: impl Fn(&mut dyn Iterator<Item = usize>) -> f64,
) -> (f64, (f64, f64)) {
    const DRAWS: usize = 200;
    let mut rng = SeededRng::new(41);
    let mut drawn: Vec<f64> = (0..DRAWS)
        .map(|_| {
            let places: Vec<usize> = (0..n).map(|_| rng.below(n.max(1))).collect();
            figure(&mut places.into_iter())
        })
        .collect();
    let interval = (percentile(&mut drawn, 0.025), percentile(&mut drawn, 0.975));
    (figure(&mut (0..n)), interval)
}

fn percentile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let place = (values.len() as f64 - 1.0) * share;
    values.get(place.round() as usize).copied().unwrap_or(0.0)
}

/// True intent, best intent, its probability, whether it was accepted.
type Outcome = (IntentName, Option<IntentName>, f64, bool);

fn question(text: &str, locale: &Locale) -> Query {
    Query {
        text: text.to_owned(),
        locale: locale.clone(),
        now: Timestamp(0),
        zone: "UTC".into(),
        intents: Vec::new(),
        excluded: Vec::new(),
        known_sentences: false,
    }
}

/// Entities of one sentence.
struct SlotCounts {
    right: usize,
    found: usize,
    wanted: usize,
}

impl SlotCounts {
    fn of(labelled: &Labelled, understood: &model::Understanding) -> Self {
        let is_found = |wanted: &&Annotation| {
            understood.entities.iter().any(|found| {
                found.role == wanted.role
                    && found.span.slice(&understood.text) == wanted.span.slice(&labelled.text)
                    // The cleaned text may have lost spaces at its beginning.
                    && found.span.start.abs_diff(wanted.span.start) <= 2
            })
        };
        Self {
            right: labelled.entities.iter().filter(is_found).count(),
            found: understood.entities.len(),
            wanted: labelled.entities.len(),
        }
    }

    /// In per cent, over some of all sentences.
    fn f1(places: &mut dyn Iterator<Item = usize>, all: &[Self]) -> f64 {
        let (mut right, mut both) = (0, 0);
        for own in places.map(|at| &all[at]) {
            right += own.right;
            both += own.found + own.wanted;
        }
        200.0 * right as f64 / both.max(1) as f64
    }
}

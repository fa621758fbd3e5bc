//! What the measured sentences say together.

use std::collections::BTreeMap;

use model::{EntityTypeName, IntentName, Role};
use serde::{Deserialize, Serialize};

use super::{Interval, SentenceOutcome, Share};

/// How well one intent is found.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IntentScore {
    /// The intent; absent: what is not understood.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub intent: Option<IntentName>,
    /// Of the sentences given this intent, those that have it.
    pub precision: Share,
    /// Of its sentences, those that were given it.
    pub recall: Share,
    /// Harmonic mean of the two.
    pub f1: f64,
}

/// How often one intent is taken for another.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Confusion {
    /// The label; absent: what is not understood.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub intent: Option<IntentName>,
    /// What was found.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub found: Option<IntentName>,
    /// How often.
    pub count: usize,
    /// Up to three of the sentences.
    pub examples: Vec<String>,
}

/// How well entities and their parts are found: exact place, type and role.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct EntityScores {
    /// F1 over all entities of all sentences; `n` counts the sentences that hold or were given
    /// any.
    pub micro_f1: Interval,
    /// Of the entities found, those that are marked so.
    pub precision: Share,
    /// Of the entities marked, those that were found.
    pub recall: Share,
    /// Per type and role, worst first.
    pub roles: Vec<EntityScore>,
}

/// How well entities of one type and role are found.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EntityScore {
    /// The type.
    pub entity_type: EntityTypeName,
    /// The role.
    pub role: Role,
    /// Of those found, those that are marked so.
    pub precision: Share,
    /// Of those marked, those that were found.
    pub recall: Share,
    /// Harmonic mean of the two.
    pub f1: f64,
}

/// Counts of one class.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    right: usize,
    found: usize,
    wanted: usize,
}

impl Counts {
    fn add(&mut self, other: Counts) {
        self.right += other.right;
        self.found += other.found;
        self.wanted += other.wanted;
    }

    fn f1(self) -> f64 {
        2.0 * self.right as f64 / (self.found + self.wanted).max(1) as f64
    }

    fn precision(self) -> Share {
        Share::of(self.right, self.found)
    }

    fn recall(self) -> Share {
        Share::of(self.right, self.wanted)
    }
}

/// Per intent, worst first.
pub(super) fn intent_scores(outcomes: &[SentenceOutcome]) -> Vec<IntentScore> {
    let mut counts: BTreeMap<&Option<IntentName>, Counts> = BTreeMap::new();
    for own in outcomes {
        let wanted = counts.entry(&own.intent).or_default();
        wanted.wanted += 1;
        wanted.right += usize::from(own.is_right());
        counts.entry(&own.found).or_default().found += 1;
    }
    // A sentence about which nothing at all is said is not one of those that should be unknown.
    let has_unknown = outcomes.iter().any(|own| own.intent.is_none());
    let mut scores: Vec<IntentScore> = counts
        .into_iter()
        .filter(|(intent, _)| intent.is_some() || has_unknown)
        .map(|(intent, own)| IntentScore {
            intent: intent.clone(),
            precision: own.precision(),
            recall: own.recall(),
            f1: own.f1(),
        })
        .collect();
    scores.sort_by(|a, b| a.f1.total_cmp(&b.f1).then(a.intent.cmp(&b.intent)));
    scores
}

/// Mean over the intents of the F1, with its interval.
pub(super) fn macro_f1_of(outcomes: &[SentenceOutcome], seed: u64) -> Interval {
    // Numbers instead of names: hundreds of draws look at every sentence.
    let mut numbers: BTreeMap<&IntentName, usize> = BTreeMap::new();
    for name in outcomes.iter().flat_map(|own| [&own.intent, &own.found]).flatten() {
        let next = numbers.len();
        numbers.entry(name).or_insert(next);
    }
    let number = |name: &Option<IntentName>| name.as_ref().map(|name| numbers[name]);
    let pairs: Vec<(Option<usize>, Option<usize>)> =
        outcomes.iter().map(|own| (number(&own.intent), number(&own.found))).collect();
    Interval::drawn(pairs.len(), seed, |cases| {
        let mut counts = vec![Counts::default(); numbers.len()];
        for &(wanted, found) in cases.iter().map(|&case| &pairs[case]) {
            if let Some(wanted) = wanted {
                counts[wanted].wanted += 1;
                counts[wanted].right += usize::from(found == Some(wanted));
            }
            if let Some(found) = found {
                counts[found].found += 1;
            }
        }
        // An intent of which a draw holds nothing says nothing.
        let seen = counts.iter().filter(|own| own.found + own.wanted > 0);
        let (count, sum) = seen.fold((0usize, 0.0), |(n, sum), own| (n + 1, sum + own.f1()));
        sum / count.max(1) as f64
    })
}

/// Pairs of intents taken for each other, most frequent first.
pub(super) fn confusions(outcomes: &[SentenceOutcome]) -> Vec<Confusion> {
    type Pair<'a> = (&'a Option<IntentName>, &'a Option<IntentName>);
    let mut pairs: BTreeMap<Pair<'_>, Vec<&str>> = BTreeMap::new();
    for own in outcomes.iter().filter(|own| !own.is_right()) {
        pairs.entry((&own.intent, &own.found)).or_default().push(&own.text);
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
    all.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.intent.cmp(&b.intent)));
    all
}

/// How well entities are found; `None` when no sentence holds any and none was found.
pub(super) fn entity_scores(outcomes: &[SentenceOutcome], seed: u64) -> Option<EntityScores> {
    let mut roles: BTreeMap<(&EntityTypeName, &Role), Counts> = BTreeMap::new();
    let mut sentences: Vec<Counts> = Vec::new();
    for own in outcomes {
        let mut sentence = Counts::default();
        for (marks, one) in [
            (&own.entities_right, Counts { right: 1, found: 1, wanted: 1 }),
            (&own.entities_missed, Counts { right: 0, found: 0, wanted: 1 }),
            (&own.entities_wrong, Counts { right: 0, found: 1, wanted: 0 }),
        ] {
            for mark in marks {
                roles.entry((&mark.entity_type, &mark.role)).or_default().add(one);
                sentence.add(one);
            }
        }
        if sentence.found + sentence.wanted > 0 {
            sentences.push(sentence);
        }
    }
    if sentences.is_empty() {
        return None;
    }
    let total = |cases: &mut dyn Iterator<Item = Counts>| {
        cases.fold(Counts::default(), |mut sum, own| {
            sum.add(own);
            sum
        })
    };
    let all = total(&mut sentences.iter().copied());
    let mut roles: Vec<EntityScore> = roles
        .into_iter()
        .map(|((entity_type, role), own)| EntityScore {
            entity_type: entity_type.clone(),
            role: role.clone(),
            precision: own.precision(),
            recall: own.recall(),
            f1: own.f1(),
        })
        .collect();
    roles.sort_by(|a, b| a.f1.total_cmp(&b.f1));
    Some(EntityScores {
        micro_f1: Interval::drawn(sentences.len(), seed, |cases| {
            total(&mut cases.iter().map(|&case| sentences[case])).f1()
        }),
        precision: all.precision(),
        recall: all.recall(),
        roles,
    })
}

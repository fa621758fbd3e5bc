//! Sentences that are alike: what may become one intent.
//!
//! Sentences are compared by the features that the intent classifier sees. How alike is alike
//! enough follows from the bot itself: more alike than its sentences are to another intent nine
//! times in ten. A sentence belongs to a group when it is, on average, that alike to those in it.

use std::collections::{BTreeMap, HashMap};

use model::{Bot, IntentName, Locale, SentenceStatus};

use crate::intent::features::{Cell, Ngrams, Vocabulary, Weighing};
use crate::text::{TokenClass, Tokens, clean};

/// The same for all bots: nothing is known of the classes of what waits.
const WEIGHING: Weighing =
    Weighing { shares: [0.5, 0.4, 0.1], sentence_power: 1.0, class_power: 0.0, minimum: [1, 1, 2] };

/// Sentences that are grouped at once.
pub const GROUPED_MAX: usize = 10_000;

/// Fewer sentences are no group.
const MEMBERS_MIN: usize = 3;

/// Sentences of the bot that say how alike is alike enough.
const LEARNT_MAX: usize = 4_000;

/// With fewer learnt sentences, or fewer than two intents, [`LIKENESS`] decides.
const LEARNT_MIN: usize = 30;

/// Alike enough, where the bot does not know better: between what the sets of the benchmark have.
const LIKENESS: f32 = 0.2;

/// Less alike is not alike, however different the intents of the bot are.
const LIKENESS_MIN: f32 = 0.1;

/// Of longer sentences only the first words count.
const WORDS_MAX: usize = 40;

/// The features of a sentence that count, those that weigh most: comparing follows from it.
const CELLS_MAX: usize = 96;

/// How often every sentence may go to the group that it is most alike to.
const ROUNDS: usize = 3;

/// Groups that may become one with another; the largest.
const MERGED_MAX: usize = 400;

/// Words in the title of a group.
const TITLE_WORDS: usize = 3;

/// Sentences that are alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Their language.
    pub locale: Locale,
    /// Which of the given sentences, the most typical first.
    pub members: Vec<usize>,
    /// The words that tell them from other sentences, in the order of the most typical one.
    pub words: Vec<String>,
}

/// The groups among sentences, the largest first; what is like no other is in none. At most
/// [`GROUPED_MAX`] sentences are looked at, the first. The same sentences give the same groups.
pub fn groups(bot: &Bot, sentences: &[(Locale, &str)]) -> Vec<Group> {
    let mut by_locale: BTreeMap<&Locale, Vec<usize>> = BTreeMap::new();
    for (at, (locale, _)) in sentences.iter().enumerate().take(GROUPED_MAX) {
        by_locale.entry(locale).or_default().push(at);
    }
    let mut found: Vec<Group> = Vec::new();
    for (locale, places) in by_locale {
        let own: Vec<Seen> = places.iter().map(|&at| Seen::new(sentences[at].1)).collect();
        let learnt = Learnt::of(bot, locale);
        let space = Space::of(&own, &learnt);
        let enough = learnt.enough(&space).unwrap_or(LIKENESS).max(LIKENESS_MIN);
        let rows: Vec<Vec<Cell>> = own.iter().map(|seen| space.row(&seen.ngrams)).collect();
        for members in clustered(&rows, space.feature_count(), enough) {
            let words = space.title(&members, &own);
            let members = members.into_iter().map(|at| places[at]).collect();
            found.push(Group { locale: locale.clone(), members, words });
        }
    }
    found.sort_by(|a, b| b.members.len().cmp(&a.members.len()).then(a.members.cmp(&b.members)));
    found
}

/// A sentence as it is compared.
struct Seen {
    ngrams: Ngrams,
    words: Vec<String>,
}

impl Seen {
    fn new(text: &str) -> Self {
        let tokens = Tokens::new(&clean(text)).beginning(WORDS_MAX);
        let is_word = |at: &usize| tokens.items[*at].class == TokenClass::Word;
        let words = (0..tokens.items.len()).filter(is_word);
        let words = words.map(|at| tokens.lower_of(at).to_owned()).collect();
        // Nothing is said without words, and what says nothing is like nothing.
        let is_said = tokens.items.iter().any(|token| token.class != TokenClass::Mark);
        let ngrams = if is_said { Ngrams::of(&tokens, &[]) } else { Ngrams::default() };
        Self { ngrams, words }
    }
}

/// What the bot has learnt in one language, evenly drawn when it is much.
struct Learnt<'b> {
    sentences: Vec<(&'b IntentName, Seen)>,
}

impl<'b> Learnt<'b> {
    fn of(bot: &'b Bot, locale: &Locale) -> Self {
        let known: Vec<(&IntentName, &str)> = bot
            .sentences
            .iter()
            .filter(|one| one.locale == *locale && one.status == SentenceStatus::Validated)
            .filter_map(|one| Some((one.intent.as_ref()?, one.text.as_str())))
            .collect();
        let step = known.len().div_ceil(LEARNT_MAX).max(1);
        let drawn = known.into_iter().step_by(step);
        Self { sentences: drawn.map(|(intent, text)| (intent, Seen::new(text))).collect() }
    }

    /// The likeness that sentences have to the nearest other intent only one time in ten.
    fn enough(&self, space: &Space) -> Option<f32> {
        let mut numbers: BTreeMap<&IntentName, u32> = BTreeMap::new();
        for (intent, _) in &self.sentences {
            let next = numbers.len() as u32;
            numbers.entry(intent).or_insert(next);
        }
        if numbers.len() < 2 || self.sentences.len() < LEARNT_MIN {
            return None;
        }
        let rows: Vec<(u32, Vec<Cell>)> = self
            .sentences
            .iter()
            .map(|(intent, seen)| (numbers[intent], space.row(&seen.ngrams)))
            .collect();
        let mut clusters = Clusters::new(space.feature_count(), numbers.len());
        for (intent, row) in &rows {
            clusters.add(*intent, row);
        }
        let mut scores = Vec::new();
        let mut between = Vec::with_capacity(rows.len());
        for (intent, row) in &rows {
            clusters.compare(row, &mut scores);
            let others = scores.iter().enumerate().filter(|(at, _)| *at != *intent as usize);
            let likeness = others.map(|(at, score)| score / clusters.sizes[at] as f32);
            between.push(likeness.fold(0.0f32, f32::max));
        }
        between.sort_by(f32::total_cmp);
        Some(between[(between.len() - 1) * 9 / 10])
    }
}

/// Where sentences of one language are compared.
struct Space {
    vocabulary: Vocabulary,
    /// In how many sentences each word is.
    holders: HashMap<String, u32>,
}

impl Space {
    fn of(own: &[Seen], learnt: &Learnt<'_>) -> Self {
        let all = || own.iter().chain(learnt.sentences.iter().map(|(_, seen)| seen));
        let sentences = all().map(|seen| (&seen.ngrams, 0));
        let vocabulary = Vocabulary::learn(sentences, 1, &WEIGHING);
        let mut holders: HashMap<String, u32> = HashMap::new();
        for seen in all() {
            let mut words: Vec<&String> = seen.words.iter().collect();
            words.sort_unstable();
            words.dedup();
            for word in words {
                match holders.get_mut(word) {
                    Some(count) => *count += 1,
                    None => drop(holders.insert(word.clone(), 1)),
                }
            }
        }
        Self { vocabulary, holders }
    }

    fn feature_count(&self) -> usize {
        self.vocabulary.hashes.len()
    }

    /// A sentence as a row of length one.
    fn row(&self, ngrams: &Ngrams) -> Vec<Cell> {
        let mut cells = self.vocabulary.weigh(ngrams);
        self.vocabulary.normalise(&mut cells);
        if cells.len() > CELLS_MAX {
            cells.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            cells.truncate(CELLS_MAX);
            cells.sort_unstable_by_key(|cell| cell.0);
        }
        let squares: f32 = cells.iter().map(|(_, value)| value * value).sum();
        if squares > 0.0 {
            cells.iter_mut().for_each(|(_, value)| *value /= squares.sqrt());
        }
        cells
    }

    /// The words that many of the members have and few others.
    fn title(&self, members: &[usize], own: &[Seen]) -> Vec<String> {
        let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
        for &member in members {
            let mut words: Vec<&str> = own[member].words.iter().map(String::as_str).collect();
            words.sort_unstable();
            words.dedup();
            for word in words {
                *counts.entry(word).or_default() += 1;
            }
        }
        // The harmonic mean of two shares: of the members, and of those that have the word.
        let weight = |(word, count): &(&str, u32)| {
            let holders = self.holders.get(*word).copied().unwrap_or(*count);
            2.0 * f64::from(*count) / (members.len() as f64 + f64::from(holders))
        };
        let long = |word: &str| std::cmp::Reverse(word.chars().count());
        let mut words: Vec<(&str, u32)> = counts.into_iter().collect();
        words.sort_by(|a, b| {
            weight(b).total_cmp(&weight(a)).then(long(a.0).cmp(&long(b.0))).then(a.0.cmp(b.0))
        });
        words.truncate(TITLE_WORDS);
        let place = |word: &str| {
            let typical = members
                .iter()
                .find_map(|&member| own[member].words.iter().position(|other| other == word));
            typical.unwrap_or(usize::MAX)
        };
        words.sort_by_key(|(word, _)| place(word));
        words.into_iter().map(|(word, _)| word.to_owned()).collect()
    }
}

/// Sums of rows, found by feature.
struct Clusters {
    postings: Vec<Vec<(u32, f32)>>,
    sizes: Vec<u32>,
}

impl Clusters {
    fn new(feature_count: usize, clusters: usize) -> Self {
        Self { postings: vec![Vec::new(); feature_count], sizes: vec![0; clusters] }
    }

    fn add(&mut self, cluster: u32, row: &[Cell]) {
        self.sizes[cluster as usize] += 1;
        for &(feature, value) in row {
            let posting = &mut self.postings[feature as usize];
            match posting.binary_search_by_key(&cluster, |one| one.0) {
                Ok(place) => posting[place].1 += value,
                Err(place) => posting.insert(place, (cluster, value)),
            }
        }
    }

    /// The sums of the likenesses to the members of each cluster.
    fn compare(&self, row: &[Cell], scores: &mut Vec<f32>) {
        scores.clear();
        scores.resize(self.sizes.len(), 0.0);
        for &(feature, value) in row {
            for &(cluster, sum) in &self.postings[feature as usize] {
                scores[cluster as usize] += value * sum;
            }
        }
    }

    /// The mean likeness of a member to the other members; `None` when it is alone.
    fn without_itself(&self, cluster: u32, score: f32) -> Option<f32> {
        let others = self.sizes[cluster as usize].checked_sub(1).filter(|others| *others > 0)?;
        Some((score - 1.0) / others as f32)
    }
}

/// Members of each group, the most typical first.
fn clustered(rows: &[Vec<Cell>], feature_count: usize, enough: f32) -> Vec<Vec<usize>> {
    let mut scores = Vec::new();
    let mut clusters = Clusters::new(feature_count, 0);
    let mut of: Vec<u32> = Vec::with_capacity(rows.len());
    for row in rows {
        clusters.compare(row, &mut scores);
        let own = best(&scores, &clusters, None).filter(|(_, likeness)| *likeness >= enough);
        let own = own.map_or_else(
            || {
                clusters.sizes.push(0);
                clusters.sizes.len() as u32 - 1
            },
            |(cluster, _)| cluster,
        );
        clusters.add(own, row);
        of.push(own);
    }
    for _ in 0..ROUNDS {
        // All of them by the same clusters: no sentence moves because of its place in the list.
        let next: Vec<u32> = rows
            .iter()
            .zip(&of)
            .map(|(row, &own)| {
                clusters.compare(row, &mut scores);
                match best(&scores, &clusters, Some(own)) {
                    Some((cluster, likeness)) if likeness >= enough => cluster,
                    _ => own,
                }
            })
            .collect();
        if next == of {
            break;
        }
        of = next;
        clusters = Clusters::new(feature_count, clusters.sizes.len());
        rows.iter().zip(&of).for_each(|(row, &own)| clusters.add(own, row));
    }
    merge(rows, &mut of, enough);
    let mut clusters = Clusters::new(feature_count, clusters.sizes.len());
    rows.iter().zip(&of).for_each(|(row, &own)| clusters.add(own, row));
    let mut members: BTreeMap<u32, Vec<(f32, usize)>> = BTreeMap::new();
    for (at, (row, &own)) in rows.iter().zip(&of).enumerate() {
        if clusters.sizes[own as usize] as usize >= MEMBERS_MIN {
            clusters.compare(row, &mut scores);
            let likeness = clusters.without_itself(own, scores[own as usize]).unwrap_or(0.0);
            // Whom the others drew in and who is not like them is no member.
            if likeness >= enough {
                members.entry(own).or_default().push((likeness, at));
            }
        }
    }
    members
        .into_values()
        .filter(|members| members.len() >= MEMBERS_MIN)
        .map(|mut members| {
            members.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            members.into_iter().map(|(_, at)| at).collect()
        })
        .collect()
}

/// The cluster whose members a row is most alike to on average, itself aside.
fn best(scores: &[f32], clusters: &Clusters, own: Option<u32>) -> Option<(u32, f32)> {
    let mean = |(cluster, score): (usize, &f32)| match own {
        Some(own) if own as usize == cluster => clusters.without_itself(own, *score),
        _ => {
            let size = clusters.sizes[cluster];
            (size > 0).then(|| score / size as f32)
        }
    };
    let means = scores.iter().enumerate().filter_map(|one| Some((one.0 as u32, mean(one)?)));
    means.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
}

/// Makes one of groups whose members are alike enough on average, the most alike first.
fn merge(rows: &[Vec<Cell>], of: &mut [u32], enough: f32) {
    let mut groups: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    of.iter().enumerate().for_each(|(at, &own)| groups.entry(own).or_default().push(at));
    let mut groups: Vec<Vec<usize>> = groups.into_values().filter(|own| own.len() > 1).collect();
    groups.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
    groups.truncate(MERGED_MAX);
    let mut sums: Vec<BTreeMap<u32, f32>> = groups.iter().map(|own| sum(own, rows)).collect();
    let likeness = |a: usize, b: usize, groups: &[Vec<usize>], sums: &[BTreeMap<u32, f32>]| {
        let (few, many) =
            if sums[a].len() < sums[b].len() { (&sums[a], &sums[b]) } else { (&sums[b], &sums[a]) };
        let product: f32 =
            few.iter().map(|(feature, own)| own * many.get(feature).unwrap_or(&0.0)).sum();
        product / (groups[a].len() * groups[b].len()) as f32
    };
    let mut pairs: BTreeMap<(usize, usize), f32> = BTreeMap::new();
    for b in 1..groups.len() {
        for a in 0..b {
            let alike = likeness(a, b, &groups, &sums);
            if alike >= enough {
                pairs.insert((a, b), alike);
            }
        }
    }
    while let Some((&(a, b), _)) = pairs.iter().max_by(|x, y| x.1.total_cmp(y.1).then(y.0.cmp(x.0)))
    {
        let gone = std::mem::take(&mut groups[b]);
        let name = of[groups[a][0]];
        gone.iter().for_each(|&at| of[at] = name);
        groups[a].extend(gone);
        sums[a] = sum(&groups[a], rows);
        pairs.retain(|(x, y), _| ![*x, *y].iter().any(|one| *one == a || *one == b));
        for other in (0..groups.len()).filter(|&other| other != a && !groups[other].is_empty()) {
            let alike = likeness(a, other, &groups, &sums);
            if alike >= enough {
                pairs.insert((a.min(other), a.max(other)), alike);
            }
        }
    }
}

fn sum(members: &[usize], rows: &[Vec<Cell>]) -> BTreeMap<u32, f32> {
    let mut sum = BTreeMap::new();
    for (feature, value) in members.iter().flat_map(|&at| &rows[at]) {
        *sum.entry(*feature).or_insert(0.0) += value;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{BotName, Intent, Namespace, Sentence};

    fn a_bot(learnt: &[(&str, &str)]) -> Bot {
        let names = (Namespace::new("app").unwrap(), BotName::new("b").unwrap());
        let mut bot = Bot::new(names.0, names.1, vec![Locale::en(), Locale::fr()]);
        for (intent, text) in learnt {
            let name = IntentName::new(*intent).unwrap();
            bot.intents.insert(name.clone(), Intent::default());
            bot.sentences.push(Sentence {
                text: (*text).into(),
                locale: Locale::en(),
                intent: Some(name),
                entities: Vec::new(),
                status: SentenceStatus::Validated,
            });
        }
        bot
    }

    const WAITING: [&str; 9] = [
        "i lost my suitcase",
        "is there wifi on board",
        "my suitcase is lost",
        "does the wifi work on the train",
        "where is my lost suitcase",
        "why is the sky blue",
        "wifi on the train please",
        "somebody lost a suitcase",
        "x",
    ];

    #[track_caller]
    fn check(bot: &Bot, sentences: &[(Locale, &str)], expected: &[&[usize]]) {
        let found = groups(bot, sentences);
        let members: Vec<Vec<usize>> = found
            .iter()
            .map(|group| {
                let mut members = group.members.clone();
                members.sort_unstable();
                members
            })
            .collect();
        assert_eq!(members, expected, "{found:?}");
    }

    #[test]
    fn what_is_alike_is_one_group_and_the_rest_is_in_none() {
        let en = WAITING.map(|text| (Locale::en(), text));
        check(&a_bot(&[]), &en, &[&[0, 2, 4, 7], &[1, 3, 6]]);
        // Not across languages, and not of two.
        let mut mixed = en.clone();
        mixed[4].0 = Locale::fr();
        mixed[7].0 = Locale::fr();
        check(&a_bot(&[]), &mixed, &[&[1, 3, 6]]);
        check(&a_bot(&[]), &[], &[]);
        let same: Vec<(Locale, &str)> = vec![(Locale::en(), "order 1"); 5];
        check(&a_bot(&[]), &same, &[&[0, 1, 2, 3, 4]]);
        check(&a_bot(&[]), &[(Locale::en(), ""), (Locale::en(), "!"), (Locale::en(), "")], &[]);
    }

    #[test]
    fn a_group_is_called_by_the_words_that_only_it_has() {
        let found = groups(&a_bot(&[]), &WAITING.map(|text| (Locale::en(), text)));
        assert!(found[0].words.contains(&"suitcase".to_owned()), "{found:?}");
        assert!(found[1].words.contains(&"wifi".to_owned()), "{found:?}");
    }

    #[test]
    fn the_bot_says_how_alike_is_alike_enough() {
        // Its intents share nearly all words: such sentences are not alike here.
        let colors = ["red", "blue", "green", "black", "white"];
        let mut learnt = Vec::new();
        for color in colors {
            for thing in ["car", "bike", "boat", "house", "hat", "bag", "coat"] {
                learnt.push((color, format!("please show me the {color} {thing} now")));
            }
        }
        let learnt: Vec<(&str, &str)> =
            learnt.iter().map(|(intent, text)| (*intent, text.as_str())).collect();
        let asked = ["pink lamp", "grey fork", "gold desk"];
        let asked = asked.map(|what| format!("please show me the {what} now"));
        let asked: Vec<(Locale, &str)> =
            asked.iter().map(|text| (Locale::en(), text.as_str())).collect();
        check(&a_bot(&learnt), &asked, &[]);
        check(&a_bot(&[]), &asked, &[&[0, 1, 2]]);
    }
}

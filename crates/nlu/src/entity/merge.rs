//! One choice among everything that was found: the set of candidates that do not overlap and
//! weigh most together.

use std::ops::Range;

/// Something that may be an entity: its bytes and how much it weighs.
#[derive(Debug, Clone)]
pub(crate) struct Candidate<T> {
    pub(crate) bytes: Range<usize>,
    pub(crate) weight: f64,
    pub(crate) found: T,
}

/// Weight of something found: its probability, more when it covers more words, so that "tomorrow
/// morning" beats "tomorrow" but not something surer of the same length.
pub(crate) fn weight(probability: f64, tokens: usize) -> f64 {
    probability * (1.0 + 0.25 * (tokens.saturating_sub(1).min(8)) as f64)
}

/// The retained candidates by place, and the others by weight.
pub(crate) fn choose<T>(mut candidates: Vec<Candidate<T>>) -> (Vec<T>, Vec<T>) {
    candidates.sort_by(|a, b| {
        (a.bytes.end, a.bytes.start)
            .cmp(&(b.bytes.end, b.bytes.start))
            .then(b.weight.total_cmp(&a.weight))
    });
    // best[i]: the largest weight of the first i candidates; taken[i]: whether i is part of it.
    let mut best = vec![0.0f64];
    let mut taken = Vec::with_capacity(candidates.len());
    let mut before = Vec::with_capacity(candidates.len());
    for (i, candidate) in candidates.iter().enumerate() {
        let compatible = candidates[..i].partition_point(|c| c.bytes.end <= candidate.bytes.start);
        let with = best[compatible] + candidate.weight;
        taken.push(with > best[i]);
        before.push(compatible);
        best.push(with.max(best[i]));
    }
    let mut is_kept = vec![false; candidates.len()];
    let mut at = candidates.len();
    while at > 0 {
        if taken[at - 1] {
            is_kept[at - 1] = true;
            at = before[at - 1];
        } else {
            at -= 1;
        }
    }
    let (mut kept, mut lost) = (Vec::new(), Vec::new());
    for (candidate, is_kept) in candidates.into_iter().zip(is_kept) {
        if is_kept { kept.push(candidate) } else { lost.push(candidate) }
    }
    kept.sort_by_key(|candidate| candidate.bytes.start);
    lost.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.bytes.start.cmp(&b.bytes.start)));
    let into = |all: Vec<Candidate<T>>| all.into_iter().map(|candidate| candidate.found).collect();
    (into(kept), into(lost))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_set_without_overlap_is_retained() {
        // (start, end, probability, tokens, name) → names kept.
        type Given = (usize, usize, f64, usize, &'static str);
        let cases: &[(&[Given], &[&str])] = &[
            (
                &[(0, 8, 0.98, 1, "tomorrow"), (0, 16, 0.8, 2, "tomorrow morning")],
                &["tomorrow morning"],
            ),
            (&[(0, 7, 0.98, 2, "the sun"), (4, 16, 0.8, 2, "sun tomorrow")], &["the sun"]),
            (&[(0, 3, 0.6, 1, "a"), (2, 5, 0.9, 1, "b"), (4, 8, 0.6, 1, "c")], &["a", "c"]),
            (&[], &[]),
        ];
        for (given, expected) in cases {
            let candidates = given
                .iter()
                .map(|&(start, end, probability, tokens, name)| Candidate {
                    bytes: start..end,
                    weight: weight(probability, tokens),
                    found: name,
                })
                .collect();
            let (kept, lost) = choose(candidates);
            assert_eq!(kept, *expected);
            assert_eq!(kept.len() + lost.len(), given.len());
        }
    }
}

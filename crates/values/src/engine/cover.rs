//! The longest consistent cover: of the readings of one dimension, those that do not overlap and
//! together cover most of the text; among such sets the one with the fewest, surest, cheapest.

use std::cmp::Ordering;

/// What is known of a possible reading.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece {
    pub start: usize,
    pub end: usize,
    pub latent: bool,
    pub cost: f32,
}

/// What speaks for a set of readings.
#[derive(Debug, Clone, Copy, Default)]
struct Worth {
    covered: usize,
    count: usize,
    latent: usize,
    cost: f32,
}

impl Worth {
    fn with(self, piece: Piece) -> Self {
        Self {
            covered: self.covered + piece.end - piece.start,
            count: self.count + 1,
            latent: self.latent + usize::from(piece.latent),
            cost: self.cost + piece.cost,
        }
    }

    fn cmp(&self, other: &Self) -> Ordering {
        self.covered
            .cmp(&other.covered)
            .then(other.count.cmp(&self.count))
            .then(other.latent.cmp(&self.latent))
            .then(other.cost.total_cmp(&self.cost))
    }
}

/// Which of the pieces, which are sorted by their ends, form the best set; in order.
pub(crate) fn longest(pieces: &[Piece]) -> Vec<usize> {
    // best[n]: the best set of the first n pieces; taken[n]: whether piece n is in best[n + 1].
    let mut best = vec![Worth::default()];
    let mut taken: Vec<Option<usize>> = Vec::with_capacity(pieces.len());
    for (at, piece) in pieces.iter().enumerate() {
        let before = pieces[..at].partition_point(|other| other.end <= piece.start);
        let with = best[before].with(*piece);
        let better = with.cmp(&best[at]) == Ordering::Greater;
        taken.push(better.then_some(before));
        best.push(if better { with } else { best[at] });
    }
    let mut chosen = Vec::new();
    let mut at = pieces.len();
    while at > 0 {
        match taken[at - 1] {
            Some(before) => {
                chosen.push(at - 1);
                at = before;
            }
            None => at -= 1,
        }
    }
    chosen.reverse();
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pieces as (start, end, cost), and which are chosen.
    fn check(pieces: &[(usize, usize, f32)], expected: &[usize]) {
        let pieces: Vec<Piece> = pieces
            .iter()
            .map(|&(start, end, cost)| Piece { start, end, latent: false, cost })
            .collect();
        assert_eq!(longest(&pieces), expected, "{pieces:?}");
    }

    #[test]
    fn what_covers_most_is_chosen_and_one_long_reading_before_two_short_ones() {
        check(&[], &[]);
        check(&[(0, 4, 1.0), (4, 8, 1.0), (0, 8, 1.0)], &[2]);
        // The longest one is not always part of the longest cover.
        check(&[(0, 10, 1.0), (8, 20, 1.0), (10, 20, 1.0)], &[0, 2]);
        check(&[(0, 8, 3.0), (0, 8, 1.0)], &[1]);
    }
}

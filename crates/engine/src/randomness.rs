//! The randomness of a turn: it follows from the turn's id and nothing else.

use model::{Rng, SeededRng, TurnId};

/// 128 bits of state, so that the ids drawn from it are as unlikely to meet as the turns' own.
#[derive(Debug, Clone)]
pub(crate) struct TurnRng {
    even: SeededRng,
    odd: SeededRng,
    drawn: u64,
}

impl TurnRng {
    /// The generator of a turn's segment: 0 for its start, then one more per effect answered.
    pub(crate) fn new(turn: &TurnId, segment: u32) -> Self {
        let seed = |salt: &str| SeededRng::from_text(&format!("{salt}{segment}{turn}"));
        Self { even: seed("even"), odd: seed("odd"), drawn: 0 }
    }
}

impl Rng for TurnRng {
    fn next_u64(&mut self) -> u64 {
        self.drawn += 1;
        if self.drawn.is_multiple_of(2) { self.even.next_u64() } else { self.odd.next_u64() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::MessageId;

    #[test]
    fn the_same_turn_draws_the_same_ids_and_its_segments_draw_others() {
        let turn = TurnId::random(&mut SeededRng::new(3));
        let ids = |segment| {
            let mut rng = TurnRng::new(&turn, segment);
            [MessageId::random(&mut rng), MessageId::random(&mut rng)]
        };
        assert_eq!(ids(0), ids(0));
        assert_ne!(ids(0)[0], ids(0)[1]);
        assert_ne!(ids(0), ids(1));
    }
}

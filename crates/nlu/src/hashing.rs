//! Stable hashes, and the table from a feature's hash to its row in a matrix.
//!
//! Models live on disk and are compared byte for byte, so the hash is ours and never changes
//! without a new format version.

const MULTIPLIER: u64 = 0x517c_c1b7_2722_0a95;
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// Adds a value to a running hash.
#[inline]
pub(crate) fn mix(hash: u64, value: u64) -> u64 {
    (hash.rotate_left(5) ^ value.wrapping_mul(SPREAD)).wrapping_mul(MULTIPLIER)
}

/// Spreads a running hash over all its bits (the finaliser of MurmurHash3).
#[inline]
pub(crate) fn finish(hash: u64) -> u64 {
    let mut h = hash;
    h ^= h >> 33;
    h = h.wrapping_mul(0xff51_afd7_ed55_8ccd);
    h ^= h >> 33;
    h = h.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    h ^ (h >> 33)
}

/// The hash of some bytes.
pub(crate) fn hash_bytes(bytes: &[u8]) -> u64 {
    let mut hash = bytes.len() as u64;
    for chunk in bytes.chunks(8) {
        let mut word = [0u8; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        hash = mix(hash, u64::from_le_bytes(word));
    }
    finish(hash)
}

/// The hash of a text.
pub(crate) fn hash_text(text: &str) -> u64 {
    hash_bytes(text.as_bytes())
}

const EMPTY: u32 = u32::MAX;

/// From a feature's hash to its row. Open addressing; 32 bits of the hash choose the slot and the
/// other 32 are compared, so that an unseen feature is taken for a seen one once in four billion
/// probes.
#[derive(Debug, Clone, Default)]
pub(crate) struct FeatureTable {
    slots: Vec<(u32, u32)>,
    shift: u32,
}

impl FeatureTable {
    /// The table in which `hashes[row]` leads to `row`. Of equal hashes the first wins.
    pub(crate) fn new(hashes: &[u64]) -> Self {
        // At most three quarters full.
        let capacity = (hashes.len() * 4 / 3 + 1).next_power_of_two().max(8);
        let shift = 32 - capacity.trailing_zeros().min(31);
        let mut table = Self { slots: vec![(0, EMPTY); capacity], shift };
        for (row, &hash) in hashes.iter().enumerate() {
            let mut slot = table.slot_of(hash);
            loop {
                let (key, taken) = table.slots[slot];
                if taken == EMPTY {
                    table.slots[slot] = (hash as u32, row as u32);
                    break;
                }
                if key == hash as u32 {
                    break;
                }
                slot = (slot + 1) & (capacity - 1);
            }
        }
        table
    }

    #[inline]
    fn slot_of(&self, hash: u64) -> usize {
        ((hash >> 32) as u32 >> self.shift) as usize & (self.slots.len() - 1)
    }

    /// The row of a hash.
    #[inline]
    pub(crate) fn get(&self, hash: u64) -> Option<u32> {
        if self.slots.is_empty() {
            return None;
        }
        let mut slot = self.slot_of(hash);
        loop {
            let (key, row) = self.slots[slot];
            if row == EMPTY {
                return None;
            }
            if key == hash as u32 {
                return Some(row);
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hash_leads_to_its_row_and_no_other_does() {
        for n in [0usize, 1, 7, 1000, 20_000] {
            let hashes: Vec<u64> = (0..n as u64).map(|i| finish(mix(1, i))).collect();
            let table = FeatureTable::new(&hashes);
            for (row, &hash) in hashes.iter().enumerate() {
                assert_eq!(table.get(hash), Some(row as u32));
            }
            for i in 0..1000u64 {
                assert_eq!(table.get(finish(mix(2, i))), None);
            }
        }
    }

    #[test]
    fn the_hash_never_changes() {
        assert_eq!(hash_text("bonjour"), hash_text("bonjour"));
        assert_ne!(hash_text("bonjour"), hash_text("bonjou"));
        assert_ne!(hash_text("a\0"), hash_text("a"));
    }
}

//! Tags: proofs that this installation named a place. Nothing is hidden in them, so they are not
//! sealed texts; they are HMAC-SHA256 under a key made from the master key.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::{Key, KeyRing, Place};

/// Bytes of a tag.
const TAG_BYTES: usize = 32;

impl KeyRing {
    /// A tag of a place, which nobody else can make, and the id of its key.
    pub fn tag(&self, place: Place<'_>) -> (String, [u8; TAG_BYTES]) {
        let key = self.sealing();
        (key.id.clone(), key.mac(place).finalize().into_bytes().into())
    }

    /// Whether a tag was made for this place, by any of the keys. Compares in constant time.
    pub fn is_tag(&self, place: Place<'_>, key_id: &str, tag: &[u8]) -> bool {
        self.find(key_id).is_some_and(|key| key.mac(place).verify_slice(tag).is_ok())
    }
}

impl Key {
    // Not under the key itself, which encrypts: under one made from it for this alone.
    fn mac(&self, place: Place<'_>) -> Hmac<Sha256> {
        let hmac = |key: &[u8]| -> Hmac<Sha256> {
            KeyInit::new_from_slice(key).expect("HMAC takes keys of any length")
        };
        let mut derived = hmac(self.bytes.expose());
        derived.update(b"palabre tags");
        let mut mac = hmac(&derived.finalize().into_bytes());
        mac.update(&place.associated_data());
        mac
    }
}

#[cfg(test)]
mod tests {
    use model::Secret;

    use super::*;

    const PLACE: Place<'_> = Place { namespace: "app", table: "bots", row: "bot_1", column: "key" };

    #[test]
    fn a_tag_holds_for_its_place_and_its_key() {
        let ring = |seed: u8| KeyRing::of_key(Secret::new(vec![seed; 32])).unwrap();
        let (one, two) = (ring(1), ring(2));
        let (key_id, tag) = one.tag(PLACE);
        assert!(one.is_tag(PLACE, &key_id, &tag));
        assert_ne!(two.tag(PLACE).1, tag);
        assert!(!two.is_tag(PLACE, &key_id, &tag));
        assert!(!two.is_tag(PLACE, &two.newest(), &tag));
        assert!(!one.is_tag(Place { row: "bot_2", ..PLACE }, &key_id, &tag));
        assert!(!one.is_tag(PLACE, &key_id, &tag[1..]));
        assert!(!one.is_tag(PLACE, "no key", &tag));
    }
}

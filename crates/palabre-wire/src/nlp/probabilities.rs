//! A map from names to probabilities that keeps its order: best first.

use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Probabilities by qualified intent name, in the order in which they are written.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Probabilities(Vec<(String, f64)>);

impl Probabilities {
    /// Sorts by probability, descending; equal ones by name, so that the order is always the same.
    pub fn sorted(mut entries: Vec<(String, f64)>) -> Self {
        entries.sort_by(|(name, probability), (other_name, other)| {
            other.total_cmp(probability).then_with(|| name.cmp(other_name))
        });
        Self(entries)
    }

    /// The entries, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, f64)> {
        self.0.iter().map(|(name, probability)| (name.as_str(), *probability))
    }

    /// The probability of a name.
    pub fn get(&self, name: &str) -> Option<f64> {
        self.iter().find(|(known, _)| *known == name).map(|(_, probability)| probability)
    }
}

impl Serialize for Probabilities {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, probability) in &self.0 {
            map.serialize_entry(name, probability)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Probabilities {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = Probabilities;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of probabilities by intent name")
            }
            fn visit_unit<E>(self) -> Result<Probabilities, E> {
                Ok(Probabilities::default())
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Probabilities, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Probabilities(entries))
            }
        }
        deserializer.deserialize_any(Entries)
    }
}

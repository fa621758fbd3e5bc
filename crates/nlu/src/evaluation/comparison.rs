//! Two versions of a model, sentence by sentence.

use model::{Query, Understanding, ValueReader};
use serde::{Deserialize, Serialize};

use crate::Model;

/// A sentence that two models understand differently.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Compared {
    /// What the first model says.
    pub before: Understanding,
    /// What the second model says.
    pub after: Understanding,
    /// Whether the intents differ; else only entities do.
    pub intent_differs: bool,
}

/// The sentences of which two models find other intents or other entities (type, role or place).
pub fn compare(
    before: &Model,
    after: &Model,
    queries: &[Query],
    values: &dyn ValueReader,
) -> Vec<Compared> {
    let mut differences = Vec::new();
    for query in queries {
        let (before, after) = (before.parse(query, values), after.parse(query, values));
        let entities = |understanding: &Understanding| -> Vec<_> {
            let own = understanding.entities.iter();
            own.map(|e| (e.span, e.entity_type.clone(), e.role.clone())).collect()
        };
        let intent_differs = before.intent != after.intent;
        if intent_differs || entities(&before) != entities(&after) {
            differences.push(Compared { before, after, intent_differs });
        }
    }
    differences
}

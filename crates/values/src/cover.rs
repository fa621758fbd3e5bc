//! From all readings of a text to the ones that are returned: the longest consistent cover.

use model::ValueFound;

/// Keeps the longest readings: within one dimension nothing overlaps, and nothing that lies
/// inside a kept reading stays beside it, whatever its dimension.
pub(crate) fn longest(mut found: Vec<ValueFound>) -> Vec<ValueFound> {
    found.sort_by(|a, b| {
        b.span
            .len()
            .cmp(&a.span.len())
            .then(a.latent.cmp(&b.latent))
            .then(b.score.total_cmp(&a.score))
            .then(a.span.start.cmp(&b.span.start))
    });
    let mut kept: Vec<ValueFound> = Vec::with_capacity(found.len());
    for value in found {
        let hidden = kept.iter().any(|other| {
            other.span.overlaps(&value.span)
                && (other.dimension == value.dimension
                    || other.span.len() > value.span.len() && other.span.contains(&value.span))
        });
        if !hidden {
            kept.push(value);
        }
    }
    kept.sort_by_key(|value| (value.span.start, value.span.end, value.dimension));
    kept
}

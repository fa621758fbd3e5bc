//! `/api/v1`: everything that can be done to bots, one file per kind of thing.
//!
//! Every file lists its routes with the permission each needs, and describes them. Objects of a
//! draft have tags: who changes one says with `If-Match` which state they saw.

mod bots;
mod entities;
mod intents;
mod labels;
mod object;
mod request;
mod sentences;
mod stories;
mod talk;
mod tests;
mod versions;

use utoipa::openapi::OpenApi;

use super::Route;

/// The routes.
pub fn routes() -> Vec<Route> {
    [
        bots::routes(),
        talk::routes(),
        intents::routes(),
        entities::routes(),
        sentences::routes(),
        stories::routes(),
        labels::routes(),
        tests::routes(),
        versions::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Their descriptions.
pub fn described() -> Vec<OpenApi> {
    use utoipa::OpenApi as _;
    vec![
        bots::Described::openapi(),
        talk::Described::openapi(),
        intents::Described::openapi(),
        entities::Described::openapi(),
        sentences::Described::openapi(),
        stories::Described::openapi(),
        labels::Described::openapi(),
        tests::Described::openapi(),
        versions::Described::openapi(),
    ]
}

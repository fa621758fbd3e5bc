//! `/api/v1`: everything that can be done to bots, one file per kind of thing.
//!
//! Every file lists its routes with the permission each needs, and describes them. Objects of a
//! draft have tags: who changes one says with `If-Match` which state they saw.

mod answers;
mod bots;
mod channel_state;
mod channels;
mod conversations;
mod counts;
mod dead_letters;
mod desk;
mod entities;
mod inbox;
mod inbox_groups;
mod intents;
mod label_files;
mod labels;
mod object;
mod privacy;
mod program;
mod rehearsal;
mod request;
mod search;
mod sentences;
mod stories;
mod talk;
mod tests;
mod transfer;
mod understand;
pub mod undo;
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
        inbox::routes(),
        inbox_groups::routes(),
        search::routes(),
        understand::routes(),
        undo::routes(),
        stories::routes(),
        rehearsal::routes(),
        labels::routes(),
        label_files::routes(),
        tests::routes(),
        versions::routes(),
        answers::routes(),
        channels::routes(),
        channel_state::routes(),
        program::routes(),
        conversations::routes(),
        privacy::routes(),
        desk::routes(),
        dead_letters::routes(),
        counts::routes(),
        transfer::routes(),
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
        inbox::Described::openapi(),
        inbox_groups::Described::openapi(),
        search::Described::openapi(),
        understand::Described::openapi(),
        undo::Described::openapi(),
        stories::Described::openapi(),
        rehearsal::Described::openapi(),
        labels::Described::openapi(),
        label_files::Described::openapi(),
        tests::Described::openapi(),
        versions::Described::openapi(),
        answers::Described::openapi(),
        channels::Described::openapi(),
        channel_state::Described::openapi(),
        program::Described::openapi(),
        conversations::Described::openapi(),
        privacy::Described::openapi(),
        desk::Described::openapi(),
        dead_letters::Described::openapi(),
        counts::Described::openapi(),
        transfer::Described::openapi(),
    ]
}

//! What dates and times mean, whatever the language.

pub(crate) mod build;
pub(crate) mod civil;
pub(crate) mod combine;
pub(crate) mod expr;
pub(crate) mod feasts;
pub(crate) mod holidays;
pub(crate) mod resolve;

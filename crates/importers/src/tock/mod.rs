//! Tock's files and Tock's NLU API, in terms of the model.
//!
//! Files: [`TockFile`] reads any of them (applications, sentences, dictionaries, stories, labels, the
//! FAQ, configurations of bots and connectors); [`application_dump`] and [`sentences_dump`] are the short ways. The API: [`parse_request`] and
//! [`parse_result`] for `/rest/nlp/parse`, [`evaluate`] for `/rest/nlp/evaluate`,
//! [`merge`] for `/rest/nlp/merge`,
//! [`application_definition`] and [`intent_definitions`] for the configuration, [`new_bot`] for
//! `/rest/nlp/application/create`, [`import_report`] for the shape of Tock's own report.
//!
//! Names: Tock qualifies everything with a namespace, a [`model::Bot`] lives in one. So
//! `app:travel` is the intent `travel` of a bot of `app`, and `duckling:datetime` is the built-in
//! entity type `datetime`. What would be ambiguous (`app:datetime`) or lives elsewhere
//! (`tock:ragexcluded`) keeps its qualified name, so that every name finds its way back.

mod annotations;
mod application;
mod classified;
mod configurations;
mod configured;
mod definitions;
mod dictionary;
mod evaluation;
mod export;
mod faqs;
mod file;
mod import;
mod labels;
mod merging;
mod message_format;
mod names;
mod query;
mod result;
mod sentences;
mod stories;
mod story_answers;
mod story_export;
mod story_export_answers;
mod values;

pub use definitions::{application_definition, import_report, intent_definitions, new_bot};
pub use evaluation::{ValueOf, evaluate};
pub use export::{
    Wanted, application_with_intents, sentence_report, to_application_dump, to_sentences_dump,
};
pub use file::{FileKind, Target, TockFile, application_dump, sentences_dump};
pub use labels::label_key;
pub use merging::merge;
pub use message_format::{Converted, convert_message};
pub use names::{
    bot_name, entity_type_from_tock, entity_type_to_tock, intent_from_tock, intent_to_tock,
    namespace,
};
pub use query::{ParseRequest, formatted, locale_used, parse_request};
pub use result::{log_count, parse_result};
pub use story_export::to_story_dump;
pub use values::{value_from_tock, value_to_tock};

//! Files that Tock's Studio exports besides those of its NLU: stories, labels, the FAQ,
//! configurations.
//!
//! Every object keeps the members that it does not know in `rest`, so that whoever imports it can
//! say so. Absent and `null` are read alike.

mod connector;
mod faq;
mod label;
mod story;

pub use connector::*;
pub use faq::*;
pub use label::*;
pub use story::*;

use std::collections::BTreeMap;

/// Members of an object that its type does not know.
pub type Rest = BTreeMap<String, serde_json::Value>;

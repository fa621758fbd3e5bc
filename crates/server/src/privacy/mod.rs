//! What is kept of people: hiding parts of what is stored, and taking a person's words out of what
//! bots learn from. How long things are kept, and deleting them, is the store's business.

mod erasure;
mod hider;

pub use erasure::{Taught, forget, taught_by};
pub use hider::{Hider, check_rules};

//! What tests of several crates need: a clock that only moves when told, randomness with a seed
//! that is printed, processes that never outlive their test, ports that nobody uses.
//!
//! This crate must not be used by anything but tests, and must not know what it tests: of our own
//! crates it sees only `model`.
//!
//! ```
//! use model::{Clock, Rng, Timestamp};
//! use testkit::VirtualClock;
//!
//! let clock = VirtualClock::at(Timestamp(1_000));
//! clock.advance_ms(250);
//! assert_eq!(clock.now(), Timestamp(1_250));
//! // The same sequence at every run, unless `PALABRE_TEST_SEED` says otherwise.
//! assert!(testkit::seeded_rng("an example").below(6) < 6);
//! ```

mod clock;
mod connector;
mod process;
mod seed;

pub use clock::VirtualClock;
pub use connector::risky_connector;
pub use model::Rng;
pub use process::{Process, free_port};
pub use seed::seeded_rng;

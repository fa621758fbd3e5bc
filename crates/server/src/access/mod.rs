//! Who calls, and what they may do.
//!
//! A route declares a permission; where it must hold follows from the route's path (see [`At`]).
//! [`check`](check::check) stands before every route: it finds out who calls, once, asks
//! [`model::judge`], and gives the route the [`Caller`]. A route that learns the namespace only
//! from its query or body asks the caller itself, with [`Caller::require`].

mod caller;
mod check;
mod identify;
pub mod jwt;
mod network;
pub mod oidc;
pub mod passwords;
pub mod session_cookie;

pub use caller::{Caller, Who};
pub use check::{At, Rule, check};
pub use network::Origin;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use model::{Clock, Grant, MemberRole, Reach};
use store::{Membership, Store};

use crate::config::Config;

/// What resolving callers needs to know and remembers.
pub struct Access {
    store: Store,
    clock: Arc<dyn Clock>,
    /// Once there is an owner, there always is one.
    owned: AtomicBool,
    /// Checks of Basic credentials that succeeded a moment ago.
    basic: identify::RecentBasic,
}

impl Access {
    /// Access to what is in a store.
    pub fn new(store: Store, clock: Arc<dyn Clock>) -> Self {
        Self {
            store,
            clock,
            owned: AtomicBool::new(false),
            basic: identify::RecentBasic::default(),
        }
    }

    /// Whether somebody owns the installation.
    pub async fn is_owned(&self) -> store::Result<bool> {
        if self.owned.load(Ordering::Relaxed) {
            return Ok(true);
        }
        // Asked each time: an owner may be made by a command beside this process.
        let owned = self.store.has_owner().await?;
        self.owned.store(owned, Ordering::Relaxed);
        Ok(owned)
    }
}

/// What roles give.
pub fn grants_of(memberships: &[Membership]) -> Vec<Grant> {
    memberships
        .iter()
        .map(|membership| Grant {
            reach: membership.reach.clone(),
            permissions: membership.role.permissions().to_vec(),
        })
        .collect()
}

/// What the owner of everything has.
fn everything() -> Vec<Grant> {
    vec![Grant {
        reach: Reach::Installation,
        permissions: MemberRole::Owner.permissions().to_vec(),
    }]
}

/// Whether the routes that only understand sentences are open to everybody.
pub fn nlp_is_open(config: &Config) -> bool {
    config.nlp_open.unwrap_or(
        config.listen.ip().is_loopback() && !config.production && config.public_url.is_none(),
    )
}

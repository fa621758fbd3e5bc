//! The caller of a route.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use model::{BotId, Grant, Namespace, Permission, Reach, SessionId, Verdict, judge};
use store::{Account, Actor, ActorKind, SigningKeyInfo, TokenInfo};

use crate::http::problem::ProblemResponse;

/// Who calls.
#[derive(Debug, Clone)]
pub enum Who {
    /// Somebody without credentials.
    Nobody,
    /// This machine, before there is an owner.
    Loopback,
    /// A person, by a session or by name and password.
    Account {
        /// Who.
        account: Account,
        /// Through which session; none with name and password.
        session: Option<SessionId>,
    },
    /// A program with a token.
    Token(TokenInfo),
    /// A program or a page with a token that a namespace signed.
    Key {
        /// The key that signed.
        key: SigningKeyInfo,
        /// Whom the token names.
        subject: String,
    },
}

/// Who calls, what they hold, and from where. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Caller(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    who: Who,
    grants: Vec<Grant>,
    address: IpAddr,
}

impl Caller {
    pub(super) fn new(who: Who, grants: Vec<Grant>, address: IpAddr) -> Self {
        Self(Arc::new(Inner { who, grants, address }))
    }

    /// Who.
    pub fn who(&self) -> &Who {
        &self.0.who
    }

    /// What they hold, and where.
    pub fn grants(&self) -> &[Grant] {
        &self.0.grants
    }

    /// The address of their machine.
    pub fn address(&self) -> IpAddr {
        self.0.address
    }

    /// The account of a person.
    pub fn account(&self) -> Option<&Account> {
        match &self.0.who {
            Who::Account { account, .. } => Some(account),
            _ => None,
        }
    }

    /// Whether they may do something in a namespace, or with one of its bots. For lists: what
    /// they may not see is left out.
    pub fn may(&self, permission: Permission, namespace: &Namespace, bot: Option<&BotId>) -> bool {
        judge(&self.0.grants, permission, namespace, bot) == Verdict::Allowed
    }

    /// The same for one thing that was asked for: an error is the answer. What they may know
    /// nothing of is not there (404); what they may know of and not do is forbidden (403).
    pub fn require(
        &self,
        permission: Permission,
        namespace: &Namespace,
        bot: Option<&BotId>,
    ) -> Result<(), ProblemResponse> {
        match judge(&self.0.grants, permission, namespace, bot) {
            Verdict::Allowed => Ok(()),
            Verdict::Forbidden => Err(forbidden(permission)),
            Verdict::Hidden => Err(ProblemResponse::not_found(match bot {
                Some(_) => format!("there is no such bot in namespace `{namespace}`"),
                None => format!("there is no namespace `{namespace}`"),
            })),
        }
    }

    /// Whether they may do something to the whole installation.
    pub fn may_everywhere(&self, permission: Permission) -> bool {
        self.0.grants.iter().any(|grant| {
            grant.reach == Reach::Installation && grant.permissions.contains(&permission)
        })
    }

    /// Whether they may do something anywhere at all.
    pub fn may_somewhere(&self, permission: Permission) -> bool {
        self.0.grants.iter().any(|grant| grant.permissions.contains(&permission))
    }

    /// Whether they hold all of these there: nobody gives what they do not have.
    pub fn holds(&self, permissions: &[Permission], reach: &Reach) -> bool {
        permissions.iter().all(|permission| {
            self.0
                .grants
                .iter()
                .any(|grant| grant.reach.holds(reach) && grant.permissions.contains(permission))
        })
    }

    /// Whether they are somebody.
    pub fn is_somebody(&self) -> bool {
        !matches!(self.0.who, Who::Nobody)
    }

    /// The caller for the audit log, and as the author of what they change.
    pub fn actor(&self) -> Actor {
        let (kind, id, name) = match &self.0.who {
            Who::Nobody => (ActorKind::Nobody, String::new(), "nobody".to_owned()),
            Who::Loopback => (ActorKind::Loopback, String::new(), "this machine".to_owned()),
            Who::Account { account, .. } => {
                (ActorKind::Account, account.id.to_string(), account.email.clone())
            }
            Who::Token(token) => (ActorKind::Token, token.id.to_string(), token.name.clone()),
            Who::Key { key, subject } => {
                (ActorKind::Key, key.id.to_string(), format!("{subject} ({})", key.name))
            }
        };
        Actor { kind, id, name, address: self.0.address.to_string() }
    }
}

/// 403: the caller is known and lacks a permission.
pub(super) fn forbidden(permission: Permission) -> ProblemResponse {
    ProblemResponse(model::Problem::new(
        403,
        "forbidden",
        "Forbidden",
        format!(
            "this needs the permission `{permission}` here; an administrator can give a role that has it"
        ),
    ))
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = ProblemResponse;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        parts.extensions.get::<Caller>().cloned().ok_or_else(|| {
            tracing::error!(path = parts.uri.path(), "a route stands outside the list of routes");
            ProblemResponse(model::Problem::new(
                500,
                "defect",
                "Defect",
                "this route does not know its caller; the log says more",
            ))
        })
    }
}

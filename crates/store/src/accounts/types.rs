//! The shapes of accounts and what belongs to them.

use model::{
    AccountId, BotId, LinkId, MemberRole, Namespace, NamespaceKeyId, Permission, Reach, Secret,
    SessionId, Timestamp, TokenId,
};
use serde_json::Value;

/// What kind of caller did something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActorKind {
    /// A person who signed in.
    Account,
    /// A program with a token.
    Token,
    /// A program with a token that a namespace signed.
    Key,
    /// This machine, before there is an owner.
    Loopback,
    /// The command line.
    Command,
    /// The platform itself: a folder that it follows, a draft that it publishes.
    Platform,
    /// Somebody unknown: a failed sign-in.
    Nobody,
}

impl ActorKind {
    /// Its name, as it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Token => "token",
            Self::Key => "key",
            Self::Loopback => "loopback",
            Self::Command => "command",
            Self::Platform => "platform",
            Self::Nobody => "nobody",
        }
    }
}

/// Who does something, for the audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The kind.
    pub kind: ActorKind,
    /// The id of the account, token or key; empty where there is none.
    pub id: String,
    /// A name to show: an address of mail, a token's name.
    pub name: String,
    /// The address of the machine, where there is one.
    pub address: String,
}

impl Actor {
    /// The command line.
    pub fn command() -> Self {
        Self {
            kind: ActorKind::Command,
            id: String::new(),
            name: "command line".into(),
            address: String::new(),
        }
    }

    /// The platform itself, with what it does so for.
    pub fn platform(name: &str) -> Self {
        Self {
            kind: ActorKind::Platform,
            id: String::new(),
            name: name.to_owned(),
            address: String::new(),
        }
    }
}

/// Somebody who can sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Their id.
    pub id: AccountId,
    /// Their address of mail.
    pub email: String,
    /// A name to show.
    pub name: String,
    /// Whether they are kept out.
    pub disabled: bool,
    /// Since when they are known.
    pub created_at: Timestamp,
}

/// A role somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// Where.
    pub reach: Reach,
    /// What.
    pub role: MemberRole,
}

/// Somebody with what they are in one namespace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub account: Account,
    /// Their roles in the namespace and for its bots.
    pub memberships: Vec<Membership>,
}

/// One sign-in on one device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    /// Its id.
    pub id: SessionId,
    /// From which machine.
    pub address: String,
    /// With which program, as it calls itself.
    pub agent: String,
    /// When.
    pub created_at: Timestamp,
    /// When it was used last; exact to a minute.
    pub seen_at: Timestamp,
    /// When it ends at the latest.
    pub expires_at: Timestamp,
}

/// A session that holds, with all that a request needs to know.
#[derive(Debug, Clone)]
pub struct KnownSession {
    /// The session.
    pub session: SessionId,
    /// Whose.
    pub account: Account,
    /// What they are.
    pub memberships: Vec<Membership>,
}

/// A token to make.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// A name to tell it by.
    pub name: String,
    /// Where it holds: a namespace or one of its bots.
    pub reach: Reach,
    /// What it may do.
    pub scopes: Vec<Permission>,
    /// When it ends.
    pub expires_at: Option<Timestamp>,
}

/// A token. The token itself is seen once, when it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenInfo {
    /// Its id.
    pub id: TokenId,
    /// A name to tell it by.
    pub name: String,
    /// Where it holds.
    pub reach: Reach,
    /// What it may do.
    pub scopes: Vec<Permission>,
    /// Its last four characters.
    pub ending: String,
    /// Who made it, in words.
    pub created_by: String,
    /// When.
    pub created_at: Timestamp,
    /// When it was used last; exact to a minute.
    pub seen_at: Option<Timestamp>,
    /// When it ends.
    pub expires_at: Option<Timestamp>,
}

/// Somebody whom an OpenID provider knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The provider.
    pub issuer: String,
    /// Who, for the provider.
    pub subject: String,
    /// Their address of mail, which the provider has verified.
    pub email: String,
    /// A name to show; may be empty.
    pub name: String,
}

/// Why somebody whom a provider knows is not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubjectRefusal {
    /// The account is kept out.
    Disabled,
    /// The account of that address is another subject's of the same provider: the provider gave
    /// the address to another person.
    OtherSubject,
    /// There is no account, and nobody invited them.
    NotInvited,
}

impl SubjectRefusal {
    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Disabled => "disabled",
            Self::OtherSubject => "other-subject",
            Self::NotInvited => "not-invited",
        }
    }
}

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// The first owner.
    Owner,
    /// A new member.
    Invitation,
    /// A lost password.
    Reset,
}

impl LinkKind {
    /// Its name, as it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Invitation => "invitation",
            Self::Reset => "reset",
        }
    }
}

/// A link to make.
#[derive(Debug, Clone)]
pub struct NewLink {
    /// What for.
    pub kind: LinkKind,
    /// For whom; empty for the first owner, who gives their own address.
    pub email: String,
    /// The place and the role that come with it; a lost password brings none.
    pub membership: Option<Membership>,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// A link that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkInfo {
    /// Its id.
    pub id: LinkId,
    /// What for.
    pub kind: LinkKind,
    /// For whom.
    pub email: String,
    /// What comes with it.
    pub membership: Option<Membership>,
    /// Who made it.
    pub created_by: String,
    /// When.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// How a namespace signs tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SigningAlgorithm {
    /// HMAC with SHA-256 and a shared secret.
    Hs256,
    /// RSA with SHA-256.
    Rs256,
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// Ed25519.
    EdDsa,
}

impl SigningAlgorithm {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Hs256, Self::Rs256, Self::Es256, Self::EdDsa];

    /// Its name in the header of a token.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hs256 => "HS256",
            Self::Rs256 => "RS256",
            Self::Es256 => "ES256",
            Self::EdDsa => "EdDSA",
        }
    }
}

/// A key with which a namespace signs tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningKeyInfo {
    /// Its id, which tokens name as `kid`.
    pub id: NamespaceKeyId,
    /// Whose.
    pub namespace: Namespace,
    /// A name to tell it by.
    pub name: String,
    /// How it signs.
    pub algorithm: SigningAlgorithm,
    /// The most that its tokens may ask for.
    pub scopes: Vec<Permission>,
    /// Who registered it.
    pub created_by: String,
    /// When.
    pub created_at: Timestamp,
}

/// What a key checks signatures with.
#[derive(Clone)]
pub enum SigningMaterial {
    /// A public key, as JSON Web Key.
    Public(String),
    /// A shared secret.
    Shared(Secret<Vec<u8>>),
}

/// A line of the audit log to write.
#[derive(Debug, Clone)]
pub struct AuditEntry<'a> {
    /// The namespace concerned; `None` is the installation.
    pub namespace: Option<&'a Namespace>,
    /// What was done: `member.changed`.
    pub action: &'a str,
    /// To what: an id or a name.
    pub object: String,
    /// What it was.
    pub before: Option<Value>,
    /// What it is.
    pub after: Option<Value>,
}

/// A line of the audit log.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditLine {
    /// Its number; later lines have higher ones.
    pub number: i64,
    /// When.
    pub at: Timestamp,
    /// The namespace concerned; `None` is the installation.
    pub namespace: Option<Namespace>,
    /// What kind of caller: `account`.
    pub actor_kind: String,
    /// Which.
    pub actor: String,
    /// In words.
    pub actor_name: String,
    /// From which machine.
    pub address: String,
    /// What was done.
    pub action: String,
    /// To what.
    pub object: String,
    /// What it was.
    pub before: Option<Value>,
    /// What it is.
    pub after: Option<Value>,
}

/// Which lines of the audit log to list. `None` is any.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// By this actor: an id, or a name.
    pub actor: Option<String>,
    /// Of this action, or those that begin so: `member.` is all about members.
    pub action: Option<String>,
    /// About this object.
    pub object: Option<String>,
    /// Not before.
    pub from: Option<Timestamp>,
    /// Before.
    pub until: Option<Timestamp>,
}

/// How many requests a namespace has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Its name: `free`, `pro`, `custom`.
    pub name: String,
    /// Requests per bot in any hour.
    pub requests_per_hour: u64,
}

impl Plan {
    /// The plan of a name. `free` and `pro` have numbers of their own; other names need one.
    pub fn named(name: &str, requests_per_hour: Option<u64>) -> Option<Self> {
        let usual = match name {
            "free" => Some(100),
            "pro" => Some(1_000),
            _ => None,
        };
        let requests_per_hour = requests_per_hour.or(usual)?;
        Some(Self { name: name.to_owned(), requests_per_hour })
    }
}

/// How much of its limits a namespace uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanUsage {
    /// Requests to each bot in the last hour.
    pub requests: Vec<(BotId, u64)>,
    /// Events that wait for their turn.
    pub waiting: u64,
}

/// Whether a request fits into the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanVerdict {
    /// The namespace has no plan.
    NoPlan,
    /// It fits and was counted.
    Counted {
        /// Requests in an hour.
        limit: u64,
        /// Requests left in the hour.
        remaining: u64,
        /// Until one more fits than now, in milliseconds.
        reset_ms: i64,
    },
    /// It does not fit.
    Refused {
        /// Requests in an hour.
        limit: u64,
        /// Until the next one fits, in milliseconds.
        retry_after_ms: i64,
    },
}

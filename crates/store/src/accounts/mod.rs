//! Who may do what: accounts and their roles, sessions, tokens, links, keys, the audit log, and
//! the counts behind limits.
//!
//! Everything that changes here writes its line of the audit log in the same transaction. Tokens
//! are kept as SHA-256: they are random, so that nothing slower is needed. How passwords are
//! hashed, and who may call what, is not this crate's business.

mod attempts;
mod audit;
mod links;
mod people;
mod plans;
mod roles;
mod sessions;
mod signing_keys;
mod subjects;
mod tokens;
mod types;

use model::{BotId, Namespace, Permission, Reach, Rng, Secret};
use sha2::{Digest, Sha256};

use crate::inbox::{from_json, json};
use crate::sql::Row;
use crate::{Error, Result, hex};

pub(crate) use audit::write as write_audit;
pub use types::*;

/// What stands for the whole installation in the column `namespace`: no namespace has such a name.
pub(crate) const INSTALLATION: &str = "*";

/// A new token: 256 random bits behind a prefix.
fn new_token(prefix: &str, rng: &mut dyn Rng) -> Secret<String> {
    let mut bytes = [0; 32];
    for part in bytes.chunks_mut(8) {
        part.copy_from_slice(&rng.next_u64().to_be_bytes());
    }
    Secret::new(format!("{prefix}{}", hex::encode(&bytes)))
}

fn token_hash(token: &str) -> String {
    hex::encode(&Sha256::digest(token))
}

/// A place as the columns `namespace` and `bot`.
fn reach_columns(reach: &Reach) -> (&str, &str) {
    match reach {
        Reach::Installation => (INSTALLATION, ""),
        Reach::Namespace(namespace) => (namespace.as_str(), ""),
        Reach::Bot(namespace, bot) => (namespace.as_str(), bot.as_str()),
    }
}

fn read_reach(row: &Row, namespace: usize) -> Result<Reach> {
    let (of, bot) = (row.text(namespace)?, row.text(namespace + 1)?);
    if of == INSTALLATION {
        return Ok(Reach::Installation);
    }
    let corrupt = |error: model::InvalidId| Error::corrupt("place", &of, error);
    let of_namespace: Namespace = of.parse().map_err(corrupt)?;
    Ok(match bot.as_str() {
        "" => Reach::Namespace(of_namespace),
        bot => Reach::Bot(of_namespace, bot.parse::<BotId>().map_err(corrupt)?),
    })
}

fn scopes_text(scopes: &[Permission]) -> Result<String> {
    json("scopes", &scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>())
}

fn read_scopes(id: &str, text: &str) -> Result<Vec<Permission>> {
    from_json("scopes", id, text)
}

/// An address of mail, checked as far as one can without sending anything.
pub fn check_email(email: &str) -> Result<String> {
    let email = email.trim();
    let plausible = email
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !host.contains('@'));
    let plain =
        email.chars().all(|c| !c.is_control() && !c.is_whitespace() && !"<>,;\"".contains(c));
    match plausible && plain && email.len() <= 254 {
        true => Ok(email.to_owned()),
        false => Err(Error::Invalid {
            field: "email",
            reason: "must be an address of mail such as `ada@example.org`, 254 bytes at most"
                .into(),
        }),
    }
}

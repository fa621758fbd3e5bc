//! Passwords: Argon2id, at most a few at a time.

use std::sync::LazyLock;

use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use model::Secret;
use subtle::ConstantTimeEq;
use tokio::sync::Semaphore;

/// Shortest password, in characters. Length is what makes a password hard to guess.
pub const CHARS_MIN: usize = 12;

/// Longest password, in bytes: hashing must not become work for an attacker to give.
pub const BYTES_MAX: usize = 1_000;

/// What OWASP recommends: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

const SALT_BYTES: usize = 16;
const HASH_BYTES: usize = 32;

/// Hashes that are computed at once: each needs [`MEMORY_KIB`] and a core.
static AT_ONCE: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(4));

/// What is wrong with a password that somebody chose.
pub fn check_chosen(password: &str) -> Result<(), String> {
    let chars = password.chars().count();
    if chars < CHARS_MIN {
        return Err(format!("has {chars} characters; use {CHARS_MIN} or more, a sentence is good"));
    }
    if password.len() > BYTES_MAX {
        return Err(format!("is longer than {BYTES_MAX} bytes"));
    }
    let mut kinds: Vec<char> = password.chars().collect();
    kinds.sort_unstable();
    kinds.dedup();
    match kinds.len() < 4 {
        true => Err("repeats the same few characters; use a sentence".into()),
        false => Ok(()),
    }
}

/// Hashes a password. Takes tens of milliseconds, on a thread of its own.
pub async fn hash(password: Secret<String>) -> String {
    let mut salt = [0; SALT_BYTES];
    getrandom::fill(&mut salt)
        .expect("the operating system gives randomness once the machine has booted");
    on_a_thread(move || encode(&salt, &compute(&password, &salt))).await
}

/// Whether this is the password of a hash. `None`, for somebody who has no password or is not
/// there at all, takes as long and is wrong.
pub async fn verify(password: Secret<String>, hash: Option<String>) -> bool {
    on_a_thread(move || match hash.as_deref().and_then(decode) {
        Some((salt, expected)) => compute(&password, &salt).ct_eq(&expected).into(),
        None => {
            compute(&password, &[0; SALT_BYTES]);
            false
        }
    })
    .await
}

async fn on_a_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let permit = AT_ONCE.acquire().await;
    let done = tokio::task::spawn_blocking(work).await;
    drop(permit);
    match done {
        Ok(done) => done,
        Err(panic) => std::panic::resume_unwind(panic.into_panic()),
    }
}

fn compute(password: &Secret<String>, salt: &[u8]) -> [u8; HASH_BYTES] {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, Some(HASH_BYTES))
        .expect("the constants are within Argon2's bounds");
    let mut hash = [0; HASH_BYTES];
    let password = password.expose().as_bytes();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(&password[..password.len().min(BYTES_MAX)], salt, &mut hash)
        .expect("salt and hash have lengths that Argon2 takes");
    hash
}

/// The usual text form of Argon2 hashes, so that other programs read them.
fn encode(salt: &[u8], hash: &[u8]) -> String {
    format!(
        "$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}${}${}",
        STANDARD_NO_PAD.encode(salt),
        STANDARD_NO_PAD.encode(hash)
    )
}

/// Salt and hash of a text of ours; anything else is no hash.
fn decode(text: &str) -> Option<(Vec<u8>, Vec<u8>)> {
    let ours = format!("$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}$");
    let (salt, hash) = text.strip_prefix(&ours)?.split_once('$')?;
    let (salt, hash) = (STANDARD_NO_PAD.decode(salt).ok()?, STANDARD_NO_PAD.decode(hash).ok()?);
    (hash.len() == HASH_BYTES && salt.len() == SALT_BYTES).then_some((salt, hash))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_known_again_and_no_other() {
        let secret = |text: &str| Secret::new(text.to_owned());
        let hashed = hash(secret("correct horse battery")).await;
        assert!(hashed.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hashed}");
        assert_ne!(hashed, hash(secret("correct horse battery")).await);
        assert!(verify(secret("correct horse battery"), Some(hashed.clone())).await);
        assert!(!verify(secret("correct horse batterz"), Some(hashed)).await);
        assert!(!verify(secret(""), None).await);
        assert!(!verify(secret(""), Some(String::new())).await);
    }

    #[test]
    fn weak_passwords_are_refused_with_the_remedy() {
        for (password, accepted) in [
            ("correct horse battery", true),
            ("Gère-12-trains", true),
            ("short", false),
            ("aaaaaaaaaaaaaaaa", false),
            ("ababababababab", false),
            ("", false),
        ] {
            assert_eq!(check_chosen(password).is_ok(), accepted, "{password}");
        }
        assert!(check_chosen(&"x y z ".repeat(400)).is_err());
    }
}

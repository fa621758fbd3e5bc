//! Passwords and keys that somebody wrote into a bot's files, where they do not belong.

use model::Diagnostic;

use crate::session::{Session, SourceFile};

/// How the keys of well-known services begin, and how many characters must follow at least.
const PREFIXES: [(&str, usize); 12] = [
    ("sk-ant-", 20),
    ("sk-proj-", 20),
    ("sk_live_", 16),
    ("AKIA", 16),
    ("AIza", 30),
    ("ghp_", 30),
    ("github_pat_", 30),
    ("glpat-", 16),
    ("xoxb-", 20),
    ("xoxp-", 20),
    ("EAAG", 40),
    ("hf_", 30),
];

/// Keys of TOML and JSON whose value is a secret.
const KEYS: [&str; 8] = [
    "password",
    "passwd",
    "secret",
    "api_key",
    "apikey",
    "access_token",
    "client_secret",
    "private_key",
];

const REMEDY: &str = "take it out of the files, and out of their history, and renew it; secrets \
                      belong to the channel's settings";

pub(crate) fn find(session: &Session, file: &SourceFile<'_>) {
    // The cheap question first: a dictionary of 100,000 values has none of these.
    let prefixes: Vec<(&str, usize)> =
        PREFIXES.into_iter().filter(|(prefix, _)| file.text.contains(prefix)).collect();
    for (number, line) in file.lines() {
        if let Some(what) = secret_in(line, &prefixes) {
            session.report(
                file,
                number,
                Diagnostic::warning(
                    "secret",
                    format!(
                        "this line seems to hold {what}, which everyone who has the files can read"
                    ),
                    REMEDY,
                ),
            );
        }
    }
}

fn secret_in(line: &str, prefixes: &[(&str, usize)]) -> Option<&'static str> {
    if line.starts_with("-----BEGIN") && line.contains("PRIVATE KEY") {
        return Some("a private key");
    }
    if prefixes.iter().any(|(prefix, more)| has_key(line, prefix, *more)) {
        return Some("a key of a service");
    }
    let (key, value) = line.split_once('=').or_else(|| line.split_once(':'))?;
    let key = key.trim().trim_matches(['"', '\'', '{', ' ']);
    let value = value.trim();
    let is_text = value.starts_with(['"', '\'']) && value.len() > 4;
    let is_secret = is_text && KEYS.iter().any(|secret| secret.eq_ignore_ascii_case(key));
    is_secret.then_some("a password or a key")
}

fn has_key(line: &str, prefix: &str, more: usize) -> bool {
    line.match_indices(prefix).any(|(at, _)| {
        let after_word = line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let key_len = line[at + prefix.len()..]
            .bytes()
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
            .count();
        !after_word && key_len >= more
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: bool) {
        assert_eq!(secret_in(line, &PREFIXES).is_some(), expected, "{line}");
    }

    #[test]
    fn secrets_are_seen_and_words_are_not() {
        // Put together here, so that no scanner takes this file for a leak.
        check(&format!("key = \"{}{}\"", "ghp_", "a1".repeat(18)), true);
        check(&format!("{}{}", "AKIA", "ABCDEFGHIJKLMNOP"), true);
        check("password = \"hunter22\"", true);
        check("-----BEGIN RSA PRIVATE KEY-----", true);
        check("- j'ai oublié mon mot de passe, my secret: none", false);
        check("password = \"\"", false);
        check("secret_garden = \"Le jardin secret\"", false);
        check("task-force hf_x", false);
    }
}

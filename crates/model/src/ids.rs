//! Typed, opaque ids: 128 random bits behind a prefix that says what they name.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Rng;

/// A text that is not the id it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is not {expected}")]
pub struct InvalidId {
    /// What was given, cut at 80 characters.
    pub given: String,
    /// What was expected, in words.
    pub expected: &'static str,
}

impl InvalidId {
    pub(crate) fn new(given: &str, expected: &'static str) -> Self {
        Self { given: given.chars().take(80).collect(), expected }
    }
}

// Crockford's base 32 in lower case: no i, l, o, u, so that an id can be read aloud.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const RANDOM_CHARS: usize = 26;

fn random_text(prefix: &str, rng: &mut dyn Rng) -> String {
    let mut bits = (u128::from(rng.next_u64()) << 64) | u128::from(rng.next_u64());
    let mut text = String::with_capacity(prefix.len() + RANDOM_CHARS);
    text.push_str(prefix);
    for _ in 0..RANDOM_CHARS {
        text.push(ALPHABET[(bits & 31) as usize] as char);
        bits >>= 5;
    }
    text
}

macro_rules! typed_ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        #[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
        pub struct $name(String);

        impl $name {
            /// The prefix of this kind of id.
            pub const PREFIX: &'static str = $prefix;

            /// A new id out of 128 bits of `rng`.
            pub fn random(rng: &mut dyn Rng) -> Self {
                Self(random_text($prefix, rng))
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                let rest = text.strip_prefix($prefix);
                match rest {
                    Some(rest)
                        if rest.len() == RANDOM_CHARS
                            && rest.bytes().all(|byte| ALPHABET.contains(&byte)) =>
                    {
                        Ok(Self(text.to_owned()))
                    }
                    _ => Err(InvalidId::new(
                        text,
                        concat!("an id of the form `", $prefix, "` and 26 characters"),
                    )),
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;
            fn try_from(text: String) -> Result<Self, InvalidId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }
    )*};
}

typed_ids! {
    /// A bot, for its whole life.
    BotId = "bot_";
    /// The id of a bot that may be shown to the public (widget, pages).
    PublicBotId = "pub_";
    /// An immutable version of a bot.
    VersionId = "ver_";
    /// A configured connector of a bot.
    ChannelId = "chan_";
    /// A conversation between a user and a bot.
    ConversationId = "conv_";
    /// Something that came in.
    EventId = "evt_";
    /// One event and all that follows from it.
    TurnId = "turn_";
    /// Something that went out.
    MessageId = "msg_";
    /// A call to the outside that the engine asked for.
    EffectId = "eff_";
    /// Long work with progress.
    JobId = "job_";
    /// The right to work on a conversation, for a time.
    LeaseToken = "lease_";
    /// One running process.
    NodeId = "node_";
    /// Something that could not be handled and waits for a person.
    DeadLetterId = "dead_";
    /// Somebody who signs in.
    AccountId = "acct_";
    /// One sign-in on one device.
    SessionId = "sess_";
    /// A token with which a program calls the API.
    TokenId = "tok_";
    /// A link that makes or repairs an account: for owners, invitations, lost passwords.
    LinkId = "link_";
    /// A key with which a namespace signs tokens of its own.
    NamespaceKeyId = "nkey_";
    /// A file that a user sent. Who knows it may read the file.
    FileId = "file_";
}

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident, $max:expr, $expected:literal, $allowed:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        #[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
        pub struct $name(String);

        impl $name {
            /// Longest allowed, in bytes.
            pub const MAX_BYTES: usize = $max;

            /// Checks and wraps a name.
            pub fn new(text: impl Into<String>) -> Result<Self, InvalidId> {
                let text = text.into();
                let allowed: fn(char) -> bool = $allowed;
                if text.is_empty() || text.len() > $max || !text.chars().all(allowed) {
                    return Err(InvalidId::new(&text, $expected));
                }
                Ok(Self(text))
            }

            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                Self::new(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;
            fn try_from(text: String) -> Result<Self, InvalidId> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> String {
                name.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    )*};
}

fn is_slug(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')
}

// Names that other systems chose must survive an import, so they may hold any printable
// character but those with a meaning of their own in qualified names and choice payloads.
fn is_name(c: char) -> bool {
    !c.is_control() && !matches!(c, '?' | '&' | '=' | '#' | '[' | ']' | '(' | ')')
}

names! {
    /// An organisation. Isolates everything.
    Namespace, 64, "a namespace: 1 to 64 letters, digits, `_`, `-` or `.`", is_slug;
    /// A bot's name within its namespace; part of addresses.
    BotName, 64, "a bot name: 1 to 64 letters, digits, `_`, `-` or `.`", is_slug;
    /// An intent's name within its bot.
    IntentName, 200, "an intent name: 1 to 200 bytes without control characters or `? & = # [ ] ( )`", is_name;
    /// An entity type: `station`, a built-in such as `datetime`, or another namespace's `ns:type`.
    EntityTypeName, 200, "an entity type: 1 to 200 bytes without control characters or `? & = # [ ] ( )`", is_name;
    /// The part that an entity plays in a sentence: `origin`. Defaults to its type's name.
    Role, 200, "a role: 1 to 200 bytes without control characters or `? & = # [ ] ( )`", is_name;
    /// A story's name within its bot.
    StoryName, 200, "a story name: 1 to 200 bytes without control characters or `? & = # [ ] ( )`", is_name;
    /// A step's name, unique within its story.
    StepName, 200, "a step name: 1 to 200 bytes without control characters or `? & = # [ ] ( )`", is_name;
    /// A label's key within its bot.
    LabelKey, 700, "a label key: 1 to 700 bytes without control characters", |c| !c.is_control();
    /// A kind of channel: `web`, `messenger`.
    ConnectorType, 64, "a connector type: 1 to 64 letters, digits, `_`, `-` or `.`", is_slug;
    /// A user as the channel names them. Meaningless outside its namespace and bot.
    UserId, 256, "a user id: 1 to 256 bytes without control characters", |c| !c.is_control();
    /// A kind of channel, or one channel by its path.
    ChannelSelector, 256, "a kind of channel such as `web`, or a channel's path such as `/io/app/gare/web`", |c| is_slug(c) || c == '/';
    /// A person at the desk, as the installation names them.
    AgentId, 256, "an agent: 1 to 256 bytes without control characters", |c| !c.is_control();
    /// A feature flag's name within its bot.
    FlagName, 64, "a flag: 1 to 64 letters, digits, `_`, `-` or `.`", is_slug;
}

//! What comes in.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    AgentId, DeskAction, EventId, IntentName, Locale, MessageId, Notification, Rng, StepName,
    Timestamp, UserId,
};

/// Something a user did or said, as a connector read it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Ours, unique.
    pub id: EventId,
    /// Who did it.
    pub user: UserId,
    /// When it came in.
    pub at: Timestamp,
    /// The user's locale, when the channel says it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub locale: Option<Locale>,
    /// What it is.
    pub kind: EventKind,
    /// The group in whose conversation the user speaks; `None`: their own.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub group: Option<UserId>,
    /// The temporary id under which the user was known until now: what went on there goes on here.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub known_before: Option<UserId>,
    /// What the connector wants to see again when it renders the answer. Small texts.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub metadata: BTreeMap<String, String>,
    /// Whether this is a test: kept out of statistics and of the inbox of sentences.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub test: bool,
    /// The environment that a test meets: `draft`, `staging` or `live`; `None`: what the channel
    /// serves.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub environment: Option<String>,
}

/// The member of an event's metadata, and the fact of a user, that hold what the user agreed to.
pub const CONSENT: &str = "consent";

/// The kinds of event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum EventKind {
    /// Words.
    Sentence {
        /// As the user wrote or said it.
        text: String,
    },
    /// A button or quick reply.
    Choice(Choice),
    /// A file.
    Attachment {
        /// Where it is.
        url: String,
        /// What it is.
        media: MediaType,
    },
    /// A place.
    Location {
        /// Degrees north.
        latitude: f64,
        /// Degrees east.
        longitude: f64,
    },
    /// The user came through a link that says where from.
    Referral {
        /// The link's reference.
        reference: String,
    },
    /// An opinion about one message.
    Feedback {
        /// The message.
        message: MessageId,
        /// The opinion; `None` takes it back.
        vote: Option<Vote>,
    },
    /// The user agreed to receive messages.
    Subscribe,
    /// Something that is no word of the user's.
    System {
        /// Which.
        signal: SystemSignal,
    },
    /// A program wants to tell the user something.
    Notification {
        /// What.
        notification: Notification,
    },
    /// A person at the desk acts.
    Desk {
        /// Who.
        agent: AgentId,
        /// What they do.
        action: DeskAction,
    },
}

/// A kind of file.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaType {
    /// A picture.
    Image,
    /// Sound.
    Audio,
    /// Moving pictures.
    Video,
    /// Anything else.
    File,
}

impl MediaType {
    /// What a file is by the ending of its address.
    pub fn of_address(url: &str) -> Self {
        let path = url.split(['?', '#']).next().unwrap_or_default();
        let ending = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        match ending.as_str() {
            "png" | "jpg" | "jpeg" | "gif" | "webp" | "svg" => Self::Image,
            "mp3" | "ogg" | "oga" | "wav" | "m4a" | "aac" | "opus" => Self::Audio,
            "mp4" | "webm" | "mov" | "mkv" => Self::Video,
            _ => Self::File,
        }
    }

    /// The kind's name: `image`.
    pub fn name(self) -> &'static str {
        match self {
            MediaType::Image => "image",
            MediaType::Audio => "audio",
            MediaType::Video => "video",
            MediaType::File => "file",
        }
    }
}

/// An opinion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Vote {
    /// Good.
    Up,
    /// Bad.
    Down,
}

/// Signals of a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SystemSignal {
    /// A conversation begins.
    Start,
    /// A conversation ends.
    End,
    /// The user said nothing for some time.
    NoInput,
    /// The channel says that somebody else answers: the bot falls silent.
    Standby,
    /// The channel gives the conversation back: the bot answers again.
    Resume,
}

/// A choice offered earlier and now taken. Its text form is Tock's choice id,
/// `intent?key=value&key=value`, form-urlencoded.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Choice {
    /// The intent it stands for; `None` when the payload names none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub intent: Option<IntentName>,
    /// The step it leads to.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub step: Option<StepName>,
    /// The intent that was current when it was offered.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub previous_intent: Option<IntentName>,
    /// Everything else.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub parameters: BTreeMap<String, String>,
}

const STEP: &str = "_step";
const PREVIOUS_INTENT: &str = "_previous_intent";

impl Choice {
    /// Reads a choice id. Never fails: what is not a name becomes a parameter.
    pub fn decode(payload: &str) -> Self {
        let (intent, query) = payload.split_once('?').unwrap_or((payload, ""));
        let mut choice = Self { intent: IntentName::new(intent).ok(), ..Self::default() };
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            // A parameter without `=` has an empty value.
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (key, value) = (form_decode(key), form_decode(value));
            match key.as_str() {
                STEP if choice.step.is_none() && StepName::new(value.clone()).is_ok() => {
                    choice.step = StepName::new(value).ok();
                }
                PREVIOUS_INTENT
                    if choice.previous_intent.is_none()
                        && IntentName::new(value.clone()).is_ok() =>
                {
                    choice.previous_intent = IntentName::new(value).ok();
                }
                _ => {
                    choice.parameters.insert(key, value);
                }
            }
        }
        choice
    }

    /// Writes a choice id: parameters first, then step and previous intent.
    pub fn encode(&self) -> String {
        let mut payload = self.intent.as_ref().map(|intent| intent.to_string()).unwrap_or_default();
        let reserved = [
            (STEP, self.step.as_ref().map(StepName::as_str)),
            (PREVIOUS_INTENT, self.previous_intent.as_ref().map(IntentName::as_str)),
        ];
        let pairs = self
            .parameters
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
            .chain(reserved.into_iter().filter_map(|(key, value)| Some((key, value?))));
        for (position, (key, value)) in pairs.enumerate() {
            payload.push(if position == 0 { '?' } else { '&' });
            payload.push_str(&form_encode(key));
            payload.push('=');
            payload.push_str(&form_encode(value));
        }
        payload
    }
}

fn form_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'*' | b'-' | b'.' | b'_' => {
                encoded.push(byte as char);
            }
            b' ' => encoded.push('+'),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

fn form_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        match (first, tail) {
            (b'+', _) => bytes.push(b' '),
            (b'%', [high, low, after @ ..])
                if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() =>
            {
                let digit = |byte: u8| (byte as char).to_digit(16).unwrap_or_default() as u8;
                bytes.push(digit(*high) << 4 | digit(*low));
                rest = after;
            }
            _ => bytes.push(*first),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

impl Event {
    /// An event of any kind.
    pub fn new(rng: &mut dyn Rng, user: UserId, kind: EventKind, at: Timestamp) -> Self {
        Self {
            id: EventId::random(rng),
            user,
            at,
            locale: None,
            kind,
            group: None,
            known_before: None,
            metadata: BTreeMap::new(),
            test: false,
            environment: None,
        }
    }

    /// Under which name its conversation is kept and its answers are sent: the group's, or the
    /// user's own.
    pub fn addressee(&self) -> &UserId {
        self.group.as_ref().unwrap_or(&self.user)
    }

    /// A sentence.
    pub fn sentence(
        rng: &mut dyn Rng,
        user: UserId,
        text: impl Into<String>,
        at: Timestamp,
    ) -> Self {
        Self::new(rng, user, EventKind::Sentence { text: text.into() }, at)
    }

    /// The same event, in a locale.
    pub fn in_locale(mut self, locale: Locale) -> Self {
        self.locale = Some(locale);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(payload: &str, canonical: &str) {
        let choice = Choice::decode(payload);
        assert_eq!(choice.encode(), canonical);
        assert_eq!(Choice::decode(canonical), choice);
    }

    #[test]
    fn choice_payloads_are_read_and_written_as_tock_does() {
        check("book", "book");
        check(
            "book?_step=seat&id=1&_previous_intent=search",
            "book?id=1&_step=seat&_previous_intent=search",
        );
        check("book?day=3+mars&who=J%C3%A9r%C3%B4me", "book?day=3+mars&who=J%C3%A9r%C3%B4me");
        check("book?flag", "book?flag=");
        check("?_nlp=un+train", "?_nlp=un+train");
        check("book?a=%zz", "book?a=%25zz");
        check("", "");
    }
}

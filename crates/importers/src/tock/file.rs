//! The kinds of file that Tock exports, told apart by what is in them.

use std::collections::BTreeMap;

use model::{Bot, BotName, Namespace};
use serde_json::Value;
use serde_json::value::RawValue;

use super::{application, configurations, dictionary, faqs, labels, names, sentences, stories};
use crate::{Error, Imported, KnownChannel};

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// An application with entity types, intents and sentences.
    Application,
    /// Sentences alone.
    Sentences,
    /// The dictionary of one entity type.
    Dictionary,
    /// Stories.
    Stories,
    /// Texts of answers, as JSON or as a table.
    Labels,
    /// Questions with their answers.
    Faq,
    /// Configurations of bots and of their connectors.
    Configurations,
}

/// A file that was read but not yet imported, so that one can look up the bot it is for.
#[derive(Debug, Clone)]
pub struct TockFile {
    kind: FileKind,
    members: Members,
    channels: Vec<KnownChannel>,
}

/// The members of a file, each still unread: a file may be large, and its parts are read one by
/// one.
pub(super) type Members = BTreeMap<String, Box<RawValue>>;

/// The bot that a file is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Its namespace.
    pub namespace: Namespace,
    /// Its name.
    pub bot: BotName,
}

/// Imports an application dump into a new bot or into `into`.
pub fn application_dump(bytes: &[u8], into: Option<Bot>) -> Result<Imported, Error> {
    TockFile::read_as(FileKind::Application, bytes)?.import(into)
}

/// Imports a sentences dump into a new bot or into `into`.
pub fn sentences_dump(bytes: &[u8], into: Option<Bot>) -> Result<Imported, Error> {
    TockFile::read_as(FileKind::Sentences, bytes)?.import(into)
}

impl TockFile {
    /// Reads a file of any kind.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        if let Some(table) = labels::of_table(bytes) {
            return Ok(Self::new(FileKind::Labels, list("labels", &table)?));
        }
        if let Ok(Value::Array(items)) = wire::json::value(bytes) {
            let (kind, name) = kind_of_items(&items)?;
            return Ok(Self::new(kind, list(name, &items)?));
        }
        let members = wire::json::members(bytes).map_err(|error| match error {
            wire::Error::Field { reason, .. } => wrong_kind(&format!("JSON that {reason}")),
            syntax => syntax.into(),
        })?;
        let has = |name: &str| members.contains_key(name);
        let kind = if has("application") {
            FileKind::Application
        } else if has("applicationName") {
            FileKind::Sentences
        } else if has("entityName") {
            FileKind::Dictionary
        } else if has("stories") {
            FileKind::Stories
        } else if has("rows") {
            FileKind::Faq
        } else if let Ok(one) = wire::json::value(bytes)
            && let Ok((kind, name)) = kind_of_items(std::slice::from_ref(&one))
        {
            return Ok(Self::new(kind, list(name, &[one])?));
        } else {
            let known: Vec<&str> = members.keys().take(5).map(String::as_str).collect();
            return Err(wrong_kind(&format!("an object with the members {known:?}")));
        };
        Ok(Self::new(kind, members))
    }

    fn new(kind: FileKind, members: Members) -> Self {
        Self { kind, members, channels: Vec::new() }
    }

    /// With the channels that the bot has, so that what the file says of single ones finds them.
    pub fn for_channels(self, channels: Vec<KnownChannel>) -> Self {
        Self { channels, ..self }
    }

    /// Reads a file that must be of one kind.
    pub fn read_as(kind: FileKind, bytes: &[u8]) -> Result<Self, Error> {
        let file = Self::read(bytes)?;
        if file.kind == kind {
            return Ok(file);
        }
        Err(Error::WrongKind {
            found: file.kind.words().into(),
            remedy: format!("{} is wanted here", kind.words()),
        })
    }

    /// Which kind it is.
    pub fn kind(&self) -> FileKind {
        self.kind
    }

    /// The bot it is for.
    pub fn target(&self) -> Result<Target, Error> {
        match self.kind {
            FileKind::Application => application::target(&self.members),
            FileKind::Sentences => sentences::target(&self.members),
            FileKind::Stories => stories::target(&self.members),
            FileKind::Configurations => configurations::target(&self.members),
            FileKind::Dictionary | FileKind::Labels | FileKind::Faq => Err(Error::WrongKind {
                found: format!("{}, which names no bot", self.kind.words()),
                remedy: "say which bot it is for".into(),
            }),
        }
    }

    /// Imports it into a new bot ([`TockFile::target`]) or into `into`, whatever that one's name:
    /// what the file names with its own namespace then goes to the bot's.
    pub fn import(self, into: Option<Bot>) -> Result<Imported, Error> {
        let target = match &into {
            Some(bot) => Target { namespace: bot.namespace.clone(), bot: bot.name.clone() },
            None => self.target()?,
        };
        self.import_to(target, into)
    }

    /// Imports it into a new bot of another namespace or name than the file says.
    pub fn import_as(self, target: Target) -> Result<Imported, Error> {
        self.import_to(target, None)
    }

    fn import_to(self, target: Target, into: Option<Bot>) -> Result<Imported, Error> {
        match self.kind {
            FileKind::Application => application::import(self.members, target, into),
            FileKind::Sentences => Ok(sentences::import(self.members, target, into)),
            FileKind::Dictionary => dictionary::import(self.members, target, into),
            FileKind::Stories => Ok(stories::import(self.members, target, into, self.channels)),
            FileKind::Labels => Ok(labels::import(self.members, target, into)),
            FileKind::Faq => Ok(faqs::import(self.members, target, into)),
            FileKind::Configurations => Ok(configurations::import(self.members, target, into)),
        }
    }
}

impl FileKind {
    fn words(self) -> &'static str {
        match self {
            Self::Application => "an application dump (it has `application`)",
            Self::Sentences => "a sentences dump (it has `applicationName`)",
            Self::Dictionary => "a dictionary (it has `entityName`)",
            Self::Stories => "an export of stories (they have `storyId`)",
            Self::Labels => "a file of labels (they have `i18n`, or the columns of its table)",
            Self::Faq => "entries of the FAQ (they have `utterances`)",
            Self::Configurations => {
                "configurations of bots or connectors (they have `apiKey` or `connectorType`)"
            }
        }
    }
}

/// What the items of a list are, by the first of them.
fn kind_of_items(items: &[Value]) -> Result<(FileKind, &'static str), Error> {
    let first = items.first();
    let has = |name: &str| first.is_some_and(|item| item.get(name).is_some());
    match () {
        () if has("storyId") => Ok((FileKind::Stories, "stories")),
        () if has("utterances") => Ok((FileKind::Faq, "rows")),
        () if has("connectorType") || has("apiKey") => {
            Ok((FileKind::Configurations, "configurations"))
        }
        () if has("i18n") || has("defaultI18n") => Ok((FileKind::Labels, "labels")),
        () if first.is_none() => Err(wrong_kind("an empty list")),
        () => Err(wrong_kind("a list of something else")),
    }
}

fn list(name: &str, items: &[Value]) -> Result<Members, Error> {
    let raw = serde_json::value::to_raw_value(items)
        .map_err(|error| wire::Error::Syntax { reason: error.to_string() })?;
    Ok(Members::from([(name.to_owned(), raw)]))
}

fn wrong_kind(found: &str) -> Error {
    Error::WrongKind {
        found: found.to_owned(),
        remedy: "give an application dump (it has `application`), a sentences dump (it has \
                 `applicationName`), a dictionary (it has `entityName`), stories (they have \
                 `storyId`), labels (they have `i18n`), entries of the FAQ (they have \
                 `utterances`) or configurations (they have `connectorType` or `apiKey`)"
            .into(),
    }
}

/// The value of a member; null when it is absent.
pub(super) fn member(members: &Members, name: &str) -> Result<Value, wire::Error> {
    members.get(name).map_or(Ok(Value::Null), |raw| wire::json::value(raw.get().as_bytes()))
}

/// A text, or what is wrong with it.
pub(super) fn text<'a>(value: &'a Value, name: &str) -> Result<&'a str, Error> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Ok(text),
        Value::String(_) => Err(field(name, "is empty")),
        Value::Null => Err(field(name, "is missing")),
        other => Err(field(name, &format!("must be a text but is {}", wire::json::kind(other)))),
    }
}

fn field(name: &str, reason: &str) -> Error {
    wire::Error::field(name, reason, "export the file again, or write the member by hand").into()
}

/// The target that a namespace and a name make.
pub(super) fn target_of(namespace: &str, name: &str, field_name: &str) -> Result<Target, Error> {
    match (names::namespace(namespace), names::bot_name(name)) {
        (Some(namespace), Some(bot)) => Ok(Target { namespace, bot }),
        _ => Err(field(field_name, &format!("names no bot (`{namespace}:{name}`)"))),
    }
}

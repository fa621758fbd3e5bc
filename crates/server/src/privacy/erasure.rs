//! A person's words in what bots learn from.
//!
//! A sentence is detached from who said it when it is taken into a bot. What remains to be found
//! when that person wants to be forgotten are sentences, questions and tests with exactly their
//! words.

use std::collections::{BTreeMap, BTreeSet};

use model::{Bot, BotId, Namespace, UserId, UserLine};
use serde::Serialize;
use sha2::{Digest, Sha256};
use store::{Actor, ForgottenPerson, Owner, Store};

/// Something of a bot that has exactly the words of somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Taught {
    /// By which to keep it.
    #[schema(example = "5d41402abc4b2a76b9719d91")]
    pub id: String,
    /// The bot.
    #[schema(example = "gare")]
    pub bot: String,
    /// `sentence`, or `dialog`: a test in which the words are said.
    #[schema(example = "sentence")]
    pub kind: &'static str,
    /// The intent of the sentence, or the name of the test.
    #[schema(example = "buy-ticket")]
    pub of: String,
    /// The words.
    #[schema(example = "un train pour Lyon")]
    pub text: String,
    /// The folder of the bot, when it belongs to its files: take the words out there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub folder: Option<String>,
}

/// Words are the same whatever case and space stand around them.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn id_of(bot: &BotId, kind: &str, of: &str, text: &str) -> String {
    let hash = Sha256::digest(format!("{bot}\n{kind}\n{of}\n{}", folded(text)));
    hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

/// Everything of a content that has words of the set: kind, of what, the words.
fn matches<'a>(
    content: &'a Bot,
    words: &'a BTreeSet<String>,
) -> impl Iterator<Item = (&'static str, String, &'a str)> {
    let sentences = content.sentences.iter().map(|sentence| {
        let intent = sentence.intent.as_ref().map(ToString::to_string).unwrap_or_default();
        ("sentence", intent, sentence.text.as_str())
    });
    let dialogs = content.dialogs.iter().flat_map(|dialog| {
        dialog.exchanges.iter().filter_map(|exchange| match &exchange.user {
            UserLine::Says { text } => Some(("dialog", dialog.name.clone(), text.as_str())),
            _ => None,
        })
    });
    sentences.chain(dialogs).filter(|(_, _, text)| words.contains(&folded(text)))
}

async fn words_of(
    store: &Store,
    namespace: &Namespace,
    user: &UserId,
) -> store::Result<BTreeSet<String>> {
    let texts = store.texts_of(namespace, user).await?;
    Ok(texts.iter().map(|text| folded(text)).filter(|text| !text.is_empty()).collect())
}

/// What bots of a namespace learnt in exactly the words of somebody, in drafts and versions.
pub async fn taught_by(
    store: &Store,
    namespace: &Namespace,
    user: &UserId,
) -> store::Result<Vec<Taught>> {
    let words = words_of(store, namespace, user).await?;
    let mut found = BTreeMap::new();
    if words.is_empty() {
        return Ok(Vec::new());
    }
    for bot in store.bots(namespace).await? {
        let folder = match &bot.owner {
            Owner::Files { folder } => Some(folder.clone()),
            Owner::Database => None,
        };
        let mut look = |content: &Bot| {
            for (kind, of, text) in matches(content, &words) {
                let id = id_of(&bot.id, kind, &of, text);
                let (text, folder) = (text.to_owned(), folder.clone());
                let taught = Taught { id, bot: bot.name.to_string(), kind, of, text, folder };
                found.entry(taught.id.clone()).or_insert(taught);
            }
        };
        look(&store.draft(namespace, &bot.id).await?.bot);
        for version in store.versions(namespace, &bot.id).await? {
            look(&store.version(namespace, &version.id).await?);
        }
    }
    Ok(found.into_values().collect())
}

/// Forgets somebody: everything that they said and got, and what bots learnt in exactly their
/// words, unless its id is among `keep`. Gives how much went, and what was taken out of bots.
pub async fn forget(
    store: &Store,
    namespace: &Namespace,
    user: &UserId,
    keep: &BTreeSet<String>,
    by: &Actor,
) -> store::Result<(ForgottenPerson, Vec<Taught>)> {
    let words = words_of(store, namespace, user).await?;
    let mut taught = taught_by(store, namespace, user).await?;
    taught.retain(|one| !keep.contains(&one.id));
    let bots: BTreeSet<&str> = taught.iter().map(|one| one.bot.as_str()).collect();
    for bot in store.bots(namespace).await?.iter().filter(|bot| bots.contains(bot.name.as_str())) {
        let goes = |kind: &str, of: &str, text: &str| {
            words.contains(&folded(text)) && !keep.contains(&id_of(&bot.id, kind, of, text))
        };
        let redact = |content: &mut Bot| {
            let before = (content.sentences.len(), content.dialogs.len());
            content.sentences.retain(|sentence| {
                let intent = sentence.intent.as_ref().map(ToString::to_string).unwrap_or_default();
                !goes("sentence", &intent, &sentence.text)
            });
            content.dialogs.retain(|dialog| {
                !dialog.exchanges.iter().any(|exchange| match &exchange.user {
                    UserLine::Says { text } => goes("dialog", &dialog.name, text),
                    _ => false,
                })
            });
            before != (content.sentences.len(), content.dialogs.len())
        };
        store.redact_bot(namespace, &bot.id, redact, by).await?;
    }
    // Last, because their words are found in what they said: whoever is interrupted asks again.
    let gone = store.forget_user(namespace, user, by).await?;
    Ok((gone, taught))
}

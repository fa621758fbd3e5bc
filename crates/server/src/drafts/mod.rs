//! Drafts in memory, and changes of them object by object.
//!
//! People who change different objects of a bot never disturb each other: a change says which
//! state of *its object* it was made to, is checked with what it touches, and is written as one
//! small row after all others. Only the same object, changed twice from the same state, is a
//! conflict.

mod difference;
mod soundness;
mod told;
mod undo;

use std::sync::{Arc, Mutex, PoisonError};

use model::{
    Bot, BotId, Diagnostic, ETag, Edit, FieldProblem, Locale, Namespace, Problem, Severity,
    StoryName, VersionId,
};
use serde::Serialize;
use sha2::{Digest, Sha256};
use store::{Actor, BotSummary, DraftChange, DraftMark, Store, Undo};
use tokio::sync::Notify;

pub use difference::{ObjectChange, differences};
pub use undo::taken_back;

/// Drafts kept in memory; the one used longest ago gives way.
const DRAFTS_KEPT: usize = 16;

/// Versions kept in memory, to compare with.
const VERSIONS_KEPT: usize = 4;

/// Edits beside a draft's document after which it is written as a whole.
const EDITS_PENDING_MAX: usize = 200;

/// How often a change is tried again because somebody else changed another object meanwhile.
const RACES_MAX: usize = 20;

/// A draft at one moment.
#[derive(Clone)]
pub struct Draft {
    /// Its content.
    pub bot: Arc<Bot>,
    /// Which state it is.
    pub mark: DraftMark,
}

/// Why a change was not made.
#[derive(Debug)]
pub enum Refused {
    /// The change itself is wrong, or meets another one.
    Problem(Box<Problem>),
    /// The storage refused or does not answer.
    Store(store::Error),
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

impl From<store::Error> for Refused {
    fn from(error: store::Error) -> Self {
        Self::Store(error)
    }
}

/// The drafts of the bots that are worked on.
#[derive(Clone)]
pub struct Drafts {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    // Told of every change.
    changed: Arc<Notify>,
    // Most recently used first.
    slots: Mutex<Vec<(BotId, Slot)>>,
    versions: Mutex<Vec<(VersionId, Arc<Bot>)>>,
}

type Slot = Arc<tokio::sync::Mutex<Option<Known>>>;

struct Known {
    draft: Draft,
    pending: usize,
}

impl Drafts {
    /// The drafts of a store. `changed` is told of every change.
    pub fn new(store: Store, changed: Arc<Notify>) -> Self {
        let inner = Inner { store, changed, slots: Mutex::default(), versions: Mutex::default() };
        Self { inner: Arc::new(inner) }
    }

    /// The draft of a bot as it is now, whoever changed it.
    pub async fn read(&self, namespace: &Namespace, bot: &BotId) -> Result<Draft, store::Error> {
        let slot = self.slot(bot);
        let mut known = slot.lock().await;
        Ok(self.catch_up(&mut known, namespace, bot).await?.draft.clone())
    }

    /// The content of a version.
    pub async fn version(
        &self,
        namespace: &Namespace,
        version: &VersionId,
    ) -> Result<Arc<Bot>, store::Error> {
        let kept = || self.inner.versions.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept().iter().find(|(id, _)| id == version).map(|(_, bot)| bot.clone());
        // Kept ones are found by an id alone; the namespace still has to be theirs.
        if let Some(bot) = found.filter(|bot| bot.namespace == *namespace) {
            return Ok(bot);
        }
        let bot = Arc::new(self.inner.store.version(namespace, version).await?);
        let mut kept = kept();
        kept.retain(|(id, _)| id != version);
        kept.insert(0, (version.clone(), bot.clone()));
        kept.truncate(VERSIONS_KEPT);
        Ok(bot)
    }

    /// Reads versions anew from now on, because their contents were redacted.
    pub fn forget_versions(&self) {
        self.inner.versions.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Changes a draft. `decide` sees it as it is now and says what to change and what to answer;
    /// it is asked again when somebody else was quicker. Nothing is written for no edits. What
    /// would make the draft wrong where it was not is refused.
    pub async fn edit<T>(
        &self,
        bot: &BotSummary,
        by: &Actor,
        mut decide: impl FnMut(&Bot) -> Result<(Vec<Edit>, T), Problem>,
    ) -> Result<(Draft, T), Refused> {
        if let store::Owner::Files { folder } = &bot.owner {
            return Err(store::Error::OwnedByFiles {
                namespace: bot.namespace.clone(),
                bot: bot.name.clone(),
                folder: folder.clone(),
            }
            .into());
        }
        let slot = self.slot(&bot.id);
        let mut kept = slot.lock().await;
        for _ in 0..RACES_MAX {
            let known = self.catch_up(&mut kept, &bot.namespace, &bot.id).await?;
            let (edits, answer) = decide(&known.draft.bot)?;
            if edits.is_empty() {
                return Ok((known.draft.clone(), answer));
            }
            // A large bot takes its time, which is not that of the answers.
            let content = known.draft.bot.clone();
            let judge = move || (soundness::made_worse(&content, &edits), edits);
            let judged = tokio::task::spawn_blocking(judge).await;
            let (findings, edits) =
                judged.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()));
            if !findings.is_empty() {
                return Err(unsound(findings).into());
            }
            let from = known.draft.mark.revision;
            let back = known.draft.bot.edits_back(&edits);
            let told = told::told(bot, &known.draft.bot, &edits);
            // Nothing is known while it is written: whoever comes after a failure reads it anew.
            let Some(Known { mut draft, mut pending }) = kept.take() else { continue };
            let content = Arc::make_mut(&mut draft.bot);
            edits.iter().cloned().for_each(|edit| content.apply(edit));
            let undo = Undo { state: undo::state_of(content, &back), edits: back };
            let store = &self.inner.store;
            let (namespace, id) = (&bot.namespace, &bot.id);
            let change = DraftChange { edits: &edits, told: &told, undo: Some(&undo) };
            match store.edit_draft(namespace, id, from, &change, by).await {
                Ok(mark) => {
                    draft.mark = mark;
                    pending += 1;
                    if pending >= EDITS_PENDING_MAX {
                        pending = 0;
                        tokio::spawn(fold(store.clone(), namespace.clone(), id.clone()));
                    }
                    *kept = Some(Known { draft: draft.clone(), pending });
                    self.inner.changed.notify_one();
                    return Ok((draft, answer));
                }
                Err(store::Error::Changed { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        let detail = "too many others change this bot at the same time; try again in a moment";
        Err(Problem::new(503, "busy", "Busy", detail).into())
    }

    fn slot(&self, bot: &BotId) -> Slot {
        let mut slots = self.inner.slots.lock().unwrap_or_else(PoisonError::into_inner);
        let slot = match slots.iter().position(|(id, _)| id == bot) {
            Some(place) => slots.remove(place).1,
            None => Slot::default(),
        };
        slots.insert(0, (bot.clone(), slot.clone()));
        slots.truncate(DRAFTS_KEPT);
        slot
    }

    /// Brings what is known up to date: with the edits of others where that is enough.
    async fn catch_up<'k>(
        &self,
        kept: &'k mut Option<Known>,
        namespace: &Namespace,
        bot: &BotId,
    ) -> Result<&'k mut Known, store::Error> {
        let store = &self.inner.store;
        let missing = || store::Error::NotFound { what: "bot", id: bot.to_string() };
        // Also when the content is known: whoever asks must be of its namespace.
        let mark = store.draft_mark(namespace, bot).await?.ok_or_else(missing)?;
        if let Some(known) = kept.as_mut()
            && known.draft.mark.revision <= mark.revision
        {
            let from = known.draft.mark.revision;
            let edits = match from == mark.revision {
                true => Some(Vec::new()),
                false => store.draft_edits(namespace, bot, from, mark.revision).await?,
            };
            if let Some(edits) = edits {
                known.pending += edits.len();
                if !edits.is_empty() {
                    let content = Arc::make_mut(&mut known.draft.bot);
                    edits.into_iter().flatten().for_each(|edit| content.apply(edit));
                }
                known.draft.mark = mark;
                return Ok(kept.as_mut().expect("it was there"));
            }
        }
        let store::Draft { bot, revision, hash, author, at, pending } =
            store.draft(namespace, bot).await?;
        let mark = DraftMark { revision, hash, author, at };
        Ok(kept.insert(Known { draft: Draft { bot: Arc::new(bot), mark }, pending }))
    }
}

async fn fold(store: Store, namespace: Namespace, bot: BotId) {
    if let Err(error) = store.fold_draft(&namespace, &bot).await {
        tracing::warn!(%error, %bot, "the edits of a draft were not folded; they stay beside it");
    }
}

fn unsound(findings: Vec<model::Diagnostic>) -> Problem {
    let mut problem = Problem::new(
        422,
        "unsound",
        "Unsound",
        "the bot would have mistakes that it does not have now; nothing was changed",
    );
    problem.errors = findings
        .into_iter()
        .map(|finding| FieldProblem {
            field: finding.place.unwrap_or_default(),
            detail: match finding.remedy.is_empty() {
                true => finding.message,
                false => format!("{}: {}", finding.message, finding.remedy),
            },
        })
        .collect();
    problem
}

/// Everything that is wrong with a story or strange about it once some edits are made to a bot.
pub fn findings_of_story(bot: &Bot, edits: &[Edit], name: &StoryName) -> Vec<Diagnostic> {
    soundness::findings_of_story(bot, edits, name)
}

/// Everything that is wrong with a bot or strange about it. A large bot takes its time: not for the
/// threads of answers.
pub fn all_findings(bot: &Bot) -> Vec<Diagnostic> {
    let mut findings = bot_files::check(bot);
    findings.extend(engine::check(bot));
    findings
}

/// How many of these are mistakes.
pub fn count_errors(findings: &[Diagnostic]) -> usize {
    findings.iter().filter(|finding| finding.severity == Severity::Error).count()
}

/// The id of a sentence, which follows from its language and its words.
pub fn sentence_id(locale: &Locale, text: &str) -> String {
    let hash = Sha256::digest(format!("{locale}\n{text}"));
    hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

/// The tag of an object: the hash of its JSON.
pub fn etag_of(object: &impl Serialize) -> ETag {
    let json = serde_json::to_vec(object).unwrap_or_default();
    let hash = Sha256::digest(&json);
    ETag::of_hash(&hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect::<String>())
}

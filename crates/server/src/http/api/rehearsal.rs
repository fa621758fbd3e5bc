//! A story while it is being written: what is wrong with it, how it reads as a text, and what the
//! bot would say with it. Nothing is stored.

use std::collections::BTreeMap;

use model::{
    Bot, ConnectorType, Diagnostic, Edit, EventKind, Interface, Label, LabelKey, Locale, Message,
    Story, StoryName, Understanding,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::Environment;
use utoipa::{OpenApi, ToSchema};

use super::request::{Answer, Body, InBot, json};
use super::talk::{TalkEvent, with_payloads};
use crate::drafts::findings_of_story;
use crate::http::Route;
use crate::http::problem::ProblemResponse;
use model::Permission::Author;

/// Events of one rehearsal at most: they are all played again each time.
const EVENTS_MAX: usize = 50;

/// Where the text of a story stands among the files of a bot.
const FOLDER: &str = "stories/";
const FILE: &str = "stories/story.toml";

/// The descriptions of these routes.
#[derive(OpenApi)]
#[openapi(paths(rehearse))]
pub struct Described;

/// The routes.
pub fn routes() -> Vec<Route> {
    vec![Route::post("/api/v1/bots/{namespace}/{name}/stories/{story}/rehearse", Author, rehearse)]
}

/// A story as it is being written, and what is said to it.
#[derive(Deserialize, ToSchema)]
pub struct Rehearsal {
    /// The story.
    story: Option<Story>,
    /// The story as a file says it, in place of `story`.
    #[schema(example = "[hello]\nstarters = [\"greeting\"]\nanswers = [\"hello.text\"]\n")]
    text: Option<String>,
    /// Labels that the draft does not have yet, or has with other texts.
    #[serde(default)]
    labels: BTreeMap<LabelKey, Label>,
    /// The user's language; absent: the bot's first.
    #[schema(example = "fr")]
    locale: Option<Locale>,
    /// The kind of channel; absent: `web`.
    #[schema(example = "web")]
    connector: Option<ConnectorType>,
    /// What a user says and does from the start of a conversation, in order; at most 50.
    #[serde(default)]
    events: Vec<TalkEvent>,
}

/// What comes of it.
#[derive(Serialize, ToSchema)]
pub struct Rehearsed {
    /// The story as it was read; absent when the text is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    story: Option<Story>,
    /// The story as a file says it: as it was given, or written anew.
    text: String,
    /// What is wrong with it or strange about it, with the line of the text.
    findings: Vec<Diagnostic>,
    /// What the bot answers to each event.
    turns: Vec<RehearsedTurn>,
}

/// What the bot answers to an event, and why.
#[derive(Serialize, ToSchema)]
pub struct RehearsedTurn {
    /// What the bot says. What stands for a choice carries its `payload`.
    #[schema(value_type = Vec<Message>)]
    messages: Vec<Value>,
    /// What was understood; absent for what is not a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    understanding: Option<Understanding>,
    /// What was decided, and why.
    trace: engine::Trace,
}

/// Checks a story that is not stored yet and plays a conversation with it: the draft with this
/// story in it, in memory. Nothing is called outside, and nothing is changed.
#[utoipa::path(post, path = "/api/v1/bots/{namespace}/{name}/stories/{story}/rehearse",
    tag = "stories", summary = "Check and try a story that is being written",
    request_body(content = Rehearsal, example = json!({"locale": "fr",
        "story": {"name": "hello", "starters": ["greeting"],
            "answers": [{"content": {"type": "text", "text": "hello.text"}}]},
        "labels": {"hello.text": {"texts": [{"locale": "fr", "variants": ["Bonjour !"]}]}},
        "events": [{"type": "sentence", "text": "bonjour"}]})),
    responses((status = 200, description = "What is wrong with it, and what the bot answers.", body = Rehearsed)))]
pub async fn rehearse(at: InBot, Body(request): Body<Rehearsal>) -> Answer {
    let name: StoryName = at.name("story", "story")?;
    let Rehearsal { story, text, labels, locale, connector, events } = request;
    if events.len() > EVENTS_MAX {
        return Err(ProblemResponse::bad_request(format!(
            "field `events`: {} of them; send {EVENTS_MAX} at most, or begin again",
            events.len()
        )));
    }
    if story.is_some() == text.is_some() {
        return Err(ProblemResponse::bad_request(
            "fields `story`, `text`: send one of them, and only one",
        ));
    }
    let web = || ConnectorType::new("web").expect("`web` is a sound connector type");
    let connector = connector.unwrap_or_else(web);
    let known = at.app.bots.connectors().find(&connector).ok_or_else(|| {
        ProblemResponse::bad_request(format!(
            "field `connector`: there is no kind of channel `{connector}`; see the list of connectors"
        ))
    })?;
    let descriptor = known.descriptor().clone();
    let draft = at.draft().await?.bot;
    let loaded = match events.is_empty() {
        true => None,
        false => Some(at.app.bots.loaded(&at.namespace, at.id(), Environment::Draft).await?),
    };
    let now = at.app.turns.now();
    let rehearse = move || {
        let written = match (story, text) {
            (Some(story), _) => written(&draft, story),
            (None, text) => read(&draft, text.unwrap_or_default(), &name),
        };
        let Written { story, text, mut findings, sources } = written;
        let Some(story) = story else {
            return Rehearsed { story: None, text, findings, turns: Vec::new() };
        };
        let labels = labels.into_iter().map(|(key, label)| (key, Some(label))).collect();
        let put = Edit::Story {
            name: story.name.clone(),
            story: Some(Box::new(story.clone())),
            before: None,
        };
        let edits = [Edit::Labels { labels }, put];
        for mut finding in findings_of_story(&draft, &edits, &story.name) {
            let located = sources.locate(vec![finding.clone()]).remove(0);
            finding.line = located.line;
            findings.push(finding);
        }
        let mut turns = Vec::new();
        if let Some(loaded) = loaded {
            let mut bot = Bot::clone(&draft);
            edits.into_iter().for_each(|edit| bot.apply(edit));
            let locale = locale.or_else(|| bot.locales.first().cloned()).unwrap_or_else(Locale::fr);
            let talking = loaded.talking.with_stories_of(bot);
            let interface = descriptor.interfaces.first().copied().unwrap_or(Interface::Text);
            let mut talk = runtime::Talk::new(&talking, locale).explaining().on_channel(
                connector,
                interface,
                descriptor.capabilities,
            );
            for event in events {
                let done = talk.turn(EventKind::from(event), now);
                turns.push(RehearsedTurn {
                    messages: done.messages.iter().map(with_payloads).collect(),
                    understanding: done.understanding,
                    trace: done.trace,
                });
            }
        }
        Rehearsed { story: Some(story), text, findings, turns }
    };
    let rehearsed = tokio::task::spawn_blocking(rehearse)
        .await
        .map_err(|error| ProblemResponse::defect(format!("the rehearsal did not end: {error}")))?;
    Ok(json(&rehearsed))
}

/// A story and its text.
struct Written {
    story: Option<Story>,
    text: String,
    /// What is wrong with the text.
    findings: Vec<Diagnostic>,
    sources: bot_files::Sources,
}

/// What a text needs to know of the bot: how entities are named.
fn around(draft: &Bot) -> Bot {
    let mut around = Bot::new(draft.namespace.clone(), draft.name.clone(), draft.locales.clone());
    around.intents.clone_from(&draft.intents);
    around
}

/// A story written as a text.
fn written(draft: &Bot, story: Story) -> Written {
    let mut bot = around(draft);
    bot.stories = vec![story];
    let files = bot_files::write_files(&bot);
    let sources = bot_files::read_files_with_sources(&files).sources;
    let text = files.into_iter().find(|(path, _)| path.starts_with(FOLDER));
    let text = text.map(|(_, text)| text).unwrap_or_default();
    Written { story: bot.stories.pop(), text, findings: Vec::new(), sources }
}

/// A text read as the story of a name.
fn read(draft: &Bot, text: String, name: &StoryName) -> Written {
    let mut files = bot_files::write_files(&around(draft));
    files.insert(FILE.to_owned(), text);
    let mut reading = bot_files::read_files_with_sources(&files);
    let text = files.remove(FILE).unwrap_or_default();
    // Only how it is written: what it means is found in the draft, which has everything it names.
    let means = reading.sources.locate(bot_files::check(&reading.bot));
    let mut findings = reading.diagnostics;
    findings.retain(|finding| {
        finding.place.as_deref() == Some(FILE)
            && !means.iter().any(|other| other.code == finding.code && other.line == finding.line)
    });
    let many = reading.bot.stories.len() > 1;
    let story = reading.bot.stories.drain(..).find(|story| story.name == *name);
    let broken = findings.iter().any(|finding| finding.severity == model::Severity::Error);
    if many || (story.is_none() && !broken) {
        findings.push(Diagnostic::error(
            "other-story",
            format!("the text is not the one story `{name}`"),
            format!("begin it with `[{name}]` and write no other story in it"),
        ));
    }
    let story = story.filter(|_| !broken && !many);
    Written { story, text, findings, sources: reading.sources }
}

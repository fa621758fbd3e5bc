//! Stories of a draft.

use std::collections::{BTreeMap, BTreeSet};

use model::{Bot, Edit, IntentName, Label, LabelKey, Problem, Story, StoryName};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{OpenApi, ToSchema};

use super::labels::{self, NamedLabel};
use super::object::{self, ObjectPage, PageQuery, Tagged};
use super::request::{Answer, Body, InBot, json};
use crate::drafts::etag_of;
use crate::http::Route;
use model::Permission::{Author, View};

/// The descriptions of these routes.
#[derive(OpenApi)]
#[openapi(paths(list, read, labels_of, put, remove, rename, place))]
pub struct Described;

/// The routes.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/bots/{namespace}/{name}/stories", View, list),
        Route::get("/api/v1/bots/{namespace}/{name}/stories/{story}", View, read),
        Route::get("/api/v1/bots/{namespace}/{name}/stories/{story}/labels", View, labels_of),
        Route::put("/api/v1/bots/{namespace}/{name}/stories/{story}", Author, put),
        Route::delete("/api/v1/bots/{namespace}/{name}/stories/{story}", Author, remove),
        Route::post("/api/v1/bots/{namespace}/{name}/stories/{story}/rename", Author, rename),
        Route::post("/api/v1/bots/{namespace}/{name}/stories/{story}/place", Author, place),
    ]
}

/// A story in a list: the outline without what it says.
#[derive(Serialize, ToSchema)]
pub struct StoryOutline {
    /// Its name.
    #[schema(example = "book")]
    name: StoryName,
    /// What it is for.
    description: String,
    /// A word to group stories by.
    category: String,
    /// What starts it.
    kind: model::StoryKind,
    /// Intents that start it from anywhere; the first is its main intent.
    starters: Vec<IntentName>,
    /// Whether it is switched off.
    disabled: bool,
    /// How many answers it has, those of its steps not counted.
    answers: usize,
    /// How many steps it has, in all.
    steps: usize,
}

fn outline(story: &Story) -> StoryOutline {
    StoryOutline {
        name: story.name.clone(),
        description: story.description.clone(),
        category: story.category.clone(),
        kind: story.kind,
        starters: story.starters.clone(),
        disabled: story.disabled,
        answers: story.answers.len(),
        steps: story.all_steps().len(),
    }
}

fn find(bot: &Bot, name: &StoryName) -> Option<Story> {
    bot.stories.iter().find(|story| story.name == *name).cloned()
}

/// The stories, in their order, which decides between those with the same starter.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/stories", tag = "stories",
    summary = "The stories",
    params(("search" = Option<String>, Query, description = "Words of the name or the description."),
        ("category" = Option<String>, Query, description = "Only of this category."),
        ("intent" = Option<String>, Query, description = "Only those that this intent starts."), PageQuery),
    responses((status = 200, description = "A page of outlines of stories.", body = ObjectPage<StoryOutline>)))]
pub async fn list(at: InBot) -> Answer {
    let draft = at.draft().await?;
    let search = at.asked("search").unwrap_or_default().to_lowercase();
    let (category, intent) = (at.asked("category"), at.asked("intent"));
    let wanted: Vec<&Story> = draft
        .bot
        .stories
        .iter()
        .filter(|story| category.is_none_or(|category| story.category == category))
        .filter(|story| {
            intent.is_none_or(|intent| story.starters.iter().any(|one| one.as_str() == intent))
        })
        .filter(|story| {
            object::holds(story.name.as_str(), &search)
                || object::holds(&story.description, &search)
        })
        .collect();
    object::page(
        &at,
        &wanted,
        |story| story.name.to_string(),
        |story| (outline(story), etag_of(story).to_string()),
    )
}

/// A story, whole.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/stories/{story}", tag = "stories",
    summary = "A story", responses((status = 200, description = "The story.", body = Story)))]
pub async fn read(at: InBot) -> Answer {
    let draft = at.draft().await?;
    let name: StoryName = at.name("story", "story")?;
    object::read(&at, "story", name.as_str(), find(&draft.bot, &name), |story| story)
}

/// The labels that a story says, those of its steps included, as they are in the draft.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/stories/{story}/labels", tag = "stories",
    summary = "The labels of a story",
    responses((status = 200, description = "All of them with their tags, by key.", body = ObjectPage<NamedLabel>)))]
pub async fn labels_of(at: InBot) -> Answer {
    let draft = at.draft().await?;
    let name: StoryName = at.name("story", "story")?;
    let story =
        find(&draft.bot, &name).ok_or_else(|| object::missing(&at, "story", name.as_str()))?;
    let said: BTreeSet<&LabelKey> = labels::said(&story).collect();
    let used = labels::used(&draft.bot);
    let known = said.into_iter().filter_map(|key| draft.bot.labels.get_key_value(key));
    let items: Vec<_> = known
        .map(|(key, label)| {
            let object = labels::named(&draft.bot, &used, key, label.clone());
            Tagged { etag: etag_of(label).to_string(), object }
        })
        .collect();
    Ok(json(&ObjectPage { total: items.len(), items, next: None }))
}

/// A story, with the texts of labels that come with it.
#[derive(Deserialize, ToSchema)]
pub struct StoryToPut {
    /// The story.
    #[serde(flatten)]
    story: Story,
    /// Labels that are made or replaced in the same change: what a new answer says.
    #[serde(default)]
    labels: BTreeMap<LabelKey, Label>,
    /// What these labels were when they were read: a label's tag, `null` for one that was not there.
    /// When somebody changed one since, nothing is changed; of labels that are not named here,
    /// the last writer wins.
    #[serde(default)]
    label_tags: BTreeMap<LabelKey, Option<String>>,
}

/// Refuses labels that somebody changed since they were read.
fn check_label_tags(bot: &Bot, read: &BTreeMap<LabelKey, Option<String>>) -> Result<(), Problem> {
    for (key, tag) in read {
        let now = bot.labels.get(key).map(|label| etag_of(label).to_string());
        if now != *tag {
            let detail = format!(
                "field `label_tags`: somebody changed the label `{key}` since you read it; read it \
                 again and repeat your change"
            );
            return Err(Problem::new(412, "changed", "Changed since it was read", detail));
        }
    }
    Ok(())
}

/// Makes or replaces a story. Labels that it says for the first time can come with it.
#[utoipa::path(put, path = "/api/v1/bots/{namespace}/{name}/stories/{story}", tag = "stories",
    summary = "Make or replace a story",
    request_body(content = StoryToPut, example = json!({"name": "hello", "starters": ["greeting"],
        "answers": [{"content": {"type": "text", "text": "hello.text"}}],
        "labels": {"hello.text": {"texts": [{"locale": "fr", "variants": ["Bonjour !"]}]}}})),
    responses((status = 200, description = "The story as it is now.", body = Story),
        (status = 201, description = "The new story.", body = Story)))]
pub async fn put(
    at: InBot,
    Body(StoryToPut { story, labels, label_tags }): Body<StoryToPut>,
) -> Answer {
    let name: StoryName = at.name("story", "story")?;
    if story.name != name {
        return Err(object::not_the_same("name", name.as_str(), story.name.as_str()).into());
    }
    let edit = |bot: &Bot, found: Option<&Story>| {
        check_label_tags(bot, &label_tags)?;
        let mut edits = Vec::new();
        let new = labels.iter().filter(|(key, label)| bot.labels.get(*key) != Some(*label));
        let new: BTreeMap<_, _> =
            new.map(|(key, label)| (key.clone(), Some(label.clone()))).collect();
        if !new.is_empty() {
            edits.push(Edit::Labels { labels: new });
        }
        if found != Some(&story) {
            let story = Some(Box::new(story.clone()));
            edits.push(Edit::Story { name: name.clone(), story, before: None });
        }
        Ok(edits)
    };
    let (draft, is_new) = object::change(&at, |bot| find(bot, &name), edit).await?;
    object::shown(is_new, find(&draft.bot, &name), |story| story)
}

/// Removes a story that no other leads to.
#[utoipa::path(delete, path = "/api/v1/bots/{namespace}/{name}/stories/{story}", tag = "stories",
    summary = "Remove a story", responses((status = 204, description = "It is gone.")))]
pub async fn remove(at: InBot) -> Answer {
    let name: StoryName = at.name("story", "story")?;
    object::remove(
        &at,
        "story",
        name.as_str(),
        |bot| find(bot, &name),
        |_| vec![Edit::Story { name: name.clone(), story: None, before: None }],
    )
    .await
}

/// Another name for a story.
#[derive(Deserialize, ToSchema)]
pub struct StoryRename {
    /// The new name.
    #[schema(example = "book_ticket")]
    to: StoryName,
}

/// Gives a story another name, also wherever stories, entries of the FAQ and settings name it.
#[utoipa::path(post, path = "/api/v1/bots/{namespace}/{name}/stories/{story}/rename",
    tag = "stories", summary = "Give a story another name", request_body = StoryRename,
    responses((status = 200, description = "The story under its new name.", body = Story)))]
pub async fn rename(at: InBot, Body(StoryRename { to }): Body<StoryRename>) -> Answer {
    let name: StoryName = at.name("story", "story")?;
    let decide = |bot: &Bot| {
        let place = bot.stories.iter().position(|story| story.name == name);
        let Some(place) = place else {
            return Err(object::missing(&at, "story", name.as_str()).0);
        };
        if name == to {
            return Ok((Vec::new(), ()));
        }
        if find(bot, &to).is_some() {
            return Err(object::taken("story", to.as_str()));
        }
        Ok((with_story_renamed(bot, place, &to), ()))
    };
    let (draft, ()) = at.edit(decide).await?;
    object::shown(false, find(&draft.bot, &to), |story| story)
}

fn with_story_renamed(bot: &Bot, place: usize, to: &StoryName) -> Vec<Edit> {
    let from = &bot.stories[place].name;
    let rename = |named: &mut Option<StoryName>| {
        if named.as_ref() == Some(from) {
            *named = Some(to.clone());
        }
    };
    let renamed = |story: &Story| {
        let mut story = story.clone();
        rename(&mut story.redirects_to);
        rename(&mut story.ends_with);
        for rule in story.channels.values_mut() {
            rename(&mut rule.redirects_to);
            rename(&mut rule.ends_with);
        }
        story
    };
    let mut edits = Vec::new();
    let mut own = renamed(&bot.stories[place]);
    own.name = to.clone();
    let before = Some(from.clone());
    edits.push(Edit::Story { name: to.clone(), story: Some(Box::new(own)), before });
    edits.push(Edit::Story { name: from.clone(), story: None, before: None });
    for story in bot.stories.iter().filter(|story| story.name != *from) {
        let after = renamed(story);
        if after != *story {
            let (name, story) = (after.name.clone(), Some(Box::new(after)));
            edits.push(Edit::Story { name, story, before: None });
        }
    }
    for (name, faq) in &bot.faqs {
        let mut after = faq.clone();
        rename(&mut after.ends_with);
        if after != *faq {
            edits.push(Edit::Faq { name: name.clone(), faq: Some(after) });
        }
    }
    let mut head = bot.head();
    rename(&mut head.settings.faq_ends_with);
    if head != bot.head() {
        edits.push(Edit::Bot { head: Box::new(head) });
    }
    edits
}

/// A place among the stories.
#[derive(Deserialize, ToSchema)]
pub struct Placing {
    /// The story before which it lies from now on; absent: it is the last.
    #[schema(example = "hello")]
    before: Option<StoryName>,
}

/// Moves a story to another place in the order.
#[utoipa::path(post, path = "/api/v1/bots/{namespace}/{name}/stories/{story}/place",
    tag = "stories", summary = "Move a story", request_body = Placing,
    responses((status = 200, description = "The names of the stories in their order now.", body = Vec<StoryName>)))]
pub async fn place(at: InBot, Body(Placing { before }): Body<Placing>) -> Answer {
    let name: StoryName = at.name("story", "story")?;
    let decide = |bot: &Bot| {
        let missing = |name: &StoryName| object::missing(&at, "story", name.as_str()).0;
        let story = find(bot, &name).ok_or_else(|| missing(&name))?;
        if let Some(before) = &before
            && !bot.stories.iter().any(|story| story.name == *before)
        {
            return Err(missing(before));
        }
        let story = Box::new(story);
        let put = Edit::Story { name: name.clone(), story: Some(story), before: before.clone() };
        Ok(match before {
            Some(_) => (vec![put], ()),
            // A new one is the last.
            None => (vec![Edit::Story { name: name.clone(), story: None, before: None }, put], ()),
        })
    };
    let (draft, ()) = at.edit(decide).await?;
    let order: Vec<&StoryName> = draft.bot.stories.iter().map(|story| &story.name).collect();
    Ok(json(&order))
}

/// Edits that give an intent its new name in all stories.
pub fn with_intent_renamed(bot: &Bot, from: &IntentName, to: &IntentName) -> Vec<Edit> {
    let renamed = |story: &Story| {
        let before = serde_json::to_value(story).ok()?;
        let mut after = before.clone();
        rename_intent(&mut after, from.as_str(), to.as_str());
        if before == after {
            return None;
        }
        let story = serde_json::from_value(after).ok()?;
        Some(Edit::Story {
            name: Story::clone(&story).name,
            story: Some(Box::new(story)),
            before: None,
        })
    };
    bot.stories.iter().filter_map(renamed).collect()
}

/// Members of a story that name an intent, and those that list several.
const NAMES_INTENT: [&str; 2] = ["intent", "target"];
const LISTS_INTENTS: [&str; 4] = ["starters", "secondary", "intents", "next_intents"];

fn rename_intent(value: &mut Value, from: &str, to: &str) {
    let rename = |value: &mut Value| {
        if value.as_str() == Some(from) {
            *value = Value::String(to.to_owned());
        }
    };
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| rename_intent(item, from, to)),
        Value::Object(members) => {
            for (name, member) in members {
                match (name.as_str(), &mut *member) {
                    // Not the bot's own words.
                    ("parameters" | "payload", _) => {}
                    (name, member) if NAMES_INTENT.contains(&name) => rename(member),
                    (name, Value::Array(items)) if LISTS_INTENTS.contains(&name) => {
                        items.iter_mut().for_each(|item| {
                            rename(item);
                            rename_intent(item, from, to);
                        });
                    }
                    (_, member) => rename_intent(member, from, to),
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_intent_is_renamed_wherever_a_story_names_it_and_nowhere_else() {
        let mut story = json!({"name": "a", "description": "a", "starters": ["b", "a"],
            "mandatory": [{"intents": ["a"], "entity": {"role": "a"}}],
            "next_intents": [{"intent": "a", "modifier": 0.5}],
            "answers": [{"content": {"type": "text", "text": "a", "buttons": [
                {"title": "a", "action": {"type": "intent", "intent": "a", "parameters": {"intent": "a"}}}]}}],
            "steps": [{"name": "a", "trigger": {"intent": "a"}, "target": "a"}]});
        rename_intent(&mut story, "a", "z");
        assert_eq!(
            story,
            json!({"name": "a", "description": "a", "starters": ["b", "z"],
            "mandatory": [{"intents": ["z"], "entity": {"role": "a"}}],
            "next_intents": [{"intent": "z", "modifier": 0.5}],
            "answers": [{"content": {"type": "text", "text": "a", "buttons": [
                {"title": "a", "action": {"type": "intent", "intent": "z", "parameters": {"intent": "a"}}}]}}],
            "steps": [{"name": "a", "trigger": {"intent": "z"}, "target": "z"}]})
        );
    }
}

//! Entity types of a draft, with their dictionaries.

use model::{Bot, Dictionary, DictionaryEntry, Edit, EntityType, EntityTypeName, Problem};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::object::{self, ObjectPage, PageQuery};
use super::request::{Answer, Body, InBot, json, no_content};
use crate::drafts::etag_of;
use crate::http::Route;
use model::Permission::{Train, View};

/// The descriptions of these routes.
#[derive(OpenApi)]
#[openapi(paths(list, read, put, remove, values, put_values, read_value, put_value, remove_value))]
pub struct Described;

/// The routes.
pub fn routes() -> Vec<Route> {
    const VALUE: &str =
        "/api/v1/bots/{namespace}/{name}/entity-types/{entityType}/dictionary/{value}";
    const VALUES: &str = "/api/v1/bots/{namespace}/{name}/entity-types/{entityType}/dictionary";
    vec![
        Route::get("/api/v1/bots/{namespace}/{name}/entity-types", View, list),
        Route::get("/api/v1/bots/{namespace}/{name}/entity-types/{entityType}", View, read),
        Route::put("/api/v1/bots/{namespace}/{name}/entity-types/{entityType}", Train, put),
        Route::delete("/api/v1/bots/{namespace}/{name}/entity-types/{entityType}", Train, remove),
        Route::get(VALUES, View, values),
        Route::post(VALUES, Train, put_values),
        Route::get(VALUE, View, read_value),
        Route::put(VALUE, Train, put_value),
        Route::delete(VALUE, Train, remove_value),
    ]
}

/// An entity type with its name; of its dictionary, how it is used and how many values it has.
#[derive(Serialize, ToSchema)]
pub struct NamedEntityType {
    /// Its name.
    #[schema(example = "station")]
    name: EntityTypeName,
    /// What it is, its dictionary without the values.
    #[serde(flatten)]
    entity_type: EntityType,
    /// How many values its dictionary has.
    values: usize,
}

fn named((name, entity_type): (&EntityTypeName, &EntityType)) -> NamedEntityType {
    let values = entity_type.dictionary.as_ref().map_or(0, |known| known.entries.len());
    NamedEntityType { name: name.clone(), entity_type: without_values(entity_type), values }
}

/// What is shown and tagged: values are objects of their own.
fn without_values(entity_type: &EntityType) -> EntityType {
    EntityType {
        description: entity_type.description.clone(),
        dimension: entity_type.dimension,
        dictionary: entity_type.dictionary.as_ref().map(|dictionary| Dictionary {
            entries: Vec::new(),
            only_values: dictionary.only_values,
            minimum_similarity: dictionary.minimum_similarity,
        }),
        sub_entities: entity_type.sub_entities.clone(),
        obfuscated: entity_type.obfuscated,
    }
}

/// The entity types, by name. Built-in types need no entry and are not in it.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/entity-types", tag = "entities",
    summary = "The entity types", params(PageQuery),
    responses((status = 200, description = "A page of entity types, without the values of their dictionaries.", body = ObjectPage<NamedEntityType>)))]
pub async fn list(at: InBot) -> Answer {
    let draft = at.draft().await?;
    let wanted: Vec<(&EntityTypeName, &EntityType)> = draft.bot.entity_types.iter().collect();
    object::page(
        &at,
        &wanted,
        |(name, _)| name.to_string(),
        |item| (named(*item), etag_of(&without_values(item.1)).to_string()),
    )
}

/// An entity type.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/entity-types/{entityType}",
    tag = "entities", summary = "An entity type",
    responses((status = 200, description = "The entity type, without the values of its dictionary.", body = NamedEntityType)))]
pub async fn read(at: InBot) -> Answer {
    let draft = at.draft().await?;
    let name: EntityTypeName = at.name("entityType", "entity type")?;
    let found = draft.bot.entity_types.get_key_value(&name);
    let bare = found.map(|(_, entity_type)| without_values(entity_type));
    let body = |bare| found.map_or_else(|| named((&name, &bare)), named);
    object::read(&at, "entity type", name.as_str(), bare, body)
}

/// Makes or replaces an entity type. The values of its dictionary stay when the body gives none.
#[utoipa::path(put, path = "/api/v1/bots/{namespace}/{name}/entity-types/{entityType}",
    tag = "entities", summary = "Make or replace an entity type",
    request_body(content = EntityType, example = json!({"description": "A railway station",
        "dictionary": {"entries": [{"value": "lyon", "labels": {"fr": ["Lyon", "Part-Dieu"]}}]}})),
    responses((status = 200, description = "The entity type as it is now.", body = NamedEntityType),
        (status = 201, description = "The new entity type.", body = NamedEntityType)))]
pub async fn put(at: InBot, Body(entity_type): Body<EntityType>) -> Answer {
    let name: EntityTypeName = at.name("entityType", "entity type")?;
    if let Some(dictionary) = &entity_type.dictionary {
        check_entries(&dictionary.entries)?;
    }
    let find = |bot: &Bot| bot.entity_types.get(&name).map(without_values);
    let edit = |bot: &Bot, _: Option<&EntityType>| {
        let found = bot.entity_types.get(&name);
        let mut wanted = entity_type.clone();
        if let Some(dictionary) = &mut wanted.dictionary
            && dictionary.entries.is_empty()
            && let Some(known) = found.and_then(|found| found.dictionary.as_ref())
        {
            dictionary.entries.clone_from(&known.entries);
        }
        let is_same = found == Some(&wanted);
        let edit = Edit::EntityType { name: name.clone(), entity_type: Some(wanted) };
        Ok(if is_same { Vec::new() } else { vec![edit] })
    };
    let (draft, is_new) = object::change(&at, find, edit).await?;
    let now = draft.bot.entity_types.get_key_value(&name);
    let bare = now.map(|(_, entity_type)| without_values(entity_type));
    object::shown(is_new, bare, |bare| now.map_or_else(|| named((&name, &bare)), named))
}

/// Removes an entity type that nothing uses any more.
#[utoipa::path(delete, path = "/api/v1/bots/{namespace}/{name}/entity-types/{entityType}",
    tag = "entities", summary = "Remove an entity type",
    responses((status = 204, description = "It is gone.")))]
pub async fn remove(at: InBot) -> Answer {
    let name: EntityTypeName = at.name("entityType", "entity type")?;
    object::remove(
        &at,
        "entity type",
        name.as_str(),
        |bot| bot.entity_types.get(&name).map(without_values),
        |_| vec![Edit::EntityType { name: name.clone(), entity_type: None }],
    )
    .await
}

/// The values of the dictionary, in its order.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/entity-types/{entityType}/dictionary",
    tag = "entities", summary = "The values of a dictionary",
    params(("search" = Option<String>, Query, description = "Words of the value or of its labels."), PageQuery),
    responses((status = 200, description = "A page of values.", body = ObjectPage<DictionaryEntry>)))]
pub async fn values(at: InBot) -> Answer {
    let draft = at.draft().await?;
    let name: EntityTypeName = at.name("entityType", "entity type")?;
    let found = draft.bot.entity_types.get(&name);
    let found = found.ok_or_else(|| object::missing(&at, "entity type", name.as_str()))?;
    let search = at.asked("search").unwrap_or_default().to_lowercase();
    let entries = found.dictionary.iter().flat_map(|dictionary| &dictionary.entries);
    let wanted: Vec<&DictionaryEntry> = entries
        .filter(|entry| {
            object::holds(&entry.value, &search)
                || entry.labels.values().flatten().any(|label| object::holds(label, &search))
        })
        .collect();
    object::page(
        &at,
        &wanted,
        |entry| entry.value.clone(),
        |entry| ((*entry).clone(), etag_of(entry).to_string()),
    )
}

/// Values to add to a dictionary, or all it shall have.
#[derive(Deserialize, ToSchema)]
pub struct DictionaryImport {
    /// The values, each once.
    entries: Vec<DictionaryEntry>,
    /// Whether values that are not among them are removed.
    #[serde(default)]
    replace: bool,
}

/// What an import of values did.
#[derive(Serialize, ToSchema)]
pub struct DictionaryImported {
    /// Values that were not there.
    added: usize,
    /// Values that were there with other words.
    changed: usize,
    /// Values removed.
    removed: usize,
    /// Values of the dictionary now.
    values: usize,
}

/// Adds values to a dictionary, and replaces those that it has; however many.
#[utoipa::path(post, path = "/api/v1/bots/{namespace}/{name}/entity-types/{entityType}/dictionary",
    tag = "entities", summary = "Import values into a dictionary",
    request_body(content = DictionaryImport, example = json!({"entries": [{"value": "nice", "labels": {"fr": ["Nice", "Nice-Ville"]}}]})),
    responses((status = 200, description = "What changed.", body = DictionaryImported)))]
pub async fn put_values(at: InBot, Body(import): Body<DictionaryImport>) -> Answer {
    let name: EntityTypeName = at.name("entityType", "entity type")?;
    check_entries(&import.entries)?;
    if !at.draft().await?.bot.entity_types.contains_key(&name) {
        return Err(object::missing(&at, "entity type", name.as_str()));
    }
    let decide = |bot: &Bot| {
        let known: &[DictionaryEntry] = bot
            .entity_types
            .get(&name)
            .and_then(|found| found.dictionary.as_ref())
            .map_or(&[], |dictionary| &dictionary.entries);
        let by_value: std::collections::HashMap<&str, &DictionaryEntry> =
            known.iter().map(|entry| (entry.value.as_str(), entry)).collect();
        let given: std::collections::HashSet<&str> =
            import.entries.iter().map(|entry| entry.value.as_str()).collect();
        let put: Vec<DictionaryEntry> = import
            .entries
            .iter()
            .filter(|entry| by_value.get(entry.value.as_str()).is_none_or(|was| was != entry))
            .cloned()
            .collect();
        let added = put.iter().filter(|entry| !by_value.contains_key(&*entry.value)).count();
        let gone =
            known.iter().map(|entry| &entry.value).filter(|value| !given.contains(&***value));
        let remove: Vec<String> = if import.replace { gone.cloned().collect() } else { Vec::new() };
        let done = DictionaryImported {
            added,
            changed: put.len() - added,
            removed: remove.len(),
            values: known.len() + added - remove.len(),
        };
        let edit = Edit::Dictionary { entity_type: name.clone(), put, remove };
        let nothing = done.added + done.changed + done.removed == 0;
        Ok((if nothing { Vec::new() } else { vec![edit] }, done))
    };
    let (_, done) = at.edit(decide).await?;
    Ok(json(&done))
}

fn check_entries(entries: &[DictionaryEntry]) -> Result<(), Problem> {
    let mut seen = std::collections::HashSet::new();
    for (place, entry) in entries.iter().enumerate() {
        let wrong = match entry.value.trim() {
            "" => "it is empty; write a value, or leave the entry out",
            _ if !seen.insert(entry.value.as_str()) => "it is there twice; keep one of the two",
            _ => continue,
        };
        let detail = format!("field `entries[{place}].value`: `{}`: {wrong}", entry.value);
        return Err(Problem::new(400, "bad-request", "Bad request", detail));
    }
    Ok(())
}

fn find_value(bot: &Bot, name: &EntityTypeName, value: &str) -> Option<DictionaryEntry> {
    let dictionary = bot.entity_types.get(name)?.dictionary.as_ref()?;
    dictionary.entries.iter().find(|entry| entry.value == value).cloned()
}

/// A value of a dictionary.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/entity-types/{entityType}/dictionary/{value}",
    tag = "entities", summary = "A value of a dictionary",
    responses((status = 200, description = "The value.", body = DictionaryEntry)))]
pub async fn read_value(at: InBot) -> Answer {
    let draft = at.draft().await?;
    let name: EntityTypeName = at.name("entityType", "entity type")?;
    let value = at.text("value");
    object::read(&at, "value", value, find_value(&draft.bot, &name, value), |entry| entry)
}

/// Makes or replaces a value of a dictionary.
#[utoipa::path(put, path = "/api/v1/bots/{namespace}/{name}/entity-types/{entityType}/dictionary/{value}",
    tag = "entities", summary = "Make or replace a value of a dictionary",
    request_body(content = DictionaryEntry, example = json!({"value": "lyon", "labels": {"fr": ["Lyon", "Part-Dieu"]}})),
    responses((status = 200, description = "The value as it is now.", body = DictionaryEntry),
        (status = 201, description = "The new value.", body = DictionaryEntry)))]
pub async fn put_value(at: InBot, Body(entry): Body<DictionaryEntry>) -> Answer {
    let name: EntityTypeName = at.name("entityType", "entity type")?;
    let value = at.text("value").to_owned();
    check_entries(std::slice::from_ref(&entry))?;
    let find = |bot: &Bot| find_value(bot, &name, &entry.value);
    if entry.value != value {
        return Err(object::not_the_same("value", &value, &entry.value).into());
    }
    let edit = |bot: &Bot, found: Option<&DictionaryEntry>| {
        if !bot.entity_types.contains_key(&name) {
            return Err(object::missing(&at, "entity type", name.as_str()).0);
        }
        let put = vec![entry.clone()];
        let edit = Edit::Dictionary { entity_type: name.clone(), put, remove: Vec::new() };
        Ok(if found == Some(&entry) { Vec::new() } else { vec![edit] })
    };
    let (draft, is_new) = object::change(&at, find, edit).await?;
    object::shown(is_new, find(&draft.bot), |entry| entry)
}

/// Removes a value of a dictionary.
#[utoipa::path(delete, path = "/api/v1/bots/{namespace}/{name}/entity-types/{entityType}/dictionary/{value}",
    tag = "entities", summary = "Remove a value of a dictionary",
    responses((status = 204, description = "It is gone.")))]
pub async fn remove_value(at: InBot) -> Answer {
    let name: EntityTypeName = at.name("entityType", "entity type")?;
    let value = at.text("value").to_owned();
    object::remove(
        &at,
        "value",
        &value,
        |bot| find_value(bot, &name, &value),
        |_| {
            let remove = vec![value.clone()];
            vec![Edit::Dictionary { entity_type: name.clone(), put: Vec::new(), remove }]
        },
    )
    .await
    .map(|_| no_content())
}

//! Names between Tock's qualified form and the model's.

use model::{Bot, BotName, Dimension, EntityTypeName, IntentName, Namespace, Role};
use wire::nlp::{DUCKLING_NAMESPACE, TOCK_NAMESPACE, UNKNOWN_INTENT};

/// The bot name for an application's name: lower-case letters stay, what a bot name cannot hold
/// becomes `_`. `None` when nothing is left.
///
/// ```
/// assert_eq!(importers::tock::bot_name(" My bot ").unwrap().as_str(), "my_bot");
/// ```
pub fn bot_name(application: &str) -> Option<BotName> {
    BotName::new(slug(&application.trim().to_lowercase(), BotName::MAX_BYTES)).ok()
}

/// The namespace for a namespace of Tock: what ours cannot hold becomes `_`. `None` when nothing
/// is left.
pub fn namespace(text: &str) -> Option<Namespace> {
    Namespace::new(slug(text.trim(), Namespace::MAX_BYTES)).ok()
}

fn slug(text: &str, max_bytes: usize) -> String {
    text.chars()
        .map(|c| if c.is_ascii_alphanumeric() || "_-.".contains(c) { c } else { '_' })
        .take(max_bytes)
        .collect()
}

/// Splits a qualified name. A name without namespace has none; of several colons, Tock looks at
/// the first two parts, and so the first colon decides here.
pub(super) fn split(qualified: &str) -> (Option<&str>, &str) {
    match qualified.split_once(':') {
        Some((namespace, name)) => (Some(namespace), name),
        None => (None, qualified),
    }
}

/// A name that the model can hold: what it cannot becomes `_`, what is too long is cut. `None`
/// when there is nothing.
pub(super) fn clean<T: TryFrom<String>>(text: &str) -> Option<T> {
    const MAX_BYTES: usize = IntentName::MAX_BYTES;
    let mut cleaned = String::new();
    for c in text.trim().chars() {
        let c = if c.is_control() || "?&=#[]()".contains(c) { '_' } else { c };
        if cleaned.len() + c.len_utf8() > MAX_BYTES {
            break;
        }
        cleaned.push(c);
    }
    T::try_from(cleaned).ok()
}

/// The model's name of an entity type that Tock names. A name without namespace is taken as one
/// of the bot's own namespace. `None` when it cannot be a name.
pub fn entity_type_from_tock(bot: &Namespace, qualified: &str) -> Option<EntityTypeName> {
    let (namespace, name) = split(qualified);
    match namespace {
        Some(DUCKLING_NAMESPACE) if Dimension::from_name(name).is_some() => clean(name),
        Some(other) if other != bot.as_str() => clean(qualified),
        // Of the bot's own namespace, but named like a built-in type: stays qualified.
        _ if Dimension::from_name(name).is_some() => clean(&format!("{bot}:{name}")),
        // A colon within the name would read as a namespace.
        _ if name.contains(':') => clean(&format!("{bot}:{name}")),
        _ => clean(name),
    }
}

/// Tock's qualified name of an entity type of a bot.
pub fn entity_type_to_tock(bot: &Bot, name: &EntityTypeName) -> String {
    let text = name.as_str();
    if text.contains(':') {
        return text.to_owned();
    }
    let built_in = Dimension::from_name(text);
    if built_in.is_some() && bot.dimension_of(name) == built_in {
        return format!("{DUCKLING_NAMESPACE}:{text}");
    }
    format!("{}:{text}", bot.namespace)
}

/// The model's name of an intent that Tock names: `Ok(None)` is the unknown intent, `Err` says
/// that it cannot be a name. A name without namespace is taken as one of the bot's own namespace.
pub fn intent_from_tock(
    bot: &Namespace,
    qualified: &str,
) -> Result<Option<IntentName>, model::InvalidId> {
    let (namespace, name) = split(qualified);
    let text = match namespace {
        Some(TOCK_NAMESPACE) if name == UNKNOWN_INTENT => return Ok(None),
        Some(other) if other != bot.as_str() => qualified,
        _ if name.contains(':') => &format!("{bot}:{name}"),
        _ => name,
    };
    match clean(text) {
        Some(name) => Ok(Some(name)),
        None => IntentName::new(text).map(Some),
    }
}

/// Tock's namespace and name of an intent of a bot; `None` is the unknown intent.
pub fn intent_to_tock(bot: &Namespace, intent: Option<&IntentName>) -> (String, String) {
    let Some(intent) = intent else { return (TOCK_NAMESPACE.into(), UNKNOWN_INTENT.into()) };
    match split(intent.as_str()) {
        (Some(namespace), name) => (namespace.to_owned(), name.to_owned()),
        (None, name) => (bot.to_string(), name.to_owned()),
    }
}

/// The qualified form of [`intent_to_tock`].
pub(super) fn qualified_intent(bot: &Namespace, intent: Option<&IntentName>) -> String {
    let (namespace, name) = intent_to_tock(bot, intent);
    format!("{namespace}:{name}")
}

/// The role that Tock names, else the name of its type, which is Tock's default.
pub(super) fn role(role: Option<&str>, qualified_type: &str) -> Option<Role> {
    role.and_then(clean).or_else(|| clean(split(qualified_type).1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{EntityType, Locale};

    fn bot() -> Bot {
        Bot::new(Namespace::new("app").unwrap(), BotName::new("trip").unwrap(), vec![Locale::en()])
    }

    #[track_caller]
    fn check_type(qualified: &str, name: &str) {
        let mut bot = bot();
        let read = entity_type_from_tock(&bot.namespace, qualified).unwrap();
        assert_eq!(read.as_str(), name);
        if Dimension::from_name(read.as_str()).is_none() {
            bot.entity_types.insert(read.clone(), EntityType::default());
        }
        assert_eq!(entity_type_to_tock(&bot, &read), qualified);
    }

    #[test]
    fn entity_types_find_their_way_back() {
        check_type("app:locality", "locality");
        check_type("duckling:datetime", "datetime");
        check_type("duckling:amount-of-money", "amount-of-money");
        check_type("duckling:cycle", "duckling:cycle");
        check_type("app:datetime", "app:datetime");
        check_type("flair:person", "flair:person");
        check_type("app:a:b", "app:a:b");
    }

    #[test]
    fn an_own_type_named_like_a_built_in_one_is_not_the_built_in_one() {
        let mut bot = bot();
        let name = EntityTypeName::new("datetime").unwrap();
        assert_eq!(entity_type_to_tock(&bot, &name), "duckling:datetime");
        bot.entity_types.insert(name.clone(), EntityType::default());
        assert_eq!(entity_type_to_tock(&bot, &name), "app:datetime");
    }

    #[track_caller]
    fn check_intent(qualified: &str, name: Option<&str>) {
        let namespace = bot().namespace;
        let read = intent_from_tock(&namespace, qualified).unwrap();
        assert_eq!(read.as_ref().map(IntentName::as_str), name);
        assert_eq!(qualified_intent(&namespace, read.as_ref()), qualified);
    }

    #[test]
    fn intents_find_their_way_back() {
        check_intent("app:travel", Some("travel"));
        check_intent("tock:unknown", None);
        check_intent("tock:ragexcluded", Some("tock:ragexcluded"));
        check_intent("corp:travel", Some("corp:travel"));
        assert!(intent_from_tock(&bot().namespace, "").is_err());
    }

    #[test]
    fn names_that_the_model_cannot_hold_are_changed() {
        let name = intent_from_tock(&bot().namespace, "app:what? (1)").unwrap().unwrap();
        assert_eq!(name.as_str(), "what_ _1_");
        assert_eq!(role(None, "app:locality").unwrap().as_str(), "locality");
        assert_eq!(role(Some(" "), "app:locality").unwrap().as_str(), "locality");
        assert_eq!(bot_name("Bot Open Data").unwrap().as_str(), "bot_open_data");
        assert_eq!(bot_name("  "), None);
    }
}

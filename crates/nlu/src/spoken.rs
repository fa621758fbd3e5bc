//! Names of intents as people would say them: one more sentence of theirs.

use std::collections::BTreeSet;

use model::{Bot, Intent, IntentName, SentenceStatus};

use crate::intent::families::spoken_name;

/// The texts that [`crate::train_with_vectors`] wants vectors of: the sentences that a person
/// vouches for, and the names of intents as people would say them.
pub fn texts_to_encode(bot: &Bot) -> BTreeSet<String> {
    let validated = bot.sentences.iter().filter(|own| own.status == SentenceStatus::Validated);
    let names = bot.intents.iter().flat_map(|(name, intent)| spoken_names(name, Some(intent)));
    validated.map(|own| own.text.clone()).chain(names).collect()
}

/// The name and the title of an intent, those that are said.
pub(crate) fn spoken_names(
    name: &IntentName,
    intent: Option<&Intent>,
) -> impl Iterator<Item = String> {
    let title = intent.map_or("", |own| own.title.as_str());
    [spoken_name(name.as_str()), spoken_name(title)].into_iter().flatten()
}

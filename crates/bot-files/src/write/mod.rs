//! A bot to files: one form for each bot, in an order of its own.

mod answers;
mod bot;
mod dialogs;
mod entities;
mod faq;
mod flags;
mod intents;
mod labels;
mod layout;
mod stories;

use std::collections::BTreeMap;

use model::Bot;

use crate::arrange::arrange;

/// See [`crate::write_files`].
pub(crate) fn write(bot: &Bot) -> BTreeMap<String, String> {
    let mut bot = bot.clone();
    arrange(&mut bot);
    let mut files = BTreeMap::new();
    let story_order = stories::write(&bot, &mut files);
    bot::write(&bot, story_order, &mut files);
    flags::write(&bot, &mut files);
    entities::write(&bot, &mut files);
    intents::write(&bot, &mut files);
    labels::write(&bot, &mut files);
    dialogs::write(&bot, &mut files);
    files
}

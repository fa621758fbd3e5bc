//! Entries of the FAQ as the stories that they are.

use model::{Answer, AnswerContent, Bot, Story, StoryName};

/// A story for each entry. One whose name a story of the bot has already comes after it, and is
/// never found by that name.
pub(crate) fn stories(bot: &Bot) -> impl Iterator<Item = Story> {
    bot.faqs.iter().filter_map(|(intent, faq)| {
        let answer = AnswerContent::Text {
            text: faq.answer.clone(),
            quick_replies: Vec::new(),
            buttons: Vec::new(),
            footnotes: Vec::new(),
        };
        Some(Story {
            starters: vec![intent.clone()],
            answers: vec![Answer::new(answer)],
            ends_with: faq.ends_with.clone().or_else(|| bot.settings.faq_ends_with.clone()),
            disabled: faq.disabled || bot.settings.faq_disabled,
            ..Story::new(StoryName::new(intent.as_str()).ok()?)
        })
    })
}

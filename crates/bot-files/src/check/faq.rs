//! Entries of the FAQ: what they answer, and what follows.

use model::{Bot, StoryName};

use super::names::Names;
use super::{Findings, answers};
use crate::nearest;

pub(super) fn check(bot: &Bot, names: &Names<'_>, findings: &mut Findings) {
    if let Some(story) = &bot.settings.faq_ends_with {
        check_story(names, "bot.settings", "faq_ends_with", story, findings);
    }
    for (name, faq) in &bot.faqs {
        let place = format!("faqs[{name}]");
        if bot.labels.contains_key(&faq.answer) {
            answers::check_label(names, &faq.answer, &place, findings);
        } else {
            findings.error(
                &place,
                "no-answer",
                format!("nothing answers `{name}`: there is no label `{}`", faq.answer),
                "write the answer below its questions, as `> text`",
            );
        }
        if let Some(story) = &faq.ends_with {
            check_story(names, &format!("{place}.ends_with"), "ends_with", story, findings);
        }
        if names.stories.iter().any(|story| story.as_str() == name.as_str()) {
            findings.error(
                &place,
                "duplicate-story",
                format!("a story has the name of this entry, `{name}`"),
                "give one of them another name",
            );
        }
        let earlier = bot.stories.iter().find(|story| story.starters.contains(name));
        if let Some(story) = earlier.filter(|story| !story.disabled) {
            findings.warning(
                &place,
                "contradicting-stories",
                format!("`{name}` starts the story `{}`, so this is never answered", story.name),
                "remove one of the two",
            );
        }
    }
}

fn check_story(
    names: &Names<'_>,
    place: &str,
    key: &str,
    story: &StoryName,
    findings: &mut Findings,
) {
    if !names.stories.contains(story) {
        findings.error(
            place,
            "unknown-story",
            format!("`{key}` names the story `{story}`, which does not exist"),
            nearest::remedy(
                story.as_str(),
                names.stories.iter().map(|name| name.as_str()),
                "write the story, or remove the line",
            ),
        );
    }
}

//! Which stories exist here and now, and which stand in for them or follow: what is said of a
//! story everywhere, on its channel, and by its feature flag.

use model::{ChannelRule, Conversation, IntentName, Story, StoryKind, StoryName, UserId};

use crate::Context;
use crate::compiled::StoryIndex;
use crate::flags::Asking;
use crate::turn::Turn;

/// The user whose event it is.
pub(crate) fn speaker(conversation: &Conversation) -> &UserId {
    conversation.speaker.as_ref().unwrap_or(&conversation.user)
}

fn rules<'s>(context: &Context<'_>, story: &'s Story) -> Vec<&'s ChannelRule> {
    let (connector, path) = (context.connector, context.channel_path);
    let mut rules: Vec<_> =
        story.channels.iter().filter(|(channel, _)| channel.names(connector, path)).collect();
    rules.sort_by_key(|(channel, _)| !channel.is_path());
    rules.into_iter().map(|(_, rule)| rule).collect()
}

/// Whether a flag of the bot is on. One that does not exist is not.
pub(crate) fn flag_is_on(context: &Context<'_>, conversation: &Conversation, name: &str) -> bool {
    context.bot.flag(name).is_some_and(|flag| {
        flag.is_on(&Asking {
            user: speaker(conversation),
            connector: context.connector,
            channel_path: context.channel_path,
            now: context.now,
        })
    })
}

/// Whether a story does not exist here and now.
pub(crate) fn is_off(
    context: &Context<'_>,
    conversation: &Conversation,
    story: StoryIndex,
) -> bool {
    let story = context.bot.story(story);
    let own = rules(context, story).into_iter().find_map(|rule| rule.disabled);
    own.unwrap_or(story.disabled)
        || story.flag.as_ref().is_some_and(|flag| !flag_is_on(context, conversation, flag.as_str()))
}

impl<'a> Turn<'a> {
    pub(crate) fn is_off(&self, story: StoryIndex) -> bool {
        is_off(&self.context, &self.conversation, story)
    }

    /// The first story of the bot that an intent starts here.
    pub(crate) fn story_started_by(&self, intent: &IntentName) -> Option<StoryIndex> {
        self.first_on(self.bot.stories_started_by(intent))
    }

    /// The first of a kind, after redirects.
    pub(crate) fn story_of_kind(&mut self, kind: StoryKind) -> Option<StoryIndex> {
        let story = self.first_on(self.bot.stories_of_kind(kind))?;
        Some(self.follow_redirects(story))
    }

    pub(crate) fn first_on(&self, stories: &[StoryIndex]) -> Option<StoryIndex> {
        stories.iter().copied().find(|story| !self.is_off(*story))
    }

    /// The story that runs in place of one.
    pub(crate) fn redirect_of(&self, story: StoryIndex) -> Option<&'a StoryName> {
        self.named_by(story, |rule| rule.redirects_to.as_ref(), |story| story.redirects_to.as_ref())
    }

    /// The story that follows each full run of one.
    pub(crate) fn end_of(&self, story: StoryIndex) -> Option<&'a StoryName> {
        self.named_by(story, |rule| rule.ends_with.as_ref(), |story| story.ends_with.as_ref())
    }

    fn named_by(
        &self,
        story: StoryIndex,
        of_rule: impl Fn(&'a ChannelRule) -> Option<&'a StoryName>,
        of_story: impl Fn(&'a Story) -> Option<&'a StoryName>,
    ) -> Option<&'a StoryName> {
        let story = self.bot.story(story);
        let own = rules(&self.context, story).into_iter().find_map(of_rule);
        // A story that names itself says: none.
        own.or_else(|| of_story(story)).filter(|name| **name != story.name)
    }
}

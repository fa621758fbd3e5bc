//! Words that are looked at before a sentence is understood: keywords of stories, and those of
//! people who test a bot, where the bot allows them.

use model::{AdminKeyword, Conversation, DialogState, Profile, UserMemory};

use crate::compiled::StoryIndex;
use crate::rules::is_off;
use crate::task::Task;
use crate::trace::Topic;
use crate::turn::Turn;
use crate::words::Words;
use crate::{Context, rules};

/// What a keyword does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keyword {
    Admin(AdminKeyword),
    Story(StoryIndex),
}

/// The keyword that a text is, if it is one here.
pub(crate) fn keyword(
    context: &Context<'_>,
    conversation: &Conversation,
    text: &str,
) -> Option<Keyword> {
    let text = text.trim();
    let settings = &context.bot.bot().settings;
    let is_allowed = settings
        .admin_keywords
        .iter()
        .any(|channel| channel.names(context.connector, context.channel_path));
    let admin = AdminKeyword::ALL.iter().find(|(typed, _)| *typed == text);
    if let Some((_, admin)) = admin.filter(|_| is_allowed) {
        return Some(Keyword::Admin(*admin));
    }
    let mut stories = context.bot.stories_of_keyword(text).iter().copied();
    stories.find(|story| !is_off(context, conversation, *story)).map(Keyword::Story)
}

impl Turn<'_> {
    pub(crate) fn begin_keyword(&mut self, keyword: Keyword) {
        match keyword {
            Keyword::Story(story) => {
                let story = self.follow_redirects(story);
                let name = self.bot.story(story).name.clone();
                self.trace.note(Topic::Story, format!("`{name}` starts with this keyword"));
                self.tasks.push(Task::Enter { story: name, step: None, aside: false });
            }
            Keyword::Admin(admin) => {
                self.trace.note(Topic::Conversation, format!("keyword of testers: {admin:?}"));
                self.administer(admin);
            }
        }
    }

    fn administer(&mut self, keyword: AdminKeyword) {
        let conversation = &mut self.conversation;
        match keyword {
            AdminKeyword::DeleteUser => {
                let speaker = rules::speaker(conversation).clone();
                conversation.members.remove(&speaker);
                conversation.profile = Profile::default();
                conversation.memory = UserMemory::default();
                conversation.state = DialogState::default();
                self.say_words(Words::Forgotten);
            }
            AdminKeyword::EnableUser => {
                conversation.memory.silent_until = None;
                self.say_words(Words::Done);
            }
            AdminKeyword::DisableUser => {
                self.fall_silent();
                self.say_words(Words::Done);
            }
            AdminKeyword::Test | AdminKeyword::EndTest => {
                conversation.memory.tests = keyword == AdminKeyword::Test;
                conversation.state = DialogState::default();
                conversation.started_at = self.context.now;
                self.say_words(Words::Done);
            }
        }
    }
}

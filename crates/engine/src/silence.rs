//! When the bot does not answer: it was switched off for a user, the conversation is in the hands
//! of a person, or the whole bot is closed.

use model::limits::DESK_TEXT_BYTES_MAX;
use model::{
    AgentId, BotSwitch, Conversation, DeskAction, Event, EventKind, HandOver, NotificationState,
    Timestamp, Understanding,
};

use crate::compiled::StoryIndex;
use crate::flags;
use crate::rules::flag_is_on;
use crate::task::Task;
use crate::trace::Topic;
use crate::turn::Turn;
use crate::words::Words;

/// Why somebody at the desk cannot do something.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeskRefusal {
    /// Another one has the conversation.
    #[error("`{owner}` has this conversation; ask them to give it back")]
    TakenBy {
        /// Who.
        owner: AgentId,
    },
    /// Nobody has it.
    #[error("the bot has this conversation; take it first")]
    NotTaken,
    /// There are no words.
    #[error("the answer has no words; write some")]
    Empty,
    /// There are too many words.
    #[error("the answer has {bytes} bytes, more than {DESK_TEXT_BYTES_MAX}; send it in parts")]
    TooLong {
        /// How many.
        bytes: usize,
    },
}

/// Whether somebody at the desk can do something now. What [`crate::start`] does with a
/// [`EventKind::Desk`] follows the same rule; whoever takes requests asks before, to say why not.
pub fn check_desk(
    conversation: &Conversation,
    agent: &AgentId,
    action: &DeskAction,
    now: Timestamp,
) -> Result<(), DeskRefusal> {
    let held = conversation.hand_over.as_ref().filter(|held| held.until > now);
    match held.and_then(|held| held.owner.as_ref()) {
        Some(owner) if owner != agent => Err(DeskRefusal::TakenBy { owner: owner.clone() }),
        None if !matches!(action, DeskAction::Take) => Err(DeskRefusal::NotTaken),
        _ => match action {
            DeskAction::Answer { text } if text.trim().is_empty() => Err(DeskRefusal::Empty),
            DeskAction::Answer { text } if text.len() > DESK_TEXT_BYTES_MAX => {
                Err(DeskRefusal::TooLong { bytes: text.len() })
            }
            _ => Ok(()),
        },
    }
}

/// What somebody said at the desk carries their id under this name.
const AGENT: &str = "agent";

impl Turn<'_> {
    /// Whether this event is not answered, and if so says why. An event that wakes the bot does.
    pub(crate) fn stays_silent(
        &mut self,
        event: &Event,
        understanding: Option<&Understanding>,
    ) -> bool {
        if flag_is_on(&self.context, &self.conversation, flags::CLOSED) {
            self.trace.note(Topic::Conversation, "the flag `disable_bot` closes the bot");
            match &event.kind {
                EventKind::Notification { .. } => self.silence("the bot is closed"),
                _ => self.say_words(Words::Closed),
            }
            return true;
        }
        let now = self.context.now;
        if self.conversation.hand_over.as_ref().is_some_and(|held| held.until <= now) {
            self.conversation.hand_over = None;
            self.trace.note(Topic::Conversation, "no person goes on: the bot answers again");
        }
        if self.conversation.memory.silent_until.is_some_and(|until| until <= now) {
            self.conversation.memory.silent_until = None;
        }
        let handed = self.conversation.hand_over.is_some();
        if !handed && self.conversation.memory.silent_until.is_none() {
            return false;
        }
        if let EventKind::Notification { notification } = &event.kind {
            match notification.state {
                NotificationState::KeepCurrent => {
                    self.silence("a notification is dropped: the bot is silent for this user");
                    return true;
                }
                NotificationState::OnlyThis => {}
                NotificationState::Reactivate => self.conversation.memory.silent_until = None,
            }
            return false;
        }
        let switch = self.wanted_story(event, understanding).map(|story| self.switch_of(story));
        let is_button = matches!(event.kind, EventKind::Choice(_));
        let wakes = match switch {
            Some(Some(BotSwitch::On)) => true,
            Some(Some(BotSwitch::Off)) => false,
            _ => is_button && !handed,
        };
        if wakes {
            self.conversation.hand_over = None;
            self.conversation.memory.silent_until = None;
            self.trace.note(Topic::Conversation, "the bot answers again");
            return false;
        }
        if handed {
            let silence_ms = self.silence_ms();
            if let Some(held) = &mut self.conversation.hand_over
                && held.owner.is_some()
            {
                held.until = now.plus_ms(silence_ms);
            }
            self.silence("a person has this conversation, or will have it");
        } else {
            if !matches!(event.kind, EventKind::System { .. }) {
                self.fall_silent();
            }
            self.silence("the bot is silent for this user");
        }
        true
    }

    /// The story that an event would start.
    fn wanted_story(
        &self,
        event: &Event,
        understanding: Option<&Understanding>,
    ) -> Option<StoryIndex> {
        let intent = match &event.kind {
            EventKind::Choice(choice) if choice.intent.is_some() => choice.intent.as_ref(),
            _ => understanding.and_then(|understanding| understanding.intent.as_ref()),
        };
        self.story_started_by(intent?)
    }

    fn switch_of(&self, story: StoryIndex) -> Option<BotSwitch> {
        self.bot.story(story).switches_bot
    }

    fn silence_ms(&self) -> i64 {
        i64::from(self.bot.bot().settings.silence_s) * 1000
    }

    /// Keeps the bot silent for this user, from now on for a while.
    pub(crate) fn fall_silent(&mut self) {
        let until = self.context.now.plus_ms(self.silence_ms());
        self.conversation.memory.silent_until = Some(until);
    }

    /// What a story that ran does to the bot.
    pub(crate) fn switch_bot(&mut self, story: StoryIndex) {
        match self.switch_of(story) {
            Some(BotSwitch::On) => self.conversation.memory.silent_until = None,
            Some(BotSwitch::Off) => {
                self.fall_silent();
                self.trace.note(Topic::Conversation, "the bot falls silent for this user");
            }
            None => {}
        }
    }

    /// Hands the conversation over, unless a person has it already.
    pub(crate) fn wait_for_person(&mut self, topic: String) {
        if self.conversation.hand_over.is_some() {
            return;
        }
        let now = self.context.now;
        let wait_ms = i64::from(self.bot.bot().settings.hand_over_wait_s) * 1000;
        let until = now.plus_ms(wait_ms);
        self.conversation.hand_over = Some(HandOver { topic, since: now, owner: None, until });
        self.trace.note(Topic::Conversation, "the conversation waits for a person");
    }

    /// A person at the desk acts.
    pub(crate) fn begin_desk(&mut self, agent: &AgentId, action: &DeskAction) {
        let now = self.context.now;
        if let Err(refusal) = check_desk(&self.conversation, agent, action, now) {
            self.trace.problem(Topic::Conversation, format!("the desk is refused: {refusal}"));
            return self.silence("the desk is refused");
        }
        let until = now.plus_ms(self.silence_ms());
        match action {
            DeskAction::Take => {
                let held = self.conversation.hand_over.get_or_insert_with(|| HandOver {
                    topic: String::new(),
                    since: now,
                    owner: None,
                    until,
                });
                (held.owner, held.until) = (Some(agent.clone()), until);
                self.silence("a person takes the conversation");
            }
            DeskAction::Answer { text } => {
                if let Some(held) = &mut self.conversation.hand_over {
                    held.until = until;
                }
                self.say(text.clone());
                if let Some(message) = self.last_message() {
                    message.metadata.insert(AGENT.to_owned(), agent.as_str().to_owned());
                }
            }
            DeskAction::GiveBack { intent } => {
                self.conversation.hand_over = None;
                self.trace.note(Topic::Conversation, "the conversation is the bot's again");
                let story = intent.as_ref().and_then(|intent| self.story_started_by(intent));
                match (story, intent) {
                    (Some(story), intent) => {
                        let story = self.follow_redirects(story);
                        let story = self.bot.story(story).name.clone();
                        self.run.intent.clone_from(intent);
                        self.tasks.push(Task::Enter { story, step: None, aside: false });
                    }
                    (None, Some(intent)) => {
                        let text = format!("no story starts with `{intent}`");
                        self.trace.problem(Topic::Story, text);
                    }
                    (None, None) => self.silence("a person gives the conversation back"),
                }
            }
        }
    }
}

//! From an event to the first task of its turn.

use model::limits::{ATTACHMENTS_MAX, CONTEXT_VALUE_BYTES_MAX};
use model::{
    AttachmentHeld, Choice, EntityTypeName, Event, EventKind, Notification, StoryKind,
    SystemSignal, Understanding, Value,
};
use serde_json::json;

use crate::action::{Action, Said};
use crate::choose::Chosen;
use crate::compiled::StoryIndex;
use crate::keywords::{Keyword, keyword};
use crate::memory;
use crate::opening;
use crate::reply::{ATTACHMENT, LOCATION};
use crate::task::Task;
use crate::trace::Topic;
use crate::turn::Turn;
use crate::words::Words;

impl Turn<'_> {
    pub(crate) fn begin(&mut self, event: &Event, understanding: Option<&Understanding>) {
        self.run.is_aside = !opening::is_of_user(&event.kind);
        if let EventKind::Desk { agent, action } = &event.kind {
            return self.begin_desk(agent, action);
        }
        let text = opening::sentence(&event.kind);
        if let Some(keyword) =
            text.and_then(|text| keyword(&self.context, &self.conversation, text))
            && (matches!(keyword, Keyword::Admin(_)) || !self.stays_silent(event, None))
        {
            return self.begin_keyword(keyword);
        }
        self.keep_what_came(&event.kind);
        let is_answered =
            !self.run.is_aside || matches!(event.kind, EventKind::Notification { .. });
        if self.trace.silence.is_some() || (is_answered && self.stays_silent(event, understanding))
        {
            return;
        }
        if let Some(text) = text {
            return self.begin_sentence(text, understanding);
        }
        match &event.kind {
            EventKind::Choice(choice) => {
                let action = Action::of_choice(choice, self);
                self.adopt(&action);
                let chosen = self.choose_for_choice(choice, &action);
                self.follow(chosen);
            }
            EventKind::Attachment { url, .. } => {
                let value = Value::Url { value: url.clone() };
                if !self.reply_with(ATTACHMENT, url.clone(), value) {
                    self.begin_kind(StoryKind::Attachment);
                }
            }
            EventKind::Location { latitude, longitude } => {
                let place = json!({ "latitude": latitude, "longitude": longitude });
                let value = Value::Custom { value: place };
                if !self.reply_with(LOCATION, format!("{latitude}, {longitude}"), value) {
                    self.begin_kind(StoryKind::Location);
                }
            }
            EventKind::System { signal } => self.begin_signal(*signal),
            EventKind::Notification { notification } => self.begin_notification(notification),
            EventKind::Referral { .. } => {
                self.silence("a referral is remembered, nothing answers it");
            }
            EventKind::Feedback { .. } => self.silence("an opinion is stored, nothing answers it"),
            EventKind::Subscribe => self.silence("a subscription is stored, nothing answers it"),
            // Handled above.
            EventKind::Sentence { .. } | EventKind::Desk { .. } => {
                self.silence("there are no words");
            }
        }
    }

    /// Keeps what an event brings, whether it is answered or not.
    fn keep_what_came(&mut self, kind: &EventKind) {
        match kind {
            EventKind::Attachment { url, media } => {
                self.set_variable("attachment_url", url.as_str().into());
                self.set_variable("attachment_type", media.name().into());
                let at = self.context.now;
                let held = AttachmentHeld {
                    url: memory::cut(url.clone(), CONTEXT_VALUE_BYTES_MAX),
                    media: *media,
                    at,
                };
                let held_before = &mut self.conversation.state.attachments;
                held_before.push(held);
                let excess = held_before.len().saturating_sub(ATTACHMENTS_MAX);
                held_before.drain(..excess);
            }
            EventKind::Location { latitude, longitude } => {
                self.set_variable("latitude", (*latitude).into());
                self.set_variable("longitude", (*longitude).into());
            }
            EventKind::Referral { reference } => {
                self.set_variable("referral", reference.as_str().into());
            }
            _ => {}
        }
    }

    /// Takes something that is no word for the reply to the open question, if that asked for it.
    fn reply_with(&mut self, entity_type: &str, text: String, value: Value) -> bool {
        let Some(story) = self.question_of_type(entity_type) else { return false };
        let Some(question) = self.conversation.state.asked.clone() else { return false };
        let Ok(entity_type) = EntityTypeName::new(entity_type) else { return false };
        let note = format!("it is the `{}` that was asked for", question.role);
        self.trace.note(Topic::Question, note);
        let said = Said { role: question.role, entity_type, text, value: Some(value), span: None };
        let action = Action { said: vec![said], ..Action::default() };
        self.adopt(&action);
        let chosen = self.choose_for_sentence(&action, Some(story));
        self.follow(chosen);
        true
    }

    /// Runs a story for a user who did not speak.
    fn begin_notification(&mut self, notification: &Notification) {
        let choice = Choice {
            intent: Some(notification.intent.clone()),
            step: notification.step.clone(),
            // So that the story of the intent comes before the current one.
            previous_intent: Some(notification.intent.clone()),
            parameters: notification.parameters.clone(),
        };
        let action = Action::of_choice(&choice, self);
        self.adopt(&action);
        match self.choose_for_choice(&choice, &action) {
            Chosen::Unknown => self.silence("no story takes the notification"),
            chosen => self.follow(chosen),
        }
    }

    fn begin_sentence(&mut self, text: &str, understanding: Option<&Understanding>) {
        if understanding.is_none() && !text.trim().is_empty() {
            self.trace.problem(Topic::Intent, "there is no understanding of the sentence");
        }
        let mut action = Action::of_sentence(text, understanding);
        if let Some(understanding) = understanding {
            let line = match &understanding.intent {
                Some(intent) => {
                    format!("`{intent}` with probability {:.2}", understanding.probability)
                }
                None => {
                    format!("unknown; the best has probability {:.2}", understanding.probability)
                }
            };
            self.trace.note(Topic::Intent, line);
        }
        self.read_missing_values(&mut action);
        let replied = self.reply(&mut action);
        self.run.text = action.text.clone();
        self.adopt(&action);
        let chosen = self.choose_for_sentence(&action, replied);
        self.follow(chosen);
    }

    fn begin_signal(&mut self, signal: SystemSignal) {
        let (kind, without) = match signal {
            SystemSignal::Start => (StoryKind::Hello, "the bot has no hello story"),
            SystemSignal::End => (StoryKind::Goodbye, "the bot has no goodbye story"),
            SystemSignal::NoInput => (StoryKind::NoInput, "the bot has no no-input story"),
            SystemSignal::Standby => {
                self.fall_silent();
                return self.silence("somebody else answers on this channel");
            }
            SystemSignal::Resume => {
                self.conversation.memory.silent_until = None;
                return self.silence("the channel gives the conversation back");
            }
        };
        match self.story_of_kind(kind) {
            Some(story) => self.enter_special(kind, story),
            None => self.silence(without),
        }
    }

    fn begin_kind(&mut self, kind: StoryKind) {
        match self.story_of_kind(kind) {
            Some(story) => self.enter_special(kind, story),
            None => {
                self.trace.note(Topic::Story, "no story takes this kind of event");
                self.follow(Chosen::Unknown);
            }
        }
    }

    /// Runs a story of a kind. Not understanding and not hearing leave the conversation where
    /// it is, unless their story has a path of its own and no question waits.
    fn enter_special(&mut self, kind: StoryKind, story: StoryIndex) {
        let definition = self.bot.story(story);
        let is_interjection = matches!(kind, StoryKind::Unknown | StoryKind::NoInput);
        let waits = self.conversation.state.asked.is_some();
        let aside = is_interjection && (definition.steps.is_empty() || waits);
        let name = definition.name.clone();
        self.trace.note(Topic::Story, format!("`{name}` answers this kind of event"));
        self.tasks.push(Task::Enter { story: name, step: None, aside });
    }

    /// Takes over what an action says.
    fn adopt(&mut self, action: &Action) {
        self.run.intent = action.intent.clone();
        self.trace.intent = action.intent.clone();
        if let Some(intent) = &action.intent {
            self.conversation.state.intent = Some(intent.clone());
        }
        self.run.said_roles = action.said.iter().map(|said| said.role.clone()).collect();
        self.hold_said(action);
    }

    fn follow(&mut self, chosen: Chosen) {
        match chosen {
            Chosen::Story(story, step) => {
                let step = step.map(|step| self.bot.step(story, step).name.clone());
                let story = self.bot.story(story).name.clone();
                self.tasks.push(Task::Enter { story, step, aside: false });
            }
            Chosen::AskAgain(story) => {
                self.trace.note(Topic::Question, "what was asked is asked again");
                self.run.offers_again = true;
                let story = self.bot.story(story).name.clone();
                let step = self.conversation.state.step.clone();
                self.tasks.push(Task::Enter { story, step, aside: false });
            }
            Chosen::Unknown => match self.story_of_kind(StoryKind::Unknown) {
                Some(story) => self.enter_special(StoryKind::Unknown, story),
                None => {
                    self.trace.note(Topic::Story, "the bot has no unknown story");
                    self.say_words(Words::NotUnderstood);
                }
            },
        }
    }
}

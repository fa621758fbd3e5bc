//! From an event to the first task of its turn.

use model::{Event, EventKind, StoryKind, SystemSignal, Understanding};

use crate::action::Action;
use crate::choose::Chosen;
use crate::compiled::StoryIndex;
use crate::opening;
use crate::task::Task;
use crate::trace::Topic;
use crate::turn::Turn;
use crate::words::Words;

impl Turn<'_> {
    pub(crate) fn begin(&mut self, event: &Event, understanding: Option<&Understanding>) {
        if let Some(text) = opening::sentence(&event.kind) {
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
                self.set_variable("attachment_url", url.as_str().into());
                self.begin_kind(StoryKind::Attachment);
            }
            EventKind::Location { latitude, longitude } => {
                self.set_variable("latitude", (*latitude).into());
                self.set_variable("longitude", (*longitude).into());
                self.begin_kind(StoryKind::Location);
            }
            EventKind::System { signal } => self.begin_signal(*signal),
            EventKind::Referral { reference } => {
                self.set_variable("referral", reference.as_str().into());
                self.silence("a referral is remembered, nothing answers it");
            }
            EventKind::Feedback { .. } => self.silence("an opinion is stored, nothing answers it"),
            EventKind::Subscribe => self.silence("a subscription is stored, nothing answers it"),
            // Handled above: it has a sentence.
            EventKind::Sentence { .. } => self.silence("there are no words"),
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
                self.trace.note(Topic::Question, "the open question is asked again");
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

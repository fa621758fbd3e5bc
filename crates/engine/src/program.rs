//! Answers that the bot's program gives over the Bot API: what it is asked, and what becomes of
//! each frame of its answer.
//!
//! A program that does not answer, or says nothing at all, never leaves the user without an
//! answer: the fallback of its story speaks, else the bot's own unknown story, else the engine.

use model::limits::{
    ENTITY_ROLES_MAX, PROGRAM_ANSWER_MS, PROGRAM_FRAME_BYTES_MAX, PROGRAM_FRAMES_MAX,
};
use model::{
    AnswerContent, Button, ButtonAction, Call, Card, Effect, EffectAnswer, File, HeldValue,
    LabelKey, Message, MessageBody, MessageId, ProgramCard, ProgramEntity, ProgramFile,
    ProgramPart, ProgramReply, ProgramRequest, ProgramText, QuickReply, QuickReplyAction, Role,
    StepName, StoryKind, StoryName,
};

use crate::answers::text_body;
use crate::compiled::{CompiledBot, StoryIndex};
use crate::memory;
use crate::task::{AnswerPlace, AnswersOf, Growing, Task};
use crate::trace::Topic;
use crate::turn::Turn;
use crate::words::Words;

/// Metadata of a message that was seen while it grew: `true` then, `false` in its final form.
const GROWING: &str = "growing";

impl CompiledBot {
    /// Whether a program answers for a story.
    pub(crate) fn is_of_program(&self, story: StoryIndex) -> bool {
        let answers = &self.story(story).answers;
        answers.iter().any(|answer| matches!(answer.content, AnswerContent::Program { .. }))
    }
}

impl Turn<'_> {
    /// Asks the program and stops the turn until its first frame.
    pub(crate) fn ask_program(
        &mut self,
        fallback: Option<&LabelKey>,
        place: AnswerPlace,
        index: usize,
    ) {
        let step = match &place.of {
            AnswersOf::Step(step) => Some(step.clone()),
            AnswersOf::Story | AnswersOf::Question(_) => None,
        };
        let state = &self.conversation.state;
        let entities = state.entities.iter().filter_map(|(role, memory)| {
            let held = memory.current.as_ref()?;
            Some(ProgramEntity {
                role: role.clone(),
                entity_type: held.entity_type.clone(),
                text: Some(held.text.clone()),
                value: held.value.clone(),
                is_new: self.run.said_roles.contains(role),
            })
        });
        let request = ProgramRequest {
            intent: self.run.intent.clone(),
            story: place.story.clone(),
            step,
            entities: entities.collect(),
            locale: self.place.locale.clone(),
            time_zone: self.place.zone.clone(),
        };
        let call = Call::CallBot { request, frames_taken: 0 };
        match self.effect(call, PROGRAM_ANSWER_MS) {
            Some(effect) => {
                self.trace.note(Topic::Effect, "the bot's program is asked");
                self.wait_for(effect, place, index);
            }
            None => self.program_falls_back(fallback, &place.story),
        }
    }

    /// Takes one frame of the program's answer, or that there is none.
    pub(crate) fn take_frame(
        &mut self,
        effect: &Effect,
        answer: &EffectAnswer,
        place: AnswerPlace,
        index: usize,
    ) {
        let fallback = match self.answers(&place).get(index).map(|answer| &answer.content) {
            Some(AnswerContent::Program { fallback }) => fallback.as_ref(),
            _ => None,
        };
        let (reply, more) = match answer {
            EffectAnswer::Answered { body, more } => match serde_json::from_value(body.clone()) {
                Ok(reply) => (Ok::<ProgramReply, String>(reply), *more),
                Err(error) => (Err(format!("its answer cannot be used: {error}")), false),
            },
            EffectAnswer::Failed { reason } => (Err(reason.clone()), false),
        };
        match reply {
            Ok(reply) => self.take_program_reply(reply, &place),
            Err(reason) => {
                self.trace.problem(Topic::Effect, format!("the program did not answer: {reason}"));
            }
        }
        if more && let Some(next) = next_frame(effect) {
            return self.wait_for(next, place, index);
        }
        self.finish_growing();
        if !std::mem::take(&mut self.run.program_said) {
            self.program_falls_back(fallback, &place.story);
        }
    }

    fn take_program_reply(&mut self, reply: ProgramReply, place: &AnswerPlace) {
        if let Some(entities) = reply.entities {
            self.take_entities(entities);
        }
        let story = reply.story.filter(|story| *story != place.story);
        if let Some(story) = story {
            self.move_to(story);
        }
        if let Some(step) = reply.step {
            self.move_to_step(step);
        }
        for part in reply.parts {
            self.take_part(part);
        }
    }

    /// Makes the conversation hold exactly these values.
    fn take_entities(&mut self, entities: Vec<ProgramEntity>) {
        let kept = |role: &Role| entities.iter().any(|entity| entity.role == *role);
        let roles = self.conversation.state.entities.keys();
        let gone: Vec<Role> = roles.filter(|role| !kept(role)).cloned().collect();
        for role in gone {
            if memory::forget(&mut self.conversation.state, &role) {
                self.trace.note(Topic::Value, format!("the program forgets `{role}`"));
            }
        }
        for entity in entities.into_iter().take(ENTITY_ROLES_MAX) {
            let held = memory::current(&self.conversation.state, &entity.role);
            let text = entity.text.clone().unwrap_or_default();
            let is_known = held.is_some_and(|held| {
                held.entity_type == entity.entity_type
                    && held.text == text
                    && (entity.value.is_none() || held.value == entity.value)
            });
            if is_known {
                continue;
            }
            let read = || self.read_whole(&text, &entity.entity_type);
            let value = entity.value.clone().or_else(read);
            self.trace.note(Topic::Value, format!("the program gives `{}`", entity.role));
            let held = HeldValue {
                entity_type: entity.entity_type,
                text,
                value,
                at: self.context.now,
                merged: false,
            };
            memory::hold(&mut self.conversation.state, entity.role, held);
        }
    }

    fn move_to(&mut self, story: StoryName) {
        if self.bot.story_named(&story).is_none() {
            let text = format!("the program names a story `{story}`, which does not exist");
            return self.trace.note(Topic::Story, text);
        }
        self.trace.note(Topic::Story, format!("the program goes on with `{story}`"));
        self.conversation.state.story = Some(story);
        self.conversation.state.step = None;
    }

    fn move_to_step(&mut self, step: StepName) {
        let story = self.current_story();
        let known = story.and_then(|story| self.bot.step_named(story, &step));
        if known.is_none() {
            let text = format!("the program names a step `{step}`, which does not exist");
            return self.trace.problem(Topic::Step, text);
        }
        self.trace.note(Topic::Step, format!("the program goes on with `{step}`"));
        self.conversation.state.step = Some(step);
    }

    fn take_part(&mut self, part: ProgramPart) {
        match part {
            ProgramPart::Text { text, suggestions, delay_ms } => {
                let text = self.program_text(&text);
                let suggestions = suggestions.iter().map(|it| self.program_text(it)).collect();
                if self.run.growing.is_some() {
                    return self.grow(&text, suggestions);
                }
                if text.trim().is_empty() && suggestions.is_empty() {
                    return;
                }
                self.say_as_program(
                    text_body(text, quick_replies(suggestions), Vec::new()),
                    delay_ms,
                );
            }
            ProgramPart::Cards { cards, carousel, delay_ms } => {
                let mut cards: Vec<Card> = cards.iter().map(|it| self.program_card(it)).collect();
                cards.retain(|card| *card != Card::default());
                let body = match (cards.pop(), carousel) {
                    (None, _) => return,
                    (Some(card), false) if cards.is_empty() => {
                        MessageBody::Card { card, quick_replies: Vec::new() }
                    }
                    (Some(last), _) => {
                        cards.push(last);
                        MessageBody::Carousel { cards, quick_replies: Vec::new() }
                    }
                };
                self.say_as_program(body, delay_ms);
            }
            ProgramPart::Message { body, delay_ms } => match &body {
                MessageBody::Custom { connector, .. } if connector != self.context.connector => {
                    let text = format!("a message for `{connector}` alone is left out");
                    self.trace.note(Topic::Channel, text);
                }
                // It is no answer to the user.
                MessageBody::Debug { .. } => self.send(body, delay_ms),
                _ => self.say_as_program(body, delay_ms),
            },
            ProgramPart::Switch { story, intent } => self.hand_over(story, intent),
            ProgramPart::Streaming { on: true } => {
                self.run.growing.get_or_insert_default();
            }
            ProgramPart::Streaming { on: false } => self.finish_growing(),
            ProgramPart::Unusable { reason } => {
                let text = format!("a part of the program's answer is left out: {reason}");
                self.trace.problem(Topic::Effect, text);
            }
        }
    }

    fn say_as_program(&mut self, body: MessageBody, delay_ms: Option<u32>) {
        let grows = self.run.growing.is_some();
        self.finish_growing();
        self.run.program_said = true;
        self.show(body, delay_ms);
        if grows {
            self.run.growing = Some(Growing::default());
        }
    }

    fn hand_over(&mut self, story: StoryName, intent: Option<model::IntentName>) {
        if self.bot.story_named(&story).is_none() {
            let text = format!("the program hands over to a story `{story}`, which does not exist");
            return self.trace.problem(Topic::Story, text);
        }
        self.trace.note(Topic::Story, format!("the program hands over to `{story}`"));
        self.run.program_said = true;
        if let Some(intent) = intent {
            self.conversation.state.intent = Some(intent.clone());
            self.run.intent = Some(intent);
        }
        self.tasks.push(Task::Enter { story, step: None, aside: false });
    }

    fn grow(&mut self, piece: &str, suggestions: Vec<String>) {
        let Some(growing) = &mut self.run.growing else { return };
        if growing.text.len() + piece.len() > PROGRAM_FRAME_BYTES_MAX {
            return self
                .trace
                .problem(Topic::Budget, "the program's text grows too long: it is cut");
        }
        growing.text.push_str(piece);
        growing.suggestions.extend(suggestions);
        let mut message = Message::text(MessageId::random(&mut self.rng), growing.text.clone());
        message.metadata.insert(GROWING.to_owned(), "true".to_owned());
        self.run.program_said = true;
        self.growing = Some(message);
    }

    /// Sends the text that grew in its final form.
    fn finish_growing(&mut self) {
        let Some(Growing { text, suggestions }) = self.run.growing.take() else { return };
        self.growing = None;
        if text.trim().is_empty() && suggestions.is_empty() {
            return;
        }
        self.show(text_body(text, quick_replies(suggestions), Vec::new()), None);
        if let Some(message) = self.last_message() {
            message.metadata.insert(GROWING.to_owned(), "false".to_owned());
        }
    }

    fn program_falls_back(&mut self, fallback: Option<&LabelKey>, story: &StoryName) {
        if let Some(label) = fallback {
            let text = self.text(label);
            return self.send(text_body(text, Vec::new(), Vec::new()), None);
        }
        let unknown = self.story_of_kind(StoryKind::Unknown);
        if let Some(unknown) = unknown.filter(|unknown| !self.bot.is_of_program(*unknown)) {
            let name = self.bot.story(unknown).name.clone();
            if !self.run.visited.contains(&name) {
                return self.tasks.push(Task::Enter { story: name, step: None, aside: true });
            }
        }
        let asked = self.bot.story_named(story).map(|story| self.bot.story(story).kind);
        self.say_words(match asked {
            Some(StoryKind::Unknown) => Words::NotUnderstood,
            _ => Words::NoReply,
        });
    }

    /// Words in the user's language when a label of the bot has them, with their arguments.
    fn program_text(&mut self, text: &ProgramText) -> String {
        let label = match text.translate {
            true => self.label_of(text),
            false => None,
        };
        let Some(label) = label else { return with_arguments(&text.text, &text.arguments) };
        let names = text.arguments.iter().enumerate();
        let names: Vec<(String, &String)> = names.map(|(at, it)| (at.to_string(), it)).collect();
        for (name, argument) in &names {
            self.remember_parameter(name, argument);
        }
        let rendered = self.text(&label);
        for (name, _) in &names {
            self.run.parameters.remove(name);
        }
        rendered
    }

    fn label_of(&self, text: &ProgramText) -> Option<LabelKey> {
        let named = text.label.clone().or_else(|| LabelKey::new(text.text.clone()).ok());
        if let Some(label) = named.filter(|label| self.bot.texts(label).is_some()) {
            return Some(label);
        }
        // The words themselves, in whichever language the program writes.
        let labels = self.bot.bot().labels.iter();
        let has =
            |label: &model::Label| label.texts.iter().any(|it| it.variants.contains(&text.text));
        labels.into_iter().find(|(_, label)| has(label)).map(|(key, _)| key.clone())
    }

    fn program_card(&mut self, card: &ProgramCard) -> Card {
        let mut words = |text: &ProgramText| {
            Some(self.program_text(text)).filter(|text| !text.trim().is_empty())
        };
        let title = card.title.as_ref().and_then(&mut words);
        let subtitle = card.subtitle.as_ref().and_then(&mut words);
        let file = card.file.as_ref().map(|file| program_file(file, words));
        let buttons = card.actions.iter().map(|(title, url)| {
            let title = self.program_text(title);
            let action = match url {
                Some(url) => ButtonAction::Url { url: url.clone() },
                None => ButtonAction::Say { text: title.clone() },
            };
            Button { title, action, image_url: None }
        });
        Card { title, subtitle, file, buttons: buttons.collect() }
    }
}

fn program_file(file: &ProgramFile, mut words: impl FnMut(&ProgramText) -> Option<String>) -> File {
    let name = file.url.split(['?', '#']).next().unwrap_or_default();
    let name = name.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    File {
        url: file.url.clone(),
        name: name.to_owned(),
        media: file.media,
        description: file.description.as_ref().and_then(&mut words),
    }
}

fn quick_replies(titles: Vec<String>) -> Vec<QuickReply> {
    let say = |title: String| {
        let action = QuickReplyAction::Say { text: title.clone() };
        QuickReply { title, action, image_url: None }
    };
    titles.into_iter().map(say).collect()
}

/// The same call, for the frame after.
fn next_frame(effect: &Effect) -> Option<Effect> {
    let mut next = effect.clone();
    if let Call::CallBot { frames_taken, .. } = &mut next.call {
        *frames_taken += 1;
        return (*frames_taken < PROGRAM_FRAMES_MAX).then_some(next);
    }
    None
}

/// A pattern with its arguments: `{0}` is the first. Without arguments it is no pattern.
fn with_arguments(pattern: &str, arguments: &[String]) -> String {
    if arguments.is_empty() {
        return pattern.to_owned();
    }
    let mut text = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let inside = after.split_once('}');
        let argument = inside.and_then(|(inside, after)| {
            let number = inside.split(',').next()?.trim().parse::<usize>().ok()?;
            Some((arguments.get(number)?, after))
        });
        match argument {
            Some((argument, after)) => {
                text.push_str(argument);
                rest = after;
            }
            None => {
                text.push('{');
                rest = after;
            }
        }
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_stand_in_their_places() {
        let check = |pattern: &str, arguments: &[&str], expected: &str| {
            let arguments: Vec<String> = arguments.iter().map(|it| (*it).to_owned()).collect();
            assert_eq!(with_arguments(pattern, &arguments), expected, "{pattern}");
        };
        check("A table for {0}?", &["4"], "A table for 4?");
        check("{1}, l'{0}", &["un", "deux"], "deux, l'un");
        check("{0,number,integer} km", &["12"], "12 km");
        check("as it {0} is", &[], "as it {0} is");
        check("{2} {x} {", &["a"], "{2} {x} {");
    }
}

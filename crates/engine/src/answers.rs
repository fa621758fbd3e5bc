//! Answers of stories to messages: labels become words, actions become things to press, and what
//! the channel cannot show becomes words too.

use model::{
    ActionTemplate, Answer, AnswerContent, Button, ButtonAction, ButtonTemplate, Card,
    CardTemplate, Choice, File, FileTemplate, Footnote, FootnoteTemplate, MessageBody,
    Notification, QuickReply, QuickReplyAction, QuickReplyTemplate, StepName, StoryKind, StoryName,
};

use crate::choose::STORY_PARAMETER;
use crate::compiled::{StepIndex, StoryIndex};
use crate::expression;
use crate::memory;
use crate::scope::json_of_outcome;
use crate::task::AnswerPlace;
use crate::template;
use crate::trace::Topic;
use crate::turn::Turn;
use crate::words::Words;

impl Turn<'_> {
    /// Gives one answer, or does what it stands for.
    pub(crate) fn answer(&mut self, answer: &Answer, place: AnswerPlace, index: usize) {
        let delay_ms = answer.delay_ms;
        match &answer.content {
            AnswerContent::Text { text, quick_replies, buttons, footnotes } => {
                let body = MessageBody::Text {
                    text: self.text(text),
                    quick_replies: self.quick_replies(quick_replies, &place.story),
                    buttons: self.buttons(buttons, &place.story),
                    footnotes: self.footnotes(footnotes),
                };
                self.show(body, delay_ms);
            }
            AnswerContent::Card { card, quick_replies } => {
                let body = MessageBody::Card {
                    card: self.card(card, &place.story),
                    quick_replies: self.quick_replies(quick_replies, &place.story),
                };
                self.show(body, delay_ms);
            }
            AnswerContent::Carousel { cards, quick_replies } => {
                let cards = cards.iter().map(|card| self.card(card, &place.story)).collect();
                let quick_replies = self.quick_replies(quick_replies, &place.story);
                self.show(MessageBody::Carousel { cards, quick_replies }, delay_ms);
            }
            AnswerContent::File { file } => {
                let body = MessageBody::File { file: self.file(file) };
                self.show(body, delay_ms);
            }
            AnswerContent::Custom { connector, payload } => {
                if connector == self.context.connector {
                    let (connector, payload) = (connector.clone(), payload.clone());
                    self.send(MessageBody::Custom { connector, payload }, delay_ms);
                } else {
                    let text = format!("an answer for `{connector}` alone is left out");
                    self.trace.note(Topic::Channel, text);
                }
            }
            AnswerContent::Http { url, timeout_ms, fallback } => {
                self.call_http(url, *timeout_ms, fallback.as_ref(), place, index);
            }
            AnswerContent::Program { fallback } => {
                self.ask_program(fallback.as_ref(), place, index);
            }
            AnswerContent::Set { variable, value } => match self.bot.expression(value) {
                Some(expression) => {
                    let outcome = expression::evaluate(expression, self);
                    self.set_variable(variable, json_of_outcome(&outcome));
                }
                None => self.trace.problem(
                    Topic::Expression,
                    format!("`{variable}` is not set: its expression is wrong"),
                ),
            },
            AnswerContent::Remember { name, value, for_s } => match self.bot.expression(value) {
                Some(expression) => {
                    let outcome = expression::evaluate(expression, self);
                    self.remember_fact(name, json_of_outcome(&outcome), *for_s);
                }
                None => self.trace.problem(
                    Topic::Expression,
                    format!("`{name}` is not remembered: its expression is wrong"),
                ),
            },
            AnswerContent::HandOver { topic } => {
                let topic = topic.as_ref().map(|topic| self.text(topic)).unwrap_or_default();
                self.rendered.clear();
                self.wait_for_person(topic);
            }
            AnswerContent::Notify { user, intent, step, parameters, state } => {
                let parameters = parameters
                    .iter()
                    .filter_map(|(role, value)| Some((role.clone(), self.text_of(value)?)))
                    .collect();
                let (intent, step, state) = (intent.clone(), step.clone(), *state);
                let notification = Notification { intent, step, parameters, state };
                self.notify(user, &notification, place, index);
            }
            AnswerContent::Forget { roles } if roles.is_empty() => {
                memory::forget_all(&mut self.conversation.state);
                self.trace.note(Topic::Value, "all values are forgotten");
            }
            AnswerContent::Forget { roles } => {
                for role in roles {
                    if memory::forget(&mut self.conversation.state, role) {
                        self.trace.note(Topic::Value, format!("`{role}` is forgotten"));
                    }
                }
            }
        }
    }

    /// Sends a message in the form that the channel can show.
    pub(crate) fn show(&mut self, body: MessageBody, delay_ms: Option<u32>) {
        let can = self.context.capabilities;
        match body {
            MessageBody::Card { card, quick_replies } if !can.cards => {
                self.trace.note(Topic::Channel, "the channel shows no cards: the card is said");
                self.say_card(card, quick_replies, delay_ms);
            }
            MessageBody::Carousel { cards, quick_replies } if !can.carousel || cards.is_empty() => {
                self.trace.note(
                    Topic::Channel,
                    "the channel shows no carousels: its cards follow each other",
                );
                let mut quick_replies = Some(quick_replies);
                let last = cards.len().saturating_sub(1);
                for (position, card) in cards.into_iter().enumerate() {
                    let quick_replies = match position == last {
                        true => quick_replies.take().unwrap_or_default(),
                        false => Vec::new(),
                    };
                    // The first waits; the others are part of the same answer.
                    let delay_ms = if position == 0 { delay_ms } else { Some(0) };
                    match can.cards {
                        true => self.send(MessageBody::Card { card, quick_replies }, delay_ms),
                        false => self.say_card(card, quick_replies, delay_ms),
                    }
                }
            }
            MessageBody::File { file } if !can.files => {
                self.trace.note(Topic::Channel, "the channel shows no files: its address is said");
                let lines = [Some(file.name), file.description, Some(file.url)];
                let text = joined(lines.into_iter().flatten());
                self.send(text_body(text, Vec::new(), Vec::new()), delay_ms);
            }
            other => self.send(other, delay_ms),
        }
    }

    fn say_card(&mut self, card: Card, quick_replies: Vec<QuickReply>, delay_ms: Option<u32>) {
        let picture = card.file.and_then(|file| file.description);
        let text = joined([card.title, card.subtitle, picture].into_iter().flatten());
        self.send(text_body(text, quick_replies, card.buttons), delay_ms);
    }

    /// Offers the titled steps that follow, on the last message of the segment.
    pub(crate) fn offer_steps(&mut self, story: &StoryName, step: Option<&StepName>) {
        let Some(index) = self.bot.story_named(story) else { return };
        let at = step.and_then(|step| self.bot.step_named(index, step));
        let bot = self.bot;
        let mut offered = Vec::new();
        for child in bot.children(index, at) {
            if let Some(title) = &bot.step(index, *child).title {
                let title = self.text(title);
                let action = QuickReplyAction::Choice(self.choice_of_step(index, *child));
                offered.push(QuickReply { title, action, image_url: None });
            }
        }
        self.rendered.clear();
        if offered.is_empty() {
            return;
        }
        match self.last_message().map(|message| &mut message.body) {
            Some(
                MessageBody::Text { quick_replies, .. }
                | MessageBody::Card { quick_replies, .. }
                | MessageBody::Carousel { quick_replies, .. },
            ) => quick_replies.extend(offered),
            _ => {
                let words = Words::Choose.in_locale(&self.place.locale).to_owned();
                self.send(text_body(words, offered, Vec::new()), None);
            }
        }
    }

    /// What pressing a step's button sends back: enough to find the step whatever happens before.
    fn choice_of_step(&self, story: StoryIndex, step: StepIndex) -> Choice {
        let (definition, step) = (self.bot.story(story), self.bot.step(story, step));
        let main = definition.starters.first();
        let mut choice = Choice {
            intent: step.trigger.intent.as_ref().or(main).cloned(),
            step: Some(step.name.clone()),
            previous_intent: main.cloned(),
            ..Choice::default()
        };
        if let Some(condition) = &step.trigger.entity
            && let Some(value) = &condition.value
        {
            choice.parameters.insert(condition.role.as_str().to_owned(), value.clone());
        }
        self.name_story(story, &mut choice);
        choice
    }

    /// A story without intents can only be found again by its name; so can one whose main intent
    /// starts another.
    fn name_story(&self, story: StoryIndex, choice: &mut Choice) {
        let definition = self.bot.story(story);
        let found_by_intent = definition.kind == StoryKind::Intent
            && definition
                .starters
                .first()
                .is_some_and(|intent| self.story_started_by(intent) == Some(story));
        if !found_by_intent {
            let name = definition.name.as_str().to_owned();
            choice.parameters.insert(STORY_PARAMETER.to_owned(), name);
        }
    }

    fn choice_of_action(
        &self,
        story: &StoryName,
        intent: &model::IntentName,
        step: Option<&StepName>,
        parameters: &std::collections::BTreeMap<String, String>,
    ) -> Choice {
        let story = self.bot.story_named(story);
        let main = story.and_then(|story| self.bot.story(story).starters.first());
        let mut choice = Choice {
            intent: Some(intent.clone()),
            step: step.cloned(),
            previous_intent: main.filter(|main| *main != intent).cloned(),
            parameters: parameters.clone(),
        };
        if let Some(story) = story
            && self.bot.compiled(story).supports.contains(intent)
        {
            self.name_story(story, &mut choice);
        }
        choice
    }

    fn quick_replies(
        &mut self,
        templates: &[QuickReplyTemplate],
        story: &StoryName,
    ) -> Vec<QuickReply> {
        let mut quick_replies = Vec::with_capacity(templates.len());
        for template in templates {
            let title = self.text(&template.title);
            let action = match &template.action {
                None => QuickReplyAction::Say { text: title.clone() },
                Some(ActionTemplate::Intent { intent, step, parameters }) => {
                    let choice = self.choice_of_action(story, intent, step.as_ref(), parameters);
                    QuickReplyAction::Choice(choice)
                }
                Some(ActionTemplate::Say { text }) => {
                    QuickReplyAction::Say { text: self.text(text) }
                }
                Some(ActionTemplate::Location) => QuickReplyAction::Location,
                Some(ActionTemplate::Url { .. } | ActionTemplate::Call { .. }) => {
                    self.trace.problem(
                        Topic::Channel,
                        "a quick reply can neither open an address nor call: it says its title",
                    );
                    QuickReplyAction::Say { text: title.clone() }
                }
            };
            quick_replies.push(QuickReply { title, action, image_url: template.image_url.clone() });
        }
        quick_replies
    }

    fn buttons(&mut self, templates: &[ButtonTemplate], story: &StoryName) -> Vec<Button> {
        let mut buttons = Vec::with_capacity(templates.len());
        for template in templates {
            let title = self.text(&template.title);
            let action = match &template.action {
                ActionTemplate::Intent { intent, step, parameters } => ButtonAction::Postback(
                    self.choice_of_action(story, intent, step.as_ref(), parameters),
                ),
                ActionTemplate::Say { text } => ButtonAction::Say { text: self.text(text) },
                ActionTemplate::Url { url } => ButtonAction::Url { url: self.url(url) },
                ActionTemplate::Call { number } => ButtonAction::Call { number: number.clone() },
                ActionTemplate::Location => ButtonAction::Location,
            };
            buttons.push(Button { title, action, image_url: template.image_url.clone() });
        }
        buttons
    }

    fn footnotes(&mut self, templates: &[FootnoteTemplate]) -> Vec<Footnote> {
        let mut footnotes = Vec::with_capacity(templates.len());
        for (position, template) in templates.iter().enumerate() {
            footnotes.push(Footnote {
                identifier: (position + 1).to_string(),
                title: self.text(&template.title),
                url: template.url.as_ref().map(|url| self.url(url)),
                content: template.content.as_ref().map(|content| self.text(content)),
                score: None,
            });
        }
        footnotes
    }

    fn card(&mut self, template: &CardTemplate, story: &StoryName) -> Card {
        Card {
            title: template.title.as_ref().map(|title| self.text(title)),
            subtitle: template.subtitle.as_ref().map(|subtitle| self.text(subtitle)),
            file: template.file.as_ref().map(|file| self.file(file)),
            buttons: self.buttons(&template.buttons, story),
        }
    }

    fn file(&mut self, template: &FileTemplate) -> File {
        File {
            url: self.url(&template.url),
            name: template.name.clone(),
            media: template.media,
            description: template.description.as_ref().map(|description| self.text(description)),
        }
    }

    /// An address with its values. One that is no template is used as it is.
    pub(crate) fn url(&mut self, source: &str) -> String {
        let Some(template) = self.bot.url(source) else { return source.to_owned() };
        let rendered = template::render_url(template, self, &self.formatting());
        if !rendered.missing.is_empty() {
            let names = rendered.missing.join("`, `");
            self.trace.problem(Topic::Label, format!("an address: nothing is known of `{names}`"));
        }
        rendered.text
    }
}

pub(crate) fn text_body(
    text: String,
    quick_replies: Vec<QuickReply>,
    buttons: Vec<Button>,
) -> MessageBody {
    MessageBody::Text { text, quick_replies, buttons, footnotes: Vec::new() }
}

fn joined(lines: impl Iterator<Item = String>) -> String {
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

//! Talking to a bot without a server.

use std::collections::BTreeMap;

use tokio::sync::mpsc;
use wire::bot_api::{
    BotMessage, BotResponse, ConnectorType, Entity, PlayerId, PlayerType, RequestContext,
    RequestData, UNKNOWN_INTENT, UNKNOWN_STORY, UserData, UserInterface, UserMessage, UserRequest,
};

use crate::Bot;

/// A user who talks to a bot without a server: for tests.
///
/// It understands exactly the sentences that it was told ([`Rehearsal::understands`]), and keeps
/// story, step and entities between two of them as the platform does.
pub struct Rehearsal {
    bot: Bot,
    language: String,
    sentences: BTreeMap<String, Understood>,
    story: Option<String>,
    step: Option<String>,
    entities: Vec<Entity>,
    requests: u32,
}

#[derive(Clone)]
struct Understood {
    intent: String,
    entities: Vec<(String, String)>,
}

/// What a bot answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// Its frames, in order.
    pub frames: Vec<BotResponse>,
}

impl Rehearsal {
    /// A user of a bot, who speaks English.
    pub fn new(bot: Bot) -> Self {
        Self {
            bot,
            language: "en".to_owned(),
            sentences: BTreeMap::new(),
            story: None,
            step: None,
            entities: Vec::new(),
            requests: 0,
        }
    }

    /// The same, in another language.
    pub fn in_language(mut self, language: &str) -> Self {
        self.language = language.to_owned();
        self
    }

    /// A sentence that means an intent.
    pub fn understands(self, sentence: &str, intent: &str) -> Self {
        self.understands_with(sentence, intent, [])
    }

    /// A sentence that means an intent and holds values, as roles and words.
    pub fn understands_with<const N: usize>(
        mut self,
        sentence: &str,
        intent: &str,
        entities: [(&str, &str); N],
    ) -> Self {
        let own = |(role, words): (&str, &str)| (role.to_owned(), words.to_owned());
        let entities = entities.into_iter().map(own).collect();
        self.sentences
            .insert(sentence.to_owned(), Understood { intent: intent.to_owned(), entities });
        self
    }

    /// Says something, and hears the answer to its end.
    pub async fn send(&mut self, sentence: &str) -> Said {
        let unknown = Understood { intent: UNKNOWN_INTENT.to_owned(), entities: Vec::new() };
        let understood = self.sentences.get(sentence).cloned().unwrap_or(unknown);
        self.ask(UserMessage::Text { text: sentence.to_owned() }, understood).await
    }

    /// Presses something: `intent?role=words`.
    pub async fn press(&mut self, payload: &str) -> Said {
        let (intent, parameters) = payload.split_once('?').unwrap_or((payload, ""));
        let pairs = parameters.split('&').filter_map(|pair| pair.split_once('='));
        let pairs = pairs.filter(|(name, _)| !name.starts_with('_'));
        let entities = pairs.map(|(role, words)| (role.to_owned(), words.to_owned())).collect();
        let understood = Understood { intent: intent.to_owned(), entities };
        let message = UserMessage::Choice { payload: payload.to_owned(), text: String::new() };
        self.ask(message, understood).await
    }

    /// The step at which the conversation is.
    pub fn step(&self) -> Option<&str> {
        self.step.as_deref()
    }

    /// The words that the conversation holds under a role.
    pub fn words(&self, role: &str) -> Option<&str> {
        let held = self.entities.iter().find(|entity| entity.role == role)?;
        held.content.as_deref()
    }

    async fn ask(&mut self, message: UserMessage, understood: Understood) -> Said {
        self.entities.iter_mut().for_each(|entity| entity.new = false);
        for (role, words) in &understood.entities {
            self.entities.retain(|held| held.role != *role);
            self.entities.push(Entity {
                entity_type: format!("test:{role}"),
                role: role.clone(),
                content: Some(words.clone()),
                value: None,
                evaluated: false,
                sub_entities: Vec::new(),
                new: true,
            });
        }
        let story = self.story_of(&understood.intent);
        if self.story.as_ref() != Some(&story) {
            self.step = None;
        }
        self.requests += 1;
        let id = format!("rehearsal-{}", self.requests);
        let request = UserRequest {
            intent: Some(understood.intent),
            entities: self.entities.clone(),
            message,
            story_id: story.clone(),
            step: self.step.clone(),
            context: self.context(),
        };
        let (frames, mut outgoing) = mpsc::unbounded_channel();
        self.bot.answer(RequestData::of_user(id, request), frames).await;
        let mut said = Said { frames: Vec::new() };
        while let Some(frame) = outgoing.recv().await {
            said.frames.extend(frame.bot_response);
        }
        self.story = Some(story);
        for frame in &said.frames {
            if self.story.as_ref() != Some(&frame.story_id) {
                self.story = Some(frame.story_id.clone());
            }
            self.step = frame.step.clone();
            if let Some(entities) = &frame.entities {
                self.entities = entities.clone();
            }
        }
        said
    }

    /// The current story when the intent is one of its own, else one that the intent starts.
    fn story_of(&self, intent: &str) -> String {
        let stories = self.bot.configuration().stories;
        let starts = |story: &&wire::bot_api::StoryConfiguration| {
            story.main_intent == intent || story.other_starter_intents.iter().any(|i| i == intent)
        };
        let current = stories.iter().find(|story| Some(&story.name) == self.story.as_ref());
        let goes_on = current.filter(|story| {
            let of_steps = story.steps.iter().any(|step| {
                step.main_intent == intent
                    || step.other_starter_intents.iter().any(|i| i == intent)
                    || step.secondary_intents.iter().any(|i| i == intent)
            });
            starts(story) || of_steps || story.secondary_intents.iter().any(|i| i == intent)
        });
        let found = goes_on.or_else(|| stories.iter().find(starts));
        found.map_or_else(|| UNKNOWN_STORY.to_owned(), |story| story.name.clone())
    }

    fn context(&self) -> RequestContext {
        let connector =
            ConnectorType { id: "web".to_owned(), user_interface_type: UserInterface::TextChat };
        let player = |id: &str, kind| PlayerId { id: id.to_owned(), kind, client_id: None };
        RequestContext {
            namespace: "test".to_owned(),
            language: self.language.clone(),
            source_connector_type: connector.clone(),
            target_connector_type: connector.clone(),
            connector_type: Some(connector),
            user_interface: UserInterface::TextChat,
            application_id: "rehearsal".to_owned(),
            user_id: player("user", PlayerType::User),
            bot_id: player("bot", PlayerType::Bot),
            user: UserData {
                first_name: None,
                last_name: None,
                email: None,
                timezone: "UTC".to_owned(),
                locale: self.language.clone(),
                picture: None,
                gender: None,
                test: true,
            },
            metadata: BTreeMap::new(),
            actions_history: None,
        }
    }
}

impl Said {
    /// Everything that was said or shown, in order.
    pub fn messages(&self) -> Vec<&BotMessage> {
        self.frames.iter().flat_map(|frame| &frame.messages).collect()
    }

    /// The words of the sentences, and the titles of the cards.
    pub fn texts(&self) -> Vec<String> {
        let mut texts = Vec::new();
        for message in self.messages() {
            match message {
                BotMessage::Sentence(sentence) => texts.push(sentence.text.text.clone()),
                BotMessage::Card(card) => {
                    texts.extend(card.title.as_ref().map(|title| title.text.clone()));
                }
                BotMessage::Carousel(carousel) => {
                    let titles = carousel.cards.iter().filter_map(|card| card.title.as_ref());
                    texts.extend(titles.map(|title| title.text.clone()));
                }
                _ => {}
            }
        }
        texts
    }

    /// What was offered for one tap.
    pub fn suggestions(&self) -> Vec<String> {
        let sentences = self.messages().into_iter().filter_map(|message| match message {
            BotMessage::Sentence(sentence) => Some(sentence),
            _ => None,
        });
        let titles = sentences.flat_map(|sentence| &sentence.suggestions);
        titles.map(|suggestion| suggestion.title.text.clone()).collect()
    }
}

//! What a story answers with: what the user wants on the one side, what the bot says on the other.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::mpsc;
use wire::bot_api::{
    Action, BotMessage, BotResponse, Card, Carousel, ConnectorMessage, Custom, Entity, Event,
    I18nText, ResponseData, STREAM_SWITCH, Sentence, Suggestion, UserMessage, UserRequest,
};
use wire::nlp::Value;

use crate::bot::{Rewrite, frame};

/// One request of a user and the answer to it. Clones are the same answer.
///
/// What is said is sent when the story ends, or at [`Bus::flush`].
#[derive(Clone)]
pub struct Bus {
    id: String,
    request: Arc<UserRequest>,
    rewrites: Arc<[Rewrite]>,
    state: Arc<Mutex<State>>,
}

struct State {
    frames: mpsc::UnboundedSender<ResponseData>,
    messages: Vec<BotMessage>,
    story: String,
    step: Option<String>,
    entities: Vec<Entity>,
    ended: bool,
}

impl Bus {
    pub(crate) fn new(
        id: String,
        request: Arc<UserRequest>,
        frames: mpsc::UnboundedSender<ResponseData>,
        rewrites: Vec<Rewrite>,
    ) -> Self {
        let state = State {
            frames,
            messages: Vec::new(),
            story: request.story_id.clone(),
            step: request.step.clone(),
            entities: request.entities.clone(),
            ended: false,
        };
        Self { id, request, rewrites: rewrites.into(), state: Arc::new(Mutex::new(state)) }
    }

    /// The whole request.
    pub fn request(&self) -> &UserRequest {
        &self.request
    }

    /// What the user wrote or said; `None` for something pressed.
    pub fn text(&self) -> Option<&str> {
        match &self.request.message {
            UserMessage::Text { text } => Some(text),
            UserMessage::Choice { .. } => None,
        }
    }

    /// What the user pressed, as `intent?key=value&…`.
    pub fn choice(&self) -> Option<&str> {
        match &self.request.message {
            UserMessage::Choice { payload, .. } => Some(payload),
            UserMessage::Text { .. } => None,
        }
    }

    /// What the user wants; `unknown` when nothing was understood.
    pub fn intent(&self) -> &str {
        self.request.intent.as_deref().unwrap_or(wire::bot_api::UNKNOWN_INTENT)
    }

    /// The current step of the story.
    pub fn step(&self) -> Option<&str> {
        self.request.step.as_deref()
    }

    /// The user's id.
    pub fn user_id(&self) -> &str {
        &self.request.context.user_id.id
    }

    /// The user's language: `fr`, `fr_CA`.
    pub fn language(&self) -> &str {
        &self.request.context.language
    }

    /// What the conversation holds under a role, or as a value of a type with or without its
    /// namespace.
    pub fn entity(&self, role_or_type: &str) -> Option<Entity> {
        let state = self.lock();
        let by_role = state.entities.iter().find(|entity| entity.role == role_or_type);
        let by_type = || {
            state.entities.iter().find(|entity| {
                let bare = entity.entity_type.rsplit(':').next();
                entity.entity_type == role_or_type || bare == Some(role_or_type)
            })
        };
        by_role.or_else(by_type).cloned()
    }

    /// The words of an entity.
    pub fn words(&self, role_or_type: &str) -> Option<String> {
        self.entity(role_or_type)?.content
    }

    /// What an entity means.
    pub fn value(&self, role_or_type: &str) -> Option<Value> {
        self.entity(role_or_type)?.value
    }

    /// The words of an entity that the story cannot do without. When it is missing the question
    /// is asked, and the story should end: the reply comes back to it.
    ///
    /// ```
    /// # use palabre_client::{Bot, Bus, Rehearsal};
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let bot = Bot::new().on("book", |mut bus: Bus| async move {
    ///     let Some(date) = bus.need("date", "When?") else { return };
    ///     bus.say(format!("Noted: {date}."));
    /// });
    /// let mut user = Rehearsal::new(bot)
    ///     .understands("book a table", "book")
    ///     .understands_with("tomorrow", "book", [("date", "tomorrow")]);
    /// assert_eq!(user.send("book a table").await.texts(), ["When?"]);
    /// assert_eq!(user.send("tomorrow").await.texts(), ["Noted: tomorrow."]);
    /// # });
    /// ```
    pub fn need(&mut self, role_or_type: &str, question: impl Into<I18nText>) -> Option<String> {
        let words = self.words(role_or_type);
        if words.is_none() {
            self.say(question);
        }
        words
    }

    /// Makes the conversation hold a value.
    pub fn hold(&mut self, role: &str, entity_type: &str, words: &str) -> &mut Self {
        let entity = Entity {
            entity_type: entity_type.to_owned(),
            role: role.to_owned(),
            content: Some(words.to_owned()),
            value: None,
            evaluated: false,
            sub_entities: Vec::new(),
            new: true,
        };
        let mut state = self.lock();
        state.entities.retain(|held| held.role != role);
        state.entities.push(entity);
        drop(state);
        self
    }

    /// Makes the conversation forget the value of a role.
    pub fn forget(&mut self, role: &str) -> &mut Self {
        self.lock().entities.retain(|held| held.role != role);
        self
    }

    /// Says something. The platform translates it when the bot has a label for it.
    pub fn say(&mut self, text: impl Into<I18nText>) -> &mut Self {
        self.send(BotMessage::sentence(text))
    }

    /// Offers an answer for one tap, with the last thing that was said.
    pub fn suggest(&mut self, title: impl Into<I18nText>) -> &mut Self {
        let suggestion = Suggestion { title: title.into() };
        let mut state = self.lock();
        let last = state.messages.iter_mut().rev().find_map(|message| match message {
            BotMessage::Sentence(sentence) => Some(sentence),
            _ => None,
        });
        match last {
            Some(sentence) => sentence.suggestions.push(suggestion),
            None => {
                let suggestions = vec![suggestion];
                let sentence = Sentence { suggestions, ..Sentence::default() };
                state.messages.push(BotMessage::Sentence(sentence));
            }
        }
        drop(state);
        self
    }

    /// Shows a card.
    pub fn card(&mut self, card: Card) -> &mut Self {
        self.send(BotMessage::Card(card))
    }

    /// Shows cards side by side.
    pub fn carousel(&mut self, cards: Vec<Card>) -> &mut Self {
        self.send(BotMessage::Carousel(Carousel { cards, delay: 0 }))
    }

    /// Sends a message in the own form of a kind of channel: `web`.
    pub fn custom(&mut self, connector: &str, message: serde_json::Value) -> &mut Self {
        let message = ConnectorMessage { klass: connector.to_owned(), value: message };
        self.send(BotMessage::Custom(Custom { message, delay: 0 }))
    }

    /// Sends any message.
    pub fn send(&mut self, message: BotMessage) -> &mut Self {
        self.lock().messages.push(message);
        self
    }

    /// Begins a text that the user sees grow: [`Bus::piece`], then [`Bus::end_stream`].
    pub fn begin_stream(&mut self) -> &mut Self {
        self.stream_switch(true)
    }

    /// Adds to the text that grows, and shows it at once.
    pub fn piece(&mut self, text: impl Into<String>) -> &mut Self {
        let text = I18nText { to_be_translated: false, ..I18nText::from(text.into()) };
        self.send(BotMessage::sentence(text)).flush()
    }

    /// Ends the text that grows.
    pub fn end_stream(&mut self) -> &mut Self {
        self.stream_switch(false)
    }

    fn stream_switch(&mut self, on: bool) -> &mut Self {
        self.send(BotMessage::Event(Event {
            category: "METADATA".to_owned(),
            key: STREAM_SWITCH.to_owned(),
            value: on.to_string(),
            delay: 0,
        }))
    }

    /// Makes a step the current one.
    pub fn go_to_step(&mut self, step: impl Into<String>) -> &mut Self {
        self.lock().step = Some(step.into());
        self
    }

    /// Makes another story the current one, for what the user says next.
    pub fn go_to_story(&mut self, story: impl Into<String>) -> &mut Self {
        let mut state = self.lock();
        state.story = story.into();
        state.step = None;
        drop(state);
        self
    }

    /// Has another story of the bot answer now, be it the platform's own.
    pub fn switch_story(&mut self, story: impl Into<String>) -> &mut Self {
        self.send(BotMessage::Action(Action::switch_story(story, None)))
    }

    /// Sends what was said so far; the story goes on.
    pub fn flush(&mut self) -> &mut Self {
        self.send_frame(false);
        self
    }

    /// Sends the last frame.
    pub(crate) fn end(&self) {
        self.send_frame(true);
    }

    fn send_frame(&self, is_last: bool) {
        let mut state = self.lock();
        if state.ended || (!is_last && state.messages.is_empty()) {
            return;
        }
        let said = std::mem::take(&mut state.messages).into_iter();
        let response = BotResponse {
            messages: said.filter_map(|message| self.rewritten(message)).collect(),
            story_id: state.story.clone(),
            step: state.step.clone(),
            entities: Some(state.entities.clone()),
            context: None,
        };
        state.ended = is_last;
        // A receiver that is gone waits for nothing.
        let _gone = state.frames.send(frame(&self.id, response, is_last));
    }

    fn rewritten(&self, message: BotMessage) -> Option<BotMessage> {
        let mut rewrites = self.rewrites.iter();
        rewrites.try_fold(message, |message, rewrite| rewrite(&self.request, message))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // The state is whole after each operation, so a panic elsewhere does not spoil it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

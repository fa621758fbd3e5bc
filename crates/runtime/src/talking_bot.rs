//! A bot with its model.

use std::sync::Arc;

use engine::CompiledBot;
use model::{Bot, Diagnostic, EntityTypeName, Query, Understanding, Value, ValueReader};
use nlu::{Model, TrainOptions};

use crate::Error;

/// A bot ready to talk. Share it behind an `Arc`; it holds no conversation.
pub struct TalkingBot {
    compiled: CompiledBot,
    model: Arc<Model>,
    values: Arc<dyn ValueReader>,
    diagnostics: Vec<Diagnostic>,
}

impl TalkingBot {
    /// A bot with a model that was trained before.
    pub fn new(
        bot: impl Into<Arc<Bot>>,
        model: &[u8],
        values: Arc<dyn ValueReader>,
    ) -> Result<Self, Error> {
        let model = Arc::new(Model::load(model)?);
        let compiled = CompiledBot::new(bot.into());
        Ok(Self { compiled, model, values, diagnostics: Vec::new() })
    }

    /// A bot with a model that is trained here.
    pub fn train(bot: impl Into<Arc<Bot>>, values: Arc<dyn ValueReader>) -> Result<Self, Error> {
        let bot = bot.into();
        let trained = nlu::train(&bot, &TrainOptions::default(), values.as_ref());
        let talking = Self::new(bot, &trained.bytes, values)?;
        Ok(Self { diagnostics: trained.diagnostics, ..talking })
    }

    /// The same understanding, with other stories.
    pub fn with_stories_of(&self, bot: impl Into<Arc<Bot>>) -> Self {
        Self {
            compiled: CompiledBot::new(bot.into()),
            model: Arc::clone(&self.model),
            values: Arc::clone(&self.values),
            diagnostics: self.diagnostics.clone(),
        }
    }

    /// What understands now, with the sentences that people vouch for in another content of the bot:
    /// each of those is answered rightly at once, before anything is trained.
    pub fn corrected(&self, bot: impl Into<Arc<Bot>>) -> Self {
        let bot = bot.into();
        Self {
            model: Arc::new(self.model.with_known_sentences(&bot)),
            compiled: CompiledBot::new(bot),
            values: self.values.clone(),
            diagnostics: Vec::new(),
        }
    }

    /// Whether a better model is to come.
    pub fn is_provisional(&self) -> bool {
        self.model.is_provisional()
    }

    /// What the bot is.
    pub fn bot(&self) -> &Arc<Bot> {
        self.compiled.bot()
    }

    /// What the engine works with.
    pub fn compiled(&self) -> &CompiledBot {
        &self.compiled
    }

    /// What reads dates and numbers.
    pub fn values(&self) -> &dyn ValueReader {
        self.values.as_ref()
    }

    /// What training left out or found strange; empty when the model came from outside.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The encoder whose vectors help this bot; `None` when it understands as well without.
    pub fn encoder(&self) -> Option<&str> {
        self.model.encoder()
    }

    /// What NLU says of a sentence, with reasons when they are wanted. `vector` is the sentence's
    /// by [`TalkingBot::encoder`]; empty, the bot understands without.
    pub fn understand(&self, query: &Query, vector: &[f32], explain: bool) -> Understanding {
        let mut understanding = match explain {
            true => self.model.explain_with_vector(query, self.values.as_ref(), vector),
            false => self.model.parse_with_vector(query, self.values.as_ref(), vector),
        };
        self.read_from_midnight(query, &mut understanding);
        understanding
    }

    /// What a text means as an entity of a type, and how sure that is; see
    /// [`nlu::Model::value_of`].
    pub fn value_of(
        &self,
        query: &Query,
        entity_type: &EntityTypeName,
        text: &str,
    ) -> Option<(Value, f64)> {
        self.model.value_of(query, entity_type, text, self.values.as_ref())
    }
}

//! What an event means to stories: an intent, values, words.

use model::{
    Choice, Dimension, EntityFound, EntityTypeName, HeldValue, IntentName, ReadingContext, Role,
    Span, Understanding, Value, ValueFound,
};

use crate::memory;
use crate::trace::Topic;
use crate::turn::Turn;

/// What a user's event means.
#[derive(Debug, Clone, Default)]
pub(crate) struct Action {
    /// What is wanted; `None` is unknown.
    pub(crate) intent: Option<IntentName>,
    /// Values in it, by place.
    pub(crate) said: Vec<Said>,
    /// The words, as NLU normalised them.
    pub(crate) text: Option<String>,
    /// Whether a person vouched for exactly these words and this intent.
    pub(crate) is_known_sentence: bool,
}

/// A value in an event.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Said {
    pub(crate) role: Role,
    pub(crate) entity_type: EntityTypeName,
    pub(crate) text: String,
    pub(crate) value: Option<Value>,
    /// Where in [`Action::text`]; `None` for a button's parameter.
    pub(crate) span: Option<Span>,
}

/// Parameters of a choice that start so are ours or Tock's, never entities.
const RESERVED: char = '_';

impl Action {
    /// The action of a sentence.
    pub(crate) fn of_sentence(text: &str, understanding: Option<&Understanding>) -> Self {
        let Some(understanding) = understanding else {
            return Self { text: Some(text.to_owned()), ..Self::default() };
        };
        let said = |entity: &EntityFound| Said {
            role: entity.role.clone(),
            entity_type: entity.entity_type.clone(),
            text: entity.span.slice(&understanding.text).to_owned(),
            value: entity.value.clone(),
            span: Some(entity.span),
        };
        Self {
            intent: understanding.intent.clone(),
            said: understanding.entities.iter().map(said).collect(),
            text: Some(understanding.text.clone()),
            is_known_sentence: understanding.decided_by == model::DecidedBy::KnownSentence,
        }
    }

    /// The action of a choice: its parameters that are roles become values, the others are kept
    /// for this turn's texts.
    pub(crate) fn of_choice(choice: &Choice, turn: &mut Turn<'_>) -> Self {
        let mut action = Self { intent: choice.intent.clone(), ..Self::default() };
        for (name, text) in &choice.parameters {
            if name.starts_with(RESERVED) {
                continue;
            }
            let role = Role::new(name.clone()).ok();
            let entity_type = role.as_ref().and_then(|role| {
                let in_intent = choice.intent.as_ref().and_then(|intent| {
                    let uses = &turn.bot.bot().intents.get(intent)?.entities;
                    Some(&uses.iter().find(|entity| entity.role == *role)?.entity_type)
                });
                in_intent.or_else(|| turn.bot.type_of_role(role)).cloned()
            });
            match (role, entity_type) {
                (Some(role), Some(entity_type)) => {
                    let value = turn.read_whole(text, &entity_type);
                    turn.trace.note(Topic::Value, format!("the choice gives `{role}`"));
                    action.said.push(Said {
                        role,
                        entity_type,
                        text: text.clone(),
                        value,
                        span: None,
                    });
                }
                _ => {
                    turn.remember_parameter(name, text);
                }
            }
        }
        action
    }

    /// How many words lie outside of a value: 0 for a sentence that is nothing but the value.
    pub(crate) fn words_outside(&self, said: &Said) -> usize {
        let (Some(text), Some(span)) = (&self.text, said.span) else { return 0 };
        words(text.get(..span.start)) + words(text.get(span.end..))
    }

    /// How many words lie outside of all values.
    pub(crate) fn words_outside_all(&self) -> usize {
        let Some(text) = &self.text else { return 0 };
        let mut spans: Vec<Span> = self.said.iter().filter_map(|said| said.span).collect();
        spans.sort();
        let mut outside = 0;
        let mut from = 0;
        for span in spans {
            outside += words(text.get(from..span.start));
            from = from.max(span.end);
        }
        outside + words(text.get(from..))
    }
}

fn words(text: Option<&str>) -> usize {
    let text = text.unwrap_or_default();
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).count()
}

impl Turn<'_> {
    /// Reads the values that NLU found a place but no meaning for.
    pub(crate) fn read_missing_values(&self, action: &mut Action) {
        for said in action.said.iter_mut().filter(|said| said.value.is_none()) {
            said.value = self.read_whole(&said.text, &said.entity_type);
        }
    }

    /// Puts the values of an action into the conversation, merging them with what is known.
    pub(crate) fn hold_said(&mut self, action: &Action) {
        for said in &action.said {
            let merged = memory::current(&self.conversation.state, &said.role)
                .filter(|held| held.entity_type == said.entity_type)
                .and_then(|held| self.merge(held, said, action.text.as_deref()));
            let (value, merged) = match merged {
                Some(value) => {
                    self.trace.note(
                        Topic::Value,
                        format!("`{}` completes the value known before", said.role),
                    );
                    (Some(value), true)
                }
                None => {
                    self.trace.note(Topic::Value, format!("`{}` has a value", said.role));
                    (said.value.clone(), false)
                }
            };
            let held = HeldValue {
                entity_type: said.entity_type.clone(),
                text: said.text.clone(),
                value,
                at: self.context.now,
                merged,
            };
            memory::hold(&mut self.conversation.state, said.role.clone(), held);
        }
    }

    fn merge(&self, held: &HeldValue, said: &Said, sentence: Option<&str>) -> Option<Value> {
        let dimension = self.bot.dimension(&said.entity_type)?;
        let before = held.value.as_ref()?;
        let value = said.value.clone()?;
        let text = sentence.unwrap_or(&said.text);
        let span = said.span.unwrap_or_else(|| Span::of_bytes(text, 0, text.len()));
        let found = ValueFound { span, dimension, value, latent: false, score: 1.0 };
        let reading = self.reading_context(dimension, false);
        let merged = self.context.values.merge(before, &found, text, &reading)?;
        // Merged to what was said is what was said.
        (Some(&merged) != said.value.as_ref()).then_some(merged)
    }

    /// The value of a text that is nothing but that value: a parameter, a bare reply.
    pub(crate) fn read_whole(&self, text: &str, entity_type: &EntityTypeName) -> Option<Value> {
        if let Some(value) =
            self.bot.dictionary(entity_type).and_then(|dictionary| dictionary.value_of(text))
        {
            return Some(Value::Text { value: value.to_owned(), candidates: Vec::new() });
        }
        let dimension = self.bot.dimension(entity_type)?;
        let found = self.read(text, dimension);
        let whole = |found: &&ValueFound| found.span.slice(text).trim() == text.trim();
        found.iter().find(whole).map(|found| found.value.clone())
    }

    /// The values of one dimension in a text, likely ones too.
    pub(crate) fn read(&self, text: &str, dimension: Dimension) -> Vec<ValueFound> {
        let mut found = self.context.values.read(text, &self.reading_context(dimension, true));
        found.retain(|found| found.dimension == dimension);
        found
    }

    fn reading_context(&self, dimension: Dimension, latent: bool) -> ReadingContext {
        ReadingContext {
            now: self.context.now,
            zone: self.place.zone.clone(),
            locale: self.place.shown.clone(),
            dimensions: vec![dimension],
            latent,
        }
    }
}

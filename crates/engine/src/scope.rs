//! What names stand for, in texts and in conditions: values by role, variables, the choice's
//! parameters, the profile, and a few facts of the turn.

use std::borrow::Cow;

use chrono::{DateTime, FixedOffset};
use model::{DatePoint, Grain, HeldValue, Interface, Value};

use crate::expression::{Names, Outcome};
use crate::memory;
use crate::rules::flag_is_on;
use crate::template::{Argument, Arguments};
use crate::turn::Turn;

/// Names that the engine gives a meaning: facts of the turn and of the user, then variables that
/// events set.
pub const BUILT_IN_NAMES: [&str; 17] = [
    "first_name",
    "last_name",
    "username",
    "email",
    "phone",
    "picture_url",
    "time_zone",
    "locale",
    "channel",
    "interface",
    "intent",
    "now",
    "attachment_url",
    "attachment_type",
    "latitude",
    "longitude",
    "referral",
];

impl Turn<'_> {
    /// A value as a text shows it: dictionary values in the user's language, anything else as
    /// said, unless what was said is only a part of it.
    fn shown(&self, held: &HeldValue) -> String {
        if let Some(Value::Text { value, .. }) = &held.value
            && let Some(dictionary) = self.bot.dictionary(&held.entity_type)
        {
            let word = dictionary.word_for(value, &self.place.shown);
            return word.unwrap_or(value).to_owned();
        }
        let formatted = match &held.value {
            Some(value) if held.merged || held.text.is_empty() => self
                .formatting()
                .date(value, crate::format::DateStyle::Long)
                .or_else(|| crate::format::machine_text(value)),
            _ => None,
        };
        formatted.unwrap_or_else(|| held.text.clone())
    }

    fn built_in(&self, name: &str) -> Option<String> {
        let profile = &self.conversation.profile;
        match name {
            "first_name" => profile.first_name.clone(),
            "last_name" => profile.last_name.clone(),
            "username" => profile.username.clone(),
            "email" => profile.email.clone(),
            "phone" => profile.phone.clone(),
            "picture_url" => profile.picture_url.clone(),
            "time_zone" => Some(self.place.zone.clone()),
            "locale" => Some(self.place.locale.to_string()),
            "channel" => Some(self.context.connector.as_str().to_owned()),
            "interface" => Some(match self.context.interface {
                Interface::Text => "text".to_owned(),
                Interface::Voice => "voice".to_owned(),
            }),
            "intent" => self.run.intent.as_ref().map(|intent| intent.as_str().to_owned()),
            _ => None,
        }
    }

    fn present(&self) -> Value {
        Value::Date(DatePoint { at: self.now(), grain: Grain::Minute })
    }
}

impl Arguments for Turn<'_> {
    fn argument(&self, name: &str) -> Option<Argument<'_>> {
        let state = &self.conversation.state;
        if let Some(held) = state.entities.get(name).and_then(|memory| memory.current.as_ref()) {
            let value = held.value.as_ref().map(Cow::Borrowed);
            return Some(Argument { text: Cow::Owned(self.shown(held)), value });
        }
        if let Some(variable) = state.context.get(name) {
            return Some(of_json(variable));
        }
        if let Some(text) = self.run.parameters.get(name) {
            return Some(Argument { text: Cow::Borrowed(text), value: None });
        }
        if let Some(fact) = self.conversation.memory.facts.get(name) {
            return Some(of_json(&fact.value));
        }
        if name == "now" {
            let value = self.present();
            let text = self.formatting().date(&value, crate::format::DateStyle::Long)?;
            return Some(Argument { text: Cow::Owned(text), value: Some(Cow::Owned(value)) });
        }
        let text = self.built_in(name)?;
        Some(Argument { text: Cow::Owned(text), value: None })
    }
}

impl Names for Turn<'_> {
    fn name(&self, name: &str) -> Outcome {
        let state = &self.conversation.state;
        if let Some(held) = state.entities.get(name).and_then(|memory| memory.current.as_ref()) {
            return of_held(held);
        }
        if let Some(variable) = state.context.get(name) {
            return outcome_of_json(variable);
        }
        if let Some(text) = self.run.parameters.get(name) {
            return Outcome::Text(text.clone());
        }
        if let Some(fact) = self.conversation.memory.facts.get(name) {
            return outcome_of_json(&fact.value);
        }
        if name == "now" {
            return Outcome::of_value(&self.present());
        }
        self.built_in(name).map_or(Outcome::Null, Outcome::Text)
    }

    fn previous(&self, name: &str) -> Outcome {
        let memory = self.conversation.state.entities.get(name);
        memory.and_then(|memory| memory.history.last()).map_or(Outcome::Null, of_held)
    }

    fn flag(&self, name: &str) -> bool {
        flag_is_on(&self.context, &self.conversation, name)
    }

    fn now(&self) -> DateTime<FixedOffset> {
        let zone: chrono_tz::Tz = self.place.zone.parse().unwrap_or(chrono_tz::UTC);
        self.context.now.to_utc().with_timezone(&zone).fixed_offset()
    }
}

fn of_held(held: &HeldValue) -> Outcome {
    match &held.value {
        Some(value) => Outcome::of_value(value),
        None => Outcome::Text(held.text.clone()),
    }
}

/// What a variable holds: a text, a number, a truth, or one of the model's values.
pub(crate) fn json_of_outcome(outcome: &Outcome) -> serde_json::Value {
    match outcome {
        Outcome::Null => serde_json::Value::Null,
        Outcome::Boolean(value) => (*value).into(),
        Outcome::Number(number) => (*number).into(),
        Outcome::Text(text) => text.as_str().into(),
        Outcome::Date(_, value) | Outcome::Value(value) => {
            serde_json::to_value(value).unwrap_or_default()
        }
    }
}

fn outcome_of_json(json: &serde_json::Value) -> Outcome {
    match json {
        serde_json::Value::Null => Outcome::Null,
        serde_json::Value::Bool(value) => Outcome::Boolean(*value),
        serde_json::Value::Number(number) => number.as_f64().map_or(Outcome::Null, Outcome::Number),
        serde_json::Value::String(text) => Outcome::Text(text.clone()),
        other => match serde_json::from_value::<Value>(other.clone()) {
            Ok(value) => Outcome::of_value(&value),
            Err(_) => Outcome::Value(Box::new(Value::Custom { value: other.clone() })),
        },
    }
}

fn of_json(json: &serde_json::Value) -> Argument<'_> {
    let outcome = outcome_of_json(json);
    let value = match outcome {
        Outcome::Number(value) => Some(Value::Number { value }),
        Outcome::Date(_, value) | Outcome::Value(value) => Some(*value),
        _ => None,
    };
    let text = match json {
        serde_json::Value::String(text) => Cow::Borrowed(text.as_str()),
        other => Cow::Owned(
            value
                .as_ref()
                .and_then(crate::format::machine_text)
                .unwrap_or_else(|| other.to_string()),
        ),
    };
    Argument { text, value: value.map(Cow::Owned) }
}

/// Whether a role is filled.
pub(crate) fn is_filled(turn: &Turn<'_>, role: &model::Role) -> bool {
    memory::current(&turn.conversation.state, role).is_some()
}

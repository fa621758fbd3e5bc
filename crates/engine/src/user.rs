//! What stories remember of their user, and what they tell other users.

use model::limits::HTTP_ANSWER_TIMEOUT_MS;
use model::{Call, Locale, Notification, UserId};
use serde_json::Value as Json;

use crate::expression;
use crate::memory;
use crate::opening::Place;
use crate::task::AnswerPlace;
use crate::trace::Topic;
use crate::turn::Turn;

impl Turn<'_> {
    /// Remembers a fact, or changes what the profile says.
    pub(crate) fn remember_fact(&mut self, name: &str, value: Json, for_s: Option<u32>) {
        let text = match &value {
            Json::Null => None,
            Json::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        };
        let profile = &mut self.conversation.profile;
        let field = match name {
            "first_name" => Some(&mut profile.first_name),
            "last_name" => Some(&mut profile.last_name),
            "username" => Some(&mut profile.username),
            "email" => Some(&mut profile.email),
            "phone" => Some(&mut profile.phone),
            "picture_url" => Some(&mut profile.picture_url),
            "time_zone" => Some(&mut profile.time_zone),
            _ => None,
        };
        let is_locale = name == "locale";
        if let Some(field) = field {
            *field = text.map(|text| memory::cut(text, model::limits::ENTITY_TEXT_BYTES_MAX));
        } else {
            if is_locale && text.as_ref().is_some_and(|text| text.parse::<Locale>().is_err()) {
                let problem = "`locale` is not remembered: its value is no language";
                return self.trace.problem(Topic::Expression, problem);
            }
            let until = for_s.map(|seconds| self.context.now.plus_ms(i64::from(seconds) * 1000));
            if let Err(reason) = memory::remember(&mut self.conversation.memory, name, value, until)
            {
                let problem = format!("`{name}` is not remembered: {}", reason.words());
                return self.trace.problem(Topic::Expression, problem);
            }
        }
        self.trace.note(Topic::Expression, format!("`{name}` is remembered of the user"));
        if is_locale || name == "time_zone" {
            self.place = Place::of(&self.context, &self.conversation, None, &mut self.trace);
        }
    }

    /// Tells another user something.
    pub(crate) fn notify(
        &mut self,
        user: &str,
        notification: &Notification,
        place: AnswerPlace,
        index: usize,
    ) {
        let Some(user) = self.text_of(user).and_then(|id| UserId::new(id).ok()) else {
            let problem = "nobody is notified: the expression gives no id of a user";
            return self.trace.problem(Topic::Effect, problem);
        };
        // Writing it cannot fail: its keys are texts.
        let request = serde_json::to_value(notification).unwrap_or_default();
        let call = Call::Notify { user, request };
        if let Some(effect) = self.effect(call, i64::from(HTTP_ANSWER_TIMEOUT_MS)) {
            self.trace.note(Topic::Effect, "another user is notified");
            self.wait_for(effect, place, index);
        }
    }

    /// What an expression gives, as a text.
    pub(crate) fn text_of(&self, source: &str) -> Option<String> {
        expression::evaluate(self.bot.expression(source)?, self).text()
    }
}

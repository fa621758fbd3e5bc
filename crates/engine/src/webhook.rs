//! Answers that a program gives over HTTP: what it is sent, and what its reply may hold.
//!
//! The request is one JSON object (see `docs/concepts/conversations.md`, "Webhooks"). The reply is
//! an object with any of `messages` (texts, or messages in the form of [`model::MessageBody`]) and
//! `variables` (names to values; `null` removes).

use model::limits::{HTTP_ANSWER_TIMEOUT_MAX_MS, TURN_EFFECTS_MAX};
use model::{AnswerContent, Call, Effect, EffectAnswer, EffectId, LabelKey, MessageBody, Rng};
use serde_json::{Map, Value as Json, json};

use crate::answers::text_body;
use crate::task::AnswerPlace;
use crate::trace::Topic;
use crate::turn::Turn;
use crate::words::Words;

/// Messages of one reply that are looked at.
const REPLY_MESSAGES_MAX: usize = 50;

impl Turn<'_> {
    /// Asks for a call and stops the turn until it is answered.
    pub(crate) fn call_http(
        &mut self,
        url: &str,
        timeout_ms: u32,
        fallback: Option<&LabelKey>,
        place: AnswerPlace,
        index: usize,
    ) {
        let timeout_ms = timeout_ms.clamp(1, HTTP_ANSWER_TIMEOUT_MAX_MS);
        let call = Call::CallHttp { url: self.url(url), body: self.request(&place) };
        let Some(effect) = self.effect(call, i64::from(timeout_ms)) else {
            return self.say_fallback(fallback);
        };
        let text = format!("a program is asked, within {timeout_ms} ms");
        self.trace.note(Topic::Effect, text);
        self.wait_for(effect, place, index);
    }

    /// A call with its deadline, unless the turn made too many already.
    pub(crate) fn effect(&mut self, call: Call, timeout_ms: i64) -> Option<Effect> {
        if self.run.effects >= TURN_EFFECTS_MAX {
            let text = format!("no call: the turn already made {TURN_EFFECTS_MAX}");
            self.trace.problem(Topic::Budget, text);
            return None;
        }
        self.run.effects += 1;
        let id = EffectId::random(&mut self.rng);
        // Twice the same turn asks with the same key, and no other turn does.
        let key = format!("{}-{}-{:x}", self.context.turn, self.run.effects, self.rng.next_u64());
        let deadline = self.context.now.plus_ms(timeout_ms);
        Some(Effect { id, idempotency_key: key, deadline, call })
    }

    /// Takes the answer to the call that the turn stopped for.
    pub(crate) fn take_reply(&mut self, effect: &Effect, answer: &EffectAnswer) {
        let Some((place, index)) = self.awaited() else {
            self.trace.problem(Topic::Effect, "an answer came for a call that nothing waits for");
            return;
        };
        if let Call::CallBot { .. } = effect.call {
            return self.take_frame(effect, answer, place, index);
        }
        if let Call::Notify { .. } = &effect.call {
            if let EffectAnswer::Failed { reason } = answer {
                self.trace.problem(Topic::Effect, format!("nobody was notified: {reason}"));
            }
            return;
        }
        let fallback = match self.answers(&place).get(index).map(|answer| &answer.content) {
            Some(AnswerContent::Http { fallback, .. }) => fallback.as_ref(),
            _ => None,
        };
        match answer {
            EffectAnswer::Answered { body, more } => {
                if !self.take_body(body) && !*more {
                    self.say_fallback(fallback);
                }
                if *more && self.run.effects < TURN_EFFECTS_MAX {
                    self.run.effects += 1;
                    self.wait_for(effect.clone(), place, index);
                }
            }
            EffectAnswer::Failed { reason } => {
                self.trace.problem(Topic::Effect, format!("the program did not answer: {reason}"));
                self.say_fallback(fallback);
            }
        }
    }

    /// Takes over a reply. Says whether it was one.
    fn take_body(&mut self, body: &Json) -> bool {
        let Some(body) = body.as_object() else {
            self.trace.problem(Topic::Effect, "the program's reply is no JSON object");
            return false;
        };
        if let Some(variables) = body.get("variables") {
            match variables.as_object() {
                Some(variables) => {
                    for (name, value) in variables {
                        self.set_variable(name, value.clone());
                    }
                }
                None => {
                    self.trace.problem(Topic::Effect, "`variables` of the reply is no object");
                }
            }
        }
        let Some(messages) = body.get("messages") else {
            // Variables alone are a reply: texts that use them may follow.
            return body.contains_key("variables");
        };
        let Some(messages) = messages.as_array() else {
            self.trace.problem(Topic::Effect, "`messages` of the reply is no array");
            return false;
        };
        let mut taken = messages.is_empty();
        for (position, message) in messages.iter().take(REPLY_MESSAGES_MAX).enumerate() {
            match read_message(message) {
                Ok(body) => {
                    self.show(body, None);
                    taken = true;
                }
                Err(reason) => self.trace.problem(
                    Topic::Effect,
                    format!("`messages[{position}]` of the reply is left out: {reason}"),
                ),
            }
        }
        taken
    }

    fn say_fallback(&mut self, fallback: Option<&LabelKey>) {
        match fallback {
            Some(label) => {
                let text = self.text(label);
                self.send(text_body(text, Vec::new(), Vec::new()), None);
            }
            None => self.say_words(Words::NoReply),
        }
    }

    fn request(&self, place: &AnswerPlace) -> Json {
        let bot = self.bot.bot();
        let conversation = &self.conversation;
        let values: Map<String, Json> = conversation
            .state
            .entities
            .iter()
            .filter_map(|(role, memory)| {
                let held = memory.current.as_ref()?;
                let value = json!({
                    "type": held.entity_type,
                    "text": held.text,
                    "value": held.value,
                });
                Some((role.as_str().to_owned(), value))
            })
            .collect();
        json!({
            "bot": format!("{}/{}", bot.namespace, bot.name),
            "conversation": conversation.id,
            "user": conversation.user,
            "channel": self.context.connector,
            "locale": self.place.locale,
            "time_zone": self.place.zone,
            "now": self.context.now.to_iso(),
            "text": self.run.text,
            "intent": self.run.intent,
            "story": place.story,
            "step": conversation.state.step,
            "entities": values,
            "parameters": self.run.parameters,
            "variables": conversation.state.context,
        })
    }
}

fn read_message(message: &Json) -> Result<MessageBody, String> {
    let body = match message {
        Json::String(text) => return Ok(text_body(text.clone(), Vec::new(), Vec::new())),
        Json::Object(fields) => {
            let mut fields = fields.clone();
            fields.entry("type").or_insert_with(|| "text".into());
            serde_json::from_value(Json::Object(fields)).map_err(|error| error.to_string())?
        }
        _ => return Err("it is neither a text nor an object".to_owned()),
    };
    match body {
        MessageBody::Typing | MessageBody::Debug { .. } => {
            Err("programs send neither typing marks nor debug messages".to_owned())
        }
        body => Ok(body),
    }
}

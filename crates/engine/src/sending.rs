//! Messages of a turn, within its limits.

use std::collections::BTreeMap;

use model::limits::TURN_MESSAGES_MAX;
use model::{Message, MessageBody, MessageId};

use crate::answers::text_body;
use crate::trace::Topic;
use crate::turn::{RenderedLabel, Turn};
use crate::words::Words;

/// Under this name messages carry the intent that they answer, for channels that want it.
const INTENT: &str = "intent";

impl Turn<'_> {
    /// Says the engine's own words.
    pub(crate) fn say_words(&mut self, words: Words) {
        self.say(words.in_locale(&self.place.locale).to_owned());
    }

    pub(crate) fn say(&mut self, text: String) {
        self.send(text_body(text, Vec::new(), Vec::new()), None);
    }

    /// Adds a message. The last one that a turn may have says that it went wrong.
    pub(crate) fn send(&mut self, body: MessageBody, delay_ms: Option<u32>) {
        if self.is_over {
            return;
        }
        if self.run.messages + 1 >= TURN_MESSAGES_MAX {
            return self.end_over_budget(format!("more than {TURN_MESSAGES_MAX} messages"));
        }
        self.push(body, delay_ms);
    }

    fn push(&mut self, body: MessageBody, delay_ms: Option<u32>) {
        let default_ms = self.bot.bot().settings.message_delay_ms;
        // The first message of a turn waits only when its story says so.
        let default_ms = (default_ms > 0 && self.run.messages > 0).then_some(default_ms);
        self.run.messages += 1;
        let intent = self.run.intent.as_ref();
        let metadata = intent.map(|intent| (INTENT.to_owned(), intent.as_str().to_owned()));
        let message = Message {
            id: MessageId::random(&mut self.rng),
            body,
            delay_ms: delay_ms.or(default_ms),
            metadata: BTreeMap::from_iter(metadata),
        };
        if self.context.alternatives {
            let rendered = std::mem::take(&mut self.rendered);
            self.trace.said_otherwise.push(otherwise(&message.plain_text(), &rendered));
        }
        self.messages.push(message);
    }

    /// The last message of this segment.
    pub(crate) fn last_message(&mut self) -> Option<&mut Message> {
        self.messages.last_mut()
    }

    pub(crate) fn end_over_budget(&mut self, what: String) {
        self.trace.problem(Topic::Budget, format!("the turn ends: {what}"));
        self.tasks.clear();
        self.waits_for = None;
        self.is_over = true;
        let words = Words::TooLong.in_locale(&self.place.locale).to_owned();
        self.push(text_body(words, Vec::new(), Vec::new()), None);
    }

    pub(crate) fn silence(&mut self, because: &str) {
        self.trace.silence = Some(because.to_owned());
    }
}

/// The texts that other variants of a message's labels would have given.
fn otherwise(text: &str, rendered: &[RenderedLabel]) -> Vec<String> {
    // Cards of many labels with many variants have more than anybody expects.
    const TEXTS_MAX: usize = 256;
    let mut texts = vec![text.to_owned()];
    for label in rendered.iter().filter(|label| !label.given.is_empty()) {
        let replaced: Vec<String> = texts
            .iter()
            .filter(|text| text.contains(&label.given))
            .flat_map(|text| label.others.iter().map(|other| text.replacen(&label.given, other, 1)))
            .take(TEXTS_MAX)
            .collect();
        texts.extend(replaced);
        texts.truncate(TEXTS_MAX);
    }
    texts.remove(0);
    texts
}

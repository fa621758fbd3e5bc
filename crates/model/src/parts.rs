//! What stories refer to: one walk over their answers, for everybody who looks names up, compiles
//! texts, or checks them.

use crate::{
    ActionTemplate, Answer, AnswerContent, ButtonTemplate, CardTemplate, FileTemplate, LabelKey,
    QuickReplyTemplate, Step, Story,
};

/// What an answer refers to, in the order in which it stands there.
#[derive(Debug, Clone, Default)]
pub struct AnswerParts<'a> {
    /// Labels that it says.
    pub labels: Vec<&'a LabelKey>,
    /// Addresses, which may hold values in braces.
    pub urls: Vec<&'a str>,
    /// Conditions and values in the expression language.
    pub expressions: Vec<&'a str>,
    /// What pressing its buttons and quick replies does.
    pub actions: Vec<&'a ActionTemplate>,
}

impl Answer {
    /// What this answer refers to.
    pub fn parts(&self) -> AnswerParts<'_> {
        let mut parts = AnswerParts::default();
        parts.expressions.extend(self.when.as_deref());
        match &self.content {
            AnswerContent::Text { text, quick_replies, buttons, footnotes } => {
                parts.labels.push(text);
                parts.quick_replies(quick_replies);
                parts.buttons(buttons);
                for footnote in footnotes {
                    parts.labels.push(&footnote.title);
                    parts.urls.extend(footnote.url.as_deref());
                    parts.labels.extend(&footnote.content);
                }
            }
            AnswerContent::Card { card, quick_replies } => {
                parts.card(card);
                parts.quick_replies(quick_replies);
            }
            AnswerContent::Carousel { cards, quick_replies } => {
                cards.iter().for_each(|card| parts.card(card));
                parts.quick_replies(quick_replies);
            }
            AnswerContent::File { file } => parts.file(file),
            AnswerContent::Http { url, fallback, .. } => {
                parts.urls.push(url);
                parts.labels.extend(fallback);
            }
            AnswerContent::Set { value, .. } | AnswerContent::Remember { value, .. } => {
                parts.expressions.push(value);
            }
            AnswerContent::Program { fallback } => parts.labels.extend(fallback),
            AnswerContent::HandOver { topic } => parts.labels.extend(topic),
            AnswerContent::Notify { user, parameters, .. } => {
                parts.expressions.push(user);
                parts.expressions.extend(parameters.values().map(String::as_str));
            }
            AnswerContent::Custom { .. } | AnswerContent::Forget { .. } => {}
        }
        parts
    }
}

impl<'a> AnswerParts<'a> {
    fn card(&mut self, card: &'a CardTemplate) {
        self.labels.extend(card.title.iter().chain(&card.subtitle));
        if let Some(file) = &card.file {
            self.file(file);
        }
        self.buttons(&card.buttons);
    }

    fn file(&mut self, file: &'a FileTemplate) {
        self.urls.push(&file.url);
        self.labels.extend(&file.description);
    }

    fn quick_replies(&mut self, quick_replies: &'a [QuickReplyTemplate]) {
        for quick_reply in quick_replies {
            self.labels.push(&quick_reply.title);
            if let Some(action) = &quick_reply.action {
                self.action(action);
            }
        }
    }

    fn buttons(&mut self, buttons: &'a [ButtonTemplate]) {
        for button in buttons {
            self.labels.push(&button.title);
            self.action(&button.action);
        }
    }

    fn action(&mut self, action: &'a ActionTemplate) {
        self.actions.push(action);
        match action {
            ActionTemplate::Url { url } => self.urls.push(url),
            ActionTemplate::Say { text } => self.labels.push(text),
            ActionTemplate::Intent { .. }
            | ActionTemplate::Call { .. }
            | ActionTemplate::Location => {}
        }
    }
}

impl Story {
    /// All its steps, a parent before its children.
    pub fn all_steps(&self) -> Vec<&Step> {
        // Depth is bounded by what a file can hold; an explicit stack keeps deep trees safe.
        let mut found = Vec::new();
        let mut waiting: Vec<&Step> = self.steps.iter().rev().collect();
        while let Some(step) = waiting.pop() {
            found.push(step);
            waiting.extend(step.steps.iter().rev());
        }
        found
    }

    /// All its answers: its own, its questions, and those of all its steps.
    pub fn all_answers(&self) -> impl Iterator<Item = &Answer> {
        let asked = self.mandatory.iter().flat_map(|mandatory| &mandatory.ask);
        let in_steps = self.all_steps().into_iter().flat_map(|step| &step.answers);
        self.answers.iter().chain(asked).chain(in_steps)
    }
}

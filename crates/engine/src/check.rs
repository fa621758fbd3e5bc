//! Findings about a bot that only the engine can know: texts, conditions and addresses that it
//! cannot read, and those that cannot mean what they say. Names of stories, intents and labels,
//! and everything about files, are checked by `bot-files`.

use std::collections::BTreeSet;

use model::{
    ActionTemplate, Answer, AnswerContent, Bot, Diagnostic, Dimension, QuickReplyTemplate, Step,
};

use crate::expression;
use crate::scope::BUILT_IN_NAMES;
use crate::template::{self, Format, Part, Template};

/// Looks for everything that the engine could not use. Places are parts of the bot
/// (`labels[hello].fr`, `stories[book].steps[first].answers[0]`).
pub fn check(bot: &Bot) -> Vec<Diagnostic> {
    let mut checker = Checker { bot, names: Names::of(bot), findings: Vec::new() };
    for (key, label) in &bot.labels {
        for text in &label.texts {
            for variant in &text.variants {
                checker.template(variant, &format!("labels[{key}].{}", text.locale));
            }
        }
    }
    for story in &bot.stories {
        let place = format!("stories[{}]", story.name);
        checker.answers(&story.answers, &format!("{place}.answers"));
        for (position, mandatory) in story.mandatory.iter().enumerate() {
            checker.answers(&mandatory.ask, &format!("{place}.mandatory[{position}].ask"));
        }
        if story.ask_again > 0 && story.mandatory.is_empty() && story.steps.is_empty() {
            checker.warn(
                &format!("{place}.ask_again"),
                "useless-ask-again",
                format!("story `{}` asks and offers nothing, so it cannot ask again", story.name),
                "add mandatory entities or steps, or remove `ask_again`",
            );
        }
        checker.steps(&story.steps, &place);
    }
    checker.findings
}

/// What names may stand for.
struct Names<'b> {
    known: BTreeSet<&'b str>,
    /// Whether programs may set names that the bot does not.
    is_open: bool,
}

impl<'b> Names<'b> {
    fn of(bot: &'b Bot) -> Self {
        let mut names = Self { known: BUILT_IN_NAMES.into(), is_open: false };
        for intent in bot.intents.values() {
            names.known.extend(intent.entities.iter().map(|entity| entity.role.as_str()));
        }
        for declared in bot.entity_types.values() {
            names.known.extend(declared.sub_entities.iter().map(|entity| entity.role.as_str()));
        }
        for story in &bot.stories {
            names.known.extend(story.mandatory.iter().map(|wanted| wanted.entity.role.as_str()));
            for answer in story.all_answers() {
                names.answer(answer);
            }
        }
        names
    }

    fn answer(&mut self, answer: &'b Answer) {
        match &answer.content {
            AnswerContent::Set { variable: name, .. } | AnswerContent::Remember { name, .. } => {
                self.known.insert(name);
            }
            AnswerContent::Http { .. } | AnswerContent::Program { .. } => self.is_open = true,
            AnswerContent::Notify { parameters, .. } => {
                self.known.extend(parameters.keys().map(String::as_str));
            }
            _ => {}
        }
        for action in answer.parts().actions {
            if let ActionTemplate::Intent { parameters, .. } = action {
                self.known.extend(parameters.keys().map(String::as_str));
            }
        }
    }
}

struct Checker<'b> {
    bot: &'b Bot,
    names: Names<'b>,
    findings: Vec<Diagnostic>,
}

impl Checker<'_> {
    fn steps(&mut self, steps: &[Step], place: &str) {
        let mut waiting: Vec<(&Step, String)> =
            steps.iter().map(|step| (step, format!("{place}.steps[{}]", step.name))).collect();
        waiting.reverse();
        while let Some((step, place)) = waiting.pop() {
            if let Some(when) = &step.trigger.when {
                self.expression(when, &format!("{place}.trigger"));
            }
            self.answers(&step.answers, &format!("{place}.answers"));
            let children =
                step.steps.iter().map(|child| (child, format!("{place}.steps[{}]", child.name)));
            waiting.extend(children.rev());
        }
    }

    fn answers(&mut self, answers: &[Answer], place: &str) {
        for (position, answer) in answers.iter().enumerate() {
            let place = format!("{place}[{position}]");
            let parts = answer.parts();
            parts.expressions.into_iter().for_each(|source| self.expression(source, &place));
            parts.urls.into_iter().for_each(|source| self.template(source, &place));
            let (AnswerContent::Text { quick_replies, .. }
            | AnswerContent::Card { quick_replies, .. }
            | AnswerContent::Carousel { quick_replies, .. }) = &answer.content
            else {
                continue;
            };
            self.quick_replies(quick_replies, &place);
        }
    }

    fn quick_replies(&mut self, quick_replies: &[QuickReplyTemplate], place: &str) {
        for quick_reply in quick_replies {
            if let Some(ActionTemplate::Url { .. } | ActionTemplate::Call { .. }) =
                &quick_reply.action
            {
                self.warn(
                    place,
                    "wrong-quick-reply",
                    format!(
                        "quick reply `{}` can neither open an address nor call: it says its title",
                        quick_reply.title
                    ),
                    "make it a button",
                );
            }
        }
    }

    fn expression(&mut self, source: &str, place: &str) {
        match expression::parse(source) {
            Err(error) => {
                let message = format!(
                    "`{source}` is no expression: {}, at character {}",
                    error.reason,
                    character(source, error.position)
                );
                self.findings.push(
                    Diagnostic::error("wrong-expression", message, error.remedy).at(place, None),
                );
            }
            Ok(expression) => {
                for flag in expression.flags() {
                    if !self.bot.flags.contains_key(flag) {
                        self.warn(
                            place,
                            "unknown-flag",
                            format!("there is no feature flag `{flag}`, so it is never on"),
                            "write it in `flags.toml`",
                        );
                    }
                }
                for name in expression.names() {
                    if !self.names.known.contains(name) && !self.names.is_open {
                        self.warn(
                            place,
                            "unknown-name",
                            format!("`{name}` is no role and no variable, so it is always `null`"),
                            "name a role or a variable; write a text in quotes",
                        );
                    }
                }
            }
        }
    }

    fn template(&mut self, source: &str, place: &str) {
        match template::parse(source) {
            Err(error) => {
                let message = format!(
                    "`{source}` cannot be read: {}, at character {}",
                    error.reason,
                    character(source, error.position)
                );
                self.findings.push(
                    Diagnostic::error("wrong-template", message, error.remedy).at(place, None),
                );
            }
            Ok(template) => self.formats(&template, place),
        }
    }

    /// Whether values are formatted as what they are.
    fn formats(&mut self, template: &Template, place: &str) {
        for part in &template.parts {
            match part {
                Part::Text(_) | Part::Hash => {}
                Part::Value { name, format } => self.format(name, format, place),
                Part::Plural { branches, .. } => {
                    branches.iter().for_each(|(_, branch)| self.formats(branch, place));
                }
                Part::Select { name, branches } => {
                    self.select(name, branches, place);
                    branches.iter().for_each(|(_, branch)| self.formats(branch, place));
                }
            }
        }
    }

    fn format(&mut self, name: &str, format: &Format, place: &str) {
        // A role with several types is left alone: one of them may fit.
        let mut types = self.types_of(name);
        let (Some(entity_type), None) = (types.pop(), types.pop()) else { return };
        let is_listed =
            self.bot.entity_types.get(entity_type).is_some_and(|t| t.dictionary.is_some());
        let dimension = self.bot.dimension_of(entity_type);
        let fits = match format {
            Format::Plain => true,
            Format::Date(_) => dimension == Some(Dimension::Datetime),
            Format::Number(_) => {
                dimension.is_some_and(|dimension| {
                    !matches!(
                        dimension,
                        Dimension::Datetime
                            | Dimension::Email
                            | Dimension::Url
                            | Dimension::PhoneNumber
                    )
                }) || (dimension.is_none() && !is_listed)
            }
        };
        if !fits {
            let kind = match format {
                Format::Date(_) => "date",
                _ => "number",
            };
            self.warn(
                place,
                "wrong-format",
                format!(
                    "`{name}` is of type `{entity_type}`, which is no {kind}: it is said as it is"
                ),
                "use the format of its type, or leave the format out",
            );
        }
    }

    fn select(&mut self, name: &str, branches: &[(String, Template)], place: &str) {
        let types = self.types_of(name);
        if types.is_empty() {
            return;
        }
        let mut values = BTreeSet::new();
        for entity_type in types {
            let declared = self.bot.entity_types.get(entity_type);
            let Some(dictionary) = declared.and_then(|t| t.dictionary.as_ref()) else { return };
            values.extend(dictionary.entries.iter().map(|entry| entry.value.as_str()));
        }
        for (key, _) in branches {
            if key != template::OTHER && !values.contains(key.as_str()) {
                self.warn(
                    place,
                    "unknown-value",
                    format!("`{key}` is no value of `{name}`, so its branch is never used"),
                    "write a value of the dictionary",
                );
            }
        }
    }

    fn types_of(&self, role: &str) -> Vec<&model::EntityTypeName> {
        let mandatory = self.bot.stories.iter().flat_map(|story| &story.mandatory);
        let mut types: Vec<_> = self
            .bot
            .intents
            .values()
            .flat_map(|intent| &intent.entities)
            .chain(mandatory.map(|mandatory| &mandatory.entity))
            .filter(|entity| entity.role.as_str() == role)
            .map(|entity| &entity.entity_type)
            .collect();
        types.sort();
        types.dedup();
        types
    }

    fn warn(&mut self, place: &str, code: &str, message: String, remedy: &str) {
        self.findings.push(Diagnostic::warning(code, message, remedy).at(place, None));
    }
}

/// The number of the character at a byte, from 1, as editors count.
fn character(text: &str, byte: usize) -> usize {
    text.get(..byte).map_or(1, |before| before.chars().count() + 1)
}

//! A bot prepared for talking: what every turn looks up is computed once per version.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::sync::Arc;

use model::{
    Answer, AnswerContent, Bot, ConnectorType, Dimension, EntityTypeName, IntentName, Interface,
    LabelKey, Locale, Role, Step, StepName, Story, StoryKind, StoryName,
};

use crate::dictionary::CompiledDictionary;
use crate::expression::{self, Expression};
use crate::template::{self, Template};

/// A bot prepared for talking. Made once per version of a bot and shared.
#[derive(Debug)]
pub struct CompiledBot {
    bot: Arc<Bot>,
    labels: HashMap<LabelKey, Vec<CompiledText>>,
    stories: Vec<CompiledStory>,
    by_name: HashMap<StoryName, StoryIndex>,
    by_starter: HashMap<IntentName, StoryIndex>,
    by_kind: HashMap<StoryKind, StoryIndex>,
    role_types: HashMap<Role, EntityTypeName>,
    dictionaries: HashMap<EntityTypeName, CompiledDictionary>,
    expressions: HashMap<String, Expression>,
    urls: HashMap<String, Template>,
}

/// Position in `bot.stories`.
pub(crate) type StoryIndex = usize;
/// Position in [`CompiledStory::steps`].
pub(crate) type StepIndex = usize;

/// One text of a label.
#[derive(Debug)]
pub(crate) struct CompiledText {
    pub(crate) locale: Locale,
    pub(crate) interface: Option<Interface>,
    pub(crate) connector: Option<ConnectorType>,
    pub(crate) variants: Vec<CompiledVariant>,
}

/// One way to say it.
#[derive(Debug)]
pub(crate) struct CompiledVariant {
    pub(crate) template: Template,
    /// The arguments without which it would have a hole.
    pub(crate) required: Vec<String>,
}

/// What a story accepts and its tree, flat.
#[derive(Debug, Default)]
pub(crate) struct CompiledStory {
    /// Intents that keep it going when it is current.
    pub(crate) supports: HashSet<IntentName>,
    /// Its steps, level by level.
    pub(crate) steps: Vec<CompiledStep>,
    /// The steps of the first level.
    pub(crate) roots: Vec<StepIndex>,
    by_name: HashMap<StepName, StepIndex>,
}

/// Where a step stands in its tree.
#[derive(Debug)]
pub(crate) struct CompiledStep {
    pub(crate) parent: Option<StepIndex>,
    pub(crate) children: Vec<StepIndex>,
    path: Vec<usize>,
}

impl CompiledBot {
    /// Prepares a bot. Never fails: what cannot be used is left out, [`crate::check`] says what.
    pub fn new(bot: Arc<Bot>) -> Self {
        let mut compiled = Self {
            labels: compile_labels(&bot),
            stories: bot.stories.iter().map(CompiledStory::new).collect(),
            by_name: HashMap::new(),
            by_starter: HashMap::new(),
            by_kind: HashMap::new(),
            role_types: role_types(&bot),
            dictionaries: bot
                .entity_types
                .iter()
                .filter_map(|(name, declared)| {
                    let dictionary = declared.dictionary.as_ref()?;
                    Some((name.clone(), CompiledDictionary::new(dictionary)))
                })
                .collect(),
            expressions: HashMap::new(),
            urls: HashMap::new(),
            bot: bot.clone(),
        };
        for (index, story) in bot.stories.iter().enumerate() {
            compiled.by_name.entry(story.name.clone()).or_insert(index);
            if !story.disabled {
                for intent in &story.starters {
                    compiled.by_starter.entry(intent.clone()).or_insert(index);
                }
                if story.kind != StoryKind::Intent {
                    compiled.by_kind.entry(story.kind).or_insert(index);
                }
            }
            compiled.compile_sources(story);
        }
        compiled
    }

    /// The bot itself.
    pub fn bot(&self) -> &Arc<Bot> {
        &self.bot
    }

    /// The texts of a label.
    pub(crate) fn texts(&self, key: &LabelKey) -> Option<&[CompiledText]> {
        self.labels.get(key).map(Vec::as_slice)
    }

    pub(crate) fn story(&self, index: StoryIndex) -> &Story {
        &self.bot.stories[index]
    }

    pub(crate) fn compiled(&self, index: StoryIndex) -> &CompiledStory {
        &self.stories[index]
    }

    pub(crate) fn step(&self, story: StoryIndex, step: StepIndex) -> &Step {
        let path = &self.stories[story].steps[step].path;
        let mut found = &self.bot.stories[story].steps[path[0]];
        for position in &path[1..] {
            found = &found.steps[*position];
        }
        found
    }

    pub(crate) fn story_named(&self, name: &StoryName) -> Option<StoryIndex> {
        self.by_name.get(name).copied()
    }

    pub(crate) fn story_started_by(&self, intent: &IntentName) -> Option<StoryIndex> {
        self.by_starter.get(intent).copied()
    }

    pub(crate) fn story_of_kind(&self, kind: StoryKind) -> Option<StoryIndex> {
        self.by_kind.get(&kind).copied()
    }

    pub(crate) fn step_named(&self, story: StoryIndex, name: &StepName) -> Option<StepIndex> {
        self.stories[story].by_name.get(name).copied()
    }

    /// The steps that a story offers behind a step, or first.
    pub(crate) fn children(&self, story: StoryIndex, step: Option<StepIndex>) -> &[StepIndex] {
        let compiled = &self.stories[story];
        match step {
            Some(step) => &compiled.steps[step].children,
            None => &compiled.roots,
        }
    }

    /// The entity type that a role has in this bot, the first when it has several.
    pub(crate) fn type_of_role(&self, role: &Role) -> Option<&EntityTypeName> {
        self.role_types.get(role)
    }

    pub(crate) fn dictionary(&self, entity_type: &EntityTypeName) -> Option<&CompiledDictionary> {
        self.dictionaries.get(entity_type)
    }

    pub(crate) fn dimension(&self, entity_type: &EntityTypeName) -> Option<Dimension> {
        self.bot.dimension_of(entity_type)
    }

    /// The expression of this text, unless it is wrong.
    pub(crate) fn expression(&self, source: &str) -> Option<&Expression> {
        self.expressions.get(source)
    }

    /// The address template of this text, unless it is wrong.
    pub(crate) fn url(&self, source: &str) -> Option<&Template> {
        self.urls.get(source)
    }

    fn compile_sources(&mut self, story: &Story) {
        let mut sources = Sources::default();
        sources.visit_story(story);
        for source in sources.expressions {
            if let Ok(expression) = expression::parse(source) {
                self.expressions.insert(source.to_owned(), expression);
            }
        }
        for source in sources.urls {
            if let Ok(template) = template::parse(source) {
                self.urls.insert(source.to_owned(), template);
            }
        }
    }
}

impl CompiledStory {
    fn new(story: &Story) -> Self {
        let mut compiled = Self::default();
        let mut supports: HashSet<IntentName> =
            story.starters.iter().chain(&story.secondary).cloned().collect();
        for mandatory in &story.mandatory {
            supports.extend(mandatory.intents.iter().cloned());
        }
        let mut waiting: VecDeque<(&Step, Option<StepIndex>, Vec<usize>)> = story
            .steps
            .iter()
            .enumerate()
            .map(|(position, step)| (step, None, vec![position]))
            .collect();
        while let Some((step, parent, path)) = waiting.pop_front() {
            let index = compiled.steps.len();
            match parent {
                Some(parent) => compiled.steps[parent].children.push(index),
                None => compiled.roots.push(index),
            }
            compiled.by_name.entry(step.name.clone()).or_insert(index);
            supports.extend(step.trigger.intent.clone());
            for (position, child) in step.steps.iter().enumerate() {
                let path = path.iter().copied().chain([position]).collect();
                waiting.push_back((child, Some(index), path));
            }
            compiled.steps.push(CompiledStep { parent, children: Vec::new(), path });
        }
        compiled.supports = supports;
        compiled
    }
}

/// The texts in a story that are compiled, by what they are.
#[derive(Default)]
pub(crate) struct Sources<'a> {
    pub(crate) expressions: Vec<&'a str>,
    pub(crate) urls: Vec<&'a str>,
    pub(crate) labels: Vec<&'a LabelKey>,
}

impl<'a> Sources<'a> {
    pub(crate) fn visit_story(&mut self, story: &'a Story) {
        self.visit_answers(&story.answers);
        for mandatory in &story.mandatory {
            self.visit_answers(&mandatory.ask);
        }
        self.visit_steps(&story.steps);
    }

    fn visit_steps(&mut self, steps: &'a [Step]) {
        // Depth is bounded by what a file can hold; an explicit stack keeps deep trees safe.
        let mut waiting: Vec<&Step> = steps.iter().collect();
        while let Some(step) = waiting.pop() {
            self.expressions.extend(step.trigger.when.as_deref());
            self.labels.extend(&step.title);
            self.visit_answers(&step.answers);
            waiting.extend(&step.steps);
        }
    }

    fn visit_answers(&mut self, answers: &'a [Answer]) {
        for answer in answers {
            self.expressions.extend(answer.when.as_deref());
            match &answer.content {
                AnswerContent::Text { text, quick_replies, buttons } => {
                    self.labels.push(text);
                    self.visit_quick_replies(quick_replies);
                    self.visit_buttons(buttons);
                }
                AnswerContent::Card { card, quick_replies } => {
                    self.visit_card(card);
                    self.visit_quick_replies(quick_replies);
                }
                AnswerContent::Carousel { cards, quick_replies } => {
                    cards.iter().for_each(|card| self.visit_card(card));
                    self.visit_quick_replies(quick_replies);
                }
                AnswerContent::File { file } => self.visit_file(file),
                AnswerContent::Http { url, fallback, .. } => {
                    self.urls.push(url);
                    self.labels.extend(fallback);
                }
                AnswerContent::Program { fallback } => self.labels.extend(fallback),
                AnswerContent::Set { value, .. } => self.expressions.push(value),
                AnswerContent::Custom { .. } | AnswerContent::Forget { .. } => {}
            }
        }
    }

    fn visit_card(&mut self, card: &'a model::CardTemplate) {
        self.labels.extend(card.title.iter().chain(&card.subtitle));
        if let Some(file) = &card.file {
            self.visit_file(file);
        }
        self.visit_buttons(&card.buttons);
    }

    fn visit_file(&mut self, file: &'a model::FileTemplate) {
        self.urls.push(&file.url);
        self.labels.extend(&file.description);
    }

    fn visit_quick_replies(&mut self, quick_replies: &'a [model::QuickReplyTemplate]) {
        for quick_reply in quick_replies {
            self.labels.push(&quick_reply.title);
            if let Some(action) = &quick_reply.action {
                self.visit_action(action);
            }
        }
    }

    fn visit_buttons(&mut self, buttons: &'a [model::ButtonTemplate]) {
        for button in buttons {
            self.labels.push(&button.title);
            self.visit_action(&button.action);
        }
    }

    fn visit_action(&mut self, action: &'a model::ActionTemplate) {
        match action {
            model::ActionTemplate::Url { url } => self.urls.push(url),
            model::ActionTemplate::Say { text } => self.labels.push(text),
            model::ActionTemplate::Intent { .. }
            | model::ActionTemplate::Call { .. }
            | model::ActionTemplate::Location => {}
        }
    }
}

fn compile_labels(bot: &Bot) -> HashMap<LabelKey, Vec<CompiledText>> {
    let compile_variant = |text: &String| {
        let template = template::parse(text).unwrap_or_else(|_| Template::literal(text));
        let required = template.required().into_iter().map(str::to_owned).collect();
        CompiledVariant { template, required }
    };
    bot.labels
        .iter()
        .map(|(key, label)| {
            let texts = label
                .texts
                .iter()
                .map(|text| CompiledText {
                    locale: text.locale.clone(),
                    interface: text.interface,
                    connector: text.connector.clone(),
                    // An empty variant is no way to say anything.
                    variants: text
                        .variants
                        .iter()
                        .filter(|variant| !variant.trim().is_empty())
                        .map(compile_variant)
                        .collect(),
                })
                .filter(|text| !text.variants.is_empty())
                .collect();
            (key.clone(), texts)
        })
        .collect()
}

fn role_types(bot: &Bot) -> HashMap<Role, EntityTypeName> {
    let mut types: BTreeMap<Role, EntityTypeName> = BTreeMap::new();
    let mandatory = bot.stories.iter().flat_map(|story| &story.mandatory).map(|m| &m.entity);
    let in_intents = bot.intents.values().flat_map(|intent| &intent.entities);
    for entity in mandatory.chain(in_intents) {
        types.entry(entity.role.clone()).or_insert_with(|| entity.entity_type.clone());
    }
    // A role named as a type is of that type.
    let declared = bot.entity_types.keys().map(|name| name.as_str().to_owned());
    let built_in = Dimension::ALL.iter().map(|dimension| dimension.name().to_owned());
    for name in declared.chain(built_in) {
        if let (Ok(role), Ok(entity_type)) = (Role::new(name.clone()), EntityTypeName::new(name)) {
            types.entry(role).or_insert(entity_type);
        }
    }
    types.into_iter().collect()
}

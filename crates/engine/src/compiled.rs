//! A bot prepared for talking: what every turn looks up is computed once per version.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::sync::Arc;

use model::{
    Bot, ConnectorType, Dimension, EntityTypeName, FlagName, IntentName, Interface, LabelKey,
    Locale, Role, Step, StepName, Story, StoryKind, StoryName,
};

use crate::dictionary::{CompiledDictionary, fold};
use crate::expression::{self, Expression};
use crate::faq;
use crate::flags::CompiledFlag;
use crate::template::{self, Template};

/// A bot prepared for talking. Made once per version of a bot and shared.
#[derive(Debug)]
pub struct CompiledBot {
    bot: Arc<Bot>,
    labels: HashMap<LabelKey, Vec<CompiledText>>,
    /// The bot's stories, then one for each entry of its FAQ.
    definitions: Vec<Story>,
    stories: Vec<CompiledStory>,
    by_name: HashMap<StoryName, StoryIndex>,
    by_starter: HashMap<IntentName, Vec<StoryIndex>>,
    by_kind: HashMap<StoryKind, Vec<StoryIndex>>,
    by_keyword: HashMap<String, Vec<StoryIndex>>,
    flags: HashMap<FlagName, CompiledFlag>,
    role_types: HashMap<Role, EntityTypeName>,
    dictionaries: HashMap<EntityTypeName, CompiledDictionary>,
    expressions: HashMap<String, Expression>,
    urls: HashMap<String, Template>,
}

/// Position in [`CompiledBot::definitions`].
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
    pub(crate) validated: bool,
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
        let definitions: Vec<Story> =
            bot.stories.iter().cloned().chain(faq::stories(&bot)).collect();
        let zone = bot.time_zone.parse().unwrap_or(chrono_tz::UTC);
        let flags = bot.flags.iter();
        let mut compiled = Self {
            labels: compile_labels(&bot),
            stories: definitions.iter().map(CompiledStory::new).collect(),
            by_name: HashMap::new(),
            by_starter: HashMap::new(),
            by_kind: HashMap::new(),
            by_keyword: HashMap::new(),
            flags: flags
                .map(|(name, flag)| (name.clone(), CompiledFlag::new(name, flag, zone)))
                .collect(),
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
            definitions: Vec::new(),
        };
        for (index, story) in definitions.iter().enumerate() {
            compiled.by_name.entry(story.name.clone()).or_insert(index);
            for intent in &story.starters {
                compiled.by_starter.entry(intent.clone()).or_default().push(index);
            }
            if story.kind != StoryKind::Intent {
                compiled.by_kind.entry(story.kind).or_default().push(index);
            }
            for keyword in story.keywords.iter().map(|keyword| fold(keyword)) {
                compiled.by_keyword.entry(keyword).or_default().push(index);
            }
            compiled.compile_sources(story);
        }
        compiled.definitions = definitions;
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
        &self.definitions[index]
    }

    pub(crate) fn compiled(&self, index: StoryIndex) -> &CompiledStory {
        &self.stories[index]
    }

    pub(crate) fn step(&self, story: StoryIndex, step: StepIndex) -> &Step {
        let path = &self.stories[story].steps[step].path;
        let mut found = &self.definitions[story].steps[path[0]];
        for position in &path[1..] {
            found = &found.steps[*position];
        }
        found
    }

    pub(crate) fn story_named(&self, name: &StoryName) -> Option<StoryIndex> {
        self.by_name.get(name).copied()
    }

    /// The stories that an intent starts, the first that runs here first.
    pub(crate) fn stories_started_by(&self, intent: &IntentName) -> &[StoryIndex] {
        self.by_starter.get(intent).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn stories_of_kind(&self, kind: StoryKind) -> &[StoryIndex] {
        self.by_kind.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// The stories that a text starts by itself.
    pub(crate) fn stories_of_keyword(&self, text: &str) -> &[StoryIndex] {
        if self.by_keyword.is_empty() {
            return &[];
        }
        self.by_keyword.get(&fold(text)).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn flag(&self, name: &str) -> Option<&CompiledFlag> {
        self.flags.get(name)
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
        let triggers =
            story.all_steps().into_iter().filter_map(|step| step.trigger.when.as_deref());
        let mut sources: Vec<&str> = triggers.collect();
        for answer in story.all_answers() {
            let parts = answer.parts();
            sources.extend(parts.expressions);
            for source in parts.urls {
                if let Ok(template) = template::parse(source) {
                    self.urls.insert(source.to_owned(), template);
                }
            }
        }
        for source in sources {
            if let Ok(expression) = expression::parse(source) {
                self.expressions.insert(source.to_owned(), expression);
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
                    validated: text.validated,
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

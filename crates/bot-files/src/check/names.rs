//! The names that a bot gives, to look others up in.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    ActionTemplate, AnswerContent, Bot, Dimension, EntityTypeName, EntityUse, IntentName, LabelKey,
    Role, StepName, Story, StoryName,
};

pub(super) struct Names<'b> {
    pub bot: &'b Bot,
    /// Every role with the types that have it.
    pub roles: BTreeMap<&'b Role, BTreeSet<&'b EntityTypeName>>,
    /// Every entity that some intent declares.
    pub declared: BTreeSet<&'b EntityUse>,
    pub stories: BTreeSet<&'b StoryName>,
    /// Labels that something says.
    pub labels_used: BTreeSet<&'b LabelKey>,
    /// Intents that buttons and steps lead to.
    pub intents_led_to: BTreeSet<&'b IntentName>,
    /// Steps that buttons lead to, with their intent.
    pub steps_led_to: BTreeSet<(&'b IntentName, &'b StepName)>,
}

impl<'b> Names<'b> {
    pub fn new(bot: &'b Bot) -> Self {
        let mut names = Self {
            bot,
            roles: BTreeMap::new(),
            declared: bot.intents.values().flat_map(|intent| &intent.entities).collect(),
            stories: bot.stories.iter().map(|story| &story.name).collect(),
            labels_used: BTreeSet::new(),
            intents_led_to: BTreeSet::new(),
            steps_led_to: BTreeSet::new(),
        };
        let parts = bot.entity_types.values().flat_map(|entity_type| &entity_type.sub_entities);
        let mandatory = bot.stories.iter().flat_map(|story| &story.mandatory);
        for entity in
            names.declared.clone().into_iter().chain(parts).chain(mandatory.map(|m| &m.entity))
        {
            names.roles.entry(&entity.role).or_default().insert(&entity.entity_type);
        }
        for story in &bot.stories {
            names.story(story);
        }
        names.labels_used.extend(bot.faqs.values().map(|faq| &faq.answer));
        names
    }

    fn story(&mut self, story: &'b Story) {
        for step in story.all_steps() {
            self.labels_used.extend(&step.title);
            self.intents_led_to.extend(&step.target);
        }
        for answer in story.all_answers() {
            let parts = answer.parts();
            self.labels_used.extend(parts.labels);
            for action in parts.actions {
                let ActionTemplate::Intent { intent, step, .. } = action else { continue };
                self.intents_led_to.insert(intent);
                self.steps_led_to.extend(step.as_ref().map(|step| (intent, step)));
            }
            if let AnswerContent::Notify { intent, step, .. } = &answer.content {
                self.intents_led_to.insert(intent);
                self.steps_led_to.extend(step.as_ref().map(|step| (intent, step)));
            }
        }
    }

    pub fn has_type(&self, name: &EntityTypeName) -> bool {
        self.bot.entity_types.contains_key(name) || Dimension::from_name(name.as_str()).is_some()
    }

    pub fn type_names(&self) -> impl Iterator<Item = &'b str> + use<'b> {
        let dimensions =
            Dimension::ALL.into_iter().map(|dimension| -> &'b str { dimension.name() });
        self.bot.entity_types.keys().map(EntityTypeName::as_str).chain(dimensions)
    }

    pub fn intent_names(&self) -> impl Iterator<Item = &'b str> + use<'b> {
        self.bot.intents.keys().map(IntentName::as_str)
    }

    /// The dictionary values that a role can have; `None` if it can have others.
    pub fn values_of(&self, role: &Role) -> Option<Vec<&'b str>> {
        let mut values = Vec::new();
        for entity_type in self.roles.get(role)? {
            let dictionary = self.bot.entity_types.get(*entity_type)?.dictionary.as_ref()?;
            values.extend(dictionary.entries.iter().map(|entry| entry.value.as_str()));
        }
        Some(values)
    }
}

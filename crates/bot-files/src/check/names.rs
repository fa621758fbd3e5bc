//! The names that a bot gives, to look others up in.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    ActionTemplate, Answer, AnswerContent, Bot, Dimension, EntityTypeName, EntityUse, IntentName,
    LabelKey, Role, Step, StepName, Story, StoryName,
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
        names
    }

    fn story(&mut self, story: &'b Story) {
        self.answers(&story.answers);
        for mandatory in &story.mandatory {
            self.answers(&mandatory.ask);
        }
        self.steps(&story.steps);
    }

    fn steps(&mut self, steps: &'b [Step]) {
        for step in steps {
            self.labels_used.extend(&step.title);
            self.intents_led_to.extend(&step.target);
            self.answers(&step.answers);
            self.steps(&step.steps);
        }
    }

    fn answers(&mut self, answers: &'b [Answer]) {
        for answer in answers {
            self.labels_used.extend(labels(answer));
            for action in actions(answer) {
                let ActionTemplate::Intent { intent, step, .. } = action else { continue };
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

/// The labels that an answer says.
pub(super) fn labels(answer: &Answer) -> Vec<&LabelKey> {
    let mut labels = Vec::new();
    let mut cards = Vec::new();
    let (mut quick_replies, mut buttons) = (&[][..], &[][..]);
    match &answer.content {
        AnswerContent::Text { text, quick_replies: replies, buttons: pressed } => {
            labels.push(text);
            (quick_replies, buttons) = (replies, pressed);
        }
        AnswerContent::Card { card, quick_replies: replies } => {
            cards.push(card);
            quick_replies = replies;
        }
        AnswerContent::Carousel { cards: several, quick_replies: replies } => {
            cards.extend(several);
            quick_replies = replies;
        }
        AnswerContent::File { file } => labels.extend(&file.description),
        AnswerContent::Http { fallback, .. } | AnswerContent::Program { fallback } => {
            labels.extend(fallback);
        }
        AnswerContent::Custom { .. } | AnswerContent::Set { .. } | AnswerContent::Forget { .. } => {
        }
    }
    labels.extend(quick_replies.iter().map(|reply| &reply.title));
    for card in cards {
        labels.extend(card.title.iter().chain(&card.subtitle));
        labels.extend(card.file.iter().flat_map(|file| &file.description));
        labels.extend(card.buttons.iter().map(|button| &button.title));
    }
    labels.extend(buttons.iter().map(|button| &button.title));
    for action in actions(answer) {
        if let ActionTemplate::Say { text } = action {
            labels.push(text);
        }
    }
    labels
}

/// What pressing the buttons and quick replies of an answer does.
pub(super) fn actions(answer: &Answer) -> Vec<&ActionTemplate> {
    let mut actions = Vec::new();
    match &answer.content {
        AnswerContent::Text { quick_replies, buttons, .. } => {
            actions.extend(quick_replies.iter().filter_map(|reply| reply.action.as_ref()));
            actions.extend(buttons.iter().map(|button| &button.action));
        }
        AnswerContent::Card { card, quick_replies } => {
            actions.extend(quick_replies.iter().filter_map(|reply| reply.action.as_ref()));
            actions.extend(card.buttons.iter().map(|button| &button.action));
        }
        AnswerContent::Carousel { cards, quick_replies } => {
            actions.extend(quick_replies.iter().filter_map(|reply| reply.action.as_ref()));
            let buttons = cards.iter().flat_map(|card| &card.buttons);
            actions.extend(buttons.map(|button| &button.action));
        }
        _ => {}
    }
    actions
}

//! Stories as a dump of Tock's, which Tock and this crate import again.
//!
//! What Tock's stories cannot hold is left out, and each such part is told.

use model::{
    BareValues, Bot, BotSwitch, Diagnostic, Faq, IntentName, LabelKey, Locale, Step, Story,
    StoryKind, StoryName,
};
use wire::dumps::{
    ConfiguredAnswersDump, ConfiguredStepsDump, DefaultTextDump, FeatureDump, LabelReference,
    MandatoryEntityDump, NameDump, QualifierDump, StepDump, StepEntityDump, StoryDump, TypeDump,
};
use wire::nlp::UNKNOWN_INTENT;

use super::configured::stand_in_name;
use super::message_format::to_message;
use super::{names, story_export_answers as answers};
use crate::KnownChannel;

/// The stories of a bot and the entries of its FAQ, or the one with a name, and what Tock's form
/// cannot hold of them. Rules of single channels need the channels that came from Tock.
pub fn to_story_dump(
    bot: &Bot,
    channels: &[KnownChannel],
    only: Option<&str>,
) -> (Vec<StoryDump>, Vec<Diagnostic>) {
    let locale = bot.locales.first().cloned().unwrap_or_else(Locale::en);
    let mut export = Export { bot, channels, locale, findings: Vec::new() };
    let wanted = |name: &str| only.is_none_or(|only| only == name);
    let stand_ins: Vec<&StoryName> =
        bot.stories.iter().flat_map(|story| export.stand_ins(story)).map(|it| &it.1.name).collect();
    let mut dumps = Vec::new();
    for story in &bot.stories {
        if wanted(story.name.as_str()) && !stand_ins.contains(&&story.name) {
            dumps.extend(export.story(story));
        }
    }
    for (intent, faq) in bot.faqs.iter().filter(|(intent, _)| wanted(intent.as_str())) {
        dumps.push(export.faq(intent, faq));
    }
    (dumps, export.findings)
}

/// An export at work.
pub(super) struct Export<'a> {
    pub bot: &'a Bot,
    channels: &'a [KnownChannel],
    locale: Locale,
    findings: Vec<Diagnostic>,
}

impl<'a> Export<'a> {
    /// Notes something that Tock's form cannot hold.
    pub fn left_out(&mut self, place: &str, what: &str) {
        let message = format!("{what}: left out, for Tock's form has nothing like it");
        let finding = Diagnostic::warning("not-exported", message, "write it in Tock by hand");
        self.findings.push(finding.at(place, None));
    }

    fn story(&mut self, story: &'a Story) -> Option<StoryDump> {
        let place = format!("stories[{}]", story.name);
        let intent = match (story.kind, story.starters.first()) {
            (StoryKind::Unknown, _) => UNKNOWN_INTENT.to_owned(),
            (StoryKind::Intent, Some(intent)) => self.intent(intent),
            (StoryKind::Intent, None) => {
                self.left_out(&place, "a story that no intent starts");
                return None;
            }
            (kind, _) => {
                self.left_out(&place, &format!("a story of the kind `{kind:?}`"));
                return None;
            }
        };
        if story.starters.len() > 1 || !story.secondary.is_empty() {
            self.left_out(&place, "further intents of the story");
        }
        for (given, what) in [
            (!story.keywords.is_empty(), "keywords"),
            (story.flag.is_some(), "the flag without which the story does not exist"),
            (
                story.insists != (story.ask_again > 0) || story.ask_again > 1,
                "how often the story asks again",
            ),
        ] {
            if given {
                self.left_out(&place, what);
            }
        }
        let (current_type, said) = answers::export(self, &story.answers, &place);
        let stand_ins = self.stand_ins(story);
        let mut dump = StoryDump {
            story_id: story.name.to_string(),
            intent: named(intent),
            current_type,
            answers: said,
            category: story.category.clone(),
            description: story.description.clone(),
            user_sentence: story.starters.first().map(|it| self.sentence(it)).unwrap_or_default(),
            features: self.features(story, &place),
            tags: tags(story),
            ..self.empty_story(story.name.as_str())
        };
        for mandatory in &story.mandatory {
            let place = format!("{place}.mandatory[{}]", mandatory.entity.role);
            let (current_type, ask) = answers::export(self, &mandatory.ask, &place);
            if mandatory.intents.len() > 1 {
                self.left_out(&place, "further intents of replies");
            }
            let intent = mandatory.intents.first().map(|it| self.intent(it)).unwrap_or_default();
            dump.mandatory_entities.push(MandatoryEntityDump {
                role: mandatory.entity.role.to_string(),
                entity_type: names::entity_type_to_tock(self.bot, &mandatory.entity.entity_type),
                intent: named(intent),
                answers: ask,
                current_type,
                category: Some(dump.category.clone()),
                ..MandatoryEntityDump::default()
            });
        }
        dump.steps = self.steps(&story.steps, 0, &place);
        for (configuration, stand_in) in stand_ins {
            let bot_configuration = configuration.to_owned();
            let place = format!("stories[{}]", stand_in.name);
            if stand_in.answers != story.answers {
                let (current_type, answers) = answers::export(self, &stand_in.answers, &place);
                let own = ConfiguredAnswersDump {
                    bot_configuration: bot_configuration.clone(),
                    current_type,
                    answers,
                    ..ConfiguredAnswersDump::default()
                };
                dump.configured_answers.push(own);
            }
            // Without either, nothing would say that there is a stand-in.
            if stand_in.steps != story.steps || stand_in.answers == story.answers {
                let steps = self.steps(&stand_in.steps, 0, &place);
                let own = ConfiguredStepsDump { bot_configuration, steps, ..Default::default() };
                dump.configured_steps.push(own);
            }
        }
        dump.next_intents_qualifiers = story
            .next_intents
            .iter()
            .map(|next| QualifierDump {
                intent: self.intent(&next.intent),
                modifier: Some(next.modifier),
                ..QualifierDump::default()
            })
            .collect();
        Some(dump)
    }

    /// An entry of the FAQ as the story that Tock makes of one.
    fn faq(&mut self, intent: &IntentName, faq: &Faq) -> StoryDump {
        let place = format!("faqs[{intent}]");
        let answer = model::Answer::new(model::AnswerContent::Text {
            text: faq.answer.clone(),
            quick_replies: Vec::new(),
            buttons: Vec::new(),
            footnotes: Vec::new(),
        });
        let (current_type, answers) = answers::export(self, &[answer], &place);
        StoryDump {
            story_id: intent.to_string(),
            intent: named(self.intent(intent)),
            current_type,
            answers,
            category: "faq".into(),
            user_sentence: self.sentence(intent),
            features: general_features(faq.disabled, None, faq.ends_with.as_ref()),
            ..self.empty_story(intent.as_str())
        }
    }

    fn empty_story(&self, name: &str) -> StoryDump {
        StoryDump {
            name: name.to_owned(),
            bot_id: Some(self.bot.name.to_string()),
            namespace: Some(self.bot.namespace.to_string()),
            version: Some(0),
            user_sentence_locale: Some(self.locale.to_underscored()),
            ..StoryDump::default()
        }
    }

    /// The stories that stand in for one in single configurations, with the configurations.
    fn stand_ins(&self, story: &Story) -> Vec<(&'a str, &'a Story)> {
        let mut found: Vec<(&str, &Story)> = Vec::new();
        for channel in self.channels {
            let name = channel.origin.name.as_str();
            let stand_in = story
                .channels
                .get(channel.path.as_str())
                .and_then(|rule| rule.redirects_to.as_ref())
                .filter(|to| stand_in_name(&story.name, name).as_ref() == Some(to))
                .and_then(|to| self.bot.stories.iter().find(|other| other.name == *to))
                .filter(|other| other.starters.is_empty());
            if let Some(stand_in) = stand_in
                && found.iter().all(|(known, _)| *known != name)
            {
                found.push((name, stand_in));
            }
        }
        found
    }

    fn features(&mut self, story: &'a Story, place: &str) -> Vec<FeatureDump> {
        let mut features =
            general_features(story.disabled, story.redirects_to.as_ref(), story.ends_with.as_ref());
        let stand_ins = self.stand_ins(story);
        for (channel, rule) in &story.channels {
            let known = self.channels.iter().find(|it| it.path == channel.as_str());
            let Some(known) = known.filter(|known| !known.origin.id.is_empty()) else {
                self.left_out(place, &format!("the rule of `{channel}`"));
                continue;
            };
            let redirects = rule.redirects_to.as_ref();
            let redirects =
                redirects.filter(|to| stand_ins.iter().all(|(_, other)| other.name != **to));
            let own =
                general_features(rule.disabled == Some(true), redirects, rule.ends_with.as_ref());
            if rule.disabled == Some(false) {
                self.left_out(place, &format!("the rule of `{channel}` that switches it on"));
            }
            features.extend(own.into_iter().map(|feature| FeatureDump {
                bot_application_configuration_id: Some(known.origin.id.clone()),
                ..feature
            }));
        }
        features
    }

    fn steps(&mut self, steps: &[Step], level: u64, place: &str) -> Vec<StepDump> {
        let mut dumps = Vec::with_capacity(steps.len());
        for step in steps {
            let place = format!("{place}.steps[{}]", step.name);
            let trigger = &step.trigger;
            if trigger.when.is_some() {
                self.left_out(&place, "a step with a condition");
                continue;
            }
            if trigger.whole_conversation {
                self.left_out(&place, "that earlier sentences count too");
            }
            let entity = trigger.entity.as_ref().map(|condition| {
                let uses = self.bot.intents.values().flat_map(|intent| &intent.entities);
                let needs = self.bot.stories.iter().flat_map(|story| &story.mandatory);
                let entity_type = uses
                    .chain(needs.map(|mandatory| &mandatory.entity))
                    .find(|used| used.role == condition.role)
                    .map_or_else(
                        || format!("{}:{}", self.bot.namespace, condition.role),
                        |used| names::entity_type_to_tock(self.bot, &used.entity_type),
                    );
                StepEntityDump {
                    entity_role: condition.role.to_string(),
                    entity_type,
                    value: condition.value.clone(),
                    ..StepEntityDump::default()
                }
            });
            let (current_type, said) = answers::export(self, &step.answers, &place);
            dumps.push(StepDump {
                name: step.name.to_string(),
                intent: trigger.intent.as_ref().map(|intent| named(self.intent(intent))),
                target_intent: step.target.as_ref().map(|intent| named(self.intent(intent))),
                answers: said,
                current_type,
                user_sentence_label: step.title.as_ref().map(|title| self.reference(title, &place)),
                children: self.steps(&step.steps, level + 1, &place),
                level: Some(level),
                entity,
                ..StepDump::default()
            });
        }
        dumps
    }

    /// The name of an intent in a story: without the bot's own namespace.
    fn intent(&self, intent: &IntentName) -> String {
        intent.to_string()
    }

    /// A sentence that starts a story: one that holds nothing, if there is one.
    fn sentence(&self, intent: &IntentName) -> String {
        let of_intent = || {
            self.bot.sentences.iter().filter(|sentence| {
                sentence.intent.as_ref() == Some(intent) && sentence.locale == self.locale
            })
        };
        let plain = of_intent().find(|sentence| sentence.entities.is_empty());
        plain.or_else(|| of_intent().next()).map(|it| it.text.clone()).unwrap_or_default()
    }

    /// A label where a story uses it, with its texts for everybody.
    pub fn reference(&mut self, key: &LabelKey, place: &str) -> LabelReference {
        let mut reference = LabelReference {
            key: key.to_string(),
            namespace: Some(self.bot.namespace.to_string()),
            category: Some("default".into()),
            ..LabelReference::default()
        };
        for locale in self.bot.locales.clone() {
            let Some(words) = self.words(key, &locale) else { continue };
            let text = to_message(words).unwrap_or_else(|| {
                let what = format!("the arguments of the label `{key}` in `{locale}`");
                self.left_out(place, &what);
                words.to_owned()
            });
            if locale == self.locale {
                reference.default_label = text;
            } else {
                let (locale, label) = (locale.to_underscored(), text);
                let text = DefaultTextDump { locale, label, ..DefaultTextDump::default() };
                reference.default_i18n.push(text);
            }
        }
        reference
    }

    /// The words of a label in the language of the stories, for what has no label in Tock.
    pub fn plain_words(&self, key: &LabelKey) -> String {
        let words = self.words(key, &self.locale.clone()).unwrap_or_default();
        to_message(words).unwrap_or_else(|| words.to_owned())
    }

    fn words(&self, key: &LabelKey, locale: &Locale) -> Option<&'a str> {
        let texts = || {
            let label = self.bot.labels.get(key);
            label.into_iter().flat_map(|it| &it.texts).filter(|text| text.locale == *locale)
        };
        let general = texts().find(|text| text.interface.is_none() && text.connector.is_none());
        general.or_else(|| texts().next())?.variants.first().map(String::as_str)
    }
}

fn named(name: String) -> NameDump {
    NameDump { name, ..NameDump::default() }
}

fn general_features(
    disabled: bool,
    redirects_to: Option<&StoryName>,
    ends_with: Option<&StoryName>,
) -> Vec<FeatureDump> {
    let off = disabled.then(|| FeatureDump { enabled: false, ..FeatureDump::default() });
    let switch = redirects_to.map(|story| FeatureDump {
        enabled: true,
        switch_to_story_id: Some(story.to_string()),
        ..FeatureDump::default()
    });
    let end = ends_with.map(|story| FeatureDump {
        enabled: true,
        end_with_story_id: Some(story.to_string()),
        ..FeatureDump::default()
    });
    off.into_iter().chain(switch).chain(end).collect()
}

fn tags(story: &Story) -> Vec<String> {
    let switch = story.switches_bot.map(|switch| match switch {
        BotSwitch::On => "ENABLE",
        BotSwitch::Off => "DISABLE",
    });
    let again = (story.insists && story.ask_again > 0).then_some("ASK_AGAIN");
    let bare = match story.bare_values {
        BareValues::Anywhere => None,
        BareValues::WithinSteps => Some("CHECK_ONLY_SUB_STEPS"),
        BareValues::Nowhere => Some("CHECK_ONLY_SUB_STEPS_WITH_STORY_INTENT"),
    };
    switch.into_iter().chain(again).chain(bare).map(str::to_owned).collect()
}

/// A kind of answer.
pub(super) fn kind(name: &str) -> TypeDump {
    TypeDump::Name(name.to_owned())
}

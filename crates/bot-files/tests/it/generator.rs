//! Any sound bot: names are unique and marks lie side by side, everything else is as odd as the
//! model allows.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use model::*;

/// Draws from a seed; the same seed is the same bot.
pub struct Generator {
    rng: SeededRng,
}

const ODD: &[&str] = &[
    "a", "b", "Zz", "é", "😀", " ", "  ", ":", ",", "\\", "\"", "'", "-", ">", "<", "=", "*", "_",
    ".", "/", "|", "`", "!", "{", "}", "<!--", "-->", "\u{a0}", "\u{2028}", "\u{feff}", "ß", "予",
];
/// What only texts may hold.
const TEXT: &[&str] = &[
    "\n",
    "\t",
    "\r",
    "\r\n",
    "\u{0}",
    "\u{7f}",
    "[",
    "]",
    "(",
    ")",
    "#",
    "](x)",
    "\"\"\"",
    "'''",
    "\\n",
    "\\u{41}",
    "?",
    "&",
    "bonjour",
    " \n",
    "\n  ",
    "(start)",
    "# x",
    "- x",
    "(unknown)",
];

impl Generator {
    pub fn new(seed: u64) -> Self {
        Self { rng: SeededRng::new(seed) }
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.rng.next_u64() % limit as u64) as usize
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn list<T>(&mut self, max: usize, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.below(max + 1)).map(|_| make(self)).collect()
    }

    fn some<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.chance(40).then(|| make(self))
    }

    fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    fn name<T: FromStr>(&mut self) -> T {
        loop {
            let name: String = if self.chance(60) {
                let letters = self.list(6, |g| *g.pick(&["a", "b", "c", "_", "d"]));
                letters.concat()
            } else {
                let parts = self.list(5, |g| *g.pick(ODD));
                parts.concat()
            };
            if let Ok(name) = name.parse() {
                return name;
            }
        }
    }

    fn names<T: FromStr>(&mut self, max: usize) -> Vec<T> {
        self.list(max, Self::name)
    }

    fn text(&mut self) -> String {
        let parts = self.list(6, |g| if g.chance(70) { *g.pick(ODD) } else { *g.pick(TEXT) });
        parts.concat()
    }

    fn locale(&mut self) -> Locale {
        self.pick(&["fr", "en", "fr-CA", "de"]).parse().unwrap()
    }

    fn number(&mut self) -> f64 {
        *self.pick(&[0.0, 1.0, 0.5, 0.1, 1e-9, 123456.75, -2.0])
    }

    fn entity(&mut self) -> EntityUse {
        EntityUse { entity_type: self.name(), role: self.name() }
    }

    fn entities(&mut self, max: usize) -> Vec<EntityUse> {
        let mut seen = BTreeSet::new();
        let all = self.list(max, Self::entity);
        all.into_iter().filter(|entity| seen.insert(entity.clone())).collect()
    }

    pub fn bot(&mut self) -> Bot {
        let mut bot = Bot::new(
            Namespace::new("app").unwrap(),
            BotName::new("Bot-1.x").unwrap(),
            vec![Locale::fr(), Locale::en()],
        );
        bot.title = self.text();
        bot.description = self.text();
        bot.category = self.text();
        bot.time_zone = "Europe/Paris".into();
        bot.settings = BotSettings {
            unknown_threshold: self.some(Self::number),
            known_threshold: self.some(Self::number),
            nlp_engine: self.some(Self::text),
            conversation_validity_s: self.below(100_000) as u32,
            message_delay_ms: self.below(3) as u32,
            new_conversation_on_start: self.chance(20),
            silence_s: if self.chance(50) { 432_000 } else { self.below(1_000) as u32 },
            hand_over_wait_s: if self.chance(50) { 1_800 } else { self.below(1_000) as u32 },
            admin_keywords: self.list(2, Self::channel),
            faq_ends_with: self.some(Self::name),
            faq_disabled: self.chance(10),
        };
        bot.branding = Branding {
            color: self.some(Self::text),
            background_color: self.some(Self::text),
            text_color: self.some(Self::text),
            logo_url: self.some(Self::text),
            title: self.list(2, |g| (g.locale(), g.text())).into_iter().collect(),
            position: self.some(Self::text),
            theme: self.some(Self::text),
            consent: self.list(2, |g| (g.locale(), g.text())).into_iter().collect(),
        };
        bot.entity_types = self.list(4, |g| (g.name(), g.entity_type())).into_iter().collect();
        bot.intents = self.list(5, |g| (g.name(), g.intent())).into_iter().collect();
        let mut sentences = self.list(12, |g| g.sentence(&bot));
        bot.sentences.append(&mut sentences);
        let mut seen = BTreeSet::new();
        bot.stories = self.list(5, |g| g.story(&bot));
        bot.stories.retain(|story| seen.insert(story.name.clone()));
        bot.labels = self.list(8, |g| (g.label_key(), g.label())).into_iter().collect();
        bot.flags = self.list(3, |g| (g.slug().parse().unwrap(), g.flag())).into_iter().collect();
        for name in bot.intents.keys().cloned().collect::<Vec<_>>() {
            if self.chance(30) {
                self.faq(&mut bot, name);
            }
        }
        let mut seen = BTreeSet::new();
        bot.dialogs = self.list(4, Self::dialog);
        bot.dialogs.retain(|dialog| seen.insert(dialog.name.clone()));
        bot
    }

    fn slug(&mut self) -> String {
        (*self.pick(&["web", "alexa", "x-1", "a.b", "_"])).to_owned()
    }

    fn channel(&mut self) -> ChannelSelector {
        let slug = self.slug();
        let text = if self.chance(50) { slug } else { format!("/io/app/{slug}") };
        text.parse().unwrap()
    }

    fn flag_state(&mut self) -> FlagState {
        FlagState {
            enabled: self.chance(80),
            from: self.some(Self::text),
            until: self.some(Self::text),
            percent: self.some(Self::number),
        }
    }

    fn flag(&mut self) -> FeatureFlag {
        FeatureFlag {
            description: self.text(),
            state: self.flag_state(),
            channels: self.list(2, |g| (g.channel(), g.flag_state())).into_iter().collect(),
        }
    }

    fn rule(&mut self) -> ChannelRule {
        ChannelRule {
            disabled: self.some(|g| g.chance(50)),
            redirects_to: self.some(Self::name),
            ends_with: self.some(Self::name),
        }
    }

    /// An entry whose answer stands with it, or elsewhere, or nowhere.
    fn faq(&mut self, bot: &mut Bot, name: IntentName) {
        let own: LabelKey = format!("faq.{name}").parse().unwrap();
        let answer = if self.chance(70) { own } else { self.label_key() };
        let tags = self.list(3, |g| g.name::<Role>().to_string());
        match self.below(3) {
            0 => drop(bot.labels.insert(answer.clone(), self.label())),
            1 => {
                let mut locales = self.list(3, Self::locale);
                locales.sort();
                locales.dedup();
                let texts =
                    locales.into_iter().map(|locale| LabelText::new(locale, vec![self.text()]));
                let texts = texts.collect();
                bot.labels.insert(answer.clone(), Label { texts, ..Label::default() });
            }
            _ => {}
        }
        let (ends_with, disabled) = (self.some(Self::name), self.chance(20));
        bot.faqs.insert(name, Faq { answer, tags, ends_with, disabled });
    }

    fn entity_type(&mut self) -> EntityType {
        EntityType {
            description: self.text(),
            dimension: self.some(|g| *g.pick(&Dimension::ALL)),
            dictionary: self.some(|g| Dictionary {
                entries: g.list(4, |g| DictionaryEntry {
                    value: g.text(),
                    labels: g
                        .list(3, |g| (g.locale(), g.list(3, Self::text)))
                        .into_iter()
                        .collect(),
                }),
                only_values: g.chance(50),
                minimum_similarity: g.some(Self::number),
            }),
            sub_entities: self.entities(2),
            obfuscated: self.chance(20),
        }
    }

    fn intent(&mut self) -> Intent {
        Intent {
            title: self.text(),
            description: self.text(),
            category: if self.chance(50) { String::new() } else { self.text() },
            entities: self.entities(3),
            mandatory_states: self
                .list(2, Self::text)
                .into_iter()
                .filter(|s| !s.is_empty())
                .collect(),
            start_of_day: self.list(2, Self::name),
        }
    }

    fn sentence(&mut self, bot: &Bot) -> Sentence {
        let intents: Vec<&IntentName> = bot.intents.keys().collect();
        let intent = match intents.as_slice() {
            [] => None,
            some if self.chance(90) => Some((*self.pick(some)).clone()),
            _ => None,
        };
        let text = self.text();
        let declared =
            intent.as_ref().map(|name| bot.intents[name].entities.clone()).unwrap_or_default();
        let entities = self.annotations(&text, &declared, bot, 0);
        let status =
            if self.chance(80) { SentenceStatus::Validated } else { SentenceStatus::Inbox };
        Sentence { text, locale: self.locale(), intent, entities, status }
    }

    fn annotations(
        &mut self,
        text: &str,
        declared: &[EntityUse],
        bot: &Bot,
        depth: usize,
    ) -> Vec<Annotation> {
        let cuts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let mut found = Vec::new();
        let mut at = 0;
        while at + 1 < cuts.len() {
            let end = at + 1 + self.below(3).min(cuts.len() - at - 2);
            if depth < 3 && self.chance(30) {
                let span = Span::of_bytes(text, cuts[at], cuts[end]);
                let entity = match declared {
                    [] => self.entity(),
                    some if self.chance(80) => self.pick(some).clone(),
                    _ => self.entity(),
                };
                let parts = bot
                    .entity_types
                    .get(&entity.entity_type)
                    .map(|entity_type| entity_type.sub_entities.clone())
                    .unwrap_or_default();
                let sub_entities = self.annotations(span.slice(text), &parts, bot, depth + 1);
                found.push(Annotation {
                    span,
                    entity_type: entity.entity_type,
                    role: entity.role,
                    sub_entities,
                });
            }
            at = end;
        }
        found
    }

    fn story(&mut self, bot: &Bot) -> Story {
        let intents: Vec<IntentName> = bot.intents.keys().cloned().collect();
        let starters = if intents.is_empty() || self.chance(20) {
            self.names(2)
        } else {
            vec![self.pick(&intents).clone()]
        };
        let declared: Vec<EntityUse> =
            bot.intents.values().flat_map(|intent| intent.entities.clone()).collect();
        let mut seen = BTreeSet::new();
        let mut steps = self.list(3, |g| g.step(0));
        steps.retain(|step| seen.insert(step.name.clone()));
        Story {
            name: if self.chance(5) { "category".parse().unwrap() } else { self.name() },
            description: self.text(),
            category: if self.chance(40) { String::new() } else { self.name::<StoryName>().into() },
            kind: *self.pick(&[
                StoryKind::Intent,
                StoryKind::Intent,
                StoryKind::Unknown,
                StoryKind::Hello,
                StoryKind::Goodbye,
                StoryKind::NoInput,
                StoryKind::Attachment,
                StoryKind::Location,
            ]),
            starters,
            secondary: self.names(2),
            mandatory: self.list(2, |g| MandatoryEntity {
                entity: match declared.as_slice() {
                    [] => g.entity(),
                    some => g.pick(some).clone(),
                },
                ask: g.list(2, Self::answer),
                intents: g.names(2),
            }),
            answers: self.list(3, Self::answer),
            steps,
            next_intents: self
                .list(2, |g| IntentQualifier { intent: g.name(), modifier: g.number() }),
            ask_again: self.below(3) as u32,
            ends_with: self.some(Self::name),
            redirects_to: self.some(Self::name),
            disabled: self.chance(10),
            channels: self.list(2, |g| (g.channel(), g.rule())).into_iter().collect(),
            flag: self.some(|g| g.slug().parse().unwrap()),
            keywords: self.list(2, Self::text),
            switches_bot: self.some(|g| *g.pick(&[BotSwitch::On, BotSwitch::Off])),
            insists: self.chance(20),
            bare_values: *self.pick(&[
                BareValues::Anywhere,
                BareValues::WithinSteps,
                BareValues::Nowhere,
            ]),
        }
    }

    fn step(&mut self, depth: usize) -> Step {
        Step {
            name: self.name(),
            trigger: Trigger {
                intent: self.some(Self::name),
                entity: self
                    .some(|g| EntityCondition { role: g.name(), value: g.some(Self::text) }),
                when: self.some(Self::text),
                whole_conversation: self.chance(30),
            },
            title: self.some(Self::label_key),
            answers: self.list(2, Self::answer),
            target: self.some(Self::name),
            steps: if depth < 3 { self.list(2, |g| g.step(depth + 1)) } else { Vec::new() },
        }
    }

    fn answer(&mut self) -> Answer {
        let content = match self.below(13) {
            0 | 1 => AnswerContent::Text {
                text: self.label_key(),
                quick_replies: Vec::new(),
                buttons: Vec::new(),
                footnotes: Vec::new(),
            },
            2 => AnswerContent::Text {
                text: self.label_key(),
                quick_replies: self.list(2, Self::quick_reply),
                buttons: self.list(2, Self::button),
                footnotes: self.list(2, |g| FootnoteTemplate {
                    title: g.label_key(),
                    url: g.some(Self::text),
                    content: g.some(Self::label_key),
                }),
            },
            3 => AnswerContent::Card {
                card: self.card(),
                quick_replies: self.list(2, Self::quick_reply),
            },
            4 => AnswerContent::Carousel {
                cards: self.list(3, Self::card),
                quick_replies: self.list(2, Self::quick_reply),
            },
            5 => AnswerContent::File { file: self.file() },
            6 => AnswerContent::Custom {
                connector: ConnectorType::new("web").unwrap(),
                payload: serde_json::json!({ "a": [1, null, self.text(), 0.5], "b": self.text() }),
            },
            7 => AnswerContent::Http {
                url: self.text(),
                timeout_ms: self.below(10_000) as u32,
                fallback: self.some(Self::label_key),
            },
            8 => AnswerContent::Program { fallback: self.some(Self::label_key) },
            11 => AnswerContent::Remember {
                name: self.text(),
                value: self.text(),
                for_s: self.some(|g| g.below(100) as u32),
            },
            9 => AnswerContent::HandOver { topic: self.some(Self::label_key) },
            10 => AnswerContent::Notify {
                user: self.text(),
                intent: self.name(),
                step: self.some(Self::name),
                parameters: self.list(2, |g| (g.text(), g.text())).into_iter().collect(),
                state: *self.pick(&[
                    NotificationState::KeepCurrent,
                    NotificationState::OnlyThis,
                    NotificationState::Reactivate,
                ]),
            },
            _ if self.chance(50) => {
                AnswerContent::Set { variable: self.text(), value: self.text() }
            }
            _ => AnswerContent::Forget { roles: self.names(2) },
        };
        Answer {
            content,
            delay_ms: self.some(|g| g.below(5_000) as u32),
            when: self.some(Self::text),
        }
    }

    fn card(&mut self) -> CardTemplate {
        CardTemplate {
            title: self.some(Self::label_key),
            subtitle: self.some(Self::label_key),
            file: self.some(Self::file),
            buttons: self.list(2, Self::button),
        }
    }

    fn file(&mut self) -> FileTemplate {
        FileTemplate {
            url: self.text(),
            name: self.text(),
            media: *self.pick(&[
                MediaType::Image,
                MediaType::Audio,
                MediaType::Video,
                MediaType::File,
            ]),
            description: self.some(Self::label_key),
        }
    }

    fn quick_reply(&mut self) -> QuickReplyTemplate {
        QuickReplyTemplate {
            title: self.label_key(),
            action: self.some(Self::action),
            image_url: self.some(Self::text),
        }
    }

    fn button(&mut self) -> ButtonTemplate {
        ButtonTemplate {
            title: self.label_key(),
            action: self.action(),
            image_url: self.some(Self::text),
        }
    }

    fn action(&mut self) -> ActionTemplate {
        match self.below(5) {
            0 => ActionTemplate::Intent {
                intent: self.name(),
                step: self.some(Self::name),
                parameters: self.list(3, |g| (g.text(), g.text())).into_iter().collect(),
            },
            1 => ActionTemplate::Say { text: self.label_key() },
            2 => ActionTemplate::Url { url: self.text() },
            3 => ActionTemplate::Call { number: self.text() },
            _ => ActionTemplate::Location,
        }
    }

    fn label_key(&mut self) -> LabelKey {
        if self.chance(50) {
            let parts: Vec<String> =
                (0..=self.below(3)).map(|_| self.name::<Role>().into()).collect();
            parts.join(".").parse().unwrap()
        } else {
            self.name()
        }
    }

    fn label(&mut self) -> Label {
        let mut texts: BTreeMap<_, (Vec<String>, bool)> = BTreeMap::new();
        for _ in 0..self.below(5) {
            let interface = self.some(|g| *g.pick(&[Interface::Text, Interface::Voice]));
            let connector = self.some(|g| ConnectorType::new(*g.pick(&["web", "alexa"])).unwrap());
            let variants = (0..=self.below(3)).map(|_| self.text()).collect();
            let validated = self.chance(80);
            texts.insert((self.locale(), interface, connector), (variants, validated));
        }
        Label {
            description: self.text(),
            texts: texts
                .into_iter()
                .map(|((locale, interface, connector), (variants, validated))| LabelText {
                    locale,
                    interface,
                    connector,
                    variants,
                    validated,
                })
                .collect(),
        }
    }

    fn dialog(&mut self) -> Dialog {
        Dialog {
            name: if self.chance(50) { self.name::<Role>().into() } else { self.text() },
            locale: self.locale(),
            now: self.some(Self::text),
            time_zone: self.some(Self::text),
            exchanges: self.list(4, |g| Exchange {
                user: match g.below(10) {
                    0..=2 => UserLine::Says { text: g.text() },
                    3 | 4 => UserLine::Presses { title: g.text() },
                    5 => UserLine::Starts,
                    6 => UserLine::Ends,
                    7 => UserLine::StaysSilent,
                    8 if g.chance(50) => UserLine::SendsPlace {
                        latitude: g.below(900) as f64 / 10.0,
                        longitude: -(g.below(1_800) as f64) / 7.0 / 10.0,
                    },
                    8 => UserLine::SendsFile {
                        media: MediaType::Audio,
                        url: format!("https://example.org/(a) {}.ogg", g.below(9)),
                    },
                    _ => UserLine::Waits { seconds: g.below(200_000) as u64 },
                },
                bot: g.list(3, |g| match g.below(3) {
                    0 => BotLine::Says { text: g.text() },
                    1 => BotLine::Offers { titles: (0..=g.below(3)).map(|_| g.text()).collect() },
                    _ => BotLine::Understands { intent: g.some(Self::name) },
                }),
                line: 0,
            }),
        }
    }
}

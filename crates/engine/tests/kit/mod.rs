//! What the engine's tests share: bots in short JSON, conversations in short text.
#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;

use engine::{CompiledBot, Context, Next, Progress, Trace};
use model::*;
use serde_json::{Value as Json, json};

/// 2026-03-02 09:00 in Paris, a Monday.
pub const MORNING: Timestamp = Timestamp(1_772_438_400_000);

/// A bot in French and English out of its stories (and, with an object, whatever else it has).
/// A text in `answers` or `ask` is a text answer; words in place of labels become labels that say
/// just these words, unless the bot has a label of that name.
pub fn bot(content: Json) -> Bot {
    let mut content = match content {
        Json::Array(stories) => json!({ "stories": stories }),
        other => other,
    };
    let mut labels = content.get("labels").cloned().unwrap_or_else(|| json!({}));
    if let Some(stories) = content.get_mut("stories") {
        expand(stories, &mut labels);
    }
    let whole = json!({
        "namespace": "app", "name": "gare", "locales": ["fr", "en"], "time_zone": "Europe/Paris",
        "entity_types": {
            "station": { "dictionary": { "entries": [
                { "value": "lyon", "labels": { "fr": ["Lyon", "lyon part-dieu"] } },
                { "value": "paris", "labels": { "fr": ["Paris"] } },
            ] } },
            "class": { "dictionary": { "entries": [
                { "value": "first", "labels": { "fr": ["première", "1re"], "en": ["first class"] } },
                { "value": "second", "labels": { "fr": ["seconde"], "en": ["second class"] } },
            ] } },
            "name": {},
        },
    });
    let mut fields = whole.as_object().unwrap().clone();
    for (name, value) in content.as_object().unwrap() {
        fields.insert(name.clone(), value.clone());
    }
    fields.insert("labels".into(), labels);
    serde_json::from_value(Json::Object(fields)).expect("a bot")
}

fn expand(value: &mut Json, labels: &mut Json) {
    match value {
        Json::Array(items) => items.iter_mut().for_each(|item| expand(item, labels)),
        Json::Object(fields) => {
            for (name, value) in fields.iter_mut() {
                match (name.as_str(), &mut *value) {
                    ("answers" | "ask", Json::Array(answers)) => {
                        for answer in answers.iter_mut() {
                            if answer.is_string() {
                                *answer = json!({ "content": { "type": "text", "text": *answer } });
                            }
                        }
                    }
                    ("text" | "title" | "subtitle" | "fallback", Json::String(words)) => {
                        let known = labels.as_object_mut().unwrap();
                        known.entry(words.clone()).or_insert_with(|| {
                            json!({ "texts": [
                                { "locale": "fr", "variants": [words] },
                                { "locale": "en", "variants": [words] },
                            ] })
                        });
                        continue;
                    }
                    _ => {}
                }
                expand(value, labels);
            }
        }
        _ => {}
    }
}

/// Reads "demain", "le 5 mars", "à 8h", "le soir" and digits; a day and an hour merge.
pub struct FewValues;

impl ValueReader for FewValues {
    fn read(&self, text: &str, context: &ReadingContext) -> Vec<ValueFound> {
        let mut found = Vec::new();
        let mut add = |words: &str, dimension: Dimension, value: Value| {
            if let Some(start) = text.find(words)
                && context.dimensions.contains(&dimension)
            {
                let span = Span::of_bytes(text, start, start + words.len());
                found.push(ValueFound { span, dimension, value, latent: false, score: 1.0 });
            }
        };
        let date = |at: &str, grain| {
            Value::Date(DatePoint { at: format!("{at}+01:00").parse().unwrap(), grain })
        };
        add("demain", Dimension::Datetime, date("2026-03-03T00:00:00", Grain::Day));
        add("le 5 mars", Dimension::Datetime, date("2026-03-05T00:00:00", Grain::Day));
        add("à 8h", Dimension::Datetime, date("2026-03-02T08:00:00", Grain::Hour));
        for number in 0..10 {
            let value = Value::Number { value: f64::from(number) };
            add(&number.to_string(), Dimension::Number, value);
        }
        found
    }

    fn warm_up(&self, _: &[Locale], _: &[Dimension]) {}

    fn merge(&self, held: &Value, said: &ValueFound, _: &str, _: &ReadingContext) -> Option<Value> {
        match (held, &said.value) {
            (Value::Date(day), Value::Date(hour))
                if day.grain == Grain::Day && hour.grain == Grain::Hour =>
            {
                let at = day.at.date_naive().and_time(hour.at.time());
                let at = at.and_local_timezone(*day.at.offset()).single()?;
                Some(Value::Date(DatePoint { at, grain: Grain::Hour }))
            }
            _ => None,
        }
    }
}

/// A conversation with a bot.
pub struct Talk {
    pub bot: CompiledBot,
    pub conversation: Conversation,
    pub now: Timestamp,
    pub locale: Locale,
    pub connector: ConnectorType,
    pub interface: Interface,
    pub capabilities: Option<Capabilities>,
    /// Where the channel listens.
    pub channel_path: Option<String>,
    /// Who speaks, when not the conversation's own user.
    pub speaker: Option<UserId>,
    /// What the last turn said and decided.
    pub messages: Vec<Message>,
    pub trace: Trace,
    /// Everything that was ever offered, by title.
    pub offered: Vec<(String, Choice)>,
    /// Answers for the calls of the next turns.
    pub replies: Vec<EffectAnswer>,
    pub effects: Vec<Effect>,
    /// Texts that were seen while they grew.
    pub growing: Vec<String>,
    rng: SeededRng,
}

impl Talk {
    pub fn new(bot: Bot) -> Self {
        let mut rng = SeededRng::new(1);
        let conversation = Conversation::new(
            ConversationId::random(&mut rng),
            bot.namespace.clone(),
            BotId::random(&mut rng),
            UserId::new("u1").unwrap(),
            MORNING,
        );
        Self {
            bot: CompiledBot::new(Arc::new(bot)),
            conversation,
            now: MORNING,
            locale: Locale::fr(),
            connector: ConnectorType::new("web").unwrap(),
            interface: Interface::Text,
            capabilities: None,
            channel_path: None,
            speaker: None,
            messages: Vec::new(),
            trace: Trace::default(),
            offered: Vec::new(),
            replies: Vec::new(),
            effects: Vec::new(),
            growing: Vec::new(),
            rng,
        }
    }

    /// A sentence: values in brackets with `role` or `type:role`, the intent behind `@`.
    pub fn says(&mut self, line: &str) {
        let (text, intent) = match line.rsplit_once('@') {
            Some((text, intent)) => (text.trim(), Some(IntentName::new(intent).unwrap())),
            None => (line.trim(), None),
        };
        let (text, entities) = self.entities(text);
        let understanding = Understanding {
            intent,
            probability: 0.9,
            entities,
            decided_by: DecidedBy::Classifier,
            ..Understanding::nothing(text.clone(), self.locale.clone())
        };
        self.happens(EventKind::Sentence { text }, Some(&understanding));
    }

    fn entities(&self, line: &str) -> (String, Vec<EntityFound>) {
        let (mut text, mut entities, mut rest) = (String::new(), Vec::new(), line);
        while let Some((before, after)) = rest.split_once('[') {
            let (words, after) = after.split_once("](").unwrap();
            let (role, after) = after.split_once(')').unwrap();
            text.push_str(before);
            let start = text.len();
            text.push_str(words);
            let (entity_type, role) = role.split_once(':').unwrap_or((role, role));
            let entity_type = EntityTypeName::new(entity_type).unwrap();
            entities.push(EntityFound {
                span: Span::of_bytes(&text, start, text.len()),
                role: Role::new(role).unwrap(),
                value: self.value(words, &entity_type),
                entity_type,
                probability: 0.9,
                sub_entities: Vec::new(),
                source: EntitySource::Model,
            });
            rest = after;
        }
        text.push_str(rest);
        (text, entities)
    }

    fn value(&self, words: &str, entity_type: &EntityTypeName) -> Option<Value> {
        let bot = self.bot.bot();
        if let Some(dimension) = bot.dimension_of(entity_type) {
            let context = ReadingContext {
                now: self.now,
                zone: bot.time_zone.clone(),
                locale: self.locale.clone(),
                dimensions: vec![dimension],
                latent: false,
            };
            return Some(FewValues.read(words, &context).into_iter().next()?.value);
        }
        let dictionary = bot.entity_types.get(entity_type)?.dictionary.as_ref()?;
        let entry = dictionary.entries.iter().find(|entry| {
            entry.value == words || entry.labels.values().flatten().any(|word| word == words)
        })?;
        Some(Value::Text { value: entry.value.clone(), candidates: Vec::new() })
    }

    pub fn presses(&mut self, title: &str) {
        let offered = self.offered.iter().rev().find(|(offered, _)| offered == title);
        let choice = offered.unwrap_or_else(|| panic!("`{title}` was never offered")).1.clone();
        // Through its text form, as channels do.
        self.happens(EventKind::Choice(Choice::decode(&choice.encode())), None);
    }

    pub fn happens(&mut self, kind: EventKind, understanding: Option<&Understanding>) {
        let user = self.speaker.clone().unwrap_or_else(|| self.conversation.user.clone());
        let event = Event::new(&mut self.rng, user, kind, self.now).in_locale(self.locale.clone());
        let turn = TurnId::random(&mut self.rng);
        let (connector, bot) = (self.connector.clone(), &self.bot);
        let mut context = Context::new(bot, &FewValues, self.now, &turn, &connector);
        context.interface = self.interface;
        context.capabilities = self.capabilities.unwrap_or(context.capabilities);
        context.channel_path = self.channel_path.as_deref();
        let before = self.conversation.clone();
        let first = engine::start(&context, before.clone(), &event, understanding);
        assert_eq!(first, engine::start(&context, before, &event, understanding), "deterministic");
        let Progress { mut conversation, mut messages, mut trace, mut next, .. } = first;
        while let Next::Await { effect, cursor } = next {
            self.effects.push(effect);
            let stored = serde_json::to_string(&cursor).unwrap();
            let restored: engine::Cursor = serde_json::from_str(&stored).unwrap();
            assert_eq!(restored, cursor, "a cursor survives storage");
            let answer = match self.replies.is_empty() {
                true => EffectAnswer::Failed { reason: "nobody answers".into() },
                false => self.replies.remove(0),
            };
            let progress = engine::resume(&context, conversation, &restored, &answer);
            conversation = progress.conversation;
            messages.extend(progress.messages);
            self.growing.extend(progress.growing.map(|message| message.plain_text()));
            trace.append(progress.trace);
            next = progress.next;
        }
        assert_ne!(messages.is_empty(), trace.silence.is_none(), "words or a reason\n{trace}");
        for message in &messages {
            self.offered.extend(choices(message));
        }
        (self.conversation, self.messages, self.trace) = (conversation, messages, trace);
        self.now = self.now.plus_ms(10_000);
    }
}

/// The titles of what can be pressed on a message.
pub fn titles(message: &Message) -> Vec<String> {
    let buttons = |buttons: &[Button]| -> Vec<String> {
        buttons.iter().map(|button| button.title.clone()).collect()
    };
    let quick = |quick_replies: &[QuickReply]| -> Vec<String> {
        quick_replies.iter().map(|quick_reply| quick_reply.title.clone()).collect()
    };
    match &message.body {
        MessageBody::Text { quick_replies, buttons: below, .. } => {
            [buttons(below), quick(quick_replies)].concat()
        }
        MessageBody::Card { card, quick_replies } => {
            [buttons(&card.buttons), quick(quick_replies)].concat()
        }
        MessageBody::Carousel { cards, quick_replies } => {
            let mut titles: Vec<String> =
                cards.iter().flat_map(|card| buttons(&card.buttons)).collect();
            titles.extend(quick(quick_replies));
            titles
        }
        _ => Vec::new(),
    }
}

fn choices(message: &Message) -> Vec<(String, Choice)> {
    let (mut buttons, mut quick): (Vec<&Button>, &[QuickReply]) = (Vec::new(), &[]);
    match &message.body {
        MessageBody::Text { quick_replies, buttons: below, .. } => {
            (buttons, quick) = (below.iter().collect(), quick_replies);
        }
        MessageBody::Card { card, quick_replies } => {
            (buttons, quick) = (card.buttons.iter().collect(), quick_replies);
        }
        MessageBody::Carousel { cards, quick_replies } => {
            (buttons, quick) =
                (cards.iter().flat_map(|card| &card.buttons).collect(), quick_replies);
        }
        _ => {}
    }
    let pressed = |title: &str, choice: &Choice| (title.to_owned(), choice.clone());
    let buttons = buttons.into_iter().filter_map(|button| match &button.action {
        ButtonAction::Postback(choice) => Some(pressed(&button.title, choice)),
        _ => None,
    });
    let quick = quick.iter().filter_map(|quick_reply| match &quick_reply.action {
        QuickReplyAction::Choice(choice) => Some(pressed(&quick_reply.title, choice)),
        _ => None,
    });
    buttons.chain(quick).collect()
}

/// Runs a conversation: `> sentence`, `> (Title)` presses, `> !start`, `> +60s` waits; `< words`
/// of a message, with what it offers behind `|`; `< -` is silence.
#[track_caller]
pub fn check(bot: Json, script: &str) -> Talk {
    let mut talk = Talk::new(self::bot(bot));
    run(&mut talk, script);
    talk
}

#[track_caller]
pub fn run(talk: &mut Talk, script: &str) {
    let mut given: Vec<String> = Vec::new();
    let mut expected: Vec<String> = Vec::new();
    let mut said = String::new();
    let compare =
        |said: &str, expected: &mut Vec<String>, given: &mut Vec<String>, trace: &Trace| {
            assert_eq!(expected, given, "after {said}\n{trace}");
            expected.clear();
        };
    for line in script.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(words) = line.strip_prefix("< ") {
            expected.push(words.to_owned());
            continue;
        }
        compare(&said, &mut expected, &mut given, &talk.trace);
        said = line.to_owned();
        let user = line.strip_prefix("> ").unwrap_or_else(|| panic!("`{line}`"));
        if let Some(seconds) = user.strip_prefix('+') {
            talk.now =
                talk.now.plus_ms(seconds.trim_end_matches('s').parse::<i64>().unwrap() * 1000);
            given.clear();
            continue;
        }
        match user {
            "!start" => talk.happens(EventKind::System { signal: SystemSignal::Start }, None),
            "!end" => talk.happens(EventKind::System { signal: SystemSignal::End }, None),
            "!silence" => talk.happens(EventKind::System { signal: SystemSignal::NoInput }, None),
            "!place" => talk.happens(EventKind::Location { latitude: 45.7, longitude: 4.8 }, None),
            "!file" => {
                let url = "https://example.org/a.png".to_owned();
                talk.happens(EventKind::Attachment { url, media: MediaType::Image }, None);
            }
            "!sound" => {
                let url = "https://example.org/a.mp3".to_owned();
                talk.happens(EventKind::Attachment { url, media: MediaType::Audio }, None);
            }
            "!standby" => talk.happens(EventKind::System { signal: SystemSignal::Standby }, None),
            "!resume" => talk.happens(EventKind::System { signal: SystemSignal::Resume }, None),
            _ if user.starts_with('!') => talk.happens(of_others(&user[1..]), None),
            _ if user.starts_with('(') => talk.presses(user.trim_matches(['(', ')'])),
            _ => talk.says(user),
        }
        given = talk.messages.iter().map(shown).collect();
        if given.is_empty() {
            given.push("-".to_owned());
        }
    }
    compare(&said, &mut expected, &mut given, &talk.trace);
}

/// What programs and people do: `notify INTENT [STATE]`, `desk AGENT take`, `desk AGENT back
/// [INTENT]`, `desk AGENT say WORDS`.
fn of_others(line: &str) -> EventKind {
    let mut words = line.split(' ');
    let mut next = || words.next().unwrap_or_default();
    match next() {
        "notify" => {
            let (intent, state) = (next(), next());
            let state = if state.is_empty() { "keep_current" } else { state };
            let notification = json!({ "intent": intent, "state": state });
            let notification = serde_json::from_value(notification).expect("a notification");
            EventKind::Notification { notification }
        }
        "desk" => {
            let agent = AgentId::new(next()).unwrap();
            let action = match next() {
                "take" => DeskAction::Take,
                "back" => DeskAction::GiveBack { intent: IntentName::new(next()).ok() },
                _ => DeskAction::Answer { text: words.collect::<Vec<_>>().join(" ") },
            };
            EventKind::Desk { agent, action }
        }
        other => panic!("`{other}`"),
    }
}

fn shown(message: &Message) -> String {
    let titles = titles(message);
    let text = message.plain_text().replace('\n', " / ");
    match titles.is_empty() {
        true => text,
        false => format!("{text} | {}", titles.join(", ")),
    }
}

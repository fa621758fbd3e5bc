//! Commands on language: chat, explain, values.

use std::io::{BufRead, IsTerminal, Write};
use std::path::Path;
use std::sync::Arc;

use connectors::kit::{Connector, RenderContext};
use model::{
    ButtonAction, Choice, Clock, ConnectorType, Dimension, EventKind, Interface, Locale, Message,
    MessageBody, QuickReplyAction, ReadingContext, SystemSignal, Understanding,
};
use runtime::{Talk, TalkingBot};
use serde_json::json;
use server::system::SystemClock;

use super::files::sound_bot;
use crate::commands::{Outcome, WrongUsage};

/// Talks to a bot's folder, on a channel that shows everything or as a kind of channel does.
pub fn chat(
    dir: &Path,
    locale: Option<Locale>,
    kind: Option<&ConnectorType>,
    explain: bool,
) -> anyhow::Result<Outcome> {
    let connector = kind.map(connector).transpose()?;
    let bot = sound_bot(dir)?;
    let locale = bot.locale_for(locale.as_ref());
    let title = if bot.title.is_empty() { bot.name.to_string() } else { bot.title.clone() };
    let talking = TalkingBot::train(bot, Arc::new(values::Reader::new()))?;
    let mut talk = Talk::new(&talking, locale.clone());
    if let Some(connector) = &connector {
        let descriptor = connector.descriptor();
        let interface = descriptor.interfaces.first().copied().unwrap_or(Interface::Text);
        talk = talk.on_channel(descriptor.id.clone(), interface, descriptor.capabilities);
    }
    if explain {
        talk = talk.explaining();
    }
    let people = std::io::stdin().is_terminal();
    if people {
        println!("{title} ({locale}). An empty line ends; a number presses what it stands for.");
    }
    let mut turn = |event: EventKind| {
        let turn = talk.turn(event, SystemClock.now());
        let offers = show(&turn, explain);
        if let Some(connector) = &connector {
            show_rendered(connector.as_ref(), &turn, &locale);
        }
        // What was written must be seen before the next line is read.
        let _flushed = std::io::stdout().flush();
        offers
    };
    let mut offers = turn(EventKind::System { signal: SystemSignal::Start });
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let line = line.trim();
        if line.is_empty() {
            break;
        }
        let pressed =
            line.parse::<usize>().ok().and_then(|number| offers.get(number.checked_sub(1)?));
        let event = match pressed {
            Some(offer) => offer.clone(),
            None => EventKind::Sentence { text: line.to_owned() },
        };
        offers = turn(event);
    }
    Ok(Outcome::Done)
}

fn connector(kind: &ConnectorType) -> anyhow::Result<Arc<dyn Connector>> {
    let all = server::connectors();
    let found = all.iter().find(|one| one.descriptor().id == *kind).cloned();
    found.ok_or_else(|| {
        let known: Vec<String> =
            all.iter().map(|one| format!("`{}`", one.descriptor().id)).collect();
        WrongUsage(format!(
            "there is no kind of channel `{kind}`; write one of {}",
            known.join(", ")
        ))
        .into()
    })
}

/// Prints what a channel would send, and what it cannot show.
fn show_rendered(connector: &dyn Connector, turn: &runtime::TurnDone, locale: &Locale) {
    let context = RenderContext::new(locale);
    let rendered = connector.render(&json!({}), &turn.messages, &context);
    for part in &rendered.parts {
        println!("    = {}", part.json);
    }
    for left in &rendered.left_out {
        println!("    ! not shown: {}", left.reason);
    }
}

/// Prints a turn and gives what can be pressed now, in the order of its numbers.
fn show(turn: &runtime::TurnDone, explain: bool) -> Vec<EventKind> {
    let mut offers = Vec::new();
    for message in &turn.messages {
        println!("< {}", message.plain_text().replace('\n', "\n  "));
        for (title, event) in pressable(message) {
            match event {
                Some(event) => {
                    offers.push(event);
                    println!("    [{}] {title}", offers.len());
                }
                None => println!("    {title}"),
            }
        }
    }
    if explain {
        if let Some(understanding) = &turn.understanding {
            explain_lines(understanding);
        }
        for line in &turn.trace.lines {
            println!("    · {line}");
        }
    }
    offers
}

fn pressable(message: &Message) -> Vec<(String, Option<EventKind>)> {
    let choice = |choice: &Choice| Some(EventKind::Choice(choice.clone()));
    let say = |text: &String| Some(EventKind::Sentence { text: text.clone() });
    let button = |button: &model::Button| match &button.action {
        ButtonAction::Postback(taken) => (button.title.clone(), choice(taken)),
        ButtonAction::Say { text } => (button.title.clone(), say(text)),
        ButtonAction::Url { url } => (format!("{} <{url}>", button.title), None),
        ButtonAction::Call { number } => (format!("{} ({number})", button.title), None),
        ButtonAction::Location => (button.title.clone(), None),
    };
    let reply = |reply: &model::QuickReply| match &reply.action {
        QuickReplyAction::Choice(taken) => (reply.title.clone(), choice(taken)),
        QuickReplyAction::Say { text } => (reply.title.clone(), say(text)),
        QuickReplyAction::Location => (reply.title.clone(), None),
    };
    match &message.body {
        MessageBody::Text { buttons, quick_replies, .. } => {
            buttons.iter().map(button).chain(quick_replies.iter().map(reply)).collect()
        }
        MessageBody::Card { card, quick_replies } => {
            card.buttons.iter().map(button).chain(quick_replies.iter().map(reply)).collect()
        }
        MessageBody::Carousel { cards, quick_replies } => cards
            .iter()
            .flat_map(|card| &card.buttons)
            .map(button)
            .chain(quick_replies.iter().map(reply))
            .collect(),
        _ => Vec::new(),
    }
}

fn explain_lines(understanding: &Understanding) {
    match &understanding.intent {
        Some(intent) => {
            println!("    intent {intent} ({:.0} %)", understanding.probability * 100.0)
        }
        None => println!("    intent unknown (best {:.0} %)", understanding.probability * 100.0),
    }
    let others: Vec<String> = understanding
        .intents
        .iter()
        .filter(|scored| Some(&scored.intent) != understanding.intent.as_ref())
        .take(3)
        .map(|scored| format!("{} {:.0} %", scored.intent, scored.probability * 100.0))
        .collect();
    if !others.is_empty() {
        println!("    others {}", others.join(", "));
    }
    for entity in &understanding.entities {
        let value = entity.value.as_ref().map(|value| json!(value).to_string()).unwrap_or_default();
        println!(
            "    {} ({}) `{}` {value}",
            entity.role,
            entity.entity_type,
            entity.span.slice(&understanding.text)
        );
    }
    for reason in &understanding.why {
        println!("    {:>6.2} {}: {}", reason.weight, reason.about, reason.because);
    }
}

/// Says what a bot understands of a sentence, and why.
pub fn explain(
    dir: &Path,
    sentence: &str,
    locale: Option<Locale>,
    json: bool,
) -> anyhow::Result<Outcome> {
    let bot = sound_bot(dir)?;
    let locale = bot.locale_for(locale.as_ref());
    let query = model::Query {
        text: sentence.to_owned(),
        locale,
        now: SystemClock.now(),
        zone: bot.time_zone.clone(),
        intents: Vec::new(),
        excluded: Vec::new(),
        known_sentences: true,
    };
    let reader = values::Reader::new();
    let trained = nlu::train(&bot, &nlu::TrainOptions::default(), &reader);
    let understanding = nlu::Model::load(&trained.bytes)?.explain(&query, &reader);
    if json {
        println!("{}", json!(understanding));
    } else {
        println!("> {}", understanding.text);
        explain_lines(&understanding);
    }
    Ok(Outcome::Done)
}

/// Reads the values of a sentence.
pub fn values(sentence: &str, locale: Locale, zone: &str, json: bool) -> anyhow::Result<Outcome> {
    if zone.parse::<chrono_tz::Tz>().is_err() {
        return Err(WrongUsage(format!(
            "`{zone}` is no time zone; write an IANA name such as `Europe/Paris`"
        ))
        .into());
    }
    let context = ReadingContext {
        now: SystemClock.now(),
        zone: zone.to_owned(),
        locale,
        dimensions: Dimension::ALL.to_vec(),
        latent: false,
    };
    let found = values::Reader::new().readings(sentence, &context);
    if json {
        println!("{}", json!(found));
    } else {
        for reading in &found {
            let value = &reading.found;
            println!(
                "{:<16} `{}`  {}",
                value.dimension.name(),
                value.span.slice(sentence),
                json!(value.value)
            );
            if let Some(holiday) = reading.holiday {
                println!("{:16} {holiday}", "");
            }
            if let Some(every) = reading.every {
                println!("{:16} every {}", "", json!(every));
            }
            for other in &reading.alternatives {
                println!("{:16} or {}", "", json!(other));
            }
        }
    }
    Ok(Outcome::from(!found.is_empty()))
}

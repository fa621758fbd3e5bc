//! What a program answers, in our words.

use importers::tock::{entity_type_from_tock, value_from_tock};
use model::{
    Bot, ConnectorType, IntentName, LabelKey, MediaType, MessageBody, ProgramCard, ProgramEntity,
    ProgramFile, ProgramPart, ProgramReply, ProgramRequest, ProgramText, Role, StepName, StoryName,
};
use wire::bot_api::{
    Attachment, AttachmentType, BotMessage, BotResponse, Card, Custom, Entity, I18nText,
    STREAM_SWITCH,
};

use super::request;

/// The classes by which programs on the JVM name messages of a kind of channel.
const CLASSES: [(&str, &str); 1] = [("ai.tock.bot.connector.web.WebMessage", "web")];

/// How the entities of an answer are read.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    /// Whether an empty list means that nothing changes: some programs send it always.
    pub empty_is_unchanged: bool,
    /// Whether the program was sent values of every kind.
    pub reads_any_value: bool,
}

/// A frame in our words.
pub fn program_reply(
    bot: &Bot,
    request: &ProgramRequest,
    response: BotResponse,
    reading: Reading,
) -> ProgramReply {
    let mut parts = Vec::new();
    let mut unusable = |reason: String| parts.push(ProgramPart::Unusable { reason });
    let entities = match response.entities {
        Some(entities) if !(entities.is_empty() && reading.empty_is_unchanged) => {
            let read = entities.iter().filter_map(|given| {
                let read = entity(bot, request, given, reading);
                read.map_err(&mut unusable).ok()
            });
            Some(read.collect())
        }
        _ => None,
    };
    let step = response.step.and_then(|step| {
        let name = StepName::new(step);
        name.map_err(|error| unusable(format!("the step: {error}"))).ok()
    });
    parts.extend(response.messages.into_iter().map(part));
    // A story that cannot be named is none of the bot's.
    ProgramReply { story: StoryName::new(response.story_id).ok(), step, entities, parts }
}

/// An entity of an answer. One that came back as it was sent is the one that was sent: the wire
/// form may say less than ours.
fn entity(
    bot: &Bot,
    request: &ProgramRequest,
    given: &Entity,
    reading: Reading,
) -> Result<ProgramEntity, String> {
    let role = Role::new(given.role.clone()).map_err(|error| format!("an entity: {error}"))?;
    if let Some(sent) = request.entities.iter().find(|sent| sent.role == role) {
        let before = request::entity(bot, sent, reading.reads_any_value);
        let meaning = |entity: &Entity| entity.value.as_ref().map(value_from_tock);
        let same_meaning = given.value.is_none() || meaning(&before) == meaning(given);
        if before.entity_type == given.entity_type
            && before.content == given.content
            && same_meaning
        {
            return Ok(sent.clone());
        }
    }
    let entity_type = entity_type_from_tock(&bot.namespace, &given.entity_type)
        .ok_or_else(|| format!("an entity of `{role}` has no usable type"))?;
    Ok(ProgramEntity {
        role,
        entity_type,
        text: given.content.clone(),
        value: given.value.as_ref().map(value_from_tock),
        is_new: given.new,
    })
}

fn part(message: BotMessage) -> ProgramPart {
    match message {
        BotMessage::Sentence(sentence) => ProgramPart::Text {
            text: text(sentence.text),
            suggestions: sentence.suggestions.into_iter().map(|it| text(it.title)).collect(),
            delay_ms: delay(sentence.delay),
        },
        BotMessage::Card(given) => {
            let delay_ms = delay(given.delay);
            ProgramPart::Cards { cards: vec![card(given)], carousel: false, delay_ms }
        }
        BotMessage::Carousel(carousel) => ProgramPart::Cards {
            cards: carousel.cards.into_iter().map(card).collect(),
            carousel: true,
            delay_ms: delay(carousel.delay),
        },
        BotMessage::Custom(custom) => custom_part(custom),
        BotMessage::Debug(debug) => ProgramPart::Message {
            body: MessageBody::Debug { text: debug.text, data: debug.data },
            delay_ms: delay(debug.delay),
        },
        BotMessage::Event(event) if event.key == STREAM_SWITCH => {
            ProgramPart::Streaming { on: event.value == "true" }
        }
        BotMessage::Event(event) => {
            ProgramPart::Unusable { reason: format!("there is no event `{}`", event.key) }
        }
        BotMessage::Action(action) => {
            let intent = action.starter_intent().and_then(|intent| IntentName::new(intent).ok());
            match action.story().and_then(|story| StoryName::new(story).ok()) {
                Some(story) => ProgramPart::Switch { story, intent },
                None => ProgramPart::Unusable {
                    reason: "an action names no story in `parameters.switch_story_id`".to_owned(),
                },
            }
        }
        BotMessage::Unreadable { reason } => ProgramPart::Unusable { reason },
    }
}

fn custom_part(custom: Custom) -> ProgramPart {
    let klass = custom.message.klass;
    let known = CLASSES.iter().find(|(class, connector)| klass == *class || klass == *connector);
    match known.and_then(|(_, connector)| ConnectorType::new(*connector).ok()) {
        Some(connector) => ProgramPart::Message {
            body: MessageBody::Custom { connector, payload: custom.message.value },
            delay_ms: delay(custom.delay),
        },
        None => ProgramPart::Unusable {
            reason: format!("`{klass}` is no message of a channel that is known here"),
        },
    }
}

fn card(card: Card) -> ProgramCard {
    ProgramCard {
        title: card.title.map(text),
        subtitle: card.sub_title.map(text),
        file: card.attachment.map(file),
        actions: card.actions.into_iter().map(|action| (text(action.title), action.url)).collect(),
    }
}

fn file(attachment: Attachment) -> ProgramFile {
    let media = match attachment.kind {
        Some(AttachmentType::Image) => MediaType::Image,
        Some(AttachmentType::Audio) => MediaType::Audio,
        Some(AttachmentType::Video) => MediaType::Video,
        Some(AttachmentType::File) => MediaType::File,
        None => guessed(&attachment.url),
    };
    let description = attachment.description.map(text);
    ProgramFile { url: attachment.url, media, description }
}

/// What the ending of an address says about a file.
fn guessed(url: &str) -> MediaType {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    match ending.as_deref() {
        Some("png" | "jpg" | "jpeg" | "gif" | "svg" | "webp" | "avif") => MediaType::Image,
        Some("mp3" | "ogg" | "wav" | "m4a" | "flac" | "opus") => MediaType::Audio,
        Some("mp4" | "webm" | "mov" | "avi" | "mkv") => MediaType::Video,
        _ => MediaType::File,
    }
}

fn text(text: I18nText) -> ProgramText {
    ProgramText {
        text: text.text,
        arguments: text.args.into_iter().map(Option::unwrap_or_default).collect(),
        translate: text.to_be_translated,
        label: text.key.and_then(|key| LabelKey::new(key).ok()),
    }
}

/// Zero is what programs send that say nothing of a delay.
fn delay(delay_ms: u64) -> Option<u32> {
    (delay_ms > 0).then(|| delay_ms.min(u64::from(u32::MAX)) as u32)
}

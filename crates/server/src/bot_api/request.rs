//! What a program is asked, in the form that every published program understands.

use chrono::{DateTime, SecondsFormat, Utc};
use importers::tock::{entity_type_to_tock, value_to_tock};
use model::{Bot, Choice, Event, EventKind, Interface, ProgramEntity, ProgramRequest};
use wire::bot_api::{
    ActionReport, ConnectorType, Entity, PlayerId, PlayerType, RequestContext, UNKNOWN_INTENT,
    UserData, UserInterface, UserMessage, UserRequest,
};
use wire::nlp::{DateEntity, Value as TockValue};

use super::Asked;

/// The parameter of a choice that holds a sentence.
const SENTENCE_PARAMETER: &str = "_nlp";

/// The request of a turn; an error says why it cannot be put to a program.
pub fn user_request(
    asked: &Asked<'_>,
    request: &ProgramRequest,
    reads_any_value: bool,
    history: Option<Vec<ActionReport>>,
) -> Result<UserRequest, String> {
    let bot = asked.place.bot.talking.bot();
    let intent = request.intent.as_ref().map(|intent| {
        // Without its namespace when it is the bot's own, as all programs expect.
        let own = intent.as_str().strip_prefix(&format!("{}:", bot.namespace));
        own.unwrap_or(intent.as_str()).to_owned()
    });
    let entities = request.entities.iter().map(|it| entity(bot, it, reads_any_value)).collect();
    Ok(UserRequest {
        intent: Some(intent.unwrap_or_else(|| UNKNOWN_INTENT.to_owned())),
        entities,
        message: message(&asked.claimed.event)?,
        story_id: request.story.as_str().to_owned(),
        step: request.step.as_ref().map(|step| step.as_str().to_owned()),
        context: context(asked, request, history),
    })
}

fn message(event: &Event) -> Result<UserMessage, String> {
    let kind = match &event.kind {
        EventKind::Sentence { text } => return Ok(UserMessage::Text { text: text.clone() }),
        EventKind::Choice(choice) => {
            return Ok(match carried_sentence(choice) {
                Some(text) => UserMessage::Text { text },
                None => UserMessage::Choice { payload: choice.encode(), text: String::new() },
            });
        }
        // A story that greets or notifies may be a program's: the user said nothing.
        EventKind::System { .. } | EventKind::Notification { .. } => {
            return Ok(UserMessage::Text { text: String::new() });
        }
        EventKind::Attachment { .. } => "a file",
        EventKind::Location { .. } => "a place",
        EventKind::Referral { .. }
        | EventKind::Feedback { .. }
        | EventKind::Subscribe
        | EventKind::Desk { .. } => "an event without words",
    };
    Err(format!("the Bot API has no form for {kind}"))
}

fn carried_sentence(choice: &Choice) -> Option<String> {
    match choice.intent {
        None => choice.parameters.get(SENTENCE_PARAMETER).cloned(),
        Some(_) => None,
    }
}

/// A value of the conversation as programs read it.
pub fn entity(bot: &Bot, entity: &ProgramEntity, reads_any_value: bool) -> Entity {
    let value = entity.value.as_ref().map(value_to_tock);
    Entity {
        entity_type: entity_type_to_tock(bot, &entity.entity_type),
        role: entity.role.as_str().to_owned(),
        content: entity.text.clone(),
        evaluated: value.is_some(),
        value: value.and_then(|value| common_form(value, reads_any_value)),
        sub_entities: Vec::new(),
        new: entity.is_new,
    }
}

/// Strict programs refuse a whole request for one date with an offset or one value of a kind that
/// they do not know.
fn common_form(value: TockValue, reads_any_value: bool) -> Option<TockValue> {
    let in_utc = |date: DateEntity| DateEntity { date: utc_text(&date.date), ..date };
    Some(match value {
        TockValue::DateEntity { date, grain } => {
            TockValue::DateEntity { date: utc_text(&date), grain }
        }
        TockValue::DateIntervalEntity { date, to_date } => {
            TockValue::DateIntervalEntity { date: in_utc(date), to_date: in_utc(to_date) }
        }
        TockValue::Other(_) | TockValue::Unknown | TockValue::CustomWrapper { .. }
            if !reads_any_value =>
        {
            return None;
        }
        other => other,
    })
}

/// `2026-11-21T00:00:00Z`.
fn utc_text(date: &str) -> String {
    match DateTime::parse_from_rfc3339(date) {
        Ok(date) => date.with_timezone(&Utc).to_rfc3339_opts(SecondsFormat::Secs, true),
        Err(_) => date.to_owned(),
    }
}

fn context(
    asked: &Asked<'_>,
    request: &ProgramRequest,
    actions_history: Option<Vec<ActionReport>>,
) -> RequestContext {
    let (event, channel) = (&asked.claimed.event, &asked.place.channel);
    let language = request.locale.to_string().replace('-', "_");
    let connector = connector_type(asked);
    let profile = &asked.claimed.conversation.profile;
    RequestContext {
        namespace: asked.claimed.namespace.to_string(),
        language: language.clone(),
        source_connector_type: connector.clone(),
        target_connector_type: connector.clone(),
        user_interface: connector.user_interface_type,
        connector_type: Some(connector),
        application_id: channel.channel.known_as().to_owned(),
        user_id: PlayerId {
            id: event.user.as_str().to_owned(),
            kind: PlayerType::User,
            client_id: None,
        },
        bot_id: PlayerId {
            id: channel.channel.known_as().to_owned(),
            kind: PlayerType::Bot,
            client_id: None,
        },
        user: UserData {
            first_name: profile.first_name.clone(),
            last_name: profile.last_name.clone(),
            email: None,
            timezone: request.time_zone.clone(),
            locale: language,
            picture: None,
            gender: None,
            test: event.test,
        },
        metadata: event.metadata.clone(),
        actions_history,
    }
}

/// The kind of channel that is answered.
pub fn connector_type(asked: &Asked<'_>) -> ConnectorType {
    let channel = &asked.place.channel;
    let interfaces = &channel.connector.descriptor().interfaces;
    let user_interface_type = match interfaces.as_slice() {
        [Interface::Voice] => UserInterface::VoiceAssistant,
        [Interface::Text] | [] => UserInterface::TextChat,
        _ => UserInterface::TextAndVoiceAssistant,
    };
    ConnectorType { id: channel.channel.connector.as_str().to_owned(), user_interface_type }
}

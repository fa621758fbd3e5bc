//! How a turn begins: is this still the same run of the conversation, in which language, in which
//! zone, and what is there to understand?

use model::limits::SENTENCE_BYTES_MAX;
use model::{Choice, Conversation, DialogState, Event, EventKind, Locale, Query, SystemSignal};

use crate::keywords::keyword;
use crate::trace::{Topic, Trace};
use crate::{Context, group, memory};

/// The parameter of a choice that holds a sentence to understand in its place, as in Tock.
const SENTENCE_PARAMETER: &str = "_nlp";

/// The user's language and zone.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// The bot's locale that serves the user.
    pub(crate) locale: Locale,
    /// The user's own locale when its language is served, for forms of dates and numbers.
    pub(crate) shown: Locale,
    /// IANA name of a known zone.
    pub(crate) zone: String,
}

impl Place {
    pub(crate) fn of(
        context: &Context<'_>,
        conversation: &Conversation,
        event: Option<&Event>,
        trace: &mut Trace,
    ) -> Self {
        let bot = context.bot.bot();
        let said = event.and_then(|event| event.locale.clone());
        // What a user chose counts before what the channel says.
        let chosen = memory::chosen_locale(&conversation.memory, context.now);
        let wanted = chosen.or(said).or_else(|| conversation.profile.locale.clone());
        let locale = bot.locale_for(wanted.as_ref());
        let shown = match &wanted {
            Some(wanted) if wanted.language() == locale.language() => wanted.clone(),
            _ => locale.clone(),
        };
        let zones = [conversation.profile.time_zone.as_deref(), Some(bot.time_zone.as_str())];
        let mut chosen = None;
        for zone in zones.into_iter().flatten() {
            if zone.parse::<chrono_tz::Tz>().is_ok() {
                chosen = Some(zone.to_owned());
                break;
            }
            trace.problem(Topic::Conversation, format!("time zone `{zone}` does not exist"));
        }
        Self { locale, shown, zone: chosen.unwrap_or_else(|| "UTC".to_owned()) }
    }
}

pub(crate) fn query(
    context: &Context<'_>,
    conversation: &Conversation,
    event: &Event,
) -> Option<Query> {
    let text = sentence(&event.kind)?;
    if text.trim().is_empty() || keyword(context, conversation, text).is_some() {
        return None;
    }
    let place = Place::of(context, conversation, Some(event), &mut Trace::default());
    let intents = match is_over(context, conversation) {
        true => Vec::new(),
        false => conversation.state.next_intents.clone(),
    };
    Some(Query {
        text: memory::cut(text.to_owned(), SENTENCE_BYTES_MAX),
        locale: place.shown,
        now: context.now,
        zone: place.zone,
        intents,
        excluded: Vec::new(),
        known_sentences: true,
    })
}

/// The words of an event, if it has any: typed, or carried by a button.
pub(crate) fn sentence(kind: &EventKind) -> Option<&str> {
    match kind {
        EventKind::Sentence { text } => Some(text),
        EventKind::Choice(choice) => carried_sentence(choice),
        _ => None,
    }
}

fn carried_sentence(choice: &Choice) -> Option<&str> {
    match &choice.intent {
        None => choice.parameters.get(SENTENCE_PARAMETER).map(String::as_str),
        Some(_) => None,
    }
}

/// Brings a conversation up to the event: a new run if the last one is over, the locale that the
/// channel says, the next-intents of one event gone.
pub(crate) fn open(
    context: &Context<'_>,
    conversation: &mut Conversation,
    event: &Event,
    trace: &mut Trace,
) {
    group::give_the_floor(conversation, event);
    let starts = event.kind == EventKind::System { signal: SystemSignal::Start };
    let anew = starts && context.bot.bot().settings.new_conversation_on_start;
    if anew || is_over(context, conversation) {
        conversation.state = DialogState::default();
        conversation.started_at = context.now;
        let because = if anew { "it is opened" } else { "the last event was too long ago" };
        trace.note(Topic::Conversation, format!("a new run begins: {because}"));
    }
    memory::prune(&mut conversation.memory, context.now);
    if !is_of_user(&event.kind) {
        return;
    }
    conversation.last_event_at = context.now;
    if let Some(locale) = &event.locale {
        conversation.profile.locale = Some(locale.clone());
    }
    conversation.state.next_intents.clear();
}

/// Whether an event is something that the user says or does in the conversation, and so uses up
/// what holds for the next event.
pub(crate) fn is_of_user(kind: &EventKind) -> bool {
    match kind {
        EventKind::Sentence { .. }
        | EventKind::Choice(_)
        | EventKind::Attachment { .. }
        | EventKind::Location { .. }
        | EventKind::Referral { .. } => true,
        EventKind::System { signal } => {
            !matches!(signal, SystemSignal::Standby | SystemSignal::Resume)
        }
        EventKind::Feedback { .. }
        | EventKind::Subscribe
        | EventKind::Notification { .. }
        | EventKind::Desk { .. } => false,
    }
}

fn is_over(context: &Context<'_>, conversation: &Conversation) -> bool {
    let validity_ms = i64::from(context.bot.bot().settings.conversation_validity_s) * 1000;
    context.now.since_ms(conversation.last_event_at) > validity_ms
}

//! How a turn begins: is this still the same run of the conversation, in which language, in which
//! zone, and what is there to understand?

use model::limits::SENTENCE_BYTES_MAX;
use model::{
    CONSENT, Choice, Conversation, DialogState, Event, EventKind, Locale, Query, SystemSignal,
    Understanding,
};

use crate::keywords::keyword;
use crate::trace::{Topic, Trace};
use crate::{Context, group, memory};

/// The parameter of a choice that holds a sentence to understand in its place, as in Tock.
const SENTENCE_PARAMETER: &str = "_nlp";

/// The longest consent text that is kept: with its escapes it must fit a fact.
const CONSENT_BYTES_MAX: usize = 900;

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
        let wanted = wanted(context, conversation, event);
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

/// The locale that the user wants: the first of a language that the bot speaks, of the one they
/// chose, the one the channel says and the one remembered; else the first of these.
fn wanted(
    context: &Context<'_>,
    conversation: &Conversation,
    event: Option<&Event>,
) -> Option<Locale> {
    // What a user chose counts before what the channel says.
    let chosen = memory::chosen_locale(&conversation.memory, context.now);
    let said = event.and_then(|event| event.locale.clone());
    let all = [chosen, said, conversation.profile.locale.clone()];
    let mut given = all.into_iter().flatten();
    let first = given.clone().next();
    given.find(|locale| is_spoken(context, locale)).or(first)
}

fn is_spoken(context: &Context<'_>, locale: &Locale) -> bool {
    context.bot.bot().locales.iter().any(|own| own.language() == locale.language())
}

/// Remembers the language in which somebody writes whose own language the bot does not speak.
pub(crate) fn hear_language(
    context: &Context<'_>,
    conversation: &mut Conversation,
    event: &Event,
    understanding: Option<&Understanding>,
    trace: &mut Trace,
) {
    let Some(heard) = understanding.map(|understanding| &understanding.locale) else { return };
    let Some(wanted) = wanted(context, conversation, Some(event)) else { return };
    // The bot's first language is also what NLU says when it cannot tell: nothing to remember.
    let is_news = *heard != context.bot.bot().locale_for(Some(&wanted));
    if !is_spoken(context, &wanted) && is_spoken(context, heard) && is_news {
        let text = format!("`{wanted}` is not spoken here, and the words are in `{heard}`");
        trace.note(Topic::Conversation, text);
        conversation.profile.locale = Some(heard.clone());
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
        // Of a language that the bot does not speak NLU looks which one the words are in.
        locale: wanted(context, conversation, Some(event))
            .filter(|wanted| !is_spoken(context, wanted))
            .unwrap_or(place.shown),
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
    let known = conversation.profile.locale.as_ref();
    if let Some(locale) = &event.locale
        && (is_spoken(context, locale) || !known.is_some_and(|known| is_spoken(context, known)))
    {
        conversation.profile.locale = Some(locale.clone());
    }
    if let Some(text) = event.metadata.get(CONSENT) {
        keep_consent(conversation, event, text, trace);
    }
    conversation.state.next_intents.clear();
}

/// Keeps what the user agreed to, and when, among their facts: it is asked for once, and comes with
/// every event.
fn keep_consent(conversation: &mut Conversation, event: &Event, text: &str, trace: &mut Trace) {
    let text = memory::cut(text.to_owned(), CONSENT_BYTES_MAX);
    let memory = &mut conversation.memory;
    let known = memory.facts.get(CONSENT).and_then(|fact| fact.value.get("text"));
    if known.and_then(|known| known.as_str()) == Some(&text) {
        return;
    }
    let fact = serde_json::json!({"text": text, "at": event.at.to_iso()});
    match memory::remember(memory, CONSENT, fact, None) {
        Ok(()) => trace.note(Topic::Conversation, "the user agreed to the consent text"),
        Err(_) => trace.note(Topic::Conversation, "the user's consent could not be kept"),
    }
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

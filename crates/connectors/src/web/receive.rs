//! Requests of web clients to events.

use model::{Choice, Event, EventKind, FileId, Locale, MessageId, UserId, Vote};
use serde_json::json;
use wire::web::{WebFeedback, WebRequest, WebVote};

use super::WebSettings;
use crate::kit::{
    IncomingRequest, ReceiveContext, Received, ReceivedEvent, ReceivedFile, Refusal, Rejected,
    Reply, ReplyNow, kind_of_file,
};

/// Metadata of an event: the client wants footnotes with the passages they quote.
pub(super) const SOURCE_WITH_CONTENT: &str = "sourceWithContent";
/// Metadata of an event: the client wants a bot program to see the history.
const RETURNS_HISTORY: &str = "returnsHistory";

/// The parameter of a choice that carries the link's reference the user came through.
const REFERRAL: &str = "_referral";
/// The parameter of a choice that is really a sentence.
const NLP: &str = "_nlp";

/// Before the name of a group.
const GROUP: &str = "group:";

/// Where files are sent, below the channel's path, and where they are read.
const FILES: &str = "/files";
const FILE: &str = "/files/";

/// What is kept of a file's name.
const FILE_NAME_CHARS_MAX: usize = 200;

const EXAMPLE: &str = r#"send {"query":"bonjour","userId":"u1"}"#;

pub(super) fn receive(
    settings: &WebSettings,
    request: &IncomingRequest<'_>,
    context: &mut ReceiveContext<'_>,
) -> Result<Received, Refusal> {
    match (request.method, request.sub_path) {
        ("POST", "" | "/") => exchange(settings, request, context, request.body, Reply::Answers),
        ("GET", "/sse") if settings.sse => {
            Ok(Received::only(Reply::Stream { user: stream_user(request, context)? }))
        }
        ("GET" | "POST", "/sse/direct") if settings.sse => {
            let body = request.header("message").map_or(request.body, str::as_bytes);
            exchange(settings, request, context, body, Reply::AnswersAsStream)
        }
        ("POST", FILES) if settings.files => upload(request, context),
        (_, FILES) if !settings.files => Err(Refusal::new(
            404,
            "files-off",
            "this channel takes no files; switch on `files` in its settings",
        )),
        ("GET", path) if path.starts_with(FILE) => match path[FILE.len()..].parse() {
            Ok(id) => Ok(Received::only(Reply::File(id))),
            Err(error) => Err(Refusal::new(404, "no-file", format!("the path: {error}"))),
        },
        ("GET", "/healthcheck") => Ok(Received::only(Reply::Now(ReplyNow::empty()))),
        ("GET" | "POST", "/sse" | "/sse/direct") if !settings.sse => Err(Refusal::new(
            404,
            "streams-off",
            "this channel has no event streams; post to its path, or switch on `sse` in its settings",
        )),
        (_, "" | "/" | "/sse" | "/sse/direct" | "/healthcheck" | FILES) => Err(Refusal::new(
            405,
            "wrong-method",
            format!(
                "`{}` is not served here; POST a JSON request to the channel's path",
                brief(request.method)
            ),
        )),
        (_, path) => Err(Refusal::new(
            404,
            "unknown-path",
            format!(
                "`{}` is no path of a web channel; its paths are its own, `/sse`, `/sse/direct`, \
                 `/files` and `/healthcheck`",
                brief(path)
            ),
        )),
    }
}

/// A file as an event: who sends it stands in the query.
fn upload(
    http: &IncomingRequest<'_>,
    context: &mut ReceiveContext<'_>,
) -> Result<Received, Refusal> {
    let (content_type, media) = kind_of_file(http.header("Content-Type"), http.body)?;
    let sender = WebRequest {
        user_id: http.query_parameter("userId"),
        group_id: http.query_parameter("groupId"),
        ..WebRequest::default()
    };
    let who = Who::of(&sender, context)?;
    let vendor_event_id = http.idempotency_key()?.map(|key| format!("{key} {}", who.user));
    let id = FileId::random(context.rng);
    let kind = EventKind::Attachment { url: format!("{FILE}{id}"), media };
    let mut event = Event::new(context.rng, who.user, kind, context.now);
    event.group = who.group;
    event.locale = http.query_parameter("locale").and_then(|locale| locale.parse().ok());
    let name = http.query_parameter("name").unwrap_or_default();
    let file = ReceivedFile {
        id,
        content_type,
        name: name.chars().filter(|c| !c.is_control()).take(FILE_NAME_CHARS_MAX).collect(),
        content: http.body.to_vec(),
    };
    let idempotent_exchange = vendor_event_id.is_some();
    let file = Some(file);
    Ok(Received {
        events: vec![ReceivedEvent { event, vendor_event_id, idempotent_exchange, file }],
        ..Received::only(Reply::Answers)
    })
}

fn exchange(
    settings: &WebSettings,
    http: &IncomingRequest<'_>,
    context: &mut ReceiveContext<'_>,
    body: &[u8],
    reply: Reply,
) -> Result<Received, Refusal> {
    let request = WebRequest::read(body).map_err(|error| {
        let reason = match error {
            wire::Error::Syntax { .. } => "bad-json",
            wire::Error::Field { .. } => "bad-field",
        };
        Refusal::new(400, reason, error.to_string())
    })?;
    let who = Who::of(&request, context)?;
    let user = who.user.clone();
    let for_channel = request.connector_id.clone().filter(|_| settings.bridge);
    let vendor_event_id = http.idempotency_key()?.map(|key| format!("{key} {user}"));

    let kind = match kind_of(&request)? {
        Ok(kind) => kind,
        // Its sender is who they say they are, but nothing can be made of it: kept, not refused,
        // because clients take a refusal for a broken connection.
        Err(cause) => {
            return Ok(Received {
                events: Vec::new(),
                rejected: vec![Rejected { cause, body: body.to_vec() }],
                reply: Reply::Now(ReplyNow::json(&json!({"responses": [], "metadata": {}}))),
                for_channel,
            });
        }
    };
    let mut event = Event::new(context.rng, user, kind, context.now);
    (event.group, event.known_before) = (who.group, who.known_before);
    // A locale that cannot be read counts as absent: some browsers send odd ones, and their
    // users shall be answered nevertheless.
    event.locale = request.locale.as_deref().and_then(|locale| locale.parse::<Locale>().ok());
    let mut flag = |name: &str, set: bool| {
        if set {
            event.metadata.insert(name.into(), "true".into());
        }
    };
    flag(SOURCE_WITH_CONTENT, request.source_with_content);
    flag(RETURNS_HISTORY, request.returns_history);
    if settings.extra_headers_as_metadata {
        for name in &settings.extra_headers {
            if let Some(value) = http.header(name) {
                event.metadata.insert(name.clone(), value.to_owned());
            }
        }
    }
    let idempotent_exchange = vendor_event_id.is_some();
    Ok(Received {
        events: vec![ReceivedEvent { event, vendor_event_id, idempotent_exchange, file: None }],
        rejected: Vec::new(),
        reply,
        for_channel,
    })
}

// The outer error refuses the request, the inner one keeps it as rejected.
fn kind_of(request: &WebRequest) -> Result<Result<EventKind, String>, Refusal> {
    if let Some(text) = &request.query {
        return Ok(Ok(EventKind::Sentence { text: text.clone() }));
    }
    if let Some(feedback) = &request.feedback {
        return Ok(feedback_kind(feedback));
    }
    let referral = request.referral.as_deref().filter(|reference| !reference.is_empty());
    if let Some(payload) = request.payload.as_deref().filter(|payload| !payload.is_empty()) {
        let mut choice = Choice::decode(payload);
        if choice.intent.is_none()
            && let Some(text) = choice.parameters.get(NLP)
        {
            return Ok(Ok(EventKind::Sentence { text: text.clone() }));
        }
        if let Some(reference) = referral {
            choice.parameters.insert(REFERRAL.into(), reference.into());
        }
        return Ok(Ok(EventKind::Choice(choice)));
    }
    if let Some(reference) = referral {
        return Ok(Ok(EventKind::Referral { reference: reference.into() }));
    }
    Err(Refusal::new(
        400,
        "nothing-said",
        format!("`query`, `payload`, `ref` and `feedback` are all missing; {EXAMPLE}"),
    ))
}

fn feedback_kind(feedback: &WebFeedback) -> Result<EventKind, String> {
    let message: MessageId = feedback
        .action_id
        .parse()
        .map_err(|error| format!("`feedback.actionId` names no message of this bot: {error}"))?;
    let vote = feedback.vote.map(|vote| match vote {
        WebVote::Up => Vote::Up,
        WebVote::Down => Vote::Down,
    });
    Ok(EventKind::Feedback { message, vote })
}

/// Who a request comes from.
struct Who {
    user: UserId,
    group: Option<UserId>,
    known_before: Option<UserId>,
}

impl Who {
    // What the server knows rules: then nothing of it is taken from the request.
    fn of(request: &WebRequest, context: &ReceiveContext<'_>) -> Result<Self, Refusal> {
        let named = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        let (user, known_before) = match (&context.identified_user, &request.user_id) {
            (Some(user), _) => (user.clone(), context.known_before.clone()),
            (None, Some(text)) => {
                let before = named(&request.previous_user_id);
                let before = before.map(|text| user_id("previousUserId", &text)).transpose()?;
                (user_id("userId", text)?, before)
            }
            (None, None) => {
                return Err(Refusal::new(
                    400,
                    "no-user",
                    format!("`userId` is missing; {EXAMPLE}"),
                ));
            }
        };
        let known_before = known_before.filter(|before| *before != user);
        let group = named(&request.group_id);
        let group = group.map(|name| group_of(&name, context)).transpose()?;
        Ok(Self { user, group, known_before })
    }
}

/// The name under which a group's conversation is kept: no user's.
fn group_of(name: &str, context: &ReceiveContext<'_>) -> Result<UserId, Refusal> {
    if context.identified_user.is_some() && !context.groups.iter().any(|group| group == name) {
        return Err(Refusal::new(
            403,
            "not-in-group",
            "`groupId` names a group that this user is not in; the claim `groups` of the user's \
             token says which",
        ));
    }
    user_id("groupId", &format!("{GROUP}{name}"))
}

fn stream_user(
    request: &IncomingRequest<'_>,
    context: &ReceiveContext<'_>,
) -> Result<UserId, Refusal> {
    if let Some(group) = request.query_parameter("groupId").filter(|name| !name.is_empty()) {
        return group_of(&group, context);
    }
    if let Some(user) = &context.identified_user {
        return Ok(user.clone());
    }
    match request.query_parameter("userId") {
        Some(text) => user_id("userId", &text),
        None => Err(Refusal::new(
            400,
            "no-user",
            "the parameter `userId` is missing; open `…/sse?userId=u1`",
        )),
    }
}

fn user_id(field: &str, text: &str) -> Result<UserId, Refusal> {
    UserId::new(text).map_err(|error| {
        let reason = if text.is_empty() { "is empty".to_owned() } else { error.to_string() };
        Refusal::new(
            400,
            "bad-user",
            format!(
                "`{field}` cannot be used: {reason}; send 1 to 256 bytes without control characters"
            ),
        )
    })
}

/// The payload that says a sentence instead of taking a choice.
pub(super) fn sentence_payload(text: &str) -> String {
    Choice { parameters: [(NLP.to_owned(), text.to_owned())].into(), ..Choice::default() }.encode()
}

fn brief(text: &str) -> String {
    text.chars().take(80).collect()
}

//! Requests of pages to events.

use model::{CONSENT, Choice, Event, EventKind, Locale, SystemSignal, Vote};
use wire::widget::{ChatRequest, FeedbackRequest, WidgetVote};

use crate::kit::{
    IncomingRequest, ReceiveContext, Received, ReceivedEvent, Refusal, Reply, ReplyNow,
};

const EXAMPLE: &str = r#"send {"botId":"pub_…","message":"hello"}"#;

/// What a client accepts that wants the answer as a stream.
const EVENT_STREAM: &str = "text/event-stream";

pub(super) fn receive(
    request: &IncomingRequest<'_>,
    context: &mut ReceiveContext<'_>,
) -> Result<Received, Refusal> {
    let Some(user) = context.identified_user.clone() else {
        return Err(Refusal::new(
            404,
            "unknown-path",
            "the widget's channel has no address of its own; post to `/api/widget/chat`",
        ));
    };
    match (request.method, request.sub_path) {
        ("POST", "/chat") => {
            let read = ChatRequest::read(request.body).map_err(bad_body)?;
            let mut event = Event::new(context.rng, user, said(&read)?, context.now);
            // A locale that cannot be read counts as absent: some browsers send odd ones.
            event.locale = read.locale.as_deref().and_then(|locale| locale.parse::<Locale>().ok());
            if let Some(consent) = read.consent.filter(|text| !text.trim().is_empty()) {
                event.metadata.insert(CONSENT.to_owned(), consent);
            }
            let streamed = request
                .header("accept")
                .is_some_and(|accepted| accepted.to_ascii_lowercase().contains(EVENT_STREAM));
            let reply = if streamed { Reply::AnswersAsStream } else { Reply::Answers };
            one_event(request, event, reply)
        }
        ("POST", "/feedback") => {
            let read = FeedbackRequest::read(request.body).map_err(bad_body)?;
            let message = read.message_id.parse().map_err(|error| {
                let error = format!("`messageId`: {error}; send the `id` of a message of the bot");
                Refusal::new(400, "bad-field", error)
            })?;
            let vote = read.vote.map(|vote| match vote {
                WidgetVote::Up => Vote::Up,
                WidgetVote::Down => Vote::Down,
            });
            let kind = EventKind::Feedback { message, vote };
            let event = Event::new(context.rng, user, kind, context.now);
            let taken = ReplyNow { status: 204, ..ReplyNow::empty() };
            one_event(request, event, Reply::Now(taken))
        }
        ("GET", "/stream") => Ok(Received::only(Reply::Stream { user })),
        _ => Err(Refusal::new(
            404,
            "unknown-path",
            "the widget API has `/api/widget/chat`, `/api/widget/feedback`, `/api/widget/history` \
             and `/api/widget/stream`",
        )),
    }
}

fn said(request: &ChatRequest) -> Result<EventKind, Refusal> {
    let filled = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    if let Some(text) = filled(&request.message) {
        return Ok(EventKind::Sentence { text });
    }
    match filled(&request.payload) {
        Some(payload) => Ok(EventKind::Choice(Choice::decode(&payload))),
        None if request.opened => Ok(EventKind::System { signal: SystemSignal::Start }),
        None => Err(Refusal::new(
            400,
            "nothing-said",
            format!(
                "`message` is missing or empty, and there is neither `payload` nor `opened`; \
                 {EXAMPLE}"
            ),
        )),
    }
}

fn one_event(
    request: &IncomingRequest<'_>,
    event: Event,
    reply: Reply,
) -> Result<Received, Refusal> {
    // The same key of two visitors is two keys.
    let vendor_event_id = request.idempotency_key()?.map(|key| format!("{key} {}", event.user));
    let idempotent_exchange = vendor_event_id.is_some();
    let event = ReceivedEvent { event, vendor_event_id, idempotent_exchange, file: None };
    Ok(Received { events: vec![event], rejected: Vec::new(), reply, for_channel: None })
}

fn bad_body(error: wire::Error) -> Refusal {
    let reason = match error {
        wire::Error::Syntax { .. } => "bad-json",
        wire::Error::Field { .. } => "bad-field",
    };
    Refusal::new(400, reason, error.to_string())
}

#[cfg(test)]
mod tests {
    use model::{SeededRng, Timestamp, UserId};

    use super::*;

    fn receive_as(user: Option<&str>, request: &IncomingRequest<'_>) -> Result<Received, Refusal> {
        let mut rng = SeededRng::new(1);
        let mut context = ReceiveContext::new(Timestamp(0), &mut rng);
        context.identified_user = user.map(|user| UserId::new(user).unwrap());
        receive(request, &mut context)
    }

    #[track_caller]
    fn check_said(body: &str, expected: EventKind) {
        let request = IncomingRequest::post("/chat", body.as_bytes());
        let received = receive_as(Some("u"), &request).unwrap();
        assert_eq!(received.events[0].event.kind, expected);
        assert_eq!(received.reply, Reply::Answers);
    }

    #[track_caller]
    fn check_refused(request: &IncomingRequest<'_>, status: u16, text: &str) {
        let refusal = receive_as(Some("u"), request).unwrap_err();
        assert_eq!(refusal.status, status, "{refusal}");
        assert!(refusal.error.contains(text), "{refusal}");
    }

    #[test]
    fn words_come_before_a_pressed_button() {
        let sentence = |text: &str| EventKind::Sentence { text: text.into() };
        check_said(r#"{"botId":"b","message":"hello"}"#, sentence("hello"));
        check_said(r#"{"botId":"b","message":"hello","payload":"x"}"#, sentence("hello"));
        let choice = EventKind::Choice(Choice::decode("book?id=1"));
        check_said(r#"{"botId":"b","message":" ","payload":"book?id=1"}"#, choice);
        check_said(r#"{"botId":"b","message":"hello","opened":true}"#, sentence("hello"));
        let opened = EventKind::System { signal: SystemSignal::Start };
        check_said(r#"{"botId":"b","opened":true}"#, opened);
    }

    #[test]
    fn an_answer_is_streamed_to_those_who_accept_a_stream() {
        let body = br#"{"botId":"b","message":"hello","locale":"fr-FR"}"#;
        let request = IncomingRequest::post("/chat", body)
            .with_header("Accept", "application/json, Text/Event-Stream")
            .with_header("Idempotency-Key", "k");
        let received = receive_as(Some("conv_1"), &request).unwrap();
        assert_eq!(received.reply, Reply::AnswersAsStream);
        let event = &received.events[0];
        assert_eq!(event.vendor_event_id.as_deref(), Some("k conv_1"));
        assert!(event.idempotent_exchange);
        assert_eq!(event.event.locale.as_ref().unwrap().to_string(), "fr-FR");
    }

    #[test]
    fn what_cannot_be_an_event_is_refused_with_field_and_remedy() {
        let post = |path, body: &'static str| IncomingRequest::post(path, body.as_bytes());
        check_refused(&post("/chat", "{"), 400, "JSON");
        check_refused(&post("/chat", r#"{"botId":"b"}"#), 400, "`message`");
        check_refused(&post("/chat", r#"{"botId":"b","opened":false}"#), 400, "`message`");
        check_refused(&post("/chat", r#"{"botId":"b","message":"  "}"#), 400, "`message`");
        check_refused(&post("/feedback", r#"{"botId":"b","messageId":"x"}"#), 400, "`messageId`");
        check_refused(&post("/elsewhere", "{}"), 404, "/api/widget/chat");
        check_refused(&IncomingRequest::get("/chat", ""), 404, "/api/widget/chat");
    }

    #[test]
    fn nobody_talks_without_being_identified() {
        let request = IncomingRequest::post("/chat", br#"{"botId":"b","message":"hello"}"#);
        assert_eq!(receive_as(None, &request).unwrap_err().status, 404);
        let stream = IncomingRequest::get("/stream", "userId=conv_1");
        assert_eq!(receive_as(None, &stream).unwrap_err().status, 404);
    }
}

//! What a web channel makes of requests: the rows of Tock's protocol, one test each.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use connectors::kit::{
    Connector, IncomingRequest, ReceiveContext, Received, ReceivedEvent, Refusal, Reply, ReplyNow,
};
use connectors::web::Web;
use model::{Choice, EventKind, MessageId, SeededRng, Timestamp, UserId, Vote};
use serde_json::{Value, json};

fn receive_with(settings: &Value, request: &IncomingRequest<'_>) -> Result<Received, Refusal> {
    let mut rng = SeededRng::new(7);
    Web.receive(settings, request, &mut ReceiveContext::new(Timestamp(1_000), &mut rng))
}

fn receive(request: &IncomingRequest<'_>) -> Result<Received, Refusal> {
    receive_with(&Value::Null, request)
}

#[track_caller]
fn event(body: &str) -> ReceivedEvent {
    let mut received = receive(&IncomingRequest::post("", body.as_bytes())).unwrap();
    assert_eq!(received.reply, Reply::Answers);
    assert_eq!(received.rejected, []);
    assert_eq!(received.events.len(), 1);
    received.events.remove(0)
}

#[track_caller]
fn check_kind(body: &str, expected: EventKind) {
    assert_eq!(event(body).event.kind, expected);
}

#[track_caller]
fn check_refused(request: &IncomingRequest<'_>, status: u16, reason: &str, error: &str) {
    let refusal = receive(request).unwrap_err();
    assert_eq!((refusal.status, refusal.reason), (status, reason), "{refusal}");
    assert!(refusal.error.contains(error), "{refusal}");
    assert_eq!(refusal.body(), json!({"error": refusal.error}));
}

#[track_caller]
fn check_bad_body(body: &str, reason: &str, error: &str) {
    check_refused(&IncomingRequest::post("", body.as_bytes()), 400, reason, error);
}

fn sentence(text: &str) -> EventKind {
    EventKind::Sentence { text: text.into() }
}

fn choice(payload: &str) -> EventKind {
    EventKind::Choice(Choice::decode(payload))
}

#[test]
fn a_text_is_a_sentence_of_its_user() {
    let received = event(r#"{"query":"un train pour Lyon","userId":"u1","locale":"fr"}"#);
    assert_eq!(received.event.user, UserId::new("u1").unwrap());
    assert_eq!(received.event.at, Timestamp(1_000));
    assert_eq!(received.event.kind, sentence("un train pour Lyon"));
    assert_eq!(received.vendor_event_id, None);
    assert!(!received.idempotent_exchange);
    assert!(received.event.metadata.is_empty());
}

#[test]
fn any_content_type_will_do() {
    for content_type in ["application/json", "application/x-www-form-urlencoded", "text/plain"] {
        let request = IncomingRequest::post("", br#"{"query":"q","userId":"u"}"#)
            .with_header("content-type", content_type);
        assert_eq!(receive(&request).unwrap().events.len(), 1, "{content_type}");
    }
}

#[test]
fn a_query_rules_over_feedback_over_a_payload_over_a_referral() {
    let feedback = r#""feedback":{"actionId":"msg_00000000000000000000000001","vote":"UP"}"#;
    let vote = EventKind::Feedback {
        message: "msg_00000000000000000000000001".parse().unwrap(),
        vote: Some(Vote::Up),
    };
    let with = |fields: &str| format!(r#"{{"userId":"u",{fields}}}"#);
    check_kind(&with(&format!(r#""query":"q","payload":"p","ref":"r",{feedback}"#)), sentence("q"));
    check_kind(&with(r#""query":"q","payload":"p""#), sentence("q"));
    check_kind(&with(r#""query":"q","ref":"r""#), sentence("q"));
    check_kind(&with(&format!(r#""payload":"p","ref":"r",{feedback}"#)), vote.clone());
    check_kind(&with(&format!(r#""ref":"r",{feedback}"#)), vote);
    check_kind(&with(r#""payload":"p","ref":"r""#), choice("p?_referral=r"));
    check_kind(&with(r#""ref":"r""#), EventKind::Referral { reference: "r".into() });
}

#[test]
fn a_payload_is_a_choice_with_step_and_parameters() {
    let payload = "book?day=3+mars&_step=seat&_previous_intent=search&_source=web1";
    let received = event(&json!({"payload": payload, "userId": "u"}).to_string());
    let EventKind::Choice(choice) = received.event.kind else { panic!("no choice") };
    assert_eq!(choice.intent.unwrap().as_str(), "book");
    assert_eq!(choice.step.unwrap().as_str(), "seat");
    assert_eq!(choice.previous_intent.unwrap().as_str(), "search");
    assert_eq!(choice.parameters["day"], "3 mars");
    assert_eq!(choice.parameters["_source"], "web1");
}

#[test]
fn a_payload_that_only_holds_a_sentence_is_a_sentence() {
    check_kind(r#"{"payload":"?_nlp=un+train","userId":"u"}"#, sentence("un train"));
}

#[test]
fn empty_payloads_and_referrals_count_as_absent() {
    check_kind(
        r#"{"payload":"","ref":"r","userId":"u"}"#,
        EventKind::Referral { reference: "r".into() },
    );
    check_bad_body(r#"{"payload":"","ref":"","userId":"u"}"#, "nothing-said", "all missing");
}

#[test]
fn votes_are_up_down_or_taken_back() {
    let message: MessageId = "msg_00000000000000000000000001".parse().unwrap();
    for (vote, expected) in
        [("\"UP\"", Some(Vote::Up)), ("\"DOWN\"", Some(Vote::Down)), ("null", None)]
    {
        check_kind(
            &format!(r#"{{"userId":"u","feedback":{{"actionId":"{message}","vote":{vote}}}}}"#),
            EventKind::Feedback { message: message.clone(), vote: expected },
        );
    }
}

#[test]
fn feedback_on_a_message_that_is_not_ours_is_answered_and_kept_with_its_cause() {
    let body = br#"{"userId":"u","feedback":{"actionId":"6740a1","vote":"UP"}}"#;
    let received = receive(&IncomingRequest::post("", body)).unwrap();
    assert_eq!(received.events, []);
    assert_eq!(received.rejected.len(), 1);
    assert_eq!(received.rejected[0].body, body);
    assert!(received.rejected[0].cause.contains("6740a1"));
    let Reply::Now(ReplyNow { status: 200, body, .. }) = received.reply else {
        panic!("{:?}", received.reply)
    };
    let answer: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(answer, json!({"responses": [], "metadata": {}}));
}

#[test]
fn locales_are_read_in_every_form() {
    let locale = |json: &str| {
        event(&format!(r#"{{"query":"q","userId":"u"{json}}}"#)).event.locale.map(|l| l.to_string())
    };
    assert_eq!(locale(r#","locale":"fr""#).as_deref(), Some("fr"));
    assert_eq!(locale(r#","locale":"fr-FR""#).as_deref(), Some("fr-FR"));
    assert_eq!(locale(r#","locale":"fr_FR""#).as_deref(), Some("fr-FR"));
    assert_eq!(locale(""), None);
    assert_eq!(locale(r#","locale":null"#), None);
    // Odd browsers are answered nevertheless.
    assert_eq!(locale(r#","locale":"C""#), None);
}

#[test]
fn flags_of_the_request_travel_with_the_event() {
    let received =
        event(r#"{"query":"q","userId":"u","sourceWithContent":true,"returnsHistory":true}"#);
    let metadata: Vec<_> = received.event.metadata.into_iter().collect();
    assert_eq!(
        metadata,
        [
            ("returnsHistory".to_owned(), "true".to_owned()),
            ("sourceWithContent".to_owned(), "true".to_owned())
        ]
    );
}

#[test]
fn extra_headers_reach_the_bot_only_when_the_channel_says_so() {
    let request = IncomingRequest::post("", br#"{"query":"q","userId":"u"}"#)
        .with_header("x-tenant", "north")
        .with_header("x-other", "no");
    let metadata = |settings: Value| {
        receive_with(&settings, &request).unwrap().events.remove(0).event.metadata
    };
    assert!(metadata(json!({"extraHeaders": ["X-Tenant"]})).is_empty());
    let metadata = metadata(json!({"extraHeaders": ["X-Tenant"], "extraHeadersAsMetadata": true}));
    assert_eq!(metadata.into_iter().collect::<Vec<_>>(), [("X-Tenant".into(), "north".into())]);
}

#[test]
fn an_idempotency_key_names_the_event_together_with_its_user() {
    let id = |key: &str, user: &str| {
        let body = json!({"query": "q", "userId": user}).to_string();
        let request =
            IncomingRequest::post("", body.as_bytes()).with_header("idempotency-key", key);
        receive(&request).map(|mut received| {
            let event = received.events.remove(0);
            assert!(event.idempotent_exchange);
            event.vendor_event_id.unwrap()
        })
    };
    assert_eq!(id("k1", "u1").unwrap(), id("\"k1\"", "u1").unwrap());
    assert_ne!(id("k1", "u1").unwrap(), id("k1", "u2").unwrap());
    assert_ne!(id("k", "1 u").unwrap(), id("k1", "u").unwrap());
    let long = "k".repeat(256);
    for bad in ["", " ", "a b", "é", long.as_str()] {
        let refusal = id(bad, "u").unwrap_err();
        assert_eq!((refusal.status, refusal.reason), (400, "bad-idempotency-key"), "{bad}");
    }
}

#[test]
fn the_user_that_the_server_knows_rules_over_the_one_that_the_body_names() {
    let mut rng = SeededRng::new(7);
    let mut context = ReceiveContext::new(Timestamp(0), &mut rng);
    context.identified_user = Some(UserId::new("cookie").unwrap());
    for body in [r#"{"query":"q","userId":"body"}"#, r#"{"query":"q"}"#] {
        let request = IncomingRequest::post("", body.as_bytes());
        let received = Web.receive(&Value::Null, &request, &mut context).unwrap();
        assert_eq!(received.events[0].event.user.as_str(), "cookie");
    }
    let received =
        Web.receive(&Value::Null, &IncomingRequest::get("/sse", "userid=query"), &mut context);
    assert_eq!(received.unwrap().reply, Reply::Stream { user: UserId::new("cookie").unwrap() });
}

#[test]
fn bad_bodies_are_refused_with_field_reason_and_remedy() {
    check_bad_body("", "bad-json", "it is empty");
    check_bad_body("query=bonjour&userId=u1", "bad-json", "not valid JSON");
    check_bad_body("[]", "bad-field", "must be an object");
    check_bad_body(r#"{"query":["a"],"userId":"u"}"#, "bad-field", "`query` must be a text");
    check_bad_body(r#"{"query":"q"}"#, "no-user", "`userId` is missing; send {");
    check_bad_body(r#"{"query":"q","userId":""}"#, "bad-user", "is empty");
    check_bad_body(r#"{"query":"q","userId":"a\nb"}"#, "bad-user", "control characters");
    check_bad_body(
        &json!({"query": "q", "userId": "u".repeat(257)}).to_string(),
        "bad-user",
        "1 to 256 bytes",
    );
    check_bad_body(r#"{"userId":"u"}"#, "nothing-said", "`query`, `payload`, `ref` and `feedback`");
    check_bad_body(
        r#"{"userId":"u","feedback":{"actionId":"a","vote":"SIDEWAYS"}}"#,
        "bad-field",
        "`UP`, `DOWN` or null",
    );
    check_bad_body(&"[".repeat(5_000), "bad-json", "recursion limit");
}

#[test]
fn a_stream_is_opened_for_the_user_of_the_query_in_any_case() {
    for query in ["userid=M3K9Z0", "userId=M3K9Z0", "USERID=M3K9Z0&x=1"] {
        let received = receive(&IncomingRequest::get("/sse", query)).unwrap();
        assert_eq!(received.reply, Reply::Stream { user: UserId::new("M3K9Z0").unwrap() });
        assert_eq!(received.events, []);
    }
    check_refused(&IncomingRequest::get("/sse", ""), 400, "no-user", "`userId` is missing");
    check_refused(&IncomingRequest::get("/sse", "userid="), 400, "bad-user", "is empty");
}

#[test]
fn without_streams_the_stream_s_path_is_not_found() {
    let refusal = receive_with(&json!({"sse": false}), &IncomingRequest::get("/sse", "userid=u"))
        .unwrap_err();
    assert_eq!((refusal.status, refusal.reason), (404, "streams-off"));
}

#[test]
fn a_direct_stream_takes_its_request_from_the_header_or_the_body() {
    let json = r#"{"query":"q","userId":"u"}"#;
    let from_body = IncomingRequest::post("/sse/direct", json.as_bytes());
    let from_header = IncomingRequest::get("/sse/direct", "").with_header("Message", json);
    for request in [from_body, from_header] {
        let received = receive(&request).unwrap();
        assert_eq!(received.reply, Reply::AnswersAsStream);
        assert_eq!(received.events[0].event.kind, sentence("q"));
    }
}

#[test]
fn the_health_check_is_empty_and_other_paths_and_methods_say_why() {
    let received = receive(&IncomingRequest::get("/healthcheck", "")).unwrap();
    assert_eq!(received, Received::only(Reply::Now(ReplyNow::empty())));
    check_refused(&IncomingRequest::get("", ""), 405, "wrong-method", "POST a JSON request");
    check_refused(&IncomingRequest::get("/nowhere", ""), 404, "unknown-path", "`/nowhere`");
}

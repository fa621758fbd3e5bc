//! Whatever comes in and goes out: no panic, and JSON that clients can read.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;

use connectors::kit::{Connector, IncomingRequest, ReceiveContext, RenderContext};
use connectors::web::{Web, WebSettings};
use model::{
    Button, ButtonAction, Card, Choice, ConnectorType, Locale, Message, MessageBody, QuickReply,
    QuickReplyAction, SeededRng, Timestamp,
};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,10}".prop_map(Value::from),
    ];
    let key = proptest::sample::select(vec![
        "query",
        "payload",
        "userId",
        "USERID",
        "locale",
        "ref",
        "feedback",
        "actionId",
        "vote",
        "returnsHistory",
        "text",
        "buttons",
        "card",
        "carousel",
        "cards",
        "widget",
        "image",
        "file",
        "title",
        "url",
        "type",
        "data",
        "clazz",
        "deepLink",
        "footnotes",
        "identifier",
        "metadata",
    ]);
    leaf.prop_recursive(4, 40, 5, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec((key.clone(), inner), 0..6).prop_map(|members| {
                let members: Map<String, Value> =
                    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
                Value::Object(members)
            }),
        ]
    })
}

fn receive(request: &IncomingRequest<'_>) {
    for settings in [json!(null), json!({"sse": false, "extraHeaders": ["message"]})] {
        let mut rng = SeededRng::new(1);
        let mut context = ReceiveContext::new(Timestamp(0), &mut rng);
        match Web.receive(&settings, request, &mut context) {
            Ok(received) => {
                assert!(received.events.len() <= 1 && received.rejected.len() <= 1);
            }
            Err(refusal) => {
                assert!((400..500).contains(&refusal.status));
                assert!(!refusal.error.is_empty() && refusal.error.len() < 2_000, "{refusal}");
            }
        }
    }
}

fn any_message() -> impl Strategy<Value = Message> {
    let text = || "\\PC{0,12}";
    let choice = || "\\PC{0,6}(\\?[a-z_=&%+]{0,10})?".prop_map(|payload| Choice::decode(&payload));
    let quick_replies = move || {
        let action = prop_oneof![
            choice().prop_map(QuickReplyAction::Choice),
            text().prop_map(|text| QuickReplyAction::Say { text }),
            Just(QuickReplyAction::Location),
        ];
        proptest::collection::vec(
            (text(), action).prop_map(|(title, action)| QuickReply {
                title,
                action,
                image_url: None,
            }),
            0..3,
        )
    };
    let buttons = move || {
        let action = prop_oneof![
            choice().prop_map(ButtonAction::Postback),
            text().prop_map(|text| ButtonAction::Say { text }),
            text().prop_map(|url| ButtonAction::Url { url }),
            text().prop_map(|number| ButtonAction::Call { number }),
            Just(ButtonAction::Location),
        ];
        proptest::collection::vec(
            (text(), action).prop_map(|(title, action)| Button { title, action, image_url: None }),
            0..3,
        )
    };
    let card = move || {
        (proptest::option::of(text()), proptest::option::of(text()), buttons())
            .prop_map(|(title, subtitle, buttons)| Card { title, subtitle, file: None, buttons })
    };
    let body = prop_oneof![
        (text(), quick_replies(), buttons()).prop_map(|(text, quick_replies, buttons)| {
            MessageBody::Text { text, quick_replies, buttons, footnotes: vec![] }
        }),
        (card(), quick_replies())
            .prop_map(|(card, quick_replies)| MessageBody::Card { card, quick_replies }),
        (proptest::collection::vec(card(), 0..3), quick_replies())
            .prop_map(|(cards, quick_replies)| MessageBody::Carousel { cards, quick_replies }),
        any_json().prop_map(|payload| MessageBody::Custom {
            connector: ConnectorType::new("web").unwrap(),
            payload
        }),
        Just(MessageBody::Typing),
    ];
    (body, any::<u64>()).prop_map(|(body, seed)| Message {
        id: model::MessageId::random(&mut SeededRng::new(seed)),
        body,
        delay_ms: None,
        metadata: BTreeMap::new(),
    })
}

/// No member is null (but within a widget's own data), no text is empty, cards have buttons.
fn assert_readable(message: &Value) {
    let fields = message.as_object().unwrap();
    assert_eq!(fields["version"], "1");
    assert_eq!(fields["type"], "WebMessage");
    assert!(fields.values().all(|value| !value.is_null()), "{message}");
    assert!(fields.len() > 2, "{message}");
    if let Some(text) = fields.get("text") {
        assert!(!text.as_str().unwrap().trim().is_empty());
    }
    let in_carousel = fields.get("carousel").and_then(|carousel| carousel["cards"].as_array());
    for card in fields.get("card").into_iter().chain(in_carousel.into_iter().flatten()) {
        assert!(card["buttons"].is_array(), "{message}");
    }
    for button in fields.get("buttons").and_then(Value::as_array).into_iter().flatten() {
        assert!(button["type"].is_string() && button["clazz"].is_string());
        assert!(button.as_object().unwrap().values().all(|value| !value.is_null()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_request(
        body in proptest::collection::vec(any::<u8>(), 0..100),
        query in "\\PC{0,20}",
        header in "\\PC{0,20}",
        path in proptest::sample::select(vec!["", "/", "/sse", "/sse/direct", "/healthcheck", "/x"]),
        method in proptest::sample::select(vec!["GET", "POST", "PUT", "OPTIONS"]),
    ) {
        let request = IncomingRequest { method, sub_path: path, headers: vec![], query: &query, body: &body }
            .with_header("Message", header.clone())
            .with_header("Idempotency-Key", header);
        receive(&request);
    }

    #[test]
    fn any_json_request(json in any_json(), user in "\\PC{0,6}") {
        let mut json = json;
        if let Value::Object(fields) = &mut json {
            fields.entry("userId").or_insert(user.into());
        }
        receive(&IncomingRequest::post("", json.to_string().as_bytes()));
    }

    #[test]
    fn any_messages(messages in proptest::collection::vec(any_message(), 0..4)) {
        let locale = Locale::fr();
        let context = RenderContext { response_id: Some("\"r\"\n"), ..RenderContext::new(&locale) };
        let rendered = Web.render(&Value::Null, &messages, &context);
        let answer: Value = serde_json::from_str(&Web.answer(&rendered.parts, &context)).unwrap();
        let responses = answer["responses"].as_array().unwrap();
        assert_eq!(responses.len(), rendered.parts.len());
        responses.iter().for_each(assert_readable);
        for part in &rendered.parts {
            let frame = Web.frame(part, &context);
            assert_eq!(frame.matches('\n').count(), 3, "{frame}");
        }
        // Nothing vanishes without a word, but typing marks.
        for message in &messages {
            let shown = rendered.parts.iter().any(|part| part.message == message.id);
            let explained = rendered.left_out.iter().any(|left| left.message == message.id);
            assert!(shown || explained || message.body == MessageBody::Typing, "{message:?}");
        }
    }

    #[test]
    fn any_settings(json in any_json(), pattern in "\\PC{0,10}", origin in "\\PC{0,20}") {
        WebSettings::of(&json);
        WebSettings::check(&json);
        let rules = WebSettings { cors_pattern: pattern, ..WebSettings::default() }.cors();
        drop(rules.preflight(Some(&origin)));
    }
}

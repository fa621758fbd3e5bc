//! What a web channel makes of messages, to the letter.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;

use connectors::kit::{self, Connector, RenderContext, Rendered};
use connectors::web::Web;
use model::{
    Button, ButtonAction, Card, Choice, ConnectorType, File, Footnote, IntentName, Locale,
    MediaType, Message, MessageBody, MessageId, QuickReply, QuickReplyAction, StepName,
};
use serde_json::{Value, json};

const ID: &str = "msg_00000000000000000000000001";

fn message(body: MessageBody) -> Message {
    Message { id: ID.parse().unwrap(), body, delay_ms: None, metadata: BTreeMap::new() }
}

fn text(text: &str, quick_replies: Vec<QuickReply>, buttons: Vec<Button>) -> Message {
    message(MessageBody::Text { text: text.into(), quick_replies, buttons, footnotes: vec![] })
}

fn render(messages: &[Message], context: &RenderContext<'_>) -> Rendered {
    Web.render(&Value::Null, messages, context)
}

#[track_caller]
fn check(message: Message, expected: &str) {
    let locale = Locale::fr();
    let rendered = render(&[message], &RenderContext::new(&locale));
    assert_eq!(rendered.left_out, []);
    assert_eq!(rendered.parts.len(), 1);
    assert_eq!(rendered.parts[0].json, expected);
    assert!(!rendered.parts[0].json.contains("null"));
}

#[track_caller]
fn check_left_out(message: Message, reason: &str) -> Rendered {
    let locale = Locale::fr();
    let rendered = render(&[message], &RenderContext::new(&locale));
    assert_eq!(rendered.left_out.len(), 1, "{rendered:?}");
    assert!(rendered.left_out[0].reason.contains(reason), "{rendered:?}");
    rendered
}

fn button(title: &str, action: ButtonAction) -> Button {
    Button { title: title.into(), action, image_url: None }
}

fn quick_reply(title: &str, action: QuickReplyAction) -> QuickReply {
    QuickReply { title: title.into(), action, image_url: None }
}

fn choice() -> Choice {
    Choice {
        intent: IntentName::new("book").ok(),
        step: StepName::new("seat").ok(),
        previous_intent: IntentName::new("search").ok(),
        parameters: [("id".to_owned(), "1".to_owned())].into(),
    }
}

fn file(media: MediaType) -> File {
    File {
        url: "https://example.org/a".into(),
        name: "a".into(),
        media,
        description: Some("a train".into()),
    }
}

#[test]
fn words() {
    check(
        text("Deux trains", vec![], vec![]),
        r#"{"text":"Deux trains","actionId":"msg_00000000000000000000000001","version":"1","type":"WebMessage"}"#,
    );
}

#[test]
fn words_with_every_button() {
    check(
        text(
            "Choisissez",
            vec![
                quick_reply(
                    "Plus tard",
                    QuickReplyAction::Say { text: "un train plus tard".into() },
                ),
                quick_reply("Oui", QuickReplyAction::Say { text: "Oui".into() }),
                quick_reply("Réserver", QuickReplyAction::Choice(choice())),
            ],
            vec![
                button("Réserver", ButtonAction::Postback(choice())),
                button("Aide", ButtonAction::Say { text: "Aide".into() }),
                button("Retour", ButtonAction::Say { text: "un retour".into() }),
                button("Plan", ButtonAction::Url { url: "https://example.org/m".into() }),
                button("Appeler", ButtonAction::Call { number: "+33 1 23".into() }),
            ],
        ),
        concat!(
            r#"{"text":"Choisissez","buttons":["#,
            r#"{"title":"Réserver","payload":"book?id=1&_step=seat&_previous_intent=search","type":"postback","style":"primary","clazz":"postback_button"},"#,
            r#"{"title":"Aide","type":"postback","style":"primary","clazz":"postback_button"},"#,
            r#"{"title":"Retour","payload":"?_nlp=un+retour","type":"postback","style":"primary","clazz":"postback_button"},"#,
            r#"{"title":"Plan","url":"https://example.org/m","target":"_blank","type":"web_url","style":"primary","clazz":"url_button"},"#,
            r#"{"title":"Appeler","url":"tel:+33123","target":"_self","type":"web_url","style":"primary","clazz":"url_button"},"#,
            r#"{"title":"Plus tard","nlpText":"un train plus tard","type":"quick_reply","style":"primary","clazz":"quick_reply"},"#,
            r#"{"title":"Oui","type":"quick_reply","style":"primary","clazz":"quick_reply"},"#,
            r#"{"title":"Réserver","payload":"book?id=1&_step=seat&_previous_intent=search","type":"quick_reply","style":"primary","clazz":"quick_reply"}"#,
            r#"],"actionId":"msg_00000000000000000000000001","version":"1","type":"WebMessage"}"#,
        ),
    );
}

#[test]
fn what_a_button_sends_comes_back_as_what_it_means() {
    use connectors::kit::{IncomingRequest, ReceiveContext};
    use model::{EventKind, SeededRng, Timestamp};
    let locale = Locale::fr();
    let message = text(
        "x",
        vec![],
        vec![
            button("Réserver", ButtonAction::Postback(choice())),
            button("Retour", ButtonAction::Say { text: "un retour à 8 h & demie".into() }),
        ],
    );
    let rendered = render(&[message], &RenderContext::new(&locale));
    let json: Value = serde_json::from_str(&rendered.parts[0].json).unwrap();
    let expected = [
        EventKind::Choice(choice()),
        EventKind::Sentence { text: "un retour à 8 h & demie".into() },
    ];
    for (button, expected) in json["buttons"].as_array().unwrap().iter().zip(expected) {
        let body = json!({"payload": button["payload"], "userId": "u"}).to_string();
        let mut rng = SeededRng::new(1);
        let request = IncomingRequest::post("", body.as_bytes());
        let mut context = ReceiveContext::new(Timestamp(0), &mut rng);
        let received = Web.receive(&Value::Null, &request, &mut context).unwrap();
        assert_eq!(received.events[0].event.kind, expected);
    }
}

#[test]
fn a_bare_card_has_its_empty_buttons() {
    check(
        message(MessageBody::Card {
            card: Card { title: Some("7:34".into()), ..Card::default() },
            quick_replies: vec![],
        }),
        r#"{"card":{"title":"7:34","buttons":[]},"version":"1","type":"WebMessage"}"#,
    );
}

#[test]
fn a_full_card() {
    check(
        message(MessageBody::Card {
            card: Card {
                title: Some("7:34".into()),
                subtitle: Some("2h10".into()),
                file: Some(file(MediaType::Image)),
                buttons: vec![button("Réserver", ButtonAction::Postback(choice()))],
            },
            quick_replies: vec![quick_reply("Oui", QuickReplyAction::Say { text: "Oui".into() })],
        }),
        concat!(
            r#"{"buttons":[{"title":"Oui","type":"quick_reply","style":"primary","clazz":"quick_reply"}],"#,
            r#""card":{"title":"7:34","subTitle":"2h10","#,
            r#""file":{"url":"https://example.org/a","name":"a","type":"image","description":"a train"},"#,
            r#""buttons":[{"title":"Réserver","payload":"book?id=1&_step=seat&_previous_intent=search","type":"postback","style":"primary","clazz":"postback_button"}]},"#,
            r#""version":"1","type":"WebMessage"}"#,
        ),
    );
}

#[test]
fn a_carousel() {
    let card = |title: &str| Card { title: Some(title.into()), ..Card::default() };
    check(
        message(MessageBody::Carousel {
            cards: vec![card("7:34"), card("9:04")],
            quick_replies: vec![],
        }),
        r#"{"carousel":{"cards":[{"title":"7:34","buttons":[]},{"title":"9:04","buttons":[]}]},"version":"1","type":"WebMessage"}"#,
    );
}

#[test]
fn a_picture_has_its_name_as_its_title() {
    check(
        message(MessageBody::File { file: file(MediaType::Image) }),
        r#"{"image":{"file":{"url":"https://example.org/a","name":"a","type":"image","description":"a train"},"title":"a"},"version":"1","type":"WebMessage"}"#,
    );
}

#[test]
fn another_file_is_a_card_with_a_button_that_opens_it() {
    check(
        message(MessageBody::File { file: file(MediaType::Audio) }),
        concat!(
            r#"{"card":{"title":"a train","buttons":[{"title":"a","url":"https://example.org/a","target":"_blank","type":"web_url","style":"primary","clazz":"url_button"}]},"#,
            r#""version":"1","type":"WebMessage"}"#,
        ),
    );
}

#[test]
fn a_path_of_this_server_becomes_a_whole_address() {
    let locale = Locale::fr();
    let context =
        RenderContext { base_url: Some("https://bots.example.org"), ..RenderContext::new(&locale) };
    let picture = |url: &str| {
        let file = File { url: url.into(), ..file(MediaType::Image) };
        let rendered = render(&[message(MessageBody::File { file })], &context);
        let json: Value = serde_json::from_str(&rendered.parts[0].json).unwrap();
        json["image"]["file"]["url"].as_str().unwrap().to_owned()
    };
    assert_eq!(picture("/assets/a.png"), "https://bots.example.org/assets/a.png");
    assert_eq!(picture("//cdn.example.org/a.png"), "//cdn.example.org/a.png");
    assert_eq!(picture("https://example.org/a"), "https://example.org/a");
}

#[test]
fn footnotes_carry_their_passage_only_when_asked() {
    let footnotes = vec![Footnote {
        identifier: "d1".into(),
        title: "Horaires".into(),
        url: Some("https://example.org/t".into()),
        content: Some("Le train de 7:34".into()),
        score: Some(0.81),
    }];
    let message = message(MessageBody::Text {
        text: "x".into(),
        quick_replies: vec![],
        buttons: vec![],
        footnotes,
    });
    let locale = Locale::fr();
    let footnote = |flags: &str| {
        let body = format!(r#"{{"query":"q","userId":"u"{flags}}}"#);
        let mut rng = model::SeededRng::new(1);
        let mut context = kit::ReceiveContext::new(model::Timestamp(0), &mut rng);
        let request = kit::IncomingRequest::post("", body.as_bytes());
        let received = Web.receive(&Value::Null, &request, &mut context).unwrap();
        let mut marked = message.clone();
        Web.mark(&received.events[0].event, &mut marked);
        // The message alone: a stream that opens later knows no more.
        let rendered = render(&[marked], &RenderContext::new(&locale));
        let json: Value = serde_json::from_str(&rendered.parts[0].json).unwrap();
        json["footnotes"][0].clone()
    };
    let without = json!({"identifier": "d1", "title": "Horaires", "url": "https://example.org/t", "score": 0.81});
    assert_eq!(footnote(""), without);
    let with = footnote(r#","sourceWithContent":true"#);
    assert_eq!(with["content"], "Le train de 7:34");
}

#[test]
fn texts_and_passages_are_html_where_the_channel_has_markdown() {
    let footnotes = vec![Footnote {
        identifier: "d1".into(),
        title: "*Horaires*".into(),
        url: None,
        content: Some("**7:34** <b>".into()),
        score: None,
    }];
    let mut message = message(MessageBody::Text {
        text: "un [plan](https://example.org)".into(),
        quick_replies: vec![],
        buttons: vec![],
        footnotes,
    });
    message.metadata.insert("sourceWithContent".into(), "true".into());
    let locale = Locale::fr();
    let rendered = Web.render(&json!({"markdown": true}), &[message], &RenderContext::new(&locale));
    let json: Value = serde_json::from_str(&rendered.parts[0].json).unwrap();
    assert!(json["text"].as_str().unwrap().starts_with("<p>un <a href="), "{json}");
    assert_eq!(json["footnotes"][0]["title"], "*Horaires*");
    let passage = json["footnotes"][0]["content"].as_str().unwrap();
    assert!(passage.contains("<strong") && passage.contains("&lt;b&gt;"), "{passage}");
}

fn custom(connector: &str, payload: Value) -> Message {
    message(MessageBody::Custom { connector: ConnectorType::new(connector).unwrap(), payload })
}

#[test]
fn a_widget_goes_through_as_it_is() {
    check(
        custom(
            "web",
            json!({"widget": {"type": "TrainCard", "data": {"to": "Lyon", "at": [7, 34]}}}),
        ),
        r#"{"widget":{"type":"TrainCard","data":{"at":[7,34],"to":"Lyon"}},"version":"1","type":"WebMessage"}"#,
    );
}

#[test]
fn custom_messages_get_what_clients_need() {
    check(
        custom("web", json!({"text": "x", "card": {"title": "t"}, "deepLink": {"ref": "r"}})),
        concat!(
            r#"{"text":"x","card":{"title":"t","buttons":[]},"deepLink":{"ref":"r"},"#,
            r#""actionId":"msg_00000000000000000000000001","version":"1","type":"WebMessage"}"#,
        ),
    );
    check(
        custom("web", json!({"deepLink": {"ref": "r"}})),
        r#"{"deepLink":{"ref":"r"},"version":"1","type":"WebMessage"}"#,
    );
}

#[test]
fn what_cannot_be_shown_is_left_out_with_its_reason() {
    assert_eq!(check_left_out(text("", vec![], vec![]), "without words").parts, []);
    assert_eq!(check_left_out(text(" \n", vec![], vec![]), "without words").parts, []);
    assert_eq!(check_left_out(custom("messenger", json!({"a": 1})), "`messenger`").parts, []);
    assert_eq!(check_left_out(custom("web", json!("x")), "no web message").parts, []);
    assert_eq!(check_left_out(custom("web", json!({"a": 1})), "without any known").parts, []);
    let debug = message(MessageBody::Debug { text: "x".into(), data: json!({}) });
    assert_eq!(check_left_out(debug, "developers").parts, []);
    let location =
        text("Où ?", vec![quick_reply("Ma position", QuickReplyAction::Location)], vec![]);
    assert_eq!(check_left_out(location, "`Ma position`").parts.len(), 1);
    let locale = Locale::fr();
    let typing = render(&[message(MessageBody::Typing)], &RenderContext::new(&locale));
    assert_eq!(typing, Rendered::default());
}

#[test]
fn an_empty_text_with_quick_replies_has_no_text_member() {
    check(
        text("", vec![quick_reply("Oui", QuickReplyAction::Say { text: "Oui".into() })], vec![]),
        concat!(
            r#"{"buttons":[{"title":"Oui","type":"quick_reply","style":"primary","clazz":"quick_reply"}],"#,
            r#""actionId":"msg_00000000000000000000000001","version":"1","type":"WebMessage"}"#,
        ),
    );
}

fn three() -> Vec<Message> {
    (1..=3)
        .map(|n| {
            let id: MessageId = format!("msg_0000000000000000000000000{n}").parse().unwrap();
            let mut message = Message::text(id, format!("{n}"));
            message.metadata.insert("intent".into(), format!("intent{n}"));
            message
        })
        .collect()
}

#[test]
fn the_stream_s_frames_are_the_answer_s_messages_under_the_same_id() {
    let locale = Locale::fr();
    let context = RenderContext { response_id: Some("r-1"), ..RenderContext::new(&locale) };
    let rendered = render(&three(), &context);

    let answer: Value = serde_json::from_str(&Web.answer(&rendered.parts, &context)).unwrap();
    assert_eq!(answer["metadata"], json!({"INTENT": "intent3", "RESPONSE_ID": "r-1"}));
    let in_answer = answer["responses"].as_array().unwrap();
    assert_eq!(in_answer.len(), 3);
    for (position, part) in rendered.parts.iter().enumerate() {
        let frame = Web.frame(part, &context);
        let data =
            frame.strip_prefix("event: message\ndata: ").unwrap().strip_suffix("\n\n").unwrap();
        assert!(!data.contains('\n'));
        let data: Value = serde_json::from_str(data).unwrap();
        assert_eq!(data["responses"], json!([in_answer[position]]));
        assert_eq!(data["metadata"]["RESPONSE_ID"], "r-1");
        assert_eq!(data["metadata"]["INTENT"], format!("intent{}", position + 1));
    }
}

#[test]
fn a_message_is_rendered_the_same_alone_and_among_others() {
    let locale = Locale::fr();
    let context = RenderContext::new(&locale);
    let together = render(&three(), &context).parts;
    let alone: Vec<_> =
        three().into_iter().flat_map(|message| render(&[message], &context).parts).collect();
    assert_eq!(together, alone);
}

#[test]
fn a_turn_that_says_nothing_answers_empty_lists() {
    let locale = Locale::fr();
    let context = RenderContext::new(&locale);
    assert_eq!(Web.answer(&[], &context), r#"{"responses":[],"metadata":{}}"#);
}

#[test]
fn streams_show_that_they_are_alive() {
    assert_eq!(kit::PING_FRAME, "event: ping\ndata: 1\n\n");
    assert!(kit::STREAM_HEADERS.contains(&("Content-Type", "text/event-stream;charset=UTF-8")));
}

//! What the bot says, as the widget API gives it.

use std::collections::BTreeMap;

use connectors::kit::{Connector, RenderContext};
use connectors::widget::{CONVERSATION_ID, VISITOR_TOKEN, Widget};
use model::{Locale, Message};
use serde_json::{Value, json};

const ID: &str = "msg_00000000000000000000000001";

/// The answer to an exchange in which the bot says these bodies.
fn answer(bodies: &[Value], facts: &[(&str, &str)]) -> Value {
    let messages: Vec<Message> = bodies
        .iter()
        .map(|body| {
            serde_json::from_value(json!({"id": ID, "body": body})).expect("it is a message")
        })
        .collect();
    let facts: BTreeMap<String, String> =
        facts.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let locale = Locale::en();
    let mut context = RenderContext::new(&locale);
    context.facts = Some(&facts);
    context.base_url = Some("https://bots.example.org");
    let rendered = Widget.render(&Value::Null, &messages, &context);
    serde_json::from_str(&Widget.answer(&rendered.parts, &context)).expect("it is JSON")
}

#[track_caller]
fn check(body: Value, message: Value, reply: &str) {
    let answer = answer(&[body], &[]);
    let mut message = message;
    message["id"] = ID.into();
    assert_eq!(answer["messages"], json!([message]));
    assert_eq!(answer["reply"], reply);
    assert_eq!(answer["messageId"], ID);
}

#[test]
fn every_kind_of_message_has_its_form_and_its_words() {
    check(
        json!({"type": "text", "text": "Where to?", "quick_replies": [
            {"title": "Lyon", "action": {"type": "say", "text": "to Lyon"}},
            {"title": "Book", "action": {"type": "choice", "intent": "book",
             "parameters": {"id": "1"}}},
            {"title": "Here", "action": {"type": "location"}}]}),
        json!({"text": "Where to?", "quickReplies": [
            {"title": "Lyon", "message": "to Lyon"}, {"title": "Book", "payload": "book?id=1"}]}),
        "Where to?\n- Lyon\n- Book",
    );
    check(
        json!({"type": "text", "text": "Look", "buttons": [
            {"title": "Map", "action": {"type": "url", "url": "/map"}},
            {"title": "Call", "action": {"type": "call", "number": "+33 1 23"}}],
            "footnotes": [{"identifier": "1", "title": "Rules", "url": "https://r.example"}]}),
        json!({"text": "Look", "buttons": [
            {"title": "Map", "url": "https://bots.example.org/map"},
            {"title": "Call", "url": "tel:+33123"}],
            "footnotes": [{"id": "1", "title": "Rules", "url": "https://r.example"}]}),
        "Look\n- Map https://bots.example.org/map\n- Call tel:+33123\n[1] Rules https://r.example",
    );
    check(
        json!({"type": "card", "card": {"title": "7:34", "subtitle": "2 h", "file":
            {"url": "https://e.example/a.png", "name": "a", "media": "image", "description": "train"},
            "buttons": [{"title": "Take", "action": {"type": "postback", "intent": "take"}}]}}),
        json!({"cards": [{"title": "7:34", "subtitle": "2 h", "file":
            {"url": "https://e.example/a.png", "name": "a", "type": "image", "description": "train"},
            "buttons": [{"title": "Take", "payload": "take"}]}]}),
        "7:34\n2 h\ntrain https://e.example/a.png\n- Take",
    );
    check(
        json!({"type": "file", "file": {"url": "/r.pdf", "name": "Rules", "media": "file"}}),
        json!({"file": {"url": "https://bots.example.org/r.pdf", "name": "Rules", "type": "file"}}),
        "Rules https://bots.example.org/r.pdf",
    );
    check(
        json!({"type": "custom", "connector": "widget", "payload": {"id": "mine", "text": "Own"}}),
        json!({"text": "Own"}),
        "Own",
    );
}

#[test]
fn messages_are_one_reply_apart_by_an_empty_line() {
    let text = |text: &str| json!({"type": "text", "text": text});
    let facts = [(CONVERSATION_ID, "conv_1"), (VISITOR_TOKEN, "visit_1")];
    let answer = answer(&[text("One."), text("Two.")], &facts);
    assert_eq!(answer["reply"], "One.\n\nTwo.");
    assert_eq!(answer["conversationId"], "conv_1");
    assert_eq!(answer["visitorToken"], "visit_1");
}

#[test]
fn a_turn_that_says_nothing_has_an_empty_reply_and_no_message() {
    let nothing = [json!({"type": "typing"}), json!({"type": "text", "text": " "})];
    let expected = json!({"reply": "", "conversationId": "", "messageId": null, "messages": []});
    assert_eq!(answer(&nothing, &[]), expected);
}

#[test]
fn what_other_channels_alone_understand_is_left_out_and_said() {
    let locale = Locale::en();
    let message: Message = serde_json::from_value(json!({"id": ID, "body":
        {"type": "custom", "connector": "messenger", "payload": {}}}))
    .unwrap();
    let rendered = Widget.render(&Value::Null, &[message], &RenderContext::new(&locale));
    assert!(rendered.parts.is_empty());
    assert!(rendered.left_out[0].reason.contains("messenger"), "{rendered:?}");
}

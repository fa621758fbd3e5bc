//! The widget API, as pages of other sites call it.

use axum::body::Body;
use serde_json::{Value, json};

use super::served::{Answer, call};

const PAGE: (&str, &str) = ("origin", "https://site.example");
const CHAT: &str = "/api/widget/chat";
const KEY: &str = "0b6c1d2e-6a0f-4b0e-9a51-0f0f6f1f2a33";

/// The public id of the sample bot.
async fn gare() -> String {
    let bots = call("GET", "/api/v1/bots", &[], Body::empty()).await.json();
    bots["items"][0]["publicId"].as_str().unwrap().to_owned()
}

async fn post(path: &str, headers: &[(&str, &str)], body: Value) -> Answer {
    // Not this machine's name: the widget's pages come by the public one.
    let headers = [&[("host", "bots.example.org"), PAGE], headers].concat();
    call("POST", path, &headers, body.to_string()).await
}

async fn get(path: &str, headers: &[(&str, &str)]) -> Answer {
    let headers = [&[("host", "bots.example.org"), PAGE], headers].concat();
    call("GET", path, &headers, Body::empty()).await
}

/// Begins a conversation: its id and the visitor's token.
async fn begin(bot: &str) -> (String, String) {
    let body = json!({"botId": bot, "message": "bonjour", "locale": "fr"});
    let answer = post(CHAT, &[], body).await.json();
    let text = |name: &str| answer[name].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned();
    (text("conversationId"), text("visitorToken"))
}

#[track_caller]
fn refused(answer: &Answer, status: u16, text: &str) {
    let json = answer.json();
    assert_eq!(answer.status.as_u16(), status, "{json}");
    assert!(json["error"].as_str().unwrap().contains(text), "{json}");
    assert_eq!(answer.headers["access-control-allow-origin"], PAGE.1);
}

#[tokio::test]
async fn a_page_of_any_site_talks_and_goes_on_by_the_conversation_s_id() {
    let bot = gare().await;
    let body = json!({"botId": bot, "message": "un train pour Lyon demain à 8h", "locale": "fr"});
    let first = post(CHAT, &[], body).await;
    assert_eq!(first.status, 200);
    assert_eq!(first.headers["access-control-allow-origin"], PAGE.1);
    let first = first.json();
    assert!(first["reply"].as_str().unwrap().contains("Lyon"), "{first}");
    assert_eq!(first["messageId"], first["messages"].as_array().unwrap().last().unwrap()["id"]);
    let conversation = first["conversationId"].as_str().unwrap();
    let token = first["visitorToken"].as_str().unwrap();

    let body = json!({"botId": bot, "message": "merci", "conversationId": conversation});
    let second = post(CHAT, &[], body).await.json();
    assert_eq!(second["conversationId"], conversation);
    assert_eq!(second.get("visitorToken"), None, "the token comes once: {second}");

    let history = format!("/api/widget/history?botId={bot}&conversationId={conversation}");
    let bearer = format!("Bearer {token}");
    let lines = get(&history, &[("authorization", &bearer)]).await.json();
    let said: Vec<&str> = lines["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|line| line["text"].as_str())
        .collect();
    assert_eq!(said, ["un train pour Lyon demain à 8h", "merci"]);
}

#[tokio::test]
async fn only_the_visitor_reads_and_judges_what_was_said() {
    let bot = gare().await;
    let (conversation, token) = begin(&bot).await;
    let (other, other_token) = begin(&bot).await;
    let history = format!("/api/widget/history?botId={bot}&conversationId={conversation}");
    let stream = format!("/api/widget/stream?botId={bot}&conversationId={conversation}");
    let changed = format!("{token}A");
    for wrong in ["", "visit_", "visit_x.y", "nonsense", &other_token, &changed] {
        let bearer = format!("Bearer {wrong}");
        let headers = [("authorization", bearer.as_str())];
        refused(&get(&history, &headers).await, 401, "token");
    }
    let bearer = format!("Bearer {other_token}");
    let headers = [("authorization", bearer.as_str())];
    refused(&get(&stream, &headers).await, 401, "token");
    let judged = json!({"botId": bot, "conversationId": conversation, "messageId": "m"});
    refused(&post("/api/widget/feedback", &headers, judged).await, 401, "token");
    let body = json!({"botId": bot, "message": "x", "conversationId": conversation});
    refused(&post(CHAT, &headers, body).await, 401, "token");
    refused(&get(&history, &[]).await, 401, "Authorization: Bearer");
    refused(&get(&format!("/api/widget/history?botId={bot}"), &[]).await, 401, "conversationId");
    let own = format!("/api/widget/history?botId={bot}&conversationId={other}");
    assert_eq!(get(&own, &headers).await.status, 200);
    let judged = json!({"botId": bot, "conversationId": other, "vote": "up",
        "messageId": "msg_00000000000000000000000001"});
    assert_eq!(post("/api/widget/feedback", &headers, judged).await.status, 204);
    // The channel's own path lets nobody choose who they are.
    let direct = json!({"botId": bot, "message": "x", "userId": conversation});
    let direct = post("/io/app/gare/widget", &[], direct).await;
    assert_eq!(direct.status, 404);
}

#[tokio::test]
async fn what_users_judge_bad_is_shown_to_those_who_improve_the_bot() {
    let bot = gare().await;
    let said = json!({"botId": bot, "message": "quelle réponse décevante", "locale": "fr"});
    let answer = post(CHAT, &[], said).await.json();
    let text = |name: &str| answer[name].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned();
    let message = answer["messages"][0]["id"].as_str().unwrap_or_else(|| panic!("{answer}"));
    let bearer = format!("Bearer {}", text("visitorToken"));
    let headers = [("authorization", bearer.as_str())];
    let judge = async |vote: Value| {
        let judged = json!({"botId": bot, "conversationId": text("conversationId"),
            "messageId": message, "vote": vote});
        assert_eq!(post("/api/widget/feedback", &headers, judged).await.status, 204);
        // What one says in a conversation comes after what one thought of it.
        let next =
            json!({"botId": bot, "message": "merci", "conversationId": text("conversationId")});
        assert_eq!(post(CHAT, &headers, next).await.status, 200);
        let list = "/api/v1/bots/app/gare/inbox?bad=true&search=vante";
        let waiting = call("GET", list, &[], Body::empty()).await.json();
        let listed =
            call("GET", "/api/v1/bots/app/gare/conversations?bad=true", &[], Body::empty());
        let listed = listed.await.json();
        (waiting["items"][0]["badCount"].clone(), listed["items"][0]["id"].clone())
    };
    let (bad, conversation) = judge(json!("down")).await;
    assert_eq!(bad, 1);
    let conversation = conversation.as_str().unwrap();
    let whole = format!("/api/v1/bots/app/gare/conversations/{conversation}");
    let whole = call("GET", &whole, &[], Body::empty()).await.json();
    let votes = &whole["turns"][0]["votes"];
    assert_eq!(*votes, json!([{"message": message, "good": false}]), "{whole}");
    assert_eq!(judge(json!("up")).await, (Value::Null, Value::Null));
}

#[tokio::test]
async fn the_same_key_is_the_same_message_from_the_first_one_on() {
    let bot = gare().await;
    let body = || json!({"botId": bot, "message": "bonjour", "locale": "fr"});
    let key = [("idempotency-key", KEY)];
    let (first, again) = (post(CHAT, &key, body()).await, post(CHAT, &key, body()).await);
    assert_eq!(first.status, 200);
    assert_eq!(first.json(), again.json());
    let other = json!({"botId": bot, "message": "au revoir"});
    refused(&post(CHAT, &key, other).await, 409, "Idempotency-Key");
    // A key that others may use too cannot say which conversation is meant.
    refused(&post(CHAT, &[("idempotency-key", "1")], body()).await, 400, "UUID");
    let (conversation, _) = begin(&bot).await;
    let body = || json!({"botId": bot, "message": "merci", "conversationId": conversation});
    let short = [("idempotency-key", "1")];
    assert_eq!(post(CHAT, &short, body()).await.json(), post(CHAT, &short, body()).await.json());
}

#[tokio::test]
async fn an_answer_is_streamed_to_those_who_ask_for_it() {
    let body = json!({"botId": gare().await, "message": "bonjour", "locale": "fr"});
    let answer = post(CHAT, &[("accept", "text/event-stream")], body).await;
    assert!(answer.headers["content-type"].to_str().unwrap().starts_with("text/event-stream"));
    let text = String::from_utf8(answer.body).unwrap();
    let events: Vec<(&str, Value)> = text
        .split_terminator("\n\n")
        .map(|frame| {
            let (event, data) = frame.split_once("\ndata: ").unwrap();
            (event, serde_json::from_str(data).unwrap())
        })
        .collect();
    let (first, last) = (events.first().unwrap(), events.last().unwrap());
    assert_eq!((first.0, last.0), ("event: conversation", "event: answer"));
    assert_eq!(first.1["conversationId"], last.1["conversationId"]);
    let messages: Vec<&Value> = events[1..events.len() - 1].iter().map(|event| &event.1).collect();
    assert_eq!(json!(messages), last.1["messages"]);
}

#[tokio::test]
async fn what_is_wrong_is_said_in_json_that_every_page_can_read() {
    let bot = gare().await;
    let unknown = "pub_00000000000000000000000000";
    let cases = [
        (json!({"message": "x"}), 400, "botId"),
        (json!({"botId": "", "message": "x"}), 400, "botId"),
        (json!({"botId": bot}), 400, "message"),
        (json!({"botId": bot, "message": ""}), 400, "message"),
        (json!({"botId": bot, "message": 5}), 400, "message"),
        (json!({"botId": bot, "message": "x", "conversationId": "1"}), 400, "conversationId"),
        (json!({"botId": "gare", "message": "x"}), 404, "gare"),
        (json!({"botId": unknown, "message": "x"}), 404, unknown),
        (json!([]), 400, ""),
    ];
    for (body, status, text) in cases {
        refused(&post(CHAT, &[], body).await, status, text);
    }
    refused(&get(&format!("/api/bots/{unknown}"), &[]).await, 404, unknown);
    refused(&get(&format!("/api/bots/{unknown}/branding"), &[]).await, 404, unknown);
    refused(&get(CHAT, &[]).await, 405, "GET");
    let large = json!({"botId": bot, "message": "x".repeat(1_000_000)});
    refused(&post(CHAT, &[], large).await, 413, "262144");
}

#[tokio::test]
async fn a_bot_and_its_looks_are_told_in_the_published_form() {
    let id = gare().await;
    let bot = get(&format!("/api/bots/{id}"), &[]).await.json();
    assert_eq!(bot["id"], id.as_str());
    assert_eq!((&bot["name"], &bot["category"]), (&json!("Gare"), &json!("travel")));
    assert_eq!((&bot["language"], &bot["languages"]), (&json!("fr"), &json!(["fr", "en"])));
    assert_eq!(bot["greets"], true);
    assert!(bot["createdAt"].as_str().unwrap().ends_with('Z'), "{bot}");
    let branding = get(&format!("/api/bots/{id}/branding?locale=en-GB"), &[]).await.json();
    let expected = json!({"primaryColor": "#0b5c8a", "backgroundColor": "#ffffff",
        "textColor": "#1f2328", "logoUrl": null, "position": "bottom-right", "theme": "light",
        "title": "Your station", "consentText": null});
    assert_eq!(branding, expected);
}

#[tokio::test]
async fn pages_ask_first_and_are_told_what_they_may_send() {
    let asked = call("OPTIONS", CHAT, &[("host", "bots.example.org"), PAGE], Body::empty()).await;
    assert_eq!(asked.status, 204);
    assert_eq!(asked.headers["access-control-allow-origin"], PAGE.1);
    let allowed = asked.headers["access-control-allow-headers"].to_str().unwrap();
    for header in ["Content-Type", "Idempotency-Key", "Authorization"] {
        assert!(allowed.contains(header), "{allowed}");
    }
    assert_eq!(asked.headers.get("access-control-allow-credentials"), None);
}

#[tokio::test]
async fn the_script_is_fetched_once_and_then_only_asked_for() {
    let script = get("/widget.js", &[]).await;
    assert_eq!(script.status, 200);
    assert!(script.headers["content-type"].to_str().unwrap().starts_with("text/javascript"));
    assert!(script.headers["cache-control"].to_str().unwrap().contains("max-age"));
    let tag = script.headers["etag"].to_str().unwrap();
    let weak = format!("W/{tag}");
    for known in [tag, &weak, &format!("\"other\", {tag}")] {
        assert_eq!(get("/widget.js", &[("if-none-match", known)]).await.status, 304, "{known}");
    }
}

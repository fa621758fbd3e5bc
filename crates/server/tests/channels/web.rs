//! The web channel, beyond a sentence and its answer.

use serde_json::{Value, json};

use super::world::{TOWN, texts, world};

#[tokio::test]
async fn footnotes_carry_their_passages_for_those_who_ask_also_when_they_ask_again() {
    let world = world().await;
    let passage = |answer: &Value| answer["responses"][0]["footnotes"][0]["content"].clone();
    let ask = async |user: &str, with: bool| {
        let body = json!({"query": "what are your sources", "userId": user,
            "sourceWithContent": with});
        world.post(TOWN, &[], body).await.json()
    };
    assert_eq!(passage(&ask("f1", false).await), Value::Null);
    assert_eq!(passage(&ask("f1", true).await), "The *whole* passage.");
    // The second time the answer comes from the store, where the event is gone.
    let body = json!({"query": "what are your sources", "userId": "f2",
        "sourceWithContent": true});
    let first = world.post(TOWN, &[("idempotency-key", "again-1")], body.clone()).await.json();
    let again = world.post(TOWN, &[("idempotency-key", "again-1")], body).await.json();
    assert_eq!(first, again);
    assert_eq!(passage(&again), "The *whole* passage.");
}

#[tokio::test]
async fn texts_are_safe_html_where_a_channel_has_markdown() {
    let world = world().await;
    let path = "/io/test/town/markdown";
    world.web_channel(path, json!({"markdown": true})).await;
    let said = world.say(path, "m1", "what are your sources").await.concat();
    assert!(said.contains("<strong style=\"font-weight: bold;\">it</strong>"), "{said}");
}

#[tokio::test]
async fn opinions_are_kept_with_the_messages_and_counted_once() {
    let world = world().await;
    let body = json!({"query": "who am I", "userId": "judge"});
    let answer = world.post(TOWN, &[], body).await.json();
    let id = answer["responses"][0]["actionId"].as_str().unwrap().to_owned();
    let judge = async |user: &str, id: &str, vote: Value| {
        let body = json!({"userId": user, "feedback": {"actionId": id, "vote": vote}});
        let answer = world.post(TOWN, &[], body).await;
        assert_eq!((answer.status, texts(&answer.json()).len()), (200, 0));
    };
    let opinion = async || {
        let found = world.api("GET", "bots/test/town/conversations?user=judge", Value::Null).await;
        let conversation = found["items"][0]["id"].as_str().unwrap().to_owned();
        let path = format!("bots/test/town/conversations/{conversation}");
        let turns = world.api("GET", &path, Value::Null).await["turns"].clone();
        let votes = turns[0]["votes"].as_array().unwrap();
        votes.first().map_or(Value::Null, |vote| {
            assert_eq!(vote["message"], id);
            vote["good"].clone()
        })
    };
    let counted = async || {
        let total = world.api("GET", "bots/test/town/counts", Value::Null).await["total"].clone();
        (total["up"].as_u64().unwrap(), total["down"].as_u64().unwrap())
    };
    let before = counted().await;
    assert_eq!(opinion().await, Value::Null);
    judge("judge", &id, json!("DOWN")).await;
    judge("judge", &id, json!("UP")).await;
    assert_eq!(opinion().await, true);
    assert_eq!(counted().await, (before.0 + 1, before.1));
    // Neither what another user says of it, nor a message that nobody said.
    judge("stranger", &id, json!("DOWN")).await;
    judge("judge", "msg_00000000000000000000000001", json!("DOWN")).await;
    assert_eq!((opinion().await, counted().await), (json!(true), (before.0 + 1, before.1)));
    judge("judge", &id, Value::Null).await;
    assert_eq!((opinion().await, counted().await), (Value::Null, before));
}

#[tokio::test]
async fn the_oldest_messages_are_given_up_when_too_many_wait_for_a_stream() {
    let world = world().await;
    let path = "/io/test/town/short";
    world.web_channel(path, json!({"queueMessagesMax": 2})).await;
    let channels = world.api("GET", "bots/test/town/channels", Value::Null).await;
    let channels = channels["items"].as_array().or(channels.as_array()).unwrap().clone();
    let channel = channels.iter().find(|one| one["path"] == path).unwrap()["id"].clone();
    let notify = async |intent: &str| {
        let body = json!({"user": "away", "channel": channel, "intent": intent});
        world.api("POST", "bots/test/town/notify", body).await;
    };
    for intent in ["call_me_ada", "who_am_i", "visit", "who_am_i"] {
        notify(intent).await;
    }
    super::world::wait_until(async || {
        world.metric("palabre_messages_sent_total", "given_up").await >= 2.0
    })
    .await;
    let mut stream = world.stream(&format!("{path}/sse?userId=away"), &[]).await;
    assert_eq!(stream.next_text().await, "Somebody has come to see you.");
    assert_eq!(stream.next_text().await, "You are Ada.");
}

#[tokio::test]
async fn messages_wait_for_a_stream_only_as_long_as_the_channel_says() {
    let world = world().await;
    let path = "/io/test/town/hasty";
    world.web_channel(path, json!({"queueNotificationsS": 0})).await;
    world.say(path, "late", "who am I").await;
    world.api("POST", "bots/test/town/notify", json!({"user": "late", "intent": "visit"})).await;
    let mut stream = world.stream(&format!("{path}/sse?userId=late"), &[]).await;
    world.say(path, "late", "who am I").await;
    assert_eq!(stream.next_text().await, "I do not know you.");
}

#[tokio::test]
async fn a_request_reaches_another_channel_of_the_bot_where_the_bridge_is_open() {
    let world = world().await;
    let (open, inner, closed) =
        ("/io/test/town/bridge", "/io/test/town/inner", "/io/test/town/proved");
    world.web_channel(open, json!({"bridge": true})).await;
    world.web_channel(inner, json!({})).await;
    world.web_channel(closed, json!({"security": "cookies"})).await;
    world.say(inner, "b1", "my name is Ada").await;
    let ask = async |path: &str, connector: &str| {
        let body = json!({"query": "who am I", "userId": "b1", "connectorId": connector});
        world.post(path, &[], body).await
    };
    assert_eq!(ask(open, "inner").await.texts(), ["You are Ada."]);
    assert_eq!(ask(open, inner).await.texts(), ["You are Ada."]);
    // Closed, as it is by default, the name means nothing.
    assert_eq!(ask(TOWN, "inner").await.texts(), ["I do not know you."]);
    for wrong in ["nowhere", closed] {
        let refused = ask(open, wrong).await;
        let error = refused.json()["error"].as_str().unwrap().to_owned();
        assert_eq!(refused.status, 400, "{error}");
        assert!(error.contains("connectorId"), "{error}");
    }
}

#[tokio::test]
async fn a_direct_stream_marks_its_last_message_and_ends() {
    let world = world().await;
    let asked = json!({"query": "my name is Ada", "userId": "d1"}).to_string();
    let path = format!("{TOWN}/sse/direct");
    let answer = world.call("GET", &path, &[("message", &asked)], "").await;
    assert!(answer.headers["content-type"].to_str().unwrap().starts_with("text/event-stream"));
    let text = String::from_utf8(answer.body).unwrap();
    let frames: Vec<Value> = text
        .split_terminator("\n\n")
        .map(|frame| frame.strip_prefix("event: message\ndata: ").unwrap())
        .map(|data| serde_json::from_str(data).unwrap())
        .collect();
    assert_eq!(frames.iter().map(texts).collect::<Vec<_>>(), [["Pleased to meet you."]]);
    assert_eq!(frames[0]["metadata"]["LAST_ANSWER"], "true");
}

const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n and its pixels";

#[tokio::test]
async fn a_file_is_kept_offered_to_stories_read_again_and_forgotten_with_its_user() {
    let world = world().await;
    let path = "/io/test/town/files";
    world.web_channel(path, json!({"files": true})).await;
    let send = async |user: &str, kind: &str, key: &str, bytes: &'static [u8]| {
        let headers = [("content-type", kind), ("idempotency-key", key)];
        let path = format!("{path}/files?userId={user}&locale=en&name=a%20ticket.png");
        world.call("POST", &path, &headers, bytes).await
    };
    let got = send("filer", "image/png", "f1", PICTURE).await;
    assert_eq!(got.status, 200, "{}", got.json());
    let said = got.texts().concat();
    let url = said.strip_prefix("image ").unwrap_or_else(|| panic!("{said}")).to_owned();
    assert!(url.starts_with(&format!("{path}/files/file_")), "{url}");
    assert_eq!(send("filer", "image/png", "f1", PICTURE).await.texts().concat(), said);

    let read = world.call("GET", &url, &[], "").await;
    assert_eq!((read.status, read.body.as_slice()), (200, PICTURE));
    for (header, value) in [
        ("content-type", "image/png"),
        ("content-disposition", "attachment"),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(read.headers[header], value);
    }
    // Through another bot's channel it is not there, and none can be guessed.
    let (_, id) = url.rsplit_once('/').unwrap();
    let elsewhere = world.call("GET", &format!("/io/test/museum/web/files/{id}"), &[], "").await;
    assert_eq!(elsewhere.status, 404);
    let guessed = world.call("GET", &format!("{path}/files/file_x"), &[], "").await;
    assert_eq!(guessed.status, 404);

    for (kind, bytes, status) in [
        ("text/html", b"<script>".as_slice(), 415),
        ("image/png", b"<script>".as_slice(), 415),
        ("image/png", b"".as_slice(), 400),
        ("text/plain", vec![b'a'; 5 * 1024 * 1024 + 1].leak(), 413),
    ] {
        assert_eq!(send("filer", kind, "f2", bytes).await.status, status, "{kind}");
    }
    // A speech is one too; larger than what other requests may hold.
    let speech: &'static [u8] = [b"ID3".as_slice(), &vec![7; 400_000]].concat().leak();
    assert!(send("filer", "audio/mp3", "f3", speech).await.texts().concat().starts_with("audio "));
    let off = world.call("POST", &format!("{TOWN}/files?userId=u"), &[], PICTURE).await;
    assert_eq!(off.status, 404, "a channel takes files only where it says so");

    let kept = world.api("GET", "namespaces/test/users/filer", Value::Null).await;
    let kept = kept.pointer("/files").or(kept.pointer("/record/files")).unwrap().clone();
    assert_eq!(kept[0]["contentType"], "image/png", "{kept}");
    assert_eq!(
        (kept[0]["name"].as_str(), kept[0]["sizeBytes"].as_u64()),
        (Some("a ticket.png"), Some(PICTURE.len() as u64))
    );
    world.api("DELETE", "namespaces/test/users/filer", Value::Null).await;
    assert_eq!(world.call("GET", &url, &[], "").await.status, 404);
}

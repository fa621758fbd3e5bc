//! The Bot API over sockets, with a program that says what a test wants.

use std::time::Duration;

use serde_json::{Value, json};

use super::program::{Program, frame, sentence};
use super::world::{MUSEUM, World, texts, wait_until, world};

/// The programs of these tests share the museum's key, so they come one after the other.
pub static MUSEUM_IS_FREE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

pub fn stories() -> Value {
    json!([
        {"mainIntent": "greetings", "name": "greetings"},
        {"mainIntent": "biography", "name": "biography", "otherStarterIntents": ["artist"],
         "secondaryIntents": ["birthdate"],
         "steps": [{"name": "dates", "mainIntent": "birthdate", "otherStarterIntents": [],
                    "secondaryIntents": []}]},
        {"mainIntent": "unknown", "name": "unknown"},
    ])
}

/// What a user asks, while the program waits.
fn ask(world: &'static World, user: &str, text: &str) -> tokio::task::JoinHandle<Value> {
    let body = json!({"query": text, "userId": user, "locale": "en"});
    tokio::spawn(async move { world.post(MUSEUM, &[], body).await.json() })
}

/// One exchange: the program answers with these messages. What the user is shown.
async fn exchange(program: &mut Program, user: &str, text: &str, messages: Value) -> Value {
    let asked = ask(world().await, user, text);
    program.answer(messages).await;
    asked.await.unwrap()
}

#[tokio::test]
async fn a_key_opens_a_socket_and_nothing_else_does() {
    let _free = MUSEUM_IS_FREE.lock().await;
    let world = world().await;
    let key = world.museum_key().await;
    for wrong in ["nobody", "", &key.expose()[..8]] {
        assert_eq!(Program::try_open(world, wrong).await.err(), Some(401), "`{wrong}`");
    }
    let mut program = Program::try_open(world, key.expose()).await.unwrap();
    // A new key: the old one opens nothing any more, and what it opened is closed.
    let (namespace, name) = ("test".parse().unwrap(), "museum".parse().unwrap());
    let bot = world.store.bot(&namespace, &name).await.unwrap().unwrap();
    let new =
        world.store.rotate_api_key(&namespace, &bot.id, &store::Actor::command()).await.unwrap();
    assert_eq!(Program::try_open(world, key.expose()).await.err(), Some(401));
    assert_eq!(program.request().await, None);
    Program::try_open(world, new.expose()).await.unwrap().close().await;
}

#[tokio::test]
async fn a_request_has_the_form_that_the_strictest_program_reads() {
    let _free = MUSEUM_IS_FREE.lock().await;
    let world = world().await;
    let mut program = Program::of_museum(world, None, stories()).await;
    let asked = ask(world, "golden", "who is Mozart");
    let mut request = program.answer(json!([sentence("An artist.")])).await;
    assert_eq!(texts(&asked.await.unwrap()), ["An artist."]);
    let id = request["requestId"].as_str().unwrap().to_owned();
    assert!(!id.is_empty());
    let channel = request["botRequest"]["context"]["applicationId"].clone();
    request["requestId"] = "ID".into();
    let connector = json!({"id": "web", "userInterfaceType": "textChat"});
    assert_eq!(
        request,
        json!({"requestId": "ID", "botRequest": {
            "intent": "biography", "storyId": "biography",
            "message": {"type": "text", "text": "who is Mozart"},
            "entities": [{"type": "test:person", "role": "person", "content": "Mozart",
                "evaluated": true, "subEntities": [], "new": true,
                "value": {"@type": "string", "value": "mozart", "candidates": []}}],
            "context": {"namespace": "test", "language": "en",
                "sourceConnectorType": connector, "targetConnectorType": connector,
                "connectorType": connector, "userInterface": "textChat",
                "applicationId": channel,
                "userId": {"id": "golden", "type": "user"},
                "botId": {"id": channel, "type": "bot"},
                "user": {"timezone": "Europe/Paris", "locale": "en", "test": false},
                "metadata": {}}}})
    );
    // A button: its payload, and a text beside it for programs that want one.
    let world_asked = {
        let body = json!({"payload": "greetings?a=1", "userId": "golden"});
        tokio::spawn(async move { world.post(MUSEUM, &[], body).await.json() })
    };
    let request = program.answer(json!([sentence("Hello.")])).await;
    assert_eq!(
        request["botRequest"]["message"],
        json!({"type": "choice", "payload": "greetings?a=1", "text": ""})
    );
    assert_eq!(request["botRequest"]["intent"], "greetings");
    assert_eq!(texts(&world_asked.await.unwrap()), ["Hello."]);
    program.close().await;
}

/// What a web client is shown of these messages, without what is the same in all.
async fn shown(program: &mut Program, messages: Value) -> Value {
    let mut answer = exchange(program, "shapes", "hello", messages).await;
    for message in answer["responses"].as_array_mut().unwrap() {
        let message = message.as_object_mut().unwrap();
        for common in ["actionId", "version", "type"] {
            message.remove(common);
        }
    }
    answer["responses"].clone()
}

#[tokio::test]
async fn every_kind_of_message_reaches_the_user() {
    let _free = MUSEUM_IS_FREE.lock().await;
    let mut program = Program::of_museum(world().await, None, stories()).await;
    let text = |text: &str| json!({"text": text, "args": [], "toBeTranslated": false});
    let quick = |title: &str| json!({"type": "quick_reply", "clazz": "quick_reply", "title": title, "style": "primary"});
    let cases = [
        // Suggestions; arguments in a pattern of Java.
        (
            json!([{"type": "sentence", "delay": 0,
                "text": {"text": "For {0}, it's {1}?", "args": ["4", null]},
                "suggestions": [{"title": text("Yes")}, {"title": {"text": "No"}}]}]),
            json!([{"text": "For 4, it's ?", "buttons": [quick("Yes"), quick("No")]}]),
        ),
        // The least that a client writes.
        (json!([{"type": "sentence", "text": {"text": "a"}}]), json!([{"text": "a"}])),
        (
            json!([{"type": "card", "title": text("Blue room"), "subTitle": text("Monet"),
                "attachment": {"url": "https://example.org/b.png", "type": "image",
                    "description": text("A room")},
                "actions": [{"title": text("Map"), "url": "https://example.org/m"},
                    {"title": text("Who is Monet?")}], "delay": 0}]),
            json!([{"card": {"title": "Blue room", "subTitle": "Monet",
                "file": {"url": "https://example.org/b.png", "name": "b.png", "type": "image",
                    "description": "A room"},
                "buttons": [
                    {"type": "web_url", "clazz": "url_button", "title": "Map",
                     "url": "https://example.org/m", "target": "_blank", "style": "primary"},
                    {"type": "postback", "clazz": "postback_button", "title": "Who is Monet?",
                     "style": "primary"}]}}]),
        ),
        (
            json!([{"type": "carousel", "cards": [
                {"type": "card", "title": text("A"), "actions": [], "delay": 0},
                {"type": "card", "title": text("B")}]}]),
            json!([{"carousel": {"cards": [
                {"title": "A", "buttons": []}, {"title": "B", "buttons": []}]}}]),
        ),
        (
            json!([{"type": "custom", "message": {
                "klass": "ai.tock.bot.connector.web.WebMessage",
                "value": {"widget": {"type": "Map", "data": {"zoom": 3}}}}}]),
            json!([{"widget": {"type": "Map", "data": {"zoom": 3}}}]),
        ),
        // What cannot be used does not take the rest of the frame with it.
        (
            json!([{"type": "custom", "message": {"klass": "org.example.Unknown", "value": {}}},
                {"type": "nonsense"}, {"type": "sentence"},
                {"type": "event", "category": "METADATA", "key": "OTHER", "value": "1"},
                {"type": "debug", "text": "for developers", "data": {"a": 1}},
                sentence("The rest.")]),
            json!([{"text": "The rest."}]),
        ),
    ];
    for (messages, expected) in cases {
        assert_eq!(shown(&mut program, messages.clone()).await, expected, "{messages}");
    }
    program.close().await;
}

#[tokio::test]
async fn frames_are_read_with_whatever_clients_leave_out_or_add() {
    let _free = MUSEUM_IS_FREE.lock().await;
    let world = world().await;
    let mut program = Program::of_museum(world, None, stories()).await;
    let replies: [fn(&str) -> String; 3] = [
        // No entities, no context, no delay, fields of another version.
        |id| {
            json!({"requestId": id, "more": 1, "botResponse": {"storyId": "greetings",
                "messages": [{"type": "sentence", "text": {"text": "ok", "length": 2}}]}})
            .to_string()
        },
        // Nulls instead of absent members.
        |id| {
            json!({"requestId": id, "botConfiguration": null, "botResponse": {
                "storyId": "greetings", "step": null, "entities": null,
                "messages": [{"type": "sentence", "text": {"text": "ok", "key": null},
                    "suggestions": null, "delay": null}],
                "context": {"requestId": id, "date": null, "lastResponse": null}}})
            .to_string()
        },
        // A raw line break inside a text, as Java's writers let through.
        |id| {
            format!(
                "{{\"requestId\":\"{id}\",\"botResponse\":{{\"storyId\":\"greetings\",\
                 \"messages\":[{{\"type\":\"sentence\",\"text\":{{\"text\":\"ok\n\"}}}}]}}}}"
            )
        },
    ];
    for reply in replies {
        let asked = ask(world, "lenient", "hello");
        let request = program.request().await.unwrap();
        let text = reply(request["requestId"].as_str().unwrap());
        program.send("this is no frame").await;
        program.send(&text).await;
        assert_eq!(texts(&asked.await.unwrap())[0].trim(), "ok", "{text}");
    }
    program.close().await;
}

#[tokio::test]
async fn several_frames_are_shown_as_they_come_and_a_growing_text_in_the_stream() {
    let _free = MUSEUM_IS_FREE.lock().await;
    let world = world().await;
    let mut program = Program::of_museum(world, Some("V3"), stories()).await;
    let mut stream = world.stream(&format!("{MUSEUM}/sse?userId=grow"), &[]).await;
    let asked = ask(world, "grow", "hello");
    let request = program.request().await.unwrap();
    let switch = |on: &str| {
        json!({"type": "event", "category": "METADATA", "key": "TOCK_STREAM_RESPONSE",
            "value": on})
    };
    program.send(&frame(&request, json!([sentence("First.")]), false).to_string()).await;
    assert_eq!(stream.next_text().await, "First.");
    let pieces = [json!([switch("true"), sentence("It ")]), json!([sentence("grows ")])];
    let mut id = Value::Null;
    for (messages, so_far) in pieces.into_iter().zip(["It ", "It grows "]) {
        program.send(&frame(&request, messages, false).to_string()).await;
        let shown = stream.next().await;
        assert_eq!(texts(&shown).concat().trim(), so_far.trim());
        assert_eq!(shown["metadata"]["TOCK_STREAM_RESPONSE"], "true");
        id = shown["metadata"]["RESPONSE_ID"].clone();
    }
    let last = json!([sentence("up."), switch("false")]);
    program.send(&frame(&request, last, true).to_string()).await;
    let answer = asked.await.unwrap();
    assert_eq!(texts(&answer), ["First.", "It grows up."]);
    assert_eq!(answer["metadata"]["RESPONSE_ID"], id);
    program.close().await;
}

/// The entities of the next request, as `role=value`.
fn held(request: &Value) -> Vec<String> {
    let entities = request["botRequest"]["entities"].as_array().unwrap();
    let one = |it: &Value| {
        format!("{}={}", it["role"].as_str().unwrap(), it["value"]["value"].as_str().unwrap())
    };
    entities.iter().map(one).collect()
}

#[tokio::test]
async fn entities_last_and_change_as_the_program_says() {
    let _free = MUSEUM_IS_FREE.lock().await;
    let world = world().await;
    let mut program = Program::of_museum(world, None, stories()).await;
    let reply = async |program: &mut Program, text: &str, entities: Value| {
        let asked = ask(world, "values", text);
        let request = program.request().await.unwrap();
        let mut answer = frame(&request, json!([sentence("ok")]), true);
        answer["botResponse"]["entities"] = entities;
        program.send(&answer.to_string()).await;
        asked.await.unwrap();
        held(&request)
    };
    assert_eq!(reply(&mut program, "who is Mozart", json!([])).await, ["person=mozart"]);
    // An empty list of a program without version changes nothing.
    let monet = json!([{"type": "test:person", "role": "person", "content": "Monet",
        "evaluated": true, "new": false, "value": {"@type": "string", "value": "monet"}}]);
    assert_eq!(reply(&mut program, "hello", monet).await, ["person=mozart"]);
    assert_eq!(reply(&mut program, "hello", json!([])).await, ["person=monet"]);
    program.close().await;
    // One with a version means what it says.
    let mut program = Program::of_museum(world, Some("V1"), stories()).await;
    assert_eq!(reply(&mut program, "hello", json!([])).await, ["person=monet"]);
    assert!(reply(&mut program, "hello", json!([])).await.is_empty());
    program.close().await;
}

#[tokio::test]
async fn stories_steps_and_secondary_intents_lead_where_the_program_says() {
    let _free = MUSEUM_IS_FREE.lock().await;
    let world = world().await;
    let mut program = Program::of_museum(world, None, stories()).await;
    let place = |request: &Value| {
        let asked = &request["botRequest"];
        ["storyId", "intent", "step"].map(|name| asked[name].as_str().unwrap_or("-").to_owned())
    };
    let turn = async |program: &mut Program, text: &str, change: fn(&mut Value)| {
        let asked = ask(world, "places", text);
        let request = program.request().await.unwrap();
        let mut answer = frame(&request, json!([sentence("ok")]), true);
        change(&mut answer["botResponse"]);
        program.send(&answer.to_string()).await;
        asked.await.unwrap();
        place(&request)
    };
    let nothing: fn(&mut Value) = |_| {};
    // Outside its story a secondary intent is not the story's.
    let first = turn(&mut program, "and the birth date", nothing).await;
    assert_eq!(first[0], "unknown");
    assert_eq!(turn(&mut program, "who is Mozart", nothing).await, ["biography", "biography", "-"]);
    let inside = turn(&mut program, "and the birth date", nothing).await;
    assert_eq!(&inside[..2], ["biography", "birthdate"]);
    // Another story becomes the current one by its name.
    turn(&mut program, "hello", |answer| answer["storyId"] = "biography".into()).await;
    let inside = turn(&mut program, "and the birth date", nothing).await;
    assert_eq!(inside[0], "biography");
    // A step, and one that does not exist.
    turn(&mut program, "who is Mozart", |answer| answer["step"] = "dates".into()).await;
    let at_step = turn(&mut program, "and the birth date", |answer| {
        answer["step"] = "nowhere".into();
    });
    assert_eq!(at_step.await, ["biography", "birthdate", "dates"]);
    assert_eq!(turn(&mut program, "xyzzy", nothing).await[0], "unknown");
    program.close().await;
}

#[tokio::test]
async fn an_action_with_its_doubled_key_hands_over_to_another_story() {
    let _free = MUSEUM_IS_FREE.lock().await;
    let world = world().await;
    let mut program = Program::of_museum(world, None, stories()).await;
    let asked = ask(world, "switch", "hello");
    let request = program.request().await.unwrap();
    let id = request["requestId"].as_str().unwrap();
    // To the letter what Jackson writes.
    let text = format!(
        r#"{{"requestId":"{id}","botResponse":{{"messages":[{{"type":"action","type":"SWITCH_STORY","parameters":{{"switch_story_id":"biography"}},"delay":0}}],"storyId":"greetings","entities":[],"context":{{"requestId":"{id}","date":"2026-11-20T10:00:00Z","lastResponse":true}}}}}}"#
    );
    program.send(&text).await;
    let second = program.answer(json!([sentence("From the biography.")])).await;
    assert_eq!(second["botRequest"]["storyId"], "biography");
    assert_eq!(texts(&asked.await.unwrap()), ["From the biography."]);
    program.close().await;
}

#[tokio::test]
async fn a_silent_program_gives_the_user_an_answer_and_its_late_frame_is_counted() {
    let _free = MUSEUM_IS_FREE.lock().await;
    let world = world().await;
    let mut program = Program::of_museum(world, None, stories()).await;
    let late = async || world.metric("palabre_program_frames_late_total", "").await;
    let before = late().await;
    let asked = ask(world, "patient", "hello");
    let request = program.request().await.unwrap();
    let answer = asked.await.unwrap();
    assert_eq!(texts(&answer).len(), 1, "{answer}");
    program.send(&frame(&request, json!([sentence("Too late.")]), true).to_string()).await;
    wait_until(async || late().await > before).await;
    // Nothing of it stands in the next answer; and no messages at all are an answer too.
    let next = exchange(&mut program, "patient", "hello", json!([sentence("In time.")])).await;
    assert_eq!(texts(&next), ["In time."]);
    let empty = exchange(&mut program, "patient", "hello", json!([])).await;
    assert_eq!(texts(&empty).len(), 1, "{empty}");
    program.close().await;
}

#[tokio::test]
async fn sockets_of_one_key_share_the_load_and_one_that_ends_leaves_the_others() {
    let _free = MUSEUM_IS_FREE.lock().await;
    let world = world().await;
    let mut first = Program::of_museum(world, None, stories()).await;
    let mut second = Program::of_museum(world, None, stories()).await;
    let asked = [ask(world, "s1", "hello"), ask(world, "s2", "hello")];
    // Each has one, before either answers.
    let requests = (first.request().await.unwrap(), second.request().await.unwrap());
    first.send(&frame(&requests.0, json!([sentence("A")]), true).to_string()).await;
    second.send(&frame(&requests.1, json!([sentence("B")]), true).to_string()).await;
    let mut heard = Vec::new();
    for asked in asked {
        heard.extend(texts(&asked.await.unwrap()));
    }
    heard.sort();
    assert_eq!(heard, ["A", "B"]);
    // A request whose socket ends goes to the other.
    let asked = [ask(world, "s3", "hello"), ask(world, "s4", "hello")];
    let (mine, _lost) = (first.request().await.unwrap(), second.request().await.unwrap());
    second.close().await;
    first.send(&frame(&mine, json!([sentence("C")]), true).to_string()).await;
    first.answer(json!([sentence("C")])).await;
    for asked in asked {
        assert_eq!(texts(&asked.await.unwrap()), ["C"]);
    }
    first.close().await;
}

#[tokio::test]
async fn one_request_of_a_user_is_under_way_at_a_time_and_in_order() {
    let _free = MUSEUM_IS_FREE.lock().await;
    let world = world().await;
    let mut program = Program::of_museum(world, None, stories()).await;
    let first = ask(world, "order", "hello");
    let request = program.request().await.unwrap();
    let second = ask(world, "order", "who is Mozart");
    // Another user's request comes, the same user's does not.
    let other = ask(world, "other", "hello");
    let between = program.answer(json!([sentence("other")])).await;
    assert_eq!(between["botRequest"]["context"]["userId"]["id"], "other");
    other.await.unwrap();
    program.send(&frame(&request, json!([sentence("first")]), true).to_string()).await;
    let next = program.answer(json!([sentence("second")])).await;
    assert_eq!(next["botRequest"]["intent"], "biography");
    assert_eq!(texts(&first.await.unwrap()), ["first"]);
    assert_eq!(texts(&second.await.unwrap()), ["second"]);
    program.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_conversations_on_one_socket_keep_the_order_of_each() {
    const USERS: usize = 1_000;
    const TURNS: usize = 3;
    let _free = MUSEUM_IS_FREE.lock().await;
    let world = world().await;
    let mut program = Program::of_museum(world, None, stories()).await;
    let users: Vec<_> = (0..USERS)
        .map(|user| {
            tokio::spawn(async move {
                let mut heard = Vec::new();
                for turn in 0..TURNS {
                    let body = json!({"payload": format!("greetings?turn={turn}"),
                        "userId": format!("crowd-{user}")});
                    let answer = world.post(MUSEUM, &[], body).await.json();
                    heard.extend(texts(&answer));
                }
                (user, heard)
            })
        })
        .collect();
    // Answers come in another order than the requests: the last of each batch first.
    let mut answered = 0;
    let mut waiting = Vec::new();
    while answered < USERS * TURNS {
        let next = tokio::time::timeout(Duration::from_millis(50), program.request()).await;
        match next {
            Ok(request) => waiting.push(request.unwrap()),
            Err(_) => {
                while let Some(request) = waiting.pop() {
                    let asked = &request["botRequest"];
                    let user = asked["context"]["userId"]["id"].as_str().unwrap();
                    let said = format!("{user} {}", asked["message"]["payload"].as_str().unwrap());
                    let answer = frame(&request, json!([sentence(&said)]), true);
                    program.send(&answer.to_string()).await;
                    answered += 1;
                }
            }
        }
    }
    for user in users {
        let (user, heard) = user.await.unwrap();
        let expected: Vec<String> =
            (0..TURNS).map(|turn| format!("crowd-{user} greetings?turn={turn}")).collect();
        assert_eq!(heard, expected);
    }
    program.close().await;
}

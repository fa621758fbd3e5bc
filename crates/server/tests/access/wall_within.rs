//! The wall in what is not a route by itself: searches, exports, streams of visitors, and what is
//! kept in memory to be quick. Both namespaces have a bot of the same name.

use model::Permission;
use serde_json::{Value, json};

use crate::world::*;

/// Something of `b` in everything that `a` may search, export or find kept.
async fn fill(world: &World, namespace: &str, word: &str) -> Value {
    let token = world.token(namespace, None, &Permission::GIVEN).await;
    let bot = format!("/api/v1/bots/{namespace}/bot");
    let steps = [
        ("PUT", format!("intents/{word}"), json!({"title": word})),
        (
            "POST",
            "sentences".into(),
            json!({"put": [{"text": word, "locale": "fr", "intent": word}]}),
        ),
        ("PUT", format!("labels/{word}"), json!({"texts": [{"locale": "fr", "variants": [word]}]})),
        (
            "PUT",
            format!("stories/{word}"),
            json!({"name": word, "starters": [word],
            "answers": [{"content": {"type": "text", "text": word}}]}),
        ),
        (
            "PUT",
            "entity-types/town".into(),
            json!({"dictionary": {"entries": [{"value": word, "labels": {}}]}}),
        ),
        ("POST", "versions".into(), json!({})),
    ];
    for (method, path, body) in steps {
        let answer = world.call(method, &format!("{bot}/{path}"), &token, &body.to_string()).await;
        assert!(answer.status.is_success(), "{method} {path}: {}", answer.text());
    }
    world.call("GET", &bot, &token, "").await.json()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn searches_and_exports_of_one_namespace_find_nothing_of_another() {
    let world = World::new(&[("nlp_open", "false")]).await;
    fill(&world, "b", CANARY).await;
    fill(&world, "a", "ours").await;
    for namespace in ["a", "b"] {
        let said =
            json!({"query": if namespace == "a" { "ours" } else { CANARY }, "userId": "twin"});
        let path = format!("/io/{namespace}/bot/web");
        assert_eq!(world.call("POST", &path, "", &said.to_string()).await.status, 200);
    }
    let token = world.token("a", None, &Permission::GIVEN).await;
    let bot = "/api/v1/bots/a/bot";
    let mut asked_count = 0;
    for path in [
        format!("{bot}/sentences?search={CANARY}"),
        format!("{bot}/stories?search={CANARY}"),
        format!("{bot}/labels?search={CANARY}"),
        format!("{bot}/intents?search={CANARY}"),
        format!("{bot}/conversations?search={CANARY}"),
        format!("{bot}/inbox?search={CANARY}"),
        format!("{bot}/entity-types/town/dictionary?search={CANARY}"),
        "/api/v1/namespaces/a/audit?object=b/bot".to_owned(),
    ] {
        let answer = world.call("GET", &path, &token, "").await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        let found = answer.json();
        let items = found["items"].as_array().unwrap_or_else(|| panic!("{path}: {found}"));
        assert!(items.is_empty(), "{path} finds theirs: {found}");
        asked_count += 1;
    }
    for path in [
        format!("{bot}/export"),
        format!("{bot}/label-file"),
        format!("{bot}/label-file?format=json"),
        format!("{bot}/label-uses"),
        format!("{bot}/changes"),
        format!("{bot}/counts"),
        "/api/v1/namespaces/a/audit/export".to_owned(),
        "/api/v1/namespaces/a/users/twin".to_owned(),
        "/rest/admin/application/dump/a:bot".to_owned(),
        "/rest/admin/sentences/dump/full/a:bot".to_owned(),
        "/rest/admin/applications".to_owned(),
    ] {
        let answer = world.call("GET", &path, &token, "").await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        assert!(!holds(&answer.body, CANARY), "{path} gives theirs");
        asked_count += 1;
    }
    println!("the wall: {asked_count} searches and exports, 0 of theirs");
    world.stop().await;
}

/// Whether bytes hold a text, also inside a zip that stores its files as they are.
fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_kept_in_memory_of_one_namespace_answers_nobody_of_another() {
    let world = World::new(&[("nlp_open", "false")]).await;
    // Theirs first, and asked for, so that drafts, versions, models and answers are kept.
    fill(&world, "b", CANARY).await;
    let theirs = world.token("b", None, &Permission::GIVEN).await;
    let ours = world.token("a", None, &Permission::GIVEN).await;
    for path in ["changes", "versions/1/compare?with=2", "intents", "checks"] {
        let path = format!("/api/v1/bots/b/bot/{path}");
        assert_eq!(world.call("GET", &path, &theirs, "").await.status, 200, "{path}");
    }
    let sentences = json!({"sentences": [{"text": CANARY, "locale": "fr"}]}).to_string();
    let known =
        world.call("POST", "/api/v1/bots/b/bot/understand", &theirs, &sentences).await.json();
    assert_eq!(known["items"][0]["intent"], CANARY, "{known}");
    let understood =
        world.call("POST", "/api/v1/bots/a/bot/understand", &ours, &sentences).await.json();
    assert!(understood["items"][0]["intent"].is_null(), "{understood}");

    // The tag of theirs is not known here.
    let path = format!("/api/v1/bots/b/bot/intents/{CANARY}");
    let tag =
        world.call("GET", &path, &theirs, "").await.headers["etag"].to_str().unwrap().to_owned();
    let headers = [("authorization", ours.as_str()), ("if-none-match", tag.as_str())];
    let path = format!("/api/v1/bots/a/bot/intents/{CANARY}");
    assert_eq!(world.send("GET", &path, &headers, "", [192, 0, 2, 9]).await.status, 404);

    // The same key of an idempotent request: each has their own answer.
    let mut made = Vec::new();
    for (token, namespace) in [(&theirs, "b"), (&ours, "a")] {
        let headers = [
            ("authorization", token.as_str()),
            ("idempotency-key", "one"),
            ("content-type", "application/json"),
        ];
        let body = json!({"name": "t", "scopes": ["view"]}).to_string();
        let path = format!("/api/v1/namespaces/{namespace}/tokens");
        let answer = world.send("POST", &path, &headers, &body, [192, 0, 2, 9]).await;
        assert!(answer.status.is_success(), "{}", answer.text());
        made.push(answer.text());
    }
    assert_ne!(made[0], made[1]);

    // A visitor's token of their bot opens no history and no stream of ours.
    let public = async |namespace: &str| {
        let bot = world.store.bot(&ns(namespace), &"bot".parse().unwrap()).await.unwrap().unwrap();
        bot.public_id.to_string()
    };
    let said = json!({"botId": public("b").await, "message": CANARY}).to_string();
    let answer = world.call("POST", "/api/widget/chat", "", &said).await.json();
    let (conversation, visitor) =
        (answer["conversationId"].as_str().unwrap(), answer["visitorToken"].as_str().unwrap());
    let visitor = format!("Bearer {visitor}");
    let own =
        format!("/api/widget/history?botId={}&conversationId={conversation}", public("b").await);
    assert!(world.call("GET", &own, &visitor, "").await.text().contains(CANARY));
    for what in ["history", "stream"] {
        let path =
            format!("/api/widget/{what}?botId={}&conversationId={conversation}", public("a").await);
        let answer = world.call("GET", &path, &visitor, "").await;
        assert!(matches!(answer.status.as_u16(), 401 | 404), "{what}: {}", answer.status);
        assert!(!answer.text().contains(CANARY), "{what}");
    }
    println!(
        "the wall: drafts, versions, models, tags, kept answers, visitors' tokens: 0 of theirs"
    );
    world.stop().await;
}

//! The same user id in two namespaces: two people.

use serde_json::{Value, json};

use crate::world::*;

async fn get(world: &World, path: &str) -> Value {
    let answer = world.call("GET", path, &basic(OWNER, PASSWORD), "").await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.json()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn conversations_of_the_same_user_id_in_two_namespaces_never_meet() {
    let world = World::new(&[]).await;
    let mut ids = Vec::new();
    for (namespace, words) in [("a", "mot d'ici"), ("b", CANARY)] {
        let bot = world.bot_id(namespace).await;
        let channel = world.store.channels(&ns(namespace), &bot).await.unwrap().remove(0);
        // The same key too: it is known to each namespace by itself.
        let body = json!({"query": words, "userId": "twin"}).to_string();
        let headers = [("content-type", "application/json"), ("idempotency-key", "one")];
        let answer = world.send("POST", &channel.path, &headers, &body, [192, 0, 2, 9]).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let list = get(&world, &format!("/api/v1/bots/{namespace}/bot/conversations")).await;
        assert_eq!(list["items"].as_array().unwrap().len(), 1, "{list}");
        ids.push(list["items"][0]["id"].as_str().unwrap().to_owned());
    }
    assert_ne!(ids[0], ids[1]);
    let seen_of_a = [
        get(&world, "/api/v1/namespaces/a/users/twin").await,
        get(&world, "/api/v1/bots/a/bot/conversations?user=twin").await,
        get(&world, &format!("/api/v1/bots/a/bot/conversations/{}", ids[0])).await,
        get(&world, "/api/v1/bots/a/bot/inbox").await,
    ];
    for seen in &seen_of_a {
        assert!(
            !seen.to_string().contains(CANARY) && !seen.to_string().contains(&ids[1]),
            "{seen}"
        );
    }
    let search = format!("/api/v1/bots/a/bot/conversations?search={CANARY}");
    assert_eq!(get(&world, &search).await["items"], json!([]), "a search stays at home");
    let other = format!("/api/v1/bots/a/bot/conversations/{}", ids[1]);
    let answer = world.call("GET", &other, &basic(OWNER, PASSWORD), "").await;
    assert_eq!(answer.status, 404, "{}", answer.text());

    // Who is forgotten here stays there.
    let forget = "/api/v1/namespaces/a/users/twin";
    let gone = world.call("DELETE", forget, &basic(OWNER, PASSWORD), "").await.json();
    assert_eq!(gone["conversations"], 1, "{gone}");
    let there = get(&world, "/api/v1/namespaces/b/users/twin").await;
    assert_eq!(there["conversations"][0]["turns"][0]["text"], CANARY);
    world.stop().await;
}

//! What is kept of people, through the routes.

use serde_json::{Value, json};

use crate::world::*;

async fn say(world: &World, user: &str, text: &str) -> Answer {
    let bot = world.bot_id("a").await;
    let channel = world.store.channels(&ns("a"), &bot).await.unwrap().remove(0);
    let body = json!({"query": text, "userId": user}).to_string();
    let answer = world.call("POST", &channel.path, "", &body).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer
}

async fn admin(world: &World, method: &str, path: &str, body: Value) -> Answer {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let answer = world.call(method, path, &basic(OWNER, PASSWORD), &body).await;
    assert!(answer.status.is_success(), "{method} {path}: {} {}", answer.status, answer.text());
    answer
}

/// Every file of the data folder.
fn bytes_hold(world: &World, text: &str) -> bool {
    let mut folders = vec![world.folder()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if std::fs::read(&path)
                .unwrap()
                .windows(text.len())
                .any(|window| window == text.as_bytes())
            {
                return true;
            }
        }
    }
    false
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_rules_find_is_never_stored() {
    let world = World::new(&[]).await;
    let privacy = json!({"hide": [{"name": "phone", "pattern": "06[ 0-9]+"}]});
    admin(&world, "PUT", "/api/v1/namespaces/a/privacy", privacy).await;
    say(&world, "ann", "appelez le 06 12 34").await;
    say(&world, "ann", "rien à cacher").await;
    world.store.flush_sentences().await.unwrap();
    let person = admin(&world, "GET", "/api/v1/namespaces/a/users/ann", Value::Null).await.json();
    let turns = person["conversations"][0]["turns"].as_array().unwrap();
    let said: Vec<&str> = turns.iter().map(|turn| turn["text"].as_str().unwrap()).collect();
    assert_eq!(said, ["appelez le ********", "rien à cacher"]);
    assert!(!person.to_string().contains("06 12"), "{person}");

    // A rule that cannot be applied is refused; one that came in otherwise hides everything.
    let wrong = json!({"hide": [{"name": "x", "pattern": "("}]}).to_string();
    let answer =
        world.call("PUT", "/api/v1/bots/a/bot/privacy", &basic(OWNER, PASSWORD), &wrong).await;
    assert_eq!(answer.status, 400);
    assert!(answer.text().contains("hide[0].pattern"), "{}", answer.text());
    let rule = store::HideRule { name: "x".into(), pattern: "(".into() };
    let broken = store::Privacy { hide: vec![rule], ..store::Privacy::default() };
    let bot = world.bot_id("a").await;
    let by = store::Actor::command();
    world.store.set_privacy(&ns("a"), Some(&bot), &broken, &by).await.unwrap();
    world.refresh().await;
    say(&world, "ann", "tout est caché").await;
    let person = admin(&world, "GET", "/api/v1/namespaces/a/users/ann", Value::Null).await.json();
    assert_eq!(person["conversations"][0]["turns"][2]["text"], "**************");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_forgotten_is_gone_to_the_last_byte_with_what_they_taught() {
    let world = World::new(&[]).await;
    let user = "zzperson";
    for text in ["je suis zzcanary et je pars", "bonjour à tous"] {
        say(&world, user, text).await;
        // Somebody took them into the bot, and published.
        let sentence = json!({"put": [{"text": text, "locale": "fr", "intent": null}]});
        admin(&world, "POST", "/api/v1/bots/a/bot/sentences", sentence).await;
    }
    admin(&world, "POST", "/api/v1/bots/a/bot/versions", json!({})).await;
    say(&world, "other", "bonjour à tous").await;
    assert!(bytes_hold(&world, "zzcanary et je pars"));

    let path = format!("/api/v1/namespaces/a/users/{user}");
    let person = admin(&world, "GET", &path, Value::Null).await.json();
    assert_eq!(person["conversations"][0]["turns"].as_array().unwrap().len(), 2);
    let taught = person["taught"].as_array().unwrap();
    assert_eq!(taught.len(), 2, "{person}");
    let harmless = taught.iter().find(|one| one["text"] == "bonjour à tous").unwrap();
    let keep = harmless["id"].as_str().unwrap();

    let gone = admin(&world, "DELETE", &format!("{path}?keep={keep}"), Value::Null).await.json();
    assert_eq!((&gone["conversations"], &gone["segments"]), (&json!(1), &json!(2)));
    assert_eq!(gone["taught"].as_array().unwrap().len(), 1, "{gone}");
    let person = admin(&world, "GET", &path, Value::Null).await.json();
    assert_eq!(person["conversations"], json!([]));
    let list = "/api/v1/bots/a/bot/sentences";
    let left = admin(&world, "GET", list, Value::Null).await.json();
    assert_eq!(left["items"].as_array().unwrap().len(), 1, "{left}");
    assert!(!bytes_hold(&world, "zzcanary et je pars"), "bytes of what was said are left");
    assert!(!bytes_hold(&world, user), "bytes of the name are left");
    let other = admin(&world, "GET", "/api/v1/namespaces/a/users/other", Value::Null).await.json();
    assert_eq!(other["conversations"].as_array().unwrap().len(), 1);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn plans_are_set_by_owners_of_the_installation_alone() {
    let world = World::new(&[]).await;
    let set = json!({"namespace": "a", "name": "free"});
    let now = admin(&world, "PUT", "/api/v1/plans", set.clone()).await.json();
    assert_eq!(now, json!({"namespace": "a", "name": "free", "requestsPerHour": 100}));
    let of_a = world.person("own@a.example", "a", model::MemberRole::Owner).await;
    assert_eq!(world.call("PUT", "/api/v1/plans", &of_a, &set.to_string()).await.status, 403);
    let seen = world.call("GET", "/api/v1/namespaces/a/plan", &of_a, "").await.json();
    assert_eq!(seen["requestsPerHour"], 100);
    let all = admin(&world, "GET", "/api/v1/plans", Value::Null).await.json();
    assert_eq!(all["items"].as_array().unwrap().len(), 1);
    // A plan is reason enough for a namespace to be there; others see their own alone.
    admin(&world, "PUT", "/api/v1/plans", json!({"namespace": "planned", "name": "free"})).await;
    let names = |list: &Value| -> Vec<String> {
        let items = list["items"].as_array().unwrap().iter();
        items.map(|one| format!("{} {}", one["name"].as_str().unwrap(), one["bots"])).collect()
    };
    let all = admin(&world, "GET", "/api/v1/namespaces", Value::Null).await.json();
    assert_eq!(names(&all), ["a 1", "app 1", "b 1", "planned 0"]);
    let seen = world.call("GET", "/api/v1/namespaces", &of_a, "").await.json();
    assert_eq!(names(&seen), ["a 1"]);
    let custom = json!({"namespace": "a", "name": "ours"}).to_string();
    let answer = world.call("PUT", "/api/v1/plans", &basic(OWNER, PASSWORD), &custom).await;
    assert_eq!(answer.status, 400, "{}", answer.text());
    admin(&world, "PUT", "/api/v1/plans", json!({"namespace": "a"})).await;
    let seen = world.call("GET", "/api/v1/namespaces/a/plan", &of_a, "").await.json();
    assert_eq!(seen, json!({"namespace": "a"}));
    world.stop().await;
}

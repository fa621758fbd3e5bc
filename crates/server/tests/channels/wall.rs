//! The wall where connections stay open: sockets of programs, and streams. What belongs to another
//! namespace never comes through ours, though users, bots and paths have the same names.

use serde_json::json;

use super::program::{Program, sentence};
use super::programs::{MUSEUM_IS_FREE, stories};
use super::world::{MUSEUM, TOWN, texts, world};

/// Stands in what is said elsewhere.
const CANARY: &str = "zzcanary";

#[tokio::test]
async fn a_key_hears_and_says_nothing_of_a_bot_of_another_namespace() {
    let _free = MUSEUM_IS_FREE.lock().await;
    let world = world().await;
    let new = json!({"name": "museum", "locales": ["en"], "from": "empty"});
    let made = world.api("POST", "namespaces/elsewhere/bots", new).await;
    let theirs = "/io/elsewhere/museum/web";
    let mut program = Program::of_museum(world, None, stories()).await;

    // The same user id, the same name of the bot: our program is not asked.
    let answered = world.say(theirs, "twin", CANARY).await;
    assert!(!answered.concat().contains("ours"));
    let asked = tokio::spawn(async move {
        world
            .post(MUSEUM, &[], json!({"query": "who is Mozart", "userId": "twin", "locale": "en"}))
            .await
            .json()
    });
    let request = program.answer(json!([sentence("ours")])).await;
    assert_eq!(
        request["botRequest"]["message"]["text"], "who is Mozart",
        "the first it hears is ours"
    );
    assert!(!request.to_string().contains(CANARY), "{request}");
    assert_eq!(texts(&asked.await.unwrap()), ["ours"]);

    // Their program connects with their key, and declares what our bot must not learn.
    let key = made["apiKey"].as_str().unwrap();
    let mut other = Program::try_open(world, key).await.unwrap();
    let configuration = json!({"stories": [{"mainIntent": CANARY, "name": CANARY}]});
    other.send(&json!({"requestId": "1", "botConfiguration": configuration}).to_string()).await;
    // Nor can it answer what our program is asked: the id of the request alone opens nothing.
    let asked = tokio::spawn(async move {
        world
            .post(MUSEUM, &[], json!({"query": "who is Mozart", "userId": "twin", "locale": "en"}))
            .await
            .json()
    });
    let request = program.request().await.unwrap();
    other.send(&super::program::frame(&request, json!([sentence(CANARY)]), true).to_string()).await;
    program
        .send(&super::program::frame(&request, json!([sentence("ours again")]), true).to_string())
        .await;
    assert_eq!(texts(&asked.await.unwrap()), ["ours again"]);
    let ours = world.call("GET", "/api/v1/bots/test/museum/program", &[], "").await;
    assert!(!String::from_utf8_lossy(&ours.body).contains(CANARY));
    other.close().await;
    program.close().await;
    println!("the wall: sockets of two namespaces, 0 let through");
}

#[tokio::test]
async fn a_stream_carries_nothing_of_another_namespace() {
    let world = world().await;
    let new = json!({"name": "town", "locales": ["en"], "from": "sample"});
    world.api("POST", "namespaces/opposite/bots", new).await;
    let mut ours = world.stream(&format!("{TOWN}/sse?userId=walltwin"), &[]).await;
    let mut theirs = world.stream("/io/opposite/town/web/sse?userId=walltwin", &[]).await;
    world.say("/io/opposite/town/web", "walltwin", "hello").await;
    let heard = theirs.next().await;
    let said = world.say(TOWN, "walltwin", "hello").await;
    let first = ours.next().await;
    assert_eq!(texts(&first), said, "the first that our stream carries is ours");
    assert_ne!(first, heard);
    println!("the wall: streams of two namespaces, 0 let through");
}

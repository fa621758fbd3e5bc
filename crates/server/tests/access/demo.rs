//! A public demonstration.

use model::{Bot, BotName, Locale};
use serde_json::json;
use server::demo::Demo;
use store::{Actor, Import, Owner};

use crate::world::{OWNER, PASSWORD, World, basic, ns};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_visitors_leave_is_erased_and_bots_are_what_they_were() {
    let world = World::new(&[("demo", "true")]).await;
    let store = &world.store;
    let demo = Demo::begin(store).await.unwrap();
    let bot = store.bot(&ns("a"), &BotName::new("bot").unwrap()).await.unwrap().unwrap();
    let body = json!({"botId": bot.public_id, "message": "bonjour"}).to_string();
    assert_eq!(world.call("POST", "/api/widget/chat", "", &body).await.status, 200);
    let filter = store::ConversationFilter::default();
    let talks = async || store.conversations(&ns("a"), &filter, None, 9).await.unwrap().items.len();
    assert_eq!(talks().await, 1);
    let by = Import { owner: Owner::Database, by: Actor::command(), publish: true, detach: false };
    let before = store.draft(&ns("a"), &bot.id).await.unwrap();
    let mut changed = before.bot.clone();
    changed.title = "Changed".into();
    store.import_bot(&changed, &by).await.unwrap();
    let new = Bot::new(ns("a"), BotName::new("new").unwrap(), vec![Locale::fr()]);
    store.import_bot(&new, &by).await.unwrap();

    demo.reset(store).await.unwrap();
    assert_eq!(talks().await, 0);
    assert_eq!(store.draft(&ns("a"), &bot.id).await.unwrap().bot, before.bot);
    let left = store.bots(&ns("a")).await.unwrap();
    assert_eq!(left.iter().map(|bot| bot.name.as_str()).collect::<Vec<_>>(), ["bot"]);
    assert_eq!(left[0].public_id, bot.public_id, "pages that show it go on");
    assert!(store.plan(&ns("a")).await.unwrap().is_some(), "limits are on");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_uploaded_not_even_by_the_owner() {
    let world = World::new(&[("demo", "true")]).await;
    let owner = basic(OWNER, PASSWORD);
    for path in [
        "/rest/nlp/dump/import",
        "/rest/nlp/dump/import/plain",
        "/rest/nlp/dump/import/sentences",
        "/rest/nlp/dump/import/sentences/plain",
    ] {
        let answer = world.call("POST", path, &owner, "{}").await;
        assert_eq!(answer.status, 403, "{path}");
        assert!(answer.text().contains("demonstration"), "{path}: {}", answer.text());
    }
    assert_eq!(world.call("GET", "/api/v1/bots", &owner, "").await.status, 200);
    world.stop().await;
}

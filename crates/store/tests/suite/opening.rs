//! Opening: empty, existing, newer, locked, twice at once; what survives a restart.

use std::path::Path;
use std::time::Instant;

use base64::Engine as _;
use model::limits;
use store::{Begin, Error, KeyRing, Place, Role, Store};

use crate::world::*;

on_both_engines! {
    async fn an_empty_database_is_made_and_an_existing_one_is_kept(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let claimed = talk.says("u1", "bonjour").await;
        talk.answers(&claimed, &["oui"]).await;
        store.check_writable().await.unwrap();
        store.close().await;
        let closed = store.bots_stamp().await;
        assert!(matches!(closed, Err(Error::Closed)), "{closed:?}");
        let closed = store.accept(talk.event("u1", "x", None), Begin::Later).await;
        assert!(matches!(closed, Err(Error::Closed)), "{closed:?}");

        let store = world.serve().await;
        let lines = store.lines(&talk.bot.namespace, None, &user("u1")).await.unwrap();
        assert_eq!(lines.len(), 2);
        let names: Vec<_> =
            store.namespaces().await.unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(names, ["app"]);
        store.close().await;
    }

    async fn a_newer_schema_is_refused_with_the_remedy(world: &World) {
        world.serve().await.close().await;
        world
            .meddle(
                "insert into schema_migrations (version, name, hash, applied_at) \
                 values (29990101000000, 'future', 'x', 0)",
            )
            .await;
        let refused = Store::open(world.options(Role::Visit)).await.err().unwrap();
        assert!(matches!(refused, Error::SchemaTooNew { found: 29_990_101_000_000, .. }));
        assert!(refused.to_string().contains("use the newer program"), "{refused}");
        world.meddle("delete from schema_migrations where name = 'future'").await;
        world.meddle("update schema_migrations set hash = 'x' where name = 'bots_first'").await;
        let refused = Store::open(world.options(Role::Visit)).await.err().unwrap();
        assert!(matches!(refused, Error::SchemaDiffers { .. }), "{refused}");
    }

    async fn bots_of_an_older_installation_get_a_widget(world: &World) {
        let store = world.serve().await;
        let bot = store.import_bot(&a_bot("app", "gare"), &by_database()).await.unwrap().bot;
        store.close().await;
        world.meddle("delete from channels where connector = 'widget'").await;
        world.meddle("delete from schema_migrations where name = 'channels_widget'").await;
        let store = world.serve().await;
        let channels = store.channels(&bot.namespace, &bot.id).await.unwrap();
        let paths: Vec<&str> = channels.iter().map(|channel| channel.path.as_str()).collect();
        assert_eq!(paths, ["/io/app/gare/web", "/io/app/gare/widget"]);
        assert!(channels[1].enabled && channels[1].id.to_string().starts_with("chan_"));
        store.close().await;
    }

    async fn all_who_open_an_empty_database_at_once_get_it(world: &World) {
        let opening = (0..16).map(|_| tokio::spawn(Store::open(world.options(Role::Visit))));
        let opening: Vec<_> = opening.collect();
        let mut stores = Vec::new();
        for store in opening {
            stores.push(store.await.unwrap().unwrap());
        }
        stores[0].import_bot(&a_bot("app", "gare"), &by_database()).await.unwrap();
        for store in stores {
            assert_eq!(store.all_bots().await.unwrap().len(), 1);
            store.close().await;
        }
    }

    async fn a_command_works_beside_a_running_server(world: &World) {
        let server = world.serve().await;
        let talk = Talk::begin(&server, "app").await;
        let running = talk.says("u1", "bonjour").await;
        let stamp = server.bots_stamp().await.unwrap();

        let command = world.visit().await;
        let mut content = a_bot("app", "gare");
        content.title = "La gare".into();
        command.import_bot(&content, &by_database()).await.unwrap();
        let published =
            command.publish(&talk.bot.namespace, &talk.bot.id, &by("cli"), "").await.unwrap();
        command.close().await;

        // The server sees it by its stamp, and the turn that runs there is not disturbed.
        assert_ne!(server.bots_stamp().await.unwrap(), stamp);
        let bot = server.bot(&talk.bot.namespace, &talk.bot.name).await.unwrap().unwrap();
        assert_eq!(bot.live, Some(published));
        talk.answers(&running, &["oui"]).await;
        server.close().await;
    }

    async fn what_was_accepted_before_a_restart_is_answered_after_it(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let running = talk.says_with_key("u1", "bonjour", Some("k1")).await;
        talk.leaves("u2", "salut", None).await;
        store.close().await;

        let store = world.serve().await;
        let talk = talk.on(&store);
        if world.is_postgres() {
            // Another node cannot know that the holder is dead: its lease ends first.
            assert_eq!(store.claim(9).await.unwrap().len(), 1);
            world.advance_ms(limits::LEASE_MS);
        }
        let claimed = store.claim(9).await.unwrap();
        assert_eq!(claimed.len(), 2);
        let resumed = claimed.iter().find(|claimed| claimed.turn == running.turn).unwrap();
        assert_eq!(resumed.attempt, 2);
        talk.answers(resumed, &["oui"]).await;
        store.close().await;
    }

    async fn what_an_old_key_sealed_is_sealed_anew_with_the_newest(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let (ns, bot) = (talk.bot.namespace.clone(), talk.bot.id.clone());
        let key = store.api_key(&ns, &bot).await.unwrap();
        let letter = store.reject(&ns, &talk.channel.id, "bad", b"body").await.unwrap();
        store.close().await;

        let line = |seed: u8| base64::engine::general_purpose::STANDARD.encode([seed; 32]);
        let mut options = world.options(Role::Serve);
        options.keys = KeyRing::parse(&format!("{}\n{}", line(7), line(9))).unwrap();
        let store = Store::open(options).await.unwrap();
        assert_eq!(store.rotate_keys().await.unwrap(), 2);
        assert_eq!(store.rotate_keys().await.unwrap(), 0);
        store.close().await;

        let mut options = world.options(Role::Serve);
        options.keys = KeyRing::parse(&line(9)).unwrap();
        let store = Store::open(options).await.unwrap();
        assert_eq!(store.api_key(&ns, &bot).await.unwrap().expose(), key.expose());
        assert_eq!(store.dead_letter(&ns, &letter).await.unwrap().1.expose(), b"body");
        store.close().await;
    }

    async fn the_wrong_master_key_is_named_and_shows_nothing(world: &World) {
        let store = world.serve().await;
        let bot = store.import_bot(&a_bot("app", "gare"), &by_database()).await.unwrap().bot;
        store.close().await;
        let mut options = world.options(Role::Visit);
        options.keys = KeyRing::of_key(model::Secret::new(vec![8; 32])).unwrap();
        let store = Store::open(options).await.unwrap();
        let refused = store.api_key(&bot.namespace, &bot.id).await.err().unwrap();
        assert!(refused.to_string().contains("add that key's line"), "{refused}");
        // What is not secret is still there.
        assert_eq!(store.all_bots().await.unwrap().len(), 1);
        store.close().await;
    }
}

#[tokio::test]
async fn a_folder_is_served_by_one_process() {
    let world = World::sqlite();
    let store = world.serve().await;
    let refused = Store::open(world.options(Role::Serve)).await.err().unwrap();
    let Error::Locked { pid, .. } = &refused else { panic!("{refused}") };
    assert_eq!(pid, &std::process::id().to_string());
    world.visit().await.close().await;
    store.close().await;
    world.serve().await.close().await;
}

/// The data folder of the first foundation. It never changes; each later schema must open it.
#[tokio::test]
async fn the_folder_of_the_first_foundation_opens() {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/0/palabre.db");
    let world = World::sqlite();
    let file = world.folder().unwrap().join("palabre.db");
    if std::env::var_os("PALABRE_WRITE_FIXTURE").is_some() {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let claimed = talk.says_with_key("u1", "bonjour", Some("k1")).await;
        talk.answers(&claimed, &["Bonjour !"]).await;
        talk.leaves("u1", "un train pour Lyon", Some("k2")).await;
        store.reject(&talk.bot.namespace, &talk.channel.id, "bad", b"x").await.unwrap();
        store.close().await;
        std::fs::create_dir_all(fixture.parent().unwrap()).unwrap();
        std::fs::copy(&file, &fixture).unwrap();
        std::fs::remove_file(&file).unwrap();
    }
    std::fs::copy(&fixture, &file).unwrap();
    let store = world.serve().await;
    let bot = store.all_bots().await.unwrap().remove(0);
    assert!(store.api_key(&bot.namespace, &bot.id).await.is_ok());
    let channel = store.channel_by_path("/io/app/gare/web").await.unwrap().unwrap();
    let talk = Talk { store: store.clone(), bot, channel };
    let claimed = store.claim(9).await.unwrap();
    assert_eq!(said(&claimed[0]), "un train pour Lyon");
    talk.answers(&claimed[0], &["À quelle date ?"]).await;
    let known = talk.leaves("u1", "bonjour", Some("k1")).await;
    assert!(matches!(known, store::Accepted::Duplicate { .. }), "{known:?}");
    let lines = store.lines(&talk.bot.namespace, None, &user("u1")).await.unwrap();
    assert_eq!(lines.len(), 4);
    let letters = store.dead_letters(&talk.bot.namespace, None, 9).await.unwrap();
    assert_eq!(letters.items.len(), 1);
    store.close().await;
}

#[tokio::test]
async fn the_data_folder_is_made() {
    let world = World::sqlite();
    let folder = world.folder().unwrap().join("a/b");
    let mut options = world.options(Role::Serve);
    options.place = Place::Folder(folder.clone());
    let store = Store::open(options).await.unwrap();
    assert!(folder.join("palabre.db").is_file());
    store.close().await;
}

#[tokio::test]
async fn an_address_that_is_none_is_refused_without_showing_its_password() {
    let world = World::sqlite();
    let mut options = world.options(Role::Visit);
    let url = "postgres://ada:hush@[::bad/db".to_owned();
    options.place = Place::Postgres(model::Secret::new(url));
    let refused = Store::open(options).await.err().unwrap();
    assert!(matches!(refused, Error::Invalid { field: "database-url", .. }), "{refused}");
    assert!(!refused.to_string().contains("hush"));
}

#[tokio::test]
async fn a_store_without_work_looks_again_by_itself() {
    let world = World::sqlite();
    let store = world.serve().await;
    let began = Instant::now();
    store.wait_for_work().await;
    assert!(began.elapsed().as_millis() >= 200);
    store.close().await;
}

/// Two nodes over one PostgreSQL share the work and never a conversation.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_share_one_postgresql() {
    let name = "opening::two_nodes_share_one_postgresql";
    let Some(world) = World::postgres(name).await else { return };
    let (one, two) = (world.serve().await, world.serve().await);
    let talk = Talk::begin(&one, "app").await;
    let other = talk.on(&two);

    // The same keyed events at both nodes at once, and several per user.
    let both = |number: usize| {
        let key = format!("k{number}");
        let from = format!("u{}", number % 7);
        let event = talk.event(&from, &number.to_string(), Some(&key));
        let (one, two) = (one.clone(), two.clone());
        let copy = event.clone();
        tokio::spawn(async move {
            tokio::join!(one.accept(event, Begin::Later), two.accept(copy, Begin::Later))
        })
    };
    let tasks: Vec<_> = (0..70).map(both).collect();
    for task in tasks {
        let (first, second) = task.await.unwrap();
        let new = [first.unwrap(), second.unwrap()]
            .iter()
            .filter(|accepted| matches!(accepted, store::Accepted::New { .. }))
            .count();
        assert_eq!(new, 1);
    }
    // A conversation may have been wanted by both.
    let mut turns = 0;
    loop {
        let (mine, theirs) = tokio::join!(one.claim(5), two.claim(5));
        let (mine, theirs) = (mine.unwrap(), theirs.unwrap());
        if mine.is_empty() && theirs.is_empty() {
            break;
        }
        let mut users: Vec<_> =
            mine.iter().chain(&theirs).map(|claimed| claimed.event.user.clone()).collect();
        let claimed = users.len();
        users.sort();
        users.dedup();
        assert_eq!(users.len(), claimed, "a conversation was claimed twice");
        for claimed in &mine {
            talk.answers(claimed, &["oui"]).await;
        }
        for claimed in &theirs {
            other.answers(claimed, &["oui"]).await;
        }
        turns += claimed;
    }
    assert_eq!(turns, 70);
    assert_eq!(one.inbox_state().await.unwrap().waiting, 0);
    one.close().await;
    two.close().await;
}

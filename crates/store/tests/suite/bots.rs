//! Bots, drafts, versions, environments, channels, models.

use std::collections::BTreeMap;

use model::{BotName, ConnectorType, Secret};
use store::{Environment, Error, Expected, Import, NewChannel, Owner};

use crate::world::*;

fn a_channel(path: &str) -> NewChannel {
    NewChannel {
        alias: None,
        connector: ConnectorType::new("messenger").unwrap(),
        environment: Environment::Live,
        path: path.into(),
        settings: serde_json::json!({"page": "1234"}),
        secrets: BTreeMap::from([("token".to_owned(), Secret::new("hush".to_owned()))]),
        enabled: true,
    }
}

on_both_engines! {
    async fn a_new_bot_is_published_with_a_channel_and_a_key(world: &World) {
        let store = world.serve().await;
        let stamp = store.bots_stamp().await.unwrap();
        let imported = store.import_bot(&a_bot("app", "gare"), &by_database()).await.unwrap();
        assert!(imported.created && imported.changed);
        let bot = imported.bot;
        assert_eq!(imported.published.as_ref().unwrap().number, 1);
        assert_eq!(bot.live, imported.published);
        assert_eq!(bot.locales, [model::Locale::fr()]);
        assert_ne!(store.bots_stamp().await.unwrap(), stamp);

        let by_name = store.bot(&bot.namespace, &bot.name).await.unwrap().unwrap();
        assert_eq!(by_name, bot);
        assert_eq!(store.bot_by_public_id(&bot.public_id).await.unwrap().unwrap(), bot);
        assert_eq!(store.bot_by_id(&bot.namespace, &bot.id).await.unwrap().unwrap(), bot);
        assert_eq!(store.bots(&bot.namespace).await.unwrap(), std::slice::from_ref(&bot));
        assert_eq!(store.all_bots().await.unwrap(), std::slice::from_ref(&bot));
        assert_eq!(store.namespaces().await.unwrap(), std::slice::from_ref(&bot.namespace));
        assert!(store.bots(&namespace("other")).await.unwrap().is_empty());
        assert!(store.bot_by_id(&namespace("other"), &bot.id).await.unwrap().is_none());

        let key = store.api_key(&bot.namespace, &bot.id).await.unwrap();
        assert!(key.expose().starts_with("palabre_") && key.expose().len() == 48);
        assert_eq!(store.bot_by_api_key(&key).await.unwrap().unwrap().id, bot.id);
        let new_key = store.rotate_api_key(&bot.namespace, &bot.id, &by("ada")).await.unwrap();
        assert!(store.bot_by_api_key(&key).await.unwrap().is_none());
        assert_eq!(store.bot_by_api_key(&new_key).await.unwrap().unwrap().id, bot.id);

        let channel = store.channel_by_path("/IO/app/Gare/web").await.unwrap().unwrap();
        assert_eq!((channel.path.as_str(), &channel.bot), ("/io/app/gare/web", &bot.id));
        let served = store.served(&bot.namespace, &bot.id, Environment::Live).await.unwrap();
        assert_eq!(served.unwrap().bot, a_bot("app", "gare"));
        store.close().await;
    }

    async fn an_import_changes_the_draft_and_publishing_the_version(world: &World) {
        let store = world.serve().await;
        let first = store.import_bot(&a_bot("app", "gare"), &by_database()).await.unwrap().bot;
        let mut content = a_bot("app", "gare");
        content.title = "La gare".into();
        let again = store.import_bot(&content, &by_database()).await.unwrap();
        assert!(!again.created && again.changed && again.published.is_none());
        assert_eq!(again.bot.live, first.live);
        assert_eq!((again.bot.draft_revision, again.bot.title.as_str()), (2, "La gare"));
        let same = store.import_bot(&content, &by_database()).await.unwrap();
        assert!(!same.changed);
        assert_eq!(same.bot.draft_revision, 2);

        let (ns, id) = (&first.namespace, &first.id);
        let staging = store.served(ns, id, Environment::Staging).await.unwrap();
        assert!(staging.is_none());
        let second = store.publish(ns, id, &by("ada"), "a title").await.unwrap();
        assert_eq!((second.number, second.note.as_str()), (2, "a title"));
        // The same content is the same version.
        assert_eq!(store.publish(ns, id, &by("ada"), "again").await.unwrap(), second);
        let versions = store.versions(ns, id).await.unwrap();
        assert_eq!(versions.iter().map(|version| version.number).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(store.version(ns, &versions[1].id).await.unwrap(), a_bot("app", "gare"));

        // Rolling back moves the pointer.
        let stamp = store.bots_stamp().await.unwrap();
        store.point(ns, id, Environment::Live, &versions[1].id, &by("ada")).await.unwrap();
        assert_ne!(store.bots_stamp().await.unwrap(), stamp);
        let live = store.served(ns, id, Environment::Live).await.unwrap().unwrap();
        assert_eq!(live.version.unwrap().number, 1);
        let draft = store.served(ns, id, Environment::Draft).await.unwrap().unwrap();
        assert_eq!((draft.version, draft.bot), (None, content));
        store.point(ns, id, Environment::Staging, &second.id, &by("ada")).await.unwrap();
        let wrong = store.point(ns, id, Environment::Draft, &second.id, &by("ada")).await;
        assert!(matches!(wrong, Err(Error::Invalid { .. })));
        let wrong = store.point(&namespace("other"), id, Environment::Live, &second.id, &by("ada")).await;
        assert!(matches!(wrong, Err(Error::NotFound { .. })));
        // The draft is still what the newest version holds: after a roll back, that goes live again.
        assert_eq!(store.publish(ns, id, &by("ada"), "").await.unwrap(), second);
        store.close().await;
    }

    async fn a_draft_changes_only_from_what_was_read(world: &World) {
        let store = world.serve().await;
        let bot = store.import_bot(&a_bot("app", "gare"), &by_database()).await.unwrap().bot;
        let (ns, id) = (&bot.namespace, &bot.id);
        let draft = store.draft(ns, id).await.unwrap();
        let mut content = draft.bot.clone();
        content.title = "Ada's".into();
        let by_hash = Expected::Hash(draft.hash.clone());
        let saved = store.save_draft(ns, id, &content, &by_hash, &by("ada")).await.unwrap();
        assert_eq!((saved.revision, saved.author.as_str()), (2, "ada"));
        content.title = "Bob's".into();
        for stale in [by_hash, Expected::Revision(1)] {
            let refused = store.save_draft(ns, id, &content, &stale, &by("bob")).await;
            assert!(matches!(refused, Err(Error::Changed { found: 2 })), "{refused:?}");
        }
        store.save_draft(ns, id, &content, &Expected::Revision(2), &by("bob")).await.unwrap();
        assert_eq!(store.draft(ns, id).await.unwrap().bot.title, "Bob's");
        content.name = BotName::new("other").unwrap();
        let renamed = store.save_draft(ns, id, &content, &Expected::Any, &by("bob")).await;
        assert!(matches!(renamed, Err(Error::Invalid { field: "name", .. })));
        store.close().await;
    }

    async fn a_bot_of_files_is_changed_by_its_files_only(world: &World) {
        let store = world.serve().await;
        let files = Owner::Files { folder: "bots/gare".into() };
        let by_files =
            Import { owner: files.clone(), publish: true, by: by("files"), detach: false };
        let bot = store.import_bot(&a_bot("app", "gare"), &by_files).await.unwrap().bot;
        assert_eq!(bot.owner, files);
        let (ns, id) = (&bot.namespace, &bot.id);
        let mut content = a_bot("app", "gare");
        content.title = "La gare".into();

        let refused = store.save_draft(ns, id, &content, &Expected::Any, &by("ada")).await.unwrap_err();
        assert!(refused.to_string().contains("palabre import bots/gare"), "{refused}");
        assert!(store.import_bot(&content, &by_database()).await.is_err());

        let changed = store.import_bot(&content, &by_files).await.unwrap();
        assert_eq!(changed.published.unwrap().number, 2);
        assert!(store.import_bot(&content, &by_files).await.unwrap().published.is_none());

        let detached =
            store.import_bot(&content, &Import { detach: true, ..by_database() }).await.unwrap();
        assert_eq!(detached.bot.owner, Owner::Database);
        store.save_draft(ns, id, &a_bot("app", "gare"), &Expected::Any, &by("ada")).await.unwrap();
        store.set_owner(ns, id, &files, &by("ada")).await.unwrap();
        assert_eq!(store.bot(ns, &bot.name).await.unwrap().unwrap().owner, files);
        store.close().await;
    }

    async fn names_and_paths_are_unique_whatever_their_case(world: &World) {
        let store = world.serve().await;
        let bot = store.import_bot(&a_bot("app", "gare"), &by_database()).await.unwrap().bot;
        let other = store.import_bot(&a_bot("app", "Gare"), &by_database()).await;
        assert!(matches!(other, Err(Error::Taken { what: "bot name", .. })), "{other:?}");
        store.import_bot(&a_bot("other", "gare"), &by_database()).await.unwrap();

        let (ns, id) = (&bot.namespace, &bot.id);
        let made = store.create_channel(ns, id, a_channel("/messenger"), &by("ada")).await.unwrap();
        for path in ["/messenger", "/Messenger", "/IO/app/gare/WEB"] {
            let taken = store.create_channel(ns, id, a_channel(path), &by("ada")).await;
            assert!(matches!(taken, Err(Error::Taken { what: "path", .. })), "{path}");
        }
        let refused = store.create_channel(ns, id, a_channel("/api/x"), &by("ada")).await.unwrap_err();
        assert!(refused.to_string().contains("`/api`"), "{refused}");
        // Its own path is free for the channel itself.
        store.update_channel(ns, &made.id, a_channel("/Messenger"), &by("ada")).await.unwrap();
        store.delete_channel(ns, &made.id, &by("ada")).await.unwrap();
        store.create_channel(ns, id, a_channel("/messenger"), &by("ada")).await.unwrap();
        store.close().await;
    }

    async fn a_channel_keeps_the_id_under_which_others_know_it(world: &World) {
        let store = world.serve().await;
        let bot = store.import_bot(&a_bot("app", "gare"), &by_database()).await.unwrap().bot;
        let (ns, id) = (&bot.namespace, &bot.id);
        let known_as = |path: &str, alias: &str| NewChannel {
            alias: Some(alias.to_owned()),
            ..a_channel(path)
        };
        let made = store.create_channel(ns, id, known_as("/m", "station-web"), &by("ada")).await.unwrap();
        assert_eq!(made.known_as(), "station-web");
        let changed = store.update_channel(ns, &made.id, a_channel("/m"), &by("ada")).await.unwrap();
        assert_eq!(changed.alias.as_deref(), Some("station-web"), "absent: it stays");
        for alias in ["station-web", made.id.as_str()] {
            let taken = store.create_channel(ns, id, known_as("/n", alias), &by("ada")).await;
            assert!(matches!(taken, Err(Error::Taken { what: "alias", .. })), "{alias}");
        }
        let empty = store.create_channel(ns, id, known_as("/n", ""), &by("ada")).await;
        assert!(matches!(empty, Err(Error::Invalid { field: "alias", .. })));
        let other = store.create_channel(ns, id, a_channel("/n"), &by("ada")).await.unwrap();
        assert_eq!(other.known_as(), other.id.as_str());
        // What it was elsewhere stays with it.
        let origin = ("5f2c".to_owned(), "web".to_owned());
        store.set_channel_origin(ns, &made.id, &origin).await.unwrap();
        let moved = store.update_channel(ns, &made.id, a_channel("/moved"), &by("ada")).await.unwrap();
        assert_eq!((moved.origin, other.origin), (Some(origin), None));
        // Another bot may use the same.
        let bot = store.import_bot(&a_bot("app", "port"), &by_database()).await.unwrap().bot;
        store.create_channel(ns, &bot.id, known_as("/o", "station-web"), &by("ada")).await.unwrap();
        store.close().await;
    }

    async fn secrets_of_a_channel_are_kept_sealed_and_by_name(world: &World) {
        let store = world.serve().await;
        let bot = store.import_bot(&a_bot("app", "gare"), &by_database()).await.unwrap().bot;
        let (ns, id) = (&bot.namespace, &bot.id);
        let made = store.create_channel(ns, id, a_channel("/messenger"), &by("ada")).await.unwrap();
        assert_eq!(made.secrets, ["token"]);
        assert_eq!(made.settings["page"], "1234");
        let mut change = a_channel("/messenger");
        change.secrets = BTreeMap::from([("app".to_owned(), Secret::new("quiet".to_owned()))]);
        change.enabled = false;
        let changed = store.update_channel(ns, &made.id, change, &by("ada")).await.unwrap();
        assert_eq!(changed.secrets, ["app", "token"]);
        assert!(!changed.enabled);
        let secrets = store.channel_secrets(ns, &made.id).await.unwrap();
        assert_eq!(secrets["token"].expose(), "hush");
        assert_eq!(secrets["app"].expose(), "quiet");
        let hidden = store.channel_secrets(&namespace("other"), &made.id).await;
        assert!(matches!(hidden, Err(Error::NotFound { .. })));
        assert_eq!(
            world.meddle("update channels set settings = '{}' where secrets like '%hush%'").await,
            0
        );
        assert_eq!(store.all_channels().await.unwrap().len(), 3);
        assert_eq!(store.channel(ns, &made.id).await.unwrap().unwrap().id, made.id);
        store.close().await;
    }

    async fn trained_models_are_found_by_fingerprint(world: &World) {
        let store = world.serve().await;
        let bot = store.import_bot(&a_bot("app", "gare"), &by_database()).await.unwrap().bot;
        let (ns, live) = (&bot.namespace, bot.live.unwrap());
        assert!(store.model(ns, "f1").await.unwrap().is_none());
        let bytes: Vec<u8> = (0..=255).cycle().take(100_000).collect();
        store.put_model(ns, "f1", &bytes).await.unwrap();
        store.put_model(ns, "f1", &bytes).await.unwrap();
        store.put_model(ns, "f2", b"other").await.unwrap();
        assert_eq!(store.model(ns, "f1").await.unwrap().unwrap(), bytes);
        assert!(store.model(&namespace("other"), "f1").await.unwrap().is_none());
        store.set_fingerprint(ns, &live.id, "f1").await.unwrap();
        let versions = store.versions(ns, &bot.id).await.unwrap();
        assert_eq!(versions[0].fingerprint.as_deref(), Some("f1"));

        world.advance_ms(store::Retention::default().models_ms);
        let swept = store.sweep(&store::Retention::default()).await.unwrap();
        assert_eq!(swept.models, 1);
        assert!(store.model(ns, "f1").await.unwrap().is_some());
        assert!(store.model(ns, "f2").await.unwrap().is_none());
        store.close().await;
    }

    async fn a_deleted_bot_leaves_nothing(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let claimed = talk.says("u1", "bonjour").await;
        talk.answers(&claimed, &["oui"]).await;
        let running = talk.says("u1", "encore").await;
        let (ns, id) = (&talk.bot.namespace, &talk.bot.id);
        store.delete_bot(ns, id, &by("ada")).await.unwrap();
        let segment = talk.segment(&running, &["trop tard"], store::Route::Push);
        assert!(matches!(store.commit_segment(segment).await, Err(Error::LostLease)));
        assert!(store.all_bots().await.unwrap().is_empty());
        assert!(store.all_channels().await.unwrap().is_empty());
        assert!(store.lines(ns, None, &user("u1")).await.unwrap().is_empty());
        assert!(store.namespaces().await.unwrap().is_empty());
        assert!(matches!(store.delete_bot(ns, id, &by("ada")).await, Err(Error::NotFound { .. })));
        store.close().await;
    }
}

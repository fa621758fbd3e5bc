//! Drafts that are changed object by object.

use model::{Edit, Intent, IntentName};
use store::{Actor, DraftChange, Error, Import, Owner, Undo};

use crate::world::*;

fn an_intent(name: &str) -> Edit {
    Edit::Intent { name: IntentName::new(name).unwrap(), intent: Some(Intent::default()) }
}

on_both_engines! {
    async fn edits_change_the_draft_one_after_the_other(world: &World) {
        let store = world.serve().await;
        let bot = store.import_bot(&a_bot("app", "gare"), &by_database()).await.unwrap().bot;
        let (ns, id) = (&bot.namespace, &bot.id);
        let first = store.edit_draft(ns, id, 1, &DraftChange::of(&[an_intent("one")]), &by("ada")).await.unwrap();
        assert_eq!((first.revision, first.author.as_str()), (2, "ada"));
        let stale = store.edit_draft(ns, id, 1, &DraftChange::of(&[an_intent("two")]), &by("bob")).await;
        assert!(matches!(stale, Err(Error::Changed { found: 2 })), "{stale:?}");
        let second = store.edit_draft(ns, id, 2, &DraftChange::of(&[an_intent("two")]), &by("bob")).await.unwrap();
        assert_ne!(first.hash, second.hash);

        let draft = store.draft(ns, id).await.unwrap();
        assert_eq!((draft.revision, draft.hash.as_str(), draft.pending), (3, second.hash.as_str(), 2));
        assert_eq!(draft.bot.intents.len(), 2);
        assert_eq!(store.draft_mark(ns, id).await.unwrap().unwrap(), second);
        let since = store.draft_edits(ns, id, 2, 3).await.unwrap().unwrap();
        assert_eq!(since, [vec![an_intent("two")]]);
        let elsewhere = namespace("other");
        assert!(store.draft_mark(&elsewhere, id).await.unwrap().is_none());
        assert!(store.draft_edits(&elsewhere, id, 2, 3).await.unwrap().is_none());
        let refused = store.edit_draft(&elsewhere, id, 3, &DraftChange::of(&[an_intent("x")]), &by("eve")).await;
        assert!(matches!(refused, Err(Error::NotFound { .. })));
        store.close().await;
    }

    async fn publishing_and_importing_fold_the_edits(world: &World) {
        let store = world.serve().await;
        let bot = store.import_bot(&a_bot("app", "gare"), &by_database()).await.unwrap().bot;
        let (ns, id) = (&bot.namespace, &bot.id);
        store.edit_draft(ns, id, 1, &DraftChange::of(&[an_intent("one")]), &by("ada")).await.unwrap();
        let content = store.draft(ns, id).await.unwrap().bot;
        let version = store.publish(ns, id, &by("ada"), "").await.unwrap();
        assert_eq!(store.version(ns, &version.id).await.unwrap(), content);
        let draft = store.draft(ns, id).await.unwrap();
        assert_eq!((draft.pending, &draft.bot, &draft.hash), (0, &content, &version.hash));
        // The edits are gone: whoever is behind reads the whole.
        assert!(store.draft_edits(ns, id, 1, 2).await.unwrap().is_none());

        // An edit that is taken back leaves the same content, and so the same version.
        store.edit_draft(ns, id, 2, &DraftChange::of(&[an_intent("two")]), &by("ada")).await.unwrap();
        let back = Edit::Intent { name: IntentName::new("two").unwrap(), intent: None };
        store.edit_draft(ns, id, 3, &DraftChange::of(&[back]), &by("ada")).await.unwrap();
        assert_eq!(store.publish(ns, id, &by("ada"), "").await.unwrap(), version);
        store.edit_draft(ns, id, 4, &DraftChange::of(&[an_intent("two")]), &by("ada")).await.unwrap();
        assert!(store.import_bot(&content, &by_database()).await.unwrap().changed);
        assert!(!store.import_bot(&content, &by_database()).await.unwrap().changed);
        assert_eq!(store.draft(ns, id).await.unwrap().bot, content);

        store.edit_draft(ns, id, 6, &DraftChange::of(&[an_intent("three")]), &by("ada")).await.unwrap();
        let folded = store.fold_draft(ns, id).await.unwrap();
        assert_eq!(store.draft_mark(ns, id).await.unwrap().unwrap(), folded);
        assert_eq!(store.draft(ns, id).await.unwrap().pending, 0);
        store.close().await;
    }

    async fn what_takes_a_change_back_is_kept_for_who_made_it(world: &World) {
        let store = world.serve().await;
        let bot = store.import_bot(&a_bot("app", "gare"), &by_database()).await.unwrap().bot;
        let (ns, id) = (&bot.namespace, &bot.id);
        let back = Edit::Intent { name: IntentName::new("one").unwrap(), intent: None };
        let undo = Undo { edits: vec![back], state: "s".into() };
        store.edit_draft(ns, id, 1, &DraftChange { undo: Some(&undo), ..DraftChange::of(&[an_intent("one")]) }, &by("ada")).await.unwrap();
        assert_eq!(store.draft_undo(ns, id, 2, &by("ada")).await.unwrap(), Some(undo.clone()));
        assert_eq!(store.draft_undo(ns, id, 2, &by("eve")).await.unwrap(), None);
        assert_eq!(store.draft_undo(&namespace("other"), id, 2, &by("ada")).await.unwrap(), None);
        // Two hundred later it is forgotten; what is folded into the document is not.
        for revision in 2..202 {
            store.edit_draft(ns, id, revision, &DraftChange { undo: Some(&undo), ..DraftChange::of(&[an_intent("x")]) }, &by("ada")).await.unwrap();
        }
        store.fold_draft(ns, id).await.unwrap();
        assert_eq!(store.draft_undo(ns, id, 2, &by("ada")).await.unwrap(), None);
        assert_eq!(store.draft_undo(ns, id, 3, &by("ada")).await.unwrap(), Some(undo.clone()));
        // Nothing that a person said stays in it.
        store.redact_bot(ns, id, |_| false, &Actor::command()).await.unwrap();
        assert_eq!(store.draft_undo(ns, id, 3, &by("ada")).await.unwrap(), None);
        store.close().await;
    }

    async fn a_bot_of_files_takes_no_edits(world: &World) {
        let store = world.serve().await;
        let owner = Owner::Files { folder: "/bots/gare".into() };
        let import = Import { owner, ..by_database() };
        let bot = store.import_bot(&a_bot("app", "gare"), &import).await.unwrap().bot;
        let refused =
            store.edit_draft(&bot.namespace, &bot.id, 1, &DraftChange::of(&[an_intent("x")]), &by("ada")).await;
        assert!(matches!(refused, Err(Error::OwnedByFiles { .. })));
        store.close().await;
    }
}

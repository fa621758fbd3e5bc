//! Drafts that are published by themselves: who tries which state.

use model::{Edit, Intent, IntentName, Timestamp};
use store::{DraftChange, DueTry, Environment, Error, Expected};

use crate::world::*;

fn an_intent(name: &str) -> Edit {
    Edit::Intent { name: IntentName::new(name).unwrap(), intent: Some(Intent::default()) }
}

on_both_engines! {
    async fn every_state_of_a_draft_is_tried_once(world: &World) {
        const NEVER: Timestamp = Timestamp(i64::MIN);
        const ALWAYS: Timestamp = Timestamp(i64::MAX);
        let store = world.serve().await;
        let bot = store.import_bot(&a_bot("app", "gare"), &by_database()).await.unwrap().bot;
        let (ns, id) = (&bot.namespace, &bot.id);
        let due = async || store.due_tries(ALWAYS, NEVER).await.unwrap();
        let outcome = serde_json::json!({"result": "published"});
        assert_eq!(due().await, []);
        store.set_auto_publish(ns, id, Environment::Live, true, &by("ada")).await.unwrap();
        let first = due().await;
        let live = |revision| DueTry {
            namespace: ns.clone(), bot: id.clone(), environment: Environment::Live, revision,
        };
        assert_eq!(first, [live(1)]);
        // A draft that somebody works on waits.
        assert_eq!(store.due_tries(NEVER, NEVER).await.unwrap(), []);
        assert!(store.claim_try(&first[0], NEVER).await.unwrap());
        assert!(!store.claim_try(&first[0], NEVER).await.unwrap());
        assert_eq!(due().await, []);
        // Who claimed it died: somebody else takes it.
        assert_eq!(store.due_tries(ALWAYS, ALWAYS).await.unwrap(), [live(1)]);
        assert!(store.claim_try(&live(1), ALWAYS).await.unwrap());
        store.end_try(&live(1), &outcome).await.unwrap();
        assert_eq!(store.due_tries(ALWAYS, ALWAYS).await.unwrap(), []);
        let kept = store.auto_publish(ns, id).await.unwrap();
        assert_eq!((kept[0].enabled, kept[0].outcome.as_ref()), (true, Some(&outcome)));

        // Folding changes no content: nothing to try.
        store.edit_draft(ns, id, 1, &DraftChange::of(&[an_intent("one")]), &by("ada")).await.unwrap();
        assert_eq!(due().await, [live(2)]);
        assert!(store.claim_try(&live(2), NEVER).await.unwrap());
        store.end_try(&live(2), &outcome).await.unwrap();
        store.fold_draft(ns, id).await.unwrap();
        assert_eq!(due().await, []);
        // What was judged is what is published.
        let stale = Expected::Revision(1);
        let refused =
            store.publish_to(ns, id, Environment::Live, &stale, &by("ada"), "").await;
        assert!(matches!(refused, Err(Error::Changed { found: 2 })), "{refused:?}");

        let elsewhere = namespace("other");
        let refused = store.set_auto_publish(&elsewhere, id, Environment::Live, true, &by("eve")).await;
        assert!(matches!(refused, Err(Error::NotFound { .. })));
        assert_eq!(store.auto_publish(&elsewhere, id).await.unwrap(), []);
        let refused = store.set_auto_publish(ns, id, Environment::Draft, true, &by("ada")).await;
        assert!(matches!(refused, Err(Error::Invalid { .. })));
        store.set_auto_publish(ns, id, Environment::Live, false, &by("ada")).await.unwrap();
        assert_eq!(due().await, []);
        let filter = store::AuditFilter { action: Some("environment.".into()), ..Default::default() };
        let page = store.audit_lines(Some(ns), &filter, None, 9).await.unwrap();
        // Where the first version was made live, and the switch twice.
        assert_eq!(page.items.len(), 3, "{:#?}", page.items);
        store.close().await;
    }

    async fn what_was_staged_becomes_live_as_it_is(world: &World) {
        let store = world.serve().await;
        let bot = store.import_bot(&a_bot("app", "gare"), &by_database()).await.unwrap().bot;
        let (ns, id) = (&bot.namespace, &bot.id);
        store.edit_draft(ns, id, 1, &DraftChange::of(&[an_intent("one")]), &by("ada")).await.unwrap();
        let (staging, any) = (Environment::Staging, Expected::Any);
        let staged = store.publish_to(ns, id, staging, &any, &by("ada"), "").await.unwrap();
        assert_eq!(staged.number, 2);
        assert_eq!(store.publish(ns, id, &by("ada"), "").await.unwrap(), staged);
        let both = [(Environment::Live, 2), (Environment::Staging, 2)];
        assert_eq!(store.environments(ns, id).await.unwrap(), both);
        store.close().await;
    }
}

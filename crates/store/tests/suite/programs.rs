//! Programs of bots, and the keys with which they connect.

use model::Secret;
use store::ProgramSettings;

use crate::world::*;

on_both_engines! {
    async fn a_program_is_kept_with_what_it_declares(world: &World) {
        let store = world.serve().await;
        let bot = store.import_bot(&a_bot("app", "gare"), &by_database()).await.unwrap().bot;
        let (ns, id) = (&bot.namespace, &bot.id);
        assert!(store.program(ns, id).await.unwrap().is_none());
        let stamp = store.bots_stamp().await.unwrap();
        assert!(store.declare_program(ns, id, None).await.unwrap());
        assert!(!store.declare_program(ns, id, None).await.unwrap());
        assert!(store.declare_program(ns, id, Some("{}")).await.unwrap());
        assert!(!store.declare_program(ns, id, Some("{}")).await.unwrap());
        assert!(!store.declare_program(ns, id, None).await.unwrap(), "no news is no news");
        assert_ne!(store.bots_stamp().await.unwrap(), stamp, "servers follow");

        let webhook_url = Some(Secret::new("https://example.org/hook".to_owned()));
        let settings = ProgramSettings { webhook_url, strict_entities: true };
        store.set_program(ns, id, &settings, &by("ada")).await.unwrap();
        let program = store.program(ns, id).await.unwrap().unwrap();
        assert_eq!(program.webhook_url.unwrap().expose(), "https://example.org/hook");
        assert_eq!((program.strict_entities, program.declared.as_deref()), (true, Some("{}")));
        assert_eq!(store.programs().await.unwrap().len(), 1);
        assert!(store.program(&namespace("other"), id).await.unwrap().is_none());
        assert!(store.set_program(&namespace("other"), id, &settings, &by("ada")).await.is_err());

        assert!(store.forget_program(ns, id, &by("ada")).await.unwrap());
        assert!(!store.forget_program(ns, id, &by("ada")).await.unwrap());
        store.set_program(ns, id, &settings, &by("ada")).await.unwrap();
        store.delete_bot(ns, id, &by("ada")).await.unwrap();
        assert!(store.programs().await.unwrap().is_empty());
        store.close().await;
    }

    async fn a_key_that_programs_use_already_can_be_kept(world: &World) {
        let store = world.serve().await;
        let gare = store.import_bot(&a_bot("app", "gare"), &by_database()).await.unwrap().bot;
        let port = store.import_bot(&a_bot("app", "port"), &by_database()).await.unwrap().bot;
        let key = Secret::new("8f1c2d3e-old-key".to_owned());
        store.set_api_key(&gare.namespace, &gare.id, &key, &by("ada")).await.unwrap();
        store.set_api_key(&gare.namespace, &gare.id, &key, &by("ada")).await.unwrap();
        assert_eq!(store.bot_by_api_key(&key).await.unwrap().unwrap().id, gare.id);
        assert_eq!(store.api_key(&gare.namespace, &gare.id).await.unwrap().expose(), key.expose());
        let refused = store.set_api_key(&port.namespace, &port.id, &key, &by("ada")).await.unwrap_err();
        assert!(refused.to_string().contains("another bot"), "{refused}");
        store.close().await;
    }
}

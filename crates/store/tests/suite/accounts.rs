//! Accounts, tokens, the audit log, plans.

use std::sync::Arc;

use model::{MemberRole, Permission, Reach, Timestamp};
use store::{
    Actor, AuditFilter, Error, LinkKind, Membership, NewLink, NewToken, Plan, PlanVerdict,
    SigningAlgorithm, SigningMaterial, Subject, SubjectRefusal,
};

use crate::world::*;

fn by() -> Actor {
    Actor::command()
}

fn plan(requests_per_hour: u64) -> Plan {
    Plan { name: "custom".into(), requests_per_hour }
}

on_both_engines! {
    async fn the_last_owner_stays_and_owners_are_made_once(world: &World) {
        let store = world.serve().await;
        assert!(!store.has_owner().await.unwrap());
        let owner = Membership { reach: Reach::Installation, role: MemberRole::Owner };
        let link = NewLink {
            kind: LinkKind::Owner,
            email: String::new(),
            membership: Some(owner.clone()),
            expires_at: world.now().plus_ms(1000),
        };
        let (_, token) = store.create_link(&link, &by()).await.unwrap();
        world.advance_ms(1000);
        let late = store.use_link(token.expose(), "a@b.c", "", "hash", &by()).await;
        assert!(matches!(late, Err(Error::NotFound { .. })), "{late:?}");
        let link = NewLink { expires_at: world.now().plus_ms(1000), ..link };
        let (_, token) = store.create_link(&link, &by()).await.unwrap();
        let by_command = by();
        let both = tokio::join!(
            store.use_link(token.expose(), "a@b.c", "", "hash", &by_command),
            store.use_link(token.expose(), "x@b.c", "", "hash", &by_command),
        );
        assert_eq!([both.0.is_ok(), both.1.is_ok()].iter().filter(|used| **used).count(), 1);
        assert!(store.has_owner().await.unwrap());
        let account = both.0.or(both.1).unwrap();
        let gone = store.set_roles(&account.id, &Reach::Installation, &[], &by()).await;
        assert!(matches!(gone, Err(Error::Invalid { field: "roles", .. })), "{gone:?}");
        let out = store.disable_account(&account.id, true, &by()).await;
        assert!(out.is_err());
        let other = store.make_account("c@b.c", "", "hash", &by()).await.unwrap();
        store.add_role(&other.id, &owner, &by()).await.unwrap();
        store.disable_account(&account.id, true, &by()).await.unwrap();
        store.close().await;
    }

    async fn a_provider_s_word_opens_the_account_of_the_invited_and_no_other(world: &World) {
        let store = world.serve().await;
        let of = |subject: &str, email: &str| Subject {
            issuer: "https://id".into(),
            subject: subject.into(),
            email: email.into(),
            name: "Ann".into(),
        };
        let ann = of("1", "ann@b.c");
        let enter = async |who: &Subject| store.account_of_subject(who, None, &by()).await.unwrap();
        assert_eq!(enter(&ann).await, Err(SubjectRefusal::NotInvited));
        let trainer = Membership { reach: Reach::Namespace(model::Namespace::new("a").unwrap()), role: MemberRole::Trainer };
        let link = NewLink {
            kind: LinkKind::Invitation,
            email: "Ann@b.c".into(),
            membership: Some(trainer.clone()),
            expires_at: world.now().plus_ms(1000),
        };
        store.create_link(&link, &by()).await.unwrap();
        let account = enter(&ann).await.unwrap();
        assert_eq!(store.memberships(&account.id).await.unwrap(), [trainer]);
        // By the subject from now on, whatever the address.
        assert_eq!(enter(&of("1", "ann@new.c")).await.unwrap().id, account.id);
        assert_eq!(enter(&of("2", "ann@b.c")).await, Err(SubjectRefusal::OtherSubject));
        store.disable_account(&account.id, true, &by()).await.unwrap();
        assert_eq!(enter(&ann).await, Err(SubjectRefusal::Disabled));
        // Who had an account is linked to it; who had none is what everybody is at first.
        let old = store.make_account("bob@b.c", "", "hash", &by()).await.unwrap();
        assert_eq!(enter(&of("3", "Bob@b.c")).await.unwrap().id, old.id);
        let viewer = Membership { reach: Reach::Namespace(model::Namespace::new("a").unwrap()), role: MemberRole::Viewer };
        let new = store.account_of_subject(&of("4", "cid@b.c"), Some(&viewer), &by()).await.unwrap();
        assert_eq!(store.memberships(&new.unwrap().id).await.unwrap(), [viewer]);
        store.close().await;
    }

    async fn a_session_ends_in_time_by_command_and_with_the_password(world: &World) {
        let store = world.serve().await;
        let account = store.make_account("A@b.c", "Ada", "hash", &by()).await.unwrap();
        assert_eq!(store.account_by_email(" a@B.C ").await.unwrap().unwrap().id, account.id);
        let begin = async || store.begin_session(&account, "test", "password", &by()).await.unwrap();
        let (_, first) = begin().await;
        let known = store.session_of_token(first.expose()).await.unwrap().unwrap();
        assert_eq!(known.account, account);
        // Used every six days it lasts for thirty.
        for _ in 0..4 {
            world.advance_ms(6 * 24 * 3600 * 1000);
            assert!(store.session_of_token(first.expose()).await.unwrap().is_some());
        }
        world.advance_ms(6 * 24 * 3600 * 1000);
        assert!(store.session_of_token(first.expose()).await.unwrap().is_none());
        let (_, idle) = begin().await;
        world.advance_ms(7 * 24 * 3600 * 1000);
        assert!(store.session_of_token(idle.expose()).await.unwrap().is_none());
        let ((id, ended), (_, other)) = (begin().await, begin().await);
        store.end_session(&account.id, &id, &by()).await.unwrap();
        assert!(store.session_of_token(ended.expose()).await.unwrap().is_none());
        assert_eq!(store.sessions(&account.id).await.unwrap().len(), 1);
        store.set_password(&account.id, "another", &by()).await.unwrap();
        assert!(store.session_of_token(other.expose()).await.unwrap().is_none());
        store.close().await;
    }

    async fn a_token_holds_until_its_end(world: &World) {
        let store = world.serve().await;
        let ns = namespace("app");
        let new = NewToken {
            name: "n".into(),
            reach: Reach::Namespace(ns.clone()),
            scopes: vec![Permission::View],
            expires_at: Some(world.now().plus_ms(1000)),
        };
        let (info, token) = store.create_token(&ns, &new, &by()).await.unwrap();
        let known = store.token(token.expose()).await.unwrap().unwrap();
        assert_eq!((known.id, known.scopes), (info.id, vec![Permission::View]));
        assert_eq!(store.tokens(&namespace("other")).await.unwrap(), []);
        world.advance_ms(1000);
        assert!(store.token(token.expose()).await.unwrap().is_none());
        let elsewhere = NewToken { reach: Reach::Installation, ..new };
        assert!(store.create_token(&ns, &elsewhere, &by()).await.is_err());
        store.close().await;
    }

    async fn the_audit_log_is_searched_and_cannot_be_changed(world: &World) {
        let store = world.serve().await;
        let ns = namespace("app");
        store.set_plan(&ns, Some(&plan(100)), &by()).await.unwrap();
        store.set_plan(&ns, Some(&plan(200)), &by()).await.unwrap();
        store.set_plan(&namespace("other"), Some(&plan(1)), &by()).await.unwrap();
        let find = async |ns: Option<&model::Namespace>, action: &str, limit| {
            let filter = AuditFilter { action: Some(action.into()), ..AuditFilter::default() };
            store.audit_lines(ns, &filter, None, limit).await.unwrap()
        };
        let lines = find(Some(&ns), "plan.", 9).await.items;
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0].before.as_ref().unwrap()["requestsPerHour"], 100);
        assert_eq!(lines[0].after.as_ref().unwrap()["requestsPerHour"], 200);
        assert_eq!(find(None, "plan.changed", 9).await.items.len(), 3);
        assert_eq!(find(None, "plan", 9).await.items.len(), 0);
        let first = find(None, "", 2).await;
        let rest =
            store.audit_lines(None, &AuditFilter::default(), first.next.as_ref(), 9).await.unwrap();
        assert_eq!((first.items.len(), rest.items.len()), (2, 1));
        let later = AuditFilter { from: Some(Timestamp(i64::MAX)), ..AuditFilter::default() };
        assert!(store.audit_lines(None, &later, None, 9).await.unwrap().items.is_empty());
        for change in ["update audit set actor = 'x'", "delete from audit"] {
            assert!(world.try_to_meddle(change).await.is_err(), "{change}");
        }
        store.close().await;
    }

    async fn a_shared_secret_is_sealed_and_rotates(world: &World) {
        let store = world.serve().await;
        let ns = namespace("app");
        let secret = || SigningMaterial::Shared(model::Secret::new(b"zzcanary".to_vec()));
        let way = SigningAlgorithm::Hs256;
        let key = store
            .create_signing_key(&ns, "shop", way, &[Permission::View], &secret(), &by())
            .await
            .unwrap();
        let (info, material) = store.signing_key(&key.id).await.unwrap().unwrap();
        assert_eq!(info, key);
        assert!(matches!(material, SigningMaterial::Shared(kept) if kept.expose() == b"zzcanary"));
        assert_eq!(store.rotate_keys().await.unwrap(), 0);
        store.delete_signing_key(&ns, &key.id, &by()).await.unwrap();
        assert!(store.signing_key(&key.id).await.unwrap().is_none());
        store.close().await;
    }

    async fn failed_attempts_cost_more_and_more_waiting(world: &World) {
        let store = world.serve().await;
        let attempt = async || store.begin_attempt("email:a@b.c", 1).await.unwrap();
        for _ in 0..5 {
            assert_eq!(attempt().await, Ok(()));
        }
        assert_eq!(attempt().await, Err(2_000));
        world.advance_ms(1_999);
        assert_eq!(attempt().await, Err(1));
        world.advance_ms(1);
        assert_eq!(attempt().await, Ok(()));
        assert_eq!(attempt().await, Err(4_000));
        // Others do not wait.
        assert_eq!(store.begin_attempt("email:x@b.c", 1).await.unwrap(), Ok(()));
        store.attempt_succeeded("email:a@b.c").await.unwrap();
        assert_eq!(attempt().await, Ok(()));
        store.close().await;
    }

    async fn a_plan_is_counted_exactly_in_a_sliding_hour(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let (ns, bot) = (&talk.bot.namespace, &talk.bot.id);
        let count = async || store.count_request(ns, bot).await.unwrap();
        assert_eq!(count().await, PlanVerdict::NoPlan);
        store.set_plan(ns, Some(&plan(3)), &by()).await.unwrap();
        let counted = |remaining, reset_ms| PlanVerdict::Counted { limit: 3, remaining, reset_ms };
        assert_eq!(count().await, counted(2, 3_600_000));
        world.advance_ms(600_000);
        assert_eq!(count().await, counted(1, 3_000_000));
        assert_eq!(count().await, counted(0, 3_000_000));
        let refused = PlanVerdict::Refused { limit: 3, retry_after_ms: 3_000_000 };
        assert_eq!((count().await, count().await), (refused, refused));
        world.advance_ms(2_999_999);
        assert_eq!(count().await, PlanVerdict::Refused { limit: 3, retry_after_ms: 1 });
        world.advance_ms(1);
        assert_eq!(count().await, counted(0, 600_000));
        assert!(matches!(count().await, PlanVerdict::Refused { retry_after_ms: 600_000, .. }));
        // Another bot and another namespace have their own.
        let other = Talk::begin(&store, "other").await;
        let theirs = store.count_request(&other.bot.namespace, &other.bot.id).await.unwrap();
        assert_eq!(theirs, PlanVerdict::NoPlan);
        store.close().await;
    }

    async fn sixty_four_clients_and_two_processes_get_exactly_the_plan(world: &World) {
        // On SQLite the second one is a command beside the server.
        let stores = [world.serve().await, world.visit().await];
        let talk = Talk::begin(&stores[0], "app").await;
        let (ns, bot) = (Arc::new(talk.bot.namespace.clone()), Arc::new(talk.bot.id.clone()));
        stores[0].set_plan(&ns, Some(&plan(100)), &by()).await.unwrap();
        let clients: Vec<_> = (0..64)
            .map(|client| {
                let store = stores[client % 2].clone();
                let (ns, bot) = (ns.clone(), bot.clone());
                tokio::spawn(async move {
                    let mut accepted = 0;
                    for _ in 0..4 {
                        let verdict = store.count_request(&ns, &bot).await.unwrap();
                        accepted += usize::from(matches!(verdict, PlanVerdict::Counted { .. }));
                    }
                    accepted
                })
            })
            .collect();
        let mut accepted = 0;
        for client in clients {
            accepted += client.await.unwrap();
        }
        assert_eq!(accepted, 100);
        for store in stores {
            store.close().await;
        }
    }
}

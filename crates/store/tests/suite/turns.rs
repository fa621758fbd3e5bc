//! Events, leases, segments, dead letters of turns.

use std::collections::{BTreeMap, BTreeSet};
use std::future::{Future as _, poll_fn};
use std::task::Poll;

use model::{LeaseToken, limits};
use store::{
    Accepted, Begin, BodyHash, DedupKey, Error, Failed, Route, Scope, SegmentEnd, TurnState,
};

use crate::world::*;

fn is_lost<T: std::fmt::Debug>(result: Result<T, Error>) -> bool {
    match result {
        Err(Error::LostLease) => true,
        other => panic!("the lease is not lost: {other:?}"),
    }
}

on_both_engines! {
    async fn a_turn_is_stored_and_told(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let first = talk.says("u1", "bonjour").await;
        assert_eq!((first.attempt, first.conversation.version), (1, 0));
        assert_eq!(first.received_at, world.now());
        world.advance_ms(5);
        talk.answers(&first, &["Bonjour !", "Où allez-vous ?"]).await;

        let second = talk.says("u1", "à Lyon").await;
        assert_eq!(second.conversation.version, 1);
        assert_eq!(second.conversation.id, first.conversation.id);
        assert_eq!(second.conversation.state.context["last"], "bonjour");
        talk.answers(&second, &["C'est noté."]).await;

        let lines = store.lines(&talk.bot.namespace, None, &user("u1")).await.unwrap();
        let told: Vec<_> = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(
            told,
            ["bonjour", "Bonjour !", "Où allez-vous ?", "à Lyon", "C'est noté."]
        );
        assert_eq!(lines[0].at, BEGINNING.to_iso());
        assert_eq!(lines[1].at, BEGINNING.plus_ms(5).to_iso());
        assert_eq!(lines[1].turn, first.turn);

        let id = &first.conversation.id;
        let turns = store.turns(&talk.bot.namespace, id).await.unwrap();
        assert_eq!(turns.len(), 2);
        assert_eq!(texts(&turns[0].messages), ["Bonjour !", "Où allez-vous ?"]);
        let conversation = store
            .conversation(&talk.bot.namespace, &talk.bot.id, &user("u1"), None)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(conversation.version, 2);
        assert_eq!(store.inbox_state().await.unwrap().waiting, 0);
        store.close().await;
    }

    async fn a_duplicate_is_one_turn(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let claimed = talk.says_with_key("u1", "bonjour", Some("k1")).await;

        let again = talk.leaves("u1", "bonjour", Some("k1")).await;
        let Accepted::Duplicate { turn, state: TurnState::Running } = again else {
            panic!("{again:?}")
        };
        assert_eq!(turn, claimed.turn);

        talk.answers(&claimed, &["Bonjour !"]).await;
        world.advance_ms(limits::IDEMPOTENCY_KEY_MS - 1);
        let again = talk.leaves("u1", "bonjour", Some("k1")).await;
        let Accepted::Duplicate { turn, state: TurnState::Answered(answer) } = again else {
            panic!("{again:?}")
        };
        assert_eq!(turn, claimed.turn);
        assert_eq!(texts(&answer.messages), ["Bonjour !"]);
        assert_eq!(answer.conversation, claimed.conversation.id);

        let key = DedupKey::Idempotency("k1".into());
        let (turn, state) = store
            .turn_state(&talk.bot.namespace, &talk.channel.id, &key)
            .await
            .unwrap()
            .unwrap();
        assert_eq!((turn, state), (claimed.turn.clone(), TurnState::Answered(answer)));
        let lines = store.lines(&talk.bot.namespace, None, &user("u1")).await.unwrap();
        assert_eq!(lines.len(), 2);
        store.close().await;
    }

    async fn many_deliveries_of_one_event_at_once_are_one_turn(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let mut tasks = Vec::new();
        for _ in 0..40 {
            let (store, event) = (store.clone(), talk.event("u1", "bonjour", Some("k1")));
            tasks.push(tokio::spawn(async move { store.accept(event, Begin::IfFree).await }));
        }
        let (mut new, mut duplicates) = (0, 0);
        for task in tasks {
            match task.await.unwrap().unwrap() {
                Accepted::New { claimed, .. } => {
                    assert!(claimed.is_some());
                    new += 1;
                }
                Accepted::Duplicate { state: TurnState::Running, .. } => duplicates += 1,
                other => panic!("{other:?}"),
            }
        }
        assert_eq!((new, duplicates), (1, 39));
        store.close().await;
    }

    async fn a_key_with_another_body_is_a_conflict(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let claimed = talk.says_with_key("u1", "bonjour", Some("k1")).await;
        let other = talk.leaves("u1", "bonsoir", Some("k1")).await;
        let Accepted::KeyReusedForOtherBody { turn } = other else { panic!("{other:?}") };
        assert_eq!(turn, claimed.turn);
        // The same key is another event on another channel, and as a vendor's id.
        let mut vendor = talk.event("u1", "bonsoir", None);
        vendor.dedup_key = Some(DedupKey::Vendor("k1".into()));
        assert!(matches!(
            store.accept(vendor, Begin::Later).await.unwrap(),
            Accepted::New { claimed: None, .. }
        ));
        store.close().await;
    }

    async fn an_old_idempotency_key_is_free_again_but_a_vendors_id_is_not(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let claimed = talk.says_with_key("u1", "bonjour", Some("k1")).await;
        talk.answers(&claimed, &["Bonjour !"]).await;
        let mut vendor = talk.event("u2", "bonjour", None);
        vendor.dedup_key = Some(DedupKey::Vendor("v1".into()));
        let accepted = store.accept(vendor.clone(), Begin::IfFree).await.unwrap();
        let Accepted::New { claimed: Some(claimed), .. } = accepted else {
            panic!("{accepted:?}")
        };
        talk.answers(&claimed, &["Bonjour !"]).await;

        world.advance_ms(limits::IDEMPOTENCY_KEY_MS);
        let again = talk.leaves("u1", "bonsoir", Some("k1")).await;
        assert!(matches!(again, Accepted::New { .. }), "{again:?}");
        let again = store.accept(vendor, Begin::Later).await.unwrap();
        assert!(matches!(again, Accepted::Duplicate { .. }), "{again:?}");
        assert_eq!(store.claim(9).await.unwrap().len(), 1);
        store.close().await;
    }

    async fn one_turn_of_a_conversation_runs_at_a_time_oldest_first(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let first = talk.says("u1", "un").await;
        for text in ["deux", "trois"] {
            let accepted =
                store.accept(talk.event("u1", text, None), Begin::IfFree).await.unwrap();
            assert!(matches!(accepted, Accepted::New { claimed: None, .. }));
        }
        assert!(store.claim(9).await.unwrap().is_empty());
        let committed =
            store.commit_segment(talk.segment(&first, &["1"], Route::Nowhere)).await.unwrap();
        assert!(committed.more_waiting);

        // What waits goes before what comes.
        let accepted = store.accept(talk.event("u1", "quatre", None), Begin::IfFree).await.unwrap();
        assert!(matches!(accepted, Accepted::New { claimed: None, .. }));
        for expected in ["deux", "trois", "quatre"] {
            let mut claimed = store.claim(9).await.unwrap();
            assert_eq!(claimed.len(), 1);
            let claimed = claimed.remove(0);
            assert_eq!(said(&claimed), expected);
            talk.answers(&claimed, &["n"]).await;
        }
        assert!(store.claim(9).await.unwrap().is_empty());
        store.close().await;
    }

    async fn events_of_one_batch_keep_their_order(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        // Polled in this order, so that they are queued in this order.
        let accepted = futures_util::future::join_all((0..30).map(|number| {
            let event = talk.event(&format!("u{}", number % 3), &number.to_string(), None);
            store.accept(event, Begin::Later)
        }));
        assert!(accepted.await.into_iter().all(|accepted| accepted.is_ok()));
        let mut order = BTreeMap::<String, Vec<usize>>::new();
        loop {
            let claimed = store.claim(9).await.unwrap();
            if claimed.is_empty() {
                break;
            }
            for claimed in claimed {
                let number = said(&claimed).parse().unwrap();
                order.entry(claimed.event.user.to_string()).or_default().push(number);
                talk.answers(&claimed, &["n"]).await;
            }
        }
        assert!(order.values().all(|numbers| numbers.is_sorted()), "{order:?}");
        let total: usize = order.values().map(Vec::len).sum();
        assert_eq!(total, 30);
        assert_eq!(order.len(), 3);
        store.close().await;
    }

    async fn namespaces_take_turns(world: &World) {
        let store = world.serve().await;
        let loud = Talk::begin(&store, "loud").await;
        let quiet = Talk::begin(&store, "quiet").await;
        for number in 0..20 {
            loud.leaves(&format!("u{number}"), "bonjour", None).await;
        }
        quiet.leaves("u1", "bonjour", None).await;
        quiet.leaves("u2", "bonjour", None).await;
        let claimed = store.claim(4).await.unwrap();
        let from: Vec<_> = claimed.iter().map(|claimed| claimed.namespace.as_str()).collect();
        assert_eq!(from.iter().filter(|name| **name == "quiet").count(), 2);
        assert_eq!(from.iter().filter(|name| **name == "loud").count(), 2);
        // Which namespace goes first moves on: with one at a time nobody starves either.
        for _ in 0..3 {
            loud.leaves("more", "bonjour", None).await;
        }
        quiet.leaves("u3", "bonjour", None).await;
        let mut served = BTreeSet::new();
        for _ in 0..2 {
            served.insert(store.claim(1).await.unwrap().remove(0).namespace.to_string());
        }
        assert_eq!(served.len(), 2);
        store.close().await;
    }

    async fn somebody_who_waits_goes_before_nobody(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let mut event = talk.event("u1", "later", None);
        event.priority = store::Priority::Background;
        store.accept(event, Begin::Later).await.unwrap();
        talk.leaves("u2", "now", None).await;
        let claimed = store.claim(1).await.unwrap();
        assert_eq!(said(&claimed[0]), "now");
        store.close().await;
    }

    async fn a_stale_holder_cannot_commit(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let stale = talk.says("u1", "bonjour").await;
        world.advance_ms(limits::LEASE_MS - 1);
        assert!(store.claim(9).await.unwrap().is_empty());
        world.advance_ms(1);
        let mut claimed = store.claim(9).await.unwrap();
        let claimed = claimed.remove(0);
        assert_eq!(claimed.attempt, 2);
        assert_eq!(claimed.turn, stale.turn);
        assert_ne!(claimed.lease.token(), stale.lease.token());

        assert!(is_lost(store.renew(&stale.lease).await));
        let segment = talk.segment(&stale, &["stale"], Route::Push);
        assert!(is_lost(store.commit_segment(segment).await));
        assert!(is_lost(store.fail(&stale.lease, "too late").await));
        assert!(is_lost(store.give_back(&stale.lease).await));

        talk.answers(&claimed, &["fresh"]).await;
        let segment = talk.segment(&claimed, &["twice"], Route::Push);
        assert!(is_lost(store.commit_segment(segment).await));
        let lines = store.lines(&talk.bot.namespace, None, &user("u1")).await.unwrap();
        assert_eq!(lines.iter().map(|line| &line.text).collect::<Vec<_>>(), ["bonjour", "fresh"]);
        assert_eq!(store.inbox_state().await.unwrap().deliveries, 0);
        store.close().await;
    }

    async fn a_renewed_lease_lasts(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let claimed = talk.says("u1", "bonjour").await;
        for _ in 0..4 {
            world.advance_ms(limits::LEASE_RENEWAL_MS);
            store.renew(&claimed.lease).await.unwrap();
        }
        assert!(store.claim(9).await.unwrap().is_empty());
        talk.answers(&claimed, &["oui"]).await;
        store.close().await;
    }

    async fn a_turn_that_loses_drops_out_of_the_batch_alone(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let mut tasks = Vec::new();
        for number in 0..12 {
            let claimed = talk.says(&format!("u{number}"), "bonjour").await;
            let mut segment = talk.segment(&claimed, &["oui"], Route::Nowhere);
            if number % 3 == 0 {
                segment.conversation.version += 1;
            }
            let store = store.clone();
            tasks.push(tokio::spawn(async move { store.commit_segment(segment).await }));
        }
        let mut lost = 0;
        for (number, task) in tasks.into_iter().enumerate() {
            match task.await.unwrap() {
                Ok(committed) => assert_eq!(committed.version, 1),
                Err(Error::LostLease) => {
                    assert_eq!(number % 3, 0);
                    lost += 1;
                }
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!(lost, 4);
        assert_eq!(store.inbox_state().await.unwrap().waiting, 4);
        store.close().await;
    }

    async fn an_operation_that_the_database_refuses_fails_alone(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let mut segments = Vec::new();
        for number in 0..8 {
            let claimed = talk.says(&format!("u{number}"), "bonjour").await;
            segments.push(talk.segment(&claimed, &["oui"], Route::Nowhere));
        }
        // A row that should not be there makes the insert of one segment fail.
        world
            .meddle(
                "insert into segments (namespace, conversation, version, turn, channel, \
                 received_at, committed_at, test, messages) select namespace, number, 1, 'x', \
                 'x', 0, 0, false, '[]' from conversations where user_id = 'u5'",
            )
            .await;
        let tasks: Vec<_> = segments
            .into_iter()
            .map(|segment| {
                let store = store.clone();
                tokio::spawn(async move { store.commit_segment(segment).await })
            })
            .collect();
        for (number, task) in tasks.into_iter().enumerate() {
            let committed = task.await.unwrap();
            assert_eq!(committed.is_ok(), number != 5, "{number}: {committed:?}");
        }
        store.close().await;
    }

    async fn a_half_done_turn_goes_on_from_its_cursor(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let claimed = talk.says_with_key("u1", "bonjour", Some("k1")).await;
        let mut segment = talk.segment(&claimed, &["Un instant."], Route::Nowhere);
        let understood = model::Understanding::nothing("bonjour", model::Locale::fr());
        segment.end = SegmentEnd::Await {
            cursor: "{\"frame\":3}".into(),
            understanding: Some(Box::new(understood.clone())),
        };
        let committed = store.commit_segment(segment).await.unwrap();
        assert_eq!(committed.version, 1);
        let again = talk.leaves("u1", "bonjour", Some("k1")).await;
        assert!(matches!(again, Accepted::Duplicate { state: TurnState::Running, .. }));

        world.advance_ms(limits::LEASE_MS);
        let resumed = store.claim(9).await.unwrap().remove(0);
        assert_eq!(resumed.cursor.as_deref(), Some("{\"frame\":3}"));
        assert_eq!(resumed.understanding, Some(understood));
        assert_eq!(resumed.conversation.version, 1);
        assert_eq!(resumed.turn, claimed.turn);
        let mut last = talk.segment(&resumed, &["Voilà."], Route::Nowhere);
        last.record.user_text = None;
        store.commit_segment(last).await.unwrap();

        let again = talk.leaves("u1", "bonjour", Some("k1")).await;
        let Accepted::Duplicate { state: TurnState::Answered(answer), .. } = again else {
            panic!("{again:?}")
        };
        assert_eq!(texts(&answer.messages), ["Un instant.", "Voilà."]);
        let id = &claimed.conversation.id;
        let told = store.answer(&talk.bot.namespace, id, &claimed.turn).await.unwrap().unwrap();
        assert_eq!(told.messages, answer.messages);
        let turns = store.turns(&talk.bot.namespace, id).await.unwrap();
        assert_eq!(turns.len(), 1);
        assert_eq!(turns[0].user_text.as_deref(), Some("bonjour"));
        store.close().await;
    }

    async fn an_event_that_crashes_its_turn_ends_as_a_dead_letter(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let poison = talk.says_with_key("u1", "poison", Some("k1")).await;
        talk.leaves("u1", "bonjour", None).await;
        for attempt in 2..=limits::TURN_ATTEMPTS_MAX {
            world.advance_ms(limits::LEASE_MS);
            let claimed = store.claim(9).await.unwrap();
            assert_eq!((said(&claimed[0]), claimed[0].attempt), ("poison".into(), attempt));
        }
        world.advance_ms(limits::LEASE_MS);
        // Given up; the conversation moves on.
        assert!(store.claim(9).await.unwrap().is_empty());
        let next = store.claim(9).await.unwrap().remove(0);
        assert_eq!(said(&next), "bonjour");
        talk.answers(&next, &["oui"]).await;

        let page = store.dead_letters(&talk.bot.namespace, None, 10).await.unwrap();
        assert_eq!(page.items.len(), 1);
        let letter = &page.items[0];
        assert_eq!(letter.kind, store::DeadLetterKind::Turn);
        assert_eq!(letter.turn.as_ref(), Some(&poison.turn));
        assert_eq!(letter.attempts, limits::TURN_ATTEMPTS_MAX);
        let (_, body) = store.dead_letter(&talk.bot.namespace, &letter.id).await.unwrap();
        let event: model::Event = serde_json::from_slice(body.expose()).unwrap();
        assert_eq!(event, poison.event);
        let again = talk.leaves("u1", "poison", Some("k1")).await;
        assert!(matches!(again, Accepted::Duplicate { state: TurnState::DeadLetter, .. }));

        store.replay_dead_letter(&talk.bot.namespace, &letter.id, &by("ada")).await.unwrap();
        let replayed = store.claim(9).await.unwrap().remove(0);
        assert_eq!((said(&replayed), replayed.attempt), ("poison".into(), 1));
        assert_eq!(replayed.turn, poison.turn);
        talk.answers(&replayed, &["guéri"]).await;
        let again = talk.leaves("u1", "poison", Some("k1")).await;
        let Accepted::Duplicate { state: TurnState::Answered(answer), .. } = again else {
            panic!("{again:?}")
        };
        assert_eq!(texts(&answer.messages), ["guéri"]);
        let page = store.dead_letters(&talk.bot.namespace, None, 10).await.unwrap();
        assert!(page.items.is_empty());
        store.close().await;
    }

    async fn a_turn_that_fails_is_tried_again_and_then_given_up(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let mut claimed = talk.says("u1", "bonjour").await;
        for _ in 1..limits::TURN_ATTEMPTS_MAX {
            let fate = store.fail(&claimed.lease, "a panic").await.unwrap();
            assert_eq!(fate, Failed::WillRetry);
            claimed = store.claim(9).await.unwrap().remove(0);
        }
        let fate = store.fail(&claimed.lease, "a panic").await.unwrap();
        let Failed::DeadLetter(id) = fate else { panic!("{fate:?}") };
        let (letter, _) = store.dead_letter(&talk.bot.namespace, &id).await.unwrap();
        assert_eq!(letter.cause, "a panic");
        assert!(store.claim(9).await.unwrap().is_empty());
        // The conversation is free.
        let next = talk.says("u1", "encore").await;
        talk.answers(&next, &["oui"]).await;
        store.close().await;
    }

    async fn an_event_given_back_is_not_counted_as_tried(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let mut claimed = talk.says("u1", "bonjour").await;
        for _ in 0..5 {
            store.give_back(&claimed.lease).await.unwrap();
            claimed = store.claim(9).await.unwrap().remove(0);
            assert_eq!(claimed.attempt, 1);
        }
        talk.answers(&claimed, &["oui"]).await;
        store.close().await;
    }

    async fn whoever_goes_away_before_the_turn_begins_does_not_hold_it(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        {
            let mut accepting =
                Box::pin(store.accept(talk.event("u1", "bonjour", Some("k1")), Begin::IfFree));
            // Polled once: the operation is queued, and nobody waits for it any more.
            let pending = poll_fn(|context| {
                Poll::Ready(accepting.as_mut().poll(context).is_pending())
            });
            assert!(pending.await);
        }
        // Queued after it, so done after it.
        talk.leaves("u2", "salut", None).await;
        let mut claimed = store.claim(9).await.unwrap();
        claimed.sort_by_key(said);
        assert_eq!(claimed.len(), 2);
        assert_eq!((said(&claimed[0]), claimed[0].attempt), ("bonjour".into(), 1));
        store.close().await;
    }

    async fn too_many_waiting_events_are_refused_per_namespace(world: &World) {
        let mut options = world.options(store::Role::Serve);
        options.inbox_depth_max = 3;
        let store = store::Store::open(options).await.unwrap();
        let full = Talk::begin(&store, "full").await;
        let other = Talk::begin(&store, "other").await;
        for number in 0..3 {
            full.leaves(&format!("u{number}"), "bonjour", None).await;
        }
        let refused = store.accept(full.event("u9", "bonjour", None), Begin::Later).await;
        assert!(matches!(refused, Err(Error::InboxFull { waiting: 3, .. })), "{refused:?}");
        other.leaves("u1", "bonjour", None).await;
        let claimed = store.claim(9).await.unwrap();
        full.answers(claimed.iter().find(|c| c.namespace.as_str() == "full").unwrap(), &[]).await;
        full.leaves("u9", "bonjour", None).await;
        store.close().await;
    }

    async fn a_channel_may_keep_its_own_conversations(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let mut event = talk.event("u1", "par ce canal", None);
        event.scope = Scope::Channel;
        let accepted = store.accept(event, Begin::IfFree).await.unwrap();
        let Accepted::New { claimed: Some(apart), .. } = accepted else { panic!("{accepted:?}") };
        let shared = talk.says("u1", "bonjour").await;
        assert_ne!(apart.conversation.id, shared.conversation.id);
        talk.answers(&apart, &["1"]).await;
        talk.answers(&shared, &["2"]).await;
        let found = store
            .conversation(
                &talk.bot.namespace,
                &talk.bot.id,
                &user("u1"),
                Some(&talk.channel.id),
            )
            .await
            .unwrap()
            .unwrap();
        assert_eq!(found.id, apart.conversation.id);
        store.close().await;
    }

    async fn strange_texts_survive(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let strange = "nul\u{0} quote' \" \\ 🚆 \u{202e}";
        let claimed = talk.says("u'1\"é", strange).await;
        talk.answers(&claimed, &[strange]).await;
        let lines = store.lines(&talk.bot.namespace, None, &user("u'1\"é")).await.unwrap();
        assert_eq!(lines[1].text, strange);
        // A bare text column cannot hold U+0000 on every engine.
        assert_eq!(lines[0].text, strange.replace('\0', "\u{fffd}"));
        store.close().await;
    }

    async fn a_key_that_is_empty_or_too_long_is_refused(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        for key in [String::new(), "k".repeat(256)] {
            let mut event = talk.event("u1", "bonjour", None);
            event.dedup_key = Some(DedupKey::Idempotency(key));
            let refused = store.accept(event, Begin::Later).await;
            assert!(matches!(refused, Err(Error::Invalid { field: "Idempotency-Key", .. })));
        }
        store.close().await;
    }
}

#[test]
fn the_hash_of_a_body_is_its_sha256() {
    assert_eq!(
        BodyHash::of(b"").to_string(),
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    assert!(LeaseToken::PREFIX.starts_with("lease"));
}

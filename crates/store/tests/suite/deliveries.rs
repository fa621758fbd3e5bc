//! Messages on their way out.

use model::limits;
use store::{
    DELIVERY_ATTEMPTS_MAX, DeadLetterKind, Delivery, DeliveryFailure, DeliveryFate, Error, Route,
    Store,
};

use crate::world::*;

fn refused(cause: &str) -> DeliveryFailure {
    DeliveryFailure {
        cause: cause.into(),
        retry_after_ms: None,
        permanent: false,
        uncertain: false,
    }
}

async fn say(talk: &Talk, from: &str, messages: &[&str], route: Route) {
    let claimed = talk.says(from, "bonjour").await;
    talk.store.commit_segment(talk.segment(&claimed, messages, route)).await.unwrap();
}

async fn one(store: &Store) -> Delivery {
    let mut claimed = store.claim_deliveries(9).await.unwrap();
    assert_eq!(claimed.len(), 1);
    claimed.remove(0)
}

on_both_engines! {
    async fn what_is_pushed_is_sent_once_and_in_order_per_recipient(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        say(&talk, "u1", &["1", "2"], Route::Push).await;
        say(&talk, "u1", &["3"], Route::Push).await;
        say(&talk, "u2", &["4"], Route::Push).await;

        let claimed = store.claim_deliveries(9).await.unwrap();
        let messages: Vec<_> = claimed.iter().map(|delivery| texts(&delivery.messages)).collect();
        assert_eq!(messages, [vec!["1", "2"], vec!["4"]]);
        assert!(store.claim_deliveries(9).await.unwrap().is_empty());
        store.delivered(&claimed[0], 1).await.unwrap();
        assert!(store.claim_deliveries(9).await.unwrap().is_empty());
        store.delivered(&claimed[0], 1).await.unwrap();
        let last = one(&store).await;
        assert_eq!(texts(&last.messages), ["3"]);
        assert_eq!((last.attempt, last.uncertain), (1, false));
        store.delivered(&last, 1).await.unwrap();
        store.delivered(&claimed[1], 1).await.unwrap();
        assert_eq!(store.inbox_state().await.unwrap().deliveries, 0);
        store.close().await;
    }

    async fn a_failed_delivery_is_tried_again_later_and_later(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        say(&talk, "u1", &["1"], Route::Push).await;
        let mut waited_ms = 0;
        for attempt in 1..DELIVERY_ATTEMPTS_MAX {
            let delivery = one(&store).await;
            assert_eq!(delivery.attempt, attempt);
            let fate = store.delivery_failed(&delivery, refused("500")).await.unwrap();
            let DeliveryFate::RetryAt(at) = fate else { panic!("{fate:?}") };
            let wait_ms = at.since_ms(world.now());
            assert!(wait_ms > waited_ms, "attempt {attempt}: {wait_ms}");
            waited_ms = wait_ms;
            world.advance_ms(wait_ms - 1);
            assert!(store.claim_deliveries(9).await.unwrap().is_empty());
            world.advance_ms(1);
        }
        let delivery = one(&store).await;
        let fate = store.delivery_failed(&delivery, refused("500 again")).await.unwrap();
        let DeliveryFate::DeadLetter(id) = fate else { panic!("{fate:?}") };
        assert_eq!(store.inbox_state().await.unwrap().deliveries, 0);
        let (letter, body) = store.dead_letter(&talk.bot.namespace, &id).await.unwrap();
        assert_eq!(letter.kind, DeadLetterKind::Message);
        assert_eq!((letter.cause.as_str(), letter.attempts), ("500 again", DELIVERY_ATTEMPTS_MAX));
        let message: model::Message = serde_json::from_slice(body.expose()).unwrap();
        assert_eq!(message.plain_text(), "1");

        store.replay_dead_letter(&talk.bot.namespace, &id, &by("ada")).await.unwrap();
        let again = one(&store).await;
        assert_eq!((texts(&again.messages), again.attempt), (vec!["1".to_owned()], 1));
        store.delivered(&again, 1).await.unwrap();
        store.close().await;
    }

    async fn a_retry_after_is_honoured_within_a_tenth(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        say(&talk, "u1", &["1"], Route::Push).await;
        let delivery = one(&store).await;
        let failure = DeliveryFailure { retry_after_ms: Some(40_000), ..refused("429") };
        let fate = store.delivery_failed(&delivery, failure).await.unwrap();
        let DeliveryFate::RetryAt(at) = fate else { panic!("{fate:?}") };
        let wait_ms = at.since_ms(world.now());
        assert!((40_000..=44_000).contains(&wait_ms), "{wait_ms}");
        store.close().await;
    }

    async fn a_message_that_is_refused_for_good_does_not_hold_the_next_ones(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        say(&talk, "u1", &["1", "2", "3"], Route::Push).await;
        let delivery = one(&store).await;
        store.delivered(&delivery, 1).await.unwrap();
        let failure = DeliveryFailure { permanent: true, ..refused("too long") };
        let fate = store.delivery_failed(&delivery, failure).await.unwrap();
        let DeliveryFate::DeadLetter(id) = fate else { panic!("{fate:?}") };
        let (_, body) = store.dead_letter(&talk.bot.namespace, &id).await.unwrap();
        let message: model::Message = serde_json::from_slice(body.expose()).unwrap();
        assert_eq!(message.plain_text(), "2");
        let rest = one(&store).await;
        assert_eq!((texts(&rest.messages), rest.confirmed), (vec!["3".to_owned()], 2));
        store.close().await;
    }

    async fn a_sender_that_vanished_leaves_an_uncertain_outcome(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        say(&talk, "u1", &["1"], Route::Push).await;
        let vanished = one(&store).await;
        world.advance_ms(limits::LEASE_MS);
        let taken_over = one(&store).await;
        assert_eq!((taken_over.attempt, taken_over.uncertain), (2, true));
        let late = store.delivered(&vanished, 1).await;
        assert!(matches!(late, Err(Error::LostLease)), "{late:?}");
        store.delivered(&taken_over, 1).await.unwrap();
        let turn = &taken_over.turn;
        let noted = store.uncertain_messages(&talk.bot.namespace, turn).await.unwrap();
        assert_eq!(noted, 1);
        assert_eq!(store.inbox_state().await.unwrap().deliveries, 0);
        store.close().await;
    }

    async fn an_outcome_that_is_not_known_is_recorded(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        say(&talk, "u1", &["1", "2"], Route::Push).await;
        let delivery = one(&store).await;
        let failure = DeliveryFailure { uncertain: true, ..refused("reset") };
        store.delivery_failed(&delivery, failure).await.unwrap();
        world.advance_ms(60_000);
        let again = one(&store).await;
        assert!(again.uncertain);
        store.delivered(&again, 2).await.unwrap();
        let turn = &again.turn;
        assert_eq!(store.uncertain_messages(&talk.bot.namespace, turn).await.unwrap(), 1);
        store.close().await;
    }

    async fn senders_that_crash_each_time_end_in_the_dead_letters(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        say(&talk, "u1", &["1", "2"], Route::Push).await;
        for attempt in 1..=DELIVERY_ATTEMPTS_MAX {
            assert_eq!(one(&store).await.attempt, attempt);
            world.advance_ms(limits::LEASE_MS);
        }
        assert!(store.claim_deliveries(9).await.unwrap().is_empty());
        let letters = store.dead_letters(&talk.bot.namespace, None, 9).await.unwrap();
        assert_eq!(letters.items.len(), 1);
        assert_eq!(texts(&one(&store).await.messages), ["2"]);
        store.close().await;
    }

    async fn namespaces_take_turns_at_sending(world: &World) {
        let store = world.serve().await;
        let loud = Talk::begin(&store, "loud").await;
        let quiet = Talk::begin(&store, "quiet").await;
        for number in 0..6 {
            say(&loud, &format!("u{number}"), &["n"], Route::Push).await;
        }
        say(&quiet, "u1", &["n"], Route::Push).await;
        let claimed = store.claim_deliveries(2).await.unwrap();
        let mut from: Vec<_> = claimed.iter().map(|delivery| delivery.namespace.as_str()).collect();
        from.sort_unstable();
        assert_eq!(from, ["loud", "quiet"]);
        store.close().await;
    }

    async fn an_exchange_that_took_its_messages_leaves_nothing(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let claimed = talk.says("u1", "bonjour").await;
        let now = world.now();
        let route = Route::Exchange {
            until: now.plus_ms(limits::EXCHANGE_DEADLINE_MS),
            expires_at: now.plus_ms(limits::MISSED_ANSWER_TTL_MS),
        };
        let segment = talk.segment(&claimed, &["oui"], route);
        let committed = store.commit_segment(segment).await.unwrap();
        let delivery = committed.delivery.unwrap();
        let take = || store.take_for_stream(&talk.bot.namespace, &talk.channel.id, &claimed.event.user);
        // Another stream of the same user does not take what the exchange will.
        assert!(take().await.unwrap().is_empty());
        // Another namespace cannot confirm it.
        store.exchanged(&namespace("other"), delivery).await.unwrap();
        assert_eq!(store.inbox_state().await.unwrap().deliveries, 1);
        store.exchanged(&talk.bot.namespace, delivery).await.unwrap();
        assert_eq!(store.inbox_state().await.unwrap().deliveries, 0);
        store.close().await;
    }

    async fn a_missed_answer_waits_for_a_stream_in_order(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let route = || Route::Exchange {
            until: world.now().plus_ms(limits::EXCHANGE_DEADLINE_MS),
            expires_at: world.now().plus_ms(limits::MISSED_ANSWER_TTL_MS),
        };
        let claimed = talk.says("u1", "un").await;
        let first =
            store.commit_segment(talk.segment(&claimed, &["1"], route())).await.unwrap();
        let claimed = talk.says("u1", "deux").await;
        store.commit_segment(talk.segment(&claimed, &["2"], route())).await.unwrap();
        // The first exchange says so itself; the second crashed with its process.
        store.missed(&talk.bot.namespace, first.delivery.unwrap()).await.unwrap();
        world.advance_ms(limits::EXCHANGE_DEADLINE_MS);

        let user = &claimed.event.user;
        let take = || store.take_for_stream(&talk.bot.namespace, &talk.channel.id, user);
        let taken = take().await.unwrap();
        let said: Vec<_> = taken.iter().flat_map(|delivery| texts(&delivery.messages)).collect();
        assert_eq!(said, ["1", "2"]);
        assert!(take().await.unwrap().is_empty());
        store.delivered(&taken[0], 1).await.unwrap();
        // The stream was cut before the second arrived.
        world.advance_ms(limits::LEASE_MS);
        let taken = take().await.unwrap();
        assert_eq!(texts(&taken[0].messages), ["2"]);
        store.delivered(&taken[0], 1).await.unwrap();
        assert_eq!(store.inbox_state().await.unwrap().deliveries, 0);
        store.close().await;
    }

    async fn a_missed_answer_is_replayed_only_within_its_time(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let expires_at = world.now().plus_ms(limits::MISSED_ANSWER_TTL_MS);
        say(&talk, "u1", &["1"], Route::Stream { expires_at }).await;
        say(&talk, "u2", &["2"], Route::Stream { expires_at }).await;
        world.advance_ms(limits::MISSED_ANSWER_TTL_MS - 1);
        let take = |from: &'static str| {
            let (talk, store) = (talk.on(&store), store.clone());
            async move {
                let user = user(from);
                store.take_for_stream(&talk.bot.namespace, &talk.channel.id, &user).await.unwrap()
            }
        };
        assert_eq!(take("u1").await.len(), 1);
        world.advance_ms(1);
        assert!(take("u2").await.is_empty());
        // It stays in the conversation.
        let lines = store.lines(&talk.bot.namespace, None, &user("u2")).await.unwrap();
        assert_eq!(lines.len(), 2);
        world.advance_ms(limits::LEASE_MS);
        let swept = store.sweep(&store::Retention::default()).await.unwrap();
        assert_eq!(swept.deliveries, 2);
        store.close().await;
    }

    async fn typing_marks_are_never_stored(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let claimed = talk.says("u1", "bonjour").await;
        let mut segment = talk.segment(&claimed, &["x"], Route::Push);
        segment.record.messages[0].body = model::MessageBody::Typing;
        let committed = store.commit_segment(segment).await.unwrap();
        assert_eq!(committed.delivery, None);
        store.close().await;
    }
}

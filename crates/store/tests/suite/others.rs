//! Users elsewhere: where they spoke last, who speaks for a group, what waits for whom.

use model::Event;
use store::{Accepted, Begin, NewEvent, Route, Scope};

use crate::world::*;

on_both_engines! {
    async fn a_user_is_found_on_the_channel_where_they_spoke_last(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let (namespace, bot) = (&talk.bot.namespace, &talk.bot.id);
        let channels = store.channels(namespace, bot).await.unwrap();
        let last = async |user_name: &str| {
            store.last_channel(namespace, bot, &user(user_name)).await.unwrap()
        };
        assert_eq!(last("ann").await, None);
        for channel in [&channels[1], &channels[0], &channels[1]] {
            world.advance_ms(10);
            let event = NewEvent {
                channel: channel.id.clone(),
                scope: Scope::Channel,
                ..talk.event("ann", "hello", None)
            };
            let accepted = store.accept(event, Begin::IfFree).await.unwrap();
            let Accepted::New { claimed: Some(claimed), .. } = accepted else {
                panic!("{accepted:?}")
            };
            talk.answers(&claimed, &["yes"]).await;
            assert_eq!(last("ann").await.as_ref(), Some(&channel.id));
        }
        assert_eq!(last("bob").await, None);
        let (elsewhere, ann) = (crate::world::namespace("other"), user("ann"));
        assert_eq!(store.last_channel(&elsewhere, bot, &ann).await.unwrap(), None);
        store.close().await;
    }

    async fn who_speaks_in_a_group_speaks_in_its_conversation(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        for speaker in ["ann", "bob"] {
            let mut event = talk.event(speaker, "hello", None);
            event.event = Event { group: Some(user("group:team")), ..event.event };
            let accepted = store.accept(event, Begin::IfFree).await.unwrap();
            let Accepted::New { claimed: Some(claimed), .. } = accepted else {
                panic!("{accepted:?}")
            };
            assert_eq!(claimed.conversation.user, user("group:team"));
            assert_eq!(claimed.event.user, user(speaker));
            talk.answers(&claimed, &["yes"]).await;
        }
        let lines = store.lines(&talk.bot.namespace, None, &user("group:team")).await.unwrap();
        assert_eq!(lines.len(), 4);
        assert!(store.lines(&talk.bot.namespace, None, &user("ann")).await.unwrap().is_empty());
        store.close().await;
    }

    async fn a_queue_keeps_its_newest_messages(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let expires_at = world.now().plus_ms(60_000);
        for messages in [&["1", "2"][..], &["3"], &["4", "5"], &["6"]] {
            let claimed = talk.says("ann", "hello").await;
            let route = Route::Stream { expires_at };
            store.commit_segment(talk.segment(&claimed, messages, route)).await.unwrap();
        }
        let (namespace, channel, ann) = (&talk.bot.namespace, &talk.channel.id, user("ann"));
        let shorten = async |max| store.shorten_queue(namespace, channel, &ann, max).await.unwrap();
        assert_eq!(shorten(6).await, 0);
        // What was said at once is given up at once.
        assert_eq!(shorten(5).await, 2);
        assert_eq!(shorten(3).await, 1);
        assert_eq!(store.shorten_queue(namespace, channel, &user("bob"), 1).await.unwrap(), 0);
        let taken = store.take_for_stream(namespace, channel, &ann).await.unwrap();
        let said: Vec<_> = taken.iter().flat_map(|delivery| texts(&delivery.messages)).collect();
        assert_eq!(said, ["4", "5", "6"]);
        // What a stream holds just now stays.
        assert_eq!(shorten(1).await, 0);
        store.close().await;
    }
}

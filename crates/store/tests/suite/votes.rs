//! What users think of answers, and what of it waits to be looked at.

use model::{Locale, Understanding};
use store::{ConversationFilter, Route, SentenceFilter, SentenceSeen};

use crate::world::*;

on_both_engines! {
    async fn what_is_judged_bad_waits_until_somebody_looked(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let (ns, bot) = (&talk.bot.namespace, &talk.bot.id);
        let claimed = talk.says("ann", "bonjour").await;
        let understanding = Understanding::nothing("bonjour", Locale::fr());
        // The bot knows the sentence: it does not wait by itself.
        store.log_sentence(SentenceSeen {
            namespace: ns.clone(),
            bot: bot.clone(),
            locale: Locale::fr(),
            text: "bonjour".into(),
            understanding: understanding.clone(),
            inbox: false,
            counted: true,
        });
        let mut segment = talk.segment(&claimed, &["oui", "non"], Route::Nowhere);
        segment.record.understanding = Some(understanding);
        let messages = segment.record.messages.clone();
        store.commit_segment(segment).await.unwrap();
        let conversation = &claimed.conversation.id;
        let vote = async |message: usize, good: Option<bool>| {
            let id = &messages[message].id;
            assert!(store.vote(ns, bot, conversation, id, good).await.unwrap());
        };
        let waiting = async || {
            let filter = SentenceFilter { judged_bad: true, ..SentenceFilter::default() };
            let page = store.sentences(ns, bot, &filter, None, 9).await.unwrap();
            page.items.into_iter().map(|own| (own.text, own.bad_count)).collect::<Vec<_>>()
        };
        let listed = async |unknown: bool, judged_bad: bool| {
            let filter = ConversationFilter { unknown, judged_bad, ..ConversationFilter::default() };
            store.conversations(ns, &filter, None, 9).await.unwrap().items
        };

        assert_eq!(waiting().await, []);
        vote(0, Some(true)).await;
        assert_eq!((waiting().await, listed(false, true).await), (vec![], vec![]));
        // The last word counts, and each message once.
        vote(0, Some(false)).await;
        vote(0, Some(false)).await;
        vote(1, Some(false)).await;
        assert_eq!(waiting().await, [("bonjour".to_owned(), 2)]);
        let told: Vec<bool> =
            store.votes(ns, conversation).await.unwrap().iter().map(|vote| vote.good).collect();
        assert_eq!(told, [false, false]);
        assert_eq!(store.votes(&namespace("other"), conversation).await.unwrap(), []);
        vote(1, None).await;
        assert_eq!(waiting().await, [("bonjour".to_owned(), 1)]);

        let found = listed(true, true).await;
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].said_count, found[0].opening.as_deref()), (1, Some("bonjour")));
        let elsewhere = model::MessageId::random(&mut model::SeededRng::new(1));
        assert!(!store.vote(ns, bot, conversation, &elsewhere, Some(false)).await.unwrap());
        let other = namespace("other");
        let id = &messages[0].id;
        assert!(!store.vote(&other, bot, conversation, id, Some(false)).await.unwrap());

        store.set_waiting(ns, bot, &Locale::fr(), "bonjour", false).await.unwrap();
        assert_eq!(waiting().await, []);
        assert_eq!(listed(false, true).await.len(), 1);
        store.set_waiting(ns, bot, &Locale::fr(), "bonjour", true).await.unwrap();
        assert_eq!(waiting().await, [("bonjour".to_owned(), 1)]);
        store.forget_user(ns, &user("ann"), &store::Actor::command()).await.unwrap();
        assert_eq!(waiting().await, []);
        store.close().await;
    }
}

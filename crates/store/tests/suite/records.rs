//! Conversations, dead letters, jobs, sentences, forgetting.

use std::collections::BTreeSet;

use model::{Cursor, IntentName, JobState, Locale, Problem, Understanding, limits};
use store::{
    Accepted, ChannelOutcome, ConversationFilter, CountFilter, DeadLetterKind, Environment, Error,
    Retention, Route, SentenceFilter, SentenceSeen, Swept, TurnState,
};

use crate::world::*;

fn understood(text: &str, intent: Option<&str>) -> Understanding {
    let mut understanding = Understanding::nothing(text, Locale::fr());
    understanding.intent = intent.map(|intent| IntentName::new(intent).unwrap());
    understanding
}

on_both_engines! {
    async fn a_visitor_s_token_is_good_for_their_conversation_alone(world: &World) {
        let store = world.serve().await;
        let bot = store.import_bot(&a_bot("app", "gare"), &by_database()).await.unwrap().bot;
        let other = store.import_bot(&a_bot("app", "other"), &by_database()).await.unwrap().bot;
        let (ns, ann, bob) = (&bot.namespace, user("conv_ann"), user("conv_bob"));
        let token = store.visitor_token(ns, &bot.id, &ann);
        assert!(store.is_visitor_token(ns, &bot.id, &ann, &token));
        assert!(!store.is_visitor_token(ns, &bot.id, &bob, &token));
        assert!(!store.is_visitor_token(ns, &other.id, &ann, &token));
        assert!(!store.is_visitor_token(&namespace("other"), &bot.id, &ann, &token));
        for wrong in ["", "visit_", "visit_x", "visit_x.y", &token[1..], &format!("{token}A")] {
            assert!(!store.is_visitor_token(ns, &bot.id, &ann, wrong), "{wrong}");
        }
        let named = |name| store.visitor_conversation(ns, &bot.id, name);
        assert_eq!(named("key 1"), named("key 1"));
        assert_ne!(named("key 1"), named("key 2"));
        assert_ne!(store.visitor_conversation(ns, &other.id, "key 1"), named("key 1"));
        store.close().await;
    }

    async fn conversations_are_listed_page_by_page(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        for number in 0..5 {
            let claimed = talk.says(&format!("u{number}"), "bonjour").await;
            talk.answers(&claimed, &["oui"]).await;
        }
        let ns = &talk.bot.namespace;
        let (mut seen, mut after) = (Vec::new(), None::<Cursor>);
        loop {
            let filter = ConversationFilter::default();
            let page = store.conversations(ns, &filter, after.as_ref(), 2).await.unwrap();
            seen.extend(page.items.into_iter().map(|item| item.user.to_string()));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen, ["u4", "u3", "u2", "u1", "u0"]);
        let one =
            ConversationFilter {
                user: Some(user("u3")),
                bot: Some(talk.bot.id.clone()),
                tests: true,
                ..ConversationFilter::default()
            };
        let page = store.conversations(ns, &one, None, 9).await.unwrap();
        assert_eq!((page.items.len(), page.items[0].version), (1, 1));
        let page = store.conversations(&namespace("other"), &one, None, 9).await.unwrap();
        assert!(page.items.is_empty());
        let wrong = store.conversations(ns, &one, Some(&Cursor("x".into())), 9).await;
        assert!(matches!(wrong, Err(Error::Invalid { field: "cursor", .. })));
        store.close().await;
    }

    async fn a_channel_tells_what_came_last_without_words(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let (ns, channel) = (&talk.bot.namespace, &talk.channel.id);
        let claimed = talk.says("u1", "bonjour").await;
        let outcomes = async || {
            let events = store.channel_events(ns, channel, 9).await.unwrap();
            events.into_iter().map(|event| event.outcome).collect::<Vec<_>>()
        };
        assert_eq!(outcomes().await, [ChannelOutcome::Waiting]);
        talk.answers(&claimed, &["oui"]).await;
        assert_eq!(outcomes().await, [ChannelOutcome::Answered]);
        store.reject(ns, channel, "`entry` is missing", b"{}").await.unwrap();
        let events = store.channel_events(ns, channel, 9).await.unwrap();
        let failed = events.iter().find(|event| event.outcome == ChannelOutcome::Rejected);
        assert_eq!(failed.unwrap().cause.as_deref(), Some("`entry` is missing"));
        assert_eq!(store.channel_events(ns, channel, 1).await.unwrap().len(), 1);
        assert_eq!(store.channel_events(&namespace("other"), channel, 9).await.unwrap(), []);
        // Conversations are found by what their channels serve.
        for (environment, found) in [(Environment::Live, 1), (Environment::Draft, 0)] {
            let filter =
                ConversationFilter { environment: Some(environment), ..Default::default() };
            let page = store.conversations(ns, &filter, None, 9).await.unwrap();
            assert_eq!(page.items.len(), found, "{environment}");
        }
        store.close().await;
    }

    async fn namespaces_do_not_see_each_other(world: &World) {
        let store = world.serve().await;
        let ours = Talk::begin(&store, "ours").await;
        let theirs = Talk::begin(&store, "theirs").await;
        // The same user, the same bot name, the same key.
        let mine = ours.says_with_key("u1", "bonjour", Some("k1")).await;
        let other = theirs.says_with_key("u1", "salut", Some("k1")).await;
        assert_ne!(mine.conversation.id, other.conversation.id);
        ours.answers(&mine, &["à nous"]).await;
        theirs.answers(&other, &["à eux"]).await;
        let (ns, id) = (&theirs.bot.namespace, &mine.conversation.id);
        assert!(store.turns(ns, id).await.unwrap().is_empty());
        assert!(store.answer(ns, id, &mine.turn).await.unwrap().is_none());
        let lines = store.lines(ns, None, &user("u1")).await.unwrap();
        assert_eq!(lines.iter().map(|line| &line.text).collect::<Vec<_>>(), ["salut", "à eux"]);
        store.close().await;
    }

    async fn a_rejected_event_is_kept_sealed_with_its_cause(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let ns = &talk.bot.namespace;
        let id = store
            .reject(ns, &talk.channel.id, "`entry` is missing", b"{\"canary\":1}")
            .await
            .unwrap();
        let (letter, body) = store.dead_letter(ns, &id).await.unwrap();
        assert_eq!(letter.kind, DeadLetterKind::Rejected);
        assert_eq!(letter.cause, "`entry` is missing");
        assert_eq!(body.expose(), b"{\"canary\":1}");
        let found =
            world.meddle("update dead_letters set cause = 'x' where body like '%canary%'").await;
        assert_eq!(found, 0);
        let refused = store.replay_dead_letter(ns, &id, &by("ada")).await;
        assert!(matches!(refused, Err(Error::Invalid { .. })));
        let hidden = store.dead_letter(&namespace("other"), &id).await;
        assert!(matches!(hidden, Err(Error::NotFound { .. })));
        store.delete_dead_letter(ns, &id, &by("ada")).await.unwrap();
        let gone = store.delete_dead_letter(ns, &id, &by("ada")).await;
        assert!(matches!(gone, Err(Error::NotFound { .. })));
        store.close().await;
    }

    async fn dead_letters_are_listed_newest_first(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let ns = &talk.bot.namespace;
        for number in 0..5 {
            let cause = number.to_string();
            store.reject(ns, &talk.channel.id, &cause, b"x").await.unwrap();
            world.advance_ms(1);
        }
        let first = store.dead_letters(ns, None, 3).await.unwrap();
        let second = store.dead_letters(ns, first.next.as_ref(), 3).await.unwrap();
        let causes: Vec<_> =
            first.items.iter().chain(&second.items).map(|item| item.cause.as_str()).collect();
        assert_eq!(causes, ["4", "3", "2", "1", "0"]);
        assert_eq!(second.next, None);
        store.close().await;
    }

    async fn a_job_runs_and_ends_once(world: &World) {
        let store = world.serve().await;
        let ns = &namespace("app");
        let job = store.create_job(ns, None, "train", 0).await.unwrap();
        assert_eq!((job.state, job.created_at), (JobState::Waiting, world.now()));
        let job = store.job_progress(ns, &job.id, 3, 10).await.unwrap();
        assert_eq!((job.state, job.done, job.total), (JobState::Running, 3, 10));
        assert!(store.cancel_job(ns, &job.id).await.unwrap().cancel);
        assert!(store.job_progress(ns, &job.id, 4, 10).await.unwrap().cancel);
        let result = serde_json::json!({"sentences": 12});
        let job = store.finish_job(ns, &job.id, Ok(result.clone())).await.unwrap();
        assert_eq!((job.state, job.result), (JobState::Succeeded, Some(result)));
        let job = store.finish_job(ns, &job.id, Err(None)).await.unwrap();
        assert_eq!(job.state, JobState::Succeeded);

        let problem = Problem::new(422, "no-intents", "No intents", "add one");
        let failed = store.create_job(ns, None, "train", 0).await.unwrap();
        let failed = store.finish_job(ns, &failed.id, Err(Some(problem.clone()))).await.unwrap();
        assert_eq!((failed.state, failed.problem), (JobState::Failed, Some(problem)));
        let early = store.create_job(ns, None, "import", 0).await.unwrap();
        let early = store.cancel_job(ns, &early.id).await.unwrap();
        assert_eq!(early.state, JobState::Cancelled);
        assert_eq!(store.jobs(ns, 9).await.unwrap().len(), 3);
        assert!(store.job(&namespace("other"), &early.id).await.unwrap().is_none());
        store.close().await;
    }

    async fn a_job_whose_process_died_fails_and_others_go_on(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let (ns, bot) = (&talk.bot.namespace, &talk.bot.id);
        let dead = store.create_job(ns, Some(bot), "evaluation", 0).await.unwrap();
        let alive = store.create_job(ns, Some(bot), "evaluation", 0).await.unwrap();
        world.advance_ms(1000);
        store.keep_job(ns, &alive.id).await.unwrap();
        assert_eq!(store.fail_abandoned_jobs(world.now().plus_ms(-500)).await.unwrap(), 1);
        let jobs = store.bot_jobs(ns, bot, "evaluation", 9).await.unwrap();
        let state = |id: &model::JobId| jobs.iter().find(|job| job.id == *id).unwrap().state;
        assert_eq!((state(&dead.id), state(&alive.id)), (JobState::Failed, JobState::Waiting));
        assert_eq!(jobs[0].bot.as_ref(), Some(bot));
        assert!(store.bot_jobs(ns, bot, "train", 9).await.unwrap().is_empty());
        assert!(store.bot_jobs(&namespace("other"), bot, "evaluation", 9).await.unwrap().is_empty());
        store.close().await;
    }

    async fn sentences_are_counted_and_listed(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let (ns, bot) = (&talk.bot.namespace, &talk.bot.id);
        let see = |text: &str, intent: Option<&str>| {
            store.log_sentence(SentenceSeen {
                namespace: ns.clone(),
                bot: bot.clone(),
                locale: Locale::fr(),
                text: text.into(),
                understanding: understood(text, intent),
                inbox: true,
                counted: true,
            });
        };
        see("bonjour", Some("greetings"));
        see("blabla", None);
        world.advance_ms(1);
        see("bonjour", Some("greetings"));
        store.flush_sentences().await.unwrap();
        world.advance_ms(1);
        see("bonjour", Some("hello"));
        store.flush_sentences().await.unwrap();

        let all = SentenceFilter::default();
        let page = store.sentences(ns, bot, &all, None, 9).await.unwrap();
        assert_eq!(page.items.len(), 2);
        let first = &page.items[0];
        assert_eq!((first.text.as_str(), first.count), ("bonjour", 3));
        assert_eq!(first.intent.as_ref().unwrap().as_str(), "hello");
        assert_eq!((first.first_at, first.last_at), (BEGINNING, BEGINNING.plus_ms(2)));
        let unknown = SentenceFilter {
            intent: Some(None),
            locale: Some(Locale::fr()),
            ..SentenceFilter::default()
        };
        let page = store.sentences(ns, bot, &unknown, None, 9).await.unwrap();
        assert_eq!(page.items.len(), 1);
        assert_eq!(page.items[0].text, "blabla");
        let first = store.sentences(ns, bot, &all, None, 1).await.unwrap();
        let second = store.sentences(ns, bot, &all, first.next.as_ref(), 1).await.unwrap();
        assert_eq!(second.items[0].text, "blabla");
        let found = async |filter: SentenceFilter| {
            let page = store.sentences(ns, bot, &filter, None, 9).await.unwrap();
            page.items.into_iter().map(|own| own.text).collect::<Vec<_>>()
        };
        let searched = |words: &str| SentenceFilter { search: Some(words.into()), ..all.clone() };
        assert_eq!(found(searched("BLA")).await, ["blabla"]);
        assert_eq!(found(searched("100%")).await, [""; 0]);
        let below = |permille| SentenceFilter { below_permille: Some(permille), ..all.clone() };
        assert_eq!(found(below(1)).await.len(), 2);
        assert_eq!(found(below(0)).await, [""; 0]);
        store.set_waiting(ns, bot, &Locale::fr(), "blabla", false).await.unwrap();
        assert_eq!(found(all.clone()).await, ["bonjour"]);
        store.set_waiting(ns, bot, &Locale::fr(), "blabla", true).await.unwrap();
        assert_eq!(found(all.clone()).await.len(), 2);
        store.close().await;
    }

    async fn sentences_that_only_count_do_not_wait_in_the_inbox(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let (ns, bot) = (&talk.bot.namespace, &talk.bot.id);
        let see = |text: &str, inbox: bool, counted: bool| {
            store.log_sentence(SentenceSeen {
                namespace: ns.clone(),
                bot: bot.clone(),
                locale: Locale::fr(),
                text: text.into(),
                understanding: understood(text, Some("greetings")),
                inbox,
                counted,
            });
        };
        see("known", false, true);
        see("both", true, true);
        see("both", false, true);
        see("seen", true, false);
        let counts = async |count_min: u64, intent: Option<&str>, skip: usize| {
            let intent = intent.map(|name| Some(model::IntentName::new(name).unwrap()));
            let filter = CountFilter { locale: Locale::fr(), intent, count_min };
            let counted = store.counted_sentences(ns, bot, &filter, skip, 9).await.unwrap();
            counted.into_iter().map(|own| (own.text, own.count)).collect::<Vec<_>>()
        };
        let (both, known) = (("both".to_owned(), 2), ("known".to_owned(), 1));
        assert_eq!(counts(0, None, 0).await, [both.clone(), known.clone()]);
        assert_eq!(counts(2, Some("greetings"), 0).await, [both]);
        assert_eq!(counts(1, None, 1).await, [known]);
        assert_eq!(counts(1, Some("other"), 0).await, []);
        let inbox = store.sentences(ns, bot, &SentenceFilter::default(), None, 9).await.unwrap();
        let mut texts: Vec<_> = inbox.items.iter().map(|own| own.text.as_str()).collect();
        texts.sort_unstable();
        assert_eq!(texts, ["both", "seen"]);

        // A later sighting brings what only counted to the inbox; it never leaves by one.
        see("known", true, true);
        see("both", false, true);
        store.flush_sentences().await.unwrap();
        let inbox = store.sentences(ns, bot, &SentenceFilter::default(), None, 9).await.unwrap();
        assert_eq!(inbox.items.len(), 3);
        store.close().await;
    }

    async fn not_understood_is_counted_for_sentences_that_came(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let (ns, bot) = (&talk.bot.namespace, &talk.bot.id);
        store.log_sentence(SentenceSeen {
            namespace: ns.clone(),
            bot: bot.clone(),
            locale: Locale::fr(),
            text: "blabla".into(),
            understanding: understood("blabla", None),
            inbox: true,
            counted: true,
        });
        assert!(store.count_unknown(ns, bot, &Locale::fr(), "blabla").await.unwrap());
        assert!(store.count_unknown(ns, bot, &Locale::fr(), "blabla").await.unwrap());
        assert!(!store.count_unknown(ns, bot, &Locale::fr(), "never said").await.unwrap());
        assert!(!store.count_unknown(ns, bot, &Locale::en(), "blabla").await.unwrap());
        let inbox = store.sentences(ns, bot, &SentenceFilter::default(), None, 9).await.unwrap();
        assert_eq!((inbox.items.len(), inbox.items[0].unknown_count), (1, 2));
        store.close().await;
    }

    async fn sentences_of_the_inbox_are_forgotten_in_time(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let (ns, bot) = (&talk.bot.namespace, &talk.bot.id);
        let see = async |text: &str| {
            store.log_sentence(SentenceSeen {
                namespace: ns.clone(),
                bot: bot.clone(),
                locale: Locale::fr(),
                text: text.into(),
                understanding: understood(text, None),
                inbox: true,
                counted: true,
            });
            store.flush_sentences().await.unwrap();
        };
        see("old").await;
        world.advance_ms(1000);
        see("young").await;
        let retention = Retention { sentences_ms: Some(1000), ..Retention::default() };
        assert_eq!(store.sweep(&retention).await.unwrap().sentences, 1);
        let left = store.sentences(ns, bot, &SentenceFilter::default(), None, 9).await.unwrap();
        assert_eq!(left.items.len(), 1);
        assert_eq!(left.items[0].text, "young");
        store.close().await;
    }

    async fn a_forgotten_user_leaves_nothing(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let ns = &talk.bot.namespace;
        for from in ["u1", "u2"] {
            let claimed = talk.says_with_key(from, "bonjour", Some(from)).await;
            let segment = talk.segment(&claimed, &["oui"], Route::Push);
            store.commit_segment(segment).await.unwrap();
        }
        let running = talk.says("u1", "encore").await;
        talk.leaves("u1", "et encore", None).await;
        let by = store::Actor::command();
        let gone = store.forget_user(ns, &user("u1"), &by).await.unwrap();
        assert_eq!((gone.conversations, gone.segments, gone.events), (1, 1, 3));
        let segment = talk.segment(&running, &["trop tard"], Route::Push);
        assert!(matches!(store.commit_segment(segment).await, Err(Error::LostLease)));
        assert!(store.lines(ns, None, &user("u1")).await.unwrap().is_empty());
        assert_eq!(store.lines(ns, None, &user("u2")).await.unwrap().len(), 2);
        let state = store.inbox_state().await.unwrap();
        assert_eq!((state.waiting, state.deliveries), (0, 1));
        // The user may come back, as somebody new.
        let back = talk.says("u1", "bonjour").await;
        assert_eq!(back.conversation.version, 0);
        assert_ne!(back.conversation.id, running.conversation.id);
        store.close().await;
    }

    async fn what_was_kept_long_enough_is_swept_and_nothing_else(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let ns = &talk.bot.namespace;
        let retention = Retention { turns_ms: Some(30 * 24 * 3600 * 1000), ..Retention::default() };
        let old = talk.says_with_key("u1", "bonjour", Some("old")).await;
        talk.answers(&old, &["oui"]).await;
        let waiting = talk.leaves("u2", "attend", Some("waiting")).await;
        assert!(matches!(waiting, Accepted::New { .. }));
        store.reject(ns, &talk.channel.id, "bad", b"x").await.unwrap();
        let job = store.create_job(ns, None, "train", 0).await.unwrap();
        store.finish_job(ns, &job.id, Err(None)).await.unwrap();

        world.advance_ms(limits::DUPLICATE_MEMORY_MS - 1);
        let swept = store.sweep(&retention).await.unwrap();
        assert_eq!(swept, Swept::default());
        let known = talk.leaves("u1", "bonjour", Some("old")).await;
        assert!(matches!(known, Accepted::New { .. }), "the key itself lasts a day: {known:?}");
        let fresh = store.claim(9).await.unwrap();
        let fresh = fresh.iter().find(|claimed| claimed.turn != old.turn).unwrap();
        assert_eq!(said(fresh), "attend");

        world.advance_ms(1);
        let swept = store.sweep(&retention).await.unwrap();
        assert_eq!((swept.dead_letters, swept.jobs, swept.segments), (1, 1, 0));
        assert_eq!(store.inbox_state().await.unwrap().waiting, 2);
        talk.answers(fresh, &["enfin"]).await;

        world.advance_ms(retention.turns_ms.unwrap() - limits::DUPLICATE_MEMORY_MS);
        let swept = store.sweep(&retention).await.unwrap();
        assert_eq!((swept.duplicates, swept.segments), (1, 1));
        assert!(store.lines(ns, None, &user("u1")).await.unwrap().is_empty());
        assert_eq!(store.lines(ns, None, &user("u2")).await.unwrap().len(), 2);
        // The waiting event of the first user keeps its conversation; the other one is young.
        assert_eq!(swept.conversations, 0);
        let key = store::DedupKey::Idempotency("waiting".into());
        let state = store.turn_state(ns, &talk.channel.id, &key).await.unwrap();
        assert_eq!(state, None);
        let key = store::DedupKey::Idempotency("old".into());
        let state = store.turn_state(ns, &talk.channel.id, &key).await.unwrap().unwrap().1;
        assert_eq!(state, TurnState::Running);
        store.close().await;
    }

    async fn ids_are_typed_and_unique(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let mut seen = BTreeSet::new();
        for number in 0..20 {
            let claimed = talk.says(&format!("u{number}"), "bonjour").await;
            assert!(seen.insert(claimed.turn.to_string()));
            assert!(seen.insert(claimed.conversation.id.to_string()));
            assert!(seen.insert(claimed.lease.token().to_string()));
        }
        store.close().await;
    }
}

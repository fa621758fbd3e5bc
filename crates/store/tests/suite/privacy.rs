//! What is kept of people: for how long, and how it goes, to the last byte.

use model::{FileId, IntentName, Locale, Namespace, Sentence, SentenceStatus};
use store::{
    Actor, HideRule, Import, NewFile, Owner, Privacy, Retention, Route, SentenceFilter,
    SentenceSeen, Store,
};

use crate::world::*;

const CANARY: &str = "zzcanary";
const DAY_MS: i64 = 24 * 3600 * 1000;

fn by() -> Actor {
    Actor::command()
}

fn understood(text: &str) -> model::Understanding {
    model::Understanding::nothing(text, Locale::fr())
}

/// A sentence that waits to be looked at.
fn learn(store: &Store, talk: &Talk, text: &str) {
    store.log_sentence(SentenceSeen {
        namespace: talk.bot.namespace.clone(),
        bot: talk.bot.id.clone(),
        locale: Locale::fr(),
        text: text.into(),
        understanding: understood(text),
        inbox: true,
        counted: true,
    });
}

/// A file that somebody sent, with a canary in all of it.
async fn send_file(store: &Store, talk: &Talk, who: &str, id: &str) -> FileId {
    let id: FileId = format!("file_{id:0>26}").parse().unwrap();
    let file = NewFile {
        id: id.clone(),
        bot: talk.bot.id.clone(),
        user: user(who),
        content_type: "text/plain".into(),
        name: format!("{CANARY}.txt"),
        content: CANARY.into(),
    };
    store.keep_file(&talk.bot.namespace, &file).await.unwrap();
    id
}

/// The canary is in no file. PostgreSQL is compacted for that, again when it could not remove all:
/// whatever just connects to the server may hold it back for a moment.
async fn assert_no_bytes(world: &World, store: &Store) {
    for _ in 0..20 {
        if !world.bytes_hold(CANARY).await {
            return;
        }
        assert!(world.is_postgres(), "bytes are left");
        store.compact().await.unwrap();
    }
    panic!("bytes are left, however often the database is written anew");
}

/// Everything that one person can leave behind, with a canary in all of it.
async fn leave_traces(store: &Store, talk: &Talk) {
    let ns = &talk.bot.namespace;
    let who = format!("{CANARY}-user");
    for text in ["premier", "second"] {
        let text = format!("{text} {CANARY}");
        let claimed = talk.says_with_key(&who, &text, Some(&text)).await;
        let segment = talk.segment(&claimed, &[&text], Route::Push);
        store.commit_segment(segment).await.unwrap();
        learn(store, talk, &text);
    }
    store.flush_sentences().await.unwrap();
    // Running, waiting, held in memory.
    talk.says(&who, &format!("troisième {CANARY}")).await;
    talk.leaves(&who, &format!("quatrième {CANARY}"), Some(CANARY)).await;
    learn(store, talk, &format!("troisième {CANARY}"));
    send_file(store, talk, &who, "1").await;
    store.keep_answer(ns, CANARY, 200, CANARY.as_bytes()).await.unwrap();
}

on_both_engines_alone! {
    async fn a_forgotten_person_leaves_no_row_and_no_byte(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let ns = &talk.bot.namespace;
        let who = user(&format!("{CANARY}-user"));
        leave_traces(&store, &talk).await;
        let other = talk.says("other", "bonjour").await;
        talk.answers(&other, &["oui"]).await;
        learn(&store, &talk, "bonjour");
        assert!(world.bytes_hold(CANARY).await, "the scan finds what is there");

        let record = store.person(ns, &who).await.unwrap();
        let conversation = &record.conversations[0];
        assert_eq!((record.conversations.len(), conversation.turns.len()), (1, 2));
        assert_eq!((record.waiting.len(), record.deliveries.len()), (2, 2));
        assert_eq!(record.sentences.len(), 3, "{:?}", record.sentences);
        assert_eq!((record.files.len(), record.files[0].size_bytes), (1, CANARY.len() as u64));

        let gone = store.forget_user(ns, &who, &by()).await.unwrap();
        assert_eq!((gone.conversations, gone.segments, gone.events), (1, 2, 4));
        assert_eq!((gone.deliveries, gone.sentences, gone.files), (2, 3, 1));
        let record = store.person(ns, &who).await.unwrap();
        assert!(record.conversations.is_empty() && record.sentences.is_empty());
        // The others stay.
        assert_eq!(store.lines(ns, None, &user("other")).await.unwrap().len(), 2);
        let left = store.sentences(ns, &talk.bot.id, &SentenceFilter::default(), None, 9).await;
        assert_eq!(left.unwrap().items.len(), 1);
        assert_no_bytes(world, &store).await;
        store.close().await;
        assert!(!world.bytes_hold(CANARY).await);
    }

    async fn what_was_taught_in_somebody_s_words_goes_from_drafts_and_versions(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let (ns, id) = (&talk.bot.namespace, &talk.bot.id);
        let mut bot = store.draft(ns, id).await.unwrap().bot;
        let intent = IntentName::new("call").unwrap();
        bot.intents.insert(intent.clone(), model::Intent::default());
        for text in [format!("appelle {CANARY}"), "appelle".to_owned()] {
            bot.sentences.push(Sentence {
                text,
                locale: Locale::fr(),
                intent: Some(intent.clone()),
                entities: vec![],
                status: SentenceStatus::Validated,
            });
        }
        let import =
            Import { owner: Owner::Database, by: Actor::command(), publish: true, detach: false };
        store.import_bot(&bot, &import).await.unwrap();
        store.put_model(ns, "print", CANARY.as_bytes()).await.unwrap();
        let redact = |content: &mut model::Bot| {
            let before = content.sentences.len();
            content.sentences.retain(|sentence| !sentence.text.contains(CANARY));
            before != content.sentences.len()
        };
        let before = store.bots_stamp().await.unwrap();
        assert_eq!(store.redact_bot(ns, id, redact, &by()).await.unwrap(), 2);
        assert_eq!(store.redact_bot(ns, id, redact, &by()).await.unwrap(), 0);
        assert!(store.bots_stamp().await.unwrap() > before, "servers follow");
        let found = store.bot_by_id(ns, id).await.unwrap().unwrap();
        let live = found.live.unwrap();
        assert_eq!(live.hash, found.draft_hash, "what was published is what is worked on");
        assert_eq!(store.version(ns, &live.id).await.unwrap().sentences.len(), 1);
        assert_eq!(store.model(ns, "print").await.unwrap(), None);
        store.compact().await.unwrap();
        assert_no_bytes(world, &store).await;
        store.close().await;
    }

    async fn files_are_sealed_bounded_and_of_one_bot(world: &World) {
        let store = world.serve().await;
        let (talk, other) = (Talk::begin(&store, "app").await, Talk::begin(&store, "other").await);
        let ns = &talk.bot.namespace;
        let mut ids = Vec::new();
        for number in 1..=11 {
            world.advance_ms(1);
            ids.push(send_file(&store, &talk, "u", &number.to_string()).await);
        }
        let file = async |id: &FileId| store.file(ns, &talk.bot.id, id).await.unwrap();
        assert!(file(&ids[0]).await.is_none(), "the last ten are kept");
        let kept = file(&ids[1]).await.unwrap();
        assert_eq!((kept.content, kept.content_type.as_str()), (CANARY.into(), "text/plain"));
        let (theirs, bot) = (&other.bot.namespace, &other.bot.id);
        for (ns, bot) in [(theirs, bot), (ns, bot), (theirs, &talk.bot.id)] {
            assert!(store.file(ns, bot, &ids[1]).await.unwrap().is_none());
        }
        store.delete_bot(ns, &talk.bot.id, &by()).await.unwrap();
        assert!(file(&ids[10]).await.is_none());
        store.close().await;
    }

    async fn each_namespace_and_bot_forgets_in_its_own_time(world: &World) {
        let store = world.serve().await;
        let (short, long) = (Talk::begin(&store, "short").await, Talk::begin(&store, "long").await);
        let days = |conversations_days, sentences_days| Privacy {
            conversations_days,
            sentences_days,
            ..Privacy::default()
        };
        let bot = Some(&short.bot.id);
        store.set_privacy(&short.bot.namespace, bot, &days(Some(2), None), &by()).await.unwrap();
        store.set_privacy(&short.bot.namespace, None, &days(None, Some(1)), &by()).await.unwrap();
        store.set_privacy(&long.bot.namespace, None, &days(Some(30), None), &by()).await.unwrap();
        for talk in [&short, &long] {
            let claimed = talk.says("u", "bonjour").await;
            talk.answers(&claimed, &["oui"]).await;
            learn(&store, talk, "bonjour");
            send_file(&store, talk, "u", if talk.bot.id == short.bot.id { "2" } else { "3" }).await;
        }
        store.flush_sentences().await.unwrap();
        let sweep = async || {
            let swept = store.sweep(&Retention::default()).await.unwrap();
            assert_eq!(swept.files, swept.segments, "files go with what was said");
            (swept.conversations, swept.segments, swept.sentences)
        };
        world.advance_ms(DAY_MS - 1);
        assert_eq!(sweep().await, (0, 0, 0));
        world.advance_ms(1);
        assert_eq!(sweep().await, (0, 0, 1));
        world.advance_ms(DAY_MS);
        assert_eq!(sweep().await, (1, 1, 0));
        world.advance_ms(28 * DAY_MS - 1);
        assert_eq!(sweep().await, (0, 0, 0));
        world.advance_ms(1);
        assert_eq!(sweep().await, (1, 1, 0));
        let left = store
            .sentences(&long.bot.namespace, &long.bot.id, &SentenceFilter::default(), None, 9)
            .await;
        assert_eq!(left.unwrap().items.len(), 1, "nobody wanted these to go");
        store.close().await;
    }

    async fn privacy_is_kept_audited_and_refused_when_it_makes_no_sense(world: &World) {
        let store = world.serve().await;
        let ns = Namespace::new("a").unwrap();
        assert_eq!(store.privacy(&ns, None).await.unwrap(), Privacy::default());
        let rule = HideRule { name: "digits".into(), pattern: r"\d".into() };
        let wanted = Privacy { hide: vec![rule], ..Privacy::default() };
        store.set_privacy(&ns, None, &wanted, &by()).await.unwrap();
        assert_eq!(store.privacy(&ns, None).await.unwrap(), wanted);
        let never = Privacy { conversations_days: Some(0), ..Privacy::default() };
        assert!(store.set_privacy(&ns, None, &never, &by()).await.is_err());
        let filter = store::AuditFilter { action: Some("privacy.".into()), ..Default::default() };
        let lines = store.audit_lines(Some(&ns), &filter, None, 9).await.unwrap();
        assert_eq!(lines.items[0].after.as_ref().unwrap()["hide"][0]["name"], "digits");
        store.close().await;
    }
}

/// A store that encrypts what people say.
async fn encrypting(world: &World, role: store::Role) -> Store {
    let mut options = world.options(role);
    options.encrypts_texts = true;
    Store::open(options).await.unwrap()
}

on_both_engines_alone! {
    async fn encrypted_texts_are_nowhere_in_clear_and_everything_goes_on(world: &World) {
        let store = encrypting(world, store::Role::Serve).await;
        let talk = Talk::begin(&store, "app").await;
        let (ns, id) = (&talk.bot.namespace, &talk.bot.id);
        let texts = |number: usize| format!("{number} {CANARY}");
        let first = talk.says_with_key("ann", &texts(1), Some("k1")).await;
        let mut segment = talk.segment(&first, &[&texts(11)], Route::Push);
        segment.record.understanding = Some(understood(&texts(1)));
        segment.record.trace = Some(format!("{{\"lines\":[\"{CANARY}\"]}}"));
        segment.end = store::SegmentEnd::Await {
            cursor: texts(21),
            understanding: Some(Box::new(understood(&texts(1)))),
        };
        store.commit_segment(segment).await.unwrap();
        learn(&store, &talk, &texts(1));
        talk.leaves("bob", &texts(2), None).await;
        store.flush_sentences().await.unwrap();
        assert_no_bytes(world, &store).await;

        // Everything reads as before, also where the setting is off again.
        world.advance_ms(model::limits::LEASE_MS + 1);
        let plain = world.visit().await;
        let claimed = plain.claim(9).await.unwrap();
        let mut said: Vec<String> = claimed.iter().map(said).collect();
        said.sort();
        assert_eq!(said, [texts(1), texts(2)]);
        let resumed = claimed.iter().find(|one| one.turn == first.turn).unwrap();
        assert_eq!(resumed.cursor.as_deref(), Some(texts(21).as_str()));
        assert_eq!(resumed.understanding.as_ref().unwrap().text, texts(1));
        assert_eq!(resumed.conversation.state.context["last"], texts(1).as_str());
        let lines = plain.lines(ns, None, &user("ann")).await.unwrap();
        let lines: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(lines, [texts(1), texts(11)]);
        let turns = plain.turns(ns, &first.conversation.id).await.unwrap();
        assert_eq!(turns[0].understanding.as_ref().unwrap().text, texts(1));
        assert!(turns[0].traces[0].contains(CANARY));
        let inbox = plain.sentences(ns, id, &SentenceFilter::default(), None, 9).await.unwrap();
        assert_eq!((inbox.items[0].text.as_str(), inbox.items.len()), (texts(1).as_str(), 1));
        let deliveries = plain.claim_deliveries(9).await.unwrap();
        assert_eq!(crate::world::texts(&deliveries[0].messages), [texts(11)]);
        let person = plain.person(ns, &user("ann")).await.unwrap();
        assert!(serde_json::to_string(&person).unwrap().contains(&texts(1)));
        plain.close().await;

        // Nobody can search what is encrypted, and that is said.
        let filter =
            store::ConversationFilter { text: Some("x".into()), ..Default::default() };
        let refused = store.conversations(ns, &filter, None, 9).await;
        assert!(refused.unwrap_err().to_string().contains("encrypt_texts"));
        store.close().await;
    }

    async fn a_new_key_encrypts_ten_thousand_records_anew_while_people_talk(world: &World) {
        const RECORDS: usize = 10_000;
        const TURNS: usize = 50;
        let store = encrypting(world, store::Role::Serve).await;
        let talk = Talk::begin(&store, "app").await;
        for number in 0..RECORDS {
            learn(&store, &talk, &format!("phrase {number}"));
        }
        store.flush_sentences().await.unwrap();
        let before = talk.says("ann", "avant").await;
        talk.answers(&before, &["oui"]).await;
        store.close().await;

        let keys = |seeds: &[u8]| {
            use base64::Engine as _;
            let line = |seed: &u8| base64::engine::general_purpose::STANDARD.encode([*seed; 32]);
            let lines: Vec<String> = seeds.iter().map(line).collect();
            store::KeyRing::parse(&lines.join("\n")).unwrap()
        };
        let open = async |seeds: &[u8]| {
            let mut options = world.options(store::Role::Serve);
            options.encrypts_texts = true;
            options.keys = keys(seeds);
            Store::open(options).await.unwrap()
        };
        let store = open(&[7, 9]).await;
        let talk = talk.on(&store);
        let talking = async {
            for number in 0..TURNS {
                let claimed = talk.says(&format!("u{number}"), "pendant").await;
                talk.answers(&claimed, &["oui"]).await;
            }
        };
        let (sealed, ()) = tokio::join!(store.rotate_keys(), talking);
        // Two texts of a segment, its conversation, and the bot's key beside the sentences.
        assert_eq!(sealed.unwrap(), RECORDS as u64 + 4);
        assert_eq!(store.rotate_keys().await.unwrap(), 0);
        store.close().await;

        // The old key may go.
        let store = open(&[9]).await;
        let (ns, id) = (&talk.bot.namespace, &talk.bot.id);
        let said = store.lines(ns, None, &user("ann")).await.unwrap();
        assert_eq!((said.len(), said[0].text.as_str()), (2, "avant"));
        assert_eq!(store.lines(ns, None, &user("u9")).await.unwrap().len(), 2);
        let filter = SentenceFilter::default();
        let page = store.sentences(ns, id, &filter, None, RECORDS).await.unwrap();
        assert_eq!(page.items.len(), RECORDS);
        store.close().await;
    }

    async fn a_text_that_looks_encrypted_is_only_a_text(world: &World) {
        let store = world.serve().await;
        let talk = Talk::begin(&store, "app").await;
        let text = "\u{1}v1.00000000.AAAA";
        let claimed = talk.says("ann", text).await;
        talk.answers(&claimed, &[text]).await;
        learn(&store, &talk, text);
        store.flush_sentences().await.unwrap();
        let ns = &talk.bot.namespace;
        let lines = store.lines(ns, None, &user("ann")).await.unwrap();
        assert!(lines.iter().all(|line| line.text == text), "{lines:?}");
        let inbox = store.sentences(ns, &talk.bot.id, &SentenceFilter::default(), None, 9).await;
        assert_eq!(inbox.unwrap().items[0].text, text);
        store.close().await;
    }
}

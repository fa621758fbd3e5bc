//! How many turns the store alone takes: users without pause, each turn accepted, committed and
//! confirmed; then the bare loop over the same rows.
//!
//! ```text
//! cargo run --release -p store --example turns -- FOLDER|URL [users] [seconds]
//! ```

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use model::{
    Bot, BotName, Clock, Event, Locale, Message, MessageId, Namespace, Rng, Secret, SeededRng,
    Timestamp, UserId,
};
use store::{
    Accepted, BareOptions, Begin, BodyHash, DedupKey, Import, KeyRing, NewEvent, Owner, Place,
    Priority, Role, Route, Scope, Segment, SegmentEnd, SegmentRecord, Store, StoreOptions,
};

struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp(since.as_millis() as i64)
    }
}

struct SystemRng;

impl Rng for SystemRng {
    fn next_u64(&mut self) -> u64 {
        getrandom::u64().expect("the operating system gives randomness once it has booted")
    }
}

type AnyError = Box<dyn std::error::Error + Send + Sync>;

fn main() -> Result<(), AnyError> {
    let mut arguments = std::env::args().skip(1);
    let place = arguments.next().ok_or("give a folder or an address of PostgreSQL")?;
    let users: usize = arguments.next().map_or(Ok(200), |text| text.parse())?;
    let seconds: u64 = arguments.next().map_or(Ok(5), |text| text.parse())?;
    let place = if place.starts_with("postgres") {
        Place::Postgres(Secret::new(place))
    } else {
        Place::Folder(place.into())
    };
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?
        .block_on(run(place, users, seconds))
}

async fn run(place: Place, users: usize, seconds: u64) -> Result<(), AnyError> {
    let keys = KeyRing::of_key(Secret::new(vec![1; 32]))?;
    let options =
        StoreOptions::new(place, Role::Serve, keys, Arc::new(SystemClock), Box::new(SystemRng));
    let began = Instant::now();
    let store = Store::open(options).await?;
    println!("opened in {:.1} ms", began.elapsed().as_secs_f64() * 1e3);
    let bot = Bot::new(Namespace::new("app")?, BotName::new("gare")?, vec![Locale::fr()]);
    let import = Import {
        owner: Owner::Database,
        by: store::Actor::command(),
        publish: false,
        detach: false,
    };
    let bot = store.import_bot(&bot, &import).await?.bot;
    let channel = store.channels(&bot.namespace, &bot.id).await?.remove(0);

    let turns = Arc::new(AtomicU64::new(0));
    let until = Instant::now() + Duration::from_secs(seconds);
    let (began, cpu_before, before) = (Instant::now(), cpu_s(), store.counters());
    let mut tasks = Vec::new();
    for user in 0..users {
        let (store, bot, channel, turns) =
            (store.clone(), bot.clone(), channel.clone(), Arc::clone(&turns));
        tasks.push(tokio::spawn(async move {
            let mut rng = SeededRng::new(user as u64);
            let mut slowest_us = Vec::new();
            while Instant::now() < until {
                let began = Instant::now();
                let user = UserId::new(format!("user-{user}"))?;
                let text = "un train pour Lyon demain à 8h";
                let event = Event::sentence(&mut rng, user, text, SystemClock.now());
                let arrival = NewEvent {
                    namespace: bot.namespace.clone(),
                    bot: bot.id.clone(),
                    channel: channel.id.clone(),
                    scope: Scope::Bot,
                    dedup_key: Some(DedupKey::Idempotency(event.id.to_string())),
                    body_hash: BodyHash::of(text.as_bytes()),
                    event,
                    deadline: None,
                    priority: Priority::Interactive,
                };
                let Accepted::New { claimed: Some(claimed), .. } =
                    store.accept(arrival, Begin::IfFree).await?
                else {
                    return Err("the conversation is busy".into());
                };
                let now = SystemClock.now();
                let mut conversation = claimed.conversation;
                conversation.state.context.insert("filling".into(), "x".repeat(500).into());
                let record = SegmentRecord {
                    user_text: Some(text.into()),
                    messages: vec![Message::text(MessageId::random(&mut rng), "y".repeat(200))],
                    understanding: None,
                    trace: Some("z".repeat(1_000)),
                    test: false,
                };
                let segment = Segment {
                    lease: claimed.lease,
                    conversation,
                    record,
                    route: Route::Exchange {
                        until: now.plus_ms(30_000),
                        expires_at: now.plus_ms(600_000),
                    },
                    end: SegmentEnd::Done,
                };
                let committed = store.commit_segment(segment).await?;
                slowest_us.push(began.elapsed().as_micros() as u64);
                if let Some(delivery) = committed.delivery {
                    // Nobody waits for it in a server either.
                    let (store, namespace) = (store.clone(), bot.namespace.clone());
                    tokio::spawn(async move {
                        if let Err(error) = store.exchanged(&namespace, delivery).await {
                            eprintln!("{error}");
                        }
                    });
                }
                turns.fetch_add(1, Ordering::Relaxed);
            }
            Ok::<_, AnyError>(slowest_us)
        }));
    }
    let mut latencies = Vec::new();
    for task in tasks {
        latencies.extend(task.await??);
    }
    latencies.sort_unstable();
    let (elapsed, cpu) = (began.elapsed().as_secs_f64(), cpu_s() - cpu_before);
    let (turns, after) = (turns.load(Ordering::Relaxed), store.counters());
    let commits = after.commits - before.commits;
    let at = |share: f64| latencies[((latencies.len() - 1) as f64 * share) as usize] as f64 / 1e3;
    println!(
        "{users} users: {:.0} turns/s, cpu {:.0} us/turn, {:.0} commits/s, {:.1} operations per \
         commit, p50 {:.1} ms, p99 {:.1} ms, rerun {}",
        turns as f64 / elapsed,
        cpu * 1e6 / turns as f64,
        commits as f64 / elapsed,
        (after.operations - before.operations) as f64 / commits as f64,
        at(0.5),
        at(0.99),
        after.rerun,
    );

    for batch in [30, 300] {
        let cpu_before = cpu_s();
        let options = BareOptions { batch, turns: 10_000, ..BareOptions::default() };
        let bare = store.bare_commits(options).await?;
        println!(
            "bare, {batch} operations per commit: {:.0} turns/s, {:.0} rows/s, {:.0} commits/s, \
             cpu {:.0} us/turn",
            bare.turns as f64 / bare.seconds,
            bare.rows as f64 / bare.seconds,
            bare.commits as f64 / bare.seconds,
            (cpu_s() - cpu_before) * 1e6 / bare.turns as f64,
        );
    }
    store.close().await;
    Ok(())
}

/// Processor time of this process, user and system.
fn cpu_s() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split(' ').collect();
    let ticks = |index: usize| fields.get(index).and_then(|text| text.parse::<f64>().ok());
    (ticks(12).unwrap_or_default() + ticks(13).unwrap_or_default()) / 100.0
}

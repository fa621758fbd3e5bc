//! A world for one test: a database of its own, a clock that stands still, seeded randomness.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use model::{
    Bot, BotName, Clock, Conversation, Event, Locale, Message, MessageId, Namespace, Secret,
    SeededRng, Timestamp, UserId,
};
use sqlx::Connection as _;
use store::{
    Accepted, Actor, Begin, BodyHash, BotSummary, Channel, Claimed, DedupKey, Import, KeyRing,
    NewEvent, Owner, Place, Priority, Role, Route, Scope, Segment, SegmentEnd, SegmentRecord,
    Store, StoreOptions,
};

/// Runs each function as two tests, one per engine.
macro_rules! on_both_engines {
    ($($test:tt)*) => { crate::world::on_both_engines_with! { postgres $($test)* } };
}
pub(crate) use on_both_engines;

/// The same, with a PostgreSQL database for each test: what the transactions of others may still
/// see is not removed from files.
macro_rules! on_both_engines_alone {
    ($($test:tt)*) => { crate::world::on_both_engines_with! { postgres_alone $($test)* } };
}
pub(crate) use on_both_engines_alone;

macro_rules! on_both_engines_with {
    ($postgres:ident $(async fn $name:ident($world:ident: &World) $body:block)*) => {$(
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn promise($world: &World) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                promise(&World::sqlite()).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                let name = concat!(module_path!(), "::postgres");
                if let Some(world) = World::$postgres(name).await {
                    promise(&world).await;
                }
            }
        }
    )*};
}
pub(crate) use on_both_engines_with;

/// Far from zero, so that times before it exist.
pub const BEGINNING: Timestamp = Timestamp(1_800_000_000_000);

/// A clock that moves when told to.
pub struct StandingClock(AtomicI64);

impl Clock for StandingClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

pub struct World {
    pub clock: Arc<StandingClock>,
    seed: AtomicU64,
    place: Where,
}

enum Where {
    Folder(tempfile::TempDir),
    Schema(String),
}

impl World {
    pub fn sqlite() -> Self {
        Self::at(Where::Folder(tempfile::tempdir().unwrap()))
    }

    pub async fn postgres(test: &str) -> Option<Self> {
        let Ok(url) = std::env::var("PALABRE_TEST_POSTGRES_URL") else {
            eprintln!("skipped {test}: PALABRE_TEST_POSTGRES_URL is not set");
            return None;
        };
        let mut bytes = [0; 8];
        getrandom::fill(&mut bytes).unwrap();
        let schema = format!("test_{:016x}", u64::from_be_bytes(bytes));
        let mut connection = sqlx::PgConnection::connect(&url).await.unwrap();
        let create = format!("create schema {schema}");
        sqlx::raw_sql(sqlx::AssertSqlSafe(create)).execute(&mut connection).await.unwrap();
        let separator = if url.contains('?') { '&' } else { '?' };
        Some(Self::at(Where::Schema(format!("{url}{separator}options[search_path]={schema}"))))
    }

    pub async fn postgres_alone(test: &str) -> Option<Self> {
        let Ok(url) = std::env::var("PALABRE_TEST_POSTGRES_URL") else {
            eprintln!("skipped {test}: PALABRE_TEST_POSTGRES_URL is not set");
            return None;
        };
        let mut bytes = [0; 8];
        getrandom::fill(&mut bytes).unwrap();
        let name = format!("test_{:016x}", u64::from_be_bytes(bytes));
        let mut connection = sqlx::PgConnection::connect(&url).await.unwrap();
        let create = format!("create database {name} template template0");
        sqlx::raw_sql(sqlx::AssertSqlSafe(create)).execute(&mut connection).await.unwrap();
        let (whole, query) = url.split_once('?').unwrap_or((&url, ""));
        let (server, _) = whole.rsplit_once('/').unwrap();
        Some(Self::at(Where::Schema(format!("{server}/{name}?{query}"))))
    }

    fn at(place: Where) -> Self {
        let clock = Arc::new(StandingClock(AtomicI64::new(BEGINNING.0)));
        Self { clock, seed: AtomicU64::new(1), place }
    }

    pub fn is_postgres(&self) -> bool {
        matches!(self.place, Where::Schema(_))
    }

    pub fn folder(&self) -> Option<PathBuf> {
        match &self.place {
            Where::Folder(folder) => Some(folder.path().to_owned()),
            Where::Schema(_) => None,
        }
    }

    pub fn options(&self, role: Role) -> StoreOptions {
        let place = match &self.place {
            Where::Folder(folder) => Place::Folder(folder.path().to_owned()),
            Where::Schema(url) => Place::Postgres(Secret::new(url.clone())),
        };
        let keys = KeyRing::of_key(Secret::new(vec![7; 32])).unwrap();
        let rng = SeededRng::new(self.seed.fetch_add(1, Ordering::SeqCst));
        StoreOptions::new(place, role, keys, self.clock.clone(), Box::new(rng))
    }

    pub async fn serve(&self) -> Store {
        Store::open(self.options(Role::Serve)).await.unwrap()
    }

    pub async fn visit(&self) -> Store {
        Store::open(self.options(Role::Visit)).await.unwrap()
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub fn advance_ms(&self, delta_ms: i64) {
        self.clock.0.fetch_add(delta_ms, Ordering::SeqCst);
    }

    /// Runs a statement behind the store's back.
    pub async fn meddle(&self, sql: &str) -> u64 {
        self.try_to_meddle(sql).await.unwrap()
    }

    /// The same, of a statement that the database may refuse.
    pub async fn try_to_meddle(&self, sql: &str) -> sqlx::Result<u64> {
        let sql = sqlx::AssertSqlSafe(sql.to_owned());
        Ok(match &self.place {
            Where::Folder(folder) => {
                let file = folder.path().join("palabre.db");
                let url = format!("sqlite://{}", file.display());
                let mut connection = sqlx::SqliteConnection::connect(&url).await?;
                sqlx::raw_sql(sql).execute(&mut connection).await?.rows_affected()
            }
            Where::Schema(url) => {
                let mut connection = sqlx::PgConnection::connect(url).await?;
                sqlx::raw_sql(sql).execute(&mut connection).await?.rows_affected()
            }
        })
    }
}

impl World {
    /// Whether these bytes lie anywhere in the database's files: of SQLite all of them, of
    /// PostgreSQL those of our tables and indexes.
    pub async fn bytes_hold(&self, text: &str) -> bool {
        match &self.place {
            Where::Folder(folder) => std::fs::read_dir(folder.path()).unwrap().any(|file| {
                let bytes = std::fs::read(file.unwrap().path()).unwrap();
                bytes.windows(text.len()).any(|window| window == text.as_bytes())
            }),
            Where::Schema(url) => {
                let mut connection = sqlx::PgConnection::connect(url).await.unwrap();
                sqlx::raw_sql("checkpoint").execute(&mut connection).await.unwrap();
                sqlx::query_scalar(
                    "select count(*) > 0 from pg_class c \
                     where (c.relnamespace = current_schema()::regnamespace or c.oid in \
                     (select t.reltoastrelid from pg_class t \
                     where t.relnamespace = current_schema()::regnamespace)) \
                     and c.relkind in ('r', 'i', 't') and position(convert_to($1, 'UTF8') in \
                     pg_read_binary_file(pg_relation_filepath(c.oid))) > 0",
                )
                .bind(text)
                .fetch_one(&mut connection)
                .await
                .unwrap()
            }
        }
    }
}

pub fn namespace(name: &str) -> Namespace {
    Namespace::new(name).unwrap()
}

pub fn user(name: &str) -> UserId {
    UserId::new(name).unwrap()
}

pub fn a_bot(namespace_name: &str, name: &str) -> Bot {
    Bot::new(namespace(namespace_name), BotName::new(name).unwrap(), vec![Locale::fr()])
}

/// Somebody of that name.
pub fn by(name: &str) -> Actor {
    Actor { name: name.into(), ..Actor::command() }
}

pub fn by_database() -> Import {
    Import { owner: Owner::Database, by: by("ada"), publish: false, detach: false }
}

/// A bot with its web channel.
pub struct Talk {
    pub store: Store,
    pub bot: BotSummary,
    pub channel: Channel,
}

impl Talk {
    pub async fn begin(store: &Store, namespace_name: &str) -> Self {
        let imported =
            store.import_bot(&a_bot(namespace_name, "gare"), &by_database()).await.unwrap();
        let bot = imported.bot;
        let channel = store.channels(&bot.namespace, &bot.id).await.unwrap().remove(0);
        Self { store: store.clone(), bot, channel }
    }

    pub fn on(&self, store: &Store) -> Self {
        Self { store: store.clone(), bot: self.bot.clone(), channel: self.channel.clone() }
    }

    pub fn event(&self, from: &str, text: &str, key: Option<&str>) -> NewEvent {
        let mut rng = SeededRng::from_text(&format!("{from}{text}{key:?}"));
        NewEvent {
            namespace: self.bot.namespace.clone(),
            bot: self.bot.id.clone(),
            channel: self.channel.id.clone(),
            scope: Scope::Bot,
            dedup_key: key.map(|key| DedupKey::Idempotency(key.to_owned())),
            body_hash: BodyHash::of(text.as_bytes()),
            event: Event::sentence(&mut rng, user(from), text, BEGINNING),
            deadline: None,
            priority: Priority::Interactive,
        }
    }

    /// Accepts an event and begins its turn.
    pub async fn says(&self, from: &str, text: &str) -> Claimed {
        self.says_with_key(from, text, None).await
    }

    pub async fn says_with_key(&self, from: &str, text: &str, key: Option<&str>) -> Claimed {
        match self.store.accept(self.event(from, text, key), Begin::IfFree).await.unwrap() {
            Accepted::New { claimed: Some(claimed), .. } => *claimed,
            other => panic!("the turn did not begin: {other:?}"),
        }
    }

    /// Accepts an event that waits.
    pub async fn leaves(&self, from: &str, text: &str, key: Option<&str>) -> Accepted {
        self.store.accept(self.event(from, text, key), Begin::Later).await.unwrap()
    }

    pub fn segment(&self, claimed: &Claimed, messages: &[&str], route: Route) -> Segment {
        let mut rng = SeededRng::from_text(claimed.turn.as_str());
        let mut conversation: Conversation = claimed.conversation.clone();
        conversation.state.context.insert("last".into(), said(claimed).into());
        Segment {
            lease: claimed.lease.clone(),
            conversation,
            record: SegmentRecord {
                user_text: Some(said(claimed)),
                messages: messages
                    .iter()
                    .map(|text| Message::text(MessageId::random(&mut rng), *text))
                    .collect(),
                ..SegmentRecord::default()
            },
            route,
            end: SegmentEnd::Done,
        }
    }

    /// Ends a turn with messages that nobody delivers.
    pub async fn answers(&self, claimed: &Claimed, messages: &[&str]) {
        let segment = self.segment(claimed, messages, Route::Nowhere);
        self.store.commit_segment(segment).await.unwrap();
    }
}

pub fn said(claimed: &Claimed) -> String {
    match &claimed.event.kind {
        model::EventKind::Sentence { text } => text.clone(),
        other => panic!("not a sentence: {other:?}"),
    }
}

pub fn texts(messages: &[Message]) -> Vec<String> {
    messages.iter().map(Message::plain_text).collect()
}

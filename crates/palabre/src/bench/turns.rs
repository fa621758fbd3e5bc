//! `palabre bench turns`: the whole loop under load, over real HTTP, with real storage.
//!
//! The command starts a second process, `palabre serve` with the sample bot in an empty folder,
//! and talks to its web channel as `--users` people who never pause. Client and server share the
//! machine, as they do in the figures that are published.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use bytes::Bytes;
use model::{Rng, SeededRng};
use serde_json::{Value, json};

use super::machine;
use super::served::{Served, connect, get, post};

/// Sentences without a value: 70 % of the events.
const PLAIN: &[(&str, &str)] = &[
    ("fr", "salut, vous pouvez m'aider ?"),
    ("fr", "j'aimerais savoir si je peux prendre mon vélo à bord"),
    ("fr", "comment ça marche pour se faire rembourser un billet"),
    ("fr", "mon train est-il à l'heure"),
    ("fr", "j'ai perdu mon sac dans le wagon"),
    ("fr", "c'est quoi vos horaires au guichet"),
    ("fr", "est-ce qu'il y a internet dans vos trains"),
    ("fr", "quelles réductions pour les jeunes"),
    ("fr", "je voudrais parler à quelqu'un s'il vous plaît"),
    ("fr", "merci beaucoup pour votre aide"),
    ("fr", "un trajet de Lille à Marseille"),
    ("fr", "je veux partir de Nantes pour aller à Bordeaux"),
    ("fr", "sur quelle voie part le train pour Rennes"),
    ("fr", "accès pour fauteuil roulant"),
    ("fr", "combien de valises puis-je emporter"),
    ("fr", "il fait beau sur la lune non"),
    ("en", "hello there, can you help me"),
    ("en", "can I take my bicycle on the train"),
    ("en", "how do I get my money back for a ticket"),
    ("en", "is my train running late"),
    ("en", "I left my umbrella in the carriage"),
    ("en", "when does the ticket office open"),
    ("en", "is there wifi on board"),
    ("en", "which discount cards do you have"),
    ("en", "put me through to a person please"),
    ("en", "a journey from Paris to Lyon"),
    ("en", "which platform for the train to Brest"),
    ("en", "thanks a lot, bye"),
];

/// Sentences with one date or number: 20 % of the events.
const WITH_VALUE: &[(&str, &str)] = &[
    ("fr", "un train pour Lyon demain"),
    ("fr", "je veux voyager de Paris à Toulouse lundi prochain"),
    ("fr", "un billet pour Nice le 14 juillet"),
    ("fr", "nous serons 3 voyageurs"),
    ("fr", "un aller pour Strasbourg ce soir"),
    ("en", "a train to London tomorrow"),
    ("en", "I need a ticket to Lyon next Friday"),
    ("en", "from Paris to Nantes on March 3"),
    ("en", "there will be 4 of us"),
];

/// Buttons: 10 % of the events.
const CHOICES: &[(&str, &str)] =
    &[("fr", "help"), ("en", "help"), ("fr", "luggage"), ("en", "greeting")];

/// What to run.
pub struct Options {
    /// People talking at once.
    pub users: usize,
    /// For how long, after one second of warming up.
    pub seconds: u64,
    /// Store to use instead of SQLite in a temporary folder.
    pub database_url: Option<String>,
}

/// Runs the bench and gives its one object.
pub async fn run(options: &Options) -> anyhow::Result<Value> {
    let folder = tempfile::tempdir()?;
    let more = |command: &mut Command| {
        if let Some(url) = &options.database_url {
            command.env("PALABRE_DATABASE_URL", url);
        }
    };
    let mut server = Served::start(folder.path(), more).await?;
    let address = server.address;

    let warm_until = Instant::now() + Duration::from_secs(1);
    let until = warm_until + Duration::from_secs(options.seconds);
    let server_pid = server.pid();
    let users = (0..options.users)
        .map(|user| tokio::spawn(talk(address, user, warm_until, until)))
        .collect::<Vec<_>>();
    tokio::time::sleep_until(warm_until.into()).await;
    let before = Sample::take(address, server_pid).await?;
    tokio::time::sleep_until(until.into()).await;
    let after = Sample::take(address, server_pid).await?;

    let mut latencies_us = Vec::new();
    let mut errors = 0_u64;
    for user in users {
        let heard = user.await?;
        latencies_us.extend(heard.latencies_us);
        errors += heard.errors;
    }
    let peak_rss_mb = machine::peak_rss_mb(server_pid);
    let bytes = folder_bytes(folder.path());
    server.stop();

    latencies_us.sort_unstable();
    let seconds = after.at.duration_since(before.at).as_secs_f64();
    let turns = latencies_us.len() as f64;
    let percentile = |share: f64| {
        let position = (latencies_us.len() as f64 * share) as usize;
        let us = latencies_us.get(position.min(latencies_us.len().saturating_sub(1)));
        us.copied().unwrap_or_default() as f64 / 1000.0
    };
    let all_turns = after.turns.max(1.0);
    Ok(json!({
        "users": options.users,
        "seconds": round(seconds),
        "turns_per_s": round(turns / seconds),
        "p50_ms": round(percentile(0.50)),
        "p95_ms": round(percentile(0.95)),
        "p99_ms": round(percentile(0.99)),
        "server_cpu_s": round(after.server_cpu_s - before.server_cpu_s),
        "client_cpu_s": round(after.client_cpu_s - before.client_cpu_s),
        "peak_rss_mb": round(peak_rss_mb),
        "bytes_per_turn": (bytes as f64 / all_turns).round(),
        "commits_per_s": round((after.commits - before.commits) / seconds),
        "errors": errors,
    }))
}

fn round(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

struct Heard {
    latencies_us: Vec<u32>,
    errors: u64,
}

async fn talk(address: SocketAddr, user: usize, warm_until: Instant, until: Instant) -> Heard {
    let mut rng = SeededRng::new(user as u64);
    let mut heard = Heard { latencies_us: Vec::new(), errors: 0 };
    let mut connection = connect(address).await.ok();
    while Instant::now() < until {
        let body = event(&mut rng, user);
        let started = Instant::now();
        let answer = match &mut connection {
            Some(open) => post(open, address, "/io/app/gare/web", body).await,
            None => Err(anyhow::anyhow!("not connected")),
        };
        match answer {
            Ok((200, body)) if body.starts_with(b"{\"responses\":[{") => {
                if started >= warm_until {
                    heard.latencies_us.push(started.elapsed().as_micros() as u32);
                }
            }
            _ => {
                heard.errors += 1;
                tokio::time::sleep(Duration::from_millis(10)).await;
                connection = connect(address).await.ok();
            }
        }
    }
    heard
}

fn event(rng: &mut SeededRng, user: usize) -> Bytes {
    let pick =
        |rng: &mut SeededRng, list: &[(&'static str, &'static str)]| list[rng.below(list.len())];
    let user = format!("bench-{user}");
    let body = match rng.below(10) {
        0 => {
            let (locale, payload) = pick(rng, CHOICES);
            json!({"userId": user, "locale": locale, "payload": payload})
        }
        1 | 2 => {
            let (locale, query) = pick(rng, WITH_VALUE);
            json!({"userId": user, "locale": locale, "query": query})
        }
        _ => {
            let (locale, query) = pick(rng, PLAIN);
            json!({"userId": user, "locale": locale, "query": query})
        }
    };
    Bytes::from(body.to_string())
}

struct Sample {
    at: Instant,
    server_cpu_s: f64,
    client_cpu_s: f64,
    commits: f64,
    turns: f64,
}

impl Sample {
    async fn take(address: SocketAddr, server_pid: u32) -> anyhow::Result<Self> {
        let mut connection = connect(address).await?;
        let (_, metrics) = get(&mut connection, address, "/metrics").await?;
        let metrics = String::from_utf8_lossy(&metrics).into_owned();
        Ok(Self {
            at: Instant::now(),
            server_cpu_s: machine::cpu_s(server_pid),
            client_cpu_s: machine::cpu_s(std::process::id()),
            commits: sum_of(&metrics, model::metric_names::COMMITS_TOTAL),
            turns: sum_of(&metrics, model::metric_names::TURNS_TOTAL),
        })
    }
}

/// The sum over all labels of a counter in Prometheus text.
fn sum_of(metrics: &str, name: &str) -> f64 {
    metrics
        .lines()
        .filter(|line| line.strip_prefix(name).is_some_and(|rest| rest.starts_with([' ', '{'])))
        .filter_map(|line| line.rsplit(' ').next()?.parse::<f64>().ok())
        .sum()
}

fn folder_bytes(folder: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    entries
        .flatten()
        .map(|entry| match entry.metadata() {
            Ok(metadata) if metadata.is_dir() => folder_bytes(&entry.path()),
            Ok(metadata) => metadata.len(),
            Err(_) => 0,
        })
        .sum()
}

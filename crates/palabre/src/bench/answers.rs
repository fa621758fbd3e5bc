//! `palabre bench answers`: what an answer adds to understanding.
//!
//! The command starts a second process, `palabre serve` with a small bot: one story of its own, one
//! of a program. The program is a task of this process, on a socket, and answers at once, so that
//! what is left is the platform's own time. The server measures both: neither understanding, nor
//! storage, nor the client's connection is in the figures, except where a name says `turn`.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::Context;
use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use super::served::{Connection, Served, connect, get, post};

/// Turns that are not measured.
const WARM_UP: usize = 50;

/// The bot, by file.
const BOT: [(&str, &str); 4] = [
    ("bot.toml", "name = \"echo\"\nnamespace = \"bench\"\nlocales = [\"en\"]\n"),
    (
        "intents/echo.md",
        "# told\n\n## en\n\n- tell me of the weather\n- what is the weather like\n\n\
         # asked\n\n## en\n\n- ask the program\n- let the program answer\n",
    ),
    (
        "stories/echo.toml",
        "[told]\nstarters = [\"told\"]\nanswers = [\n  { set = { variable = \"days\", value = \"3\" } },\n  \
         { text = \"told.days\", when = \"days > 2\", quick_replies = [\n    \
         { title = \"told.more\", intent = \"told\" },\n  ] },\n]\n",
    ),
    (
        "answers/en.toml",
        "[told]\ndays = \"Fine for {days, plural, one {one day} other {# days}}.\"\nmore = \"More\"\n",
    ),
];

/// Runs the bench and gives its one object.
pub async fn run(turns: usize) -> anyhow::Result<Value> {
    let folder = tempfile::tempdir()?;
    let bot = folder.path().join("echo");
    for (name, text) in BOT {
        let file = bot.join(name);
        std::fs::create_dir_all(file.parent().unwrap_or(&bot))?;
        std::fs::write(file, text)?;
    }
    let served = Served::start(folder.path(), |command| {
        command.arg("--bot").arg(&bot);
    })
    .await?;
    let mut connection = connect(served.address).await?;
    let mut story_us = Vec::new();
    for turn in 0..WARM_UP + turns {
        let body = json!({"userId": "u", "event":
            {"type": "sentence", "text": "what is the weather like"}});
        let answer = ask(&served, &mut connection, "/api/v1/bots/bench/echo/talk", &body).await?;
        let us = answer["timings"]["turnUs"].as_f64().context("no `turnUs`")?;
        anyhow::ensure!(answer.to_string().contains("3 days"), "the story did not answer");
        if turn >= WARM_UP {
            story_us.push(us);
        }
    }
    let program = tokio::spawn(answer_always(open_socket(&served, folder.path()).await?));
    let mut turn_ms = Vec::new();
    while turn_ms.len() < WARM_UP + turns {
        let body = json!({"userId": "u", "query": "let the program answer"});
        let began = Instant::now();
        let answer = ask(&served, &mut connection, "/io/bench/echo/web", &body).await?;
        // Until its story is in the bot, the bot does not understand.
        if answer.to_string().contains("By program.") {
            turn_ms.push(began.elapsed().as_secs_f64() * 1000.0);
        }
    }
    turn_ms.drain(..WARM_UP);
    program.abort();
    let (_, metrics) = get(&mut connection, served.address, "/metrics").await?;
    let metrics = String::from_utf8_lossy(&metrics).into_owned();
    let program_ms = |quantile: &str| {
        let label = format!("quantile=\"{quantile}\"");
        let name = model::metric_names::PROGRAM_SECONDS;
        let line = metrics.lines().find(|it| it.starts_with(name) && it.contains(&label))?;
        Some(round(line.rsplit(' ').next()?.parse::<f64>().ok()? * 1000.0))
    };
    Ok(json!({
        "turns": turns,
        "story_p50_us": percentile(&mut story_us, 0.50),
        "story_p99_us": percentile(&mut story_us, 0.99),
        "program_p50_ms": program_ms("0.5"),
        "program_p99_ms": program_ms("0.99"),
        "program_turn_p50_ms": percentile(&mut turn_ms, 0.50),
        "program_turn_p99_ms": percentile(&mut turn_ms, 0.99),
    }))
}

async fn ask(
    served: &Served,
    connection: &mut Connection,
    path: &str,
    body: &Value,
) -> anyhow::Result<Value> {
    let body = Bytes::from(body.to_string());
    let (status, answer) = post(connection, served.address, path, body).await?;
    anyhow::ensure!(status == 200, "{path}: {}", String::from_utf8_lossy(&answer));
    Ok(serde_json::from_slice(&answer)?)
}

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Connects as the bot's program, and declares its story.
async fn open_socket(served: &Served, folder: &Path) -> anyhow::Result<Socket> {
    let keys = Command::new(std::env::current_exe()?)
        .args(["keys", "--bot", "bench/echo", "--data"])
        .arg(folder.join("data"))
        .output()?;
    anyhow::ensure!(keys.status.success(), "{}", String::from_utf8_lossy(&keys.stderr));
    let key = String::from_utf8_lossy(&keys.stdout).trim().to_owned();
    let url = format!("ws://{}/{key}", served.address);
    let (mut socket, _) = tokio_tungstenite::connect_async(url).await?;
    let declared = json!({"requestId": "1",
        "botConfiguration": {"version": "V3", "stories": [{"mainIntent": "asked"}]}});
    socket.send(Message::text(declared.to_string())).await?;
    Ok(socket)
}

/// A program that answers at once, whatever it is asked.
async fn answer_always(mut socket: Socket) {
    while let Some(Ok(message)) = socket.next().await {
        let Message::Text(text) = message else { continue };
        let Ok(request) = serde_json::from_str::<Value>(&text) else { continue };
        let answer = json!({"requestId": request["requestId"], "botResponse": {
            "storyId": request["botRequest"]["storyId"],
            "messages": [{"type": "sentence", "text": {"text": "By program."}}]}});
        if socket.send(Message::text(answer.to_string())).await.is_err() {
            return;
        }
    }
}

fn percentile(times: &mut [f64], share: f64) -> f64 {
    times.sort_by(f64::total_cmp);
    let at = (times.len() as f64 * share) as usize;
    round(times.get(at.min(times.len().saturating_sub(1))).copied().unwrap_or_default())
}

fn round(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}

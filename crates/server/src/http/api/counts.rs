//! Counts of what was said, by day and channel.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use model::{ChannelId, Timestamp};
use serde::{Deserialize, Serialize};
use store::{Environment, SegmentMark};
use utoipa::{OpenApi, ToSchema};

use super::conversations::moment;
use super::request::{Answer, InBot, json};
use crate::http::Route;
use crate::http::problem::ProblemResponse;
use model::Permission::View;

const DAY_MS: i64 = 24 * 3600 * 1000;

/// Days that one request may count.
const DAYS_MAX: i64 = 92;

/// Days counted when the caller does not say from when.
const DAYS_DEFAULT: i64 = 30;

/// Segments read at once.
const STEP: usize = 2_000;

/// The descriptions of these routes.
#[derive(OpenApi)]
#[openapi(paths(counts))]
pub struct Described;

/// The routes.
pub fn routes() -> Vec<Route> {
    vec![Route::get("/api/v1/bots/{namespace}/{name}/counts", View, counts)]
}

/// Counts of a time. Tests are not counted.
#[derive(Serialize, ToSchema)]
pub struct Counts {
    /// From this moment, ISO 8601.
    from: String,
    /// To before this one.
    until: String,
    /// All days and channels together.
    total: Count,
    /// By day (UTC) and channel, in this order; days without a turn are left out.
    days: Vec<DayCount>,
    /// How often each intent was understood.
    intents: BTreeMap<String, u64>,
    /// How often each story answered.
    stories: BTreeMap<String, u64>,
}

/// Counts of a day on a channel.
#[derive(Serialize, ToSchema)]
pub struct DayCount {
    /// The day.
    #[schema(example = "2026-03-02")]
    day: String,
    /// The channel's id.
    channel: String,
    /// What is counted.
    #[serde(flatten)]
    count: Count,
}

/// What is counted.
#[derive(Clone, Default, Serialize, ToSchema)]
pub struct Count {
    /// Turns: events that were handled.
    turns: u64,
    /// Different users.
    users: u64,
    /// Sentences that were understood or not.
    sentences: u64,
    /// Sentences that were not understood.
    unknown: u64,
    /// Messages of which their users think well. Of several votes on a message the last counts, on
    /// its own day.
    up: u64,
    /// Messages of which they do not.
    down: u64,
}

#[derive(Default)]
struct Cell {
    count: Count,
    users: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Understood {
    #[serde(default)]
    intent: Option<String>,
}

#[derive(Deserialize)]
struct Decided {
    #[serde(default)]
    story: Option<String>,
}

/// How much was said to a bot, exactly.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/counts", tag = "measure",
    summary = "Count turns, users, intents, stories, unknown sentences and votes",
    params(("from" = Option<String>, Query, description = "From this moment; 30 days before `until` when absent.", example = "2026-03-01"),
        ("until" = Option<String>, Query, description = "To before this moment; now when absent.", example = "2026-04-01"),
        ("channel" = Option<String>, Query, description = "Only through this channel, by its id."),
        ("environment" = Option<String>, Query, description = "Only through channels that serve this environment: `draft`, `staging`, `live`.", example = "live")),
    responses((status = 200, description = "The counts.", body = Counts)))]
pub async fn counts(at: InBot) -> Answer {
    let (from, until) = period(&at)?;
    let wanted = wanted_channels(&at).await?;
    let is_left_out =
        |channel: &ChannelId| wanted.as_ref().is_some_and(|wanted| !wanted.contains(channel));
    let mut cells: BTreeMap<(i64, String), Cell> = BTreeMap::new();
    let mut users: HashSet<String> = HashSet::new();
    let mut turns: HashSet<String> = HashSet::new();
    let (mut intents, mut stories) = (BTreeMap::new(), BTreeMap::new());
    each_segment(&at, (from, until), |mark| {
        if is_left_out(&mark.channel) {
            return;
        }
        let day = mark.received_at.0.div_euclid(DAY_MS);
        let cell = cells.entry((day, mark.channel.to_string())).or_default();
        if turns.insert(mark.turn.to_string()) {
            cell.count.turns += 1;
        }
        cell.users.insert(mark.user.to_string());
        users.insert(mark.user.to_string());
        if let Some(understood) = read::<Understood>(mark.understanding.as_deref()) {
            cell.count.sentences += 1;
            match understood.intent {
                Some(intent) => *intents.entry(intent).or_insert(0) += 1,
                None => cell.count.unknown += 1,
            }
        }
        if let Some(story) = read::<Decided>(mark.trace.as_deref()).and_then(|read| read.story) {
            *stories.entry(story).or_insert(0) += 1;
        }
    })
    .await?;
    let votes = at.app.store.vote_counts(&at.namespace, at.id(), (from, until), DAY_MS).await?;
    for votes in votes {
        if is_left_out(&votes.channel) {
            continue;
        }
        let cell = cells.entry((votes.period, votes.channel.to_string())).or_default();
        match votes.good {
            true => cell.count.up += votes.count,
            false => cell.count.down += votes.count,
        }
    }
    let mut total = Count { users: users.len() as u64, ..Count::default() };
    let days = cells.into_iter().map(|((day, channel), cell)| {
        let count = Count { users: cell.users.len() as u64, ..cell.count };
        total.turns += count.turns;
        total.sentences += count.sentences;
        total.unknown += count.unknown;
        total.up += count.up;
        total.down += count.down;
        let day = Timestamp(day * DAY_MS).to_iso().chars().take(10).collect();
        DayCount { day, channel, count }
    });
    let days = days.collect();
    Ok(json(&Counts { from: from.to_iso(), until: until.to_iso(), total, days, intents, stories }))
}

/// The time that a request counts, from its `from` and `until`.
pub fn period(at: &InBot) -> Result<(Timestamp, Timestamp), ProblemResponse> {
    let until = moment(at, "until")?.unwrap_or_else(|| at.app.turns.now());
    let from = moment(at, "from")?.unwrap_or_else(|| until.plus_ms(-DAYS_DEFAULT * DAY_MS));
    if until.since_ms(from) > DAYS_MAX * DAY_MS {
        return Err(ProblemResponse::bad_request(format!(
            "parameters `from` and `until`: more than {DAYS_MAX} days; ask for parts of them"
        )));
    }
    Ok((from, until))
}

/// The channels that the query asks for; `None`: all.
async fn wanted_channels(at: &InBot) -> Result<Option<HashSet<ChannelId>>, ProblemResponse> {
    let channel: Option<ChannelId> = at.read("channel")?;
    let Some(environment) = at.read::<Environment>("environment")? else {
        return Ok(channel.map(|channel| HashSet::from([channel])));
    };
    let channels = at.app.store.channels(&at.namespace, at.id()).await?;
    let serving = channels.into_iter().filter(|one| one.environment == environment);
    let ids = serving.map(|one| one.id);
    Ok(Some(ids.filter(|id| channel.as_ref().is_none_or(|wanted| wanted == id)).collect()))
}

/// Shows every segment of a bot's turns in a time, tests left out.
pub async fn each_segment(
    at: &InBot,
    period: (Timestamp, Timestamp),
    mut show: impl FnMut(&SegmentMark),
) -> Result<(), ProblemResponse> {
    let mut after = None;
    loop {
        let store = &at.app.store;
        let marks = store.segment_marks(&at.namespace, at.id(), period, after, STEP).await?;
        marks.iter().for_each(&mut show);
        after = marks.last().map(|mark| mark.number);
        if marks.len() < STEP {
            return Ok(());
        }
    }
}

/// JSON that was stored; what cannot be read any more counts as absent.
pub fn read<T: for<'a> Deserialize<'a>>(json: Option<&str>) -> Option<T> {
    serde_json::from_str(json?).ok()
}

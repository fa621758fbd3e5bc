//! Limits of the public API: the plan of a namespace, counted exactly over all processes, and
//! beside it guards against abuse per machine and per conversation, counted by this process alone.
//!
//! A route that the public reaches asks [`Limits::admit`] before it does anything, and puts what it
//! gets on its answer with [`Admitted::mark`]:
//!
//! ```ignore
//! let admitted = app.limits.admit(&bot.namespace, &bot.id, caller.address(), conversation).await?;
//! Ok(admitted.mark(answer))
//! ```

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use model::{BotId, Clock, Namespace, Timestamp};
use serde_json::json;
use store::{PlanVerdict, Store};

use crate::http::problem::ProblemResponse;

/// Requests per minute of one machine, and of one conversation; more when the plan allows more in
/// an hour, so that the guard is never below the plan.
pub const GUARD_PER_MINUTE: u64 = 60;

/// Machines and conversations that are remembered; those that asked least lately are forgotten.
const REMEMBERED_MAX: usize = 100_000;

const MINUTE_MS: i64 = 60_000;

/// The limits of this process and of the database.
pub struct Limits {
    store: Store,
    clock: Arc<dyn Clock>,
    guards: Mutex<HashMap<String, Bucket>>,
}

/// What is left, at an instant. It fills up again within a minute.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: f64,
    at: Timestamp,
}

/// A request that may go on.
#[derive(Debug, Clone, Copy)]
pub struct Admitted(Option<Rate>);

#[derive(Debug, Clone, Copy)]
struct Rate {
    limit: u64,
    remaining: u64,
    reset_s: i64,
}

/// A request that may not, or not now.
#[derive(Debug)]
pub enum Refused {
    /// Too many; when the next one may come.
    TooMany {
        /// Requests in the time that is counted.
        limit: u64,
        /// Until the next one.
        retry_after_s: i64,
    },
    /// The storage does not answer.
    Storage(store::Error),
}

impl Limits {
    /// Limits counted in a store.
    pub fn new(store: Store, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock, guards: Mutex::default() }
    }

    /// Counts a request to a bot.
    pub async fn admit(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        from: IpAddr,
        conversation: Option<&str>,
    ) -> Result<Admitted, Refused> {
        let plan = self.store.plan(namespace).await.map_err(Refused::Storage)?;
        let per_minute =
            plan.map_or(GUARD_PER_MINUTE, |plan| plan.requests_per_hour.max(GUARD_PER_MINUTE));
        let machine = format!("{bot} {}", network_of(from));
        let conversation = conversation.map(|id| format!("{bot} {namespace} c {id}"));
        for key in [Some(machine), conversation].into_iter().flatten() {
            if let Err(retry_after_s) = self.guard(key, per_minute) {
                return Err(Refused::TooMany { limit: per_minute, retry_after_s });
            }
        }
        match self.store.count_request(namespace, bot).await.map_err(Refused::Storage)? {
            PlanVerdict::NoPlan => Ok(Admitted(None)),
            PlanVerdict::Counted { limit, remaining, reset_ms } => {
                Ok(Admitted(Some(Rate { limit, remaining, reset_s: seconds(reset_ms) })))
            }
            PlanVerdict::Refused { limit, retry_after_ms } => {
                Err(Refused::TooMany { limit, retry_after_s: seconds(retry_after_ms) })
            }
        }
    }

    /// Takes one from a bucket; an error is when there is one again, in seconds.
    fn guard(&self, key: String, per_minute: u64) -> Result<(), i64> {
        let now = self.clock.now();
        let full = per_minute as f64;
        let mut guards = self.guards.lock().unwrap_or_else(PoisonError::into_inner);
        if guards.len() >= REMEMBERED_MAX {
            // A bucket that is full again is as good as none.
            guards.retain(|_, bucket| now.since_ms(bucket.at) < MINUTE_MS);
            if guards.len() >= REMEMBERED_MAX {
                guards.clear();
            }
        }
        let bucket = guards.entry(key).or_insert(Bucket { left: full, at: now });
        let passed_ms = now.since_ms(bucket.at).max(0);
        bucket.left = (bucket.left + full * passed_ms as f64 / MINUTE_MS as f64).min(full);
        bucket.at = now;
        if bucket.left >= 1.0 {
            bucket.left -= 1.0;
            return Ok(());
        }
        let wait_ms = (1.0 - bucket.left) * MINUTE_MS as f64 / full;
        Err(seconds(wait_ms.ceil() as i64))
    }
}

/// Whole seconds, one at least.
fn seconds(ms: i64) -> i64 {
    ((ms + 999) / 1000).max(1)
}

/// What stands for a machine: its address, and with IPv6 the network that one customer has.
fn network_of(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("{:x?}", &address.segments()[..4]),
    }
}

const LIMIT: HeaderName = HeaderName::from_static("ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("ratelimit-reset");

impl Admitted {
    /// The answer with `RateLimit-*` on it, when there is a plan.
    pub fn mark(self, mut answer: Response) -> Response {
        if let Some(rate) = self.0 {
            set(&mut answer, rate.limit, rate.remaining, rate.reset_s);
        }
        answer
    }
}

fn set(answer: &mut Response, limit: u64, remaining: u64, reset_s: i64) {
    let headers = answer.headers_mut();
    headers.insert(LIMIT, HeaderValue::from(limit));
    headers.insert(REMAINING, HeaderValue::from(remaining));
    headers.insert(RESET, HeaderValue::from(reset_s));
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let (limit, retry_after_s) = match self {
            Self::TooMany { limit, retry_after_s } => (limit, retry_after_s),
            Self::Storage(error) => return ProblemResponse::from(error).into_response(),
        };
        let body = json!({
            "error": "Rate limit exceeded",
            "limit": limit,
            "remaining": 0,
            "retryAfterSeconds": retry_after_s,
        });
        let mut answer = (StatusCode::TOO_MANY_REQUESTS, Json(body)).into_response();
        set(&mut answer, limit, 0, retry_after_s);
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after_s));
        answer
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, Ordering};

    use store::{KeyRing, Place, Role, StoreOptions};

    use super::*;

    struct Hand(AtomicI64);

    impl Clock for Hand {
        fn now(&self) -> Timestamp {
            Timestamp(self.0.load(Ordering::SeqCst))
        }
    }

    async fn limits() -> (Limits, Arc<Hand>, Store, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(Hand(AtomicI64::new(1_800_000_000_000)));
        let keys = KeyRing::of_key(model::Secret::new(vec![7; 32])).unwrap();
        let place = Place::Folder(folder.path().to_owned());
        let rng = Box::new(model::SeededRng::new(1));
        let options = StoreOptions::new(place, Role::Serve, keys, clock.clone(), rng);
        let store = Store::open(options).await.unwrap();
        (Limits::new(store.clone(), clock.clone()), clock, store, folder)
    }

    #[tokio::test]
    async fn a_machine_and_a_conversation_are_guarded_and_the_plan_is_exact() {
        let (limits, clock, store, _folder) = limits().await;
        let namespace = Namespace::new("app").unwrap();
        let bot = BotId::random(&mut model::SeededRng::new(2));
        let ask = async |machine: [u8; 4], conversation: Option<&str>| {
            limits.admit(&namespace, &bot, IpAddr::from(machine), conversation).await
        };
        let allowed = async |times: usize, machine, conversation| {
            let mut allowed = 0;
            for _ in 0..times {
                allowed += usize::from(ask(machine, conversation).await.is_ok());
            }
            allowed
        };
        assert_eq!(allowed(70, [192, 0, 2, 1], None).await, 60);
        assert_eq!(allowed(70, [192, 0, 2, 2], None).await, 60);
        clock.0.fetch_add(1_000, Ordering::SeqCst);
        assert_eq!(allowed(3, [192, 0, 2, 1], None).await, 1);
        clock.0.fetch_add(60_000, Ordering::SeqCst);
        // One conversation from many machines.
        let mut over = 0;
        for machine in 0..70 {
            over += usize::from(ask([192, 0, 3, machine], Some("conv")).await.is_err());
        }
        assert_eq!(over, 10);
        clock.0.fetch_add(60_000, Ordering::SeqCst);

        // With a plan the guard is never below it.
        let plan = store::Plan { name: "pro".into(), requests_per_hour: 100 };
        store.set_plan(&namespace, Some(&plan), &store::Actor::command()).await.unwrap();
        assert_eq!(allowed(99, [192, 0, 2, 9], None).await, 99);
        let last = ask([192, 0, 2, 9], None).await.unwrap().mark(StatusCode::OK.into_response());
        assert_eq!(last.headers()["ratelimit-limit"], "100");
        assert_eq!(last.headers()["ratelimit-remaining"], "0");
        assert_eq!(last.headers()["ratelimit-reset"], "3600");
        clock.0.fetch_add(60_000, Ordering::SeqCst);
        let refused = ask([192, 0, 2, 9], None).await.unwrap_err().into_response();
        assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(refused.headers()["retry-after"], "3540");
        let body = axum::body::to_bytes(refused.into_body(), 1_000).await.unwrap();
        let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
        let expected = json!({"error": "Rate limit exceeded", "limit": 100, "remaining": 0,
            "retryAfterSeconds": 3540});
        assert_eq!(body, expected);
        store.close().await;
    }
}

//! Calls to the outside that turns ask for.

use std::sync::Arc;
use std::time::Duration;

use model::{Call, Clock, Effect, EffectAnswer};
use outgoing::Outgoing;
use store::Claimed;

use crate::bot_api::{Asked, Programs};
use crate::talker::Place;

/// The header by which a program knows a call that is made again.
const IDEMPOTENCY_KEY: &str = "Idempotency-Key";

/// Makes the calls of turns, each before its deadline, and always gives an answer.
#[derive(Clone)]
pub struct Effects {
    outgoing: Outgoing,
    programs: Programs,
    clock: Arc<dyn Clock>,
}

impl Effects {
    /// Calls are made by this client, and by the programs of bots.
    pub fn new(outgoing: Outgoing, programs: Programs, clock: Arc<dyn Clock>) -> Self {
        Self { outgoing, programs, clock }
    }

    /// Makes a call.
    pub async fn perform(&self, claimed: &Claimed, place: &Place, effect: &Effect) -> EffectAnswer {
        let left_ms = effect.deadline.since_ms(self.clock.now());
        if left_ms <= 0 {
            return EffectAnswer::Failed { reason: "its deadline is over".into() };
        }
        let answer = match &effect.call {
            Call::CallHttp { url, body } => {
                let headers = [(IDEMPOTENCY_KEY, effect.idempotency_key.as_str())];
                let timeout = Duration::from_millis(left_ms as u64);
                match self.outgoing.post_json(url, &headers, body, timeout).await {
                    Ok(body) => EffectAnswer::Answered { body, more: false },
                    Err(error) => EffectAnswer::Failed { reason: error.to_string() },
                }
            }
            Call::CallBot { .. } => self.programs.ask(&Asked { claimed, place }, effect).await,
            Call::CallModel { .. } => unavailable("models"),
            // An event of another conversation, which is the turns' business.
            Call::Notify { .. } => unavailable("other conversations"),
        };
        if let EffectAnswer::Failed { reason } = &answer {
            tracing::warn!(turn = %claimed.turn, bot = %claimed.bot, reason, "call failed");
        }
        answer
    }
}

fn unavailable(kind: &str) -> EffectAnswer {
    EffectAnswer::Failed { reason: format!("this installation makes no calls to {kind}") }
}

//! Calls to the outside that turns ask for.

use model::{Call, Effect, EffectAnswer};
use store::Claimed;

/// Makes the calls of turns, each before its deadline, and always gives an answer.
#[derive(Clone, Default)]
pub struct Effects {}

impl Effects {
    /// Makes a call.
    pub async fn perform(&self, claimed: &Claimed, effect: &Effect) -> EffectAnswer {
        let kind = match &effect.call {
            Call::CallHttp { .. } => "http",
            Call::CallBot { .. } => "bot",
            Call::CallModel { .. } => "model",
            Call::Notify { .. } => "notify",
        };
        tracing::warn!(turn = %claimed.turn, kind, "this kind of call is not available");
        EffectAnswer::Failed { reason: format!("calls of kind `{kind}` are not available") }
    }
}

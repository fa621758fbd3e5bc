//! Calls to the outside that the engine asks for. The engine never makes them itself: it stops,
//! is resumed with the answer, and each is made at most once per idempotency key.

use serde::{Deserialize, Serialize};

use crate::{EffectId, ProgramRequest, Timestamp, UserId};

/// A call to the outside.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// Names it in the turn's cursor.
    pub id: EffectId,
    /// Sent along, so that a repeated call (after a crash) does not act twice.
    pub idempotency_key: String,
    /// No answer after this instant counts.
    pub deadline: Timestamp,
    /// What to do.
    pub call: Call,
}

/// The kinds of call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Call {
    /// A bot program, over the Bot API.
    CallBot {
        /// What it is asked.
        request: ProgramRequest,
        /// Frames of its answer that were taken before. A program that is asked again after a
        /// crash answers from the beginning; as many frames are then passed over.
        #[serde(default)]
        frames_taken: u32,
    },
    /// An HTTP service.
    CallHttp {
        /// The address.
        url: String,
        /// The JSON to send.
        body: serde_json::Value,
    },
    /// A language or embedding model.
    CallModel {
        /// The configured model's name.
        model: String,
        /// The request, in the model's own form.
        request: serde_json::Value,
    },
    /// A message to a user who did not ask.
    Notify {
        /// The user.
        user: UserId,
        /// What to say, in the engine's own form.
        request: serde_json::Value,
    },
}

/// What came of a call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum EffectAnswer {
    /// It answered.
    Answered {
        /// The answer, in the callee's own form.
        body: serde_json::Value,
        /// Whether more frames of the same answer follow.
        #[serde(default)]
        more: bool,
    },
    /// It did not.
    Failed {
        /// Why, without secrets.
        reason: String,
    },
}

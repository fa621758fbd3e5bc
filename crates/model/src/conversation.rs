//! What is remembered of a conversation between two turns.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    AttachmentHeld, BotId, ConversationId, EntityTypeName, HandOver, IntentName, IntentQualifier,
    LabelKey, Member, Namespace, Profile, Role, StepName, StoryName, Timestamp, UserId, UserMemory,
    Value,
};

/// The whole state of a conversation. Stored as one JSON document, so it stays small: what was
/// said lies in the turns, not here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Conversation {
    /// Its id.
    pub id: ConversationId,
    /// Whose.
    pub namespace: Namespace,
    /// With which bot.
    pub bot: BotId,
    /// With which user.
    pub user: UserId,
    /// Counts the segments committed; the next commit must find this number.
    pub version: u64,
    /// When the present run of it began. See [`crate::BotSettings::conversation_validity_s`].
    pub started_at: Timestamp,
    /// The last event.
    pub last_event_at: Timestamp,
    /// What is known of the user.
    #[serde(default)]
    pub profile: Profile,
    /// What is remembered of the user, run after run.
    #[serde(default)]
    pub memory: UserMemory,
    /// Whose hands it is in, when not the bot's.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub hand_over: Option<HandOver>,
    /// Who spoke last, in a conversation of several users (`user` then names the group); what is
    /// known of that one is in `profile` and `memory`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub speaker: Option<UserId>,
    /// The others of the group; at most [`crate::limits::MEMBERS_MAX`].
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub members: BTreeMap<UserId, Member>,
    /// Where the conversation is.
    #[serde(default)]
    pub state: DialogState,
}

/// Where a conversation is.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DialogState {
    /// The intent of the last event that had one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intent: Option<IntentName>,
    /// The current story.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub story: Option<StoryName>,
    /// The current step of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<StepName>,
    /// The question that waits for its reply. It survives a short digression.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked: Option<Question>,
    /// What is known, by role.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub entities: BTreeMap<Role, EntityMemory>,
    /// Intents that alone are possible for the next event. Lives one event.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub next_intents: Vec<IntentQualifier>,
    /// Variables that stories set.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub context: BTreeMap<String, serde_json::Value>,
    /// Files that the user sent, the last one last; at most [`crate::limits::ATTACHMENTS_MAX`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<AttachmentHeld>,
    /// How many times in a row the present step was offered again.
    #[serde(skip_serializing_if = "is_zero")]
    pub offered_again: u32,
    /// Which variants of which labels were used in the present round, longest unused label
    /// first; at most [`crate::limits::LABEL_ROTATIONS_MAX`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub used_variants: Vec<UsedVariants>,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// A question about a mandatory entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The story that asks.
    pub story: StoryName,
    /// The role whose value is missing.
    pub role: Role,
    /// How many times in a row it was asked again.
    #[serde(default)]
    pub repeats: u32,
    /// Events since it was asked that were no reply to it.
    #[serde(default)]
    pub events_since: u32,
}

/// Which variants of a label were used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsedVariants {
    /// The label.
    pub label: LabelKey,
    /// Positions in its text's variants, in the order of use.
    pub used: Vec<u16>,
}

/// The value of an entity and the values it had before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EntityMemory {
    /// The value now; `None` when it was reset.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub current: Option<HeldValue>,
    /// Earlier ones, oldest first; at most [`crate::limits::ENTITY_HISTORY_MAX`].
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub history: Vec<HeldValue>,
}

/// A value that the conversation holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HeldValue {
    /// The type of the entity.
    pub entity_type: EntityTypeName,
    /// What was said.
    pub text: String,
    /// What it means, when its type can say.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub value: Option<Value>,
    /// When it was said.
    pub at: Timestamp,
    /// Whether the value also holds something said before, so that `text` is only a part of it.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub merged: bool,
}

impl Conversation {
    /// A conversation in which nothing was said yet.
    pub fn new(
        id: ConversationId,
        namespace: Namespace,
        bot: BotId,
        user: UserId,
        now: Timestamp,
    ) -> Self {
        Self {
            id,
            namespace,
            bot,
            user,
            version: 0,
            started_at: now,
            last_event_at: now,
            profile: Profile::default(),
            memory: UserMemory::default(),
            hand_over: None,
            speaker: None,
            members: BTreeMap::new(),
            state: DialogState::default(),
        }
    }
}

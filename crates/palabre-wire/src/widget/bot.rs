//! What the public may know of a bot.

use serde::{Deserialize, Serialize};

/// A bot.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PublicBot {
    /// Its public id.
    #[cfg_attr(feature = "schema", schema(example = "pub_0123456789abcdefghjkmnpqrs"))]
    pub id: String,
    /// A name to show.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// A word to group bots by.
    pub category: String,
    /// The language it speaks unless another is asked for.
    #[cfg_attr(feature = "schema", schema(example = "en"))]
    pub language: String,
    /// When it was made, ISO 8601.
    #[cfg_attr(feature = "schema", schema(example = "2026-11-21T12:00:00.000Z"))]
    pub created_at: String,
    /// All languages it speaks.
    pub languages: Vec<String>,
    /// Whether it says something to who opens a conversation.
    pub greets: bool,
}

/// How a bot's widget looks.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PublicBranding {
    /// `#rrggbb`, as all colours.
    #[cfg_attr(feature = "schema", schema(example = "#6366f1"))]
    pub primary_color: String,
    /// Of the panel.
    #[cfg_attr(feature = "schema", schema(example = "#ffffff"))]
    pub background_color: String,
    /// On the panel.
    #[cfg_attr(feature = "schema", schema(example = "#1f2328"))]
    pub text_color: String,
    /// Address of a picture, or null.
    pub logo_url: Option<String>,
    /// `bottom-right` or `bottom-left`.
    #[cfg_attr(feature = "schema", schema(example = "bottom-right"))]
    pub position: String,
    /// `light`, `dark`, or `auto`: as the visitor's device.
    #[cfg_attr(feature = "schema", schema(example = "light"))]
    pub theme: String,
    /// Title of the panel, in the language asked for.
    pub title: String,
    /// What a visitor must agree to before the first message, in the language asked for; null
    /// when nothing is asked.
    pub consent_text: Option<String>,
}

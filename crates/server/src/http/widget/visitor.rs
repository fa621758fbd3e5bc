//! Who visits.
//!
//! A visitor is the conversation they are in: its id has 128 random bits, so that knowing it is
//! being in it, as far as talking goes. Reading what was said asks for more: the token that the
//! first answer gave. A visitor whom the embedding site vouches for is that site's user instead, and
//! nobody is such a user without the site's token.

use std::collections::BTreeMap;

use axum::http::header;
use axum::http::request::Parts;
use connectors::kit::{IncomingRequest, Refusal};
use connectors::widget::{CONVERSATION_ID, VISITOR_TOKEN, WidgetSettings};
use model::{ConversationId, UserId};

use crate::access::jwt;
use crate::app::App;
use crate::bots::ServedChannel;
use crate::http::channel::{Caller, site_user, text_header};
use crate::system::SystemRng;

/// A key that names a new conversation until its id is known must be as hard to guess: a UUID
/// without its hyphens is longer.
const NAMING_KEY_BYTES_MIN: usize = 22;

/// Before the site's own id of its user: no visitor without a token has such a name.
const SITE: &str = "site:";

/// Whether the visitor must prove who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// A token is looked at when there is one.
    IfGiven,
    /// There must be one.
    Required,
}

/// A visitor of a bot.
pub struct Visitor {
    /// Under which name the conversation is kept.
    pub user: UserId,
    conversation: String,
    token: Option<String>,
}

impl Visitor {
    /// Finds out who visits. `named` is the conversation that the request says it belongs to.
    pub async fn find(
        app: &App,
        served: &ServedChannel,
        parts: &Parts,
        named: Option<&str>,
        proof: Proof,
    ) -> Result<Self, Refusal> {
        let channel = &served.channel;
        let token = bearer(parts)?;
        if let Some(token) = token.filter(|token| jwt::looks_signed(token)) {
            return Self::of_site(app, served, token).await;
        }
        let Some(named) = named.filter(|named| !named.is_empty()) else {
            if token.is_some() || proof == Proof::Required {
                return Err(unproved("`conversationId` is missing; send it with the token"));
            }
            return Self::new(app, served, parts);
        };
        let id: ConversationId = named.parse().map_err(|error| {
            let error = format!(
                "`conversationId`: {error}; send the one that the last answer gave, or none for a \
                 new conversation"
            );
            Refusal::new(400, "bad-conversation", error)
        })?;
        let user = user_named(id.as_str())?;
        match token {
            Some(token) => {
                let (namespace, bot) = (&channel.namespace, &channel.bot);
                if !app.store.is_visitor_token(namespace, bot, &user, token) {
                    return Err(unproved("the token does not belong to this conversation"));
                }
            }
            None if proof == Proof::Required => {
                let error = "the visitor's token is missing; send `Authorization: Bearer` with the \
                             `visitorToken` of the first answer";
                return Err(unproved(error));
            }
            None => {}
        }
        Ok(Self { user, conversation: id.to_string(), token: None })
    }

    /// Somebody whom the embedding site knows. Their conversation is theirs on every device,
    /// whatever conversation the request names.
    async fn of_site(app: &App, served: &ServedChannel, token: &str) -> Result<Self, Refusal> {
        let channel = &served.channel;
        let tokens = WidgetSettings::of(&served.settings).user_tokens();
        let claims = site_user::verify(app, served, &tokens, token).await?;
        let subject = claims.text("sub").unwrap_or_default();
        let user = user_named(&format!("{SITE}{subject}"))?;
        let (namespace, bot) = (&channel.namespace, &channel.bot);
        let conversation = app.store.visitor_conversation(namespace, bot, user.as_str());
        Ok(Self { user, conversation: conversation.to_string(), token: None })
    }

    /// Somebody who comes for the first time.
    fn new(app: &App, served: &ServedChannel, parts: &Parts) -> Result<Self, Refusal> {
        let channel = &served.channel;
        let headers = parts.headers.iter();
        let request = IncomingRequest {
            headers: headers
                .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.into())))
                .collect(),
            ..IncomingRequest::default()
        };
        let id = match request.idempotency_key()? {
            // A first message that is sent again must find the conversation that it began, and
            // nobody else may.
            Some(key) if key.len() >= NAMING_KEY_BYTES_MIN => {
                app.store.visitor_conversation(&channel.namespace, &channel.bot, key)
            }
            Some(_) => {
                let error = format!(
                    "the header `Idempotency-Key` of a message without `conversationId` must be \
                     hard to guess, {NAMING_KEY_BYTES_MIN} characters or more; send a UUID"
                );
                return Err(Refusal::new(400, "bad-idempotency-key", error));
            }
            None => ConversationId::random(&mut SystemRng),
        };
        let user = user_named(id.as_str())?;
        let token = app.store.visitor_token(&channel.namespace, &channel.bot, &user);
        Ok(Self { user, conversation: id.to_string(), token: Some(token) })
    }

    /// What the channel must know of the visitor.
    pub fn into_caller(self) -> Caller {
        let mut facts = BTreeMap::from([(CONVERSATION_ID.to_owned(), self.conversation)]);
        facts.extend(self.token.map(|token| (VISITOR_TOKEN.to_owned(), token)));
        Caller { user: Some(self.user), facts, ..Caller::default() }
    }
}

/// The token of the `Authorization` header.
fn bearer(parts: &Parts) -> Result<Option<&str>, Refusal> {
    let Some(header) = text_header(&parts.headers, &header::AUTHORIZATION) else { return Ok(None) };
    let token = header.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    match token {
        Some((_, token)) => Ok(Some(token.trim())),
        None => Err(unproved("the header `Authorization` must be `Bearer` and a token")),
    }
}

fn user_named(name: &str) -> Result<UserId, Refusal> {
    UserId::new(name).map_err(|error| unproved(&error.to_string()))
}

fn unproved(error: &str) -> Refusal {
    Refusal::new(401, "unproved-visitor", error)
}

//! Visitors of pages: who they are is proved and never stored. A visitor's token follows from the
//! conversation's name and the master key, so that it needs no row and no other node.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::{BotId, ConversationId, Namespace, Rng, UserId};

use crate::Store;
use crate::envelope::Place;

/// By which a leaked token is recognised.
const PREFIX: &str = "visit_";

impl Store {
    /// The proof that a conversation with a bot is the visitor's.
    pub fn visitor_token(&self, namespace: &Namespace, bot: &BotId, user: &UserId) -> String {
        let (key_id, tag) = self.inner.keys.tag(place(namespace, bot, "token", user.as_str()));
        format!("{PREFIX}{key_id}.{}", URL_SAFE_NO_PAD.encode(tag))
    }

    /// Whether a token is the proof for this visitor. Compares in constant time.
    pub fn is_visitor_token(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        user: &UserId,
        token: &str,
    ) -> bool {
        let Some((key_id, tag)) = token.strip_prefix(PREFIX).and_then(|rest| rest.split_once('.'))
        else {
            return false;
        };
        URL_SAFE_NO_PAD.decode(tag).is_ok_and(|tag| {
            self.inner.keys.is_tag(place(namespace, bot, "token", user.as_str()), key_id, &tag)
        })
    }

    /// An id for a visitor's conversation that follows from `name`: the same name gives the same
    /// id, and nobody without the master key finds it from the name.
    pub fn visitor_conversation(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        name: &str,
    ) -> ConversationId {
        let (_, tag) = self.inner.keys.tag(place(namespace, bot, "conversation", name));
        ConversationId::random(&mut Bits(&tag))
    }
}

fn place<'a>(
    namespace: &'a Namespace,
    bot: &'a BotId,
    purpose: &'static str,
    name: &'a str,
) -> Place<'a> {
    // The purpose stands where a column does: no tag is good for two things.
    Place { namespace: namespace.as_str(), table: bot.as_str(), row: name, column: purpose }
}

/// The bits of a tag in place of random ones.
struct Bits<'a>(&'a [u8]);

impl Rng for Bits<'_> {
    fn next_u64(&mut self) -> u64 {
        let (bits, rest) = self.0.split_first_chunk().expect("a tag holds more than an id needs");
        self.0 = rest;
        u64::from_be_bytes(*bits)
    }
}

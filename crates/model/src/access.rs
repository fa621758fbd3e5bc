//! Who may do what: roles, the permissions that they give, and where they hold.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{BotId, InvalidId, Namespace, Permission};

/// What somebody is in a namespace or for one bot. Each role holds everything of the ones that
/// its documentation names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum MemberRole {
    /// Sees bots and statistics, and asks what is understood.
    Viewer,
    /// Viewer; reads conversations and changes intents, entities and sentences.
    Trainer,
    /// Trainer; changes stories and answers.
    Author,
    /// Author; publishes and rolls back.
    Publisher,
    /// Viewer; configures channels and their secrets.
    ChannelManager,
    /// Publisher and channel manager; manages members, tokens, imports and exports.
    Admin,
    /// Admin; makes other owners, and deletes.
    Owner,
}

impl MemberRole {
    /// All roles, the one with the least rights first.
    pub const ALL: [Self; 7] = [
        Self::Viewer,
        Self::Trainer,
        Self::Author,
        Self::Publisher,
        Self::ChannelManager,
        Self::Admin,
        Self::Owner,
    ];

    /// What this role may do.
    pub fn permissions(self) -> &'static [Permission] {
        use Permission::{
            Administer, Author, ManageChannels, Own, Publish, ReadConversations, Train, Understand,
            View,
        };
        match self {
            Self::Viewer => &[View, Understand],
            Self::Trainer => &[View, Understand, ReadConversations, Train],
            Self::Author => &[View, Understand, ReadConversations, Train, Author],
            Self::Publisher => &[View, Understand, ReadConversations, Train, Author, Publish],
            Self::ChannelManager => &[View, Understand, ManageChannels],
            Self::Admin => &[
                View,
                Understand,
                ReadConversations,
                Train,
                Author,
                Publish,
                ManageChannels,
                Administer,
            ],
            Self::Owner => &[
                View,
                Understand,
                ReadConversations,
                Train,
                Author,
                Publish,
                ManageChannels,
                Administer,
                Own,
            ],
        }
    }

    /// Its name, as it is stored and written in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Trainer => "trainer",
            Self::Author => "author",
            Self::Publisher => "publisher",
            Self::ChannelManager => "channel-manager",
            Self::Admin => "admin",
            Self::Owner => "owner",
        }
    }

    /// The role that allows what a role of Tock allows. There a change of a story is live at
    /// once, so that a `botUser` publishes.
    pub fn of_tock(name: &str) -> Option<Self> {
        match name {
            "nlpUser" | "faqNlpUser" => Some(Self::Trainer),
            "botUser" | "faqBotUser" => Some(Self::Publisher),
            "admin" | "technicalAdmin" => Some(Self::Admin),
            _ => None,
        }
    }

    /// The roles of Tock that allow no more than this one.
    pub fn to_tock(self) -> &'static [&'static str] {
        match self {
            Self::Viewer | Self::ChannelManager => &[],
            Self::Trainer | Self::Author => &["nlpUser"],
            Self::Publisher => &["nlpUser", "botUser"],
            Self::Admin | Self::Owner => &["nlpUser", "botUser", "admin", "technicalAdmin"],
        }
    }
}

impl fmt::Display for MemberRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for MemberRole {
    type Err = InvalidId;
    fn from_str(text: &str) -> Result<Self, InvalidId> {
        Self::ALL
            .into_iter()
            .find(|role| role.as_str() == text)
            .or_else(|| Self::of_tock(text))
            .ok_or_else(|| {
                InvalidId::new(
                    text,
                    "a role: viewer, trainer, author, publisher, channel-manager, admin or owner",
                )
            })
    }
}

/// Where a right holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Reach {
    /// Everywhere in the installation.
    Installation,
    /// In a namespace, for all of its bots.
    Namespace(Namespace),
    /// For one bot of a namespace.
    Bot(Namespace, BotId),
}

impl Reach {
    /// Whether it covers a namespace as a whole, or a bot of it.
    pub fn covers(&self, namespace: &Namespace, bot: Option<&BotId>) -> bool {
        match self {
            Self::Installation => true,
            Self::Namespace(own) => own == namespace,
            Self::Bot(own, own_bot) => own == namespace && bot == Some(own_bot),
        }
    }

    /// Whether it concerns a namespace at all, if only for one bot.
    pub fn touches(&self, namespace: &Namespace) -> bool {
        match self {
            Self::Installation => true,
            Self::Namespace(own) | Self::Bot(own, _) => own == namespace,
        }
    }

    /// Whether everything that the other covers is covered.
    pub fn holds(&self, other: &Reach) -> bool {
        match (self, other) {
            (Self::Installation, _) => true,
            (_, Self::Installation) => false,
            (own, Self::Namespace(namespace)) => own.covers(namespace, None),
            (own, Self::Bot(namespace, bot)) => own.covers(namespace, Some(bot)),
        }
    }
}

/// Permissions, and where they hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Where.
    pub reach: Reach,
    /// What.
    pub permissions: Vec<Permission>,
}

/// What is answered to somebody who wants to do something somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Yes.
    Allowed,
    /// No, though they may know that the place exists.
    Forbidden,
    /// No, and they learn nothing of it: for them it is not there.
    Hidden,
}

/// Judges a wish against what somebody holds. This function alone decides.
pub fn judge(
    grants: &[Grant],
    permission: Permission,
    namespace: &Namespace,
    bot: Option<&BotId>,
) -> Verdict {
    let mut covering = grants.iter().filter(|grant| grant.reach.covers(namespace, bot)).peekable();
    if covering.peek().is_none() {
        // Somebody of one bot knows that its namespace exists, but nothing of its other bots.
        return match bot.is_none() && grants.iter().any(|grant| grant.reach.touches(namespace)) {
            true => Verdict::Forbidden,
            false => Verdict::Hidden,
        };
    }
    match covering.any(|grant| grant.permissions.contains(&permission)) {
        true => Verdict::Allowed,
        false => Verdict::Forbidden,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SeededRng;

    #[test]
    fn roles_are_read_in_our_words_and_in_tocks() {
        for role in MemberRole::ALL {
            assert_eq!(role.as_str().parse(), Ok(role));
            assert_eq!(serde_json::to_value(role).unwrap(), role.as_str());
        }
        for (name, role) in [
            ("nlpUser", MemberRole::Trainer),
            ("faqNlpUser", MemberRole::Trainer),
            ("botUser", MemberRole::Publisher),
            ("faqBotUser", MemberRole::Publisher),
            ("admin", MemberRole::Admin),
            ("technicalAdmin", MemberRole::Admin),
        ] {
            assert_eq!(name.parse(), Ok(role));
        }
        assert!("root".parse::<MemberRole>().unwrap_err().to_string().contains("viewer"));
    }

    #[test]
    fn a_higher_role_may_do_everything_that_a_lower_one_may() {
        use MemberRole::*;
        for (higher, lower) in [
            (Trainer, Viewer),
            (Author, Trainer),
            (Publisher, Author),
            (ChannelManager, Viewer),
            (Admin, Publisher),
            (Admin, ChannelManager),
            (Owner, Admin),
        ] {
            let (more, less) = (higher.permissions(), lower.permissions());
            assert!(less.iter().all(|permission| more.contains(permission)), "{higher} {lower}");
            assert!(more.len() > less.len(), "{higher} {lower}");
        }
    }

    #[track_caller]
    fn check(reach: &Reach, namespace: &str, bot: Option<&BotId>, expected: Verdict) {
        let grants = [Grant { reach: reach.clone(), permissions: vec![Permission::View] }];
        let namespace = Namespace::new(namespace).unwrap();
        assert_eq!(judge(&grants, Permission::View, &namespace, bot), expected);
        let forbidden = match expected {
            Verdict::Allowed => Verdict::Forbidden,
            other => other,
        };
        assert_eq!(judge(&grants, Permission::Train, &namespace, bot), forbidden);
    }

    #[test]
    fn a_right_holds_where_it_was_given_and_nowhere_else() {
        let mut rng = SeededRng::new(1);
        let (ours, other) = (BotId::random(&mut rng), BotId::random(&mut rng));
        let a = Namespace::new("a").unwrap();
        let everywhere = Reach::Installation;
        let namespace = Reach::Namespace(a.clone());
        let bot = Reach::Bot(a, ours.clone());
        check(&everywhere, "b", Some(&other), Verdict::Allowed);
        check(&namespace, "a", Some(&other), Verdict::Allowed);
        check(&namespace, "a", None, Verdict::Allowed);
        check(&namespace, "b", None, Verdict::Hidden);
        check(&namespace, "b", Some(&ours), Verdict::Hidden);
        check(&bot, "a", Some(&ours), Verdict::Allowed);
        check(&bot, "a", Some(&other), Verdict::Hidden);
        check(&bot, "a", None, Verdict::Forbidden);
        check(&bot, "b", Some(&ours), Verdict::Hidden);
        assert_eq!(
            judge(&[], Permission::View, &Namespace::new("a").unwrap(), None),
            Verdict::Hidden
        );
    }

    #[test]
    fn nobody_gives_more_than_they_hold() {
        let mut rng = SeededRng::new(1);
        let bot = BotId::random(&mut rng);
        let a = Namespace::new("a").unwrap();
        let (all, ns, one) = (Reach::Installation, Reach::Namespace(a.clone()), Reach::Bot(a, bot));
        let b = Reach::Namespace(Namespace::new("b").unwrap());
        for (holder, given, expected) in [
            (&all, &all, true),
            (&all, &one, true),
            (&ns, &all, false),
            (&ns, &ns, true),
            (&ns, &one, true),
            (&ns, &b, false),
            (&one, &ns, false),
            (&one, &one, true),
            (&one, &all, false),
        ] {
            assert_eq!(holder.holds(given), expected, "{holder:?} {given:?}");
        }
    }
}

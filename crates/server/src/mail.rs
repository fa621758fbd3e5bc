//! Mail: links for people, when the operator has set up a server for it.

use lettre::message::{Mailbox, Message, header};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use store::{LinkInfo, LinkKind};

use crate::Error;
use crate::config::Config;
use crate::http::problem::ProblemResponse;

/// How long a server of mail may take, in seconds.
const TIMEOUT_S: u64 = 20;

/// Sends mail, or says that nobody set it up.
pub struct Mail(Option<(AsyncSmtpTransport<Tokio1Executor>, Mailbox)>);

impl Mail {
    /// Mail as the settings say.
    pub fn new(config: &Config) -> Result<Self, Error> {
        let Some(url) = &config.smtp_url else { return Ok(Self(None)) };
        // The address holds a password: the library's words are not repeated.
        let refused = |name: &str, expected: &str| {
            Err(Error::Refused(format!("setting `{name}`: this is not {expected}")))
        };
        let Ok(transport) = AsyncSmtpTransport::<Tokio1Executor>::from_url(url) else {
            return refused("smtp_url", "an address such as `smtps://user:password@host:465`");
        };
        let Ok(from) = config.mail_from.parse() else {
            return refused("mail_from", "an address of mail such as `Palabre <bots@example.org>`");
        };
        let timeout = std::time::Duration::from_secs(TIMEOUT_S);
        Ok(Self(Some((transport.timeout(Some(timeout)).build(), from))))
    }

    /// Whether mail can be sent.
    pub fn is_set_up(&self) -> bool {
        self.0.is_some()
    }

    /// Sends a link to whom it is for. `false`: mail is not set up, somebody must give it to them.
    pub async fn send_link(&self, link: &LinkInfo, url: &str) -> Result<bool, ProblemResponse> {
        let Some((transport, from)) = &self.0 else { return Ok(false) };
        let to: Mailbox = link.email.parse().map_err(|_| {
            ProblemResponse::bad_request("field `email`: no mail can be sent to this address")
        })?;
        let (subject, text) = words(link.kind, url);
        let message = Message::builder()
            .from(from.clone())
            .to(to)
            .subject(subject)
            .header(header::ContentType::TEXT_PLAIN)
            .body(text)
            .map_err(|error| ProblemResponse::bad_request(format!("field `email`: {error}")))?;
        match transport.send(message).await {
            Ok(_) => Ok(true),
            Err(error) => {
                tracing::error!(%error, "mail could not be sent");
                Err(ProblemResponse::unavailable(
                    "the mail could not be sent; the log says why, and the setting `smtp_url` where",
                ))
            }
        }
    }
}

/// Subject and text, in French and English: what language its reader speaks is not known.
fn words(kind: LinkKind, url: &str) -> (&'static str, String) {
    match kind {
        LinkKind::Reset => (
            "Palabre : nouveau mot de passe / new password",
            format!(
                "Pour choisir un nouveau mot de passe, ouvrez ce lien dans l'heure :\n\
                 To choose a new password, open this link within an hour:\n\n{url}\n\n\
                 Si vous n'avez rien demandé, ne faites rien.\n\
                 If you did not ask for it, do nothing.\n"
            ),
        ),
        LinkKind::Invitation | LinkKind::Owner => (
            "Palabre : invitation",
            format!(
                "Vous êtes invité·e à rejoindre Palabre. Ce lien est valable sept jours :\n\
                 You are invited to join Palabre. This link works for seven days:\n\n{url}\n"
            ),
        ),
    }
}

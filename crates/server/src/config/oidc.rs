//! The settings of signing in with an OpenID provider.

use std::fmt;

use model::{MemberRole, Namespace, Secret};

use super::{Error, Settings};

/// An OpenID provider that people may sign in with.
#[derive(Clone)]
pub struct OidcConfig {
    /// Its issuer: `https://id.example.org`.
    pub issuer: String,
    /// What it knows us as.
    pub client_id: String,
    /// The secret that it shares with us; a public client has none.
    pub client_secret: Option<Secret<String>>,
    /// What people know it as.
    pub name: String,
    /// Who gets an account by signing in.
    pub new_accounts: NewAccounts,
}

// A secret has no `Debug`, and shows nothing here either.
impl fmt::Debug for OidcConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OidcConfig").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

/// Who gets an account by signing in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewAccounts {
    /// Those whom somebody invited.
    Invited,
    /// Everybody whom the provider knows, with this role in this namespace.
    Everybody(MemberRole, Namespace),
}

impl std::str::FromStr for NewAccounts {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        match text.split_once('@') {
            None if text == "invited" => Ok(Self::Invited),
            Some((role, namespace)) => {
                let role = role.parse().map_err(|_| ())?;
                Ok(Self::Everybody(role, namespace.parse().map_err(|_| ())?))
            }
            None => Err(()),
        }
    }
}

impl Settings {
    pub(super) fn parse_oidc(&self) -> Result<Option<OidcConfig>, Error> {
        let (issuer, client_id) = (self.text("oidc_issuer"), self.text("oidc_client_id"));
        if issuer.is_empty() && client_id.is_empty() {
            return Ok(None);
        }
        if issuer.is_empty() || client_id.is_empty() {
            return Err(Error::Refused(
                "settings `oidc_issuer` and `oidc_client_id`: one without the other does nothing; \
                 set both"
                    .into(),
            ));
        }
        let Some(host) = host_of(issuer) else {
            let (given, origin) = &self.values["oidc_issuer"];
            return Err(Error::Value {
                name: "oidc_issuer".into(),
                origin: origin.clone(),
                given: given.clone(),
                expected: "an address such as `https://id.example.org/realms/staff`; `http` only \
                           on this machine, and without `?` and `#`"
                    .into(),
            });
        };
        let name = match self.text("oidc_name") {
            "" => host,
            name => name,
        };
        let expected = "`invited`, or a role and a namespace such as `viewer@app`";
        Ok(Some(OidcConfig {
            issuer: issuer.to_owned(),
            client_id: client_id.to_owned(),
            client_secret: Some(self.text("oidc_client_secret").to_owned())
                .filter(|secret| !secret.is_empty())
                .map(Secret::new),
            name: name.to_owned(),
            new_accounts: self.parse("oidc_new_accounts", expected)?,
        }))
    }
}

/// The host, perhaps with a port, of an address that may be an issuer.
fn host_of(issuer: &str) -> Option<&str> {
    if issuer.contains(['?', '#', '@', ' ']) {
        return None;
    }
    let (scheme, rest) = issuer.split_once("://")?;
    let host = rest.split('/').next().filter(|host| !host.is_empty())?;
    let here = ["127.0.0.1", "localhost", "[::1]"].iter().any(|name| {
        host.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
    });
    (scheme == "https" || (scheme == "http" && here)).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(more: &[(&str, &str)]) -> Result<Option<OidcConfig>, Error> {
        let flags: Vec<_> =
            more.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        Settings::gather(&flags, [], None)?.parse_oidc()
    }

    #[track_caller]
    fn check(issuer: &str, host: Option<&str>) {
        let read = read(&[("oidc_issuer", issuer), ("oidc_client_id", "palabre")]);
        match (read, host) {
            (Ok(Some(config)), Some(host)) => assert_eq!(config.name, host),
            (Err(error), None) => assert!(error.to_string().contains("oidc_issuer"), "{error}"),
            (other, _) => panic!("{issuer}: {other:?}"),
        }
    }

    #[test]
    fn a_provider_is_reached_by_tls_or_is_on_this_machine() {
        check("https://id.example.org", Some("id.example.org"));
        check("https://id.example.org/realms/x", Some("id.example.org"));
        check("http://127.0.0.1:4000", Some("127.0.0.1:4000"));
        check("http://localhost", Some("localhost"));
        check("http://id.example.org", None);
        check("http://localhost.example.org", None);
        check("https://", None);
        check("https://id.example.org?x", None);
        check("https://127.0.0.1@id.example.org", None);
        check("id.example.org", None);
    }

    #[test]
    fn half_a_provider_is_refused_and_its_secret_is_never_shown() {
        assert!(read(&[]).unwrap().is_none());
        assert!(read(&[("oidc_issuer", "https://id.example.org")]).is_err());
        assert!(read(&[("oidc_client_id", "palabre")]).is_err());
        let flags = vec![("oidc_client_secret".to_owned(), "hush".to_owned())];
        let settings = Settings::gather(&flags, [], None).unwrap();
        assert!(settings.list().all(|(_, shown, _)| shown != "hush"));
        let with = [
            ("oidc_issuer", "https://id.example.org"),
            ("oidc_client_id", "palabre"),
            ("oidc_client_secret", "hush"),
        ];
        assert!(!format!("{:?}", read(&with).unwrap()).contains("hush"));
    }

    #[test]
    fn new_accounts_are_for_the_invited_or_come_with_a_role_somewhere() {
        assert_eq!("invited".parse(), Ok(NewAccounts::Invited));
        let namespace = Namespace::new("app").unwrap();
        let trainer = NewAccounts::Everybody(MemberRole::Trainer, namespace);
        assert_eq!("trainer@app".parse(), Ok(trainer.clone()));
        assert_eq!("nlpUser@app".parse(), Ok(trainer));
        for wrong in ["", "everybody", "root@app", "viewer@", "viewer@*"] {
            assert_eq!(wrong.parse::<NewAccounts>(), Err(()), "{wrong}");
        }
    }
}

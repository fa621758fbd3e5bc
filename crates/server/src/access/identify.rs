//! Finding out who calls: by token, by name and password, by session, or because nobody else is
//! there yet.

use std::collections::HashMap;
use std::sync::Mutex;

use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use model::{AccountId, Grant, Reach, Secret};
use sha2::{Digest, Sha256};
use store::{Account, SigningMaterial, TokenInfo};

use super::jwt::{self, PublicKey, Unverified, Verifier};
use super::{Access, Caller, Origin, Who, everything, grants_of, passwords, session_cookie};
use crate::config::Config;
use crate::http::problem::ProblemResponse;

/// Free attempts of one machine, as a multiple of those of one account: many may share it.
const PER_MACHINE: i64 = 10;

/// Basic credentials that are remembered; more than people who use them at once.
const RECENT_MAX: usize = 1_000;

/// Basic credentials that were right: clients send them with every request, and hashing takes
/// tens of milliseconds. Remembered under their hash, with the hash of the password that they
/// were checked against, so that a new password ends them at once.
#[derive(Default)]
pub(super) struct RecentBasic(Mutex<HashMap<[u8; 32], (AccountId, String)>>);

impl RecentBasic {
    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<[u8; 32], (AccountId, String)>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn knows(&self, credentials: &[u8; 32], account: &AccountId, password_hash: &str) -> bool {
        self.lock()
            .get(credentials)
            .is_some_and(|(id, hash)| id == account && hash == password_hash)
    }

    fn remember(&self, credentials: [u8; 32], account: AccountId, password_hash: String) {
        let mut recent = self.lock();
        if recent.len() >= RECENT_MAX {
            recent.clear();
        }
        recent.insert(credentials, (account, password_hash));
    }
}

impl Access {
    /// Who calls; `None` when nothing says so. Credentials that are wrong are an error, also where
    /// none are needed.
    pub(super) async fn identify(
        &self,
        config: &Config,
        request: &Parts,
        origin: Origin,
    ) -> Result<Option<Caller>, ProblemResponse> {
        let headers = &request.headers;
        if let Some(authorization) = headers.get(header::AUTHORIZATION) {
            let wrong = || {
                ProblemResponse::unauthorized(
                    "header `Authorization`: these credentials are not known, or hold no longer",
                )
            };
            let (scheme, rest) = authorization
                .to_str()
                .ok()
                .and_then(|text| text.trim().split_once(' '))
                .ok_or_else(wrong)?;
            let caller = match scheme.to_ascii_lowercase().as_str() {
                "bearer" => self.of_bearer(rest.trim(), origin).await?,
                "basic" => self.of_basic(rest.trim(), origin).await?,
                _ => None,
            };
            return caller.map(Some).ok_or_else(wrong);
        }
        if let Some(token) = session_cookie::read(config, headers)
            && let Some(known) = self.store.session_of_token(token).await?
        {
            check_page(&request.method, headers, token)?;
            let grants = grants_of(&known.memberships);
            let who = Who::Account { account: known.account, session: Some(known.session) };
            return Ok(Some(Caller::new(who, grants, origin.address)));
        }
        if origin.local && !config.production && !self.is_owned().await? {
            return Ok(Some(Caller::new(Who::Loopback, everything(), origin.address)));
        }
        Ok(None)
    }

    async fn of_bearer(
        &self,
        token: &str,
        origin: Origin,
    ) -> Result<Option<Caller>, ProblemResponse> {
        if jwt::looks_signed(token) {
            return self.of_signed(token, origin).await;
        }
        Ok(self.store.token(token).await?.map(|token| of_token(token, origin)))
    }

    /// A token that a namespace signed: `kid` names the key, `sub` the user, `scope` what it may
    /// do of what the key allows, `bot` the one bot that it is for.
    async fn of_signed(
        &self,
        token: &str,
        origin: Origin,
    ) -> Result<Option<Caller>, ProblemResponse> {
        let Some(unverified) = Unverified::read(token) else { return Ok(None) };
        let Some(id) = unverified.key_id.as_deref().and_then(|id| id.parse().ok()) else {
            return Ok(None);
        };
        let Some((key, material)) = self.store.signing_key(&id).await? else { return Ok(None) };
        let public = match &material {
            SigningMaterial::Public(jwk) => {
                serde_json::from_str(jwk).ok().and_then(|jwk| PublicKey::of_jwk(&jwk).ok())
            }
            SigningMaterial::Shared(_) => None,
        };
        let verifier = match (&material, &public) {
            (SigningMaterial::Shared(secret), _) => Verifier::Shared(secret),
            (_, Some(key)) => Verifier::Public(key),
            _ => return Ok(None),
        };
        let claims = unverified.verify(&verifier, self.clock.now()).map_err(|reason| {
            ProblemResponse::unauthorized(format!("header `Authorization`: {reason}"))
        })?;
        let Some(subject) = claims.text("sub").map(str::to_owned) else { return Ok(None) };
        let mut permissions = key.scopes.clone();
        if let Some(asked) = claims.text("scope") {
            permissions.retain(|one| asked.split(' ').any(|scope| scope == one.as_str()));
        }
        let reach = match claims.text("bot") {
            None => Reach::Namespace(key.namespace.clone()),
            Some(bot) => match bot.parse() {
                Ok(bot) => Reach::Bot(key.namespace.clone(), bot),
                Err(_) => return Ok(None),
            },
        };
        let who = Who::Key { key, subject };
        Ok(Some(Caller::new(who, vec![Grant { reach, permissions }], origin.address)))
    }

    /// Name and password, or anything as the name and a token as the password.
    async fn of_basic(
        &self,
        credentials: &str,
        origin: Origin,
    ) -> Result<Option<Caller>, ProblemResponse> {
        let text = STANDARD.decode(credentials).ok().and_then(|text| String::from_utf8(text).ok());
        let Some(text) = text.map(Secret::new) else { return Ok(None) };
        let Some((name, password)) = text.expose().split_once(':') else { return Ok(None) };
        if let Some(token) = self.store.token(password).await? {
            return Ok(Some(of_token(token, origin)));
        }
        let credentials: [u8; 32] = Sha256::digest(text.expose()).into();
        if let Some(account) = self.store.account_by_email(name).await?
            && let Some(hash) = self.store.password_hash(&account.id).await?
            && !account.disabled
            && self.basic.knows(&credentials, &account.id, &hash)
        {
            return Ok(Some(self.of_account(account, origin).await?));
        }
        let password = Secret::new(password.to_owned());
        let Some(account) = self.sign_in(name, password, origin).await? else { return Ok(None) };
        if let Some(hash) = self.store.password_hash(&account.id).await? {
            self.basic.remember(credentials, account.id.clone(), hash);
        }
        Ok(Some(self.of_account(account, origin).await?))
    }

    async fn of_account(
        &self,
        account: Account,
        origin: Origin,
    ) -> Result<Caller, ProblemResponse> {
        let grants = grants_of(&self.store.memberships(&account.id).await?);
        Ok(Caller::new(Who::Account { account, session: None }, grants, origin.address))
    }

    /// The account of an address of mail and a password; `None` when they are not right. Who
    /// fails often waits, whether the account exists or not.
    pub async fn sign_in(
        &self,
        email: &str,
        password: Secret<String>,
        origin: Origin,
    ) -> Result<Option<Account>, ProblemResponse> {
        let folded = email.trim().to_lowercase();
        let by_email = format!("email:{}", &folded[..folded.floor_char_boundary(254)]);
        let by_machine = format!("machine:{}", origin.address);
        for (subject, factor) in [(&by_machine, PER_MACHINE), (&by_email, 1)] {
            if let Err(wait_ms) = self.store.begin_attempt(subject, factor).await? {
                return Err(ProblemResponse::too_many(format!(
                    "too many attempts; try again in {} s",
                    (wait_ms.max(1) + 999) / 1000
                )));
            }
        }
        let account = self.store.account_by_email(email).await?;
        let hash = match &account {
            Some(account) => self.store.password_hash(&account.id).await?,
            None => None,
        };
        let right = passwords::verify(password, hash).await;
        let account = account.filter(|account| right && !account.disabled);
        if account.is_some() {
            self.store.attempt_succeeded(&by_email).await?;
            self.store.attempt_succeeded(&by_machine).await?;
        }
        Ok(account)
    }
}

fn of_token(token: TokenInfo, origin: Origin) -> Caller {
    let grant = Grant { reach: token.reach.clone(), permissions: token.scopes.clone() };
    Caller::new(Who::Token(token), vec![grant], origin.address)
}

/// A browser sends the cookie with requests of other sites' pages too: what changes something
/// must hold what only our own pages know.
fn check_page(method: &Method, headers: &HeaderMap, token: &str) -> Result<(), ProblemResponse> {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
        || session_cookie::has_csrf_token(headers, token)
    {
        return Ok(());
    }
    Err(ProblemResponse(model::Problem::new(
        403,
        "csrf",
        "Not from our page",
        format!(
            "header `{}`: send the `csrfToken` that `GET /api/v1/session` gives",
            session_cookie::CSRF_HEADER
        ),
    )))
}

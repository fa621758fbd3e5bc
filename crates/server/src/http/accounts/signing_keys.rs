//! Keys with which a namespace signs tokens of its own.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use model::{NamespaceKeyId, Permission, Problem, Reach, Secret};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{SigningAlgorithm, SigningKeyInfo, SigningMaterial};
use utoipa::ToSchema;

use super::tokens::read_scopes;
use super::{List, id_of, namespace_of, read};
use crate::access::{Caller, jwt};
use crate::app::App;
use crate::http::problem::ProblemResponse;

/// Shortest shared secret, in bytes: as long as what HMAC-SHA256 gives.
const SECRET_BYTES_MIN: usize = 32;

/// A key. What it is made of is never shown.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SigningKeyView {
    /// Its id: the `kid` in the header of its tokens.
    id: String,
    /// A name to tell it by.
    name: String,
    /// How it signs.
    #[schema(example = "ES256")]
    algorithm: &'static str,
    /// The most that its tokens may ask for.
    scopes: Vec<Permission>,
    /// Who registered it.
    created_by: String,
    /// When.
    created_at: String,
}

fn view(info: SigningKeyInfo) -> SigningKeyView {
    SigningKeyView {
        id: info.id.to_string(),
        name: info.name,
        algorithm: info.algorithm.as_str(),
        scopes: info.scopes,
        created_by: info.created_by,
        created_at: info.created_at.to_iso(),
    }
}

/// Lists the keys.
#[utoipa::path(get, path = "/api/v1/namespaces/{namespace}/signing-keys", tag = "tokens", summary = "The keys with which a namespace signs tokens",
    params(("namespace" = String, Path, example = "app")),
    responses((status = 200, description = "Newest first.", body = List<SigningKeyView>)))]
pub async fn list(
    State(app): State<Arc<App>>,
    Path(namespace): Path<String>,
) -> Result<Json<List<SigningKeyView>>, ProblemResponse> {
    let keys = app.store.signing_keys(&namespace_of(&namespace)?).await?;
    Ok(Json(List { items: keys.into_iter().map(view).collect() }))
}

/// A key to register: a shared secret, or a public key.
#[derive(Deserialize, ToSchema)]
pub struct SigningKeyRequest {
    /// A name to tell it by.
    #[schema(example = "shop")]
    name: String,
    /// The most that its tokens may ask for.
    #[schema(example = json!(["understand"]))]
    scopes: Vec<String>,
    /// For HS256: a secret of 32 bytes or more.
    secret: Option<String>,
    /// For RS256, ES256 and EdDSA: the public key as JSON Web Key.
    #[schema(value_type = Option<Object>)]
    jwk: Option<Value>,
}

/// Registers a key.
#[utoipa::path(post, path = "/api/v1/namespaces/{namespace}/signing-keys", tag = "tokens", summary = "Register a key with which the namespace signs tokens",
    params(("namespace" = String, Path, example = "app")),
    request_body = SigningKeyRequest,
    responses(
        (status = 201, description = "Its id is the `kid` of its tokens.", body = SigningKeyView),
        (status = 400, description = "The key, the name or a scope is wrong.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The caller does not hold what its tokens would.", body = Problem, content_type = "application/problem+json")))]
pub async fn create(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(namespace): Path<String>,
    body: Bytes,
) -> Result<(StatusCode, Json<SigningKeyView>), ProblemResponse> {
    let request: SigningKeyRequest = read(&body)?;
    let namespace = namespace_of(&namespace)?;
    let scopes = read_scopes(&caller, &request.scopes, &Reach::Namespace(namespace.clone()))?;
    let wrong = |detail: &str| Err(ProblemResponse::bad_request(detail));
    let (algorithm, material) = match (request.secret.map(Secret::new), request.jwk) {
        (Some(secret), None) if secret.expose().len() >= SECRET_BYTES_MIN => {
            let secret = Secret::new(secret.expose().as_bytes().to_vec());
            (SigningAlgorithm::Hs256, SigningMaterial::Shared(secret))
        }
        (Some(_), None) => {
            return wrong("field `secret`: use 32 bytes or more, best made by a machine");
        }
        (None, Some(jwk)) => match jwt::PublicKey::of_jwk(&jwk) {
            Ok(key) => (key.algorithm(), SigningMaterial::Public(key.to_jwk().to_string())),
            Err(reason) => return wrong(&format!("field `jwk`: {reason}")),
        },
        _ => return wrong("give either `secret` or `jwk`"),
    };
    let key = app
        .store
        .create_signing_key(
            &namespace,
            &request.name,
            algorithm,
            &scopes,
            &material,
            &caller.actor(),
        )
        .await?;
    Ok((StatusCode::CREATED, Json(view(key))))
}

/// Deletes a key.
#[utoipa::path(delete, path = "/api/v1/namespaces/{namespace}/signing-keys/{key}", tag = "tokens", summary = "Delete a key",
    params(("namespace" = String, Path, example = "app"), ("key" = String, Path, description = "Its id.")),
    responses(
        (status = 204, description = "What it signed holds no longer."),
        (status = 404, description = "There is no such key.", body = Problem, content_type = "application/problem+json")))]
pub async fn delete(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path((namespace, key)): Path<(String, String)>,
) -> Result<StatusCode, ProblemResponse> {
    let id: NamespaceKeyId = id_of("key", &key)?;
    app.store.delete_signing_key(&namespace_of(&namespace)?, &id, &caller.actor()).await?;
    Ok(StatusCode::NO_CONTENT)
}

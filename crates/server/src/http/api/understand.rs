//! What a bot understands of sentences, without a conversation: to see what a change did.

use model::{IntentName, Locale, Query, Understanding, limits};
use serde::{Deserialize, Serialize};
use store::Environment;
use utoipa::{OpenApi, ToSchema};

use super::request::{Answer, Body, InBot, json};
use crate::http::Route;
use crate::http::problem::ProblemResponse;
use model::Permission::Understand;

/// Sentences that one request may ask about.
const SENTENCES_MAX: usize = 500;

/// The descriptions of these routes.
#[derive(OpenApi)]
#[openapi(paths(understand))]
pub struct Described;

/// The routes.
pub fn routes() -> Vec<Route> {
    vec![Route::post("/api/v1/bots/{namespace}/{name}/understand", Understand, understand)]
}

/// Sentences to understand.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UnderstandRequest {
    /// The sentences, at most 500.
    sentences: Vec<AskedSentence>,
    /// `draft`, `staging` or `live`.
    #[serde(default = "draft_environment")]
    #[schema(example = "draft")]
    environment: String,
    /// Whether reasons are told.
    #[serde(default)]
    explain: bool,
}

fn draft_environment() -> String {
    Environment::Draft.to_string()
}

/// A sentence to understand.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskedSentence {
    /// The sentence.
    #[schema(example = "un train pour Lyon demain à 8h")]
    text: String,
    /// Its language; the bot's first when absent.
    #[schema(example = "fr")]
    locale: Option<Locale>,
    /// The only intents that are possible; empty: all.
    #[serde(default)]
    intents: Vec<IntentName>,
}

/// What was understood.
#[derive(Serialize, ToSchema)]
pub struct UnderstandAnswer {
    /// What was understood of each sentence, in their order.
    items: Vec<Understanding>,
}

/// Understands sentences as a user of the environment would be understood who begins a
/// conversation. A draft is understood as it is at this moment. Nothing is kept or counted.
#[utoipa::path(post, path = "/api/v1/bots/{namespace}/{name}/understand", tag = "sentences",
    summary = "Understand sentences",
    request_body(content = UnderstandRequest, example = json!({"sentences": [{"text": "un train pour Lyon", "locale": "fr"}]})),
    responses((status = 200, description = "What was understood.", body = UnderstandAnswer)))]
pub async fn understand(at: InBot, Body(request): Body<UnderstandRequest>) -> Answer {
    let wrong = |detail: String| Err(ProblemResponse::bad_request(detail));
    if request.sentences.len() > SENTENCES_MAX {
        return wrong(format!(
            "field `sentences`: more than {SENTENCES_MAX}; ask in several requests"
        ));
    }
    for (place, sentence) in request.sentences.iter().enumerate() {
        let bytes = sentence.text.len();
        if bytes > limits::SENTENCE_BYTES_MAX {
            return wrong(format!(
                "field `sentences[{place}].text`: it has {bytes} bytes, and {} are understood",
                limits::SENTENCE_BYTES_MAX
            ));
        }
    }
    let loaded = match request.environment.parse()? {
        Environment::Draft => at.app.bots.draft(&at.namespace, at.id()).await?,
        other => at.app.bots.loaded(&at.namespace, at.id(), other).await?,
    };
    let now = at.app.turns.now();
    let mut queries = Vec::with_capacity(request.sentences.len());
    for sentence in request.sentences {
        let bot = loaded.talking.bot();
        let query = Query {
            locale: bot.locale_for(sentence.locale.as_ref()),
            text: sentence.text,
            now,
            zone: bot.time_zone.clone(),
            intents: sentence.intents.into_iter().map(only).collect(),
            excluded: Vec::new(),
            known_sentences: true,
        };
        let vector = at.app.bots.vector_of(&loaded.talking, &query).await;
        queries.push((query, vector));
    }
    let understand = move || {
        let one = |(query, vector): (Query, Vec<f32>)| {
            loaded.talking.understand(&query, &vector, request.explain)
        };
        queries.into_iter().map(one).collect()
    };
    let items = tokio::task::spawn_blocking(understand).await.map_err(|error| {
        ProblemResponse::defect(format!("the sentences were not understood: {error}"))
    })?;
    Ok(json(&UnderstandAnswer { items }))
}

fn only(intent: IntentName) -> model::IntentQualifier {
    model::IntentQualifier { intent, modifier: 0.0 }
}

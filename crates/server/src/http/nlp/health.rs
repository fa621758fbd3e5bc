//! `GET /rest/nlp/healthcheck`, in the form that the setting `nlp_healthcheck` says.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use model::{Dimension, Locale, ReadingContext};
use serde_json::json;

use super::json_of;
use crate::app::App;

/// What `/rest/nlp/healthcheck` does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NlpHealthcheck {
    /// Says that the process answers.
    Plain,
    /// Says whether sentences can be understood.
    Checked,
    /// Names each part.
    Detailed,
}

impl std::str::FromStr for NlpHealthcheck {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "plain" => Ok(Self::Plain),
            "checked" => Ok(Self::Checked),
            "detailed" => Ok(Self::Detailed),
            _ => Err(()),
        }
    }
}

/// Whether sentences can be understood.
pub async fn healthcheck(State(app): State<Arc<App>>) -> Response {
    match app.config.nlp_healthcheck {
        NlpHealthcheck::Plain => StatusCode::OK.into_response(),
        NlpHealthcheck::Checked => {
            let is_well = reads_values(&app) && app.store.check_writable().await.is_ok();
            if is_well { StatusCode::OK } else { StatusCode::INTERNAL_SERVER_ERROR }.into_response()
        }
        NlpHealthcheck::Detailed => {
            let storage = app.store.check_writable().await.is_ok();
            let result = |id: &str, is_well: bool| json!({ "id": id, "status": if is_well { "OK" } else { "KO" } });
            // Tock has two databases and a service of its own for values; its watchers know these
            // names.
            let results = [
                result("duckling_service", reads_values(&app)),
                result("tock_front_database", storage),
                result("tock_model_database", storage),
            ];
            (StatusCode::MULTI_STATUS, json_of(&json!({ "results": results }))).into_response()
        }
    }
}

/// Whether the reader of values finds one where there is one.
fn reads_values(app: &App) -> bool {
    let context = ReadingContext {
        now: app.turns.now(),
        zone: "UTC".into(),
        locale: Locale::en(),
        dimensions: vec![Dimension::Datetime],
        latent: false,
    };
    !app.bots.values().read("tomorrow", &context).is_empty()
}

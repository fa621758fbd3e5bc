//! The health of the NLU API in detail, as a setting has it.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};
use server::Platform;
use server::config::Settings;
use tower::ServiceExt;

#[tokio::test]
async fn each_part_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data").display().to_string();
    let given = [("data".into(), data), ("nlp_healthcheck".into(), "detailed".into())];
    let config = Settings::gather(&given, [], None).unwrap().into_config().unwrap();
    let platform = Platform::start(config).await.unwrap();
    let mut request = Request::builder().uri("/rest/nlp/healthcheck").header("host", "127.0.0.1");
    request
        .extensions_mut()
        .unwrap()
        .insert(axum::extract::ConnectInfo(std::net::SocketAddr::from(([127, 0, 0, 1], 9))));
    let answer = platform.router().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(answer.status(), StatusCode::MULTI_STATUS);
    let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    assert_eq!(
        serde_json::from_slice::<Value>(&body).unwrap(),
        json!({"results": [{"id": "duckling_service", "status": "OK"},
            {"id": "tock_front_database", "status": "OK"}, {"id": "tock_model_database", "status": "OK"}]})
    );
    platform.stop().await;
    let wrong = [("nlp_healthcheck".into(), "loud".into())];
    let error = Settings::gather(&wrong, [], None).unwrap().into_config().unwrap_err().to_string();
    assert!(error.contains("`plain`, `checked` or `detailed`"), "{error}");
}

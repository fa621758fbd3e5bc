//! `palabre bench commits`: what the disk and the database allow, as the measure of the rest.

use serde_json::{Value, json};
use server::config::Settings;
use store::{BareOptions, Role};

/// Runs the bare loop and gives its one object.
pub async fn run(options: BareOptions, database_url: Option<String>) -> anyhow::Result<Value> {
    let folder = tempfile::tempdir()?;
    let mut flags = vec![("data".to_owned(), folder.path().join("data").display().to_string())];
    flags.extend(database_url.map(|url| ("database_url".to_owned(), url)));
    let config = Settings::gather(&flags, [], None)?.into_config()?;
    let store = server::open_store(&config, Role::Serve).await?;
    let report = store.bare_commits(options).await?;
    store.close().await;
    let per_second = |count: u64| (count as f64 / report.seconds * 10.0).round() / 10.0;
    Ok(json!({
        "rows_per_s": per_second(report.rows),
        "turns_per_s": per_second(report.turns),
        "commits_per_s": per_second(report.commits),
        "batch": options.batch,
        "seconds": (report.seconds * 10.0).round() / 10.0,
    }))
}

//! Logs and metrics.

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

use crate::config::{Config, LogFormat};

/// Starts logging to standard error. A second call in the same process changes nothing.
pub fn start_logging(config: &Config) -> Result<(), crate::Error> {
    let filter = EnvFilter::try_new(&config.log).map_err(|error| {
        crate::Error::Refused(format!("setting `log`: `{}` is not a filter: {error}", config.log))
    })?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second subscriber in one process (tests) is refused by the library; the first one stays.
    let _first_one_stays = match config.log_format {
        LogFormat::Text => builder.try_init(),
        LogFormat::Json => builder.json().try_init(),
    };
    Ok(())
}

/// Installs the recorder of metrics and gives what renders them. A process has one recorder; a
/// second server in the same process (tests) gets a handle of its own that stays empty.
pub fn start_metrics() -> PrometheusHandle {
    let recorder = PrometheusBuilder::new().build_recorder();
    let handle = recorder.handle();
    if metrics::set_global_recorder(recorder).is_err() {
        tracing::debug!("metrics are already recorded in this process");
    }
    handle
}

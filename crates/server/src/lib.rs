//! Routes, workers, configuration and telemetry of the platform

//! Tock's own answers, read and written again: equal but for the order of members.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::Path;

use serde_json::Value;
use wire::web::WebResponse;

#[test]
fn tock_s_own_answers_survive() {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/fixtures/tock/web-connector");
    let Ok(files) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: there is no `../shared/fixtures/tock/web-connector`");
        return;
    };
    let mut read = 0;
    for file in files {
        let path = file.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        let expected: Value = serde_json::from_slice(&bytes).unwrap();
        let response: WebResponse = wire::json::read(&bytes).unwrap();
        let mut written = serde_json::to_value(&response).unwrap();
        // Tock's files hold no metadata; its answers do, and so do ours.
        written.as_object_mut().unwrap().remove("metadata");
        assert_eq!(written, expected, "{}", path.display());
        read += 1;
    }
    assert!(read >= 10, "only {read} files were found");
}

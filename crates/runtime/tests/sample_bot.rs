//! The sample bot says what its own dialogs promise.

use std::path::Path;
use std::sync::Arc;

use runtime::{TalkingBot, dialogs};

#[test]
fn every_dialog_of_the_sample_bot_passes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bots/gare");
    let (bot, _) = bot_files::read_folder(&folder).expect("the sample bot is in the repository");
    let findings = engine::check(&bot);
    assert!(findings.is_empty(), "{findings:#?}");
    let bot = TalkingBot::train(bot, Arc::new(values::Reader::new())).unwrap();
    let dialogs = bot.bot().dialogs.clone();
    assert!(dialogs.len() >= 24, "{} dialogs", dialogs.len());
    let failed: Vec<String> = dialogs
        .iter()
        .map(|dialog| dialogs::run(&bot, dialog))
        .filter(|report| !report.passed())
        .map(|report| report.to_string())
        .collect();
    assert!(failed.is_empty(), "{} of {} failed\n{}", failed.len(), dialogs.len(), failed.concat());
}

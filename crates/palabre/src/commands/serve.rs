//! `palabre serve`, `config`, `openapi`.

use std::path::Path;

use anyhow::Context;
use server::config::{Note, NoteKind};

use crate::commands::{Outcome, block_on};
use crate::settings_args::AllSettings;

/// Starts the platform and stays until it is told to stop.
pub fn serve(settings: &AllSettings) -> anyhow::Result<Outcome> {
    let config = settings.gather()?.into_config()?;
    block_on(async move {
        server::serve(config).await?;
        Ok(Outcome::Done)
    })
}

/// Prints every setting.
pub fn config(settings: &AllSettings, json: bool) -> anyhow::Result<Outcome> {
    let settings = settings.gather()?;
    if json {
        let list: Vec<_> = settings
            .list()
            .map(|(setting, value, origin)| {
                serde_json::json!({
                    "name": setting.name,
                    "value": value,
                    "origin": origin.to_string(),
                    "meaning": setting.meaning,
                })
            })
            .collect();
        println!("{}", serde_json::Value::from(list));
    } else {
        for (setting, value, origin) in settings.list() {
            println!("{} = {value:?}", setting.name);
            println!("    {}", setting.meaning);
            println!(
                "    from: {origin}; flag `--{}`, environment `PALABRE_{}`",
                setting.name.replace('_', "-"),
                setting.name.to_ascii_uppercase()
            );
        }
    }
    // Said last, so that the list helps to mend what is wrong.
    settings.into_config()?;
    Ok(Outcome::Done)
}

/// Prints what Tock's variables amount to here.
pub fn config_from_tock(file: &Path, json: bool) -> anyhow::Result<Outcome> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("cannot read `{}`", file.display()))?;
    let found = server::config::from_tock(&text);
    if json {
        let settings: serde_json::Map<String, serde_json::Value> = found
            .settings
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.as_str().into()))
            .collect();
        let note = |note: &Note| {
            serde_json::json!({
                "variable": note.variable, "kind": note.kind.words(), "text": note.text,
            })
        };
        let notes: Vec<_> = found.notes.iter().map(note).collect();
        println!("{}", serde_json::json!({ "settings": settings, "notes": notes }));
    } else {
        print!("{}", found.toml());
        for note in &found.notes {
            eprintln!("{}: {}: {}", note.variable, note.kind.words(), note.text);
        }
    }
    let is_understood = found.notes.iter().all(|note| note.kind != NoteKind::NotUnderstood);
    Ok(Outcome::from(is_understood))
}

/// Prints the OpenAPI description.
pub fn openapi() -> anyhow::Result<Outcome> {
    print!("{}", server::openapi_json());
    Ok(Outcome::Done)
}

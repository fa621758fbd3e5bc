//! `palabre serve`, `config`, `openapi`.

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

/// Prints the OpenAPI description.
pub fn openapi() -> anyhow::Result<Outcome> {
    print!("{}", server::openapi_json());
    Ok(Outcome::Done)
}

//! `flags.toml`.

use std::collections::BTreeMap;

use model::{Bot, FlagState};

use crate::toml_text::{Toml, Writer};

pub(super) fn write(bot: &Bot, files: &mut BTreeMap<String, String>) {
    if bot.flags.is_empty() {
        return;
    }
    let mut out = Writer::default();
    for (name, flag) in &bot.flags {
        out.header(&[name.to_string()]);
        out.text("description", &flag.description);
        write_state(&mut out, &flag.state);
        for (channel, state) in &flag.channels {
            out.header(&[name.to_string(), "channels".to_owned(), channel.to_string()]);
            write_state(&mut out, state);
        }
    }
    files.insert("flags.toml".to_owned(), out.finish());
}

fn write_state(out: &mut Writer, state: &FlagState) {
    if !state.enabled {
        out.pair("enabled", &Toml::word(false));
    }
    for (key, date) in [("from", &state.from), ("until", &state.until)] {
        if let Some(date) = date {
            out.pair(key, &Toml::text(date));
        }
    }
    if let Some(percent) = state.percent {
        out.pair("percent", &Toml::number(percent));
    }
}

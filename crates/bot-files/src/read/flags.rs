//! `flags.toml`: feature flags, one table each.

use model::{Bot, ChannelSelector, FeatureFlag, FlagName, FlagState};

use crate::fields::{self, Fields};
use crate::session::{Session, SourceFile};

pub(super) fn read(session: &Session, file: &SourceFile<'_>, bot: &mut Bot) {
    let table = fields::parse(session, file);
    let fields = Fields::new(session, file, &table, 0, "this file");
    for (key, at, value) in fields.entries() {
        if key.is_empty() {
            continue;
        }
        let Some(name) = fields.parsed::<FlagName>(at, "a flag", key) else { continue };
        let what = format!("the flag `{name}`");
        let Some(inner) = fields.table_in(key, value, what) else { continue };
        session.remember(format!("flags[{name}]"), file, file.line_of(at));
        let mut flag = FeatureFlag {
            description: inner.text("description").unwrap_or_default(),
            state: read_state(&inner),
            ..FeatureFlag::default()
        };
        if let Some(channels) = inner.table("channels", format!("`channels` of the flag `{name}`"))
        {
            for (key, at, value) in channels.entries() {
                let channel = channels.parsed::<ChannelSelector>(at, "a channel", key);
                let what = format!("the flag `{name}` on `{key}`");
                let table = channels.table_in(key, value, what);
                if let (Some(channel), Some(table)) = (channel, table) {
                    flag.channels.insert(channel, read_state(&table));
                    table.finish();
                }
            }
        }
        inner.finish();
        bot.flags.insert(name, flag);
    }
}

fn read_state(fields: &Fields<'_, '_>) -> FlagState {
    FlagState {
        enabled: fields.truth("enabled").unwrap_or(true),
        from: fields.text("from"),
        until: fields.text("until"),
        percent: fields.number("percent"),
    }
}

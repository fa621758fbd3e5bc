//! `tests/*.dialog`: a file per dialog, named as it.

use std::collections::{BTreeMap, BTreeSet};

use model::{Bot, Dialog};

use super::layout;
use crate::dialog_line::{write_bot, write_user};
use crate::escape;

pub(super) fn write(bot: &Bot, files: &mut BTreeMap<String, String>) {
    let mut taken = BTreeSet::new();
    // Dialogs whose name is a path have it; the others take what is left.
    let (plain, odd): (Vec<&Dialog>, Vec<&Dialog>) =
        bot.dialogs.iter().partition(|dialog| is_path(&dialog.name));
    for dialog in plain.into_iter().chain(odd) {
        let own = format!("tests/{}.dialog", dialog.name);
        let is_own = is_path(&dialog.name) && taken.insert(own.clone());
        let path = if is_own {
            own
        } else {
            layout::free_path("tests", &layout::slug(&dialog.name), "dialog", &mut taken)
        };
        files.insert(path, write_dialog(dialog, !is_own));
    }
}

/// Whether a name is sound as a path below `tests/` on every system.
fn is_path(name: &str) -> bool {
    name.len() <= 200
        && name.split('/').all(|part| {
            !part.is_empty()
                && !part.starts_with(['.', ' ', '-'])
                && !part.ends_with(['.', ' '])
                && part.bytes().all(|byte| {
                    byte.is_ascii_lowercase()
                        || byte.is_ascii_digit()
                        || matches!(byte, b'-' | b'_' | b'.' | b' ')
                })
        })
}

fn write_dialog(dialog: &Dialog, with_name: bool) -> String {
    let mut out = String::new();
    if with_name {
        out.push_str(&format!("name: {}\n", escape::escape(&dialog.name)));
    }
    out.push_str(&format!("locale: {}\n", dialog.locale));
    for (key, value) in [("now", &dialog.now), ("time_zone", &dialog.time_zone)] {
        if let Some(value) = value {
            out.push_str(&format!("{key}: {}\n", escape::escape(value)));
        }
    }
    for exchange in &dialog.exchanges {
        out.push_str(&format!("\n{}\n", write_user(&exchange.user).trim_end_matches(' ')));
        for line in &exchange.bot {
            out.push_str(&format!("{}\n", write_bot(line).trim_end_matches(' ')));
        }
    }
    out
}

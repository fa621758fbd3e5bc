//! `tests/*.dialog`: what the user says and what the bot must answer.

use model::{Bot, Diagnostic, Dialog, Exchange, Locale, UserLine};

use crate::dialog_line::{self, Line};
use crate::escape::trimmed;
use crate::nearest;
use crate::session::{Session, SourceFile};

const KEYS: [&str; 4] = ["name", "locale", "now", "time_zone"];

pub(super) fn read(session: &Session, file: &SourceFile<'_>, bot: &mut Bot) {
    let path = file.path.strip_prefix("tests/").unwrap_or(file.path);
    let mut dialog = Dialog {
        name: path.strip_suffix(".dialog").unwrap_or(path).to_owned(),
        locale: bot.locales.first().cloned().unwrap_or_else(Locale::en),
        now: None,
        time_zone: None,
        exchanges: Vec::new(),
    };
    let mut lines: Vec<(usize, Line)> = Vec::new();
    for (number, text) in file.lines() {
        let error = |code: &str, message: String, remedy: String| {
            session.report(file, number, Diagnostic::error(code, message, remedy));
        };
        // A line that begins with spaces goes on with the text above it.
        if let Some(rest) = dialog_line::continuation(text) {
            match lines.last_mut().and_then(|(_, line)| line.text_mut()) {
                Some(above) => {
                    above.push('\n');
                    above.push_str(&unescaped(rest, &error));
                }
                None => error(
                    "misplaced-line",
                    "a line that begins with spaces follows no words".into(),
                    "begin it with `>` or `<`".into(),
                ),
            }
            continue;
        }
        let text = trimmed(text);
        match dialog_line::read(text) {
            Ok(None) => {}
            Ok(Some(Line::Property(key, value))) if lines.is_empty() => {
                property(&mut dialog, &key, value, &error);
            }
            Ok(Some(Line::Property(key, _))) => error(
                "misplaced-line",
                format!("`{key}: …` stands among what is said"),
                "write it above the first line of the user, or begin the line with `>` or `<`"
                    .into(),
            ),
            Ok(Some(mut line)) => {
                if let Some(words) = line.text_mut() {
                    *words = unescaped(words, &error);
                }
                lines.push((number, line));
            }
            Err((message, remedy)) => error("bad-line", message, remedy),
        }
    }
    for (number, line) in lines {
        add(session, file, number, line, &mut dialog);
    }
    session.remember(format!("dialogs[{}]", dialog.name), file, 1);
    bot.dialogs.push(dialog);
}

fn unescaped(text: &str, error: &dyn Fn(&str, String, String)) -> String {
    let (text, stray) = crate::escape::unescape(text);
    if let Some(stray) = stray {
        error(
            "stray-backslash",
            format!("`{stray}` escapes nothing"),
            crate::escape::STRAY_REMEDY.into(),
        );
    }
    text
}

fn property(dialog: &mut Dialog, key: &str, value: String, error: &dyn Fn(&str, String, String)) {
    match key {
        "name" => dialog.name = unescaped(&value, error),
        "locale" => match value.parse() {
            Ok(locale) => dialog.locale = locale,
            Err(reason) => error(
                "wrong-value",
                format!("`locale` of this dialog: {reason}"),
                "write a locale".into(),
            ),
        },
        "now" => dialog.now = Some(unescaped(&value, error)),
        "time_zone" => dialog.time_zone = Some(unescaped(&value, error)),
        _ => error(
            "unknown-key",
            format!("a dialog has no `{key}`"),
            nearest::remedy(key, KEYS, "the keys are `locale`, `now`, `time_zone` and `name`"),
        ),
    }
}

fn add(session: &Session, file: &SourceFile<'_>, number: usize, line: Line, dialog: &mut Dialog) {
    let (user, said) = match line {
        Line::User(user) => (user, None),
        // The bot speaks first: the conversation was opened without words.
        Line::Bot(said) if dialog.exchanges.is_empty() => (UserLine::Starts, Some(said)),
        Line::Bot(said) => {
            let exchange = dialog.exchanges.len() - 1;
            if let Some(last) = dialog.exchanges.last_mut() {
                let part = format!(
                    "dialogs[{}].exchanges[{exchange}].bot[{}]",
                    dialog.name,
                    last.bot.len()
                );
                session.remember(part, file, number);
                last.bot.push(said);
            }
            return;
        }
        Line::Property(..) => return,
    };
    let part = format!("dialogs[{}].exchanges[{}]", dialog.name, dialog.exchanges.len());
    session.remember(part, file, number);
    dialog.exchanges.push(Exchange { user, bot: said.into_iter().collect(), line: number });
}

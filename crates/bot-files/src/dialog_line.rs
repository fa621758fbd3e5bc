//! The lines of a `.dialog` file.
//!
//! ```text
//! > words of the user           < words of the bot, `*` for any
//! > [Title]                     < [Title] [Title]
//! > (start)   > (wait 2 h)      = intent      = (unknown)
//! > (end)     > (silence)       > (place 48.85 2.35)   > (file image https://example.org/a.png)
//! ```

use model::{BotLine, IntentName, MediaType, UserLine};

use crate::escape::{self, trimmed};

/// A line that says something.
pub(crate) enum Line {
    /// `key: value`, before the first words.
    Property(String, String),
    User(UserLine),
    Bot(BotLine),
}

impl Line {
    /// The words that the next line may go on with.
    pub fn text_mut(&mut self) -> Option<&mut String> {
        match self {
            Line::User(UserLine::Says { text }) | Line::Bot(BotLine::Says { text }) => Some(text),
            _ => None,
        }
    }
}

/// How a text goes on in the next line.
pub(crate) const INDENT: &str = "  ";

/// What a line adds to the line above, if it begins with spaces.
pub(crate) fn continuation(line: &str) -> Option<&str> {
    let rest = line.strip_prefix(INDENT).or_else(|| line.strip_prefix('\t'))?;
    let rest = trimmed(rest);
    (!rest.is_empty() && !rest.starts_with(STARTS)).then_some(rest)
}

/// What begins a line of its own even after spaces.
const STARTS: [char; 4] = ['>', '<', '=', '#'];

const MEDIA: [MediaType; 4] =
    [MediaType::Image, MediaType::Audio, MediaType::Video, MediaType::File];

const UNITS: [(&str, u64); 4] = [("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)];

/// Reads a line without spaces at its ends. `None` is nothing or a comment. The words of `Says`
/// still hold their escapes. An error is a message and a remedy.
pub(crate) fn read(line: &str) -> Result<Option<Line>, (String, String)> {
    if line.is_empty() || line.starts_with('#') {
        return Ok(None);
    }
    if let Some(rest) = line.strip_prefix('>') {
        return user(trimmed(rest)).map(|user| Some(Line::User(user)));
    }
    if let Some(rest) = line.strip_prefix('<') {
        let rest = trimmed(rest);
        let said = if rest.starts_with('[') {
            BotLine::Offers { titles: titles(rest)? }
        } else {
            BotLine::Says { text: rest.to_owned() }
        };
        return Ok(Some(Line::Bot(said)));
    }
    if let Some(rest) = line.strip_prefix('=') {
        let name = trimmed(rest);
        let intent = match name {
            "(unknown)" => None,
            _ => Some(unquote(name).parse::<IntentName>().map_err(|error| {
                (error.to_string(), "write `= name_of_an_intent` or `= (unknown)`".to_owned())
            })?),
        };
        return Ok(Some(Line::Bot(BotLine::Understands { intent })));
    }
    if let Some((key, value)) = line.split_once(':')
        && !key.is_empty()
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
    {
        return Ok(Some(Line::Property(key.to_owned(), trimmed(value).to_owned())));
    }
    Err((
        "a line is neither of the user nor of the bot".to_owned(),
        "begin it with `>` (the user says), `<` (the bot answers), `=` (the intent understood) or \
         `#` (a comment)"
            .to_owned(),
    ))
}

fn user(rest: &str) -> Result<UserLine, (String, String)> {
    if rest.starts_with('[') {
        let mut titles = titles(rest)?;
        return match (titles.pop(), titles.is_empty()) {
            (Some(title), true) => Ok(UserLine::Presses { title }),
            _ => Err((
                "the user presses several things at once".to_owned(),
                "press one per line, as `> [Title]`".to_owned(),
            )),
        };
    }
    let Some(inner) = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) else {
        if rest.starts_with('(') {
            return Err(not_an_action(rest));
        }
        return Ok(UserLine::Says { text: rest.to_owned() });
    };
    match inner {
        "start" => return Ok(UserLine::Starts),
        "end" => return Ok(UserLine::Ends),
        "silence" => return Ok(UserLine::StaysSilent),
        _ => {}
    }
    let done = if let Some(time) = inner.strip_prefix("wait ") {
        wait_seconds(time).map(|seconds| UserLine::Waits { seconds })
    } else if let Some(place) = inner.strip_prefix("place ") {
        degrees(place)
    } else if let Some(file) = inner.strip_prefix("file ") {
        sent_file(file)
    } else {
        None
    };
    done.ok_or_else(|| not_an_action(rest))
}

/// Reads `48.85 2.35`: degrees north and east.
fn degrees(text: &str) -> Option<UserLine> {
    let (latitude, longitude) = text.trim().split_once(' ')?;
    let within = |text: &str, most: f64| {
        text.trim().parse::<f64>().ok().filter(|degrees| degrees.abs() <= most)
    };
    let (latitude, longitude) = (within(latitude, 90.0)?, within(longitude, 180.0)?);
    Some(UserLine::SendsPlace { latitude, longitude })
}

/// Reads `image https://example.org/a.png`.
fn sent_file(text: &str) -> Option<UserLine> {
    let (kind, url) = text.trim().split_once(' ')?;
    let media = MEDIA.into_iter().find(|media| media.name() == kind)?;
    let url = escape::unescape(trimmed(url)).0;
    (!url.is_empty()).then_some(UserLine::SendsFile { media, url })
}

fn not_an_action(rest: &str) -> (String, String) {
    (
        format!("`{rest}` is nothing that a user can do"),
        "write `(start)`, `(end)`, `(silence)`, `(wait 2 h)` with `s`, `min`, `h` or `d`, \
         `(place 48.85 2.35)`, or `(file image https://…)` with `image`, `audio`, `video` or \
         `file`; words that begin with a parenthesis are written `\\(`"
            .to_owned(),
    )
}

fn wait_seconds(text: &str) -> Option<u64> {
    let (count, unit) = text.trim().split_once(' ')?;
    let (_, unit_seconds) = UNITS.iter().find(|(name, _)| *name == unit.trim())?;
    count.parse::<u64>().ok()?.checked_mul(*unit_seconds)
}

/// Reads `[One] [Two]`.
fn titles(text: &str) -> Result<Vec<String>, (String, String)> {
    let broken = || {
        (
            "titles are not all in brackets".to_owned(),
            "write `[First] [Second]`; words of the bot that begin with a bracket are written `\\[`"
                .to_owned(),
        )
    };
    let mut titles = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        rest = rest.strip_prefix('[').ok_or_else(broken)?;
        let mut escaped = false;
        let end = rest.find(|c| {
            let ends = c == ']' && !escaped;
            escaped = c == '\\' && !escaped;
            ends
        });
        let end = end.ok_or_else(broken)?;
        titles.push(escape::unescape(&rest[..end]).0);
        rest = rest[end + 1..].trim_start_matches([' ', '\t']);
    }
    Ok(titles)
}

/// Writes a line of the user, without its end.
pub(crate) fn write_user(user: &UserLine) -> String {
    match user {
        UserLine::Says { text } => format!("> {}", write_text(text, true)),
        UserLine::Presses { title } => format!("> [{}]", escape::escape(title)),
        UserLine::Starts => "> (start)".to_owned(),
        UserLine::Ends => "> (end)".to_owned(),
        UserLine::StaysSilent => "> (silence)".to_owned(),
        UserLine::SendsPlace { latitude, longitude } => format!("> (place {latitude} {longitude})"),
        UserLine::SendsFile { media, url } => {
            format!("> (file {} {})", media.name(), escape::escape(url))
        }
        UserLine::Waits { seconds } => {
            let (unit, unit_seconds) = UNITS
                .into_iter()
                .find(|(_, unit)| *seconds > 0 && seconds % unit == 0)
                .unwrap_or(("s", 1));
            format!("> (wait {} {unit})", seconds / unit_seconds)
        }
    }
}

/// Writes a line of the bot, without its end.
pub(crate) fn write_bot(line: &BotLine) -> String {
    match line {
        BotLine::Says { text } => format!("< {}", write_text(text, false)),
        BotLine::Offers { titles } => {
            let titles: Vec<String> =
                titles.iter().map(|title| format!("[{}]", escape::escape(title))).collect();
            format!("< {}", titles.join(" "))
        }
        BotLine::Understands { intent: None } => "= (unknown)".to_owned(),
        BotLine::Understands { intent: Some(intent) } => format!("= {}", quoted(intent.as_str())),
    }
}

/// Words over several lines: each but the first is indented, and never empty.
fn write_text(text: &str, of_user: bool) -> String {
    let mut lines = text.split('\n').map(escape::escape);
    let mut written = lines.next().unwrap_or_default();
    if of_user && written.starts_with('(') {
        written.insert(0, '\\');
    }
    for line in lines {
        if line.is_empty() {
            // An empty line would end the text.
            written.push_str("\\n");
        } else {
            written.push('\n');
            written.push_str(INDENT);
            if line.starts_with(STARTS) {
                written.push('\\');
            }
            written.push_str(&line);
        }
    }
    written
}

/// A name on a line of its own: in quotes if spaces at its ends would be lost.
pub(crate) fn quoted(name: &str) -> String {
    if name.starts_with('"') || trimmed(name) != name {
        format!("\"{name}\"")
    } else {
        name.to_owned()
    }
}

/// Takes the quotes of [`quoted`] away.
pub(crate) fn unquote(name: &str) -> &str {
    name.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(name)
}

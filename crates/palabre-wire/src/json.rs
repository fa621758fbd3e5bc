//! Reading JSON that strangers wrote: lenient where Tock's reader is, and with errors that name
//! the field.
//!
//! Lenient: a byte order mark is skipped, raw control characters inside strings are accepted,
//! unknown fields are ignored, of a repeated field the last counts. Strict: nesting is bounded
//! (128 levels, `serde_json`'s own limit) and every type must be the right one.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::de::{Deserialize, DeserializeOwned};
use serde_json::Value;
use serde_json::value::RawValue;

/// JSON that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// It is no JSON at all, or nested too deeply.
    #[error("the body is not valid JSON: {reason}; send one JSON object in UTF-8")]
    Syntax {
        /// What is wrong and where.
        reason: String,
    },
    /// It is JSON, but a field is missing or of the wrong kind.
    #[error("`{field}` {reason}; {remedy}")]
    Field {
        /// Path of the field: `context.language`, `queries[0]`.
        field: String,
        /// What is wrong with it.
        reason: String,
        /// What to do about it.
        remedy: String,
    },
}

impl Error {
    /// A field that is wrong.
    pub fn field(
        field: impl Into<String>,
        reason: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self::Field { field: field.into(), reason: reason.into(), remedy: remedy.into() }
    }
}

/// Any JSON value out of bytes.
pub fn value(bytes: &[u8]) -> Result<Value, Error> {
    lenient(bytes).map_err(|error| Error::Syntax { reason: error.to_string() })
}

/// Anything as JSON in which members without a value are left out, as Tock writes it.
pub fn without_nulls(value: &impl serde::Serialize) -> Result<Value, serde_json::Error> {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(members) => {
                members.retain(|_, member| !member.is_null());
                members.values_mut().for_each(strip);
            }
            Value::Array(items) => items.iter_mut().for_each(strip),
            _ => {}
        }
    }
    let mut value = serde_json::to_value(value)?;
    strip(&mut value);
    Ok(value)
}

/// The members of a JSON object, each still unread: for files that are too large to be held as
/// values, and whose parts shall fail one by one. How deep a part is nested is looked at when it
/// is read.
pub fn members(bytes: &[u8]) -> Result<BTreeMap<String, Box<RawValue>>, Error> {
    lenient(bytes).map_err(|error| {
        match error.is_data().then(|| value(bytes)) {
            // Sound JSON, but of another kind.
            Some(Ok(other)) => Error::field(
                "body",
                format!("must be an object but is {}", kind(&other)),
                "send one JSON object",
            ),
            Some(Err(error)) => error,
            None => Error::Syntax { reason: error.to_string() },
        }
    })
}

fn lenient<T: for<'de> Deserialize<'de>>(bytes: &[u8]) -> Result<T, serde_json::Error> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(serde::de::Error::custom("it is empty"));
    }
    serde_json::from_slice(bytes).or_else(|strict| match escape_control_characters(bytes) {
        Cow::Owned(escaped) => serde_json::from_slice(&escaped),
        Cow::Borrowed(_) => Err(strict),
    })
}

/// A value of a known shape out of bytes.
///
/// ```
/// # use wire::json;
/// let error = json::read::<wire::nlp::ParseQuery>(br#"{"queries":["a"],"namespace":3}"#);
/// assert!(error.unwrap_err().to_string().starts_with("`namespace`"));
/// ```
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    of_value(value(bytes)?)
}

/// A value of a known shape out of JSON that was read before.
pub fn of_value<T: DeserializeOwned>(value: Value) -> Result<T, Error> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        let reason = error.into_inner().to_string();
        match missing_field(&reason) {
            Some(name) => Error::field(
                if path == "." { name.to_owned() } else { format!("{path}.{name}") },
                "is missing",
                "it is required",
            ),
            None => Error::field(
                if path == "." { "body".to_owned() } else { path },
                format!("cannot be read: {reason}"),
                "see the description of the API for its shape",
            ),
        }
    })
}

fn missing_field(reason: &str) -> Option<&str> {
    reason.strip_prefix("missing field `")?.strip_suffix('`')
}

/// What kind of JSON value this is, in words for errors.
pub fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

// Strict parsers refuse raw control characters inside strings; Tock's reader accepts them, so
// they are escaped when (and only when) the strict reading failed.
fn escape_control_characters(bytes: &[u8]) -> Cow<'_, [u8]> {
    let mut escaped: Option<Vec<u8>> = None;
    let (mut in_string, mut after_backslash) = (false, false);
    for (position, &byte) in bytes.iter().enumerate() {
        if in_string && byte < 0x20 {
            let escaped = escaped.get_or_insert_with(|| bytes[..position].to_vec());
            // A control character right after a backslash is what the backslash escapes: the
            // backslash becomes an escaped one, so that nothing is lost.
            if after_backslash {
                escaped.push(b'\\');
            }
            escaped.extend_from_slice(format!("\\u{byte:04x}").as_bytes());
        } else if let Some(escaped) = &mut escaped {
            escaped.push(byte);
        }
        match byte {
            b'"' if !after_backslash => in_string = !in_string,
            _ => {}
        }
        after_backslash = in_string && byte == b'\\' && !after_backslash;
    }
    escaped.map_or(Cow::Borrowed(bytes), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[track_caller]
    fn check(bytes: &[u8], expected: Value) {
        assert_eq!(value(bytes), Ok(expected));
    }

    #[test]
    fn what_tock_reads_is_read() {
        check(b"{}", json!({}));
        check(b"\xef\xbb\xbf{\"a\":1}", json!({"a": 1}));
        check(b"{\"a\":\"x\ny\tz\"}", json!({"a": "x\ny\tz"}));
        check(b"{\n\"a\":\"x\\\"\ny\"}", json!({"a": "x\"\ny"}));
        check(b"{\"a\":\"x\\\ny\"}", json!({"a": "x\\\ny"}));
        check(b"{\"a\":1,\"a\":2}", json!({"a": 2}));
    }

    #[test]
    fn deep_nesting_is_an_error_and_no_crash() {
        for open in [&b"["[..], b"{\"a\":"] {
            let error = value(&open.repeat(100_000)).unwrap_err();
            assert!(error.to_string().contains("recursion limit"), "{error}");
        }
    }

    #[test]
    fn members_stay_unread_until_they_are_wanted() {
        let members = members(b"\xef\xbb\xbf{\"a\":[1, 2],\"b\":\"x\ny\",\"a\":[3]}").unwrap();
        let texts: Vec<_> = members.iter().map(|(name, raw)| (name.as_str(), raw.get())).collect();
        assert_eq!(texts, [("a", "[3]"), ("b", "\"x\\u000ay\"")]);
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
        let deep = super::members(deep.as_bytes()).unwrap();
        assert!(value(deep["a"].get().as_bytes()).is_err());
    }

    #[test]
    fn members_of_something_else_are_an_error() {
        let error = |bytes: &[u8]| members(bytes).unwrap_err().to_string();
        assert!(error(b"[1]").contains("must be an object but is a list"));
        assert!(error(b"").contains("it is empty"));
        assert!(error(b"{\"a\":").contains("EOF"));
        assert!(error(b"{\"a\":\xff}").contains("not valid JSON"));
    }

    #[test]
    fn an_error_says_what_and_where() {
        let error = value(b"{\"a\":").unwrap_err().to_string();
        assert!(error.contains("line 1 column"), "{error}");
        assert!(value(b"  ").unwrap_err().to_string().contains("it is empty"));
    }

    proptest! {
        #[test]
        fn no_bytes_crash_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            drop(value(&bytes));
            drop(members(&bytes));
            drop(value(format!("{{\"a\":\"{}\"}}", String::from_utf8_lossy(&bytes)).as_bytes()));
        }
    }
}

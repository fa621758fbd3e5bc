//! A request as plain data, whatever served it.

use model::limits;

use super::Refusal;

/// The header that makes a repeated POST one event.
const IDEMPOTENCY_KEY: &str = "Idempotency-Key";

/// A request to a channel.
#[derive(Debug, Clone, Default)]
pub struct IncomingRequest<'a> {
    /// `GET`, `POST`, in upper case.
    pub method: &'a str,
    /// What follows the channel's path: empty, or `/sse`.
    pub sub_path: &'a str,
    /// Names in any case; repeated headers stand here repeatedly.
    pub headers: Vec<(String, String)>,
    /// The raw query string, without its `?`.
    pub query: &'a str,
    /// The raw body, before any decoding but that of its content encoding.
    pub body: &'a [u8],
}

impl<'a> IncomingRequest<'a> {
    /// A POST without headers.
    pub fn post(sub_path: &'a str, body: &'a [u8]) -> Self {
        Self { method: "POST", sub_path, body, ..Self::default() }
    }

    /// A GET without headers.
    pub fn get(sub_path: &'a str, query: &'a str) -> Self {
        Self { method: "GET", sub_path, query, ..Self::default() }
    }

    /// The same request with one more header.
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The first header of that name, in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The first query parameter of that name, decoded. The exact name wins over the same name
    /// in another case.
    pub fn query_parameter(&self, name: &str) -> Option<String> {
        let pairs = || form_urlencoded::parse(self.query.as_bytes());
        pairs()
            .find(|(known, _)| known == name)
            .or_else(|| pairs().find(|(known, _)| known.eq_ignore_ascii_case(name)))
            .map(|(_, value)| value.into_owned())
    }

    /// The client's own name of the event: the same key again is the same event.
    pub fn idempotency_key(&self) -> Result<Option<&str>, Refusal> {
        let Some(header) = self.header(IDEMPOTENCY_KEY) else { return Ok(None) };
        // The draft of the header's standard wants quotes; most clients send none.
        let key = header.trim();
        let key = key.strip_prefix('"').and_then(|key| key.strip_suffix('"')).unwrap_or(key);
        // No spaces, so that key and user cannot run into each other.
        let is_sound = (1..=limits::IDEMPOTENCY_KEY_BYTES_MAX).contains(&key.len())
            && key.bytes().all(|byte| byte.is_ascii_graphic());
        if is_sound {
            return Ok(Some(key));
        }
        Err(Refusal::new(
            400,
            "bad-idempotency-key",
            format!(
                "the header `{IDEMPOTENCY_KEY}` must be 1 to {} visible ASCII characters without \
                 spaces; send a UUID",
                limits::IDEMPOTENCY_KEY_BYTES_MAX
            ),
        ))
    }
}

/// How a body is encoded, for the server to decode before it hands the bytes over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContentEncoding {
    /// As it is.
    Identity,
    /// Compressed.
    Gzip,
}

/// What a `Content-Encoding` header means on a channel's route. Some clients send a nonsense
/// value (`charset=utf-8`) with a plain body, so anything but gzip is taken as plain: a body that
/// is really encoded otherwise then fails as invalid JSON, with a message that says so.
pub fn content_encoding(header: Option<&str>) -> ContentEncoding {
    match header.map(str::trim) {
        Some(name) if name.eq_ignore_ascii_case("gzip") || name.eq_ignore_ascii_case("x-gzip") => {
            ContentEncoding::Gzip
        }
        _ => ContentEncoding::Identity,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_and_headers_are_found_in_any_case() {
        let request = IncomingRequest::get("/sse", "USERID=a%20b&userId=c+d&x")
            .with_header("X-Requested-With", "app");
        assert_eq!(request.query_parameter("userId").as_deref(), Some("c d"));
        assert_eq!(request.query_parameter("userid").as_deref(), Some("a b"));
        assert_eq!(request.query_parameter("x").as_deref(), Some(""));
        assert_eq!(request.query_parameter("y"), None);
        assert_eq!(request.header("x-requested-with"), Some("app"));
    }

    #[test]
    fn a_nonsense_content_encoding_is_a_plain_body() {
        assert_eq!(content_encoding(None), ContentEncoding::Identity);
        assert_eq!(content_encoding(Some("charset=utf-8")), ContentEncoding::Identity);
        assert_eq!(content_encoding(Some(" GZIP")), ContentEncoding::Gzip);
    }
}

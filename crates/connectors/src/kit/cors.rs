//! Which pages may talk to a channel.

use regex::Regex;

/// Request headers that pages may always send, besides those that browsers always allow.
const ALLOWED_HEADERS: [&str; 4] =
    ["Content-Type", "X-Requested-With", "Access-Control-Allow-Origin", "Idempotency-Key"];

/// How long browsers may remember the answer to a preflight, in seconds.
const MAX_AGE_S: u32 = 3600;

/// The rules of one channel, built once from its settings.
#[derive(Debug, Clone)]
pub struct CorsRules {
    // `None` allows no page: the pattern was wrong, and failing closed is the safe side.
    origins: Option<Regex>,
    allowed_headers: String,
    allowed_methods: &'static str,
    // Sends `Access-Control-Allow-Credentials`; for the cookie mode.
    credentials: bool,
}

/// The page may not talk to the channel: answer 403 without CORS headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused;

/// Headers to add to an answer.
pub type Headers = Vec<(&'static str, String)>;

impl CorsRules {
    /// Pages whose whole origin matches `pattern` may send `methods`, with the usual headers and
    /// `extra_headers`.
    pub fn new(pattern: &str, extra_headers: &[String], methods: &'static str) -> Self {
        let mut allowed: Vec<&str> = ALLOWED_HEADERS.to_vec();
        for extra in extra_headers {
            if !allowed.iter().any(|known| known.eq_ignore_ascii_case(extra)) {
                allowed.push(extra);
            }
        }
        Self {
            // The whole origin must match, as a pattern for a host is easily forgotten to be
            // closed: `https://example.org` must not allow `https://example.org.evil.com`.
            // Compiled alone first: `)|(` is only sound inside the brackets, and allows all.
            origins: Regex::new(pattern).and_then(|_| Regex::new(&format!("^(?:{pattern})$"))).ok(),
            allowed_headers: allowed.join(", "),
            allowed_methods: methods,
            credentials: false,
        }
    }

    /// The same rules, with cookies and tokens of the page's user.
    pub fn with_credentials(mut self) -> Self {
        self.credentials = true;
        self
    }

    /// The headers to add to any answer to a request from `origin`, whatever its status, so that
    /// the page can read errors too. Without an origin the request is not a page's: no headers.
    pub fn headers(&self, origin: Option<&str>) -> Result<Headers, Refused> {
        let Some(origin) = origin else { return Ok(Vec::new()) };
        if !self.origins.as_ref().is_some_and(|origins| origins.is_match(origin)) {
            return Err(Refused);
        }
        let mut headers = vec![
            // Echoed rather than `*`: the same rule then holds with credentials.
            ("Access-Control-Allow-Origin", origin.to_owned()),
            ("Vary", "Origin".to_owned()),
        ];
        if self.credentials {
            headers.push(("Access-Control-Allow-Credentials", "true".to_owned()));
        }
        Ok(headers)
    }

    /// The headers of the answer (204) to a preflight from `origin`.
    pub fn preflight(&self, origin: Option<&str>) -> Result<Headers, Refused> {
        let mut headers = self.headers(origin)?;
        if !headers.is_empty() {
            headers.extend([
                ("Access-Control-Allow-Methods", self.allowed_methods.to_owned()),
                ("Access-Control-Allow-Headers", self.allowed_headers.clone()),
                ("Access-Control-Max-Age", MAX_AGE_S.to_string()),
            ]);
        }
        Ok(headers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(pattern: &str) -> CorsRules {
        CorsRules::new(pattern, &[], "GET, POST")
    }

    #[track_caller]
    fn check(pattern: &str, origin: &str, allowed: bool) {
        assert_eq!(rules(pattern).headers(Some(origin)).is_ok(), allowed, "{pattern} {origin}");
    }

    #[test]
    fn the_whole_origin_must_match() {
        check(".*", "https://any.example", true);
        check(".*", "null", true);
        check(r"https://(www\.)?example\.org", "https://www.example.org", true);
        check(r"https://(www\.)?example\.org", "https://example.org.evil.com", false);
        check(r"https://a\.org|https://b\.org", "https://b.org", true);
        check(r"https://a\.org|https://b\.org", "https://a.org.evil.com", false);
    }

    #[test]
    fn a_wrong_pattern_allows_no_page() {
        check("(", "https://any.example", false);
        check(")|(", "https://any.example", false);
    }

    #[test]
    fn a_request_that_is_no_page_s_needs_no_headers() {
        assert_eq!(rules("none").headers(None), Ok(Vec::new()));
    }

    #[test]
    fn a_preflight_names_methods_and_headers_and_echoes_the_origin() {
        let extra = ["X-Tenant".into(), "content-type".into()];
        let rules = CorsRules::new(".*", &extra, "GET, POST");
        let headers = rules.preflight(Some("https://a.org")).unwrap();
        assert_eq!(
            headers,
            [
                ("Access-Control-Allow-Origin", "https://a.org".to_owned()),
                ("Vary", "Origin".to_owned()),
                ("Access-Control-Allow-Methods", "GET, POST".to_owned()),
                (
                    "Access-Control-Allow-Headers",
                    "Content-Type, X-Requested-With, Access-Control-Allow-Origin, \
                     Idempotency-Key, X-Tenant"
                        .to_owned()
                ),
                ("Access-Control-Max-Age", "3600".to_owned()),
            ]
        );
    }
}

//! As much of an HTTP client as these tests need. Each request has its own connection, so that a
//! server that is killed fails exactly the requests that it was working on.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// Longer than any exchange may take.
const TIMEOUT: Duration = Duration::from_secs(60);

/// A request.
#[derive(Debug, Clone)]
pub struct Request {
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

/// An answer, whole.
#[derive(Debug)]
pub struct Response {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Request {
    pub fn new(method: &str, path: &str) -> Self {
        Self { method: method.into(), path: path.into(), headers: Vec::new(), body: Vec::new() }
    }

    pub fn get(path: &str) -> Self {
        Self::new("GET", path)
    }

    pub fn post(path: &str, body: impl Into<Vec<u8>>) -> Self {
        Self::with_body("POST", path, body)
    }

    pub fn with_body(method: &str, path: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { body: body.into(), ..Self::new(method, path) }
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sends it, and reads the answer to its end. An answer that is cut is an error.
    pub fn send(&self, to: SocketAddr) -> io::Result<Response> {
        let mut stream = TcpStream::connect_timeout(&to, TIMEOUT)?;
        stream.set_read_timeout(Some(TIMEOUT))?;
        stream.set_write_timeout(Some(TIMEOUT))?;
        let mut head = format!("{} {} HTTP/1.1\r\nConnection: close\r\n", self.method, self.path);
        if !self.headers.iter().any(|(name, _)| name == "Host") {
            head.push_str(&format!("Host: {to}\r\n"));
        }
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str(&format!("Content-Length: {}\r\n\r\n", self.body.len()));
        stream.write_all(head.as_bytes())?;
        // A server may refuse a body by its length alone, and stop reading: its answer counts.
        let sent = stream.write_all(&self.body);
        let mut bytes = Vec::new();
        match stream.read_to_end(&mut bytes) {
            Err(error) if bytes.is_empty() => return Err(error),
            _ => {}
        }
        read_response(&bytes).or_else(|error| sent.and(Err(error)))
    }
}

impl Response {
    /// The first header of that name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut all = self.headers.iter().filter(|(found, _)| found.eq_ignore_ascii_case(name));
        all.next().map(|(_, value)| value.as_str())
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        match serde_json::from_str(&self.body) {
            Ok(value) => value,
            Err(error) => panic!("status {}, body `{}`: {error}", self.status, self.body),
        }
    }
}

fn cut() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "the answer is cut")
}

fn read_response(bytes: &[u8]) -> io::Result<Response> {
    let end = bytes.windows(4).position(|it| it == b"\r\n\r\n").ok_or_else(cut)?;
    let (head, body) = (String::from_utf8_lossy(&bytes[..end]), &bytes[end + 4..]);
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok());
    let status = status.ok_or_else(cut)?;
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
        .collect();
    let mut response = Response { status, headers, body: String::new() };
    let chunked = response.header("transfer-encoding").is_some_and(|it| it.contains("chunked"));
    let body = if chunked {
        unchunk(body)?
    } else if let Some(length) = response.header("content-length") {
        let length: usize = length.parse().map_err(|_| cut())?;
        body.get(..length).ok_or_else(cut)?.to_vec()
    } else {
        body.to_vec()
    };
    response.body = String::from_utf8_lossy(&body).into_owned();
    Ok(response)
}

fn unchunk(mut bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = bytes.windows(2).position(|it| it == b"\r\n").ok_or_else(cut)?;
        let length = std::str::from_utf8(&bytes[..end]).ok();
        let length = length.and_then(|it| usize::from_str_radix(it.trim(), 16).ok());
        let length = length.ok_or_else(cut)?;
        bytes = &bytes[end + 2..];
        if length == 0 {
            return Ok(body);
        }
        body.extend_from_slice(bytes.get(..length).ok_or_else(cut)?);
        bytes = bytes.get(length + 2..).ok_or_else(cut)?;
    }
}

#[test]
fn an_answer_that_is_cut_is_no_answer() {
    let check = |text: &str, expected: Option<&str>| {
        let body = read_response(text.as_bytes()).ok().map(|it| it.body);
        assert_eq!(body.as_deref(), expected, "{text}");
    };
    check("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab", Some("ab"));
    check("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab", None);
    check("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n", Some("ab"));
    check("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n", None);
    check("HTTP/1.1 200 OK\r\nContent-Le", None);
    check("", None);
}

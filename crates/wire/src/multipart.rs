//! Forms with files, as browsers and HTTP clients upload them (RFC 7578).

use crate::Error;

/// The content of the first file of a form, whatever its name. `content_type` is the request's
/// header, which names the boundary between parts. Parts without a file name are fields of the
/// form and are skipped.
///
/// ```
/// let body = b"--x\r\nContent-Disposition: form-data; name=\"dump\"; filename=\"dump\"\r\n\r\n{}\r\n--x--\r\n";
/// assert_eq!(wire::multipart::first_file("multipart/form-data; boundary=x", body).unwrap(), b"{}");
/// ```
pub fn first_file<'b>(content_type: &str, body: &'b [u8]) -> Result<&'b [u8], Error> {
    let wrong = |field: &str, reason: &str| {
        Error::field(field, reason, "upload the file as `multipart/form-data`")
    };
    let boundary = boundary(content_type)
        .ok_or_else(|| wrong("content-type", "names no `multipart/form-data` with a boundary"))?;
    let delimiter = format!("--{boundary}").into_bytes();
    // The first delimiter may begin the body; every other one stands after a line break.
    let mut at = find(body, &delimiter, 0).ok_or_else(|| wrong("body", "holds no part"))?;
    let between = [b"\r\n", delimiter.as_slice()].concat();
    loop {
        at += delimiter.len();
        if body[at..].starts_with(b"--") {
            return Err(wrong("body", "holds no file"));
        }
        let head = at + find(&body[at..], b"\r\n", 0).map_or(0, |end| end + 2);
        let (from, is_file) = match find(body, b"\r\n\r\n", head.saturating_sub(2)) {
            Some(end) => (end + 4, is_file(&body[head.min(end)..end])),
            None => return Err(wrong("body", "ends within the head of a part")),
        };
        let to = find(body, &between, from.saturating_sub(2))
            .ok_or_else(|| wrong("body", "ends within a part"))?;
        if is_file {
            return Ok(&body[from.min(to)..to]);
        }
        at = to + 2;
    }
}

fn boundary(content_type: &str) -> Option<&str> {
    let mut parts = content_type.split(';').map(str::trim);
    if !parts.next()?.eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let value = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case("boundary").then(|| value.trim().trim_matches('"'))
    })?;
    // RFC 2046: 1 to 70 characters.
    (1..=70).contains(&value.len()).then_some(value)
}

/// Whether a part's head names a file.
fn is_file(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    head.lines().any(|line| {
        line.starts_with("content-disposition:")
            && line.split(';').any(|part| part.trim().starts_with("filename"))
    })
}

fn find(bytes: &[u8], wanted: &[u8], from: usize) -> Option<usize> {
    let found = bytes.get(from..)?.windows(wanted.len()).position(|own| own == wanted)?;
    Some(from + found)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FORM: &str = "multipart/form-data; boundary=\"a b\"; charset=utf-8";

    #[track_caller]
    fn check(body: &str, expected: Result<&str, &str>) {
        let body = body.replace('\n', "\r\n").replace("\\r\\n", "\r\n");
        match (first_file(FORM, body.as_bytes()), expected) {
            (Ok(found), Ok(expected)) => assert_eq!(String::from_utf8_lossy(found), expected),
            (Err(error), Err(says)) => assert!(error.to_string().contains(says), "{error}"),
            (found, _) => panic!("{found:?}"),
        }
    }

    #[test]
    fn the_first_file_is_found_whatever_its_name() {
        check(
            "--a b\nContent-Disposition: form-data; name=\"dump\"; filename=\"dump\"\n\
             Content-Type: application/json\n\n{\"a\":\\r\\n 1}\n--a b--\n",
            Ok("{\"a\":\r\n 1}"),
        );
        check(
            "preamble\n--a b\ncontent-disposition: form-data; name=note\n\nfilename=no\n--a b\n\
             Content-Disposition: form-data; name=x; filename*=utf-8''d\n\none\n--a b\n\
             Content-Disposition: form-data; name=y; filename=two\n\ntwo\n--a b--",
            Ok("one"),
        );
        check("--a b\nContent-Disposition: form-data; name=x; filename=empty\n\n\n--a b--", Ok(""));
    }

    #[test]
    fn forms_without_a_file_are_refused_with_the_reason() {
        check("--a b--", Err("holds no file"));
        check("--a b\nContent-Disposition: form-data; name=x\n\n1\n--a b--", Err("holds no file"));
        check("", Err("holds no part"));
        check("--a b\nContent-Disposition: form-data", Err("ends within the head"));
        check("--a b\nContent-Disposition: x; filename=f\n\n{}", Err("ends within a part"));
        for header in ["application/json", "multipart/form-data", "multipart/form-data; boundary="]
        {
            let error = first_file(header, b"{}").unwrap_err().to_string();
            assert!(error.contains("`content-type`"), "{error}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_crash_it(body in proptest::collection::vec(prop_oneof![
            Just(b"--x".to_vec()), Just(b"\r\n".to_vec()), Just(b"--".to_vec()),
            Just(b"Content-Disposition: a; filename=b".to_vec()),
            proptest::collection::vec(any::<u8>(), 0..4),
        ], 0..12)) {
            drop(first_file("multipart/form-data; boundary=x", &body.concat()));
        }
    }
}

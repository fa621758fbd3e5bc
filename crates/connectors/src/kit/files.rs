//! Files that users send: which kinds are taken, and whether the bytes are what they are said to be.

use model::{FileId, MediaType, limits};

use super::Refusal;

/// A file that came with a request.
#[derive(Clone, PartialEq, Eq)]
pub struct ReceivedFile {
    /// Its id, out of which its address is made.
    pub id: FileId,
    /// What it is: `image/png`.
    pub content_type: &'static str,
    /// A name to show; may be empty.
    pub name: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

impl std::fmt::Debug for ReceivedFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { id, content_type, content, .. } = self;
        write!(f, "{id} ({content_type}, {} bytes)", content.len())
    }
}

type Check = fn(&[u8]) -> bool;

/// The kinds that are taken, and how their bytes begin. Nothing that a browser would run.
const KINDS: [(&str, MediaType, Check); 16] = [
    ("image/png", MediaType::Image, |b| b.starts_with(b"\x89PNG\r\n\x1a\n")),
    ("image/jpeg", MediaType::Image, |b| b.starts_with(b"\xff\xd8\xff")),
    ("image/gif", MediaType::Image, |b| b.starts_with(b"GIF8")),
    ("image/webp", MediaType::Image, |b| is_riff(b, b"WEBP")),
    ("audio/mpeg", MediaType::Audio, |b| b.starts_with(b"ID3") || is_mpeg_frame(b)),
    ("audio/aac", MediaType::Audio, is_mpeg_frame),
    ("audio/ogg", MediaType::Audio, |b| b.starts_with(b"OggS")),
    ("audio/wav", MediaType::Audio, |b| is_riff(b, b"WAVE")),
    ("audio/flac", MediaType::Audio, |b| b.starts_with(b"fLaC")),
    ("audio/mp4", MediaType::Audio, is_mp4),
    ("audio/webm", MediaType::Audio, is_webm),
    ("video/mp4", MediaType::Video, is_mp4),
    ("video/webm", MediaType::Video, is_webm),
    ("application/pdf", MediaType::File, |b| b.starts_with(b"%PDF-")),
    ("text/plain", MediaType::File, is_text),
    ("text/csv", MediaType::File, is_text),
];

/// Other names of some of them.
const ALIASES: [(&str, &str); 5] = [
    ("image/jpg", "image/jpeg"),
    ("audio/mp3", "audio/mpeg"),
    ("audio/x-wav", "audio/wav"),
    ("audio/wave", "audio/wav"),
    ("audio/x-m4a", "audio/mp4"),
];

fn is_riff(bytes: &[u8], kind: &[u8]) -> bool {
    bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(kind)
}

/// The eleven bits that begin each frame of MPEG audio.
fn is_mpeg_frame(bytes: &[u8]) -> bool {
    matches!(bytes, [0xff, second, ..] if second & 0xe0 == 0xe0)
}

fn is_mp4(bytes: &[u8]) -> bool {
    bytes.get(4..8) == Some(b"ftyp")
}

fn is_webm(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x1a\x45\xdf\xa3")
}

fn is_text(bytes: &[u8]) -> bool {
    !bytes.contains(&0) && std::str::from_utf8(bytes).is_ok()
}

/// The kind of a file whose request says `content_type`, when its bytes are of that kind.
pub fn kind_of_file(
    content_type: Option<&str>,
    content: &[u8],
) -> Result<(&'static str, MediaType), Refusal> {
    let given = content_type.unwrap_or_default();
    let name = given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let name = ALIASES.iter().find(|(other, _)| *other == name).map_or(name.as_str(), |it| it.1);
    let Some((name, media, check)) = KINDS.iter().find(|(kind, ..)| *kind == name) else {
        let kinds: Vec<&str> = KINDS.iter().map(|(kind, ..)| *kind).collect();
        let given: String = given.chars().take(80).collect();
        return Err(Refusal::new(
            415,
            "unknown-kind",
            format!(
                "the header `Content-Type` is `{given}`; the channel takes {}",
                kinds.join(", ")
            ),
        ));
    };
    if content.is_empty() {
        return Err(Refusal::new(400, "empty-file", "the body is empty; send the file's bytes"));
    }
    if content.len() > limits::FILE_BYTES_MAX {
        return Err(Refusal::new(
            413,
            "too-large",
            format!(
                "the file has {} bytes; the channel takes {} at most",
                content.len(),
                limits::FILE_BYTES_MAX
            ),
        ));
    }
    if !check(content) {
        return Err(Refusal::new(
            415,
            "other-kind",
            format!(
                "the body is no `{name}`, which its `Content-Type` says; name the kind that it is"
            ),
        ));
    }
    Ok((name, *media))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(content_type: &str, content: &[u8], expected: Result<MediaType, u16>) {
        let kind = kind_of_file(Some(content_type), content);
        assert_eq!(kind.map(|(_, media)| media).map_err(|refusal| refusal.status), expected);
    }

    #[test]
    fn files_are_what_they_are_said_to_be() {
        check("image/png", b"\x89PNG\r\n\x1a\n...", Ok(MediaType::Image));
        check("Image/JPG; q=1", b"\xff\xd8\xff\xe0", Ok(MediaType::Image));
        check("audio/mpeg", b"ID3\x03", Ok(MediaType::Audio));
        check("audio/mp3", b"\xff\xfb\x90", Ok(MediaType::Audio));
        check("audio/x-wav", b"RIFF....WAVEfmt ", Ok(MediaType::Audio));
        check("video/mp4", b"\0\0\0\x18ftypmp42", Ok(MediaType::Video));
        check("text/plain; charset=utf-8", "été".as_bytes(), Ok(MediaType::File));
        check("text/plain", b"a\0b", Err(415));
        check("text/html", b"<script>", Err(415));
        check("image/svg+xml", b"<svg/>", Err(415));
        check("image/png", b"<script>alert(1)</script>", Err(415));
        check("audio/wav", b"RIFF", Err(415));
        check("", b"x", Err(415));
        check("application/pdf", b"", Err(400));
        check("text/plain", &vec![b'a'; limits::FILE_BYTES_MAX + 1], Err(413));
    }
}

//! The built files of the web packages, inside the binary: what `studio/` becomes, by path, and the
//! one script that `widget/` becomes.
//!
//! The build script decides what is inside (ADR 070): the folders `PALABRE_STUDIO_DIST` and
//! `PALABRE_WIDGET_DIST` when set, else a placeholder that says how to build them when
//! `PALABRE_SKIP_STUDIO=1` is set or Node.js is missing, else both built from the sources. A release binary holds the files; a debug binary
//! reads them from that folder at each request.
//!
//! This crate must not know HTTP, routes or the API: it answers "which bytes, of which type" and
//! the server does the rest.
//!
//! ```
//! let page = studio_assets::file("/").expect("there is always a page");
//! assert_eq!(page.content_type, "text/html; charset=utf-8");
//! // The same path may be another file after an upgrade: ask again each time, with the tag.
//! assert!(!page.immutable && page.etag.starts_with('"'));
//! // Studio's own addresses are the page too; a file that is not there is not.
//! assert_eq!(studio_assets::file("/bots/app/gare").map(|page| page.etag), Some(page.etag));
//! assert!(studio_assets::file("/assets/nothing.js").is_none());
//! ```

use std::borrow::Cow;

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "$PALABRE_STUDIO_FOLDER"]
struct Files;

#[derive(RustEmbed)]
#[folder = "$PALABRE_WIDGET_FOLDER"]
struct WidgetFiles;

const INDEX: &str = "index.html";

const WIDGET: &str = "widget.js";

/// Vite puts here what it names after a hash of its content.
const HASHED_FOLDER: &str = "assets/";

/// What the page may load, as the value of a `Content-Security-Policy` header: its own files, and
/// the pictures, sounds and films that bots show, wherever they are.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; \
     style-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
     img-src 'self' data: https:; media-src 'self' https:; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'";

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Its content.
    pub bytes: Cow<'static, [u8]>,
    /// The value of `Content-Type`.
    pub content_type: &'static str,
    /// The value of `ETag`, quotes included: a hash of the content.
    pub etag: String,
    /// Whether its path changes with its content, so that it may be kept for ever.
    pub immutable: bool,
}

/// The file at a path of Studio, with or without `/` in front. A path whose last part has no
/// extension is one of Studio's own addresses and gives the page; `None` is a file that is not
/// there.
pub fn file(path: &str) -> Option<Asset> {
    let path = path.trim_start_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    let path = if last.contains('.') { path } else { INDEX };
    if path.split('/').any(|part| part == "..") {
        return None;
    }
    Some(asset(path, Files::get(path)?))
}

/// The widget: one script. Its address stays the same, so it is never kept for ever. `None`: a debug
/// binary reads it from its folder, and it is no longer there.
pub fn widget() -> Option<Asset> {
    Some(asset(WIDGET, WidgetFiles::get(WIDGET)?))
}

fn asset(path: &str, found: rust_embed::EmbeddedFile) -> Asset {
    let hash = found.metadata.sha256_hash();
    let etag = hash[..16].iter().fold(String::from("\""), |tag, byte| format!("{tag}{byte:02x}"));
    Asset {
        bytes: found.data,
        content_type: content_type(path),
        etag: etag + "\"",
        immutable: path.starts_with(HASHED_FOLDER),
    }
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_the_page_or_a_file_or_nothing() {
        let page = file("").expect("there is always a page");
        for path in ["/", "index.html", "/index.html", "/bots", "/bots/app/gare", "/é è"] {
            assert_eq!(file(path).as_ref(), Some(&page), "{path}");
        }
        for path in ["/nothing.js", "/assets/nothing.css", "/.env", "/assets/.."] {
            assert_eq!(file(path), None, "{path}");
        }
    }

    #[test]
    fn there_is_always_a_widget() {
        let widget = widget().expect("the build script looks that it is there");
        assert_eq!(widget.content_type, "text/javascript; charset=utf-8");
        assert!(!widget.immutable && !widget.bytes.is_empty());
    }

    #[test]
    fn nothing_outside_the_folder_is_served() {
        for path in
            ["../Cargo.toml", "/../src/lib.rs", "assets/../../Cargo.toml", "//etc/host.conf"]
        {
            assert_eq!(file(path), None, "{path}");
        }
    }

    #[test]
    fn only_files_named_after_their_content_are_kept_for_ever() {
        for path in Files::iter() {
            let asset = file(&path).expect("the folder lists it");
            assert_eq!(asset.immutable, path.starts_with("assets/"), "{path}");
            assert_ne!(asset.content_type, "application/octet-stream", "{path} has no type");
        }
    }

    #[test]
    fn the_page_loads_only_its_own_files() {
        let page = file("/").expect("there is always a page").bytes;
        let page = String::from_utf8_lossy(&page);
        assert!(!page.contains("<style") && !page.contains(" style="), "a style in the page");
        for script in page.split("<script").skip(1) {
            assert!(script.contains("src=\"/"), "a script in the page");
        }
        let other_host = page.split(['"', '\'']).find(|text| text.contains("://"));
        assert_eq!(other_host, None, "the page names another host");
    }
}

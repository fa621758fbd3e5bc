//! Markdown to HTML that a page may show as it is.
//!
//! Nothing that was HTML in the source is HTML afterwards, and no address but those of pages, of
//! mail and of telephones is followed: texts may hold what users or programs said.

use std::fmt::Write;

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};

/// The beginnings of addresses that may be followed or shown.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Elements with the styles that pages of Tock's kits, which reset all of them, rely on.
const STYLED: [(&str, &str); 8] = [
    ("strong", "font-weight: bold;"),
    ("em", "font-style: italic;"),
    ("s", "text-decoration: line-through;"),
    ("h1", "font-size: 2em; font-weight: bold;"),
    ("h2", "font-size: 1.5em; font-weight: bold;"),
    ("h3", "font-size: 1.17em; font-weight: bold;"),
    ("blockquote", "border-left: 4px solid #ccc; margin-left: 0; padding-left: 1em;"),
    ("code", "font-family: monospace;"),
];

/// Markdown (CommonMark, and `~~struck out~~`) as HTML.
pub(super) fn to_html(markdown: &str) -> String {
    let parser = Parser::new_ext(markdown, Options::ENABLE_STRIKETHROUGH);
    let mut html = String::with_capacity(markdown.len() * 2);
    html::push_html(&mut html, parser.map(made_safe));
    html
}

fn made_safe(event: Event<'_>) -> Event<'_> {
    let own = |html: String| Event::InlineHtml(CowStr::from(html));
    match event {
        Event::Html(source) | Event::InlineHtml(source) => Event::Text(source),
        // In a chat a line is a line.
        Event::SoftBreak => Event::HardBreak,
        Event::Code(code) => own(format!("{}{}</code>", opened("code"), escaped(&code))),
        Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
        Event::Start(Tag::Link { dest_url, title, .. }) => {
            let title = match title.is_empty() {
                true => String::new(),
                false => format!(r#" title="{}""#, escaped(&title)),
            };
            let url = escaped(followed(&dest_url));
            own(format!(r#"<a href="{url}"{title} target="_blank" rel="noopener noreferrer">"#))
        }
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            let dest_url = CowStr::from(followed(&dest_url).to_owned());
            Event::Start(Tag::Image { link_type, dest_url, title, id })
        }
        Event::Start(ref tag) => styled(tag).map_or(event, own),
        Event::End(TagEnd::Strikethrough) => own("</s>".into()),
        other => other,
    }
}

/// The beginning of an element that has a style.
fn styled(tag: &Tag<'_>) -> Option<String> {
    let name = match tag {
        Tag::Strong => "strong",
        Tag::Emphasis => "em",
        Tag::Strikethrough => "s",
        Tag::BlockQuote(_) => "blockquote",
        Tag::Heading { level, .. } => match *level as usize {
            1 => "h1",
            2 => "h2",
            3 => "h3",
            _ => return None,
        },
        _ => return None,
    };
    Some(opened(name))
}

fn opened(name: &str) -> String {
    let style = STYLED.iter().find(|(known, _)| *known == name).map_or("", |(_, style)| style);
    format!(r#"<{name} style="{style}">"#)
}

/// An address that may be followed, or nothing.
fn followed(url: &str) -> &str {
    // Browsers ignore white space and control characters in a scheme.
    let plain: String = url.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let beginning = plain.split(['/', '?', '#']).next().unwrap_or_default();
    match beginning.split_once(':') {
        None => url,
        Some((scheme, _)) if SCHEMES.iter().any(|one| scheme.eq_ignore_ascii_case(one)) => url,
        Some(_) => "",
    }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c if c.is_control() && c != '\n' && c != '\t' => {
                // Writing to a text cannot fail.
                write!(escaped, "&#{};", u32::from(c)).unwrap_or_default();
            }
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(markdown: &str, html: &str) {
        assert_eq!(to_html(markdown).trim_end(), html);
    }

    #[test]
    fn what_authors_write_is_html_with_the_styles_of_the_kits() {
        check("Bonjour", "<p>Bonjour</p>");
        check("un\ndeux", "<p>un<br />\ndeux</p>");
        check("**fort**", r#"<p><strong style="font-weight: bold;">fort</strong></p>"#);
        check("*doux*", r#"<p><em style="font-style: italic;">doux</em></p>"#);
        check("~~non~~", r#"<p><s style="text-decoration: line-through;">non</s></p>"#);
        check("`a<b`", r#"<p><code style="font-family: monospace;">a&lt;b</code></p>"#);
        check("# T", r#"<h1 style="font-size: 2em; font-weight: bold;">T</h1>"#);
        check("#### T", "<h4>T</h4>");
        check("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>");
        check(
            "[la carte](https://ex.org/m?a=1&b=2 \"une \\\"carte\\\"\")",
            "<p><a href=\"https://ex.org/m?a=1&amp;b=2\" title=\"une &quot;carte&quot;\" \
             target=\"_blank\" rel=\"noopener noreferrer\">la carte</a></p>",
        );
        check("![un train](/t.png)", r#"<p><img src="/t.png" alt="un train" /></p>"#);
        check("1 < 2 & 3", "<p>1 &lt; 2 &amp; 3</p>");
    }

    #[test]
    fn nothing_that_runs_gets_through() {
        check("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>");
        check("a <img src=x onerror=alert(1)>", "<p>a &lt;img src=x onerror=alert(1)&gt;</p>");
        let harmless = r#"<p><a href="" target="_blank" rel="noopener noreferrer">x</a></p>"#;
        for url in ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x"]
        {
            check(&format!("[x]({url})"), harmless);
        }
        check("[x](<java\tscript:alert(1)>)", harmless);
        check("[x](&#106;avascript:alert(1))", harmless);
        check("![x](javascript:alert(1))", r#"<p><img src="" alt="x" /></p>"#);
        let quoted = to_html(r#"[x](https://a"onmouseover=alert(1))"#);
        assert!(quoted.contains(r#"href="https://a&quot;onmouseover=alert(1)""#), "{quoted}");
    }

    proptest! {
        #[test]
        fn only_elements_of_markdown_come_out(text in r#"[<>/\[\]()!`*~"'=:a-z \n&;#]{0,60}"#) {
            const KNOWN: [&str; 20] = [
                "p", "br", "strong", "em", "s", "code", "pre", "a", "img", "ul", "ol", "li", "hr",
                "blockquote", "h1", "h2", "h3", "h4", "h5", "h6",
            ];
            let html = to_html(&text);
            for element in html.split('<').skip(1) {
                let name: String = element
                    .trim_start_matches('/')
                    .chars()
                    .take_while(char::is_ascii_alphanumeric)
                    .collect();
                prop_assert!(KNOWN.contains(&name.as_str()), "{html}");
            }
        }
    }
}

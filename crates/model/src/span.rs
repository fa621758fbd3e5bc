//! Places in a text.

use serde::{Deserialize, Serialize};

/// A half-open range of a text, in bytes of UTF-8 and in UTF-16 code units (which is what
/// browsers, the JVM and Tock's APIs count).
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// First UTF-16 code unit.
    pub utf16_start: usize,
    /// One past the last UTF-16 code unit.
    pub utf16_end: usize,
}

impl Span {
    /// The span of the bytes `start..end` of `text`, which must lie on character boundaries
    /// within it; they are moved to the nearest boundary below if they do not.
    pub fn of_bytes(text: &str, start: usize, end: usize) -> Self {
        let start = floor_boundary(text, start);
        let end = floor_boundary(text, end).max(start);
        let utf16_start = text[..start].encode_utf16().count();
        let utf16_end = utf16_start + text[start..end].encode_utf16().count();
        Self { start, end, utf16_start, utf16_end }
    }

    /// The span of the UTF-16 code units `start..end` of `text`, or `None` when they are out of
    /// range, in the wrong order, or cut a surrogate pair.
    pub fn of_utf16(text: &str, start: usize, end: usize) -> Option<Self> {
        if start > end {
            return None;
        }
        let (mut from, mut to) = (None, None);
        let mut units = 0;
        for (byte, unit_len) in
            text.char_indices().map(|(byte, c)| (byte, c.len_utf16())).chain([(text.len(), 0)])
        {
            if units == start {
                from.get_or_insert(byte);
            }
            if units == end {
                to.get_or_insert(byte);
            }
            units += unit_len;
        }
        Some(Self { start: from?, end: to?, utf16_start: start, utf16_end: end })
    }

    /// The text at this span.
    pub fn slice<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        self.end - self.start
    }

    /// Whether the span holds nothing.
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// Whether two spans share a byte.
    pub fn overlaps(&self, other: &Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies within this span.
    pub fn contains(&self, other: &Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

//! A text as tokens: words without case and accents, runs of digits, single signs.

use rustc_hash::FxHashMap;

/// The id of a word that no rule knows.
pub(crate) const UNKNOWN: u32 = u32::MAX;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Word,
    Digits,
    Sign,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    /// Bytes in the text.
    pub start: usize,
    pub end: usize,
    pub kind: TokenKind,
    /// Whether white space stands before it.
    pub spaced: bool,
    /// Its id in the vocabulary.
    pub word: u32,
}

/// Words and their ids.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    ids: FxHashMap<Box<str>, u32>,
    weak: Vec<bool>,
}

impl Vocabulary {
    pub(crate) fn intern(&mut self, word: &str) -> u32 {
        if let Some(id) = self.ids.get(word) {
            return *id;
        }
        let id = self.ids.len() as u32;
        self.ids.insert(word.into(), id);
        self.weak.push(false);
        id
    }

    pub(crate) fn id(&self, word: &str) -> u32 {
        self.ids.get(word).copied().unwrap_or(UNKNOWN)
    }

    /// Such words alone do not make it worth looking for values.
    pub(crate) fn mark_weak(&mut self, word: &str) {
        let id = self.intern(word);
        self.weak[id as usize] = true;
    }

    /// The opposite of [`Self::mark_weak`].
    pub(crate) fn mark_strong(&mut self, word: &str) {
        let id = self.intern(word);
        self.weak[id as usize] = false;
    }

    fn is_trigger(&self, id: u32) -> bool {
        self.weak.get(id as usize).is_some_and(|weak| !weak)
    }
}

/// One character without case and accent; `None` for two letters in one (œ).
fn plain(c: char) -> char {
    match c {
        'A'..='Z' => c.to_ascii_lowercase(),
        '\u{0}'..='\u{7f}' => c,
        'à' | 'â' | 'ä' | 'á' | 'ã' | 'å' | 'À' | 'Â' | 'Ä' | 'Á' | 'Ã' | 'Å' => 'a',
        'ç' | 'Ç' => 'c',
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => 'e',
        'î' | 'ï' | 'í' | 'ì' | 'Î' | 'Ï' | 'Í' | 'Ì' => 'i',
        'ñ' | 'Ñ' => 'n',
        'ô' | 'ö' | 'ó' | 'ò' | 'õ' | 'Ô' | 'Ö' | 'Ó' | 'Ò' | 'Õ' => 'o',
        'ù' | 'û' | 'ü' | 'ú' | 'Ù' | 'Û' | 'Ü' | 'Ú' => 'u',
        'ÿ' | 'Ÿ' => 'y',
        '’' | '‘' | 'ʼ' | '´' => '\'',
        '‐' | '‑' | '‒' | '–' | '—' | '−' => '-',
        '“' | '”' | '″' => '"',
        '′' => '\'',
        'º' => '°',
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}

/// The token's letters without case and accents.
pub(crate) fn fold_into(text: &str, out: &mut String) {
    out.clear();
    for c in text.chars() {
        match c {
            'œ' | 'Œ' => out.push_str("oe"),
            'æ' | 'Æ' => out.push_str("ae"),
            // Combining accents of decomposed text.
            '\u{300}'..='\u{36f}' => {}
            _ => out.push(plain(c)),
        }
    }
}

/// Splits a text.
pub(crate) fn tokens(text: &str, vocabulary: &Vocabulary) -> Vec<Token> {
    let mut found = Vec::with_capacity(text.len() / 4 + 4);
    let mut folded = String::with_capacity(24);
    let mut spaced = true;
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() || c == '\u{a0}' || c == '\u{202f}' || c == '\u{200b}' {
            spaced = true;
            continue;
        }
        let same = |kind: TokenKind, c: char| match kind {
            TokenKind::Digits => c.is_ascii_digit(),
            TokenKind::Word => c.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(&c),
            TokenKind::Sign => false,
        };
        let kind = if c.is_ascii_digit() {
            TokenKind::Digits
        } else if c.is_alphabetic() && c != 'º' && c != 'ª' {
            TokenKind::Word
        } else {
            TokenKind::Sign
        };
        let mut end = start + c.len_utf8();
        while let Some((at, next)) = chars.peek().copied() {
            if !same(kind, next) || next == 'º' || next == 'ª' {
                break;
            }
            end = at + next.len_utf8();
            chars.next();
        }
        fold_into(&text[start..end], &mut folded);
        found.push(Token { start, end, kind, spaced, word: vocabulary.id(&folded) });
        spaced = false;
    }
    found
}

/// Whether any token makes it worth looking for values.
/// `latent`: even an article may count.
pub(crate) fn worth_reading(tokens: &[Token], vocabulary: &Vocabulary, latent: bool) -> bool {
    tokens.iter().any(|token| {
        token.kind == TokenKind::Digits
            || latent && token.kind == TokenKind::Word && token.word != UNKNOWN
            || vocabulary.is_trigger(token.word)
    })
}

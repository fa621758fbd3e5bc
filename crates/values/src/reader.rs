//! The reader: which engine reads which language.

use model::{Dimension, Locale, ReadingContext, Value, ValueFound, ValueReader};

/// Reads values in text. Cheap to make and to share: what it needs is built once per process.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reader {
    _private: (),
}

impl Reader {
    /// A reader of all languages that this build knows.
    pub fn new() -> Self {
        Self { _private: () }
    }
}

impl ValueReader for Reader {
    fn read(&self, text: &str, context: &ReadingContext) -> Vec<ValueFound> {
        if text.len() > crate::TEXT_MAX_BYTES {
            return Vec::new();
        }
        #[cfg(feature = "duckling")]
        {
            crate::other_languages::read(text, context)
        }
        #[cfg(not(feature = "duckling"))]
        {
            let _ = context;
            Vec::new()
        }
    }

    fn warm_up(&self, locales: &[Locale], dimensions: &[Dimension]) {
        #[cfg(feature = "duckling")]
        crate::other_languages::warm_up(locales, dimensions);
        #[cfg(not(feature = "duckling"))]
        let _ = (locales, dimensions);
    }

    fn merge(
        &self,
        held: &Value,
        said: &ValueFound,
        text: &str,
        context: &ReadingContext,
    ) -> Option<Value> {
        crate::merge::merge(self, held, said, text, context)
    }
}

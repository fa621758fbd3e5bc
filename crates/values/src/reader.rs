//! The reader: which engine reads which language.

use crate::engine::{self, read::Work};
use crate::languages;
use crate::reading::Reading;
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

impl Reader {
    /// Values with what else is known of them: alternatives, holidays, recurrence.
    pub fn readings(&self, text: &str, context: &ReadingContext) -> Vec<Reading> {
        self.readings_and_work(text, context).0
    }

    /// The same, with how much had to be done, which is bounded whatever the text.
    pub fn readings_and_work(&self, text: &str, context: &ReadingContext) -> (Vec<Reading>, Work) {
        if text.len() > crate::TEXT_MAX_BYTES || context.dimensions.is_empty() {
            return (Vec::new(), Work::default());
        }
        if let Some(language) = languages::of(&context.locale) {
            return engine::read::read(text, context, language);
        }
        #[cfg(feature = "duckling")]
        {
            let plain =
                |found| Reading { found, alternatives: Vec::new(), holiday: None, every: None };
            let found = crate::other_languages::read(text, context);
            (found.into_iter().map(plain).collect(), Work::default())
        }
        #[cfg(not(feature = "duckling"))]
        {
            // What needs no rules of a language is read in every language.
            engine::read::read(text, context, languages::none())
        }
    }
}

impl ValueReader for Reader {
    fn read(&self, text: &str, context: &ReadingContext) -> Vec<ValueFound> {
        self.readings(text, context).into_iter().map(|reading| reading.found).collect()
    }

    fn warm_up(&self, locales: &[Locale], dimensions: &[Dimension]) {
        for locale in locales {
            languages::of(locale);
        }
        if dimensions.contains(&Dimension::PhoneNumber) {
            crate::lexical::phones::warm_up();
        }
        #[cfg(feature = "duckling")]
        {
            let others: Vec<Locale> =
                locales.iter().filter(|locale| languages::of(locale).is_none()).cloned().collect();
            crate::other_languages::warm_up(&others, dimensions);
        }
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

use model::{Dimension, Locale, ReadingContext, Value, ValueFound, ValueReader};

/// A reader that finds nothing: for bots without dates and numbers, and for tests.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoValues;

impl ValueReader for NoValues {
    fn read(&self, _text: &str, _context: &ReadingContext) -> Vec<ValueFound> {
        Vec::new()
    }

    fn warm_up(&self, _locales: &[Locale], _dimensions: &[Dimension]) {}

    fn merge(
        &self,
        _held: &Value,
        _said: &ValueFound,
        _text: &str,
        _context: &ReadingContext,
    ) -> Option<Value> {
        None
    }
}

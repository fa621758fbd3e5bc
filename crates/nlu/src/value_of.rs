//! What a text means, when it is known what it is.

use model::{EntityTypeName, Query, Value, ValueReader};

use crate::parsing::Parsing;
use crate::text::Tokens;
use crate::trained::Model;

impl Model {
    /// What a whole text means as an entity of a type: the value and how sure it is. `None` when
    /// the type has no values, or none is like the text. The query says when, where and in which
    /// language; its own text does not matter.
    pub fn value_of(
        &self,
        query: &Query,
        entity_type: &EntityTypeName,
        text: &str,
        values: &dyn ValueReader,
    ) -> Option<(Value, f64)> {
        let locale = self.locale_for(&query.locale, text)?;
        let tokens = Tokens::new(text);
        let parsing = Parsing { model: self, locale, query, values, text: text.to_owned(), tokens };
        match self.types.binary_search_by(|known| known.name.cmp(entity_type)) {
            Ok(number) => parsing.meaning(number as u16, text),
            // Built-in types need no declaration, and no intent that uses them.
            Err(_) => {
                let dimension = model::Dimension::from_name(entity_type.as_str())?;
                parsing.reading(dimension, text)
            }
        }
    }
}

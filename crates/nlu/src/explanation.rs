//! Why a sentence was understood so.

use model::{DecidedBy, EntityFound, Query, Reason, Understanding, ValueReader};

use crate::intent::rejection::THRESHOLD;
use crate::text::{Reduced, TokenClass, Tokens};
use crate::trained::{LocaleModel, Model};

/// How many of the best intents are explained.
const INTENTS_EXPLAINED: usize = 3;
/// Longer sentences are explained by their beginning: each word costs an understanding.
const TOKENS_EXPLAINED: usize = 40;
/// How many words are named per intent.
const WORDS_NAMED: usize = 6;
/// How many sentences are named.
const NEAREST_NAMED: usize = 3;

impl Model {
    /// Understands a sentence as [`Model::parse`] does, and says why.
    pub fn explain(&self, query: &Query, values: &dyn ValueReader) -> Understanding {
        self.explain_with_vector(query, values, &[])
    }

    /// Understands a sentence as [`Model::parse_with_vector`] does, and says why.
    pub fn explain_with_vector(
        &self,
        query: &Query,
        values: &dyn ValueReader,
        vector: &[f32],
    ) -> Understanding {
        let mut understanding = self.parse_with_vector(query, values, vector);
        let Some(locale) = self.locale_for(&query.locale, &understanding.text) else {
            return understanding;
        };
        let mut why = Vec::new();
        let tokens = Tokens::new(&understanding.text).beginning(TOKENS_EXPLAINED);
        match understanding.decided_by {
            DecidedBy::KnownSentence => why.push(Reason {
                about: understanding
                    .intent
                    .as_ref()
                    .map_or("unknown".to_owned(), |name| name.to_string()),
                because: "it is a training sentence".to_owned(),
                weight: 1.0,
            }),
            DecidedBy::Rejection if query.intents.is_empty() => {
                why.push(Reason {
                    about: "unknown".to_owned(),
                    because: format!(
                        "the best intent has probability {:.2}, below the threshold {:.2}",
                        understanding.probability,
                        self.own_threshold.unwrap_or(THRESHOLD)
                    ),
                    weight: understanding.probability,
                });
                explain_unseen(locale, &tokens, &mut why);
            }
            _ => {}
        }
        self.explain_intents(locale, &tokens, &understanding, &mut why);
        explain_nearest(locale, &understanding.text, self, &mut why);
        for found in &understanding.entities {
            let text = found.span.slice(&understanding.text);
            why.push(Reason {
                about: found.role.to_string(),
                because: format!("`{text}` was found by {}", source_in_words(found.source)),
                weight: found.probability,
            });
            explain_parts(found, text, &mut why);
        }
        for found in &understanding.not_retained {
            why.push(Reason {
                about: found.role.to_string(),
                because: format!(
                    "`{}`, found by {}, lost against something that overlaps it",
                    found.span.slice(&understanding.text),
                    source_in_words(found.source)
                ),
                weight: -found.probability,
            });
        }
        understanding.why = why;
        understanding
    }

    /// The words that speak most for and against the best intents.
    fn explain_intents(
        &self,
        locale: &LocaleModel,
        tokens: &Tokens,
        understanding: &Understanding,
        why: &mut Vec<Reason>,
    ) {
        let Some(classifier) = &locale.classifier else { return };
        let known = understanding.intents.iter().take(INTENTS_EXPLAINED).filter_map(|scored| {
            let number = self.intents.binary_search(&scored.intent).ok()? as u16;
            let class = locale.classes.iter().position(|class| *class == Some(number))?;
            Some((&scored.intent, class))
        });
        let (intents, classes): (Vec<_>, Vec<_>) = known.unzip();
        let stretches = locale.stretches.find(tokens, &[], |_| true);
        let listed = self.listed(&locale.matches(tokens), &stretches, &locale.interchangeable);
        let contributions = classifier.contributions(tokens, &listed, &classes);
        for (intent, weights) in intents.into_iter().zip(contributions) {
            let mut words: Vec<(usize, f64)> = weights.into_iter().enumerate().collect();
            words.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then(a.0.cmp(&b.0)));
            for (word, weight) in words.into_iter().take(WORDS_NAMED) {
                why.push(Reason {
                    about: intent.to_string(),
                    because: format!("the word `{}`", tokens.lower_of(word)),
                    weight,
                });
            }
        }
    }
}

/// The parts of an entity, and theirs.
fn explain_parts(whole: &EntityFound, text: &str, why: &mut Vec<Reason>) {
    for part in &whole.sub_entities {
        let own = part.span.slice(text);
        why.push(Reason {
            about: part.role.to_string(),
            because: format!(
                "`{own}`, a part of `{text}`, was found by {}",
                source_in_words(part.source)
            ),
            weight: part.probability,
        });
        explain_parts(part, own, why);
    }
}

/// The words of a rejected sentence that no training sentence holds.
fn explain_unseen(locale: &LocaleModel, tokens: &Tokens, why: &mut Vec<Reason>) {
    let Some(classifier) = &locale.classifier else { return };
    let unseen = (0..tokens.items.len()).filter(|&at| {
        let token = &tokens.items[at];
        token.class != TokenClass::Mark && !classifier.vocabulary.has_word(token.word)
    });
    why.extend(unseen.take(WORDS_NAMED).map(|at| Reason {
        about: "unknown".to_owned(),
        because: format!("no training sentence has the word `{}`", tokens.lower_of(at)),
        weight: 1.0,
    }));
}

/// The training sentences that share most words.
fn explain_nearest(locale: &LocaleModel, text: &str, model: &Model, why: &mut Vec<Reason>) {
    for (known, likeness) in locale.known.nearest(&Reduced::new(text).text, NEAREST_NAMED) {
        let about = known
            .intent
            .map_or("unknown".to_owned(), |number| model.intents[number as usize].to_string());
        why.push(Reason {
            about,
            because: format!("the training sentence `{}`", known.text),
            weight: likeness,
        });
    }
}

fn source_in_words(source: model::EntitySource) -> &'static str {
    match source {
        model::EntitySource::KnownSentence => "the training sentence",
        model::EntitySource::Model => "the words around and in it",
        model::EntitySource::Dictionary => "the dictionary",
        model::EntitySource::Values => "the reader of values",
    }
}

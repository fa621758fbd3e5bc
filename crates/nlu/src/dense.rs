//! Vectors of sentences, an optional input: the seam for encoders.
//!
//! The caller computes them, with whatever encoder it has; this crate calls nothing and answers
//! without them. A second classifier learns from n-grams and vectors together, and is kept only
//! where sentences that were held out show that it is better than the first.

use std::collections::BTreeMap;

use crate::Error;
use crate::bytes::{Reader, Writer, ensure};
use crate::intent::calibration::{HeldOut, best};
use crate::intent::classifier::Classifier;
use crate::text::clean;

/// Vectors of training sentences, all by one encoder.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Vectors {
    encoder: String,
    dimensions: usize,
    by_text: BTreeMap<String, Vec<f32>>,
}

impl Vectors {
    /// No vectors yet, by the encoder that is called so (with its version: vectors of one encoder
    /// mean nothing to another), of so many numbers each.
    pub fn new(encoder: impl Into<String>, dimensions: usize) -> Self {
        Self { encoder: encoder.into(), dimensions, by_text: BTreeMap::new() }
    }

    /// Adds the vector of a sentence of the bot. Returns `false`, and adds nothing, when it has
    /// the wrong length or holds something that is no number.
    pub fn insert(&mut self, text: &str, vector: Vec<f32>) -> bool {
        let is_sound = is_sound(&vector, self.dimensions);
        if is_sound {
            self.by_text.insert(clean(text), vector);
        }
        is_sound
    }

    pub(crate) fn encoder(&self) -> &str {
        &self.encoder
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.by_text.is_empty()
    }

    pub(crate) fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// The vector of a cleaned text.
    pub(crate) fn get(&self, text: &str) -> Option<&[f32]> {
        self.by_text.get(text).map(Vec::as_slice)
    }
}

fn is_sound(vector: &[f32], dimensions: usize) -> bool {
    vector.len() == dimensions && vector.iter().all(|value| value.is_finite())
}

/// The classifier of one locale that also looks at vectors.
#[derive(Debug, Clone)]
pub(crate) struct Dense {
    pub(crate) centre: Centre,
    pub(crate) classifier: Classifier,
}

/// The mean of the training sentences' vectors, which says nothing and is taken away.
#[derive(Debug, Clone)]
pub(crate) struct Centre(Vec<f32>);

impl Centre {
    /// Of vectors of `dimensions` numbers.
    pub(crate) fn of<'a>(vectors: impl Iterator<Item = &'a [f32]>, dimensions: usize) -> Self {
        let mut mean = vec![0.0f32; dimensions];
        let mut count = 0.0f32;
        for vector in vectors {
            let unit = unit(vector.to_vec());
            mean.iter_mut().zip(unit).for_each(|(mean, value)| *mean += value);
            count += 1.0;
        }
        mean.iter_mut().for_each(|mean| *mean /= count.max(1.0));
        Self(mean)
    }

    /// A vector seen from the centre, of length one; `None` when it is not sound.
    pub(crate) fn see(&self, vector: &[f32]) -> Option<Vec<f32>> {
        is_sound(vector, self.0.len()).then(|| {
            let own = unit(vector.to_vec());
            unit(own.iter().zip(&self.0).map(|(own, mean)| own - mean).collect())
        })
    }
}

fn unit(mut vector: Vec<f32>) -> Vec<f32> {
    let length = vector.iter().map(|value| value * value).sum::<f32>().sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|value| *value /= length);
    }
    vector
}

/// Whether the second of two classifiers is better on the same sentences by more than chance
/// would make it: by more than one standard error of the difference.
pub(crate) fn is_better(first: &[HeldOut], second: &[HeldOut]) -> bool {
    let is_right = |own: &HeldOut| own.class == Some(best(&own.scores) as u16);
    let (mut gained, mut lost) = (0usize, 0usize);
    for (first, second) in first.iter().zip(second) {
        gained += usize::from(is_right(second) && !is_right(first));
        lost += usize::from(is_right(first) && !is_right(second));
    }
    gained > lost && (gained - lost).pow(2) > gained + lost
}

impl Dense {
    pub(crate) fn write(&self, writer: &mut Writer) {
        writer.f32s(&self.centre.0);
        self.classifier.write(writer);
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, Error> {
        let centre = Centre(reader.f32s()?);
        let classifier = Classifier::read(reader)?;
        ensure(classifier.dimensions == centre.0.len(), "a dense classifier is uneven")?;
        Ok(Self { centre, classifier })
    }
}

//! From a bot to a model.

mod locale;
pub(crate) mod prepared;

use model::{Bot, Diagnostic, Locale, Sentence, SentenceStatus, ValueReader};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::declared::declared;
use crate::dense::Vectors;
use crate::intent::rejection::TradeOff;
use locale::LocaleTraining;

/// Changes whenever the same bot would train to another model.
const ENGINE_VERSION: &str = "8";

/// How to train.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TrainOptions {
    /// How much time to spend.
    pub speed: Speed,
}

/// How much time training may spend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Speed {
    /// After each correction: calibration is estimated on less.
    Quick,
    /// Before publishing.
    #[default]
    Full,
}

/// A trained model and what training found out.
#[derive(Debug, Clone)]
pub struct Trained {
    /// The model, for [`Model::load`]. The same bot and options always give the same bytes.
    pub bytes: Vec<u8>,
    /// Figures, for people.
    pub report: TrainingReport,
    /// What was left out or looks wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// What training found out.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct TrainingReport {
    /// Per locale, in the bot's order.
    pub locales: Vec<LocaleReport>,
    /// Size of the model.
    pub model_bytes: usize,
}

/// What training found out about one locale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LocaleReport {
    /// The locale.
    pub locale: Locale,
    /// Sentences learned from.
    pub sentences: usize,
    /// Intents that have sentences.
    pub intents: usize,
    /// Entities annotated in them.
    pub entities: usize,
    /// Share of sentences whose intent is found right by a model that did not see them, 0 to 1;
    /// absent when there are too few.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub held_out_accuracy: Option<f64>,
    /// How many sentences that share was measured on.
    pub held_out_sentences: usize,
    /// Below this probability a sentence is unknown.
    pub unknown_threshold: f64,
    /// What other thresholds would cost and bring, measured on intents that were left out.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub unknown_trade_off: Vec<TradeOff>,
}

/// Trains a model on everything that a person vouches for.
///
/// Never fails: what cannot be learned is left out and named in the diagnostics. `values` reads
/// the values of the training sentences, so that the entity model learns which of them matter.
pub fn train(bot: &Bot, options: &TrainOptions, values: &dyn ValueReader) -> Trained {
    train_with_vectors(bot, options, values, &Vectors::default())
}

/// Trains as [`train`] does, and looks whether vectors of the sentences help; they are used only
/// where they do ([`Model::encoder`](crate::Model::encoder)). [`crate::texts_to_encode`] names them. Sentences without one are learned
/// from all the same. [`training_fingerprint`] does not know the vectors: whoever keeps models adds
/// the name of the encoder to it.
pub fn train_with_vectors(
    bot: &Bot,
    options: &TrainOptions,
    values: &dyn ValueReader,
    vectors: &Vectors,
) -> Trained {
    let mut diagnostics = Vec::new();
    let mut model = declared(bot);
    model.is_provisional = options.speed == Speed::Quick;
    let mut report = TrainingReport::default();
    // Locales know nothing of each other, so each has a thread. Their results are put together in
    // the bot's order: the bytes are the same as one after the other.
    let trained: Vec<_> = std::thread::scope(|scope| {
        let begin = |locale| {
            let sentences = sentences_of(bot, locale);
            let training =
                LocaleTraining { bot, model: &model, locale, sentences, options, values, vectors };
            scope.spawn(move || {
                let mut findings = Vec::new();
                (training.run(&mut findings), findings)
            })
        };
        let threads: Vec<_> = bot.locales.iter().map(begin).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    for ((locale_model, locale_report), findings) in trained {
        model.locales.push(locale_model);
        report.locales.push(locale_report);
        diagnostics.extend(findings);
    }
    for sentence in &bot.sentences {
        if sentence.locale.choose_among(&bot.locales).is_none() {
            diagnostics.push(Diagnostic::warning(
                "sentence-locale",
                format!(
                    "the sentence `{}` is in `{}`, which the bot does not speak; nothing is \
                     learned from it",
                    sentence.text, sentence.locale
                ),
                format!("add `{}` to the bot's locales, or remove the sentence", sentence.locale),
            ));
        }
    }
    let uses_vectors = model.locales.iter().any(|locale| locale.dense.is_some());
    model.encoder = uses_vectors.then(|| vectors.encoder().to_owned());
    let bytes = model.to_bytes();
    report.model_bytes = bytes.len();
    Trained { bytes, report, diagnostics }
}

/// The fingerprint of what training reads: bots with the same fingerprint train to the same
/// model. Hexadecimal.
pub fn training_fingerprint(bot: &Bot, options: &TrainOptions) -> String {
    let sentences: Vec<&Sentence> =
        bot.sentences.iter().filter(|s| s.status == SentenceStatus::Validated).collect();
    let read = (
        ENGINE_VERSION,
        crate::bytes::FORMAT_VERSION,
        options,
        &bot.locales,
        bot.settings.unknown_threshold,
        &bot.intents,
        &bot.entity_types,
        sentences,
    );
    // These are plain structures with text keys, which JSON always accepts.
    let json = serde_json::to_vec(&read).unwrap_or_default();
    Sha256::digest(&json).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn sentences_of<'a>(bot: &'a Bot, locale: &Locale) -> Vec<&'a Sentence> {
    bot.sentences
        .iter()
        .filter(|sentence| {
            sentence.status == SentenceStatus::Validated
                && sentence.locale.choose_among(&bot.locales) == Some(locale)
        })
        .collect()
}

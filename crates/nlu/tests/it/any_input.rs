//! The engine under any bytes. The targets in `fuzz` call these functions with bytes of a fuzzer;
//! the tests call them with a corpus and with bytes drawn from a seed.

use std::sync::OnceLock;

use model::{Annotation, Dictionary, DictionaryEntry, EntityTypeName, IntentName};
use model::{Role, Sentence, SentenceStatus, Span};
use nlu::{Model, NoValues, Speed, TrainOptions, train};

use crate::library_bot::{add, empty_bot, library, query};

/// More lines than that say nothing more about training.
const LINES_MAX: usize = 60;

fn quick(bot: &model::Bot) -> Vec<u8> {
    train(bot, &TrainOptions { speed: Speed::Quick }, &NoValues).bytes
}

fn library_bytes() -> &'static [u8] {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    BYTES.get_or_init(|| quick(&library()))
}

fn library_model() -> &'static Model {
    static MODEL: OnceLock<Model> = OnceLock::new();
    MODEL.get_or_init(|| Model::load(library_bytes()).unwrap())
}

/// Understands a text and checks what every understanding promises.
fn understand(model: &Model, text: &str, locale: &str) {
    let understood = model.explain(&query(text, locale), &NoValues);
    assert!(understood.text.len() <= model::limits::SENTENCE_BYTES_MAX);
    assert!((0.0..=1.0).contains(&understood.probability));
    for found in understood.entities.iter().chain(&understood.not_retained) {
        assert!(understood.text.get(found.span.start..found.span.end).is_some());
        let words = found.span.slice(&understood.text);
        let is_within = |part: &model::EntityFound| words.get(part.span.start..part.span.end);
        assert!(found.sub_entities.iter().all(|part| is_within(part).is_some()));
    }
    for pair in understood.entities.windows(2) {
        assert!(!pair[0].span.overlaps(&pair[1].span));
    }
}

/// Any sentence.
pub fn sentence(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for locale in ["fr", "en", "ja"] {
        understand(library_model(), &text, locale);
    }
}

/// Any training data: each line is a sentence, and its first byte says what is marked in it.
pub fn training(bytes: &[u8]) {
    let mut bot = empty_bot(&["fr", "ar"]);
    for name in ["one", "two", "three", "silent"] {
        bot.intents.insert(IntentName::new(name).unwrap(), model::Intent::default());
    }
    let lines: Vec<&[u8]> = bytes.split(|&byte| byte == b'\n').take(LINES_MAX).collect();
    for line in &lines {
        let (kind, text) = line.split_first().map_or((0, &line[..]), |(kind, text)| (*kind, text));
        let text = String::from_utf8_lossy(text).into_owned();
        let intent = ["one", "two", "three", "undeclared"][usize::from(kind % 4)];
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let mut entities = Vec::new();
        if kind & 8 != 0 && places.len() > 2 {
            let (start, end) = (places[usize::from(kind >> 4) % places.len()], text.len());
            let part = |parts| Annotation {
                span: Span::of_bytes(&text, 0, end - start),
                entity_type: EntityTypeName::new("thing").unwrap(),
                role: Role::new("thing").unwrap(),
                sub_entities: parts,
            };
            let parts = vec![part(vec![part(Vec::new())])];
            entities.push(Annotation { span: Span::of_bytes(&text, start, end), ..part(parts) });
        }
        bot.sentences.push(Sentence {
            text: text.clone(),
            locale: (if kind & 64 == 0 { "fr" } else { "ar" }).parse().unwrap(),
            intent: (kind & 32 == 0).then(|| IntentName::new(intent).unwrap()),
            entities,
            status: SentenceStatus::Validated,
        });
    }
    let model = Model::load(&quick(&bot)).unwrap();
    for line in lines.iter().take(8) {
        understand(&model, &String::from_utf8_lossy(line), "fr");
    }
}

/// Any dictionary: each line is a label, and a sentence.
pub fn dictionary(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let lines: Vec<&str> = text.split('\n').take(LINES_MAX).collect();
    let mut bot = empty_bot(&["fr"]);
    add(&mut bot, "fr", "search", "je cherche [cela](thing)\ntrouve [ceci](thing)");
    let declared = bot.entity_types.entry(EntityTypeName::new("thing").unwrap()).or_default();
    let entry = |line: &&str| DictionaryEntry { value: (*line).into(), labels: [].into() };
    let entries = lines.iter().map(entry).collect();
    declared.dictionary = Some(Dictionary { entries, ..Dictionary::default() });
    let model = Model::load(&quick(&bot)).unwrap();
    for line in lines.iter().take(8) {
        understand(&model, &format!("je cherche {line}"), "fr");
        // With two letters less.
        let kept = line.chars().enumerate().filter(|(at, _)| !matches!(at, 3 | 6));
        understand(&model, &kept.map(|(_, letter)| letter).collect::<String>(), "fr");
    }
}

/// Any model: bytes of a real one, some of them changed, behind a checksum that is right. Each five
/// bytes are a place and what stands there.
pub fn model_bytes(bytes: &[u8]) {
    let mut changed = library_bytes().to_vec();
    for change in bytes.chunks_exact(5) {
        let place = u32::from_le_bytes([change[0], change[1], change[2], change[3]]) as usize;
        let count = changed.len();
        changed[place % count] = change[4];
    }
    nlu::reseal(&mut changed);
    if let Ok(model) = Model::load(&changed) {
        model.explain(&query("horaires de Gare Sud", "fr"), &NoValues);
        model.parse(&query("who knows what this is", "en"), &NoValues);
    }
    assert!(Model::load(bytes).is_err());
}

#[cfg(test)]
mod tests {
    use model::{Rng, SeededRng};

    use super::*;

    /// Bytes drawn from a seed: texts of pieces that programs stumble over, and noise.
    fn drawn(seed: u64) -> Vec<u8> {
        const PIECES: [&str; 16] = [
            "\n",
            " ",
            "a",
            "gare",
            "Gare Sud",
            "\u{0}",
            "\u{7}",
            "é",
            "e\u{301}",
            "東京",
            "😀",
            "\u{202e}",
            "مرحبا",
            "123",
            "'-",
            "\u{fffd}",
        ];
        let mut rng = SeededRng::new(seed);
        let mut bytes = Vec::new();
        for _ in 0..rng.below(200) {
            match rng.below(4) {
                0 => bytes.push(rng.below(256) as u8),
                _ => bytes.extend(PIECES[rng.below(PIECES.len())].bytes()),
            }
        }
        bytes
    }

    #[test]
    fn any_sentence_is_understood_somehow() {
        (0..300).for_each(|seed| sentence(&drawn(seed)));
    }

    #[test]
    fn any_training_data_trains() {
        (0..60).for_each(|seed| training(&drawn(seed)));
        for bytes in [&b""[..], b"\n\n\n", b"(only one", b"\x08ab\n\x08ab\n\x18ab", b" a\n!a\n\"a"]
        {
            training(bytes);
        }
    }

    #[test]
    fn any_dictionary_is_searched() {
        (0..60).for_each(|seed| dictionary(&drawn(seed)));
        dictionary("a".repeat(5_000).as_bytes());
        dictionary("ab cd-ef ".repeat(500).as_bytes());
    }

    #[test]
    fn a_model_that_lies_behind_a_right_checksum_is_refused_or_answers() {
        let size = library_bytes().len();
        let mut rng = SeededRng::new(12);
        for _ in 0..1_500 {
            // The first thousands of bytes hold what the rest is counted by.
            let most = if rng.below(2) == 0 { size } else { size.min(4_000) };
            let changes = 1 + rng.below(3);
            let change = |rng: &mut SeededRng| {
                let place = (rng.below(most) as u32).to_le_bytes();
                let value = [0, 1, 255, rng.below(256) as u8][rng.below(4)];
                [place[0], place[1], place[2], place[3], value]
            };
            let bytes: Vec<u8> = (0..changes).flat_map(|_| change(&mut rng)).collect();
            model_bytes(&bytes);
        }
    }
}

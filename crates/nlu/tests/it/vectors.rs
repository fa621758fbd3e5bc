//! Vectors of an encoder are an input: used where they help, done without everywhere else.

use model::{Rng, SeededRng};
use nlu::{Model, NoValues, TrainOptions, Vectors, train, train_with_vectors};

use crate::library_bot::{add, empty_bot, query};

const INTENTS: [&str; 4] = ["alpha", "beta", "gamma", "delta"];

/// Sentences whose words say nothing about their intents.
fn bot() -> model::Bot {
    let mut bot = empty_bot(&["en"]);
    let mut rng = SeededRng::new(3);
    for intent in INTENTS {
        for _ in 0..30 {
            let words: Vec<String> = (0..4).map(|_| format!("w{}", rng.below(40))).collect();
            add(&mut bot, "en", intent, &words.join(" "));
        }
    }
    bot
}

/// Vectors that point where `direction` says, with some noise.
fn vectors(bot: &model::Bot, direction: impl Fn(usize) -> usize) -> Vectors {
    let mut vectors = Vectors::new("test-encoder 1", 8);
    let mut rng = SeededRng::new(4);
    for (place, sentence) in bot.sentences.iter().enumerate() {
        let mut vector: Vec<f32> = (0..8).map(|_| rng.below(100) as f32 / 300.0).collect();
        vector[direction(place)] += 1.0;
        assert!(vectors.insert(&sentence.text, vector));
    }
    vectors
}

fn pointing(direction: usize) -> Vec<f32> {
    (0..8).map(|at| if at == direction { 1.0 } else { 0.15 }).collect()
}

#[test]
fn vectors_that_help_are_used_and_missed_by_nobody() {
    let bot = bot();
    let vectors = vectors(&bot, |place| place / 30);
    let options = TrainOptions::default();
    let trained = train_with_vectors(&bot, &options, &NoValues, &vectors);
    assert!(trained.bytes == train_with_vectors(&bot, &options, &NoValues, &vectors).bytes);
    let model = Model::load(&trained.bytes).unwrap();
    assert_eq!(model.encoder(), Some("test-encoder 1"));
    let asked = query("w1 w2 w3 w4", "en");
    for (direction, intent) in INTENTS.iter().enumerate() {
        let understood = model.parse_with_vector(&asked, &NoValues, &pointing(direction));
        assert_eq!(understood.intents[0].intent.as_str(), *intent);
    }
    let plain = Model::load(&train(&bot, &options, &NoValues).bytes).unwrap();
    assert_eq!(plain.encoder(), None);
    let without = plain.parse(&asked, &NoValues);
    assert_eq!(model.parse(&asked, &NoValues), without);
    for unfit in [vec![], vec![1.0; 7], vec![f32::NAN; 8]] {
        assert_eq!(model.parse_with_vector(&asked, &NoValues, &unfit), without);
    }
}

#[test]
fn vectors_that_do_not_help_are_left_aside() {
    let bot = bot();
    let useless = vectors(&bot, |place| place % 7);
    let options = TrainOptions::default();
    let trained = train_with_vectors(&bot, &options, &NoValues, &useless);
    assert!(trained.bytes == train(&bot, &options, &NoValues).bytes);
    let mut unfit = Vectors::new("test-encoder 1", 8);
    assert!(!unfit.insert("w1", vec![0.0; 7]));
    assert!(!unfit.insert("w1", vec![f32::INFINITY; 8]));
}

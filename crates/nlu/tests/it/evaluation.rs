//! What evaluations promise.

use model::{Bot, IntentName};
use nlu::NoValues;
use nlu::evaluation::{EvaluateOptions, Evaluation, compare, evaluate, report};

use crate::library_bot::{add, empty_bot, library};

fn cheap() -> EvaluateOptions {
    EvaluateOptions { rejection: false, ..EvaluateOptions::default() }
}

fn evaluated(bot: &Bot, options: &EvaluateOptions) -> Evaluation {
    evaluate(bot, None, options, &NoValues, &mut |_, _| true).unwrap()
}

fn intent(name: &str) -> IntentName {
    IntentName::new(name).unwrap()
}

#[test]
fn the_same_bot_and_seed_give_the_same_figures() {
    let options = EvaluateOptions { learning_curve: true, ..EvaluateOptions::default() };
    let (first, second) = (evaluated(&library(), &options), evaluated(&library(), &options));
    assert_eq!(first, second);
    let other = evaluated(&library(), &EvaluateOptions { seed: 2, ..options });
    assert_ne!(first.outcomes, other.outcomes);
    let json = serde_json::to_string(&first).unwrap();
    assert_eq!(serde_json::from_str::<Evaluation>(&json).unwrap().accuracy, first.accuracy);
}

#[test]
fn progress_counts_all_steps_and_no_stops_the_work() {
    let options = EvaluateOptions { folds: 3, learning_curve: true, ..EvaluateOptions::default() };
    let mut steps = Vec::new();
    let mut note = |done: usize, all: usize| {
        steps.push((done, all));
        true
    };
    evaluate(&library(), None, &options, &NoValues, &mut note).unwrap();
    // Three folds, three groups of intents left out, five points of the learning curve.
    assert_eq!(steps, (0..11).map(|done| (done, 11)).collect::<Vec<_>>());
    for stop_at in [0, 4, 9] {
        let mut go_on = |done: usize, _: usize| done < stop_at;
        assert_eq!(evaluate(&library(), None, &options, &NoValues, &mut go_on), None);
    }
}

#[test]
fn a_wrong_label_and_a_near_duplicate_are_reported() {
    let mut bot = library();
    let twin = bot.sentences.iter().find(|s| s.text == "payer mes pénalités de retard").unwrap();
    let mut wrong = twin.clone();
    wrong.text = "payer toutes mes pénalités de retard".into();
    wrong.intent = Some(intent("greet"));
    bot.sentences.push(wrong);
    let evaluation = evaluated(&bot, &cheap());
    let texts: Vec<&str> = evaluation.suspicious.iter().map(|own| own.text.as_str()).collect();
    assert!(texts.contains(&"payer toutes mes pénalités de retard"), "{texts:?}");
    assert!(evaluation.near_duplicates.iter().any(|pair| pair.first.intent != pair.second.intent));
}

/// 120 sentences of four intents; every 24th has the next intent's label.
fn mislabelled() -> (Bot, Vec<String>) {
    let subjects = [
        (
            "parking",
            [
                "where can I park my car",
                "is there a parking space for my car",
                "how much is the car park",
            ],
        ),
        ("opening", ["when do you open", "what are the opening hours", "are you open until late"]),
        ("refund", ["I want my money back", "how do I get a refund", "please refund what I paid"]),
        ("weather", ["will it rain", "what is the weather like", "is it going to be sunny"]),
    ];
    let endings = [
        "",
        " please",
        " today",
        " on Sunday",
        " tomorrow",
        " next week",
        " for my mother",
        " in the morning",
        " this evening",
        " at your place",
    ];
    let (mut bot, mut wrong) = (empty_bot(&["en"]), Vec::new());
    for (at, (name, beginnings)) in subjects.iter().enumerate() {
        for (b, beginning) in beginnings.iter().enumerate() {
            for (e, ending) in endings.iter().enumerate() {
                let text = format!("{beginning}{ending}");
                let number = at * 30 + b * 10 + e;
                let label = match number % 24 {
                    11 => {
                        wrong.push(text.clone());
                        subjects[(at + 1) % subjects.len()].0
                    }
                    _ => name,
                };
                add(&mut bot, "en", label, &text);
            }
        }
    }
    (bot, wrong)
}

#[test]
fn wrong_labels_rank_first_whatever_the_seed() {
    let (bot, wrong) = mislabelled();
    assert_eq!((bot.sentences.len(), wrong.len()), (120, 5));
    for seed in 1..4 {
        let evaluation = evaluated(&bot, &EvaluateOptions { seed, ..cheap() });
        let mut first: Vec<&str> =
            evaluation.suspicious.iter().take(5).map(|own| own.text.as_str()).collect();
        let mut wrong: Vec<&str> = wrong.iter().map(String::as_str).collect();
        first.sort_unstable();
        wrong.sort_unstable();
        assert_eq!(first, wrong, "seed {seed}");
        assert_eq!(evaluation.accuracy.n, 120);
    }
}

#[test]
fn entity_errors_name_what_was_missed_and_what_was_found_instead() {
    let mut bot = empty_bot(&["en"]);
    for city in ["Paris", "Lyon", "Nice", "Lille", "Brest", "Tours", "Dijon", "Rouen"] {
        add(&mut bot, "en", "travel", &format!("a train to [{city}](to:city) please"));
        add(&mut bot, "en", "greet", &format!("good morning {city}"));
    }
    // One sentence in which the person who marked it forgot the entity.
    add(&mut bot, "en", "travel", "a train to Nantes please");
    let evaluation = evaluated(&bot, &cheap());
    let entities = evaluation.entities.as_ref().unwrap();
    assert_eq!(entities.recall.n, 8);
    let errors: Vec<_> = evaluation.entity_errors().collect();
    let forgotten = errors.iter().find(|own| own.text.contains("Nantes")).unwrap();
    assert_eq!(forgotten.entities_wrong[0].text, "Nantes");
    assert_eq!(forgotten.entities_wrong[0].role.as_str(), "to");
    assert!(entities.micro_f1.low <= entities.micro_f1.value);
    assert!(entities.micro_f1.value <= entities.micro_f1.high);
}

#[test]
fn held_out_sentences_are_measured_and_not_learned() {
    let mut test = empty_bot(&["fr", "en"]);
    add(&mut test, "en", "greet", "hello my dear library");
    add(&mut test, "en", "weather", "will it rain on the books");
    let sentences = Some(test.sentences.as_slice());
    let evaluation =
        evaluate(&library(), sentences, &cheap(), &NoValues, &mut |_, _| true).unwrap();
    assert!(evaluation.held_out);
    assert_eq!(evaluation.accuracy.n, 2);
    assert_eq!(evaluation.sentences, library().sentences.len());
    // An intent that the bot does not have cannot be found, and is counted all the same.
    assert!(evaluation.intents.iter().any(|own| own.intent == Some(intent("weather"))));
    assert_eq!(evaluation.accuracy.count, 1);
}

#[test]
fn a_version_is_compared_sentence_by_sentence() {
    let (before, wrong) = mislabelled();
    let mut after = before.clone();
    let right = before.sentences.iter().find(|s| s.text == "will it rain").unwrap().intent.clone();
    for sentence in &mut after.sentences {
        if wrong.contains(&sentence.text) && sentence.text.contains("weather") {
            sentence.intent.clone_from(&right);
        }
    }
    add(&mut after, "en", "parking", "where do I leave the car");
    let comparison = compare(&evaluated(&before, &cheap()), &evaluated(&after, &cheap()));
    assert_eq!((comparison.sentences, comparison.only_before, comparison.only_after), (120, 0, 1));
    assert!(
        comparison.fixed.iter().any(|own| own.after.text.contains("weather")),
        "{comparison:?}"
    );
    assert!(comparison.after.count >= comparison.before.count);
    let same = compare(&evaluated(&before, &cheap()), &evaluated(&before, &cheap()));
    assert_eq!((same.fixed.len(), same.broken.len(), same.changed.len()), (0, 0, 0));
    assert_eq!(same.chance, 1.0);
}

#[test]
fn rejection_and_learning_curves_go_the_right_way() {
    let options = EvaluateOptions { learning_curve: true, ..EvaluateOptions::default() };
    let evaluation = evaluated(&library(), &options);
    let curve = evaluation.rejection.as_ref().unwrap();
    assert!(curve.auroc > 0.6, "{}", curve.auroc);
    assert!(curve.known > 0 && curve.unknown > 0);
    assert!(curve.points.is_sorted_by(|a, b| {
        a.threshold < b.threshold
            && a.unknown_recall <= b.unknown_recall
            && a.known_accuracy >= b.known_accuracy
    }));
    let learning = &evaluation.learning_curve;
    assert_eq!(learning.len(), 5);
    assert!(learning.is_sorted_by(|a, b| a.sentences < b.sentences));
    assert!(learning.iter().all(|point| point.accuracy.n == learning[0].accuracy.n));
    assert!(learning[4].accuracy.share > learning[0].accuracy.share, "{learning:?}");
}

#[test]
fn bots_with_next_to_nothing_are_evaluated_without_a_crash() {
    let mut bots = vec![empty_bot(&[]), empty_bot(&["en"])];
    let mut one = empty_bot(&["en"]);
    add(&mut one, "en", "greet", "hello");
    let mut unknown_only = one.clone();
    unknown_only.sentences[0].intent = None;
    bots.extend([one, unknown_only]);
    for bot in &bots {
        let options = EvaluateOptions { folds: 0, learning_curve: true, ..Default::default() };
        let evaluation = evaluated(bot, &options);
        assert_eq!(evaluation.accuracy.n, bot.sentences.len());
        let tables = report::of_evaluation(&evaluation);
        assert!(report::terminal(&tables).starts_with("Figures"));
        assert!(report::markdown("b", &tables).starts_with("# b\n"));
    }
}

//! Accuracy does not fall: floors on sentences of our own, and on measuring data where it exists.

use nlu::bench::{BenchSet, measure, read_labelled};
use nlu::evaluation::{EvaluateOptions, evaluate};
use nlu::{NoValues, Speed};

use crate::library_bot::library;

#[test]
fn cross_validation_of_the_library_bot_stays_above_its_floors() {
    let mut steps = Vec::new();
    let options = EvaluateOptions { folds: 4, rejection: false, ..EvaluateOptions::default() };
    let evaluation = evaluate(&library(), None, &options, &NoValues, &mut |done, all| {
        steps.push((done, all));
        true
    })
    .unwrap();
    assert_eq!(steps, [(0, 4), (1, 4), (2, 4), (3, 4)]);
    assert_eq!(evaluation.sentences, library().sentences.len());
    assert_eq!(evaluation.accuracy.n, library().sentences.len());
    assert!(evaluation.accuracy.share >= 0.72, "accuracy {:?}", evaluation.accuracy);
    let entities = evaluation.entities.as_ref().unwrap();
    let roles = entities.roles.iter().filter(|own| own.role.as_str() != "title");
    let (right, wanted) =
        roles.fold((0, 0), |(r, w), own| (r + own.recall.count, w + own.recall.n));
    assert!(right * 100 >= wanted * 65, "entities {right} of {wanted}");
    assert!(evaluation.confusions.iter().all(|own| own.count > 0 && !own.examples.is_empty()));
}

#[test]
fn public_data_is_understood_when_it_is_there() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/nlu/banking77_10shot");
    let read = |name: &str| std::fs::read_to_string(folder.join(name));
    let (Ok(train), Ok(test)) = (read("train_seed0.tsv"), read("test.tsv")) else {
        eprintln!("skipped: the measuring data is not there");
        return;
    };
    let set = BenchSet {
        name: "banking77_10shot/seed0".into(),
        train: read_labelled(&train),
        test: read_labelled(&test),
        ..BenchSet::default()
    };
    let line = measure(&set, Speed::Quick, None, &|| 0.0);
    assert!(line.accuracy >= 74.5, "{line:?}");
}

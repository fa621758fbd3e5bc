//! The cases of Duckling's public corpora, where they are beside the repository.

use std::path::Path;

#[test]
fn the_rates_that_were_reached_are_kept() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/values/duckling-dev.jsonl");
    let Ok(text) = std::fs::read_to_string(&file) else {
        eprintln!("skipped: no ../shared/data/values/duckling-dev.jsonl beside the repository");
        return;
    };
    let cases = values::bench::cases(&text).expect("a file of cases");
    let (lines, misses) = values::bench::run(&values::Reader::new(), &cases, &|| 0);
    for line in &lines {
        // Percent of the cases that must be right, or one miss.
        let floor = match (line.locale.as_str(), line.dimension.as_str()) {
            (_, "TimeOtherHolidays") => continue,
            ("fr", "Time") => 99,
            ("en", "Time") => 99,
            ("fr" | "en", _) => 100,
            ("es", "Time") => 75,
            _ => continue,
        };
        assert!(
            line.pass * 100 >= line.total * floor || line.pass + 1 >= line.total,
            "{} {}: {} of {}, the floor is {floor} %: {:?}",
            line.locale,
            line.dimension,
            line.pass,
            line.total,
            misses
                .iter()
                .filter(|miss| miss.case.locale == line.locale)
                .map(|miss| &miss.case.text)
                .collect::<Vec<_>>()
        );
    }
}

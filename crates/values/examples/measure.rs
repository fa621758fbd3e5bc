//! Rates and speed on a file of cases: `measure FILE [LOCALE [DIMENSION]]`, misses on stderr.
use std::time::Instant;

fn main() {
    let mut args = std::env::args().skip(1);
    let Some(file) = args.next() else {
        eprintln!("usage: measure FILE [LOCALE [DIMENSION]]");
        std::process::exit(2);
    };
    let (locale, dimension) = (args.next(), args.next());
    let text = std::fs::read_to_string(&file).expect("a readable file");
    let mut cases = values::bench::cases(&text).expect("a file of cases");
    cases.retain(|case| {
        locale.as_ref().is_none_or(|l| l == &case.locale)
            && dimension.as_ref().is_none_or(|d| d == &case.dimension)
    });
    let start = Instant::now();
    let clock = || u64::try_from(start.elapsed().as_nanos() / 1000).unwrap_or(u64::MAX);
    let (lines, misses) = values::bench::run(&values::Reader::new(), &cases, &clock);
    for miss in &misses {
        let show = |value: &model::ValueFound| {
            format!(
                "{:?}{} {}",
                value.span.slice(&miss.case.text),
                if value.latent { " latent" } else { "" },
                serde_json::to_string(&value.value).unwrap_or_default()
            )
        };
        let got: Vec<String> = miss.got.iter().map(show).collect();
        eprintln!(
            "{} {:?} wants {} got {}",
            miss.case.locale,
            miss.case.text,
            miss.case.expect,
            got.join(" | ")
        );
    }
    for line in lines {
        println!("{}", serde_json::to_string(&line).unwrap_or_default());
    }
}

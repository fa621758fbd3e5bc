//! Reads each line of stdin: `read LOCALE [ISO TIME] [ZONE]`, and prints the values.
use std::io::BufRead;

use model::{Dimension, ReadingContext};

fn main() {
    let mut args = std::env::args().skip(1);
    let locale = args.next().unwrap_or_else(|| "en".into());
    let now = args.next().unwrap_or_else(|| "2013-02-12T04:30:00-02:00".into());
    let zone = args.next().unwrap_or_else(|| "-02:00".into());
    let latent = std::env::var("LATENT").is_ok();
    let only = std::env::var("DIM").ok().and_then(|name| Dimension::from_name(&name));
    let context = ReadingContext {
        now: now.parse::<chrono::DateTime<chrono::Utc>>().expect("an ISO time").into(),
        zone,
        locale: locale.parse().expect("a locale"),
        dimensions: only.map_or_else(|| Dimension::ALL.to_vec(), |only| vec![only]),
        latent,
    };
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("text in UTF-8");
        let (found, work) = values::Reader::new().readings_and_work(&line, &context);
        print!("{line}");
        for reading in found {
            let json = serde_json::to_string(&reading.found.value).unwrap_or_default();
            let short = json
                .replace("\"type\":", "")
                .replace(":00-02:00", "")
                .replace("T00:00", "")
                .replace('"', "")
                .replace("measure:", "");
            print!(
                "  [{}]{}{} {}{}",
                reading.found.span.slice(&line),
                if reading.found.latent { "~" } else { "" },
                reading
                    .every
                    .map_or(String::new(), |e| format!(" every {} {:?}", e.count, e.grain)),
                short,
                reading.holiday.map_or(String::new(), |h| format!(" ({h})")),
            );
        }
        if std::env::var("WORK").is_ok() {
            print!("   {work:?}");
        }
        println!();
    }
}

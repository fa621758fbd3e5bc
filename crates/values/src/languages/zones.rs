//! Zones by their abbreviations, in all languages.

use super::actions;
use crate::engine::pattern::Grammar;

/// Minutes east of UTC. An abbreviation is one offset, whatever the season.
const ZONES: &[(&str, i64)] = &[
    ("(gmt|utc|wet|z)", 0),
    ("(bst|west)", 60),
    ("cet", 60),
    ("(cest|eet|cat|sast)", 120),
    ("(eest|msk|eat)", 180),
    ("(gst)", 240),
    ("pkt", 300),
    ("ist", 330),
    ("(ict)", 420),
    ("(awst|sgt|hkt|pht)", 480),
    ("(jst|kst)", 540),
    ("(aest)", 600),
    ("(aedt)", 660),
    ("nzst", 720),
    ("nzdt", 780),
    ("(brt|adt)", -180),
    ("(ast|edt)", -240),
    ("(est|cdt)", -300),
    ("(cst|mdt)", -360),
    ("(mst|pdt)", -420),
    ("(pst|akdt)", -480),
    ("(akst|hdt)", -540),
    ("hst", -600),
];

/// `est`: whether that is an abbreviation rather than a word, as in French and Spanish.
pub(crate) fn rules(g: &mut Grammar, est: bool) {
    for (words, offset) in ZONES {
        let words = if est { (*words).to_string() } else { words.replace("(est|", "(") };
        g.add_n(&format!("<hours> {words}"), *offset, actions::zoned);
        g.add_with(&format!("<n0-24> {words}"), *offset, 3.0, actions::hour_zoned);
    }
}

//! What comes again, in English.

use super::time::{AFTERNOON, EVENING, MORNING};
use crate::engine::pattern::Grammar;
use crate::languages::actions;

pub(super) fn rules(g: &mut Grammar) {
    g.add("(every|each|all) <named>", actions::every_named);
    g.add("(every|each) <part>", actions::every_named);
    for (words, hours) in
        [("(mornings)", MORNING), ("(afternoons)", AFTERNOON), ("(evenings|nights)", EVENING)]
    {
        g.add_n(&format!("(in the|on|at) {words}"), hours, actions::every_part);
        g.add_n(&format!("<weekday> {words}"), hours, actions::part_of_date);
    }
    g.add("(every|each) <cycle>", actions::every_cycle);
    g.add("every <duration>", actions::every_cycle);
    g.add("every other <cycle>", actions::every_other);
    g.add(
        "(every|each) <ordinal> <weekday> (of the|in the|of every|of each) <cycle>",
        actions::every_nth,
    );
    g.add(
        "(the)? <ordinal> <weekday> (of every|of each|in every|every|each) <cycle>",
        actions::every_nth,
    );
    g.add_n(
        "(every|each) last <weekday> (of the|in the|of every|of each) <cycle>",
        -1,
        actions::every_nth,
    );
    g.add_n("(the)? last <weekday> (of every|of each|in every) <cycle>", -1, actions::every_nth);
    g.add("(on|at)? (weekends|week-ends)", actions::weekends);
    g.add("every other <named>", actions::every_other_named);
    g.add("(daily|everyday)", actions::daily);
    g.add_n("(hourly)", 2, actions::every_grain);
    g.add("every <o1-31> (of the month)", actions::every_day_number);
}

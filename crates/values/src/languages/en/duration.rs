//! Lengths of time in English.

use crate::engine::chart::Match;
use crate::engine::node::Sem;
use crate::engine::pattern::Grammar;
use crate::languages::actions;

pub(super) fn rules(g: &mut Grammar) {
    for (words, grain) in [
        ("(second|seconds|sec|secs)", 0),
        ("(minute|minutes|min|mins)", 1),
        ("(hour|hours|hr|hrs)", 2),
        ("(day|days)", 3),
        ("(week|weeks|wk|wks)", 4),
        ("(month|months|mth|mths)", 5),
        ("(quarter|quarters|qtr|qtrs)", 6),
        ("(year|years|yr|yrs)", 7),
    ] {
        g.add_n(words, grain, actions::grain);
    }
    g.add(
        "<number> (more|additional|extra|less|fewer|full|whole|long)? <grain>",
        actions::duration,
    );
    g.add(
        "(about|around|approximately|roughly|exactly|precisely|nearly|almost|some) <duration>",
        actions::same,
    );
    g.add_n("<int> +\"", 0, actions::duration_sign);
    g.add_n("<int> +'", 1, actions::duration_sign);
    g.add_n("<int> +s", 0, actions::duration_sign);
    g.add_n("<int> +m", 1, actions::duration_sign);
    g.add_with("<number> h", 2, 1.2, hours);
    g.add("<int> +h <n1-59> +(m|min|mins)", hours_minutes);
    g.add("<int> +(hr|hrs) <n1-59> +(m|min|mins)?", hours_minutes);
    for (words, quarters) in [
        ("(half an|half a|a half|half|1/2 an|1/2 a)", 2),
        ("(a quarter of an|a quarter of a|quarter of an|quarter of a|1/4 of an)", 1),
        (
            "(three-quarters of an|three quarters of an|3 quarters of an|three-quarters of a|3/4 of an|three-quarter)",
            3,
        ),
    ] {
        g.add_n(&format!("{words} <grain>"), quarters, actions::quarters_of);
    }
    for (words, quarters) in [
        ("(and half|and a half|and an half|and half a|and half an)", 2),
        (
            "(and quarter|and a quarter|and one quarter|and quarter of|and a quarter of|and one quarter of)",
            1,
        ),
        ("(and two quarters|and two quarter|and two quarters of|and two quarter of)", 2),
        ("(and three quarters|and three quarter|and three quarters of|and three quarter of)", 3),
    ] {
        g.add_n(&format!("<number> {words} <grain>"), quarters, actions::duration_and_quarters);
        g.add_n(&format!("<duration> {words}"), quarters, actions::grain_and_quarters);
    }
    g.add("<duration> (and|,|, and)? <duration>", actions::durations);
    g.add("<duration> and? <n1-59>", actions::hours_and_minutes);
    g.add_n("(a fortnight|fortnight|one fortnight)", 3014, actions::duration_named);
    g.add("<count> fortnights", fortnights);
    g.add_n("(a decade|decade)", 7010, actions::duration_named);
}

fn hours(m: &Match<'_>) -> Option<Sem> {
    actions::of_count(m.value(0)?, model::Grain::Hour)
}

fn hours_minutes(m: &Match<'_>) -> Option<Sem> {
    let total = m.int(0)?.checked_mul(60)?.checked_add(m.int(1)?)?;
    actions::of_count(total as f64, model::Grain::Minute)
}

fn fortnights(m: &Match<'_>) -> Option<Sem> {
    actions::of_count(m.value(0)? * 14.0, model::Grain::Day)
}

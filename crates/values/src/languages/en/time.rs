//! Dates and times in English.

use super::meanings;
use crate::engine::pattern::Grammar;
use crate::languages::actions::{self, EARLY, LATE, MIDDLE};

/// Parts of the day: 100 × from + to.
pub(super) const MORNING: i64 = 12;
pub(super) const AFTERNOON: i64 = 1219;
pub(super) const EVENING: i64 = 1824;

pub(super) fn rules(g: &mut Grammar) {
    days(g);
    dates(g);
    clocks(g);
    parts(g);
    cycles(g);
    relative(g);
    intervals(g);
    compose(g);
}

fn days(g: &mut Grammar) {
    for (words, n) in [
        ("(today|todays|today's|at this time|the same day|same day|tdy)", 0),
        ("(tomorrow|tmrw|tomorow|tommorow|tommorrow|tomorrows|tomorrow's|tmr|tmw)", 1),
        ("(yesterday|yesterdays|yesterday's)", -1),
        ("(the day after tomorrow|day after tomorrow|overmorrow)", 2),
        ("(the day before yesterday|day before yesterday)", -2),
    ] {
        g.add_n(words, n, actions::day_from_today);
    }
    // Of something said before.
    for (words, n) in
        [("(the day after|day after)", 1), ("(the day before|day before)", -1), ("that day", 0)]
    {
        g.add_n(words, n, actions::day_from_today_latent);
    }
    g.add_n("the <cycle> after", 1, actions::cycle_latent);
    g.add_n("the <cycle> before", -1, actions::cycle_latent);
    g.add("(now|right now|just now|at the moment|immediately|straight away|right away|at once|at present)", actions::instant_now);
    g.add("atm", actions::instant_now_latent);
    for (at, words) in [
        "(monday|mon .)",
        "(tuesday|tue .|tues .|tues|tue)",
        "(wednesday|wed .|weds)",
        "(thursday|thu|thur|thurs|thu .|thur .|thurs .)",
        "(friday|fri|fri .)",
        "(saturday|sat .)",
        "(sunday|sun .)",
    ]
    .iter()
    .enumerate()
    {
        g.add_n(words, at as i64, actions::weekday);
    }
    for (at, words) in
        ["mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "sundays"]
            .iter()
            .enumerate()
    {
        g.add_n(words, at as i64, actions::weekdays);
    }
    for (words, at) in [("mon", 0), ("wed", 2), ("sat", 5), ("sun", 6)] {
        g.add_with(words, at, 1.5, actions::weekday_latent);
    }
    for (at, words) in [
        "(january|jan|jan .)",
        "(february|feb|feb .)",
        "",
        "(april|apr|apr .)",
        "",
        "(june|jun .)",
        "(july|jul|jul .)",
        "(august|aug|aug .)",
        "(september|sept|sep|sep .|sept .)",
        "(october|oct|oct .)",
        "(november|nov|nov .)",
        "(december|dec .)",
    ]
    .iter()
    .enumerate()
    {
        if !words.is_empty() {
            g.add_n(words, at as i64 + 1, actions::month);
        }
    }
    // Words as well.
    for (words, at) in [("may", 5), ("(march|mar|mar .)", 3), ("jun", 6), ("dec", 12)] {
        g.add_with(words, at, 1.2, actions::month_latent);
    }
    for (words, n) in [("(spring)", 0), ("(summer)", 1), ("(autumn|fall)", 2), ("(winter)", 3)] {
        g.add_n(
            &format!("(this|current|the|in|in the|during the|this coming) {words}"),
            n,
            actions::season,
        );
    }
    for (words, n) in [("spring", 0), ("summer", 1), ("(autumn|fall)", 2), ("winter", 3)] {
        g.add_n(words, n, actions::season_latent);
    }
    g.add_n("(this|current) (season|seasons)", 0, meanings::season_now);
    g.add_n("(last|past|previous) (season|seasons)", -1, meanings::season_now);
    g.add_n("(next|following|upcoming|coming) (season|seasons)", 1, meanings::season_now);
    g.add("(weekend|week-end|wkend|week end)", actions::weekend);
}

fn dates(g: &mut Grammar) {
    g.add("(the)? <n1-31> (of)? <month>", actions::day_month);
    g.add("(the)? <o1-31> (day)? (of|in)? <month>", actions::day_month);
    g.add("<month> (the)? <o1-31>", actions::month_then_day);
    g.add("<month> <n1-31>", meanings::month_then_digits);
    g.add("(on|on the|for|for the|by the|from the) <month-day>", actions::sure);
    g.add_n("(the)? ides of <month>", 0, actions::named_day_of_month);
    g.add("<n1-31> (/|-) <month> (/|-) <year>", actions::day_month_year);
    g.add("<n1-31> (/|-) <month> (/|-) <n0-99>", actions::day_month_year);
    g.add("<month-day> ,? <year>", actions::with_year);
    g.add("<month-day> <n0-99>", actions::with_year);
    g.add("<month> (of|,|in)? <year>", actions::with_year);
    g.add("<holiday> (of|,|in)? <year>", actions::with_year);
    g.add("<season> (of|,|in)? <year>", actions::with_year);
    g.add("<cycled> (of|,|in)? <year>", actions::with_year);
    g.add("(the|on the|on) <o1-31>", actions::day_number);
    g.add("<o-digits>", actions::day_number);
    g.add("<weekday> ,? (the)? <o1-31>", actions::weekday_number);
    g.add("<weekday> ,? (the) <n1-31>", actions::weekday_number);
    g.add("(on)? <weekday> <digits1-31>", actions::weekday_number_soon);
    g.add(
        "(the|on the|on)? <o1-31> &(or|and|,|or the|and the) &<month-day>",
        actions::day_of_month_of,
    );
    g.add("<n1-31> (of|in|of the) <cycled>", meanings::day_of_cycle);
    g.add("(the)? <o1-31> (day)? (of|in|of the) <cycled>", meanings::day_of_cycle);
    g.add_with("<year>", 0, 4.0, actions::year_latent);
    g.add("(in|year|the year|in the year|of|during) <year>", actions::year);
    g.add("(in)? <int> (ad|a . d .|a . d|ce)", actions::year);
    g.add(
        "(in|during|of|for|by the month of|the month of|month of|in the month of|over) <month>",
        actions::sure,
    );
    g.add("(the|in the|for the)? <o1-4> (quarter|qtr)", meanings::quarter_of_year);
    g.add("(q) +<n1-4>", actions::quarter);
    g.add("<n0-99> +(q) +<n1-4>", meanings::year_quarter);
    g.add(
        "(the|this|on the|over the|for the|during the|this coming) <weekend>",
        actions::named_this,
    );
    g.add("on <weekday>", actions::sure);
    g.add("(for|the) <weekday>", meanings::sure_if_sure);
}

fn clocks(g: &mut Grammar) {
    g.add_cost("<n0-24>", 6.0, actions::hour_bare);
    g.add_cost("<hhmm>", 6.0, actions::packed_clock);
    g.add("<n0-24> +h <n0-59>?", meanings::clock_h);
    g.add("<clock> +h", actions::sure);
    g.add("<n0-24> (o'clock|oclock|o clock)", actions::hour);
    g.add_cost("<n1-12> <n10-59>", 2.0, meanings::spoken_clock);
    g.add_cost("<n1-12> - <n10-59>", 2.0, meanings::spoken_clock);
    g.add_cost("<n1-12> (oh|ou|o) <n1-9>", 1.0, actions::hour_minute);
    g.add("<clock> (sharp|exactly|precisely|on the dot|ish)", actions::sure);
    g.add("<n1-12> -? (ish)", actions::hour);
    g.add_n("<n1-12> <n0-99> (am|a . m .|a . m)", 0, meanings::spaced_half_day);
    g.add_n("<n1-12> <n0-99> (pm|p . m .|p . m)", 12, meanings::spaced_half_day);
    g.add_n("<clock> (in the)? (am|a . m .|a . m|a m|a)", 0, actions::half_day);
    g.add_n("<clock> (in the)? (pm|p . m .|p . m|p m|p|p .)", 12, actions::half_day);
    g.add_n("<range> (in the)? (am|a . m .|a . m)", 0, actions::half_day);
    g.add_n("<range> (in the)? (pm|p . m .|p . m)", 12, actions::half_day);
    for (words, minutes) in [("(quarter|a quarter)", 15), ("(half|a half)", 30)] {
        g.add_n(&format!("{words} (past|after) <clock>"), minutes, actions::clock_plus);
        g.add_n(&format!("for {words} (past|after) <clock>"), minutes, actions::clock_plus);
    }
    g.add_n("(quarter|a quarter) (to|till|til|before|of) <clock>", -15, actions::clock_plus);
    g.add_n("half (to|till|before) <clock>", -30, actions::clock_plus);
    g.add_cost("half <n1-12>", 2.0, meanings::half_hour);
    g.add_n("<n1-59> (minutes|minute|min|mins)? (past|after) <clock>", 1, actions::minutes_past);
    g.add_n(
        "<n1-59> (minutes|minute|min|mins) (to|till|til|before|of) <clock>",
        -1,
        actions::minutes_past,
    );
    g.add_n("<n1-59> (to|till|til|before|of) <clock>", -1, actions::fives_past);
    g.add_cost("(at)? <hhmm> (hours|hrs)", 0.5, meanings::military);
    g.add_n("(noon|noontime|midday|mid day|mid-day|12 noon|twelve noon)", 12, actions::named_hour);
    g.add_n("(midnight|mid night|mid-night|12 midnight)", 24, actions::named_hour);
    g.add(
        "(at|@|by the time of|at about|at around|at approximately|exactly at|starting at) <clock>",
        meanings::at_clock,
    );
    g.add_n(
        "(around|about|approximately|approx|circa|near|by around|towards) <clock>",
        1,
        meanings::at_clock,
    );
    g.add_n("for <clock>", 2, meanings::at_clock);
    g.add("<n1-12> (in the|in) (am)", meanings::number_am);
    g.add("<n1-12> (in the|in) (pm)", meanings::number_pm);
    crate::languages::zones::rules(g, true);
}

fn parts(g: &mut Grammar) {
    let names: &[(&str, i64)] =
        &[("(morning)", MORNING), ("(afternoon|arvo)", AFTERNOON), ("(evening|night)", EVENING)];
    for (words, hours) in names {
        g.add_n(&format!("(this) {words}"), *hours, actions::part_today);
        g.add_n(&format!("(in the|in|during the|at|the|by|on the|for the|in the course of the|through the|of the) {words}"), *hours, actions::part);
        g.add_n(words, *hours, actions::part_latent);
        g.add_n(&format!("(last|yesterday) {words}"), *hours, actions::part_yesterday);
        g.add_n(&format!("{words} (of|on) (the)? <date>"), *hours, actions::part_of_date);
        g.add_n(&format!("(early)? (tomorrow) {words}"), *hours, meanings::part_tomorrow);
    }
    for (words, hours) in [
        ("(tonight|tonite|tonights|tonight's|this night)", EVENING),
        ("(late tonight|late tonite|later tonight)", 2124),
        ("(this lunch|at lunch today)", 1214),
        ("(early this morning)", 9),
        ("(late this morning|later this morning)", 1012),
    ] {
        g.add_n(words, hours, actions::part_today);
    }
    g.add_n("(late last night)", 2124, actions::part_yesterday);
    for (words, hours) in [
        ("(at|over|during) (lunch|lunchtime|lunch time)", 1214),
        ("(after lunch)", 1317),
        ("(before lunch)", 1012),
        ("(at|over|during) (dinner|dinnertime|dinner time|supper)", 1721),
        ("(at|over|during) (breakfast|breakfast time)", 610),
        ("(after work)", 1721),
        ("(after school)", 1521),
        ("(in the)? early (hours of the)? (morning|hours)", 9),
        ("(in the)? early hours of the morning", 9),
        ("(in the)? late (in the)? morning", 1012),
        ("(in the)? early (in the)? afternoon", 1215),
        ("(in the)? late (in the)? afternoon", 1519),
        ("(in the)? early (in the)? evening", 1821),
        ("(in the)? late (in the)? (evening|night)", 2124),
        ("(late at night)", 2124),
    ] {
        g.add_n(words, hours, actions::part);
    }
    for (words, hours) in [
        ("(for)? (lunch|lunchtime|lunch time)", 1214),
        ("(for)? (dinner|dinnertime|dinner time|supper)", 1721),
        ("(for)? (breakfast|breakfast time)", 610),
    ] {
        g.add_n(words, hours, actions::part_latent);
    }
    g.add("<relative> <part>", actions::both_sure);
    g.add("<weekday> <part>", actions::both_sure);
    g.add_cost("<n1-12> (in the|in|this|at) <part>", 2.5, meanings::hour_part);
    g.add_cost("<n1-12> <part>", 2.5, meanings::hour_sure_part);
    g.add("<n1-12> <dated-part>", meanings::hour_sure_part);
    g.add("<digits1-31> <relative>", meanings::hour_of_day);
    g.add("<part> (at|@|for) <n1-12>", meanings::part_hour);
    for what in ["<relative>", "<weekday>"] {
        g.add_n(&format!("(first thing|first thing on) {what}"), 609, actions::part_of_date);
        g.add_n(&format!("{what} (first thing)"), 609, actions::part_of_date);
        g.add_n(&format!("{what} (morning first thing)"), 609, actions::part_of_date);
    }
    g.add_n("(first thing in the morning)", 609, actions::part);
    g.add("<part> (at|@)? <hhmm>", actions::packed_in_part);
}

fn cycles(g: &mut Grammar) {
    let next = "(next|the next|the following|following|upcoming|the upcoming|coming|the coming)";
    let last = "(last|past|previous|the last|the past|the previous)";
    g.add_n("(this|current|the current|this current) <cycle>", 0, actions::cycle);
    g.add_n(&format!("{next} <cycle>"), 1, actions::cycle);
    g.add_n(&format!("{last} <cycle>"), -1, actions::cycle);
    g.add_n("(the)? (next|coming) <hour-cycle>", 1, actions::cycle);
    g.add_n("(the)? (last|past|previous) <hour-cycle>", -1, actions::cycle);
    g.add("(every|each) <hour-cycle>", actions::every_cycle);
    g.add_n("<cycle> (after next)", 2, actions::cycle);
    g.add_n("(the)? <cycle> (before last)", -2, actions::cycle);
    g.add(
        "(in|during|for|over|of|within|around|about|later|sometime|on|at) <cycled>",
        actions::sure,
    );
    g.add("(around|about|approximately) <plain>", actions::sure);
    g.add("(the)? <cycle> of (the)? <time>", actions::cycle_of_date);
    for what in ["<weekday>", "<weekend>"] {
        g.add_n(&format!("(the)? {what} before <date>"), -1, actions::named_beside);
        g.add_n(&format!("(the)? {what} (after|following) <date>"), 1, actions::named_beside);
    }

    {
        let det = "(the|in the|for the|over the|during the|within the|these)? ";
        g.add_n(&format!("{det}(next|following|coming) <count> <grain>"), 1, actions::cycles);
        g.add_n(
            &format!("{det}(next|following|coming) <duration>"),
            1,
            meanings::cycles_of_duration,
        );
        g.add_n(&format!("{det}(last|past|previous) <count> <grain>"), -1, actions::cycles);
        g.add_n(&format!("{det}(last|past|previous) <duration>"), -1, meanings::cycles_of_duration);
        g.add_n(&format!("{det}upcoming <count> <grain>"), 1, actions::cycle_ahead);
        g.add_n(&format!("{det}<count> upcoming <grain>"), 1, actions::cycle_ahead);
    }

    g.add_n(
        "(this|this coming|the coming|coming|upcoming|current) <named>",
        0,
        actions::named_this,
    );
    g.add_n("next <named>", 1, meanings::next_named);
    g.add_n("(last|this past|previous|past) <named>", -1, actions::named_from_now);
    g.add_n("<weekday> after next", 2, meanings::weekday_after_next);
    g.add_n(
        "<weekday> (next week|of next week|the following week|from next week|in next week)",
        1,
        actions::weekday_in_week,
    );
    g.add_n("<weekday> (this week|of this week)", 0, actions::weekday_in_week);
    g.add_n(
        "<weekday> (last week|of last week|from last week|in last week)",
        -1,
        actions::weekday_in_week,
    );
    g.add_n("(last week's|previous week's) <weekday>", -1, actions::weekday_in_week);
    g.add_n("(next week's) <weekday>", 1, actions::weekday_in_week);
    g.add_n("(this week's) <weekday>", 0, actions::weekday_in_week);
    g.add_n("(a week|a week on|one week on|week) <weekday>", 7, meanings::week_on);
    g.add_n("(a fortnight on|two weeks on) <weekday>", 14, meanings::week_on);
    g.add_n("(a week|a week on|week) <relative>", 7, actions::days_from);
    g.add_n("<relative> week", 7, actions::days_from);
    g.add_n("(the)? <weekend> after next", 2, meanings::weekend_after_next);
    g.add_n("(the following|following) <weekday>", 0, actions::named_this);
    g.add("(at)? (this time|the same time|same time) (on|of)? <date>", actions::this_time);
    g.add_n("<weekday> (week)", 7, meanings::week_on);
    g.add_n("<count> <named> (from now|hence)", 1, actions::named_count_from_now);
    g.add_n("<count> <named> (ago|back)", -1, actions::named_count_from_now);

    {
        let of = "(of|in|of the|in the)";
        for what in ["<cycle>", "<weekday>", "<weekend>"] {
            g.add_n(&format!("(the)? <ordinal> {what} {of} <time>"), 1, actions::nth_of);
            g.add_n(&format!("(the)? (last) {what} {of} <time>"), -10, actions::nth_of);
            g.add_n(&format!("(the)? <ordinal> last {what} {of} <time>"), -1, actions::nth_of);
            g.add_n(&format!("(the)? <ordinal> to last {what} {of} <time>"), -1, actions::nth_of);
        }
        for what in ["<cycle>", "<weekday>", "<weekend>"] {
            g.add_n(&format!("(the)? <ordinal> {what} {of} <cycle>"), 1, actions::nth_of_running);
            g.add_n(&format!("(the)? last {what} {of} <cycle>"), -10, actions::nth_of_running);
        }
    }

    for (words, kind) in [
        (
            "(beginning|beginning of|at the beginning of|the beginning of|the start of|at the start of|start of|early|early in)",
            EARLY,
        ),
        ("(middle of|the middle of|in the middle of|mid|mid-|mid -|in mid|in mid-)", MIDDLE),
        ("(end of|at the end of|the end of|late|late in|by the late|towards the end of)", LATE),
    ] {
        g.add_n(
            &format!("{words} (the|around|around the|this|current|the current)? <cycle>"),
            kind,
            meanings::part_of_cycle,
        );
        g.add_n(&format!("{words} (the|around)? <cycled>"), kind, actions::part_of);
        g.add_n(&format!("{words} <month>"), kind, actions::part_of);
        g.add_n(&format!("{words} <yearly>"), kind, actions::part_of);
        g.add_n(&format!("{words} <year>"), kind, meanings::part_of_year_number);
    }
    for (words, cycle, kind) in [
        ("(boy|the boy|at the boy)", 7, EARLY),
        ("(eoy|the eoy|at the eoy|at eoy)", 7, LATE),
        ("(bom|the bom|at the bom)", 5, EARLY),
        ("(eom|the eom|at the eom|at eom)", 5, LATE),
        ("(eow|the eow|at the eow)", 4, LATE),
    ] {
        g.add_n(words, cycle * 10 + kind, meanings::abbreviated_part);
    }
    g.add_n(
        "(eod|the eod|end of day|end of the day|the end of the day|cob|close of business)",
        0,
        meanings::end_of_day,
    );
    g.add("(the)? (rest|remainder) of (the|this) <cycle>", actions::rest_of_cycle);
    g.add("(all|all the|the whole|the entire|whole) <cycle>", actions::all_cycle);
    g.add("(all|all the|the whole) <cycle> (long)", actions::all_cycle);
}

fn relative(g: &mut Grammar) {
    g.add_n("in (about|around|the next|another)? <duration> (from now)?", 1, actions::from_now);
    g.add_n("(the)? day after <date>", 1, actions::days_from);
    g.add_n("(the)? day before <date>", -1, actions::days_from);
    g.add("<holiday> <weekend>", actions::holiday_weekend);
    g.add_n("(the)? <weekend> of (the)? <date>", 1, actions::weekend_at);
    g.add_n("<duration> (from now|hence|from today|from right now)", 1, actions::from_now);
    g.add_n("<duration> (ago|back|earlier than now)", -1, actions::from_now);
    g.add_n("<duration> (later|afterwards)", 1, actions::later);
    g.add_n("<duration> (earlier|before that)", -1, actions::later);
    g.add("(within|in the next|in less than|inside of) <duration>", actions::within);
    g.add_n("(the)? <cycle> before <date>", -1, actions::cycle_beside);
    g.add_n("(the)? <cycle> (after|following) <date>", 1, actions::cycle_beside);
    g.add_cost("in <n1-59>", 3.0, actions::in_minutes);
    g.add_n("<duration> (after|from|past|following) <time>", 1, actions::duration_from);
    g.add_n("<duration> (before|prior to|ahead of) <time>", -1, actions::duration_from);
    g.add_n("<named> in <duration>", 1, actions::named_in_duration);
    g.add_n("<named> <duration> (hence|from now)", 1, actions::named_in_duration);
    g.add_n("<named> <duration> (ago|back)", -1, actions::named_in_duration);
    g.add_n("(today in|today) <instant>", 0, actions::sure);
    g.add("<relative> <instant>", meanings::today_instant);
    g.add_n("(the)? closest <named> (to today|to now)", 0, actions::nth_closest);
    g.add_n("(the)? <ordinal> closest <named> (to today|to now)", 0, actions::nth_closest);
    g.add_n("(asap|as soon as possible|as soon as you can)", 0, actions::after_minutes);
    g.add_n("(later|later on)", 10, meanings::later_latent);
    g.add("<time> for <duration>", actions::lasting_from);
    g.add("for <duration> (from|starting|starting on|starting from) <time>", actions::lasting_from);
    g.add_n("after <duration>", 1, actions::after_duration);
}

fn intervals(g: &mut Grammar) {
    let to = "(to|till|til|until|untill|through|thru|-|up to|to the|till the|through the)";
    g.add(
        &format!(
            "(from|from the|starting|starting from|starting on|since) <time> {to} (the)? <time>"
        ),
        actions::from_to,
    );
    g.add("(between|between the|in between) <time> and (the)? <time>", actions::from_to_sure);
    g.add(
        "<plain> (-|through|thru|till|til|until|untill|to) (the)? <plain>",
        actions::from_to_alike,
    );
    g.add(&format!("(from|from the) <n1-31> {to} <date>"), meanings::from_number);
    g.add(&format!("(from|from the) <o1-31> {to} <date>"), meanings::from_number);
    g.add("between (the)? <n1-31> and (the)? <date>", meanings::from_number);
    g.add("between (the)? <o1-31> and (the)? <date>", meanings::from_number);
    g.add("between (the)? <o1-31> and (the)? <o1-31>", actions::day_numbers);
    g.add(&format!("(from)? (the)? <o1-31> {to} <o1-31>"), actions::day_numbers);
    g.add(&format!("(the)? <o1-31> {to} <date>"), meanings::from_number);
    g.add(&format!("<n1-31> {to} <date>"), meanings::from_number);
    g.add(&format!("(from)? <month-day> {to} <n1-31>"), actions::to_day_number);
    g.add(&format!("(from)? <month-day> {to} <o1-31>"), actions::to_day_number);
    g.add(&format!("(from)? <n0-24> {to} <clock>"), meanings::from_hour);
    g.add("between <n0-24> and <clock>", meanings::from_hour);
    g.add_cost("between <clock> and <n0-24>", 2.0, actions::to_hour_number);
    g.add_cost(&format!("(from)? <clock> {to} <n0-24>"), 2.0, meanings::clock_to_hour);
    g.add_cost(&format!("from <n0-24> {to} <n0-24>"), 2.0, actions::hour_numbers);
    g.add_cost("<n0-24> - <n0-24>", 4.0, actions::hour_numbers);
    g.add("<weekday> (-|to|through|thru) <weekday>", actions::from_to_sure);
    g.add("(in between|between|in) <range>", actions::sure);
    for day in ["<part>", "<weekday>", "<relative>", "<dated>"] {
        g.add_cost(
            &format!("(from)? <n0-24> (-|to|till|until) <n0-24> (on)? {day}"),
            0.5,
            actions::hour_numbers_on,
        );
        g.add_cost(
            &format!("{day} (from|between)? <n0-24> (-|to|till|until) <n0-24>"),
            0.5,
            actions::hour_numbers_on,
        );
    }
    g.add("<sure> / <sure>", meanings::iso_interval);
    g.add("<clock> but <time>", actions::both);
    g.add("<time> but <time>", actions::both);

    g.add_n("(before|anytime before|sometime before|sometimes before|any time before|prior to|earlier than|ahead of) (the)? <time>", -1, actions::bounded);
    g.add_n(
        "(until|till|til|untill|up to|up until|no later than|not later than) (the)? <time>",
        0,
        actions::bounded,
    );
    g.add_n("(through|thru) (the)? <date>", 2, actions::bounded);
    g.add_n("(after|anytime after|sometime after|sometimes after|any time after|starting|starting from|starting on|later than|no earlier than|not before|as of|beginning|past|onwards from) (the)? <time>", 1, actions::bounded);
    g.add_n("since (the)? <time>", 1, actions::since);
    g.add_n("<time> (onwards|onward|or later|and later|and after|or after)", 1, actions::bounded);
    g.add_n("<time> (or earlier|at the latest|or before)", 0, actions::bounded);
    g.add_n("from (the)? <time>", 1, meanings::from);
    g.add("(by|by the|no later than the) <time>", actions::by);
}

fn compose(g: &mut Grammar) {
    g.add("<time> <time>", actions::both);
    g.add(
        "<time> (,|at|on|on the|of|in|in the|for|, on|during|, at|@|from|the|of the|, the) <time>",
        actions::both,
    );
}

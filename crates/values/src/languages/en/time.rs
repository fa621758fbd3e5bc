//! Dates and times in English.
// tidy: long because a language's rules of one dimension stand in one file, to be read side by side.

use crate::engine::chart::Match;
use crate::engine::node::Sem;
use crate::engine::pattern::Grammar;
use crate::languages::actions::{self, EARLY, LATE, MIDDLE};
use crate::time::build::{self, Clock, Form, Hours, Time, pins};
use crate::time::expr::Expr;

/// Parts of the day: 100 × from + to.
const MORNING: i64 = 12;
const AFTERNOON: i64 = 1219;
const EVENING: i64 = 1824;

pub(super) fn rules(g: &mut Grammar) {
    days(g);
    dates(g);
    clocks(g);
    parts(g);
    cycles(g);
    relative(g);
    intervals(g);
    recurring(g);
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
    g.add("(now|right now|just now|at the moment|immediately|straight away|right away|at once|at present)", actions::instant_now);
    g.add("atm", actions::instant_now_latent);
    for (at, words) in [
        "(monday|mondays|mon .)",
        "(tuesday|tuesdays|tue .|tues .|tues|tue)",
        "(wednesday|wednesdays|wed .|weds)",
        "(thursday|thursdays|thu|thur|thurs|thu .|thur .|thurs .)",
        "(friday|fridays|fri|fri .)",
        "(saturday|saturdays|sat .)",
        "(sunday|sundays|sun .)",
    ]
    .iter()
    .enumerate()
    {
        g.add_n(words, at as i64, actions::weekday);
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
            one_season,
        );
    }
    for (words, n) in [("spring", 0), ("summer", 1), ("(autumn|fall)", 2), ("winter", 3)] {
        g.add_n(words, n, actions::season_latent);
    }
    g.add_n("(this|current) (season|seasons)", 0, season_now);
    g.add_n("(last|past|previous) (season|seasons)", -1, season_now);
    g.add_n("(next|following|upcoming|coming) (season|seasons)", 1, season_now);
    g.add("(weekend|week-end|wkend|week end)", actions::weekend);
}

fn one_season(m: &Match<'_>) -> Option<Sem> {
    actions::season(m)
}

/// The running season and its neighbours, from the first to the last day.
fn season_now(m: &Match<'_>) -> Option<Sem> {
    let today = m.now.floor(m.now.wall, model::Grain::Day);
    let mut all = Vec::new();
    for n in 0..4 {
        let from = crate::time::civil::add(today, -2, model::Grain::Year);
        let to = crate::time::civil::add(today, 2, model::Grain::Year);
        actions::season_expr(n).each(m.now, from, to, &mut |occ| {
            all.push(occ);
            true
        });
    }
    all.sort_by_key(|occ| occ.start);
    let here = all.iter().rposition(|occ| occ.start <= today)?;
    let mut occ = *all.get(here.checked_add_signed(m.n() as isize)?)?;
    // Up to the last day before the next one begins.
    occ.end =
        all.get(here.checked_add_signed(m.n() as isize + 1)?)?.start - crate::time::civil::DAY;
    Sem::time(Time::fixed(occ, Form::Season))
}

fn dates(g: &mut Grammar) {
    g.add("(the)? <n1-31> (of)? <month>", actions::day_month);
    g.add("(the)? <o1-31> (day)? (of|in)? <month>", actions::day_month);
    g.add("<month> (the)? <o1-31>", actions::month_then_day);
    g.add("<month> <n1-31>", month_then_digits);
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
    g.add("<ordinal>", ordinal_day);
    g.add("<weekday> ,? (the)? <o1-31>", weekday_number);
    g.add("<weekday> ,? (the) <n1-31>", weekday_number);
    g.add("<n1-31> (of|in|of the) <cycled>", day_of_cycle);
    g.add("(the)? <o1-31> (day)? (of|in|of the) <cycled>", day_of_cycle);
    g.add_with("<year>", 0, 4.0, actions::year_latent);
    g.add("(in|year|the year|in the year|of|during) <year>", actions::year);
    g.add("(in)? <int> (ad|a . d .|a . d|ce)", actions::year);
    g.add(
        "(in|during|of|for|by the month of|the month of|month of|in the month of|over) <month>",
        actions::sure,
    );
    g.add("(the|in the|for the)? <o1-4> (quarter|qtr)", quarter_of_year);
    g.add("(q) +<n1-4>", actions::quarter);
    g.add("<n0-99> +(q) +<n1-4>", year_quarter);
    g.add(
        "(the|this|on the|over the|for the|during the|this coming) <weekend>",
        actions::named_this,
    );
    g.add("on <weekday>", actions::sure);
    g.add("(for|the) <weekday>", sure_if_sure);
}

fn ordinal_day(m: &Match<'_>) -> Option<Sem> {
    match m.sem(0)? {
        Sem::Ordinal { latent: false, .. } => actions::day_number(m),
        _ => None,
    }
}

fn sure_if_sure(m: &Match<'_>) -> Option<Sem> {
    (!m.time(0)?.latent).then_some(())?;
    actions::sure(m)
}

fn month_then_digits(m: &Match<'_>) -> Option<Sem> {
    // "march twenty five"; "june two tickets" and "march four" are not read.
    m.number(1).filter(|number| {
        number.digits > 0 && number.digits < 3 || number.spelled && number.value > 12.0
    })?;
    actions::month_then_day(m)
}

fn weekday_number(m: &Match<'_>) -> Option<Sem> {
    let day = actions::day_number_time(m.int(1)?)?;
    let both = build::intersect(m.time(0)?, &day, m.now)?;
    Sem::time(both.sure().form(Form::DayNumber))
}

fn day_of_cycle(m: &Match<'_>) -> Option<Sem> {
    let day = actions::day_number_time(m.int(0)?)?;
    let both = build::intersect(&day, m.time(1)?, m.now)?;
    (m.time(1)?.grain() >= model::Grain::Month).then_some(())?;
    Sem::time(both.sure())
}

fn quarter_of_year(m: &Match<'_>) -> Option<Sem> {
    let quarter = m.int(0)?;
    let time = Time::date(Expr::Quarter(quarter), pins::MONTH | pins::SEASON, Form::Cycle);
    Sem::time(time)
}

fn year_quarter(m: &Match<'_>) -> Option<Sem> {
    let year = crate::lexical::dates::full_year(m.int(0)?, 2)?;
    let quarter = Time::date(Expr::Quarter(m.int(1)?), pins::MONTH | pins::SEASON, Form::Cycle);
    let year = Time::date(Expr::Year(year), pins::YEAR, Form::Year);
    Sem::time(build::intersect(&quarter, &year, m.now)?)
}

fn clocks(g: &mut Grammar) {
    g.add_cost("<n0-24>", 6.0, actions::hour_bare);
    g.add_cost("<hhmm>", 6.0, actions::packed_clock);
    g.add("<n0-24> +h <n0-59>?", clock_h);
    g.add("<n0-24> (o'clock|oclock|o clock)", actions::hour);
    g.add_cost("<n1-12> <n10-59>", 2.0, spoken_clock);
    g.add_cost("<n1-12> - <n10-59>", 2.0, spoken_clock);
    g.add_cost("<n1-12> (oh|ou|o) <n1-9>", 1.0, actions::hour_minute);
    g.add("<clock> (sharp|exactly|precisely|on the dot|ish)", actions::sure);
    g.add("<n1-12> -? (ish)", actions::hour_latent);
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
    g.add_cost("half <n1-12>", 2.0, half_hour);
    g.add_n(
        "<n1-59> (minutes|minute|min|mins)? (past|after|from) <clock>",
        1,
        actions::minutes_past,
    );
    g.add_n(
        "<n1-59> (minutes|minute|min|mins) (to|till|til|before|of) <clock>",
        -1,
        actions::minutes_past,
    );
    g.add_n("<n1-59> (to|till|til|before|of) <clock>", -1, actions::fives_past);
    g.add_cost("(at)? <hhmm> (hours|hrs)", 0.5, military);
    g.add_n("(noon|midday|mid day|mid-day|12 noon|twelve noon)", 12, actions::named_hour);
    g.add_n("(midnight|mid night|mid-night|12 midnight)", 0, actions::named_hour);
    g.add(
        "(at|@|by the time of|at about|at around|at approximately|exactly at|starting at) <clock>",
        at_clock,
    );
    g.add_n(
        "(around|about|approximately|approx|circa|near|by around|towards) <clock>",
        1,
        at_clock,
    );
    g.add_n("for <clock>", 2, at_clock);
    g.add("<n1-12> (in the|in) (am)", number_am);
    g.add("<n1-12> (in the|in) (pm)", number_pm);
    crate::languages::zones::rules(g, true);
}

/// "1900 hours".
fn military(m: &Match<'_>) -> Option<Sem> {
    let packed = m.int(0)?;
    Sem::time(Time::clock(Clock::minute(packed / 100, packed % 100, false)))
}

/// "at 8" stays only likely; "at 8:30", "at noon" do not.
fn at_clock(m: &Match<'_>) -> Option<Sem> {
    let time = m.time(0)?;
    let mut made = Time::clone(time);
    if let Some(Hours::At(clock)) = time.hours {
        made.latent = time.latent && (clock.minute.is_none() || m.n() == 1);
    }
    // "for two" is no hour.
    if made.form == Form::BareHour {
        (m.n() != 2).then_some(())?;
        made.form = Form::Clock;
    }
    Sem::time(made)
}

fn number_am(m: &Match<'_>) -> Option<Sem> {
    Sem::time(Time::clock(Clock::hour(m.int(0)? % 12, false)))
}

fn number_pm(m: &Match<'_>) -> Option<Sem> {
    Sem::time(Time::clock(Clock::hour(m.int(0)? % 12 + 12, false)))
}

/// "15h", "15h30": to the minute, as Duckling has it in English.
fn clock_h(m: &Match<'_>) -> Option<Sem> {
    Sem::time(Time::clock(Clock::minute(m.int(0)?, m.int(1).unwrap_or(0), true)))
}

/// "ten thirty".
fn spoken_clock(m: &Match<'_>) -> Option<Sem> {
    let (hour, minute) = (m.number(0)?, m.number(1)?);
    if hour.digits > 0 || minute.digits > 0 {
        return None;
    }
    actions::hour_minute_latent(m)
}

/// "half three" is half past three.
fn half_hour(m: &Match<'_>) -> Option<Sem> {
    let hour = Time::clock(Clock::minute(m.int(0)?, 30, true));
    Sem::time(hour.latent())
}

fn parts(g: &mut Grammar) {
    let names: &[(&str, i64)] = &[
        ("(morning|mornings)", MORNING),
        ("(afternoon|afternoons|arvo)", AFTERNOON),
        ("(evening|evenings|night|nights)", EVENING),
    ];
    for (words, hours) in names {
        g.add_n(&format!("(this) {words}"), *hours, part_of_today);
        g.add_n(&format!("(in the|in|during the|at|the|by|on the|for the|in the course of the|through the|of the) {words}"), *hours, actions::part);
        g.add_n(words, *hours, actions::part_latent);
        g.add_n(&format!("(last|yesterday) {words}"), *hours, actions::part_yesterday);
        g.add_n(&format!("{words} (of|on) (the)? <date>"), *hours, part_of_date);
        g.add_n(&format!("(early)? (tomorrow) {words}"), *hours, part_tomorrow);
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
    g.add("<relative> <part>", both_sure);
    g.add("<weekday> <part>", both_sure);
    g.add_cost("<n1-12> (in the|in|this|at) <part>", 2.5, hour_part);
    g.add_cost("<n1-12> <part>", 2.5, hour_sure_part);
    g.add("<n1-12> <relative>", actions::hour_in_part);
    g.add("<n1-12> <weekday>", actions::hour_in_part);
    g.add("<part> (at|@|for) <n1-12>", part_hour);
    g.add("<part> (at|@)? <hhmm>", actions::packed_in_part);
}

fn both_sure(m: &Match<'_>) -> Option<Sem> {
    Sem::time(build::intersect(m.time(0)?, m.time(1)?, m.now)?.sure())
}

/// "this morning" is today's until it is over.
fn part_of_today(m: &Match<'_>) -> Option<Sem> {
    actions::part_today(m)
}

fn part_tomorrow(m: &Match<'_>) -> Option<Sem> {
    let Some(Sem::Time(part)) = actions::part(m) else { return None };
    let start =
        crate::time::civil::add(m.now.floor(m.now.wall, model::Grain::Day), 1, model::Grain::Day);
    let day = Time::date(
        Expr::Fixed(crate::time::expr::Occ::point(start, model::Grain::Day)),
        pins::FULL,
        Form::Relative,
    );
    Sem::time(build::intersect(&day, &part, m.now)?)
}

fn part_of_date(m: &Match<'_>) -> Option<Sem> {
    let Some(Sem::Time(part)) = actions::part(m) else { return None };
    (m.time(0)?.grain() == model::Grain::Day).then_some(())?;
    Sem::time(build::intersect(m.time(0)?, &part, m.now)?.sure())
}

/// "3 in the morning", "8 this evening": a time on the clock that is not of today when past.
fn hour_part(m: &Match<'_>) -> Option<Sem> {
    let part = m.time(1)?;
    part_and_clock(m, part, Clock::hour(m.int(0)?, true))
}

/// "8 tonight", not "3 nights".
fn hour_sure_part(m: &Match<'_>) -> Option<Sem> {
    (!m.time(1)?.latent).then_some(())?;
    hour_part(m)
}

fn part_hour(m: &Match<'_>) -> Option<Sem> {
    let part = m.time(0)?;
    part_and_clock(m, part, Clock::hour(m.int(1)?, true))
}

fn part_and_clock(m: &Match<'_>, part: &Time, clock: Clock) -> Option<Sem> {
    let both = build::intersect(part, &Time::clock(clock), m.now)?;
    Sem::time(free_when_past(both, m).sure())
}

/// "this morning at 3", said at 4:30, is tomorrow's.
fn free_when_past(time: Time, m: &Match<'_>) -> Time {
    let past =
        crate::time::resolve::occurrence(&time, m.now).is_some_and(|occ| occ.end <= m.now.wall);
    let today = matches!(
        time.date.as_deref(),
        Some(Expr::Fixed(occ)) if occ.start == m.now.floor(m.now.wall, model::Grain::Day)
    );
    if past && today { Time { date: None, pins: 0, ..time } } else { time }
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

    {
        let det = "(the|in the|for the|over the|during the|within the|these)? ";
        g.add_n(&format!("{det}(next|following|coming) <count> <grain>"), 1, actions::cycles);
        g.add_n(&format!("{det}(next|following|coming) <duration>"), 1, cycles_of_duration);
        g.add_n(&format!("{det}(last|past|previous) <count> <grain>"), -1, actions::cycles);
        g.add_n(&format!("{det}(last|past|previous) <duration>"), -1, cycles_of_duration);
        g.add_n(&format!("{det}upcoming <count> <grain>"), 1, actions::cycle_ahead);
        g.add_n(&format!("{det}<count> upcoming <grain>"), 1, actions::cycle_ahead);
    }

    g.add_n(
        "(this|this coming|the coming|coming|upcoming|current) <named>",
        0,
        actions::named_this,
    );
    g.add_n("next <named>", 1, next_named);
    g.add_n("(last|this past|previous|past) <named>", -1, actions::named_from_now);
    g.add_n("<weekday> after next", 2, weekday_after_next);
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
    g.add_n("(a week|a week on|one week on|week) <weekday>", 7, week_on);
    g.add_n("<weekday> (week)", 7, week_on);
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
            part_of_cycle,
        );
        g.add_n(&format!("{words} (the|around)? <cycled>"), kind, actions::part_of);
        g.add_n(&format!("{words} <month>"), kind, actions::part_of);
        g.add_n(&format!("{words} <yearly>"), kind, actions::part_of);
        g.add_n(&format!("{words} <year>"), kind, part_of_year_number);
    }
    for (words, cycle, kind) in [
        ("(boy|the boy|at the boy)", 7, EARLY),
        ("(eoy|the eoy|at the eoy|at eoy)", 7, LATE),
        ("(bom|the bom|at the bom)", 5, EARLY),
        ("(eom|the eom|at the eom|at eom)", 5, LATE),
        ("(eow|the eow|at the eow)", 4, LATE),
    ] {
        g.add_n(words, cycle * 10 + kind, abbreviated_part);
    }
    g.add_n(
        "(eod|the eod|end of day|end of the day|the end of the day|cob|close of business)",
        0,
        end_of_day,
    );
    g.add("(the)? (rest|remainder) of (the|this) <cycle>", actions::rest_of_cycle);
    g.add("(all|all the|the whole|the entire|whole) <cycle>", actions::all_cycle);
    g.add("(all|all the|the whole) <cycle> (long)", actions::all_cycle);
}

/// "next March" is the coming one; "next Saturday" that of next week.
fn next_named(m: &Match<'_>) -> Option<Sem> {
    if m.time(0)?.form == Form::Weekday {
        return actions::weekday_in_week(m);
    }
    if m.time(0)?.form == Form::Weekend {
        let week = crate::time::civil::add(
            crate::time::civil::floor(m.now.wall, model::Grain::Week, 0),
            1,
            model::Grain::Week,
        );
        let occ = Expr::Weekend.first_from(m.now, week)?;
        return Sem::time(Time::fixed(occ, Form::Weekend));
    }
    actions::named_from_now(m)
}

/// "friday after next".
fn weekday_after_next(m: &Match<'_>) -> Option<Sem> {
    let date = m.time(0)?.date.clone()?;
    let occ = date.nth_ahead(m.now, 2)?;
    Sem::time(Time::fixed(occ, Form::Weekday))
}

/// "a week on Monday": seven days after the next.
fn week_on(m: &Match<'_>) -> Option<Sem> {
    let date = m.time(0)?.date.clone()?;
    let occ = date.nth_ahead(m.now, 1)?;
    let day = crate::time::expr::Occ::point(
        occ.start + m.n() * crate::time::civil::DAY,
        model::Grain::Day,
    );
    Sem::time(Time::fixed(day, Form::Weekday))
}

fn cycles_of_duration(m: &Match<'_>) -> Option<Sem> {
    let (count, _) = m.duration(0)?;
    (count > 0).then_some(())?;
    actions::cycles(m)
}

fn part_of_cycle(m: &Match<'_>) -> Option<Sem> {
    if m.grain(0)? == model::Grain::Day {
        return None;
    }
    actions::part_of_cycle(m)
}

fn part_of_year_number(m: &Match<'_>) -> Option<Sem> {
    let year = Expr::Year(m.int(0)?);
    let cut = |from, to| crate::time::expr::Cut { from, to, grain: model::Grain::Month };
    use crate::time::expr::Edge::{AfterStart, BeforeEnd};
    let cut = match m.n() {
        EARLY => cut(AfterStart(0), AfterStart(3)),
        MIDDLE => cut(AfterStart(4), AfterStart(8)),
        _ => cut(AfterStart(8), BeforeEnd(0)),
    };
    let part = Expr::Part(std::rc::Rc::new(year), cut);
    Sem::time(Time::date(part, pins::ALL, Form::Interval))
}

fn abbreviated_part(m: &Match<'_>) -> Option<Sem> {
    let made = actions::part_of_running_named(m, actions::grain_of(m.n() / 10), m.n() % 10);
    let Some(Sem::Time(time)) = made else { return None };
    // "boy" is a word as well.
    let word = m.n() % 10 == EARLY;
    Sem::time(if word { Time::clone(&time).latent() } else { Time::clone(&time) })
}

/// "end of day" as a moment: midnight that comes.
fn end_of_day(m: &Match<'_>) -> Option<Sem> {
    let end =
        crate::time::civil::add(m.now.floor(m.now.wall, model::Grain::Day), 1, model::Grain::Day);
    let occ = crate::time::expr::Occ::point(end, model::Grain::Hour);
    Sem::time(Time::fixed(occ, Form::Instant))
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
    g.add_cost("in <n1-59>", 3.0, actions::in_minutes);
    g.add_n("<duration> (after|from|past|following) <time>", 1, actions::duration_from);
    g.add_n("<duration> (before|prior to|ahead of) <time>", -1, actions::duration_from);
    g.add_n("<named> in <duration>", 1, actions::named_in_duration);
    g.add_n("<named> <duration> (hence|from now)", 1, actions::named_in_duration);
    g.add_n("<named> <duration> (ago|back)", -1, actions::named_in_duration);
    g.add_n("(today in|today) <instant>", 0, actions::sure);
    g.add("<relative> <instant>", today_instant);
    g.add_n("(the)? closest <named> (to today|to now)", 0, actions::nth_closest);
    g.add_n("(the)? <ordinal> closest <named> (to today|to now)", 0, actions::nth_closest);
    g.add_n("(asap|as soon as possible|as soon as you can)", 0, actions::after_minutes);
    g.add_n("(later|later on)", 10, later_latent);
    g.add("<time> for <duration>", actions::lasting_from);
    g.add("for <duration> (from|starting|starting on|starting from) <time>", actions::lasting_from);
    g.add_n("after <duration>", 1, actions::after_duration);
}

fn later_latent(m: &Match<'_>) -> Option<Sem> {
    let Some(Sem::Time(time)) = actions::after_minutes(m) else { return None };
    Sem::time(Time::clone(&time).latent())
}

/// "today in one hour": the moment, when it is of that day.
fn today_instant(m: &Match<'_>) -> Option<Sem> {
    let day = crate::time::resolve::occurrence(m.time(0)?, m.now)?;
    let moment = crate::time::resolve::occurrence(m.time(1)?, m.now)?;
    (moment.start >= day.start && moment.start < day.end).then_some(())?;
    actions::same_as(m, 1)
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
    g.add(&format!("(from|from the) <n1-31> {to} <date>"), from_number);
    g.add(&format!("(from|from the) <o1-31> {to} <date>"), from_number);
    g.add("between (the)? <n1-31> and (the)? <date>", from_number);
    g.add("between (the)? <o1-31> and (the)? <date>", from_number);
    g.add("between (the)? <o1-31> and (the)? <o1-31>", actions::day_numbers);
    g.add(&format!("(from)? (the)? <o1-31> {to} <o1-31>"), actions::day_numbers);
    g.add(&format!("(the)? <o1-31> {to} <date>"), from_number);
    g.add(&format!("<n1-31> {to} <date>"), from_number);
    g.add(&format!("(from)? <month-day> {to} <n1-31>"), actions::to_day_number);
    g.add(&format!("(from)? <month-day> {to} <o1-31>"), actions::to_day_number);
    g.add(&format!("(from)? <n0-24> {to} <clock>"), from_hour);
    g.add("between <n0-24> and <clock>", from_hour);
    g.add_cost("between <clock> and <n0-24>", 2.0, actions::to_hour_number);
    g.add_cost(&format!("(from)? <clock> {to} <n0-24>"), 2.0, clock_to_hour);
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
    g.add("<sure> / <sure>", iso_interval);
    g.add("<clock> but <time>", actions::both);
    g.add("<time> but <time>", actions::both);

    g.add_n("(before|anytime before|sometime before|sometimes before|any time before|prior to|no later than|earlier than|not later than|ahead of) (the)? <time>", -1, actions::bounded);
    g.add_n("(until|till|til|untill|up to|up until|through) (the)? <time>", -1, actions::bounded);
    g.add_n("(after|anytime after|sometime after|sometimes after|any time after|from|starting|starting from|starting on|later than|no earlier than|not before|as of|beginning|past|onwards from) (the)? <time>", 1, actions::bounded);
    g.add_n("since (the)? <time>", 1, actions::since);
    g.add_n("<time> (onwards|onward|or later|and later|and after|or after)", 1, actions::bounded);
    g.add_n("<time> (or earlier|at the latest|or before)", -1, actions::bounded);
    g.add("(by|by the|no later than the) <time>", actions::by);
}

/// "from 13 to 15th of July"; not "2 to Friday".
fn from_number(m: &Match<'_>) -> Option<Sem> {
    let to = m.time(1)?;
    (to.pins & pins::DAY != 0 && to.hours.is_none() && to.form != Form::Instant && !to.latent)
        .then_some(())?;
    actions::from_day_number(m)
}

/// "3-4pm", "9 to 11am": the end must be surely a time of day.
fn from_hour(m: &Match<'_>) -> Option<Sem> {
    let to = m.time(1)?;
    (!to.latent).then_some(())?;
    actions::from_hour_number(m)
}

/// "9am to 5".
fn clock_to_hour(m: &Match<'_>) -> Option<Sem> {
    (!m.time(0)?.latent).then_some(())?;
    actions::to_hour_number(m)
}

/// "2015-03-28 17:00:00/2015-03-29 21:00:00".
fn iso_interval(m: &Match<'_>) -> Option<Sem> {
    let (a, b) = (m.time(0)?, m.time(1)?);
    (a.pins == b.pins && a.pins & pins::YEAR != 0 && a.pins & pins::DAY != 0).then_some(())?;
    actions::from_to(m)
}

fn recurring(g: &mut Grammar) {
    g.add("(every|each|all) <named>", actions::every_named);
    g.add("(every|each) <part>", actions::every_named);
    g.add("(every|each) <cycle>", actions::every_cycle);
    g.add("every <duration>", actions::every_cycle);
    g.add("every other <cycle>", every_other);
    g.add("every other <named>", actions::every_other_named);
    g.add("(daily|everyday)", daily);
    g.add("every <o1-31> (of the month)", every_day_number);
}

fn every_other(m: &Match<'_>) -> Option<Sem> {
    let Some(Sem::Time(time)) = actions::every_cycle(m) else { return None };
    let grain = m.grain(0)?;
    let mut time = Time::clone(&time);
    time.every = Some((2, grain));
    Sem::time(time)
}

fn daily(_: &Match<'_>) -> Option<Sem> {
    let mut time = Time::date(Expr::Every(model::Grain::Day), 0, Form::Cycle);
    time.every = Some((1, model::Grain::Day));
    Sem::time(time)
}

fn every_day_number(m: &Match<'_>) -> Option<Sem> {
    let mut day = actions::day_number_time(m.int(0)?)?.sure();
    day.every = Some((1, model::Grain::Month));
    Sem::time(day)
}

fn compose(g: &mut Grammar) {
    g.add("<time> <time>", actions::both);
    g.add(
        "<time> (,|at|on|on the|of|in|in the|for|, on|during|, at|@|from|the|of the|, the) <time>",
        actions::both,
    );
}

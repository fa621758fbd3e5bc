//! Temperatures, lengths, volumes, quantities and shares in English.

use crate::engine::chart::Match;
use crate::engine::node::Sem;
use crate::engine::pattern::Grammar;
use crate::languages::actions::{self, unit};

pub(super) fn rules(g: &mut Grammar) {
    for (words, name) in [
        ("(kilometer|kilometers|kilometre|kilometres|km|kms)", "kilometre"),
        ("(meter|meters|metre|metres)", "metre"),
        ("(centimeter|centimeters|centimetre|centimetres|cm|cms)", "centimetre"),
        ("(millimeter|millimeters|millimetre|millimetres|mm|mms)", "millimetre"),
        ("(mile|miles|mi)", "mile"),
        ("(yard|yards|yd|yds)", "yard"),
        ("(foot|feet|ft)", "foot"),
        ("(inch|inches|''|\")", "inch"),
        ("(liter|liters|litre|litres)", "litre"),
        ("(milliliter|milliliters|millilitre|millilitres|ml|mls)", "millilitre"),
        ("(centiliter|centiliters|centilitre|centilitres|cl)", "centilitre"),
        ("(hectoliter|hectoliters|hectolitre|hectolitres)", "hectolitre"),
        ("(gallon|gallons|gal|gals)", "gallon"),
        ("(pint|pints)", "pint"),
        ("(degree|degrees|deg|°)", "degree"),
        (
            "(celsius|centigrade|° c|degrees c|degree c|° celsius|degrees celsius|degree celsius|degrees centigrade)",
            "celsius",
        ),
        (
            "(fahrenheit|° f|degrees f|degree f|° fahrenheit|degrees fahrenheit|degree fahrenheit)",
            "fahrenheit",
        ),
        ("(%|percent|per cent|pct)", "percent"),
        ("(gram|grams|gramme|grammes|g)", "gram"),
        ("(kilogram|kilograms|kilo|kilos|kg|kgs)", "kilogram"),
        ("(milligram|milligrams|mg)", "milligram"),
        ("(pound|pounds|lb|lbs)", "pound"),
        ("(ounce|ounces|oz)", "ounce"),
        ("(cup|cups)", "cup"),
        ("(tablespoon|tablespoons|tbsp)", "tablespoon"),
        ("(teaspoon|teaspoons|tsp)", "teaspoon"),
        ("(tonne|tonnes|ton|tons)", "tonne"),
    ] {
        g.add_n(&format!("<number> {words}"), unit(name), actions::of_unit);
        let first = words.trim_start_matches('(').split(['|', ')']).next().unwrap_or_default();
        if matches!(name, "litre" | "gallon" | "mile" | "kilometre" | "pint" | "pound" | "cup") {
            g.add_n(
                &format!("(half a|half|a half|1/2|half of a) {words}"),
                50_000 + unit(name),
                actions::part_of_unit,
            );
            g.add_n(&format!("(a fourth of|fourth of|a quarter of a|quarter of a|fourth of a|a quarter|quarter) {first}"), 25_000 + unit(name), actions::part_of_unit);
        }
    }
    g.add_n("<number> +(m)", unit("m"), actions::of_unit);
    g.add_n("<number> in", unit("inch"), inches);
    g.add_n("<int> +'", unit("foot"), actions::of_unit);
    g.add_n("<count> +(k)", unit("kilometre"), actions::of_unit);
    g.add_n("<number> l", unit("litre"), litres);
    g.add_n("<temperature> (celsius|c)", unit("celsius"), actions::degrees_of);
    g.add_n("<temperature> (fahrenheit|f)", unit("fahrenheit"), actions::degrees_of);
    g.add("<number> +c", actions::celsius_letter);
    g.add("<temperature> below zero", actions::below_zero);
    g.add("<count> below zero", actions::below_zero);
    g.add("<distance> (and|,)? <distance>", actions::distances);

    for (from, to) in [("between", "and"), ("from", "(to|and)")] {
        g.add(&format!("{from} <number> {to} <measure>"), actions::amount_from_to);
        g.add(&format!("{from} <measure> {to} <measure>"), actions::amount_from_to);
    }
    g.add("<number> (-|- ~|to|or) <measure>", actions::amount_from_to);
    g.add("<measure> (-|- ~|to) <measure>", actions::amount_from_to);
    g.add_n("(under|less than|lower than|below|no more than|not more than|at most|up to|max|maximum|fewer than|within|cheaper than) <amount>", -1, actions::amount_bounded);
    g.add_n(
        "<amount> (or less|at most|max|maximum|or under|or cheaper)",
        -1,
        actions::amount_bounded,
    );
    g.add_n("(over|above|more than|at least|no less than|not less than|exceeding|greater than|min|minimum|higher than|beyond) <amount>", 1, actions::amount_bounded);
    g.add_n(
        "<amount> (or more|at least|min|minimum|and up|or above|and above)",
        1,
        actions::amount_bounded,
    );
    g.add("(about|around|approximately|roughly|exactly|precisely|nearly|almost|close to|near|near to|some|~) <amount>", about);
}

fn about(m: &Match<'_>) -> Option<Sem> {
    actions::same(m)
}

fn litres(m: &Match<'_>) -> Option<Sem> {
    m.number(0).filter(|number| !number.spelled)?;
    actions::of_unit(m)
}

/// "5 in": a digit before, and only likely ("5 in the morning").
fn inches(m: &Match<'_>) -> Option<Sem> {
    m.number(0).filter(|number| !number.spelled)?;
    let mut made = actions::of_unit(m)?;
    if let Sem::Amount(amount) = &mut made {
        amount.latent = true;
    }
    Some(made)
}

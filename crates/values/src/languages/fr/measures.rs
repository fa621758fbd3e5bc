//! Temperatures, lengths, volumes, quantities and shares in French.

use crate::engine::pattern::Grammar;
use crate::languages::actions::{self, unit};

pub(super) fn rules(g: &mut Grammar) {
    for (words, name) in [
        ("(kilometre|kilometres|km|kms)", "kilometre"),
        ("(metre|metres)", "metre"),
        ("(centimetre|centimetres|cm)", "centimetre"),
        ("(millimetre|millimetres|mm)", "millimetre"),
        ("(mile|miles)", "mile"),
        ("(yard|yards)", "yard"),
        ("(pieds)", "foot"),
        ("(pouce|pouces)", "inch"),
        ("(litre|litres)", "litre"),
        ("(millilitre|millilitres|ml|mls)", "millilitre"),
        ("(centilitre|centilitres|cl)", "centilitre"),
        ("(decilitre|decilitres|dl)", "decilitre"),
        ("(hectolitre|hectolitres|hl)", "hectolitre"),
        ("(gallon|gallons|gal)", "gallon"),
        ("(degre|degres|deg|°)", "degree"),
        (
            "(celsius|centigrade|centigrades|° c|degre c|degres c|degre celsius|degres celsius|degres centigrades|° celsius)",
            "celsius",
        ),
        (
            "(fahrenheit|° f|degre f|degres f|degre fahrenheit|degres fahrenheit|° fahrenheit)",
            "fahrenheit",
        ),
        ("(%|pour cent|pourcent|pour-cent)", "percent"),
        ("(gramme|grammes|gr|g)", "gram"),
        ("(kilo|kilos|kilogramme|kilogrammes|kg)", "kilogram"),
        ("(milligramme|milligrammes|mg)", "milligram"),
        ("(tonne|tonnes)", "tonne"),
        ("(once|onces|oz)", "ounce"),
        ("(tasse|tasses)", "cup"),
        ("(cuillere a soupe|cuilleres a soupe)", "tablespoon"),
        ("(cuillere a cafe|cuilleres a cafe)", "teaspoon"),
    ] {
        g.add_n(&format!("<number> {words}"), unit(name), actions::of_unit);
        let first = words.trim_start_matches('(').split('|').next().unwrap_or_default();
        if matches!(name, "litre" | "kilogram" | "kilometre" | "millilitre") {
            g.add_n(
                &format!("(demi|demie|un demi|une demi|1/2) -? {words}"),
                50_000 + unit(name),
                actions::part_of_unit,
            );
            g.add_n(
                &format!("(quart de|un quart de|1/4 de) {first}"),
                25_000 + unit(name),
                actions::part_of_unit,
            );
            g.add_n(
                &format!("(trois quarts de|trois quart de|3/4 de) {first}"),
                75_000 + unit(name),
                actions::part_of_unit,
            );
        }
    }
    // One letter: glued to the number only.
    g.add_n("<number> +(m)", unit("metre"), actions::of_unit);
    g.add_n("<count> +(k)", unit("kilometre"), actions::of_unit);
    g.add_n("<number> +(l)", unit("litre"), actions::of_unit);
    g.add_n("<temperature> (celsius|c)", unit("celsius"), actions::degrees_of);
    g.add_n("<temperature> (fahrenheit|f)", unit("fahrenheit"), actions::degrees_of);
    g.add("<temperature> (en dessous de zero|au-dessous de zero|sous zero|en-dessous de zero|sous 0|en dessous de 0)", actions::below_zero);
    g.add(
        "<count> (en dessous de zero|au-dessous de zero|sous zero|en-dessous de zero|sous 0)",
        actions::below_zero,
    );
    g.add("<distance> et? <distance>", actions::distances);

    g.add("entre <number> et <measure>", actions::amount_from_to);
    g.add("entre <measure> et <measure>", actions::amount_from_to);
    g.add("de <number> a <measure>", actions::amount_from_to);
    g.add("de <measure> a <measure>", actions::amount_from_to);
    g.add("<number> (-|a|ou) <measure>", actions::amount_from_to);
    g.add("<measure> (-|a) <measure>", actions::amount_from_to);
    g.add_n("(moins de|moins que|en dessous de|au maximum|maximum|max|au plus|pas plus de|pas plus que|jusqu'a|inferieur a|inferieure a|sous) <amount>", -1, actions::amount_bounded);
    g.add_n("<amount> (maximum|max|au maximum|au plus|ou moins)", -1, actions::amount_bounded);
    g.add_n("(plus de|plus que|au moins|au-dessus de|minimum|min|au minimum|a partir de|pas moins de|superieur a|superieure a) <amount>", 1, actions::amount_bounded);
    g.add_n("<amount> (minimum|au minimum|au moins|ou plus|et plus)", 1, actions::amount_bounded);
    g.add("(environ|a peu pres|a peu-pres|approximativement|quasi|quasiment|presque|autour de|aux alentours de|dans les|exactement|precisement|pres de|a) <amount>", about);
    g.add("~ <amount>", actions::same);
}

/// "environ 3 km": the same; the words belong to it.
fn about(m: &crate::engine::chart::Match<'_>) -> Option<crate::engine::node::Sem> {
    actions::same(m)
}

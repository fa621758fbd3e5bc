//! Money, temperatures, lengths, volumes and shares in Spanish.

use crate::engine::pattern::Grammar;
use crate::languages::actions::{self, unit};
use crate::languages::currencies;

pub(super) fn rules(g: &mut Grammar) {
    currencies::rules(g);
    for (words, name) in [
        ("(euro|euros)", "EUR"),
        ("(dolar|dolares)", "$"),
        ("(libra|libras)", "£"),
        ("(centavo|centavos|centimo|centimos)", "cent"),
        ("(peso|pesos)", "$"),
    ] {
        g.add_n(&format!("<number> {words}"), currencies::code(name), actions::money);
    }
    g.add("<money> (y|con)? <money>", actions::money_and_cents);
    g.add("<money> (y|con) <cents>", actions::money_and_cents);
    g.add_with("<number>", 0, 9.0, actions::money_latent);
    for (words, name) in [
        ("(kilometro|kilometros|km|kms)", "kilometre"),
        ("(metro|metros)", "metre"),
        ("(centimetro|centimetros|cm)", "centimetre"),
        ("(milimetro|milimetros|mm)", "millimetre"),
        ("(milla|millas)", "mile"),
        ("(litro|litros)", "litre"),
        ("(mililitro|mililitros|ml)", "millilitre"),
        ("(galon|galones)", "gallon"),
        ("(grado|grados|°)", "degree"),
        (
            "(celsius|centigrados|° c|grados c|grados celsius|grados centigrados|° celsius|° centigrados)",
            "celsius",
        ),
        ("(fahrenheit|° f|grados f|grados fahrenheit|° fahrenheit)", "fahrenheit"),
        ("(%|por ciento)", "percent"),
        ("(gramo|gramos)", "gram"),
        ("(kilo|kilos|kilogramo|kilogramos|kg)", "kilogram"),
    ] {
        g.add_n(&format!("<number> {words}"), unit(name), actions::of_unit);
    }
    g.add_n("<count> +(m)", unit("metre"), actions::of_unit);
    g.add_n("<count> +(k)", unit("kilometre"), actions::of_unit);
    g.add_n("<count> +(l)", unit("litre"), actions::of_unit);
    g.add("<temperature> bajo cero", actions::below_zero);
    g.add("<count> bajo cero", actions::below_zero);
    g.add("entre <number> y <measure>", actions::amount_from_to);
    g.add("de <number> a <measure>", actions::amount_from_to);
    g.add("<number> (-|a) <measure>", actions::amount_from_to);
    g.add("<measure> (-|a) <measure>", actions::amount_from_to);
    g.add_n(
        "(menos de|como maximo|maximo|hasta|por debajo de|no mas de) <amount>",
        -1,
        actions::amount_bounded,
    );
    g.add_n(
        "(mas de|no menos de|al menos|por lo menos|como minimo|minimo|por encima de) <amount>",
        1,
        actions::amount_bounded,
    );
    g.add("(unos|unas|aproximadamente|alrededor de|casi|cerca de) <amount>", actions::same);
}

//! Numbers and ordinals in French.

use crate::languages::{Language, actions};
use crate::lexical::numbers::NumberWord::{And, Article, Hundred, Scale, Teen, Tens, Unit};

pub(super) fn rules(language: &mut Language) {
    language.numbers.decimal_comma = true;
    language.numbers.vigesimal = true;
    for (words, value) in [
        ("zero", 0),
        ("deux", 2),
        ("trois", 3),
        ("quatre", 4),
        ("cinq", 5),
        ("six", 6),
        ("sept", 7),
        ("huit", 8),
        ("neuf", 9),
    ] {
        language.number(words, Unit(value));
    }
    language.number("un|une", Article);
    for (words, value) in [
        ("dix", 10),
        ("onze", 11),
        ("douze", 12),
        ("treize", 13),
        ("quatorze", 14),
        ("quinze", 15),
        ("seize", 16),
    ] {
        language.number(words, Teen(value));
    }
    for (words, value) in [
        ("vingt|vingts", 20),
        ("trente", 30),
        ("quarante", 40),
        ("cinquante", 50),
        ("soixante", 60),
        ("septante", 70),
        ("huitante|octante", 80),
        ("nonante", 90),
    ] {
        language.number(words, Tens(value));
    }
    language.number("cent|cents", Hundred);
    language.number("mille|mil|milles", Scale(1e3));
    language.number("million|millions", Scale(1e6));
    language.number("milliard|milliards", Scale(1e9));
    language.number("et", And);

    let g = &mut language.grammar;
    g.add("(moins|negatif) <count>", actions::negative);
    g.add_cost("- +<count>", 0.6, actions::negative);
    g.add_cost("- <count>", 2.0, actions::negative);
    g.add("<count> virgule <count>", actions::spoken_decimal);
    g.add_n("(une|la) (douzaine|douzaines)", 12, actions::vague_number);
    g.add_n("(une|la) (dizaine|dizaines)", 10, actions::vague_number);
    g.add_n("(une|la) quinzaine", 15, actions::vague_number);
    g.add_n("(une|la) vingtaine", 20, actions::vague_number);
    g.add_n("(une|la) trentaine", 30, actions::vague_number);
    g.add_n("(une|la) cinquantaine", 50, actions::vague_number);
    g.add_n("(une|la) centaine", 100, actions::vague_number);
    g.add_n("un millier", 1000, actions::vague_number);
    g.add_n("<count> (douzaine|douzaines)", 12, actions::times);
    g.add_n("<count> (dizaines|dizaine)", 10, actions::times);
    g.add_n("<count> (centaines|centaine)", 100, actions::times);
    g.add_n("<count> (milliers|millier)", 1000, actions::times);
    g.add_n("quelques", 3, actions::vague_number);
    for (words, below) in [
        ("(demi|demis|demie|demies)", 2),
        ("(tiers)", 3),
        ("(quart|quarts)", 4),
        ("(cinquiemes)", 5),
        ("(sixiemes)", 6),
        ("(huitiemes)", 8),
        ("(dixiemes)", 10),
        ("(centiemes)", 100),
    ] {
        g.add_n(&format!("<number> {words}"), below, actions::fraction);
    }
    g.add_n("<count> (et demi|et demie)", 2, actions::and_quarters);

    let ordinals = [
        "premier|premiere|premiers|premieres",
        "deuxieme|deuxiemes",
        "troisieme",
        "quatrieme",
        "cinquieme",
        "sixieme",
        "septieme",
        "huitieme",
        "neuvieme",
        "dixieme",
        "onzieme",
        "douzieme",
        "treizieme",
        "quatorzieme",
        "quinzieme",
        "seizieme",
        "dix-septieme",
        "dix-huitieme",
        "dix-neuvieme",
        "vingtieme",
        "vingt et unieme|vingt-et-unieme",
        "vingt-deuxieme",
        "vingt-troisieme",
        "vingt-quatrieme",
        "vingt-cinquieme",
        "vingt-sixieme",
        "vingt-septieme",
        "vingt-huitieme",
        "vingt-neuvieme",
        "trentieme",
        "trente et unieme|trente-et-unieme",
    ];
    for (at, words) in ordinals.iter().enumerate() {
        g.add_n(&format!("({words})"), at as i64 + 1, actions::ordinal_word);
    }
    g.add_n("(second|seconde)", 1002, actions::ordinal_word);
    g.add_n("centieme", 100, actions::ordinal_word);
    g.add(
        "<count> +(er|ere|ers|eres|re|nd|nde|e|eme|emes|ieme|iemes|o|°)",
        actions::ordinal_digits,
    );
    g.add("<count> er", actions::ordinal_digits);
}

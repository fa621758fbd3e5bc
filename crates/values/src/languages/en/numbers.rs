//! Numbers and ordinals in English.

use crate::languages::{Language, actions};
use crate::lexical::numbers::NumberWord::{And, Article, Hundred, Scale, Teen, Tens, Unit};

pub(super) fn rules(language: &mut Language) {
    language.numbers.pairs = true;
    let units =
        ["zero|naught|nil", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    for (value, words) in units.iter().enumerate() {
        language.number(words, Unit(value as u16));
    }
    language.number("a|an", Article);
    let teens = [
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    for (at, word) in teens.iter().enumerate() {
        language.number(word, Teen(at as u16 + 10));
    }
    let tens =
        ["twenty", "thirty", "forty|fourty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    for (at, words) in tens.iter().enumerate() {
        language.number(words, Tens((at as u16 + 2) * 10));
    }
    language.number("hundred|hundreds", Hundred);
    language.number("thousand|thousands", Scale(1e3));
    language.number("lakh|lakhs|lac|lacs|lkh|lkhs", Scale(1e5));
    language.number("million|millions|mn", Scale(1e6));
    language.number("crore|crores|cr|krore|krores|kr|koti", Scale(1e7));
    language.number("billion|billions|bn", Scale(1e9));
    language.number("and", And);

    let g = &mut language.grammar;
    g.add("(minus|negative) <count>", actions::negative);
    g.add_cost("- +<count>", 0.6, actions::negative);
    g.add_cost("- <count>", 2.0, actions::negative);
    g.add("<count> (point|dot) <count>", actions::spoken_decimal);
    g.add_n("(a couple of|a couple|couple of|couple|a pair of|a pair)", 2, actions::vague_number);
    g.add_n("(a few|few|several)", 3, actions::vague_number);
    for (words, below) in [
        ("(half|halves)", 2),
        ("(thirds)", 3),
        ("(quarter|quarters)", 4),
        ("(fifths)", 5),
        ("(sixths)", 6),
        ("(eighths)", 8),
        ("(tenths)", 10),
        ("(hundredths)", 100),
    ] {
        g.add_n(&format!("<number> {words}"), below, actions::fraction);
    }
    g.add_n("<count> (and a half|and one half)", 2, actions::and_quarters);
    g.add_n("<count> (and a quarter|and one quarter)", 1, actions::and_quarters);
    g.add_n("<count> (and three quarters)", 3, actions::and_quarters);
    g.add_n("(a dozen|dozen|a dozen of)", 12, actions::vague_number);
    g.add_n("half a dozen", 6, actions::vague_number);
    g.add_n("<count> (dozen|dozens)", 12, actions::times);

    let ordinals = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth|eigth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth|twelveth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
    ];
    for (at, words) in ordinals.iter().enumerate() {
        g.add_n(&format!("({words})"), at as i64 + 1, actions::ordinal_word);
    }
    for (at, word) in
        ["thirtieth", "fortieth", "fiftieth", "sixtieth", "seventieth", "eightieth", "ninetieth"]
            .iter()
            .enumerate()
    {
        g.add_n(word, (at as i64 + 3) * 10, actions::ordinal_word);
    }
    g.add_n("hundredth", 100, actions::ordinal_word);
    for (tens, value) in [
        ("twenty", 20),
        ("thirty", 30),
        ("forty", 40),
        ("fifty", 50),
        ("sixty", 60),
        ("seventy", 70),
        ("eighty", 80),
        ("ninety", 90),
    ] {
        for (unit, words) in ordinals.iter().take(9).enumerate() {
            let unit_word = words.split('|').next().unwrap_or_default();
            let value = value + unit as i64 + 1;
            g.add_n(&format!("({tens}-{unit_word})"), value, actions::ordinal_word);
        }
    }
    g.add("<count> +(st|nd|rd|th)", actions::ordinal_digits);
}

//! Numbers and ordinals in Spanish.

use crate::languages::{Language, actions};
use crate::lexical::numbers::NumberWord::{
    And, Article, Hundred, Hundreds, Scale, Teen, Tens, Unit,
};

pub(super) fn rules(language: &mut Language) {
    language.numbers.decimal_comma = true;
    let units =
        ["cero|zero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"];
    for (value, words) in units.iter().enumerate() {
        language.number(words, Unit(value as u16));
    }
    language.number("un|una", Article);
    let teens = [
        "diez",
        "once",
        "doce",
        "trece",
        "catorce",
        "quince",
        "dieciseis",
        "diecisiete",
        "dieciocho",
        "diecinueve",
    ];
    for (at, word) in teens.iter().enumerate() {
        language.number(word, Teen(at as u16 + 10));
    }
    let twenties = [
        "veintiuno|veintiun|veintiuna",
        "veintidos",
        "veintitres",
        "veinticuatro",
        "veinticinco",
        "veintiseis",
        "veintisiete",
        "veintiocho",
        "veintinueve",
    ];
    for (at, words) in twenties.iter().enumerate() {
        language.number(words, Teen(at as u16 + 21));
    }
    let tens =
        ["veinte", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"];
    for (at, word) in tens.iter().enumerate() {
        language.number(word, Tens((at as u16 + 2) * 10));
    }
    language.number("cien|ciento", Hundred);
    let hundreds = [
        "doscientos|doscientas",
        "trescientos|trescientas",
        "cuatrocientos|cuatrocientas",
        "quinientos|quinientas",
        "seiscientos|seiscientas",
        "setecientos|setecientas",
        "ochocientos|ochocientas",
        "novecientos|novecientas",
    ];
    for (at, words) in hundreds.iter().enumerate() {
        language.number(words, Hundreds((at as u16 + 2) * 100));
    }
    language.number("mil", Scale(1e3));
    language.number("millon|millones", Scale(1e6));
    language.number("y", And);

    let g = &mut language.grammar;
    g.add("(menos|negativo) <count>", actions::negative);
    g.add_cost("- +<count>", 0.6, actions::negative);
    g.add("<count> (coma|punto) <count>", actions::spoken_decimal);
    g.add_n("(una docena|docena)", 12, actions::vague_number);
    let ordinals = [
        "primero|primera|primer|primeros|primeras",
        "segundo|segunda|segundos|segundas",
        "tercero|tercera|tercer",
        "cuarto|cuarta",
        "quinto|quinta",
        "sexto|sexta",
        "septimo|septima",
        "octavo|octava",
        "noveno|novena",
        "decimo|decima",
    ];
    for (at, words) in ordinals.iter().enumerate() {
        g.add_n(&format!("({words})"), at as i64 + 1, actions::ordinal_word);
    }
    g.add("<count> +(o|a|er|ero|do|°)", actions::ordinal_digits);
}

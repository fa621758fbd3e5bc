//! Spanish.

mod duration;
mod measures;
mod numbers;
mod time;

use super::Language;
use crate::lexical::dates::DateStyle;

/// The rules of Spanish.
pub(crate) fn language() -> Language {
    let mut language = Language {
        dates: DateStyle {
            month_first: false,
            spaces: false,
            dots: true,
            dotted_time: true,
            order_unsaid: false,
        },
        at: &["arroba", "at"],
        dot: &["punto"],
        ..Language::default()
    };
    language.grammar = crate::engine::pattern::Grammar::new();
    language.grammar.weak(
        "el la los las un una uno unos unas lo de del a al en y e o por para con sin que es hay \
         este esta estos estas ese esa mi tu su se me te no si mas menos antes despues desde hasta \
         entre sobre como cuando donde cual todo todos todas toda cada hace poco - ' , . / ( ) : \
         \" ! ? + ya ma mi vi do sa ju lu mx h l m k c f partir fin final principio mitad medio \
         media punto cuarto segundo primero pasado pasada",
    );
    numbers::rules(&mut language);
    let grammar = &mut language.grammar;
    duration::rules(grammar);
    time::rules(grammar);
    measures::rules(grammar);
    language
}

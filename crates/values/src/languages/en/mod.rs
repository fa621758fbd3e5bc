//! English.

mod duration;
mod holidays;
mod meanings;
mod measures;
mod money;
mod numbers;
mod recurring;
mod time;

use super::Language;
use crate::lexical::dates::DateStyle;

/// The rules of English.
pub(crate) fn language() -> Language {
    let mut language = Language {
        dates: DateStyle {
            month_first: true,
            spaces: false,
            dots: false,
            dotted_time: true,
            order_unsaid: false,
        },
        at: &["at"],
        dot: &["dot", "point"],
        ..Language::default()
    };
    language.grammar = crate::engine::pattern::Grammar::new();
    language.grammar.weak(
        "the a an of in on at to for from and or by with is it i my me you this that these those \
         more less than over under about around not no any some if when what how which who was \
         after before until till since between during within all each every last next past new \
         up out off as s t d m c f p l k h g b x o or be are do ' - , . / ( ) : \" ! ? + $ later \
         mid end beginning start first second one point most least only just early late ago back \
         time now then here there right work day's school lunch minus part exactly half upcoming \
         following previous current coming close above below least exceeding ish oh ou rest well",
    );
    numbers::rules(&mut language);
    let grammar = &mut language.grammar;
    duration::rules(grammar);
    time::rules(grammar);
    recurring::rules(grammar);
    holidays::rules(grammar);
    measures::rules(grammar);
    money::rules(grammar);
    // Weak words that matter alone.
    for word in ["now", "lunch", "asap", "later"] {
        language.grammar.vocabulary.mark_strong(word);
    }
    language
}

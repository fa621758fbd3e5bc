//! French.

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

/// The rules of French.
pub(crate) fn language() -> Language {
    let mut language = Language {
        dates: DateStyle {
            month_first: false,
            spaces: true,
            dots: true,
            dotted_time: true,
            order_unsaid: false,
        },
        at: &["arobase", "arobas", "at"],
        dot: &["point", "dot"],
        ..Language::default()
    };
    language.grammar = crate::engine::pattern::Grammar::new();
    // Words of rules that alone say nothing of values.
    language.grammar.weak(
        "le la les l un une des du de d a au aux en et ou pour sur par dans ce cet cette ces mon \
         ma mes que qu qui est il y moins plus avant apres depuis vers entre jusqu jusque chez \
         avec sans c t s j n m h k x moi toi - ' , . / ( ) : \" ! ? + pas tout toute tous toutes \
         peu ici partir autour environ pendant mais exemple fin debut milieu point fois on ait \
         suivant suivante ouvert temps soit comme quand quel quelle cas",
    );
    numbers::rules(&mut language);
    let grammar = &mut language.grammar;
    duration::rules(grammar);
    time::rules(grammar);
    recurring::rules(grammar);
    holidays::rules(grammar);
    measures::rules(grammar);
    money::rules(grammar);
    language
}

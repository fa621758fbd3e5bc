//! The holidays that languages name. The table says when they are; languages say how they are
//! called.

use super::holidays::{Feast, FeastRule};
use FeastRule::{
    Date, DateSpan, Easter, EasterSpan, OrthodoxEaster, OrthodoxEasterSpan, Weekday, WeekdayBefore,
    WeekdayPlus,
};

const fn feast(name: &'static str, rule: FeastRule) -> Feast {
    Feast { name, rule }
}

/// All of them.
pub(crate) const FEASTS: &[Feast] = &[
    feast("New Year's Day", Date(1, 1)),
    feast("New Year's Eve", Date(12, 31)),
    feast("Epiphany", Date(1, 6)),
    feast("Candlemas", Date(2, 2)),
    feast("Valentine's Day", Date(2, 14)),
    feast("St Patrick's Day", Date(3, 17)),
    feast("April Fools", Date(4, 1)),
    feast("Labor Day (May)", Date(5, 1)),
    feast("Victory in Europe Day", Date(5, 8)),
    feast("Bastille Day", Date(7, 14)),
    feast("Belgian National Day", Date(7, 21)),
    feast("Swiss National Day", Date(8, 1)),
    feast("Assumption Day", Date(8, 15)),
    feast("All Saints' Day", Date(11, 1)),
    feast("All Souls' Day", Date(11, 2)),
    feast("Armistice Day", Date(11, 11)),
    feast("St Nicholas Day", Date(12, 6)),
    feast("Immaculate Conception", Date(12, 8)),
    feast("Christmas Eve", Date(12, 24)),
    feast("Christmas", Date(12, 25)),
    feast("Boxing Day", Date(12, 26)),
    feast("Halloween", Date(10, 31)),
    feast("Independence Day", Date(7, 4)),
    feast("Canada Day", Date(7, 1)),
    feast("Saint-Jean-Baptiste Day", Date(6, 24)),
    feast("Veterans Day", Date(11, 11)),
    feast("Juneteenth", Date(6, 19)),
    feast("Guy Fawkes Night", Date(11, 5)),
    feast("Earth Day", Date(4, 22)),
    feast("International Women's Day", Date(3, 8)),
    feast("Fête de la Musique", Date(6, 21)),
    feast("St George's Day", Date(4, 23)),
    feast("St Andrew's Day", Date(11, 30)),
    feast("St David's Day", Date(3, 1)),
    feast("Burns Night", Date(1, 25)),
    feast("Flag Day", Date(6, 14)),
    feast("Groundhog Day", Date(2, 2)),
    feast("Boss's Day", Date(10, 16)),
    feast("World Vegan Day", Date(11, 1)),
    feast("Kwanzaa", DateSpan(12, 26, 7)),
    feast("King's Day", Date(4, 27)),
    // On a weekday of a month (0 is Monday).
    feast("Thanksgiving Day", Weekday(11, 3, 4)),
    feast("Canadian Thanksgiving", Weekday(10, 0, 2)),
    feast("Black Friday", WeekdayPlus(11, 3, 4, 1)),
    feast("Cyber Monday", WeekdayPlus(11, 3, 4, 4)),
    feast("Martin Luther King's Day", Weekday(1, 0, 3)),
    feast("Presidents' Day", Weekday(2, 0, 3)),
    feast("Memorial Day", Weekday(5, 0, -1)),
    feast("Labor Day", Weekday(9, 0, 1)),
    feast("Columbus Day", Weekday(10, 0, 2)),
    feast("Mother's Day", Weekday(5, 6, 2)),
    feast("Father's Day", Weekday(6, 6, 3)),
    feast("Mother's Day (France)", Weekday(5, 6, -1)),
    feast("Grandparents Day", WeekdayPlus(9, 0, 1, 6)),
    feast("Election Day", WeekdayPlus(11, 0, 1, 1)),
    feast("Early May Bank Holiday", Weekday(5, 0, 1)),
    feast("Spring Bank Holiday", Weekday(5, 0, -1)),
    feast("Summer Bank Holiday", Weekday(8, 0, -1)),
    feast("Victoria Day", WeekdayBefore(5, 25, 0)),
    feast("Civic Holiday", Weekday(8, 0, 1)),
    feast("Swiss Federal Fast", Weekday(9, 6, 3)),
    feast("Heritage Day (France)", Weekday(9, 5, 3)),
    // Around Western Easter.
    feast("Easter Sunday", Easter(0)),
    feast("Easter Monday", Easter(1)),
    feast("Good Friday", Easter(-2)),
    feast("Maundy Thursday", Easter(-3)),
    feast("Holy Saturday", Easter(-1)),
    feast("Palm Sunday", Easter(-7)),
    feast("Ash Wednesday", Easter(-46)),
    feast("Shrove Tuesday", Easter(-47)),
    feast("Shrove Monday", Easter(-48)),
    feast("Lent", EasterSpan(-46, 0)),
    feast("Ascension Day", Easter(39)),
    feast("Pentecost", Easter(49)),
    feast("Whit Monday", Easter(50)),
    feast("Trinity Sunday", Easter(56)),
    feast("Corpus Christi", Easter(60)),
    feast("Mothering Sunday", Easter(-21)),
    // Around Orthodox Easter.
    feast("Orthodox Easter Sunday", OrthodoxEaster(0)),
    feast("Orthodox Easter Monday", OrthodoxEaster(1)),
    feast("Orthodox Good Friday", OrthodoxEaster(-2)),
    feast("Orthodox Palm Sunday", OrthodoxEaster(-7)),
    feast("Lazarus Saturday", OrthodoxEaster(-8)),
    feast("Clean Monday", OrthodoxEaster(-48)),
    feast("Great Lent", OrthodoxEasterSpan(-48, -8)),
];

/// The place of a holiday in [`FEASTS`], for rules.
pub(crate) fn feast_named(name: &str) -> Option<i64> {
    FEASTS.iter().position(|feast| feast.name == name).map(|at| at as i64)
}

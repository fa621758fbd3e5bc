//! The holidays that languages name. The table says when they are; languages say how they are
//! called.

use super::holidays::{Feast, FeastRule};
use FeastRule::{
    Date, DateSpan, Easter, EasterSpan, FrenchMothersDay, OrthodoxEaster, OrthodoxEasterSpan,
    Weekday, WeekdayBefore, WeekdayPlus,
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
    feast("Berchtold's Day", Date(1, 2)),
    feast("St Joseph's Day", Date(3, 19)),
    feast("Lincoln's Birthday", Date(2, 12)),
    feast("Battle of the Boyne", Date(7, 12)),
    feast("Flemish Community Day", Date(7, 11)),
    feast("French Community Day", Date(9, 27)),
    feast("King's Feast", Date(11, 15)),
    feast("Restoration Day (Geneva)", Date(12, 31)),
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
    feast("Mother's Day (France)", FrenchMothersDay),
    feast("Father's Day (Belgium)", Weekday(6, 6, 2)),
    feast("Father's Day (Switzerland)", Weekday(6, 6, 1)),
    feast("Grandparents Day", WeekdayPlus(9, 0, 1, 6)),
    feast("Election Day", WeekdayPlus(11, 0, 1, 1)),
    feast("Early May Bank Holiday", Weekday(5, 0, 1)),
    feast("Spring Bank Holiday", Weekday(5, 0, -1)),
    feast("Summer Bank Holiday", Weekday(8, 0, -1)),
    feast("Victoria Day", WeekdayBefore(5, 25, 0)),
    feast("Civic Holiday", Weekday(8, 0, 1)),
    feast("Swiss Federal Fast", Weekday(9, 6, 3)),
    feast("Swiss Federal Fast Monday", WeekdayPlus(9, 6, 3, 1)),
    feast("Geneva Fast", WeekdayPlus(9, 6, 1, 4)),
    feast("Patriots' Day", Weekday(4, 0, 3)),
    feast("Heritage Day (France)", Weekday(9, 5, 3)),
    feast("Pi Day", Date(3, 14)),
    feast("Cinco de Mayo", Date(5, 5)),
    feast("Tax Day", Date(4, 15)),
    feast("Siblings Day", Date(4, 10)),
    feast("Emancipation Day", Date(4, 16)),
    // The Wednesday of the last full week (Sunday to Saturday) of April.
    feast("Administrative Professionals' Day", WeekdayPlus(4, 5, -1, -3)),
    feast("Parents' Day", Weekday(7, 6, 4)),
    feast("Leif Erikson Day", Date(10, 9)),
    feast("Patriot Day", Date(9, 11)),
    feast("Constitution Day", Date(9, 17)),
    feast("Loyalty Day", Date(5, 1)),
    feast("Small Business Saturday", WeekdayPlus(11, 3, 4, 2)),
    feast("Family Day", Weekday(2, 0, 3)),
    feast("Commonwealth Day", Weekday(3, 0, 2)),
    feast("Remembrance Sunday", Weekday(11, 6, 2)),
    feast("National Day for Truth and Reconciliation", Date(9, 30)),
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

/// Names that mean another day in some regions: what a name means, where, and what it means there.
const REGIONAL: &[(&str, &[u8; 2], &str)] = &[
    ("Thanksgiving Day", b"CA", "Canadian Thanksgiving"),
    ("Mother's Day", b"GB", "Mothering Sunday"),
    ("Mother's Day", b"FR", "Mother's Day (France)"),
    ("Mother's Day (France)", b"BE", "Mother's Day"),
    ("Mother's Day (France)", b"CA", "Mother's Day"),
    ("Mother's Day (France)", b"CH", "Mother's Day"),
    ("Father's Day", b"BE", "Father's Day (Belgium)"),
    ("Father's Day", b"CH", "Father's Day (Switzerland)"),
    ("Labor Day (May)", b"CA", "Labor Day"),
    ("Bastille Day", b"BE", "Belgian National Day"),
    ("Bastille Day", b"CH", "Swiss National Day"),
    ("Bastille Day", b"CA", "Saint-Jean-Baptiste Day"),
];

/// The place in [`FEASTS`] of the holiday that a name means in a region.
pub(crate) fn in_region(feast: usize, region: Option<[u8; 2]>) -> usize {
    let Some(region) = region else { return feast };
    let name = FEASTS[feast].name;
    REGIONAL
        .iter()
        .find(|(known, place, _)| *known == name && **place == region)
        .and_then(|(_, _, there)| feast_named(there))
        .map_or(feast, |at| at as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_regional_holiday_is_in_the_table() {
        for (name, _, there) in REGIONAL {
            assert!(feast_named(name).is_some() && feast_named(there).is_some(), "{name} {there}");
        }
    }
}

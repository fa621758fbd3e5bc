//! What comes again, in French.

use super::time::{AFTERNOON, EVENING, MORNING, NIGHT};
use crate::engine::pattern::Grammar;
use crate::languages::actions;

pub(super) fn rules(g: &mut Grammar) {
    g.add("(tous les|toutes les|chaque) <named>", actions::every_named);
    g.add("(chaque|tous les|toutes les) <part>", actions::every_named);
    for (words, hours) in [
        ("(matins)", MORNING),
        ("(apres-midis|apres-midi|apres midi)", AFTERNOON),
        ("(soirs)", EVENING),
        ("(nuits)", NIGHT),
    ] {
        g.add_n(&format!("(tous les|toutes les) {words}"), hours, actions::every_part);
        g.add_n(&format!("<weekday> {words}"), hours, actions::part_of_date);
    }
    g.add("(tous les|toutes les|chaque) <cycle>", actions::every_cycle);
    g.add("(tous les|toutes les) <duration>", actions::every_cycle);
    g.add("tous les <n1-31> du mois", actions::every_day_number);
    g.add("(un|une) <weekday> sur (deux|2)", actions::every_other_named);
    g.add("(un|une) <cycle> sur (deux|2)", actions::every_other);
    g.add(
        "(chaque|tous les) <ordinal> <weekday> (du|de la|de l'|de chaque) <cycle>",
        actions::every_nth,
    );
    g.add("(le|la)? <ordinal> <weekday> (de chaque|de tous les) <cycle>", actions::every_nth);
    g.add_n(
        "(chaque|tous les) (dernier|derniers) <weekday> (du|de la|de chaque) <cycle>",
        -1,
        actions::every_nth,
    );
    g.add_n("(le)? dernier <weekday> (de chaque|de tous les) <cycle>", -1, actions::every_nth);
    g.add("(tous les|les|chaque) (week-ends|weekends|week ends)", actions::weekends);
    g.add("(de|entre) <yearly> (a|et) <yearly>", actions::from_to_sure);
    g.add("(quotidiennement|journellement)", actions::daily);
}

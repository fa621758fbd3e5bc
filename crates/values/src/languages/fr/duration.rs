//! Lengths of time in French.

use crate::engine::pattern::Grammar;
use crate::languages::actions;

pub(super) fn rules(g: &mut Grammar) {
    for (words, grain) in [
        ("(seconde|secondes|sec|secs)", 0),
        ("(minute|minutes|min|mins|mn)", 1),
        ("(heure|heures|hr|hrs)", 2),
        ("(jour|jours|journee|journees)", 3),
        ("(semaine|semaines|sem)", 4),
        ("mois", 5),
        ("(trimestre|trimestres)", 6),
        ("(an|ans|annee|annees)", 7),
    ] {
        g.add_n(words, grain, actions::grain);
    }
    g.add(
        "<number> (petite|petites|petit|petits|bonne|bonnes|bon|bons)? <grain>",
        actions::duration,
    );
    g.add("<vague> (de|d') <grain>", actions::duration);
    g.add(
        "(environ|a peu pres|approximativement|pendant|durant|presque|quasi|quasiment) <duration>",
        actions::same,
    );
    // "2h", "1h30"; a time of day is as likely, and asked for by other words around it.
    g.add_with("<count> (h|heure|heures)", 2000, 1.2, hours_sign);
    g.add_with("<count> (h|heure|heures) <n1-59> (minute|minutes|min|mn)?", 0, 1.2, hours_minutes);
    g.add_with(
        "<count> (h|heure|heures) et <n1-59> (minute|minutes|min|mn)",
        0,
        1.2,
        hours_minutes,
    );
    g.add_n("<int> +\"", 0, actions::duration_sign);
    g.add_n("<int> +'", 1, actions::duration_sign);
    g.add_n("<int> +(s|sec)", 0, actions::duration_sign);
    g.add_n("<int> +j", 3, actions::duration_sign);
    g.add_n(
        "(quinze jours|une quinzaine de jours|une quinzaine|quinzaine de jours)",
        3015,
        actions::duration_named,
    );
    g.add_n("(huit jours)", 3008, actions::duration_named);
    g.add_n("(demi|demie|une demi|une demie) -? <grain>", 2, actions::quarters_of);
    g.add_n("(un quart d'heure|quart d'heure|1/4 d'heure)", 1015, actions::duration_named);
    g.add_n("(trois quarts d'heure|3 quarts d'heure|3/4 d'heure)", 1045, actions::duration_named);
    g.add_n("<duration> et (demi|demie)", 2, actions::grain_and_quarters);
    g.add_n("<duration> et (quart|un quart)", 1, actions::grain_and_quarters);
    g.add_n("<duration> (trois quarts|et trois quarts)", 3, actions::grain_and_quarters);
    g.add("<duration> (et|,)? <duration>", actions::durations);
    g.add("<duration> <n10-59>", actions::hours_and_minutes);
    g.add_n("(un semestre)", 5006, actions::duration_named);
}

/// "2h" in front of "30" is no duration of its own; alone it may be.
fn hours_sign(m: &crate::engine::chart::Match<'_>) -> Option<crate::engine::node::Sem> {
    actions::of_count(m.value(0)?, model::Grain::Hour)
}

fn hours_minutes(m: &crate::engine::chart::Match<'_>) -> Option<crate::engine::node::Sem> {
    let total = m.int(0)?.checked_mul(60)?.checked_add(m.int(1)?)?;
    actions::of_count(total as f64, model::Grain::Minute)
}

//! Lengths of time in Spanish.

use crate::engine::pattern::Grammar;
use crate::languages::actions;

pub(super) fn rules(g: &mut Grammar) {
    for (words, grain) in [
        ("(segundo|segundos|seg|segs)", 0),
        ("(minuto|minutos|min|mins)", 1),
        ("(hora|horas|hr|hrs)", 2),
        ("(dia|dias)", 3),
        ("(semana|semanas)", 4),
        ("(mes|meses)", 5),
        ("(trimestre|trimestres)", 6),
        ("(ano|anos)", 7),
    ] {
        g.add_n(words, grain, actions::grain);
    }
    g.add("<number> <grain>", actions::duration);
    g.add("(unos|unas|aproximadamente|alrededor de|casi) <duration>", actions::same);
    g.add_n("(media) <grain>", 2, actions::quarters_of);
    g.add_n("(un cuarto de hora|cuarto de hora)", 1015, actions::duration_named);
    g.add_n("(tres cuartos de hora)", 1045, actions::duration_named);
    g.add_n("<duration> y (media|medio)", 2, actions::grain_and_quarters);
    g.add_n("<duration> y cuarto", 1, actions::grain_and_quarters);
    g.add("<duration> (y|,)? <duration>", actions::durations);
    g.add_n("(quincena|una quincena)", 3015, actions::duration_named);
}

//! Dates and times in Spanish.

use crate::engine::chart::Match;
use crate::engine::node::Sem;
use crate::engine::pattern::Grammar;
use crate::languages::actions::{self, EARLY, LATE, LATIN, MIDDLE};
use crate::time::build::{Clock, Form, Time};
use crate::time::combine;
use crate::time::feasts::feast_named;

/// Parts of the day: 100 × from + to.
const MORNING: i64 = 412;
const AFTERNOON: i64 = 1221;
const NIGHT: i64 = 1824;

pub(super) fn rules(g: &mut Grammar) {
    days(g);
    clocks(g);
    cycles(g);
    relative(g);
    intervals(g);
    g.add("<time> <time>", actions::both);
    g.add("<time> (,|a|, a|en|de|del|el|, el|para) <time>", actions::both);
}

fn days(g: &mut Grammar) {
    for (words, n) in [
        ("(hoy|hoy dia)", 0),
        ("(manana)", 1),
        ("(ayer)", -1),
        ("(pasado manana)", 2),
        ("(anteayer|antes de ayer|antier)", -2),
    ] {
        g.add_n(words, n, actions::day_from_today);
    }
    g.add(
        "(ahora|ahora mismo|ya mismo|en este momento|de inmediato|inmediatamente)",
        actions::instant_now,
    );
    g.add_cost("ya", 3.0, actions::instant_now_latent);
    for (at, words) in [
        "(lunes|lun .|lun)",
        "(martes|mart)",
        "(miercoles|mie|mie .)",
        "(jueves|jue|jue .)",
        "(viernes|vie|vie .)",
        "(sabado|sabados|sab|sab .)",
        "(domingo|domingos|dom|dom .)",
    ]
    .iter()
    .enumerate()
    {
        g.add_n(words, at as i64, actions::weekday);
    }
    for (at, words) in [
        "(lu|lu .)",
        "(ma|ma .)",
        "(mx|mi|mi .|mie)",
        "(ju|ju .)",
        "(vi|vi .)",
        "(sa|sa .)",
        "(do|do .)",
    ]
    .iter()
    .enumerate()
    {
        g.add_with(words, at as i64, 1.5, actions::weekday_latent);
    }
    for (at, words) in [
        "(enero|ene|ene .)",
        "(febrero|feb|feb .)",
        "(marzo|mar|mar .)",
        "(abril|abr|abr .)",
        "(mayo|may|may .)",
        "(junio|jun|jun .)",
        "(julio|jul|jul .)",
        "(agosto|ago|ago .)",
        "(septiembre|setiembre|sept|sep|sep .)",
        "(octubre|oct|oct .)",
        "(noviembre|nov|nov .)",
        "(diciembre|dic|dic .)",
    ]
    .iter()
    .enumerate()
    {
        g.add_n(words, at as i64 + 1, actions::month);
    }
    for (words, name) in [
        ("(navidad|dia de navidad)", "Christmas"),
        ("(nochebuena)", "Christmas Eve"),
        ("(nochevieja|fin de ano)", "New Year's Eve"),
        ("(ano nuevo|dia de ano nuevo)", "New Year's Day"),
        ("(reyes|dia de reyes|epifania)", "Epiphany"),
        ("(san valentin|dia de san valentin)", "Valentine's Day"),
        ("(todos los santos|dia de todos los santos)", "All Saints' Day"),
        ("(dia de la asuncion)", "Assumption Day"),
        ("(dia del trabajo|dia del trabajador)", "Labor Day (May)"),
        ("(pascua|domingo de pascua|domingo de resurreccion)", "Easter Sunday"),
        ("(lunes de pascua)", "Easter Monday"),
        ("(viernes santo)", "Good Friday"),
        ("(jueves santo)", "Maundy Thursday"),
        ("(domingo de ramos)", "Palm Sunday"),
        ("(miercoles de ceniza)", "Ash Wednesday"),
        ("(martes de carnaval)", "Shrove Tuesday"),
        ("(pentecostes)", "Pentecost"),
        ("(corpus christi)", "Corpus Christi"),
        ("(halloween)", "Halloween"),
        ("(dia de los inocentes de abril|dia de las bromas de abril)", "April Fools"),
    ] {
        let Some(feast) = feast_named(name) else { continue };
        g.add_n(words, feast, actions::feast);
    }
    for (words, n) in [("primavera", 0), ("verano", 1), ("otono", 2), ("invierno", 3)] {
        g.add_n(
            &format!("(este|esta|el|la|en|en el|en la|durante el) {words}"),
            n,
            actions::season,
        );
    }
    g.add("(fin de semana|finde|weekend|fines de semana)", actions::weekend);
    g.add("(el|este|el proximo) <weekend>", actions::named_this);

    g.add("(el)? (dia)? <n1-31> de? <month>", actions::day_month);
    g.add("(el)? (dia)? <o1-31> de? <month>", actions::day_month);
    g.add("<month> <n1-31>", actions::month_then_day);
    g.add("(el|para el|desde el|al|del) <month-day>", actions::sure);
    g.add("<month-day> (de|del|,)? <year>", actions::with_year);
    g.add("<month> (de|del|,)? <year>", actions::with_year);
    g.add("<holiday> (de|del|,)? <year>", actions::with_year);
    g.add("(el|el dia|dia) <n1-31>", actions::day_number);
    g.add("(el)? <o1-31>", actions::day_number);
    g.add("(el)? <weekday> <n1-31>", weekday_number);
    g.add_with("<year>", 0, 4.0, actions::year_latent);
    g.add("(en|el ano|en el ano|del ano) <year>", actions::year);
    g.add("(el|este|para el|los) <weekday>", weekday_sure);
    g.add("(en|para|de|el mes de|en el mes de) <month>", actions::sure);
    g.add("(tanto del|a) <n1-31> de <month>", actions::day_month);
    for (words, kind) in [
        (
            "(a principios de|principios de|a comienzos de|al principio de|comienzo de|inicios de|al inicio de)",
            EARLY,
        ),
        ("(a mediados de|mediados de|mitad de|a mitad de)", MIDDLE),
        (
            "(a finales de|finales de|al final de|fin de|final de|a fines de|fines de|fin del|al final del|final del)",
            LATE,
        ),
    ] {
        g.add_n(&format!("{words} (la|el)? <cycle>"), LATIN + kind, actions::part_of_cycle);
        g.add_n(&format!("{words} (la|el)? <cycled>"), LATIN + kind, actions::part_of);
        g.add_n(&format!("{words} <month>"), kind, actions::part_of);
    }
}

fn weekday_number(m: &Match<'_>) -> Option<Sem> {
    let day = actions::day_number_time(m.int(1)?)?;
    let both = combine::intersect(m.time(0)?, &day, m.now)?;
    Sem::time(both.sure().form(Form::DayNumber))
}

fn weekday_sure(m: &Match<'_>) -> Option<Sem> {
    (!m.time(0)?.latent).then_some(())?;
    actions::named_this(m)
}

fn clocks(g: &mut Grammar) {
    g.add_cost("<n0-24>", 6.0, actions::hour_bare);
    g.add("(las|la) <n0-24>", actions::hour_latent);
    g.add("(la una)", one);
    g.add("(las)? <n0-24> (h|horas|hs)", actions::hour);
    g.add("(las)? <n0-24> +h <n0-59>", actions::hour_minute);
    g.add("(a|para|sobre|hacia|desde|tipo) <clock>", actions::sure);
    g.add("(las|la)? <n0-24> y <n0-59>", actions::hour_minute);
    g.add_cost("(las|la) <n0-24> <n0-59>", 1.5, actions::hour_minute);
    g.add_cost("<n0-24> <n0-59>", 4.0, actions::hour_minute_latent);
    g.add("(las|la)? <n0-24> (cero|zero|0) <n1-9>", actions::hour_minute);
    g.add_n("<clock> y cuarto", 15, actions::clock_plus);
    g.add_n("<clock> y media", 30, actions::clock_plus);
    g.add_n("<clock> menos cuarto", -15, actions::clock_plus);
    g.add_n("<clock> menos <n1-59>", -1, actions::clock_minus);
    g.add("<clock> (en punto)", actions::sure);
    g.add_n("(medianoche|media noche)", 24, actions::named_hour);
    g.add_n("(mediodia|medio dia)", 12, actions::named_hour);
    g.add_n("<clock> (am|a . m .|de la manana|de la madrugada)", 0, actions::half_day);
    g.add_n(
        "<clock> (pm|p . m .|de la tarde|de la noche|del mediodia|del medio dia)",
        12,
        actions::half_day,
    );
    for (words, hours) in
        [("(manana)", MORNING), ("(tarde)", AFTERNOON), ("(noche)", NIGHT), ("(madrugada)", 6)]
    {
        g.add_n(&format!("(por la|en la|de la|durante la|a la) {words}"), hours, actions::part);
        g.add_n(&format!("(esta) {words}"), hours, actions::part_today);
    }
    g.add_n("anoche", NIGHT, actions::part_yesterday);
    g.add("<relative> <part>", actions::both_sure);
    crate::languages::zones::rules(g, false);
}

fn one(_: &Match<'_>) -> Option<Sem> {
    Sem::time(Time::clock(Clock::hour(1, true)).latent())
}

fn cycles(g: &mut Grammar) {
    let next = "(proximo|proxima|proximos|proximas|siguiente)";
    let last = "(pasado|pasada|ultimo|ultima|anterior)";
    g.add_n("(este|esta) <cycle>", 0, actions::cycle);
    g.add_n(&format!("(el|la|los|las)? {next} <cycle>"), 1, actions::cycle);
    g.add_n(&format!("(el|la)? <cycle> {next}"), 1, actions::cycle);
    g.add_n("(el|la)? <cycle> (que viene|que entra)", 1, actions::cycle);
    g.add_n(&format!("(el|la)? {last} <cycle>"), -1, actions::cycle);
    g.add_n(&format!("(el|la)? <cycle> {last}"), -1, actions::cycle);
    let many_next = "(proximos|proximas|proximo|proxima|siguientes)";
    let many_last = "(pasados|pasadas|ultimos|ultimas)";
    {
        let det = "(los|las|en los|en las|durante los|durante las)? ";
        g.add_n(&format!("{det}{many_next} <count> <grain>"), 1, actions::cycles);
        g.add_n(&format!("{det}<count> {many_next} <grain>"), 1, actions::cycles);
        g.add_n(
            &format!("{det}<count> <grain> (que vienen|que viene|siguientes)"),
            1,
            actions::cycles,
        );
        g.add_n(&format!("{det}{many_last} <count> <grain>"), -1, actions::cycles);
        g.add_n(&format!("{det}<count> {many_last} <grain>"), -1, actions::cycles);
        g.add_n(&format!("{det}<count> <grain> {many_last}"), -1, actions::cycles);
    }
    g.add_n("(el)? (proximo|siguiente) <weekday>", 1, actions::weekday_in_week);
    g.add_n("(el)? <weekday> (que viene|proximo|siguiente)", 1, actions::weekday_in_week);
    g.add_n("(el)? <weekday> (pasado)", -1, actions::named_from_now);
    g.add_n("(el)? (pasado|ultimo) <named>", -1, actions::named_from_now);
    g.add_n(
        "(el)? <weekday> de (la)? (proxima semana|semana que viene|semana proxima)",
        1,
        actions::weekday_in_week,
    );
    g.add_n("(el)? <weekday> de (la)? (semana pasada|pasada semana)", -1, actions::weekday_in_week);
    g.add_n("(el)? <weekday> de (esta semana)", 0, actions::weekday_in_week);
    g.add_n("(el|la)? <ordinal> <cycle> (de|del) <time>", 1, actions::nth_of);
    g.add_n("(el|la)? (ultimo|ultima) <cycle> (de|del) <time>", -10, actions::nth_of);
    g.add_n("(el|la)? <ordinal> <weekday> (de|del) <time>", 1, actions::nth_of);
    g.add_n("(el|la)? (ultimo|ultima) <weekday> (de|del) <time>", -10, actions::nth_of);
    g.add("(todos los|todas las|cada) <named>", actions::every_named);
    g.add("(todos los|todas las|cada) <cycle>", actions::every_cycle);
    g.add("cada <duration>", actions::every_cycle);
}

fn relative(g: &mut Grammar) {
    g.add_n("(en|dentro de) <duration>", 1, actions::from_now);
    g.add_n("(hace) <duration>", -1, actions::from_now);
    g.add_n("<duration> (atras)", -1, actions::from_now);
    g.add_n("<duration> (despues|mas tarde)", 1, actions::later);
    g.add_n("<duration> (despues de|desde) <time>", 1, actions::duration_from);
    g.add_n("<duration> (antes de|antes del) <time>", -1, actions::duration_from);
    g.add_n("(lo antes posible|cuanto antes)", 0, actions::after_minutes);
}

fn intervals(g: &mut Grammar) {
    let to = "(a|al|hasta|hasta el|hasta las|-|a la|a las)";
    g.add(
        &format!("(de|del|desde|desde el) (el|la|las)? <time> {to} (el|la|las)? <time>"),
        actions::from_to,
    );
    g.add("entre (el|la|las)? <time> y (el|la|las)? <time>", actions::from_to_sure);
    g.add("<plain> (-|a|al|hasta) <plain>", actions::from_to_alike);
    g.add(&format!("(del|desde el|de) <n1-31> {to} <date>"), actions::from_day_number);
    g.add("(entre el) <n1-31> y (el)? <date>", actions::from_day_number);
    g.add("(del|desde el) <n1-31> (al|hasta el) <n1-31>", actions::day_numbers);
    g.add("<n1-31> (-|al) <month-day>", actions::from_day_number);
    g.add("(de|desde|entre) (las)? <n0-24> (a|y|hasta) (las)? <clock>", actions::from_hour_number);
    g.add_n("(antes de|antes del) (el|la|las)? <time>", -1, actions::bounded);
    g.add_n("(hasta) (el|la|las)? <time>", 0, actions::bounded);
    g.add_n(
        "(despues de|despues del|a partir de|a partir del) (el|la|las)? <time>",
        1,
        actions::bounded,
    );
    g.add_n("(desde) (el|la|las)? <time>", 1, actions::since);
}

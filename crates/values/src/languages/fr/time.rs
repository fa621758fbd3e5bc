//! Dates and times in French.

use super::meanings;
use crate::engine::pattern::Grammar;
use crate::languages::actions::{self, EARLY, LATE, LATIN, MIDDLE};

/// Parts of the day: 100 × from + to.
pub(super) const MORNING: i64 = 412;
pub(super) const AFTERNOON: i64 = 1219;
pub(super) const EVENING: i64 = 1824;
pub(super) const NIGHT: i64 = 2230;
const LUNCH: i64 = 1214;

pub(super) fn rules(g: &mut Grammar) {
    days(g);
    dates(g);
    clocks(g);
    parts(g);
    cycles(g);
    relative(g);
    intervals(g);
    zones(g);
    compose(g);
}

fn days(g: &mut Grammar) {
    for (words, n) in [
        (
            "(aujourd'hui|aujourdhui|ajd|auj|ce jour|le jour meme|le meme jour|dans la journee|dans la journee d'aujourd'hui)",
            0,
        ),
        ("(demain|dmain|2main|le lendemain|lendemain)", 1),
        ("(hier|la veille)", -1),
        ("(apres-demain|apres demain|le surlendemain|surlendemain)", 2),
        ("(avant-hier|l'avant-veille|avant hier)", -2),
    ] {
        g.add_n(words, n, actions::day_from_today);
    }
    g.add("(maintenant|tout de suite|immediatement|la maintenant|en ce moment|a l'instant|des maintenant|a present|sur-le-champ)", actions::instant_now);
    for (at, words) in [
        "(lundi|lun|lun .)",
        "(mardi|mar .)",
        "(mercredi|mer .)",
        "(jeudi|jeu .)",
        "(vendredi|ven|ven .)",
        "(samedi|sam .)",
        "(dimanche|dim|dim .)",
    ]
    .iter()
    .enumerate()
    {
        g.add_n(words, at as i64, actions::weekday);
    }
    for (at, words) in
        ["lundis", "mardis", "mercredis", "jeudis", "vendredis", "samedis", "dimanches"]
            .iter()
            .enumerate()
    {
        g.add_n(&format!("(les)? {words}"), at as i64, actions::weekdays);
    }
    for (words, at) in [("mar", 1), ("mer", 2), ("jeu", 3), ("sam", 5)] {
        g.add_with(words, at, 1.5, actions::weekday_latent);
    }
    for (at, words) in [
        "(janvier|janv|janv .|jan|jan .)",
        "(fevrier|fev|fev .|fevr|fevr .)",
        "mars",
        "(avril|avr|avr .)",
        "mai",
        "(juin|jun|jun .)",
        "(juillet|juil|juil .|jui|jui .)",
        "(aout|aou)",
        "(septembre|sept .|sep|sep .)",
        "(octobre|oct|oct .)",
        "(novembre|nov|nov .)",
        "(decembre|dec|dec .)",
    ]
    .iter()
    .enumerate()
    {
        g.add_n(words, at as i64 + 1, actions::month);
    }
    g.add_with("sept", 9, 1.5, actions::month_latent);
    for (words, n) in [("(printemps)", 0), ("(ete)", 1), ("(automne)", 2), ("(hiver)", 3)] {
        g.add_n(
            &format!("(cet|ce|l'|le|en|au|a l'|pendant l'|durant l'|dans l'|pour l') {words}"),
            n,
            actions::season,
        );
        g.add_n(&format!("{words} (prochain)"), n, actions::season);
        g.add_n(&format!("{words} (de)? <year>"), n, actions::season_of_year);
    }
    g.add("(week-end|weekend|we|week end|fin de semaine quebecoise)", actions::weekend);
}

fn dates(g: &mut Grammar) {
    g.add("<n1-31> (de)? <month>", actions::day_month);
    g.add("<o1-31> (de)? <month>", actions::day_month);
    g.add("(le|au|du|pour le|des le|ce) <month-day>", actions::sure);
    g.add("<n1-31> (/|-) <month> (/|-) <year>", actions::day_month_year);
    g.add("<n1-31> - <month> - <n0-99>", actions::day_month_year);
    g.add("<month-day> ,? (de|de l'annee|en)? <year>", actions::with_year);
    g.add("<month> (de|de l'annee|en)? <year>", actions::with_year);
    g.add("<month-day> <n0-99>", meanings::month_day_and_short_year);
    g.add("<holiday> (de|de l'annee|en)? <year>", actions::with_year);
    g.add("<season> (de|de l'annee|en)? <year>", actions::with_year);
    g.add("<cycled> (de|de l'annee|en)? <year>", actions::with_year);
    g.add("(le|au|du|pour le|au jour du) <n1-31>", actions::day_number);
    g.add_n("(le|au|du)? premier", 1, actions::day_of_rule);
    g.add("(le|au|du)? <o-digits>", actions::day_number);
    g.add("<weekday> (le)? <n1-31>", actions::weekday_number);
    g.add("<weekday> (le)? <o1-31>", actions::weekday_number);
    g.add_cost(
        "(le|ce|au|du|pour le|des le) <weekday> (le)? <n1-31>",
        0.5,
        actions::weekday_number,
    );
    g.add(
        "(le|les|au|du|des) <n1-31> &(ou|et|,|ou le|et le|ou du|ou au|et du|et au) &<month-day>",
        actions::day_of_month_of,
    );
    g.add_with("<year>", 0, 4.0, actions::year_latent);
    g.add("(en|en l'an|l'annee|en l'annee|annee|depuis l'annee) <year>", actions::year);
    g.add_cost("(le|ce|au|pour|pour le|des|du) <weekday>", 0.5, actions::named_this_sure);
    g.add("(le|ce|au|pour|pour le|du|des) <weekday> <month-day>", actions::both);
    g.add("(en|au mois de|le mois de|au mois d'|le mois d'|mois de|mois d'|pour le mois de|ce mois de|courant|de|pour|des) <month>", actions::sure);
    g.add("<n1-4> +(er|e|eme|nd) trimestre", actions::quarter);
    g.add("(le|au|du)? <o1-4> trimestre", actions::quarter);
    g.add("(t) +<n1-4>", actions::quarter);
    g.add("(le|ce|au|pour le|du|en|les|ces|pendant le|durant le) <weekend>", actions::named_this);
    g.add("(le)? (week-end|weekend|we) (du|de) <time>", actions::weekend_at);
    g.add_n("(le|au)? (week-end|weekend) <weekend>", 0, actions::named_this);
}

fn clocks(g: &mut Grammar) {
    g.add("<n0-24> (h|h .)", meanings::hour);
    g.add("<n0-24> (heures|heure)", meanings::hour_latent);
    g.add("(une heure|1 heure|1 h)", meanings::one_o_clock);
    g.add(
        "<n0-24> (h|heures|heure) (et)? <n0-59> (minutes|minute|min|mn|m)?",
        meanings::hour_minute,
    );
    g.add("une heure (et)? <n10-59> (minutes)?", meanings::one_and_minutes);
    for (words, minutes) in [
        ("(et quart|un quart|et un quart|quart)", 15),
        ("(et demie|et demi|1/2)", 30),
        ("(trois quarts|et trois quarts|3 quarts)", 45),
        ("(moins le quart|moins un quart|moins quart)", -15),
    ] {
        g.add_n(&format!("<clock> {words}"), minutes, actions::clock_plus);
    }
    g.add_n("<clock> moins <n1-59> (minutes)?", -1, actions::clock_minus);
    g.add_n("midi", 12, actions::named_hour);
    g.add_n("minuit", 24, actions::named_hour);
    g.add_n("<clock> (et)? <n1-59> (minutes)?", 1, meanings::noon_plus);
    g.add(
        "<clock> (pile|precise|precises|tapantes|petante|petantes|environ|exactement)",
        actions::sure,
    );
    g.add("(a|vers|pour|des|aux alentours de|aux environs de|autour de|a environ|sur les|sur le coup de|d'environ|environ|jusqu'a environ|vers les|pour les|@) <clock>", actions::sure);
    g.add("(a|vers|vers les) <n0-24>", actions::hour_latent);
    g.add_n("<clock> (du matin|du mat|am|a . m .|de la nuit)", 0, actions::half_day);
    g.add_n("<clock12> (de l'apres-midi|de l'aprem|du soir|pm|p . m .)", 12, actions::half_day);
    g.add_n("<n0-24> +(am)", 0, meanings::number_half_day);
    g.add_n("<n0-24> (pm|p . m .|p . m)", 12, meanings::number_half_day);
    g.add_n("<n0-24> (a . m .|a . m)", 0, meanings::number_half_day);
}

fn parts(g: &mut Grammar) {
    let names: &[(&str, i64)] = &[
        ("(matin|matinee|mat)", MORNING),
        ("(apres-midi|aprem|apresmidi|apres midi)", AFTERNOON),
        ("(soir|soiree)", EVENING),
        ("(nuit)", NIGHT),
    ];
    for (words, hours) in names {
        g.add_n(&format!("(ce|cet|cette) {words}"), *hours, actions::part_today);
        g.add_n(&format!("(le|la|l'|dans la|dans l'|en|en cours de|au cours de l'|au cours de la|dans le courant de l'|pendant la|pendant l'|durant la|durant l'|du|de la|de l'|au|a la|pour le|pour la|pour l'|au cours du|par un|par une|d'un|matinee) {words}"), *hours, actions::part);
        g.add_n(words, *hours, actions::part_latent);
        g.add_n(
            &format!("(hier|hier au|hier dans la|hier dans l'|hier en|la veille au) {words}"),
            *hours,
            actions::part_yesterday,
        );
        g.add_n(&format!("{words} (d'|de|du) <date>"), *hours, actions::part_of_date);
    }
    let night = "(la nuit|dans la nuit|pendant la nuit|nuit)";
    g.add_n(&format!("{night} (de|du|d') <date> (a|au) <date>"), NIGHT, actions::part_of_date);
    g.add_n(&format!("{night} du <n1-31> au <month-day>"), NIGHT, meanings::night_to);
    g.add_n("(la nuit derniere|cette nuit passee)", NIGHT, actions::part_yesterday);
    for (words, hours) in [
        ("(en|au)? debut de (la)? matinee", 709),
        (
            "(le matin tot|tot le matin|matin tot|le matin tres tot|tres tot le matin|de bon matin|de bonne heure|matin tres tot|a l'aube|au petit matin)",
            709,
        ),
        ("(en|au)? milieu de (la)? matinee", 911),
        ("(en|a la)? fin de (la)? matinee", 1012),
        ("(apres|apres le) (dejeuner|repas de midi)", 1317),
        ("(avant|avant le) (dejeuner|repas de midi)", 1012),
        (
            "(au|pendant le|a l'heure du|au moment du|au moment de|a l'heure de|durant le) (dejeuner|repas de midi|lunch)",
            LUNCH,
        ),
        (
            "(entre midi et deux|entre midi et 2|sur l'heure du midi|le midi|ce midi|a la pause dejeuner|pause dejeuner)",
            LUNCH,
        ),
        ("(apres|apres le) (travail|boulot|bureau)", 1721),
        ("(avant|avant le) (travail|boulot)", 609),
        ("(au|pendant le|a l'heure du) (diner|souper)", 1922),
        ("(au|pendant le|a l'heure du) (petit dejeuner|petit-dejeuner|petit dej)", 610),
        ("(en|au)? debut (d'|de l') (apres-midi|aprem)", 1214),
        ("(en|au)? milieu (d'|de l') (apres-midi|aprem)", 1417),
        ("(en|a la)? fin (d'|de l') (apres-midi|aprem)", 1719),
        ("(en|au)? debut de (la)? journee", 610),
        ("(en|au)? milieu de (la)? journee", 1116),
        ("(en|a la)? fin de (la)? journee", 1721),
        ("(en|au)? debut de (la)? soiree", 1821),
        ("(en|a la)? fin de (la)? soiree", 2124),
        ("(tard le soir|tard dans la soiree)", 2124),
        ("(au milieu de la nuit|en pleine nuit|tard dans la nuit)", 2428),
    ] {
        g.add_n(words, hours, actions::part);
    }
    for (words, hours) in [
        ("(pour le|le) (dejeuner|repas de midi|lunch)", LUNCH),
        ("(pour le|le) (diner|souper)", 1922),
        ("(pour le|le) (petit dejeuner|petit-dejeuner|petit dej)", 610),
    ] {
        g.add_n(words, hours, actions::part_latent);
    }
    g.add("(un peu)? plus tard <part>", actions::this_part);
    g.add("(a|en)? (tot)? <relative> (tot)? (en|dans)? <part>", actions::both_sure);
}

fn cycles(g: &mut Grammar) {
    let next = "(prochain|prochaine|suivant|suivante|qui suit|d'apres|qui vient|a venir|pro|proch)";
    let last = "(dernier|derniere|passe|passee|precedent|precedente|d'avant|ecoule|ecoulee)";
    g.add_n("(cette|ce|cet) <cycle> (- ci)?", 0, actions::cycle);
    g.add_n("<cycle> (en cours|courant|courante|actuel|actuelle)", 0, actions::cycle);
    g.add_n(&format!("(la|le|l')? <cycle> {next}"), 1, actions::cycle);
    g.add_n(&format!("(la|le|l')? {next} <cycle>"), 1, actions::cycle);
    g.add_n(&format!("(la|le|l')? <cycle> {last}"), -1, actions::cycle);
    g.add_n(&format!("(la|le|l')? {last} <cycle>"), -1, actions::cycle);
    g.add_n("(la)? prochaine <hour-cycle>", 1, actions::cycle);
    g.add_n("(la)? derniere <hour-cycle>", -1, actions::cycle);
    g.add("(chaque|toutes les) <hour-cycle>", actions::every_cycle);
    g.add_n("(an prochain|l'an prochain)", 7501, actions::cycle_named);
    g.add_n("(l'an dernier|l'an passe)", 7499, actions::cycle_named);
    g.add("(dans|pendant|durant|au cours de|sur|en|pour|des|de|a) <cycled>", actions::sure);

    let many_next = "(prochains|prochaines|prochain|prochaine|suivants|suivantes|suivant|suivante|a venir|qui viennent)";
    let many_last = "(derniers|dernieres|dernier|derniere|passes|passees|passe|passee|precedents|precedentes|ecoules|ecoulees)";
    {
        let det = "(les|ces|des|au cours des|dans les|pendant les|durant les|lors des|sur les)? ";
        g.add_n(&format!("{det}<count> {many_next} <grain>"), 1, actions::cycles);
        g.add_n(&format!("{det}{many_next} <count> <grain>"), 1, actions::cycles);
        g.add_n(&format!("{det}<count> <grain> {many_next}"), 1, actions::cycles);
        g.add_n(&format!("{det}<count> {many_last} <grain>"), -1, actions::cycles);
        g.add_n(&format!("{det}{many_last} <count> <grain>"), -1, actions::cycles);
        g.add_n(&format!("{det}<count> <grain> {many_last}"), -1, actions::cycles);
    }

    g.add_n(
        "(le)? <named> (prochain|prochaine|qui vient|a venir|pro|proch)",
        1,
        actions::named_from_now,
    );
    g.add_n("(le)? (prochain|prochaine) <named>", 1, actions::named_from_now);
    g.add_n(
        "(le)? <named> (dernier|derniere|passe|passee|precedent|precedente)",
        -1,
        actions::named_from_now,
    );
    g.add_n("(le)? (dernier|derniere) <named>", -1, actions::named_from_now);
    g.add_n("(le)? <weekday> (suivant|d'apres)", 1, actions::weekday_in_week);
    g.add_n("(le)? <weekday> (d'avant)", -1, actions::weekday_in_week);
    g.add_n("(le)? <weekday> (cette semaine|de cette semaine)", 0, actions::weekday_in_week);
    let week_next = "(la semaine prochaine|la semaine suivante|la semaine d'apres|la semaine qui vient|de la semaine prochaine|semaine prochaine|de la semaine suivante|de la semaine d'apres|de la semaine qui vient)";
    g.add_n(&format!("(le)? <weekday> {week_next}"), 1, actions::weekday_in_week);
    g.add_n("(le)? <weekday> (de la semaine derniere|la semaine derniere|de la semaine passee|la semaine passee)", -1, actions::weekday_in_week);
    g.add("(a la|la)? meme heure (le|la|que)? <date>", actions::this_time);
    g.add(
        "<date> (a la meme heure|meme heure|a cette heure-ci|a la meme heure que maintenant)",
        actions::this_time,
    );
    g.add_n("(aujourd'hui|d'aujourd'hui) (en huit|en 8)", 7, actions::day_from_today);
    g.add_n("demain (en huit|en 8)", 8, actions::day_from_today);
    g.add_n("(le)? <weekday> (en huit|en 8)", 7, actions::weekday_plus_days);
    g.add_n("(le)? <weekday> (en quinze|en 15)", 14, actions::weekday_plus_days);

    {
        let of = "(de|d'|du|en|de la|de l'|du mois de|du mois d')";
        g.add_n(&format!("(le|la|les|l')? <ordinal> <cycle> {of} <time>"), 1, actions::nth_of);
        g.add_n(
            &format!("(le|la|les|l')? (dernier|derniere) <cycle> {of} <time>"),
            -10,
            actions::nth_of,
        );
        g.add_n(&format!("(le|la|les)? <ordinal> <weekday> {of} <time>"), 1, actions::nth_of);
        g.add_n(
            &format!("(le|la|les)? (dernier|derniere) <weekday> {of} <time>"),
            -10,
            actions::nth_of,
        );
        g.add_n(&format!("(le|la|les)? <ordinal> <weekend> {of} <time>"), 1, actions::nth_of);
        g.add_n(
            &format!("(le|la|les)? (dernier|derniere) <weekend> {of} <time>"),
            -10,
            actions::nth_of,
        );
        g.add_n(
            &format!("(le|la|l')? (avant-dernier|avant-derniere) <cycle> {of} <time>"),
            -2,
            meanings::second_last,
        );
    }
    for what in ["<cycle>", "<weekday>", "<weekend>"] {
        let of = "(de la|du|de l'|de cette|de ce)";
        g.add_n(&format!("(le|la)? <ordinal> {what} {of} <cycle>"), 1, actions::nth_of_running);
        g.add_n(
            &format!("(le|la)? (dernier|derniere) {what} {of} <cycle>"),
            -10,
            actions::nth_of_running,
        );
    }
    g.add("(la|cette)? <cycle> (du|de) <time>", actions::cycle_of_date);

    for (words, kind) in [
        (
            "(debut|debut de|debut de la|au debut de|au debut du|debut du|en debut de|le debut de|le debut du|au debut de l'|debut de l'|au debut de la|debut d'|en debut d'|au debut d')",
            EARLY,
        ),
        (
            "(milieu|milieu de la|au milieu de|au milieu du|milieu de|milieu du|en milieu de|au milieu de la|au milieu de l')",
            MIDDLE,
        ),
        (
            "(fin|fin de|fin de la|fin du|en fin de|en fin d'|fin d'|a la fin de|a la fin du|la fin de|la fin du|fin de l'|a la fin de l'|a la fin de la|la fin de l')",
            LATE,
        ),
    ] {
        g.add_n(&format!("{words} <cycle>"), LATIN + kind, meanings::part_of_running);
        g.add_n(&format!("{words} <cycled>"), LATIN + kind, actions::part_of);
        g.add_n(&format!("{words} <yearly>"), LATIN + kind, actions::part_of);
    }
    // Of a month that is named: its first five days, its last six.
    g.add_n("(debut|au debut de|en debut de|au debut du mois de|debut du mois de|au debut du mois d'|debut du mois d'|au debut d'|debut d'|des debut) <month>", 105, actions::days_of_month);
    g.add_n("(mi|mi-|a la mi|a la mi-|a la mi -|au milieu de|au milieu du mois de|milieu|courant mi) <month>", 1019, actions::days_of_month);
    g.add_n("(fin|fin de|en fin de|a la fin de|a la fin du mois de|fin du mois de|fin du mois d'|fin d'|a la fin d'|d'ici fin) <month>", 2500, actions::days_of_month);
    g.add_n("(la)? (premiere quinzaine|1ere quinzaine|1re quinzaine) (de|d'|du mois de|du mois d') <month>", 114, actions::days_of_month);
    g.add_n("(la)? (deuxieme quinzaine|2eme quinzaine|seconde quinzaine|2e quinzaine) (de|d'|du mois de|du mois d') <month>", 1500, actions::days_of_month);
    g.add("(le)? reste (de la|du|de l') <cycle>", actions::rest_of_cycle);
    g.add("(toute la|tout le|toute l') <cycle>", actions::all_cycle);
}

fn relative(g: &mut Grammar) {
    g.add_n("dans (environ|a peu pres)? <duration>", 1, actions::from_now);
    g.add_n("(il y a|ya|y a|il y a environ|voila) <duration>", -1, actions::from_now);
    g.add_n("apres <duration>", 1, actions::after_duration);
    g.add_n("<duration> (plus tard|ensuite)", 1, actions::later);
    g.add_n("<duration> (apres)", 1, actions::later_latent);
    g.add_n("<duration> (plus tot|auparavant)", -1, actions::later);
    g.add_n("<duration> (avant)", -1, actions::later_latent);
    g.add("(d'ici|d'ici a|sous|avant|dans les|d'ici les) <duration>", actions::within);
    g.add("depuis <duration>", actions::since_duration);
    for what in ["<weekday>", "<weekend>"] {
        g.add_n(
            &format!("(le)? {what} (avant|d'avant|precedant) <date>"),
            -1,
            actions::named_beside,
        );
        g.add_n(&format!("(le)? {what} (apres|d'apres|suivant) <date>"), 1, actions::named_beside);
    }
    g.add_n("(la|le|l')? <cycle> (avant|precedant) <date>", -1, actions::cycle_beside);
    g.add_n("(la|le|l')? <cycle> (apres|suivant) <date>", 1, actions::cycle_beside);
    g.add_n("<duration> (apres|a partir de|a compter de) <time>", 1, actions::duration_from);
    g.add_n("<duration> (avant) <time>", -1, actions::duration_from);
    g.add_n(
        "(le)? (lendemain|jour apres) (de|du|de la|de l'|le|la|l')? <date>",
        1,
        actions::days_from,
    );
    g.add_n(
        "(la)? (veille|jour avant) (de|du|de la|de l'|le|la|l')? <date>",
        -1,
        actions::days_from,
    );
    g.add("(week-end|weekend) (de|du|de la|de l') <holiday>", actions::holiday_weekend);
    g.add_n("<holiday> dans <duration>", 1, actions::named_in_duration);
    g.add_n("<month> dans <duration>", 1, actions::named_in_duration);
    g.add_n("(plus tard|un peu plus tard)", 10, actions::after_minutes);
    g.add_n(
        "(des que possible|le plus tot possible|au plus vite|le plus vite possible|asap)",
        0,
        actions::after_minutes,
    );
    g.add("<time> (pendant|pour|durant) <duration>", actions::lasting_from);
    g.add(
        "(pendant|durant) <duration> (a partir de|a partir du|des|a compter du) <time>",
        actions::lasting_from,
    );
}

fn intervals(g: &mut Grammar) {
    let to = "(a|au|jusqu'a|jusqu'au|jusque|a la|jusqu'en|jusque a)";
    let art = "(le|la|l'|les)?";
    {
        let from = "(de|du|des|d'|depuis|a partir de|a partir du|depuis le)";
        g.add(&format!("{from} {art} <time> {to} {art} <time>"), actions::from_to);
        g.add(&format!("{from} <n1-31> {to} <time>"), actions::from_day_number);
        g.add(&format!("{from} <time> {to} <n1-31>"), meanings::day_after_day);
        g.add(&format!("{from} <n0-24> {to} <clock>"), actions::from_hour_number);
    }
    g.add(&format!("du <n1-31> {to} <n1-31>"), actions::day_numbers);
    g.add("(entre le|le) <n1-31> et le <n1-31>", actions::day_numbers);
    g.add("(entre le|entre|d'entre le) <n1-31> et (le)? <time>", actions::from_day_number);
    g.add("entre <n0-24> et <clock>", actions::from_hour_number);
    g.add("entre <clock> et <n0-24>", actions::to_hour_number);
    g.add("de <clock> a <n0-24>", actions::to_hour_number);
    g.add(&format!("entre {art} <time> et {art} <time>"), actions::from_to_sure);
    g.add("<plain> (-|jusqu'au|jusqu'a|au) <plain>", actions::from_to_alike);
    g.add("<n1-31> (-|jusqu'au|au) <date>", meanings::from_number_dash);
    g.add("<o1-31> (-|jusqu'au|au) <date>", meanings::from_number_dash);
    g.add("<n0-24> - <clock>", meanings::hours_dash);
    g.add_cost("<n0-24> a <clock>", 4.0, meanings::hours_dash);
    g.add_cost("de <n0-24> a <n0-24>", 2.0, actions::hour_numbers);
    for day in ["<part>", "<weekday>", "<relative>"] {
        g.add_cost(
            &format!("(de|entre) <n0-24> (a|et) <n0-24> {day}"),
            0.5,
            actions::hour_numbers_on,
        );
        g.add_cost(
            &format!("{day} (de|entre) <n0-24> (a|et) <n0-24>"),
            0.5,
            actions::hour_numbers_on,
        );
    }
    g.add("<day-number> (jusqu'a|jusqu'au) <hours>", actions::from_to_sure);
    g.add("<dated> (jusqu'a|jusqu'au) <time>", actions::from_to);

    g.add_n("(avant|avant le|avant la|n'importe quand avant) <time>", -1, actions::bounded);
    g.add_n("(jusqu'a|jusqu'au|jusque|pas plus tard que|au plus tard a|au plus tard le|au plus tard) <time>", 0, actions::bounded);
    g.add_n("<time> (au plus tard)", 0, actions::bounded);
    g.add_n("(jusqu'en) <time>", 2, actions::bounded);
    g.add_n("(apres|apres le|apres la|plus tard que|a partir de|a partir du|a partir d'|des|des le|a compter du|a compter de|n'importe quand apres|pas avant|pas avant le|au plus tot) <time>", 1, actions::bounded);
    g.add_n("(depuis|depuis le|depuis la|depuis les) <time>", 1, actions::since);
    g.add_n("(a partir du|depuis le|des le|apres le) <n1-31>", 1, meanings::bounded_day);
    g.add_n("(avant le) <n1-31>", -1, meanings::bounded_day);
    g.add_n("(jusqu'au|au plus tard le) <n1-31>", 0, meanings::bounded_day);
    g.add("(d'ici le|d'ici au) <n1-31>", meanings::by_day);
    g.add("<n1-31> (a|au|-|jusqu'au) <month-day>", meanings::from_number_dash);
    g.add("(d'ici|d'ici a|d'ici au|d'ici la|d'ici le|d'ici l') <time>", actions::by);
}

fn zones(g: &mut Grammar) {
    crate::languages::zones::rules(g, false);
    g.add_n("<clock> (heure de paris|heure de bruxelles|heure de geneve)", 60, actions::zoned);
    g.add_n("<clock> (heure de londres|heure gmt|temps universel)", 0, actions::zoned);
}

fn compose(g: &mut Grammar) {
    g.add("<time> <time>", actions::both);
    g.add("<time> (,|, le|le|, a|, de|de|du|en|, mais|mais|par exemple|, par exemple|dans|sur|pour|au cours de) <time>", actions::both);
    g.add("<date> a <part>", actions::both);
}

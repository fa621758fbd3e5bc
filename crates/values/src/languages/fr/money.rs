//! Amounts of money in French.

use crate::engine::pattern::Grammar;
use crate::languages::{actions, currencies};

pub(super) fn rules(g: &mut Grammar) {
    currencies::rules(g);
    for (words, name) in [
        ("(euro|euros|eur|d'euros|d'euro)", "EUR"),
        ("(dollar|dollars|piastres)", "$"),
        ("(dollar americain|dollars americains|dollars us|dollar us)", "USD"),
        ("(dollar canadien|dollars canadiens)", "CAD"),
        ("(pound|pounds)", "£"),
        ("(livre sterling|livres sterling)", "GBP"),
        ("(franc suisse|francs suisses)", "CHF"),
        ("(franc cfa|francs cfa)", "XOF"),
        ("(franc|francs)", "CHF"),
        ("(centime|centimes|ct|cts|centimes d'euro)", "cent"),
        ("(yen|yens)", "JPY"),
        ("(yuan|yuans)", "CNY"),
        ("(roupie|roupies)", "INR"),
        ("(shekel|shekels)", "ILS"),
        ("(dirham|dirhams)", "MAD"),
        ("(dinar|dinars)", "dinar"),
        ("(couronnes suedoises)", "SEK"),
        ("(rouble|roubles)", "RUB"),
        ("(zloty|zlotys)", "PLN"),
        ("(rial|rials)", "rial"),
        ("(hryvnia|hryvnias)", "UAH"),
    ] {
        let code = currencies::code(name);
        g.add_n(&format!("<number> {words}"), code, actions::money);
        if name == "EUR" {
            g.add_n("(euro|eur) <count>", code, actions::money);
            g.add_n("<number> de (euros|dollars)", code, actions::money);
        }
    }
    g.add_n("<count> (cents|cent)", currencies::code("cent"), actions::money_in_digits);
    g.add_n("<count> (livres|livre)", currencies::code("£"), actions::money_unsure);
    g.add_n("<count> (balles|boules|patates)", currencies::code(""), actions::money_unsure);
    g.add_n("<count> (k€|k €|ke)", currencies::code("EUR"), actions::money_thousands);
    g.add_n("<count> (k$|k $)", currencies::code("$"), actions::money_thousands);
    g.add(
        "<amount> (la|le|par|l') (nuit|jour|journee|semaine|mois|an|heure|personne|tete|piece|billet|unite)",
        actions::same,
    );
    g.add("<money> et? <money>", actions::money_and_cents);
    g.add("<money> et? <cents>", actions::money_and_cents);
    g.add_with("<number>", 0, 9.0, actions::money_latent);
}

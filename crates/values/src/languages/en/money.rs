//! Amounts of money in English.

use crate::engine::pattern::Grammar;
use crate::languages::{actions, currencies};

pub(super) fn rules(g: &mut Grammar) {
    currencies::rules(g);
    for (words, name) in [
        ("(euro|euros|eur)", "EUR"),
        ("(dollar|dollars)", "$"),
        ("(us dollar|us dollars|american dollars|u . s . dollars)", "USD"),
        ("(canadian dollar|canadian dollars)", "CAD"),
        ("(australian dollar|australian dollars)", "AUD"),
        ("(pounds|quid)", "£"),
        ("(pound sterling|pounds sterling|british pounds|sterling)", "GBP"),
        ("(swiss franc|swiss francs)", "CHF"),
        ("(cent|cents|penny|pennies|pence|c|¢|sen|kopiykas|kopiyka|kopeks)", "cent"),
        ("(yen)", "JPY"),
        ("(yuan|rmb|renminbi)", "CNY"),
        ("(rupee|rupees|inr)", "INR"),
        ("(shekel|shekels)", "ILS"),
        ("(uae dirham|uae dirhams|emirati dirhams)", "AED"),
        ("(dirham|dirhams)", "AED"),
        ("(kuwaiti dinar|kuwaiti dinars)", "KWD"),
        ("(jordanian dinar|jordanian dinars)", "JOD"),
        ("(dinar|dinars)", "dinar"),
        ("(lebanese pound|lebanese pounds)", "LBP"),
        (
            "(egyptian pound|egyptian pounds|egyptianpound|egyptianpounds|l . e .|l . e|genihat masriya|le)",
            "EGP",
        ),
        ("(qatari riyal|qatari riyals)", "QAR"),
        ("(saudi riyal|saudi riyals)", "SAR"),
        ("(omani rial|omani rials)", "OMR"),
        ("(iranian rial|iranian rials)", "IRR"),
        ("(rial|rials|riyal|riyals)", "rial"),
        (
            "(ringgit|ringgits|malaysia ringgit|malaysia ringgits|malaysian ringgit|malaysian ringgits|rm)",
            "MYR",
        ),
        ("(tugrik|tugriks)", "MNT"),
        ("(hryvnia|hryvnias)", "UAH"),
        ("(ruble|rubles|rouble|roubles)", "RUB"),
        ("(zloty|zlotys)", "PLN"),
        ("(baht)", "THB"),
        ("(won)", "KRW"),
        ("(lari)", "GEL"),
        ("(bucks|buck|grand)", ""),
        ("(bitcoin|bitcoins|btc)", "BTC"),
    ] {
        let code = currencies::code(name);
        if name.is_empty() {
            g.add_n("<count> (bucks|buck)", code, actions::money);
            g.add_n("<count> grand", code, actions::money_thousands);
            continue;
        }
        if words == "(won)" {
            g.add_n("<count> (korean won)", code, actions::money);
            continue;
        }
        g.add_n(&format!("<number> {words}"), code, actions::money);
        if matches!(name, "EUR" | "MYR" | "INR" | "EGP") {
            g.add_n(&format!("{words} <count>"), code, actions::money);
        }
    }
    g.add_n("<number> pound", currencies::code("£"), one_pound);
    g.add_n("<count> +p", currencies::code("cent"), pence);
    g.add("a <money>", actions::same);
    g.add(
        "<amount> (a|per|each|every|an) (night|nights|day|week|month|year|hour|minute|person|head|piece|ticket)",
        actions::same,
    );
    g.add("<amount> (each|apiece|pp|pppn)", actions::same);
    g.add("<money> and? <money>", actions::money_and_cents);
    g.add("<money> and? <cents>", actions::money_and_cents);
    g.add_with("<number>", 0, 9.0, actions::money_latent);
}

/// "1 pound"; "a fifteen pound turkey" is not money.
fn one_pound(m: &crate::engine::chart::Match<'_>) -> Option<crate::engine::node::Sem> {
    if m.value(0)? == 1.0 { actions::money(m) } else { actions::money_unsure(m) }
}

/// "50p": pence in Britain, pages elsewhere.
fn pence(m: &crate::engine::chart::Match<'_>) -> Option<crate::engine::node::Sem> {
    if m.now.region == Some(*b"GB") { actions::money(m) } else { actions::money_unsure(m) }
}

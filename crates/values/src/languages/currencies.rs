//! Currencies: codes, and the signs that every language shares.

use super::actions;
use crate::engine::pattern::Grammar;

/// What amounts of money carry: ISO 4217 codes; `$` and the like where a sign does not say which
/// currency; the empty text where none is said.
pub(crate) const CODES: &[&str] = &[
    "EUR", "USD", "GBP", "CHF", "CAD", "AUD", "NZD", "JPY", "CNY", "INR", "SEK", "NOK", "DKK",
    "PLN", "CZK", "HUF", "RON", "BGN", "TRY", "RUB", "UAH", "ILS", "EGP", "SAR", "QAR", "KWD",
    "AED", "LBP", "JOD", "MAD", "TND", "DZD", "XOF", "XAF", "ZAR", "NGN", "KES", "BRL", "MXN",
    "ARS", "CLP", "COP", "PEN", "KRW", "THB", "VND", "IDR", "MYR", "SGD", "HKD", "TWD", "PHP",
    "PKR", "BDT", "LKR", "MNT", "GEL", "ISK", "HRK", "OMR", "BHD", "IQD", "IRR", "KZT", "AMD",
    "AZN", "BYN", "RSD", "ALL", "MKD", "BAM", "MDL", "XPF", "BTC", "$", "£", "cent", "dinar",
    "rial", "¥", "",
];

/// The place of a code in [`CODES`].
pub(crate) fn code(code: &str) -> i64 {
    CODES.iter().position(|known| *known == code).unwrap_or(CODES.len() - 1) as i64
}

/// Codes and signs before and after numbers, in all languages.
pub(crate) fn rules(g: &mut Grammar) {
    for (at, known) in CODES.iter().enumerate() {
        let at = at as i64;
        let code = known.to_lowercase();
        // "all 3", "try 2" are English.
        if code.len() == 3 && !matches!(code.as_str(), "all" | "try" | "cup" | "top") {
            g.add_n(&format!("<count> {code}"), at, actions::money);
            g.add_n(&format!("{code} <count>"), at, actions::money);
        }
    }
    let signs: &[(&str, &str)] = &[
        ("€", "EUR"),
        ("$", "$"),
        ("(us $|u . s . $|$ us)", "USD"),
        ("(ca $|can $|c $|$ ca)", "CAD"),
        ("(au $|a $)", "AUD"),
        ("£", "£"),
        ("¥", "¥"),
        ("₹", "INR"),
        ("₪", "ILS"),
        ("₽", "RUB"),
        ("₩", "KRW"),
        ("fr .", "CHF"),
        ("(rs|rs .)", "INR"),
    ];
    for (sign, name) in signs {
        if *sign != "fr ." {
            g.add_n(&format!("{sign} <count>"), code(name), actions::money);
            g.add_n(&format!("{sign} <count> +(m|mn|mio)"), code(name), actions::money_millions);
            g.add_n(&format!("{sign} <count> +(bn|md|mrd)"), code(name), actions::money_billions);
        }
        g.add_n(&format!("<count> {sign}"), code(name), actions::money);
    }
    g.add("<money> - <count>", actions::amount_to_number);
    g.add("<money> +<cents>", actions::money_and_cents);
}

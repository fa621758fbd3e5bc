//! Numbers, measures and money.

use model::{Locale, Measure, Value};

/// How a number is written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum NumberStyle {
    /// With at most three decimals, and the unit of a measure.
    Default,
    /// Rounded.
    Integer,
    /// Times a hundred, with the sign.
    Percent,
    /// Digits only.
    Plain,
    /// Money, in its own currency or in this one.
    Money(Option<String>),
}

impl NumberStyle {
    /// The style of that name; none is the default.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "" => Self::Default,
            "integer" => Self::Integer,
            "percent" => Self::Percent,
            "plain" => Self::Plain,
            _ => return None,
        })
    }
}

/// An amount in words of its locale; `None` when the value is no amount.
pub(super) fn amount(value: &Value, style: &NumberStyle, locale: &Locale) -> Option<String> {
    let (low, high, measure) = match value {
        Value::Number { value } => (Some(*value), None, None),
        Value::Ordinal { value } => (Some(*value as f64), None, None),
        Value::Measure { measure, value, up_to, unit, .. } => {
            (*value, *up_to, Some((*measure, unit.as_str())))
        }
        Value::Duration { seconds, .. } => (Some(*seconds as f64), None, None),
        _ => return None,
    };
    let digits = |number: f64| match style {
        NumberStyle::Default => self::number(number, locale),
        NumberStyle::Integer => grouped(number, 0, locale),
        NumberStyle::Percent if measure.is_none() => self::number(number * 100.0, locale),
        NumberStyle::Percent => self::number(number, locale),
        NumberStyle::Plain => plain(number),
        NumberStyle::Money(_) => money_digits(number, locale),
    };
    let is_money = matches!(measure, Some((Measure::AmountOfMoney, _)));
    let digits = |number: f64| match style {
        NumberStyle::Default if is_money => money_digits(number, locale),
        _ => digits(number),
    };
    let text = match (low, high) {
        (Some(low), Some(high)) => format!("{}–{}", digits(low), digits(high)),
        (Some(one), None) | (None, Some(one)) => digits(one),
        (None, None) => return None,
    };
    let unit = match (style, measure) {
        (NumberStyle::Plain | NumberStyle::Integer, _) => return Some(text),
        (NumberStyle::Percent, _) => "percent",
        (NumberStyle::Money(Some(code)), _) => code.as_str(),
        (_, Some((_, unit))) => unit,
        (_, None) => return Some(text),
    };
    Some(with_unit(&text, unit, locale))
}

/// A number with at most three decimals.
pub(super) fn number(number: f64, locale: &Locale) -> String {
    grouped(number, 3, locale)
}

/// Digits only, shortest form.
pub(super) fn plain(number: f64) -> String {
    // Avoids `-0`, and exponents within the range where integers are exact.
    if number == 0.0 { "0".to_owned() } else { format!("{number}") }
}

fn money_digits(amount: f64, locale: &Locale) -> String {
    if amount.fract() == 0.0 {
        grouped(amount, 0, locale)
    } else {
        let text = format!("{:.2}", amount.abs());
        let sign = if amount < 0.0 { "-" } else { "" };
        format!("{sign}{}", localised(&text, locale))
    }
}

fn grouped(number: f64, decimals: usize, locale: &Locale) -> String {
    if !number.is_finite() {
        return plain(number);
    }
    let text = format!("{:.*}", decimals, number.abs());
    let text = match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.'),
        false => &text,
    };
    let sign = if number < 0.0 && text != "0" { "-" } else { "" };
    format!("{sign}{}", localised(text, locale))
}

/// Groups of three digits and the decimal sign of a language.
fn localised(text: &str, locale: &Locale) -> String {
    let (group, point) = match locale.language() {
        "fr" => ("\u{202f}", ','),
        "en" => (",", '.'),
        _ => ("", '.'),
    };
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut out = String::with_capacity(text.len() + 4);
    for (position, digit) in whole.chars().enumerate() {
        if position > 0 && (whole.len() - position) % 3 == 0 {
            out.push_str(group);
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push(point);
        out.push_str(fraction);
    }
    out
}

fn with_unit(text: &str, unit: &str, locale: &Locale) -> String {
    let english = locale.language() == "en";
    let currency = match unit {
        "EUR" => Some("€"),
        "USD" => Some("$"),
        "GBP" => Some("£"),
        "JPY" | "CNY" => Some("¥"),
        _ => None,
    };
    if let (Some(symbol), true) = (currency, english) {
        return match text.strip_prefix('-') {
            Some(positive) => format!("-{symbol}{positive}"),
            None => format!("{symbol}{text}"),
        };
    }
    let symbol = currency.unwrap_or(match unit {
        "percent" if english => return format!("{text}%"),
        "percent" => "%",
        "celsius" => "°C",
        "fahrenheit" => "°F",
        "degree" => "°",
        "kilometre" => "km",
        "metre" => "m",
        "centimetre" => "cm",
        "millimetre" => "mm",
        "mile" => "mi",
        "litre" => "l",
        "millilitre" => "ml",
        "kilogram" => "kg",
        "gram" => "g",
        "" => return text.to_owned(),
        other => other,
    });
    // A no-break space: amount and unit stay on one line.
    format!("{text}\u{a0}{symbol}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: Value, style: &str, locale: &str, expected: &str) {
        let style = match style {
            "money" => NumberStyle::Money(None),
            "USD" => NumberStyle::Money(Some("USD".into())),
            _ => NumberStyle::from_name(style).unwrap(),
        };
        assert_eq!(amount(&value, &style, &locale.parse().unwrap()).as_deref(), Some(expected));
    }

    fn measure(measure: Measure, value: f64, unit: &str) -> Value {
        let unit = unit.to_owned();
        Value::Measure { measure, value: Some(value), up_to: None, interval: false, unit }
    }

    #[test]
    fn numbers_follow_their_language() {
        let number = |value| Value::Number { value };
        check(number(1234567.5), "", "fr", "1\u{202f}234\u{202f}567,5");
        check(number(1234567.5), "", "en", "1,234,567.5");
        check(number(1234567.5), "", "de", "1234567.5");
        check(number(-0.0001), "", "fr", "0");
        check(number(-1.5), "", "fr", "-1,5");
        check(number(2.5), "integer", "en", "2");
        check(number(0.25), "percent", "fr", "25\u{a0}%");
        check(number(0.25), "percent", "en", "25%");
        check(number(1234.5), "plain", "fr", "1234.5");
        check(number(12.0), "USD", "en", "$12");
        check(Value::Ordinal { value: 3 }, "", "fr", "3");
    }

    #[test]
    fn amounts_carry_their_unit() {
        check(measure(Measure::AmountOfMoney, 12.5, "EUR"), "", "fr", "12,50\u{a0}€");
        check(measure(Measure::AmountOfMoney, 12.5, "EUR"), "money", "en", "€12.50");
        check(measure(Measure::AmountOfMoney, 12.0, "CHF"), "money", "fr", "12\u{a0}CHF");
        check(measure(Measure::Distance, 3.0, "kilometre"), "", "en", "3\u{a0}km");
        check(measure(Measure::Percentage, 20.0, "percent"), "percent", "fr", "20\u{a0}%");
        let range = Value::Measure {
            measure: Measure::AmountOfMoney,
            value: Some(10.0),
            up_to: Some(20.0),
            interval: true,
            unit: "EUR".into(),
        };
        check(range, "", "fr", "10–20\u{a0}€");
    }
}

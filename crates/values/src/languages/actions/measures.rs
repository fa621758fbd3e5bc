//! Amounts of units.

use super::*;

pub(super) fn amount(measure: Measure, value: f64, unit: &'static str) -> Amount {
    Amount { measure, value: Some(value), up_to: None, interval: false, unit, latent: false }
}

/// So much of the unit with the rule's number in [`UNITS`].
pub(crate) fn of_unit(m: &Match<'_>) -> Made {
    let (measure, unit) = UNITS[m.n() as usize];
    Some(Sem::Amount(amount(measure, m.value(0)?, unit)))
}

/// "half a litre", "quart de litre": hundredths in front of the unit's number (1000 × …).
pub(crate) fn part_of_unit(m: &Match<'_>) -> Made {
    let (measure, unit) = UNITS[(m.n() % 1000) as usize];
    Some(Sem::Amount(amount(measure, (m.n() / 1000) as f64 / 100.0, unit)))
}

/// "20c": Celsius, and as likely something else above zero.
pub(crate) fn celsius_letter(m: &Match<'_>) -> Made {
    let mut found = amount(Measure::Temperature, m.value(0)?, "celsius");
    found.latent = found.value.is_some_and(|value| value >= 0.0);
    Some(Sem::Amount(found))
}

/// "2 degrees below zero".
pub(crate) fn below_zero(m: &Match<'_>) -> Made {
    match m.sem(0)? {
        Sem::Amount(found) if found.value.is_some_and(|value| value > 0.0) => {
            Some(Sem::Amount(Amount { value: found.value.map(|value| -value), ..*found }))
        }
        Sem::Number(number) if number.value > 0.0 => {
            Some(Sem::Amount(amount(Measure::Temperature, -number.value, "degree")))
        }
        _ => None,
    }
}

/// "45 degrees celsius": a unit after degrees without one.
pub(crate) fn degrees_of(m: &Match<'_>) -> Made {
    let found = m.amount(0)?;
    let (measure, unit) = UNITS[m.n() as usize];
    (found.measure == measure && found.unit == "degree" && !found.interval).then_some(())?;
    Some(Sem::Amount(Amount { unit, ..found }))
}

/// "7 feet 10 inches": in the finer of two units of length.
pub(crate) fn distances(m: &Match<'_>) -> Made {
    let (a, b) = (m.amount(0)?, m.amount(1)?);
    let (large, small) = (metres_in(a.unit, b.unit)?, metres_in(b.unit, b.unit)?);
    // Mixed systems stay in the first unit.
    let metric = |unit: &str| unit.ends_with("metre");
    let mixed = metric(a.unit) != metric(b.unit);
    (a.measure == Measure::Distance && b.measure == Measure::Distance && (large > small || mixed))
        .then_some(())?;
    let (target, per) = if metric(a.unit) == metric(b.unit) || a.unit == "m" {
        (b.unit, small)
    } else {
        (a.unit, large)
    };
    let total = (a.value? * large + b.value? * small) / per;
    let total = (total * 1e9).round() / 1e9;
    Some(Sem::Amount(amount(Measure::Distance, total, target)))
}

/// "3m" is metres or, beside feet and inches, miles.
pub(super) fn metres_in(unit: &str, beside: &str) -> Option<f64> {
    Some(match unit {
        "kilometre" => 1000.0,
        "metre" => 1.0,
        "centimetre" => 0.01,
        "millimetre" => 0.001,
        "mile" => 1609.344,
        "yard" => 0.9144,
        "foot" => 0.3048,
        "inch" => 0.0254,
        "m" if matches!(beside, "foot" | "inch" | "yard") => 1609.344,
        "m" => 1.0,
        _ => return None,
    })
}

/// "entre 10 et 20 euros", "10-20 km": a number and an amount, or two amounts.
pub(crate) fn amount_from_to(m: &Match<'_>) -> Made {
    let to = m.amount(1)?;
    let from = match m.sem(0)? {
        Sem::Number(number) => number.value,
        Sem::Amount(from)
            if from.unit == to.unit || from.unit == "degree" || from.unit.is_empty() =>
        {
            from.value?
        }
        _ => return None,
    };
    let up_to = to.value?;
    (from < up_to && !to.interval).then_some(())?;
    Some(Sem::Amount(Amount { value: Some(from), up_to: Some(up_to), interval: true, ..to }))
}

/// "moins de 50 euros" (-1), "at least 3 km" (1).
pub(crate) fn amount_bounded(m: &Match<'_>) -> Made {
    let found = m.amount(0)?;
    if found.interval {
        return None;
    }
    let (value, up_to) = if m.n() > 0 { (found.value, None) } else { (None, found.value) };
    Some(Sem::Amount(Amount { value, up_to, interval: true, ..found }))
}

/// "20 dollars 43", "3 euros et 50 centimes".
pub(crate) fn money_and_cents(m: &Match<'_>) -> Made {
    let found = m.amount(0)?;
    let cents = match m.sem(1)? {
        Sem::Number(number) => number.value,
        Sem::Amount(cents) if cents.unit == "cent" => cents.value?,
        _ => return None,
    };
    let whole = found.value.filter(|value| value.fract() == 0.0)?;
    (found.unit != "cent" && !found.latent && (0.0..100.0).contains(&cents)).then_some(())?;
    let value = (whole * 100.0 + cents).round() / 100.0;
    Some(Sem::Amount(Amount { value: Some(value), ..found }))
}

/// A bare number as an amount of a currency that is not said.
pub(crate) fn money_latent(m: &Match<'_>) -> Made {
    let number = m.number(0).filter(|number| number.value > 0.0)?;
    let mut found = amount(Measure::AmountOfMoney, number.value, "");
    found.latent = true;
    Some(Sem::Amount(found))
}

/// Units, by the number that rules give.
pub(crate) const UNITS: &[(Measure, &str)] = &[
    (Measure::Distance, "kilometre"),
    (Measure::Distance, "metre"),
    (Measure::Distance, "centimetre"),
    (Measure::Distance, "millimetre"),
    (Measure::Distance, "mile"),
    (Measure::Distance, "yard"),
    (Measure::Distance, "foot"),
    (Measure::Distance, "inch"),
    (Measure::Distance, "m"),
    (Measure::Volume, "litre"),
    (Measure::Volume, "millilitre"),
    (Measure::Volume, "centilitre"),
    (Measure::Volume, "hectolitre"),
    (Measure::Volume, "gallon"),
    (Measure::Temperature, "degree"),
    (Measure::Temperature, "celsius"),
    (Measure::Temperature, "fahrenheit"),
    (Measure::Percentage, "percent"),
    (Measure::Quantity, "gram"),
    (Measure::Quantity, "kilogram"),
    (Measure::Quantity, "milligram"),
    (Measure::Quantity, "pound"),
    (Measure::Quantity, "ounce"),
    (Measure::Quantity, "cup"),
    (Measure::Quantity, "tablespoon"),
    (Measure::Quantity, "teaspoon"),
    (Measure::Quantity, "piece"),
    (Measure::Quantity, "tonne"),
    (Measure::Volume, "decilitre"),
    (Measure::Volume, "pint"),
    (Measure::Quantity, "bottle"),
    (Measure::Quantity, "bowl"),
];

/// The number of a unit in [`UNITS`], for rules.
pub(crate) fn unit(name: &str) -> i64 {
    UNITS.iter().position(|(_, unit)| *unit == name).unwrap_or_default() as i64
}

pub(crate) fn money(m: &Match<'_>) -> Made {
    money_times(m, 1.0)
}

/// "50k€", "ten grand".
pub(crate) fn money_thousands(m: &Match<'_>) -> Made {
    money_times(m, 1e3)
}

/// "$1.5m".
pub(crate) fn money_millions(m: &Match<'_>) -> Made {
    money_times(m, 1e6)
}

/// "£2bn".
pub(crate) fn money_billions(m: &Match<'_>) -> Made {
    money_times(m, 1e9)
}

fn money_times(m: &Match<'_>, times: f64) -> Made {
    let unit = crate::languages::currencies::CODES[m.n() as usize];
    // "-5C" is cold, not a debt.
    let value = m.value(0).filter(|value| unit != "cent" || *value >= 0.0)? * times;
    Some(Sem::Amount(amount(Measure::AmountOfMoney, value, unit)))
}

/// The k-th element as it is.
pub(crate) fn same_as(m: &Match<'_>, k: usize) -> Made {
    m.sem(k).cloned()
}

/// A part of the running cycle of that grain.
pub(crate) fn part_of_running_named(m: &Match<'_>, grain: Grain, kind: i64) -> Made {
    part_of_expr(kind, cycle_time(m, grain, 0).date?)
}

//! "Did you mean …?"

/// The candidate that `given` most probably was meant to be.
pub(crate) fn nearest<'c>(
    given: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let given: Vec<char> = given.chars().take(80).flat_map(char::to_lowercase).collect();
    // One slip in three letters is a slip; more is another word.
    let allowed = (given.len() / 3).max(1);
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let letters: Vec<char> =
                candidate.chars().take(80).flat_map(char::to_lowercase).collect();
            if letters.len().abs_diff(given.len()) > allowed {
                return None;
            }
            Some((distance_within(&given, &letters, allowed)?, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// "did you mean `x`? " or what to do when nothing is near.
pub(crate) fn remedy<'c>(
    given: &str,
    candidates: impl IntoIterator<Item = &'c str>,
    otherwise: impl Into<String>,
) -> String {
    match nearest(given, candidates) {
        Some(near) => format!("did you mean `{near}`?"),
        None => otherwise.into(),
    }
}

/// Letters to insert, delete, replace or swap with their neighbour; `None` if more than `limit`.
fn distance_within(a: &[char], b: &[char], limit: usize) -> Option<usize> {
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let replaced = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before_last[j - 2] + 1);
            }
        }
        // A swap looks two rows back, so both must be beyond hope.
        if row.iter().chain(&last).all(|distance| *distance > limit) {
            return None;
        }
        before_last = std::mem::replace(&mut last, row);
    }
    Some(last[b.len()]).filter(|distance| *distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(given: &str, expected: Option<&str>) {
        let candidates = ["starters", "steps", "answers", "book_ticket", "é"];
        assert_eq!(nearest(given, candidates), expected);
    }

    #[test]
    fn a_slip_finds_the_word_that_was_meant() {
        check("startres", Some("starters"));
        check("Step", Some("steps"));
        check("anwsers", Some("answers"));
        check("book-ticket", Some("book_ticket"));
        check("buy", None);
        check("", Some("é"));
        check("e", Some("é"));
    }
}

//! Which file holds what: a category is a file; what has no category has a file of its own.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

/// Longest name of a file that is made of a name, in bytes.
const SLUG_BYTES_MAX: usize = 60;

/// Groups named things into files: path to positions, in the given order.
pub(super) fn files<'n>(
    folder: &str,
    ending: &str,
    things: impl IntoIterator<Item = (&'n str, &'n str)>,
) -> BTreeMap<String, Vec<usize>> {
    // A category and a thing of the same name are two files, as are two things of the same name.
    let mut groups: BTreeMap<(String, &str, usize), Vec<usize>> = BTreeMap::new();
    for (position, (name, category)) in things.into_iter().enumerate() {
        let (group, number) =
            if category.is_empty() { (name, position + 1) } else { (category, 0) };
        groups.entry((slug(group), group, number)).or_default().push(position);
    }
    let mut taken = BTreeSet::new();
    let mut files = BTreeMap::new();
    for ((slug, ..), positions) in groups {
        files.insert(free_path(folder, &slug, ending, &mut taken), positions);
    }
    files
}

/// A path that is not taken yet, which it then is.
pub(super) fn free_path(
    folder: &str,
    stem: &str,
    ending: &str,
    taken: &mut BTreeSet<String>,
) -> String {
    let mut path = format!("{folder}/{stem}.{ending}");
    let mut number = 2;
    while !taken.insert(path.clone()) {
        path = format!("{folder}/{stem}-{number}.{ending}");
        number += 1;
    }
    path
}

/// A name as the name of a file: `Réserver un billet` is `reserver-un-billet`.
pub(super) fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.nfd().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() || c == '_' {
            slug.push(c);
        } else if !unicode_normalization::char::is_combining_mark(c)
            && !slug.ends_with('-')
            && !slug.is_empty()
        {
            slug.push('-');
        }
        if slug.len() >= SLUG_BYTES_MAX {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "other".to_owned() } else { slug.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_names_of_files() {
        for (name, expected) in [
            ("book_ticket", "book_ticket"),
            ("Réserver un billet !", "reserver-un-billet"),
            ("../../etc/passwd", "etc-passwd"),
            ("予約", "other"),
            ("", "other"),
        ] {
            assert_eq!(slug(name), expected);
        }
        assert_eq!(slug(&"x".repeat(500)).len(), SLUG_BYTES_MAX);
    }

    #[test]
    fn a_category_is_a_file() {
        let found = files("stories", "toml", [("a", "x"), ("x", ""), ("b", "x"), ("c", "X")]);
        let expected = [
            ("stories/x-2.toml", vec![0, 2]),
            ("stories/x-3.toml", vec![1]),
            ("stories/x.toml", vec![3]),
        ];
        assert_eq!(
            found,
            expected.map(|(path, positions)| (path.to_owned(), positions)).into_iter().collect()
        );
    }
}

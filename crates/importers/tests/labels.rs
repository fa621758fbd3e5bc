//! Labels go to translators and come back.

#![allow(clippy::unwrap_used)]

use importers::labels::{self, Labels};
use model::*;
use proptest::prelude::*;

fn any_labels() -> impl Strategy<Value = Labels> {
    let place = (
        prop::sample::select(vec!["fr", "en", "fr-CA"]),
        prop::option::of(prop::sample::select(vec![Interface::Text, Interface::Voice])),
        prop::option::of(prop::sample::select(vec!["web", "alexa"])),
    );
    // A last variant that is empty says nothing, and a spreadsheet cannot hold it.
    let variants = (prop::collection::vec(any::<String>(), 0..3), "[a-z;\"\n]{1,8}").prop_map(
        |(mut variants, last)| {
            variants.push(last);
            variants
        },
    );
    let texts = prop::collection::btree_map(place, (variants, any::<bool>()), 0..4);
    let label = (any::<String>(), texts).prop_map(|(description, texts)| Label {
        description,
        texts: texts
            .into_iter()
            .map(|((locale, interface, connector), (variants, validated))| LabelText {
                locale: locale.parse().unwrap(),
                interface,
                connector: connector.map(|name| ConnectorType::new(name).unwrap()),
                variants,
                validated,
            })
            .collect(),
    });
    let key = "[a-zA-Z0-9. ;\"é]{1,12}".prop_map(|key| LabelKey::new(key).unwrap());
    prop::collection::btree_map(key, label, 0..5)
}

proptest! {
    #[test]
    fn labels_survive_tables_and_json(all in any_labels()) {
        prop_assert_eq!(labels::from_csv(&labels::to_csv(&all)), (all.clone(), vec![]));
        prop_assert_eq!(labels::from_json(&labels::to_json(&all)), (all, vec![]));
    }

    #[test]
    fn no_text_makes_the_readers_panic(text in any::<String>()) {
        drop(labels::from_csv(&text));
        drop(labels::from_csv(&format!("Key;Language;Interface;Channel;Validated;Description;Text\n{text}")));
        drop(labels::from_json(&text));
    }
}

#[test]
fn a_row_that_cannot_be_read_is_named_and_the_others_are_kept() {
    let table = "Key,Language,Interface,Channel,Validated,Description,Text,Text\n\
        hello,fr,,,yes,,Bonjour,\n\
        hello,klingon!,,,yes,,x\n\
        hello,fr,,,no,,Salut\n\
        bye,fr,loud,,yes,,x\n\
        bye,fr,voice,web,perhaps,,x\n\
        ,fr,,,yes,,x\n\
        bye,fr,voice,web,no,Said at last,\"Au revoir,\nà demain\",Salut\n";
    let (read, findings) = labels::from_csv(table);
    let lines: Vec<usize> = findings.iter().filter_map(|finding| finding.line).collect();
    assert_eq!(lines, [3, 4, 5, 6, 7]);
    assert_eq!(read[&LabelKey::new("hello").unwrap()].texts[0].variants, ["Bonjour"]);
    let bye = &read[&LabelKey::new("bye").unwrap()];
    assert_eq!(bye.description, "Said at last");
    assert_eq!(bye.texts[0].variants, ["Au revoir,\nà demain", "Salut"]);
    assert!(!bye.texts[0].validated);
    assert_eq!(labels::from_csv("a;b").1[0].code, "wrong-columns");
    assert_eq!(labels::from_json("{\"a\": 3, \"b\": {\"texts\": []}}").0.len(), 1);
}

#[test]
fn taking_labels_over_changes_what_they_say_and_removes_nothing() {
    let namespace = Namespace::new("app").unwrap();
    let mut bot = Bot::new(namespace, BotName::new("b").unwrap(), vec![Locale::fr()]);
    let label = |words: &str, description: &str| Label {
        description: description.to_owned(),
        texts: vec![LabelText::new(Locale::fr(), vec![words.to_owned()])],
    };
    let key = |key: &str| LabelKey::new(key).unwrap();
    bot.labels = [(key("a"), label("Un", "what")), (key("b"), label("Deux", ""))].into();
    let new = [
        (key("a"), label("Une", "")),
        (key("b"), label("Deux", "")),
        (key("c"), label("Trois", "")),
    ];
    let taken = labels::take_over(&mut bot.labels, new.into());
    assert_eq!((taken.added, taken.changed, taken.unchanged), (vec![key("c")], vec![key("a")], 1));
    assert_eq!(bot.labels[&key("a")], label("Une", "what"));
}

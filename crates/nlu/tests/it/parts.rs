//! Entities have parts, and these have parts of their own.

use model::{Annotation, EntityFound, EntityTypeName, Role, Span};
use nlu::evaluation::{EvaluateOptions, evaluate};
use nlu::{Model, NoValues, TrainOptions, train};

use crate::library_bot::{add, add_dictionary, empty_bot, query};

/// An annotation of some words of a text.
fn mark(text: &str, words: &str, entity_type: &str, parts: Vec<Annotation>) -> Annotation {
    let start = text.find(words).unwrap();
    let (entity_type, role) = entity_type.split_once(':').unwrap_or((entity_type, entity_type));
    Annotation {
        span: Span::of_bytes(text, start, start + words.len()),
        entity_type: EntityTypeName::new(entity_type).unwrap(),
        role: Role::new(role).unwrap(),
        sub_entities: parts,
    }
}

const PLACES: [(&str, &str, &str); 8] = [
    ("12", "rue des Lilas", "Lyon"),
    ("3", "avenue Foch", "Paris"),
    ("48", "quai du Port", "Marseille"),
    ("7", "place Bellecour", "Lyon"),
    ("156", "rue Nationale", "Lille"),
    ("21", "boulevard Carnot", "Nice"),
    ("5", "impasse du Moulin", "Tours"),
    ("90", "avenue de la Gare", "Nantes"),
];

/// A bot that delivers to addresses: a street with a number and a way, and a city. The parts may be
/// marked or not.
fn post(marked: bool) -> model::Bot {
    let mut bot = empty_bot(&["fr"]);
    add(&mut bot, "fr", "greet", "bonjour\nsalut\nbonsoir à vous\nhello");
    add_dictionary(
        &mut bot,
        "city",
        "fr",
        "Lyon\nParis\nMarseille\nLille\nNice\nTours\nNantes\nBrest",
    );
    for (at, (number, way, city)) in PLACES.into_iter().enumerate() {
        let (street, address) = (format!("{number} {way}"), format!("{number} {way} à {city}"));
        let text = match at % 3 {
            0 => format!("livrez au {address} svp"),
            1 => format!("mon colis va au {address}"),
            _ => format!("envoyez tout cela au {address} demain"),
        };
        let parts = vec![
            mark(
                &address,
                &street,
                "street",
                vec![
                    mark(&street, number, "figure:number", vec![]),
                    mark(&street, way, "way", vec![]),
                ],
            ),
            mark(&address, city, "city", vec![]),
        ];
        add(&mut bot, "fr", "deliver", &text);
        let sentence = bot.sentences.last_mut().unwrap();
        let parts = if marked { parts } else { vec![] };
        sentence.entities = vec![mark(&text, &address, "address", parts)];
    }
    bot
}

/// What was found, written as `words(role)`, parts in braces.
fn tree(found: &[EntityFound], text: &str) -> String {
    let one = |own: &EntityFound| {
        let words = own.span.slice(text);
        let parts = tree(&own.sub_entities, words);
        let parts = if parts.is_empty() { parts } else { format!("{{{parts}}}") };
        format!("{words}({}){parts}", own.role)
    };
    found.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn load(bot: &model::Bot) -> Model {
    Model::load(&train(bot, &TrainOptions::default(), &NoValues).bytes).unwrap()
}

#[test]
fn parts_of_parts_are_found_and_each_counts_from_what_it_is_a_part_of() {
    let model = load(&post(true));
    for (text, expected) in [
        (
            "livrez au 33 rue Pasteur à Brest svp",
            "33 rue Pasteur à Brest(address){33 rue Pasteur(street){33(number) rue Pasteur(way)} Brest(city)}",
        ),
        // A known sentence: as it was annotated.
        (
            "mon  colis va au 3 avenue Foch à Paris !",
            "3 avenue Foch à Paris(address){3 avenue Foch(street){3(number) avenue Foch(way)} Paris(city)}",
        ),
        ("bonjour", ""),
    ] {
        let understood = model.explain(&query(text, "fr"), &NoValues);
        assert_eq!(tree(&understood.entities, &understood.text), expected, "{text}");
    }
}

#[test]
fn parts_are_values_of_dictionaries_and_explained() {
    let understood =
        load(&post(true)).explain(&query("livrez au 33 rue Pasteur à Brest svp", "fr"), &NoValues);
    let city = &understood.entities[0].sub_entities[1];
    assert_eq!(city.source, model::EntitySource::Dictionary);
    assert!(city.value.is_some());
    let because: Vec<&str> = understood.why.iter().map(|why| why.because.as_str()).collect();
    for part in [
        "`33 rue Pasteur`, a part of `33 rue Pasteur à Brest`, was found by",
        "`33`, a part of `33 rue Pasteur`, was found by the words around and in it",
        "`Brest`, a part of `33 rue Pasteur à Brest`, was found by the dictionary",
    ] {
        assert!(because.iter().any(|own| own.starts_with(part)), "{part} of {because:?}");
    }
}

#[test]
fn parts_that_are_declared_and_never_marked_are_found_where_a_dictionary_knows_them() {
    let mut bot = post(false);
    let address = bot.entity_types.entry(EntityTypeName::new("address").unwrap()).or_default();
    let city = |name| model::EntityUse {
        entity_type: EntityTypeName::new("city").unwrap(),
        role: Role::new(name).unwrap(),
    };
    address.sub_entities = vec![city("city")];
    let model = load(&bot);
    let understood = model.parse(&query("livrez au 33 rue Pasteur à Brest svp", "fr"), &NoValues);
    assert_eq!(
        tree(&understood.entities, &understood.text),
        "33 rue Pasteur à Brest(address){Brest(city)}"
    );
}

#[test]
fn an_evaluation_measures_parts() {
    let evaluation =
        evaluate(&post(true), None, &EvaluateOptions::default(), &NoValues, &mut |_, _| true)
            .unwrap();
    let roles = evaluation.entities.unwrap().roles;
    for role in ["address", "street", "number", "way", "city"] {
        let own = roles.iter().find(|own| own.role.as_str() == role).unwrap();
        assert!(own.recall.n > 0, "{role}");
    }
    let marks = evaluation.outcomes.iter().flat_map(|own| &own.entities_right);
    let number = marks.clone().find(|mark| mark.role.as_str() == "number").unwrap();
    let within: Vec<&str> = number.within.iter().map(Role::as_str).collect();
    assert_eq!(within, ["address", "street"]);
    let whole = evaluation.outcomes.iter().find(|own| own.entities_right.contains(number)).unwrap();
    assert_eq!(number.span.slice(&whole.text), number.text);

    let unmarked =
        evaluate(&post(false), None, &EvaluateOptions::default(), &NoValues, &mut |_, _| true)
            .unwrap();
    assert!(
        unmarked
            .outcomes
            .iter()
            .flat_map(|own| &own.entities_right)
            .all(|own| own.within.is_empty())
    );
}

#[test]
fn types_that_hold_themselves_end_somewhere() {
    let mut bot = empty_bot(&["fr"]);
    let text = "prends la boite de la boite de la boite de la boite de la boite";
    add(&mut bot, "fr", "take", text);
    let sentence = bot.sentences.last_mut().unwrap();
    let mut parts = vec![];
    for depth in (0..8).rev() {
        let own = "la boite de la boite de la boite de la boite de la boite";
        parts = vec![mark(own, if depth == 0 { own } else { "la boite" }, "box", parts)];
    }
    let start = text.find("la boite").unwrap();
    parts[0].span = Span::of_bytes(text, start, text.len());
    sentence.entities = parts;
    let model = load(&bot);
    for known_sentences in [true, false] {
        let asked = model::Query { known_sentences, ..query(text, "fr") };
        model.explain(&asked, &NoValues);
    }
}

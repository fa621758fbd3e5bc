//! Which story answers, and from which step.

mod kit;

use kit::{check, run};
use serde_json::{Value as Json, json};

/// Booking with two questions, opening hours, a tree of steps.
fn station() -> Json {
    json!([
        { "name": "book", "starters": ["book"], "secondary": ["thanks"],
          "mandatory": [
              { "entity": { "entity_type": "station", "role": "destination" },
                "ask": ["Pour quelle gare ?"] },
              { "entity": { "entity_type": "datetime", "role": "date" },
                "ask": ["À quelle date ?"], "intents": ["give_date"] },
          ],
          "answers": ["Un billet pour {destination}, le {date, date, long}."] },
        { "name": "hours", "starters": ["hours"], "answers": ["De 5 h à minuit."] },
        { "name": "luggage", "starters": ["luggage"], "answers": ["Quel bagage ?"],
          "steps": [
              { "name": "lost", "title": "Perdu", "trigger": { "intent": "lost" },
                "answers": ["Où l'avez-vous perdu ?"],
                "steps": [
                    { "name": "train", "title": "Dans le train", "answers": ["Appelez le 3635."] },
                    { "name": "hall", "title": "Dans le hall", "trigger": { "intent": "in_hall" },
                      "answers": ["Bureau 12."] },
                ] },
              { "name": "left", "title": "À déposer", "trigger": { "intent": "leave" },
                "answers": ["La consigne est au sous-sol."] },
          ] },
        { "name": "not understood", "kind": "unknown", "answers": ["Je n'ai pas compris."] },
        { "name": "hello", "kind": "hello", "starters": ["greet"], "answers": ["Bonjour !"] },
    ])
}

#[test]
fn a_sentence_of_a_starter_intent_gives_its_story() {
    check(
        station(),
        "
        > bonjour @greet
        < Bonjour !
        > vos horaires @hours
        < De 5 h à minuit.
        > blabla
        < Je n'ai pas compris.
        > blabla @nobody_knows
        < Je n'ai pas compris.",
    );
}

#[test]
fn what_is_missing_is_asked_in_order_and_replies_are_caught() {
    check(
        station(),
        "
        > un billet @book
        < Pour quelle gare ?
        > [Lyon](station:destination)
        < À quelle date ?
        > [demain](datetime:date)
        < Un billet pour Lyon, le mardi 3 mars.",
    );
    check(
        station(),
        "
        > un billet pour [Lyon](station:destination) [demain](datetime:date) @book
        < Un billet pour Lyon, le mardi 3 mars.",
    );
}

#[test]
fn a_reply_fills_the_asked_role_whatever_nlu_makes_of_it() {
    // Generic role, another role, an intent of the reply, a wrong intent, nothing found at all.
    for reply in [
        "[Lyon](station)",
        "[Lyon](station:origin)",
        "à [Lyon](station:origin) @book",
        "[Lyon](station:origin) @hours",
        "Lyon",
        "lyon part-dieu",
        "plutôt Lyon, merci",
    ] {
        check(
            station(),
            &format!(
                "
            > un billet @book
            < Pour quelle gare ?
            > {reply}
            < À quelle date ?"
            ),
        );
    }
    for reply in
        ["demain", "demain @give_date", "[demain](datetime)", "[demain](datetime:back) @book"]
    {
        check(
            station(),
            &format!(
                "
            > un billet pour [Lyon](station:destination) @book
            < À quelle date ?
            > {reply}
            < Un billet pour Lyon, le mardi 3 mars."
            ),
        );
    }
}

#[test]
fn a_generic_value_takes_the_role_that_is_needed() {
    check(
        station(),
        "
        > un billet pour [Lyon](station) @book
        < À quelle date ?",
    );
}

#[test]
fn a_role_named_as_its_type_is_not_asked_when_any_value_of_the_type_is_known() {
    let bot = json!([{ "name": "hours", "starters": ["hours"],
        "mandatory": [{ "entity": { "entity_type": "station", "role": "station" }, "ask": ["Où ?"] }],
        "answers": ["Ouvert."] }]);
    check(
        bot.clone(),
        "
        > les horaires de [Lyon](station:destination) @hours
        < Ouvert.",
    );
    check(
        bot,
        "
        > les horaires @hours
        < Où ?",
    );
}

#[test]
fn another_story_in_the_middle_keeps_what_was_said_and_the_question_survives_it() {
    check(
        station(),
        "
        > un billet pour [Lyon](station:destination) @book
        < À quelle date ?
        > vos horaires @hours
        < De 5 h à minuit.
        > un billet @book
        < À quelle date ?",
    );
    check(
        station(),
        "
        > un billet pour [Lyon](station:destination) @book
        < À quelle date ?
        > vos horaires @hours
        < De 5 h à minuit.
        > [demain](datetime)
        < Un billet pour Lyon, le mardi 3 mars.",
    );
    // But not for ever.
    check(
        station(),
        "
        > un billet pour [Lyon](station:destination) @book
        < À quelle date ?
        > vos horaires @hours
        < De 5 h à minuit.
        > bonjour @greet
        < Bonjour !
        > vos horaires @hours
        < De 5 h à minuit.
        > [demain](datetime)
        < Je n'ai pas compris.",
    );
}

#[test]
fn a_sentence_of_another_story_is_no_reply_although_it_holds_a_value() {
    check(
        station(),
        "
        > un billet pour [Lyon](station:destination) @book
        < À quelle date ?
        > êtes-vous ouverts [demain](datetime:date) @hours
        < De 5 h à minuit.",
    );
}

#[test]
fn not_understanding_leaves_the_question_open() {
    check(
        station(),
        "
        > un billet pour [Lyon](station:destination) @book
        < À quelle date ?
        > heu
        < Je n'ai pas compris.
        > [demain](datetime:date)
        < Un billet pour Lyon, le mardi 3 mars.",
    );
}

#[test]
fn a_question_is_asked_again_as_often_as_its_story_says() {
    let bot = json!([
        { "name": "book", "starters": ["book"], "ask_again": 2, "answers": ["Noté."],
          "mandatory": [{ "entity": { "entity_type": "number", "role": "n" }, "ask": ["Combien ?"] }] },
    ]);
    check(
        bot,
        "
        > un billet @book
        < Combien ?
        > heu
        < Combien ?
        > ben
        < Combien ?
        > bof
        < Désolé, je n'ai pas compris.
        > 3
        < Noté.",
    );
}

#[test]
fn a_type_without_values_of_its_own_takes_whatever_is_said() {
    let bot = json!([
        { "name": "form", "starters": ["form"], "answers": ["Merci {who} !"],
          "mandatory": [{ "entity": { "entity_type": "name", "role": "who" }, "ask": ["Votre nom ?"] }] },
        { "name": "hours", "starters": ["hours"], "answers": ["De 5 h à minuit."] },
    ]);
    check(
        bot.clone(),
        "
        > une réclamation @form
        < Votre nom ?
        > Zoé Martin
        < Merci Zoé Martin !",
    );
    check(
        bot,
        "
        > une réclamation @form
        < Votre nom ?
        > vos horaires @hours
        < De 5 h à minuit.",
    );
}

#[test]
fn steps_are_offered_and_lead_on_by_button_and_by_intent() {
    check(
        station(),
        "
        > un bagage @luggage
        < Quel bagage ? | Perdu, À déposer
        > (Perdu)
        < Où l'avez-vous perdu ? | Dans le train, Dans le hall
        > dans le hall @in_hall
        < Bureau 12.
        > et pour déposer @leave
        < La consigne est au sous-sol.",
    );
    check(
        station(),
        "
        > un bagage @luggage
        < Quel bagage ? | Perdu, À déposer
        > je l'ai perdu @lost
        < Où l'avez-vous perdu ? | Dans le train, Dans le hall
        > (Dans le train)
        < Appelez le 3635.
        > un bagage @luggage
        < Quel bagage ? | Perdu, À déposer",
    );
}

#[test]
fn an_old_button_still_leads_to_its_step() {
    check(
        station(),
        "
        > un bagage @luggage
        < Quel bagage ? | Perdu, À déposer
        > vos horaires @hours
        < De 5 h à minuit.
        > un billet @book
        < Pour quelle gare ?
        > (Perdu)
        < Où l'avez-vous perdu ? | Dans le train, Dans le hall
        > (À déposer)
        < La consigne est au sous-sol.",
    );
}

#[test]
fn buttons_of_stories_without_intents_find_them_again() {
    let bot = json!([
        { "name": "hello", "kind": "hello", "answers": ["Bonjour !"],
          "steps": [{ "name": "more", "title": "En savoir plus", "answers": ["Je suis un robot."] }] },
        { "name": "lost", "kind": "unknown", "answers": ["Pardon ?"],
          "steps": [{ "name": "human", "title": "Un humain", "answers": ["J'appelle."] }] },
        { "name": "hours", "starters": ["hours"], "answers": ["De 5 h à minuit."] },
    ]);
    check(
        bot,
        "
        > !start
        < Bonjour ! | En savoir plus
        > vos horaires @hours
        < De 5 h à minuit.
        > (En savoir plus)
        < Je suis un robot.
        > brrr
        < Pardon ? | Un humain
        > (Un humain)
        < J'appelle.",
    );
}

/// One step by entity, by value, by intent and entity, by condition.
fn classes(whole_conversation: bool) -> Json {
    json!([
        { "name": "fares", "starters": ["fares"], "answers": ["Quelle classe ?"],
          "steps": [
              { "name": "first", "answers": ["Plus cher."],
                "trigger": { "entity": { "role": "class", "value": "first" },
                             "whole_conversation": whole_conversation } },
              { "name": "any", "answers": ["Moins cher."],
                "trigger": { "entity": { "role": "class" }, "whole_conversation": whole_conversation } },
              { "name": "both", "answers": ["Échangeable."],
                "trigger": { "intent": "exchange", "entity": { "role": "date" } } },
          ] },
        { "name": "class", "starters": ["choose_class"], "answers": ["Noté."] },
        { "name": "exchange", "starters": ["exchange"], "answers": ["Au guichet."] },
    ])
}

#[test]
fn steps_fit_by_entity_by_value_and_by_both() {
    check(
        classes(false),
        "
        > les tarifs @fares
        < Quelle classe ?
        > [première](class)
        < Plus cher.
        > [seconde](class)
        < Moins cher.
        > échanger [demain](datetime:date) @exchange
        < Échangeable.
        > [demain](datetime:date)
        < Désolé, je n'ai pas compris.",
    );
    // The story supports the intent, but no step fits it without its entity: it starts over.
    check(
        classes(false),
        "
        > les tarifs @fares
        < Quelle classe ?
        > échanger @exchange
        < Quelle classe ?",
    );
}

#[test]
fn a_step_looks_at_this_sentence_or_at_the_whole_conversation_as_it_says() {
    let script = |answer: &str| {
        format!(
            "
        > en [première](class) @choose_class
        < Noté.
        > les tarifs @fares
        < {answer}"
        )
    };
    check(classes(false), &script("Quelle classe ?"));
    check(classes(true), &script("Plus cher."));
}

#[test]
fn a_value_in_a_sentence_of_another_story_does_not_hold_it_back() {
    check(
        classes(false),
        "
        > les tarifs @fares
        < Quelle classe ?
        > je voyage en [première](class) @choose_class
        < Noté.",
    );
    check(
        classes(false),
        "
        > les tarifs @fares
        < Quelle classe ?
        > [première](class) @choose_class
        < Plus cher.",
    );
}

#[test]
fn targets_endings_and_empty_steps_go_on_to_other_stories() {
    let bot = json!([
        { "name": "menu", "starters": ["menu"], "answers": ["Que faire ?"], "ends_with": "survey",
          "steps": [
              { "name": "a", "title": "A", "answers": ["Vers b."], "target": "b" },
              { "name": "b", "title": "B", "trigger": { "intent": "b" } },
              { "name": "c", "title": "C", "answers": ["Fin."] },
          ] },
        { "name": "b", "starters": ["b"], "answers": ["Voici b."] },
        { "name": "survey", "starters": ["survey"], "answers": ["Satisfait ?"],
          "steps": [{ "name": "yes", "title": "Oui", "answers": ["Merci."] }] },
    ]);
    check(
        bot,
        "
        > menu @menu
        < Que faire ? | A, B, C
        > (A)
        < Vers b.
        < Voici b.
        > (B)
        < Voici b.
        > (C)
        < Fin.
        < Satisfait ? | Oui
        > (Oui)
        < Merci.",
    );
}

#[test]
fn loops_of_targets_endings_and_redirects_end() {
    let bot = json!([
        { "name": "a", "starters": ["a"], "answers": ["A"], "ends_with": "b" },
        { "name": "b", "starters": ["b"], "answers": ["B"], "ends_with": "a" },
        { "name": "c", "starters": ["c"], "answers": ["C"], "redirects_to": "d" },
        { "name": "d", "starters": ["d"], "answers": ["D"], "redirects_to": "c" },
        { "name": "e", "starters": ["e"], "answers": ["E"],
          "steps": [{ "name": "s", "title": "S", "target": "e" }] },
    ]);
    let mut talk = check(
        bot,
        "
        > a @a
        < A
        < B",
    );
    assert_eq!(talk.trace.problems().count(), 1, "{}", talk.trace);
    run(
        &mut talk,
        "
        > c @c
        < C
        > e @e
        < E | S
        > (S)
        < -",
    );
}

#[test]
fn rules_redirect_and_disable_stories() {
    let bot = json!([
        { "name": "old", "starters": ["a"], "answers": ["Vieux."], "disabled": true },
        { "name": "a", "starters": ["a"], "answers": ["A"], "redirects_to": "new" },
        { "name": "new", "starters": ["new"], "answers": ["Neuf."] },
        { "name": "off", "starters": ["off"], "answers": ["?"], "disabled": true },
        { "name": "puzzled", "starters": ["puzzled"], "answers": ["?"], "redirects_to": "lost" },
        { "name": "lost", "kind": "unknown", "answers": ["Perdu."] },
        { "name": "ends", "starters": ["ends"], "answers": ["Fin."], "ends_with": "off" },
    ]);
    check(
        bot,
        "
        > a @a
        < Neuf.
        > off @off
        < Perdu.
        > puzzled @puzzled
        < Perdu.
        > ends @ends
        < Fin.",
    );
}

#[test]
fn next_intents_live_one_event() {
    let bot = json!([
        { "name": "quiz", "starters": ["quiz"], "answers": ["Vrai ou faux ?"],
          "next_intents": [{ "intent": "yes", "modifier": 0.5 }],
          "steps": [{ "name": "false", "trigger": { "intent": "no" }, "answers": ["Bravo."] }] },
    ]);
    let mut talk = check(
        bot,
        "
        > un quiz @quiz
        < Vrai ou faux ? ",
    );
    let possible: Vec<_> =
        talk.conversation.state.next_intents.iter().map(|next| next.intent.as_str()).collect();
    assert_eq!(possible, ["yes", "no"]);
    run(
        &mut talk,
        "
        > heu
        < Désolé, je n'ai pas compris.",
    );
    assert!(talk.conversation.state.next_intents.is_empty());
}

#[test]
fn events_without_words_have_their_stories() {
    let bot = json!([
        { "name": "hello", "kind": "hello", "answers": ["Bonjour !"] },
        { "name": "bye", "kind": "goodbye", "answers": ["Au revoir !"] },
        { "name": "hm", "kind": "no_input", "answers": ["Vous êtes là ?"] },
        { "name": "photo", "kind": "attachment", "answers": ["Belle photo : {attachment_url}"] },
        { "name": "here", "kind": "location", "answers": ["Au nord : {latitude, number}"] },
    ]);
    check(
        bot,
        "
        > !start
        < Bonjour !
        > !silence
        < Vous êtes là ?
        > !file
        < Belle photo : https://example.org/a.png
        > !place
        < Au nord : 45,7
        > !end
        < Au revoir !",
    );
    // Without them: nothing to say, or what is said when nothing was understood.
    check(
        json!([]),
        "
        > !start
        < -
        > !silence
        < -
        > !file
        < Désolé, je n'ai pas compris.
        > !end
        < -",
    );
}

#[test]
fn a_new_run_begins_after_the_validity_and_keeps_the_profile() {
    let mut talk = check(
        station(),
        "
        > un billet pour [Lyon](station:destination) @book
        < À quelle date ?
        > +86000s
        > [demain](datetime:date)
        < Un billet pour Lyon, le mardi 3 mars.
        > +86500s
        > [demain](datetime:date)
        < Je n'ai pas compris.
        > un billet @book
        < Pour quelle gare ?",
    );
    assert_eq!(talk.conversation.profile.locale, Some(model::Locale::fr()));
    assert!(talk.conversation.started_at > kit::MORNING);
    talk.locale = model::Locale::en();
}

#[test]
fn a_value_said_anew_corrects_the_current_story() {
    check(
        station(),
        "
        > un billet pour [Lyon](station:destination) [demain](datetime:date) @book
        < Un billet pour Lyon, le mardi 3 mars.
        > plutôt pour [Paris](station:destination)
        < Un billet pour Paris, le mardi 3 mars.
        > quel temps fait-il donc à [Paris](station:destination)
        < Je n'ai pas compris.",
    );
}

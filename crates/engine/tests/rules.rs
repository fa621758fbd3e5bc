//! Where and when stories exist: rules per channel, feature flags, keywords, tags.

mod kit;

use kit::{Talk, bot, check, run};
use model::ConnectorType;
use serde_json::{Value as Json, json};

fn said(name: &str, more: Json) -> Json {
    let mut story = json!({ "name": name, "starters": [name], "answers": [name] });
    for (key, value) in more.as_object().expect("an object") {
        story[key] = value.clone();
    }
    story
}

/// The same script on some channel: a kind, or the path of one web channel.
#[track_caller]
fn on(channel: &str, content: &Json, script: &str) {
    let mut talk = Talk::new(bot(content.clone()));
    match channel.starts_with('/') {
        true => talk.channel_path = Some(channel.to_owned()),
        false => talk.connector = ConnectorType::new(channel).expect("a kind"),
    }
    run(&mut talk, script);
}

#[test]
fn a_story_is_switched_off_everywhere_or_on_one_channel_alone() {
    let bot = json!([
        said("hours", json!({ "channels": { "messenger": { "disabled": true } } })),
        said("prices", json!({ "disabled": true, "channels": { "/kiosk": { "disabled": false } } })),
        { "name": "u", "kind": "unknown", "answers": ["?"] },
    ]);
    on("web", &bot, "> a @hours \n < hours \n > a @prices \n < ?");
    on("messenger", &bot, "> a @hours \n < ? \n > a @prices \n < ?");
    on("/kiosk", &bot, "> a @hours \n < hours \n > a @prices \n < prices");
}

#[test]
fn a_story_that_is_off_leaves_its_intent_to_the_next() {
    let bot = json!([
        { "name": "first", "starters": ["i"], "answers": ["first"],
          "channels": { "messenger": { "disabled": true } } },
        { "name": "second", "starters": ["i"], "answers": ["second"] },
    ]);
    on("web", &bot, "> a @i \n < first");
    on("messenger", &bot, "> a @i \n < second");
}

#[test]
fn another_story_stands_in_or_follows_on_some_channels() {
    let bot = json!([
        said(
            "a",
            json!({ "redirects_to": "b",
            "channels": { "alexa": { "redirects_to": "c" }, "kiosk": { "redirects_to": "a" } } })
        ),
        said("b", json!({})),
        said(
            "c",
            json!({ "ends_with": "d",
            "channels": { "alexa": { "ends_with": "c" }, "kiosk": { "ends_with": "b" } } })
        ),
        said("d", json!({})),
    ]);
    on("web", &bot, "> x @a \n < b \n > x @c \n < c \n < d");
    // A rule of one channel does nothing to the others, and a story that names itself says: none.
    on("alexa", &bot, "> x @a \n < c \n > x @c \n < c");
    on("kiosk", &bot, "> x @a \n < a \n > x @c \n < c \n < b");
}

#[test]
fn circles_of_redirects_and_ends_stop() {
    let bot = json!([
        said("a", json!({ "redirects_to": "b" })),
        said("b", json!({ "redirects_to": "a" })),
        said("c", json!({ "ends_with": "d" })),
        said("d", json!({ "ends_with": "c" })),
        said("e", json!({ "redirects_to": "u" })),
        { "name": "u", "kind": "unknown", "answers": ["?"] },
    ]);
    check(bot.clone(), "> x @a \n < a \n > x @b \n < b \n > x @c \n < c \n < d");
    // Also to the unknown story.
    check(bot, "> x @e \n < ?");
}

#[test]
fn a_feature_flag_decides_whether_a_story_exists_and_what_is_said() {
    let bot = |flag: Json| {
        json!({ "flags": { "new": flag }, "stories": [
            said("i", json!({ "flag": "new" })),
            { "name": "old", "starters": ["i"], "answers": [
                "old",
                { "content": { "type": "text", "text": "soon" }, "when": "not flag(\"new\")" },
                { "content": { "type": "text", "text": "never" }, "when": "flag(\"other\")" },
            ] },
        ] })
    };
    // It is 2026-03-02, 9:00.
    check(bot(json!({})), "> x @i \n < i");
    check(bot(json!({ "enabled": false })), "> x @i \n < old \n < soon");
    check(
        bot(json!({ "from": "2026-03-02T09:01" })),
        "> x @i \n < old \n < soon \n > +100000s \n > x @i \n < i",
    );
    check(bot(json!({ "channels": { "web": { "percent": 0.0 } } })), "> x @i \n < old \n < soon");
    on("alexa", &bot(json!({ "channels": { "web": { "percent": 0.0 } } })), "> x @i \n < i");
}

#[test]
fn a_flag_closes_the_whole_bot() {
    let bot = json!({ "flags": { "disable_bot": { "until": "2026-03-02T10:00" } },
        "stories": [said("i", json!({}))] });
    check(
        bot,
        "> x @i
         < Ce service est fermé pour le moment.
         > !notify i reactivate
         < -
         > +3600s
         > x @i
         < i",
    );
}

#[test]
fn keywords_start_their_story_whatever_nlu_would_say() {
    let talk = check(
        json!([
            { "name": "stop", "keywords": ["STOP", "arrête tout"], "answers": ["Arrêté."] },
            said("i", json!({})),
            { "name": "u", "kind": "unknown", "answers": ["?"] },
        ]),
        "> stop @i
         < Arrêté.
         > Arrete Tout
         < Arrêté.
         > stop maintenant @i
         < i",
    );
    let mut rng = model::SeededRng::new(1);
    let event = model::Event::sentence(&mut rng, talk.conversation.user.clone(), " Stop", talk.now);
    let turn = model::TurnId::random(&mut rng);
    let context =
        engine::Context::new(&talk.bot, &kit::FewValues, talk.now, &turn, &talk.connector);
    assert!(engine::query(&context, &talk.conversation, &event).is_none(), "nothing to understand");
}

#[test]
fn keywords_of_testers_work_only_where_they_are_switched_on() {
    let bot = |channels: Json| {
        json!({ "settings": { "admin_keywords": channels }, "stories": [
            { "name": "i", "starters": ["i"], "answers": [
                { "content": { "type": "remember", "name": "seen", "value": "true" } },
                { "content": { "type": "set", "variable": "v", "value": "1" } }, "i" ] },
            { "name": "u", "kind": "unknown", "answers": [
                { "content": { "type": "text", "text": "seen" }, "when": "seen" }, "?"] },
        ] })
    };
    for channels in [json!([]), json!(["alexa"]), json!(["/other"])] {
        check(bot(channels), "> x @i \n < i \n > _delete_user_ \n < seen \n < ?");
    }
    let talk = check(
        bot(json!(["web"])),
        "> x @i
         < i
         > _delete_user_
         < Cette conversation ne sait plus rien de vous.
         > x
         < ?
         > _disable_user_
         < C'est fait.
         > x @i
         < -
         > _enable_user_
         < C'est fait.
         > x @i
         < i
         > _test_
         < C'est fait.",
    );
    assert!(talk.conversation.memory.tests && talk.conversation.state.context.is_empty());
}

/// A story whose steps are reached by values, and one of another intent.
fn tree(more: Json) -> Json {
    let step = |name: &str, steps: Json| {
        json!({ "name": name, "title": name, "answers": [name], "steps": steps,
            "trigger": { "entity": { "role": name } } })
    };
    let inner = step("class", json!([]));
    let mut story = json!({ "name": "tree", "starters": ["tree"], "answers": ["tree"],
        "steps": [step("station", json!([inner]))] });
    for (key, value) in more.as_object().expect("an object") {
        story[key] = value.clone();
    }
    json!([story, said("other", json!({})), { "name": "u", "kind": "unknown", "answers": ["?"] }])
}

#[test]
fn bare_values_lead_to_steps_as_far_as_the_story_lets_them() {
    let script = |first: &str, second: &str| {
        format!(
            "> x @tree \n < tree | station \n > [Lyon](station) \n < {first} \n > [1re](class) \n < {second}"
        )
    };
    check(tree(json!({})), &script("station | class", "class"));
    check(tree(json!({ "bare_values": "nowhere" })), &script("?", "?"));
    // Outside of any step none is tried.
    check(tree(json!({ "bare_values": "within_steps" })), &script("?", "?"));
    check(
        tree(json!({ "bare_values": "within_steps" })),
        "> x @tree \n < tree | station \n > (station) \n < station | class \n > [1re](class) \n < class",
    );
}

#[test]
fn steps_are_offered_again_before_the_bot_gives_up() {
    check(
        tree(json!({ "ask_again": 1 })),
        "> x @tree
         < tree | station
         > euh
         < tree | station
         > euh
         < ?
         > (station)
         < station | class
         > euh
         < station | class",
    );
}

#[test]
fn a_story_that_insists_holds_its_user_once() {
    check(
        tree(json!({ "ask_again": 1, "insists": true })),
        "> x @tree
         < tree | station
         > x @other
         < tree | station
         > x @other
         < other",
    );
    let asks = json!([
        { "name": "asks", "starters": ["asks"], "ask_again": 1, "insists": true, "answers": ["done"],
          "mandatory": [{ "entity": { "entity_type": "name", "role": "name" }, "ask": ["Who?"] }] },
        said("other", json!({})),
    ]);
    check(asks, "> x @asks \n < Who? \n > x @other \n < Who? \n > x @other \n < other");
}

#[test]
fn an_entry_of_the_faq_answers_its_intent_and_a_story_follows() {
    let bot = |entry: Json, settings: Json| {
        let mut faq = json!({ "answer": "faq.bags" });
        for (key, value) in entry.as_object().unwrap() {
            faq[key] = value.clone();
        }
        json!({
            "settings": settings,
            "faqs": { "bags": faq },
            "labels": { "faq.bags": { "texts": [{ "locale": "fr", "variants": ["Deux bagages."] }] } },
            "stories": [
                { "name": "helped", "answers": ["Utile ?"] },
                { "name": "other", "answers": ["Et sinon ?"] },
                { "name": "u", "kind": "unknown", "answers": ["?"] },
            ],
        })
    };
    check(bot(json!({}), json!({})), "> x @bags \n < Deux bagages.");
    let settings = json!({ "faq_ends_with": "helped" });
    check(bot(json!({}), settings.clone()), "> x @bags \n < Deux bagages. \n < Utile ?");
    let other = json!({ "ends_with": "other" });
    check(bot(other, settings), "> x @bags \n < Deux bagages. \n < Et sinon ?");
    check(bot(json!({ "disabled": true }), json!({})), "> x @bags \n < ?");
    check(bot(json!({}), json!({ "faq_disabled": true })), "> x @bags \n < ?");
}

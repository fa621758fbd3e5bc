//! Whatever the bot and whatever happens: no panic, no loop, no lost event, the same again.

#![allow(clippy::unwrap_used, reason = "tests")]

mod kit;

use engine::{CompiledBot, Context, Cursor, Next, Progress};
use kit::{FewValues, MORNING};
use model::*;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

fn name(prefix: &'static str) -> impl Strategy<Value = String> {
    (0..5u8).prop_map(move |number| format!("{prefix}{number}"))
}

fn maybe(strategy: impl Strategy<Value = String>) -> impl Strategy<Value = Json> {
    prop::option::weighted(0.3, strategy).prop_map(|value| json!(value))
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("un mot".to_owned()),
        Just("demain".to_owned()),
        Just("{r0} {r1, date} {r2, number}".to_owned()),
        Just("{r0, plural, one {#} other {{r3, select, lyon {x} other {é}}}}".to_owned()),
        Just("{broken".to_owned()),
        "[{}#, a-z0-9é]{0,20}",
        any::<String>(),
    ]
}

fn expression() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("known(r0)".to_owned()),
        Just("r1 > 2 or r0 == \"lyon\"".to_owned()),
        Just("days_until(r1) * 2 + r2".to_owned()),
        Just("flag(\"f\") or known(previous(r0)) or text(v0) == v1".to_owned()),
        Just("\"en\"".to_owned()),
        "[()a-z0-9<>=+ \"]{0,20}",
    ]
}

fn action() -> impl Strategy<Value = Json> {
    prop_oneof![
        (name("i"), maybe(name("t")), vec((name("r"), text()), 0..3)).prop_map(
            |(intent, step, parameters)| {
                let parameters: serde_json::Map<String, Json> =
                    parameters.into_iter().map(|(role, value)| (role, json!(value))).collect();
                json!({ "type": "intent", "intent": intent, "step": step, "parameters": parameters })
            }
        ),
        text().prop_map(|url| json!({ "type": "url", "url": url })),
        name("l").prop_map(|text| json!({ "type": "say", "text": text })),
    ]
}

fn presses() -> impl Strategy<Value = Json> {
    let press = (name("l"), action());
    vec(press.prop_map(|(title, action)| json!({ "title": title, "action": action })), 0..3)
        .prop_map(|presses| json!(presses))
}

fn answer() -> impl Strategy<Value = Json> {
    let content = prop_oneof![
        4 => (name("l"), presses(), presses()).prop_map(|(text, quick_replies, buttons)| {
            json!({ "type": "text", "text": text, "quick_replies": quick_replies, "buttons": buttons })
        }),
        1 => (name("l"), presses()).prop_map(|(title, buttons)| {
            json!({ "type": "card", "card": { "title": title, "buttons": buttons } })
        }),
        1 => (0..3usize, presses()).prop_map(|(cards, quick_replies)| {
            json!({ "type": "carousel", "cards": vec![json!({}); cards], "quick_replies": quick_replies })
        }),
        1 => Just(json!({ "type": "custom", "connector": "other", "payload": null })),
        1 => text().prop_map(|url| json!({ "type": "http", "url": url, "fallback": "l0" })),
        1 => (name("v"), expression())
            .prop_map(|(variable, value)| json!({ "type": "set", "variable": variable, "value": value })),
        1 => vec(name("r"), 0..2).prop_map(|roles| json!({ "type": "forget", "roles": roles })),
        1 => (fact(), expression(), prop::option::of(0..100_000u32)).prop_map(|(name, value, for_s)| {
            json!({ "type": "remember", "name": name, "value": value, "for_s": for_s })
        }),
        1 => maybe(name("l")).prop_map(|topic| json!({ "type": "hand_over", "topic": topic })),
        1 => (expression(), name("i"), maybe(name("t")), name("r"), expression()).prop_map(
            |(user, intent, step, role, value)| {
                json!({ "type": "notify", "user": user, "intent": intent, "step": step,
                    "parameters": { role: value } })
            }
        ),
        1 => (name("l"), maybe(text()), maybe(name("l"))).prop_map(|(title, url, content)| {
            json!({ "type": "text", "text": title,
                "footnotes": [{ "title": title, "url": url, "content": content }] })
        }),
    ];
    (content, maybe(expression()), 0..4u32)
        .prop_map(|(content, when, delay_ms)| json!({ "content": content, "when": when, "delay_ms": delay_ms }))
}

fn fact() -> impl Strategy<Value = String> {
    prop_oneof![name("v"), Just("locale".to_owned()), Just("time_zone".to_owned())]
}

fn channel() -> impl Strategy<Value = String> {
    prop_oneof![Just("web".to_owned()), Just("/io/x".to_owned()), Just("other".to_owned())]
}

/// What stories have besides their rules for everywhere.
fn extras() -> impl Strategy<Value = serde_json::Map<String, Json>> {
    let rule = (channel(), maybe(name("s")), maybe(name("s")), prop::option::of(any::<bool>()));
    let rules = vec(rule, 0..2).prop_map(|rules| {
        let rules = rules.into_iter().map(|(channel, redirects_to, ends_with, disabled)| {
            let rule = json!({ "redirects_to": redirects_to, "ends_with": ends_with,
                "disabled": disabled });
            (channel, rule)
        });
        Json::Object(rules.collect())
    });
    let switch =
        prop_oneof![8 => Just(json!(null)), 1 => Just(json!("on")), 1 => Just(json!("off"))];
    let bare = prop_oneof![Just("anywhere"), Just("within_steps"), Just("nowhere")];
    let flag = prop_oneof![8 => Just(json!(null)), 1 => Just(json!("f")), 1 => Just(json!("g"))];
    (rules, switch, bare, flag, prop::bool::weighted(0.2), vec(text(), 0..2)).prop_map(
        |(channels, switch, bare, flag, insists, keywords)| {
            let extras = json!({ "channels": channels, "switches_bot": switch, "bare_values": bare,
                "flag": flag, "insists": insists, "keywords": keywords });
            extras.as_object().unwrap().clone()
        },
    )
}

fn step() -> impl Strategy<Value = Json> {
    let trigger =
        (maybe(name("i")), maybe(name("r")), maybe(text()), maybe(expression()), any::<bool>())
            .prop_map(|(intent, role, value, when, whole_conversation)| {
                let entity = role.as_str().map(|role| json!({ "role": role, "value": value }));
                json!({ "intent": intent, "entity": entity, "when": when,
                    "whole_conversation": whole_conversation })
            });
    let parts = (name("t"), trigger, maybe(name("l")), vec(answer(), 0..2), maybe(name("i")));
    let leaf = parts.prop_map(|(name, trigger, title, answers, target)| {
        json!({ "name": name, "trigger": trigger, "title": title, "answers": answers, "target": target })
    });
    leaf.prop_recursive(3, 8, 3, |inner| {
        (name("t"), maybe(name("l")), vec(answer(), 0..2), vec(inner, 0..3)).prop_map(
            |(name, title, answers, steps)| {
                json!({ "name": name, "title": title, "answers": answers, "steps": steps })
            },
        )
    })
}

fn story() -> impl Strategy<Value = Json> {
    let kind = prop_oneof![
        4 => Just("intent"), 1 => Just("unknown"), 1 => Just("hello"), 1 => Just("no_input"),
    ];
    let entity_type = prop_oneof![
        Just("station"),
        Just("datetime"),
        Just("number"),
        Just("name"),
        Just("nothing"),
        Just("attachment"),
        Just("location"),
    ];
    let mandatory = (entity_type, name("r"), vec(answer(), 0..2)).prop_map(|(entity_type, role, ask)| {
        json!({ "entity": { "entity_type": entity_type, "role": role }, "ask": ask })
    });
    let rules = (maybe(name("s")), maybe(name("s")), prop::bool::weighted(0.1), 0..3u32);
    (
        name("s"),
        kind,
        vec(name("i"), 0..3),
        vec(mandatory, 0..3),
        vec(answer(), 0..4),
        vec(step(), 0..3),
        rules,
        extras(),
    )
        .prop_map(|(name, kind, starters, mandatory, answers, steps, rules, extras)| {
            let (ends_with, redirects_to, disabled, ask_again) = rules;
            let mut story = json!({ "name": name, "kind": kind, "starters": starters, "mandatory": mandatory,
                    "answers": answers, "steps": steps, "ends_with": ends_with,
                    "redirects_to": redirects_to, "disabled": disabled, "ask_again": ask_again });
            story.as_object_mut().unwrap().extend(extras);
            story
        })
}

fn bot() -> impl Strategy<Value = Bot> {
    let variants = vec(vec(text(), 0..4), 5);
    let flag = (maybe(text()), prop::option::of(-1.0..101.0), channel());
    (vec(story(), 0..6), variants, flag, any::<bool>()).prop_map(|(stories, labels, flag, more)| {
        let labels: serde_json::Map<String, Json> = labels
            .into_iter()
            .enumerate()
            .map(|(index, variants)| {
                let text = json!({ "locale": "fr", "variants": variants });
                (format!("l{index}"), json!({ "texts": [text] }))
            })
            .collect();
        let (from, percent, channel) = flag;
        let mut bot = kit::bot(json!({
            "labels": labels,
            "flags": { "f": { "from": from, "percent": percent,
                "channels": { channel: { "enabled": more } } } },
            "faqs": { "i4": { "answer": "l0", "ends_with": "s1" }, "s2": { "answer": "l9" } },
            "settings": { "admin_keywords": if more { vec!["web"] } else { vec![] },
                "new_conversation_on_start": more, "faq_ends_with": "s0" },
        }));
        bot.stories = serde_json::from_value(json!(stories)).expect("stories");
        bot
    })
}

#[derive(Debug, Clone)]
struct Happening {
    event: EventKind,
    understanding: Option<Understanding>,
    wait_ms: i64,
    /// The offer that is pressed instead, if there is one.
    presses: Option<usize>,
    reply: EffectAnswer,
    bare: bool,
}

fn entity() -> impl Strategy<Value = (String, String, bool)> {
    let entity_type = prop_oneof![Just("station"), Just("datetime"), Just("number"), Just("r1")];
    (name("r"), entity_type, any::<bool>())
        .prop_map(|(role, entity_type, valued)| (role, entity_type.to_owned(), valued))
}

fn sentence() -> impl Strategy<Value = (EventKind, Option<Understanding>)> {
    let words = prop_oneof![
        Just("demain à Lyon".to_owned()),
        Just("lyon".to_owned()),
        Just("_delete_user_".to_owned()),
        Just("_disable_user_".to_owned()),
        any::<String>()
    ];
    (words, prop::option::of(name("i")), vec(entity(), 0..3), any::<bool>()).prop_map(
        |(text, intent, entities, understood)| {
            let found = |(role, entity_type, valued): (String, String, bool)| EntityFound {
                span: Span::of_bytes(&text, 0, text.len().min(4)),
                entity_type: EntityTypeName::new(entity_type).unwrap(),
                role: Role::new(role).unwrap(),
                value: valued.then(|| Value::Text { value: "lyon".into(), candidates: vec![] }),
                probability: 0.5,
                sub_entities: vec![],
                source: EntitySource::Model,
            };
            let understanding = Understanding {
                intent: intent.map(|intent| IntentName::new(intent).unwrap()),
                entities: entities.into_iter().map(found).collect(),
                ..Understanding::nothing(text.clone(), Locale::fr())
            };
            (EventKind::Sentence { text }, understood.then_some(understanding))
        },
    )
}

fn happening() -> impl Strategy<Value = Happening> {
    let choice =
        "(i[0-5])?\\?(_step=t[0-5]&)?(_previous_intent=i[0-5]&)?(_story=s[0-5]&)?(r[0-4]=lyon)?";
    let system = prop_oneof![
        Just(SystemSignal::Start),
        Just(SystemSignal::End),
        Just(SystemSignal::NoInput),
        Just(SystemSignal::Standby),
        Just(SystemSignal::Resume),
    ];
    let state = prop_oneof![Just("keep_current"), Just("only_this"), Just("reactivate")];
    let notification = (name("i"), maybe(name("t")), state).prop_map(|(intent, step, state)| {
        let notification = json!({ "intent": intent, "step": step, "state": state });
        EventKind::Notification { notification: serde_json::from_value(notification).unwrap() }
    });
    let desk = prop_oneof![
        Just(DeskAction::Take),
        text().prop_map(|text| DeskAction::Answer { text }),
        prop::option::of(name("i")).prop_map(|intent| DeskAction::GiveBack {
            intent: intent.map(|intent| IntentName::new(intent).unwrap()),
        }),
    ];
    let desk = (desk, "[ab]").prop_map(|(action, agent)| EventKind::Desk {
        agent: AgentId::new(agent).unwrap(),
        action,
    });
    let other = prop_oneof![
        3 => choice.prop_map(|payload| EventKind::Choice(Choice::decode(&payload))),
        1 => system.prop_map(|signal| EventKind::System { signal }),
        1 => Just(EventKind::Location { latitude: f64::NAN, longitude: 1.0 }),
        1 => any::<String>().prop_map(|url| EventKind::Attachment { url, media: MediaType::File }),
        1 => any::<String>().prop_map(|reference| EventKind::Referral { reference }),
        1 => Just(EventKind::Subscribe),
        1 => notification,
        1 => desk,
    ];
    let event = prop_oneof![3 => sentence(), 2 => other.prop_map(|event| (event, None))];
    let reply = prop_oneof![
        Just(EffectAnswer::Failed { reason: "down".into() }),
        any::<bool>().prop_map(|more| EffectAnswer::Answered {
            body: json!({ "messages": ["un", {}], "variables": { "v0": "x".repeat(1500) } }),
            more
        }),
        any::<String>().prop_map(|body| EffectAnswer::Answered { body: json!(body), more: false }),
    ];
    let wait_ms =
        prop_oneof![4 => Just(1_000i64), 1 => any::<i32>().prop_map(|s| i64::from(s) * 1000)];
    (event, wait_ms, prop::option::weighted(0.3, 0..20usize), reply, any::<bool>()).prop_map(
        |((event, understanding), wait_ms, presses, reply, bare)| Happening {
            event,
            understanding,
            wait_ms,
            presses,
            reply,
            bare,
        },
    )
}

fn offers(message: &Message) -> Vec<Choice> {
    match &message.body {
        MessageBody::Text { quick_replies, .. } | MessageBody::Card { quick_replies, .. } => {
            quick_replies
                .iter()
                .filter_map(|quick_reply| match &quick_reply.action {
                    QuickReplyAction::Choice(choice) => Some(choice.clone()),
                    _ => None,
                })
                .collect()
        }
        _ => Vec::new(),
    }
}

fn check_bounds(conversation: &Conversation) {
    let state = &conversation.state;
    assert!(state.entities.len() <= limits::ENTITY_ROLES_MAX);
    assert!(state.entities.values().all(|m| m.history.len() <= limits::ENTITY_HISTORY_MAX));
    assert!(state.context.len() <= limits::CONTEXT_VARIABLES_MAX);
    assert!(state.used_variants.len() <= limits::LABEL_ROTATIONS_MAX);
    assert!(state.attachments.len() <= limits::ATTACHMENTS_MAX);
    assert!(conversation.memory.facts.len() <= limits::FACTS_MAX);
    assert!(conversation.members.len() <= limits::MEMBERS_MAX);
    let stored = serde_json::to_string(conversation).unwrap();
    assert!(stored.len() < 100_000, "{} bytes", stored.len());
    assert_eq!(serde_json::from_str::<Conversation>(&stored).unwrap(), *conversation);
}

/// One whole turn; gives the conversation and the messages.
fn turn(
    context: &Context<'_>,
    conversation: &Conversation,
    event: &Event,
    happening: &Happening,
) -> (Conversation, Vec<Message>) {
    let query = engine::query(context, conversation, event);
    let understanding = happening.understanding.as_ref().filter(|_| query.is_some());
    let mut progress = engine::start(context, conversation.clone(), event, understanding);
    let mut messages = Vec::new();
    let mut trace = engine::Trace::default();
    let mut segments = 0;
    loop {
        let Progress { conversation, messages: more, trace: later, next, .. } = progress;
        messages.extend(more);
        trace.append(later);
        let Next::Await { effect, cursor } = next else {
            assert_ne!(messages.is_empty(), trace.silence.is_none(), "words or a reason: {trace}");
            assert!(messages.len() <= limits::TURN_MESSAGES_MAX);
            let mut ids: Vec<_> = messages.iter().map(|message| message.id.as_str()).collect();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), messages.len());
            return (conversation, messages);
        };
        segments += 1;
        assert!(segments <= limits::TURN_EFFECTS_MAX, "programs are not asked for ever");
        assert!(effect.deadline > context.now);
        let stored = serde_json::to_string(&cursor).unwrap();
        let restored: Cursor = serde_json::from_str(&stored).unwrap();
        assert_eq!(restored, cursor);
        progress = engine::resume(context, conversation, &restored, &happening.reply);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_bot_survives_any_events(bot in bot(), happenings in vec(happening(), 1..12)) {
        drop(engine::check(&bot));
        let mut rng = SeededRng::new(1);
        let user = UserId::new("u1").unwrap();
        let namespace = bot.namespace.clone();
        let bot = CompiledBot::new(bot.into());
        let id = ConversationId::random(&mut rng);
        let bot_id = BotId::random(&mut rng);
        let mut conversation = Conversation::new(id, namespace, bot_id, user.clone(), MORNING);
        let mut now = MORNING;
        let mut offered: Vec<Choice> = Vec::new();
        let connector = ConnectorType::new("web").unwrap();
        for happening in &happenings {
            now = now.plus_ms(happening.wait_ms);
            let kind = match happening.presses.and_then(|index| offered.get(index)) {
                Some(choice) => EventKind::Choice(choice.clone()),
                None => happening.event.clone(),
            };
            // Now and then another one of the group speaks.
            let other = UserId::new(format!("u{}", happening.wait_ms % 3)).unwrap();
            let speaks = if happening.bare { other } else { user.clone() };
            let event = Event::new(&mut rng, speaks, kind, now);
            let turn_id = TurnId::random(&mut rng);
            let mut context = Context::new(&bot, &FewValues, now, &turn_id, &connector);
            if happening.bare {
                context.capabilities = Capabilities::default();
                context.interface = Interface::Voice;
            }
            let (after, messages) = turn(&context, &conversation, &event, happening);
            let again = turn(&context, &conversation, &event, happening);
            prop_assert_eq!((&after, &messages), (&again.0, &again.1));
            check_bounds(&after);
            offered.extend(messages.iter().flat_map(offers));
            conversation = after;
        }
    }

    #[test]
    fn any_text_is_read_as_a_template_or_refused_with_a_place(text in text()) {
        if let Err(error) = engine::template::parse(&text) {
            prop_assert!(error.position <= text.len() && text.is_char_boundary(error.position));
            prop_assert!(!error.remedy.is_empty());
        }
    }

    #[test]
    fn any_text_is_read_as_an_expression_or_refused_with_a_place(text in expression()) {
        if let Err(error) = engine::expression::parse(&text) {
            prop_assert!(error.position <= text.len() && text.is_char_boundary(error.position));
            prop_assert!(!error.remedy.is_empty());
        }
    }
}

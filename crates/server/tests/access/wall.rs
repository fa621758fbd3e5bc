//! The wall: every route with callers who do not belong there. The routes come from the one list;
//! a route that this file does not know how to call fails.

use model::{MemberRole, Permission};
use server::access::{At, Rule};
use store::{LinkKind, Membership, NewLink, SigningAlgorithm, SigningMaterial};

use crate::world::*;

/// What the path's parameters are filled with: things of namespace `b` that exist.
struct TheirThings(Vec<(&'static str, String)>);

impl TheirThings {
    async fn make(world: &World) -> Self {
        let by = store::Actor::command();
        let account = format!("{CANARY}@b.example");
        world.person(&account, "b", MemberRole::Author).await;
        let account = world.store.account_by_email(&account).await.unwrap().unwrap();
        let link = NewLink {
            kind: LinkKind::Invitation,
            email: format!("{CANARY}2@b.example"),
            membership: Some(Membership {
                reach: model::Reach::Namespace(ns("b")),
                role: MemberRole::Viewer,
            }),
            expires_at: model::Timestamp(i64::MAX),
        };
        let (invitation, _) = world.store.create_link(&link, &by).await.unwrap();
        let new = store::NewToken {
            name: CANARY.into(),
            reach: model::Reach::Namespace(ns("b")),
            scopes: vec![Permission::View],
            expires_at: None,
        };
        let (token, _) = world.store.create_token(&ns("b"), &new, &by).await.unwrap();
        let shared = SigningMaterial::Shared(model::Secret::new(vec![7; 32]));
        let scopes = [Permission::View];
        let way = SigningAlgorithm::Hs256;
        let key =
            world.store.create_signing_key(&ns("b"), CANARY, way, &scopes, &shared, &by).await;
        let bot = world.bot_id("b").await;
        let job =
            world.store.create_job(&ns("b"), Some(&bot), CANARY, 1).await.unwrap().id.to_string();
        let channel = world.store.channels(&ns("b"), &bot).await.unwrap().remove(0);
        let said = serde_json::json!({"query": CANARY, "userId": CANARY}).to_string();
        let answer = world.call("POST", &channel.path, "", &said).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let filter = store::ConversationFilter::default();
        let page = world.store.conversations(&ns("b"), &filter, None, 1).await.unwrap();
        let conversation = &page.items[0];
        let dead_letter =
            world.store.reject(&ns("b"), &channel.id, CANARY, CANARY.as_bytes()).await.unwrap();
        Self(vec![
            ("namespace", "b".into()),
            ("name", "bot".into()),
            ("bot", bot.to_string()),
            ("account", account.id.to_string()),
            ("invitation", invitation.id.to_string()),
            ("token", token.id.to_string()),
            ("key", key.unwrap().id.to_string()),
            ("session", "sess_00000000000000000000000000".into()),
            ("id", job),
            ("channel", channel.id.to_string()),
            ("conversation", conversation.id.to_string()),
            ("deadLetter", dead_letter.to_string()),
            ("user", CANARY.into()),
            ("application", "b:bot".into()),
        ])
    }

    /// The path with their things in it.
    fn fill(&self, path: &str) -> String {
        let mut filled = path.to_owned();
        for (name, value) in &self.0 {
            filled = filled.replace(&format!("{{{name}}}"), value);
        }
        // Parts of a bot have names, and the bot is what separates them.
        for part in PARTS_OF_A_BOT {
            filled = filled.replace(&format!("{{{part}}}"), "their-part");
        }
        assert!(
            !filled.contains('{'),
            "`{path}` has a parameter that the wall does not know: add it to `TheirThings`"
        );
        filled
    }
}

/// Parameters that name something within the bot that the path names before.
const PARTS_OF_A_BOT: [&str; 14] = [
    "role",
    "language",
    "newName",
    "dumpType",
    "entityType",
    "value",
    "intent",
    "label",
    "sentence",
    "story",
    "dialog",
    "version",
    "environment",
    "flag",
];

/// What routes need that learn the namespace from their query or body: those of namespace `b`.
fn asked(path: &str) -> (&'static str, &'static str) {
    const APPLICATION: &str = r#"{"application":{"name":"bot","namespace":"b","_id":"1",
        "intents":[],"supportedLocales":["fr"]},"intents":[],"entityTypes":[],"sentences":[]}"#;
    const SENTENCES: &str = r#"{"applicationName":"b:bot","language":"fr",
        "sentences":[{"text":"x","intent":"b:y","entities":[]}]}"#;
    const QUERY: &str = r#"{"queries":["x"],"text":"x","entities":[],"language":"fr",
        "namespace":"b","applicationName":"bot","context":{"language":"fr"},"values":[],
        "entity":{"entityType":{"name":"duckling:datetime"},"role":"date"}}"#;
    match path {
        "/api/v1/bots" | "/api/v1/namespaces" => ("", ""),
        // What a text means is nobody's.
        "/duckling/parse" => ("", "text=x"),
        "/rest/nlp/parse"
        | "/rest/nlp/evaluate"
        | "/rest/nlp/merge"
        | "/rest/nlp/unknown"
        | "/rest/nlp/logs/count" => ("", QUERY),
        "/rest/nlp/intents" | "/rest/nlp/application" => ("?namespace=b&name=bot", ""),
        "/rest/nlp/application/create" => ("", r#"{"name":"new","namespace":"b","locale":"fr"}"#),
        "/rest/nlp/dump/import" | "/rest/nlp/dump/import/plain" => ("", APPLICATION),
        "/rest/nlp/dump/import/sentences" | "/rest/nlp/dump/import/sentences/plain" => {
            ("", SENTENCES)
        }
        "/rest/admin/parse" => {
            ("", r#"{"namespace":"b","applicationName":"bot","query":"x","language":"fr"}"#)
        }
        "/rest/admin/application" => {
            ("", r#"{"name":"bot","namespace":"b","intents":[],"supportedLocales":["fr"]}"#)
        }
        "/rest/admin/dump/application" | "/rest/admin/dump/application/{newName}" => {
            ("", APPLICATION)
        }
        "/rest/admin/dump/sentences" | "/rest/admin/dump/sentences/{newName}" => ("", SENTENCES),
        // Their paths name the application; the list is of what one may see.
        path if path.contains("{application}") || path == "/rest/admin/applications" => ("", ""),
        _ => {
            panic!("`{path}` learns its namespace from the request: tell the wall how, in `asked`")
        }
    }
}

/// How a body is sent to a route: as JSON, or as the file of a form.
fn sent(path: &str, body: &str) -> (&'static str, String) {
    match path {
        "/rest/nlp/dump/import" | "/rest/nlp/dump/import/sentences" => (
            "multipart/form-data; boundary=x",
            format!(
                "--x\r\ncontent-disposition: form-data; name=\"f\"; filename=\"f.json\"\r\n\r\n\
                 {body}\r\n--x--\r\n"
            ),
        ),
        _ => ("application/json", body.to_owned()),
    }
}

async fn call(world: &World, method: &str, path: &str, url: &str, by: &str, body: &str) -> Answer {
    let (kind, body) = sent(path, body);
    let headers = [("content-type", kind), ("authorization", by)];
    world.send(method, url, &headers, &body, [192, 0, 2, 9]).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_of_one_namespace_reaches_nothing_of_another() {
    let world = World::new(&[("nlp_open", "false")]).await;
    let theirs = TheirThings::make(&world).await;
    let token = world.token("a", None, &Permission::GIVEN).await;
    let of_bot = world.token("a", Some(world.bot_id("a").await), &Permission::GIVEN).await;
    let mut asked_count = 0;
    for route in server::routes() {
        let (method, path) = (route.method.as_str(), route.path);
        let rule = Rule::of(path, route.permission);
        let (query, body) = match rule.at {
            At::Asked => asked(path),
            _ => ("", "{}"),
        };
        let url = format!("{}{query}", theirs.fill(path));
        for caller in [&token, &of_bot] {
            let answer = call(&world, method, path, &url, caller, body).await;
            let status = answer.status.as_u16();
            let shown = format!("{method} {url}: {status} {}", answer.text());
            assert!(!answer.text().contains(CANARY), "their things are seen: {shown}");
            asked_count += 1;
            match rule.at {
                At::Namespace | At::Bot if rule.like_tock => assert_eq!(status, 401, "{shown}"),
                At::Namespace | At::Bot => assert_eq!(status, 404, "{shown}"),
                At::Installation => assert_eq!(status, 403, "{shown}"),
                At::Asked
                    if matches!(
                        path,
                        "/api/v1/bots"
                            | "/api/v1/namespaces"
                            | "/duckling/parse"
                            | "/rest/admin/applications"
                    ) =>
                {
                    assert_eq!(status, 200, "{shown}")
                }
                At::Asked => assert!(matches!(status, 401 | 403 | 404), "{shown}"),
                At::Nowhere => assert_ne!(status, 500, "{shown}"),
            }
        }
    }
    // Our own namespace in the path, and things of theirs behind it.
    let theirs_in_ours = TheirThings(
        theirs
            .0
            .iter()
            .map(|(name, value)| match *name {
                "namespace" => ("namespace", "a".into()),
                "name" => ("name", "bot".into()),
                name => (name, value.clone()),
            })
            .collect(),
    );
    let ids = [
        "{account}",
        "{invitation}",
        "{token}",
        "{key}",
        "{bot}",
        "{id}",
        "{channel}",
        "{conversation}",
        "{deadLetter}",
    ];
    // What all of these routes read without complaint, so that what they look up decides.
    let body = r#"{"roles":[],"connector":"web","type":"take","name":"x"}"#;
    for route in server::routes() {
        if !ids.iter().any(|id| route.path.contains(id)) {
            continue;
        }
        let url = theirs_in_ours.fill(route.path);
        let answer = world.call(route.method.as_str(), &url, &token, body).await;
        let shown = format!("{} {url}: {} {}", route.method, answer.status, answer.text());
        assert_eq!(answer.status, 404, "{shown}");
        assert!(!answer.text().contains(CANARY), "their things are seen: {shown}");
        asked_count += 1;
    }
    println!("the wall: {asked_count} requests across namespaces, 0 let through");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_role_may_do_what_it_gives_and_nothing_else() {
    let world = World::new(&[("nlp_open", "false")]).await;
    let absent = TheirThings(vec![
        ("namespace", "a".into()),
        ("name", "bot".into()),
        ("bot", world.bot_id("a").await.to_string()),
        ("account", "acct_00000000000000000000000000".into()),
        ("invitation", "link_00000000000000000000000000".into()),
        ("token", "tok_00000000000000000000000000".into()),
        ("key", "nkey_00000000000000000000000000".into()),
        ("session", "sess_00000000000000000000000000".into()),
        ("id", "job_00000000000000000000000000".into()),
        ("channel", "chan_00000000000000000000000000".into()),
        ("conversation", "conv_00000000000000000000000000".into()),
        ("deadLetter", "dead_00000000000000000000000000".into()),
        ("user", "nobody".into()),
        ("application", "a:bot".into()),
    ]);
    let mut asked_count = 0;
    for role in MemberRole::ALL {
        let caller = world.person(&format!("{role}@a.example"), "a", role).await;
        for route in server::routes() {
            let rule = Rule::of(route.path, route.permission);
            let given = role.permissions().contains(&route.permission);
            let mut url = absent.fill(route.path);
            // The bot must stay for the routes that follow.
            let of_no_bot = route.method == "DELETE" && rule.at == At::Bot;
            if of_no_bot {
                url = url.replace("/a/bot", "/a/none");
            }
            if route.method == "DELETE" && url.ends_with("/a:bot") {
                url = url.replace("/a:bot", "/a:none");
            }
            let body = if rule.at == At::Asked { asked(route.path).1 } else { "{}" };
            let body = body.replace("\"b\"", "\"a\"").replace("b:", "a:");
            let query = match rule.at {
                At::Asked => asked(route.path).0.replace("=b&", "=a&"),
                _ => String::new(),
            };
            let url = format!("{url}{query}");
            let answer =
                call(&world, route.method.as_str(), route.path, &url, &caller, &body).await;
            let status = answer.status.as_u16();
            let shown = format!("{role}: {} {url}: {status} {}", route.method, answer.text());
            asked_count += 1;
            match rule.at {
                At::Nowhere if route.permission == Permission::Operate => {
                    assert_eq!(status, 403, "{shown}");
                }
                At::Nowhere => assert_ne!(status, 500, "{shown}"),
                At::Installation => assert_eq!(status, 403, "{shown}"),
                _ if given => assert!(!matches!(status, 401 | 403 | 500), "{shown}"),
                _ if rule.like_tock => assert_eq!(status, 401, "{shown}"),
                _ if of_no_bot => assert_eq!(status, 404, "{shown}"),
                _ => assert_eq!(status, 403, "{shown}"),
            }
        }
    }
    println!("the wall: {asked_count} requests of {} roles, 0 wrong", MemberRole::ALL.len());
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_may_do_anything_that_is_not_public_once_there_is_an_owner() {
    let world = World::new(&[("nlp_open", "false")]).await;
    let theirs = TheirThings::make(&world).await;
    for route in server::routes() {
        let url = theirs.fill(route.path);
        for (wrong, from) in [
            ("", [192, 0, 2, 9]),
            ("", [127, 0, 0, 1]),
            ("Bearer pat_0000", [127, 0, 0, 1]),
            ("Bearer a.b.c", [127, 0, 0, 1]),
            ("Basic b3duZXI6eA==", [127, 0, 0, 1]),
            ("Nonsense", [127, 0, 0, 1]),
        ] {
            let headers: Vec<(&str, &str)> =
                if wrong.is_empty() { vec![] } else { vec![("authorization", wrong)] };
            let answer = world.send(route.method.as_str(), &url, &headers, "{}", from).await;
            let status = answer.status.as_u16();
            let shown = format!("{wrong} {} {url}: {status} {}", route.method, answer.text());
            assert!(!answer.text().contains(CANARY), "{shown}");
            match route.permission {
                Permission::Public => assert_ne!(status, 500, "{shown}"),
                Permission::Operate if from == [127, 0, 0, 1] => assert_eq!(status, 200, "{shown}"),
                // Guessing costs waiting.
                _ => assert!(matches!(status, 401 | 429), "{shown}"),
            }
        }
    }
    world.stop().await;
}

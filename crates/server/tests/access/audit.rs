//! The audit log: every route that changes something leaves a line that says who, what, from where.
//! The routes come from the one list: one that has neither a step nor a reason here fails.

use std::collections::BTreeSet;

use model::Permission;
use serde_json::{Value, json};
use store::{AuditFilter, AuditLine, ConversationFilter};

use crate::world::*;

/// Routes with a method that changes something and no line of their own, and why.
const SILENT: [(&str, &str); 17] = [
    ("/api/v1/bots/{namespace}/{name}/channels/{channel}/test", "tries a channel; changes nothing"),
    (
        "/api/v1/bots/{namespace}/{name}/conversations/{conversation}/to-dialog",
        "gives a dialog; stores nothing",
    ),
    ("/api/v1/bots/{namespace}/{name}/run-dialogs", "runs tests; changes nothing"),
    ("/api/v1/bots/{namespace}/{name}/dialog-runs", "runs tests; changes nothing"),
    ("/api/v1/bots/{namespace}/{name}/evaluations", "measures; changes nothing"),
    ("/api/v1/bots/{namespace}/{name}/stories/{story}/rehearse", "stores nothing"),
    ("/api/v1/bots/{namespace}/{name}/talk", "a test conversation of whoever asks"),
    ("/api/v1/bots/{namespace}/{name}/understand", "understands; changes nothing"),
    ("/api/v1/links/look", "says what a link is for"),
    ("/api/widget/chat", "what users say is never in the log"),
    ("/api/widget/feedback", "what users think is never in the log"),
    ("/duckling/parse", "understands; changes nothing"),
    ("/rest/admin/parse", "understands; changes nothing"),
    ("/rest/nlp/parse", "understands; changes nothing"),
    ("/rest/nlp/evaluate", "understands; changes nothing"),
    ("/rest/nlp/merge", "understands; changes nothing"),
    ("/rest/nlp/logs/count", "counts"),
];

/// One more: it marks sentences to look at, as asking about them does.
const MARKS: &str = "/rest/nlp/unknown";

const BOT: &str = "/api/v1/bots/{namespace}/{name}/";
const NAMESPACE: &str = "/api/v1/namespaces/{namespace}/";

/// A request: its method, its route, what fills its parameters, its body.
type Step = (&'static str, &'static str, &'static [(&'static str, &'static str)], &'static str);

/// What is asked, in this order, of the bot `a/bot`: method, route behind [`BOT`], what fills its
/// parameters, body.
const OF_BOT: &[Step] = &[
    ("PUT", "head", &[], r#"{"title":"T","locales":["fr"],"time_zone":"Europe/Paris"}"#),
    ("PUT", "intents/{intent}", &[("intent", "one")], r#"{"title":"1"}"#),
    ("POST", "intents/{intent}/rename", &[("intent", "one")], r#"{"to":"greet"}"#),
    (
        "PUT",
        "entity-types/{entityType}",
        &[("entityType", "town")],
        r#"{"dictionary":{"entries":[]}}"#,
    ),
    (
        "POST",
        "entity-types/{entityType}/dictionary",
        &[("entityType", "town")],
        r#"{"entries":[{"value":"Lyon","labels":{}}]}"#,
    ),
    (
        "PUT",
        "entity-types/{entityType}/dictionary/{value}",
        &[("entityType", "town"), ("value", "Nice")],
        r#"{"value":"Nice","labels":{}}"#,
    ),
    (
        "DELETE",
        "entity-types/{entityType}/dictionary/{value}",
        &[("entityType", "town"), ("value", "Nice")],
        "",
    ),
    ("DELETE", "entity-types/{entityType}", &[("entityType", "town")], ""),
    ("POST", "sentences", &[], r#"{"put":[{"text":"salut","locale":"fr","intent":"greet"}]}"#),
    ("PUT", "sentences/{sentence}", &[("sentence", "%S")], r#"{"text":"salut","locale":"fr"}"#),
    ("DELETE", "sentences/{sentence}", &[("sentence", "%S")], ""),
    (
        "POST",
        "inbox",
        &[],
        r#"{"items":[{"text":"zut","locale":"fr","decision":{"type":"delete"}}]}"#,
    ),
    (
        "PUT",
        "labels/{label}",
        &[("label", "hi")],
        r#"{"texts":[{"locale":"fr","variants":["Salut"]}]}"#,
    ),
    (
        "POST",
        "labels",
        &[],
        r#"{"create":true,"labels":{"ho":{"texts":[{"locale":"fr","variants":["Ho"]}]}}}"#,
    ),
    ("DELETE", "labels/{label}", &[("label", "ho")], ""),
    ("POST", "label-file", &[], r#"{"hi":{"texts":[{"locale":"fr","variants":["Salut !"]}]}}"#),
    (
        "PUT",
        "stories/{story}",
        &[("story", "hello")],
        r#"{"name":"hello","starters":["greet"],"answers":[{"content":{"type":"text","text":"hi"}}]}"#,
    ),
    (
        "PUT",
        "stories/{story}",
        &[("story", "second")],
        r#"{"name":"second","answers":[{"content":{"type":"text","text":"hi"}}]}"#,
    ),
    ("POST", "stories/{story}/place", &[("story", "second")], r#"{"before":"hello"}"#),
    ("POST", "stories/{story}/rename", &[("story", "second")], r#"{"to":"third"}"#),
    ("DELETE", "stories/{story}", &[("story", "third")], ""),
    ("PUT", "flags/{flag}", &[("flag", "summer")], r#"{"enabled":true}"#),
    ("DELETE", "flags/{flag}", &[("flag", "summer")], ""),
    ("PUT", "faqs/{intent}", &[("intent", "greet")], r#"{"answer":"hi"}"#),
    ("DELETE", "faqs/{intent}", &[("intent", "greet")], ""),
    (
        "PUT",
        "dialogs/{dialog}",
        &[("dialog", "hi")],
        r#"{"name":"hi","locale":"fr","exchanges":[{"user":{"type":"says","text":"zzcanary"},"bot":[{"type":"says","text":"*"}]}]}"#,
    ),
    ("DELETE", "dialogs/{dialog}", &[("dialog", "hi")], ""),
    ("PUT", "intents/{intent}", &[("intent", "gone")], "{}"),
    ("DELETE", "intents/{intent}", &[("intent", "gone")], ""),
    ("POST", "versions", &[], r#"{"note":"n"}"#),
    ("PUT", "environments/{environment}", &[("environment", "live")], r#"{"version":1}"#),
    ("POST", "versions/{version}/restore", &[("version", "1")], ""),
    ("PUT", "privacy", &[], r#"{"conversationsDays":9}"#),
    ("PUT", "program", &[], r#"{"webhookUrl":"https://example.org/zzcanary"}"#),
    ("DELETE", "program", &[], ""),
    ("POST", "key", &[], ""),
    ("POST", "channels", &[], r#"{"connector":"web","path":"/io/a/bot/more"}"#),
    ("PUT", "channels/{channel}", &[], r#"{"connector":"web","enabled":false}"#),
    ("DELETE", "channels/{channel}", &[], ""),
    ("POST", "conversations/{conversation}/desk", &[], r#"{"type":"answer","text":"zzcanary"}"#),
];

/// Everything that was asked, and the log.
struct Walk<'a> {
    world: &'a World,
    covered: BTreeSet<(String, String)>,
    lines: Vec<AuditLine>,
}

impl Walk<'_> {
    async fn log(&self) -> Vec<AuditLine> {
        let page = self.world.store.audit_lines(None, &AuditFilter::default(), None, 1000).await;
        page.unwrap().items
    }

    /// Asks, and expects a line by `by` from where they are.
    async fn step(
        &mut self,
        by: &str,
        method: &str,
        route: &str,
        filled: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        let mut url = route.to_owned();
        for (name, value) in filled.iter().chain(&[("namespace", "a"), ("name", "bot")]) {
            url = url.replace(&format!("{{{name}}}"), value);
        }
        assert!(!url.contains('{'), "{url}");
        let before = self.log().await.first().map_or(0, |line| line.number);
        let kind = if body.starts_with("--x") {
            "multipart/form-data; boundary=x"
        } else {
            "application/json"
        };
        let mut headers = vec![("content-type", kind)];
        match by {
            "" => {}
            session if session.contains('|') => {
                let (cookie, csrf) = session.split_once('|').unwrap();
                headers.extend([("cookie", cookie), ("x-csrf-token", csrf)]);
            }
            authorization => headers.push(("authorization", authorization)),
        }
        let mut answer = self.world.send(method, &url, &headers, body, [192, 0, 2, 9]).await;
        if answer.status == 428 {
            headers.push(("if-match", "*"));
            answer = self.world.send(method, &url, &headers, body, [192, 0, 2, 9]).await;
        }
        assert!(answer.status.is_success(), "{method} {url}: {} {}", answer.status, answer.text());
        let news: Vec<AuditLine> =
            self.log().await.into_iter().filter(|line| line.number > before).collect();
        assert!(!news.is_empty(), "{method} {route} leaves no line");
        for line in &news {
            assert_eq!(line.address, "192.0.2.9", "{line:?}");
            let told = format!("{:?} {:?} {}", line.before, line.after, line.object);
            assert!(!told.contains(CANARY), "the log repeats what was said: {line:?}");
        }
        self.covered.insert((method.to_owned(), route.to_owned()));
        self.lines.extend(news);
        answer
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_route_that_changes_something_leaves_a_line() {
    let world = World::new(&[("nlp_open", "false")]).await;
    let token = world.token("a", None, &Permission::GIVEN).await;
    let owner = basic(OWNER, PASSWORD);
    let mut walk = Walk { world: &world, covered: BTreeSet::new(), lines: Vec::new() };

    // A conversation, a dead letter, a job: what some routes are about.
    let bot = world.bot_id("a").await;
    let channel = world.store.channels(&ns("a"), &bot).await.unwrap();
    let web = channel.iter().find(|one| one.connector.as_str() == "web").unwrap();
    let said = json!({"query": CANARY, "userId": CANARY}).to_string();
    assert_eq!(world.call("POST", &web.path, "", &said).await.status, 200);
    let filter = ConversationFilter::default();
    let page = world.store.conversations(&ns("a"), &filter, None, 1).await.unwrap();
    let conversation = page.items[0].id.to_string();
    let rejected = world.store.reject(&ns("a"), &web.id, "x", b"x").await.unwrap().to_string();
    let job = world.store.create_job(&ns("a"), Some(&bot), "x", 1).await.unwrap().id.to_string();

    let mut made = String::new();
    for (method, route, filled, body) in OF_BOT {
        let mut filled: Vec<(&str, &str)> = filled.to_vec();
        let sentence = match filled.iter().any(|(_, value)| *value == "%S") {
            true => {
                let all =
                    world.call("GET", "/api/v1/bots/a/bot/sentences", &token, "").await.json();
                all["items"][0]["id"].as_str().unwrap().to_owned()
            }
            false => String::new(),
        };
        filled
            .iter_mut()
            .filter(|(_, value)| *value == "%S")
            .for_each(|(_, value)| *value = &sentence);
        filled.extend([("channel", made.as_str()), ("conversation", &conversation)]);
        let route = format!("{BOT}{route}");
        let answer = walk.step(&token, method, &route, &filled, body).await;
        if (*method, &*route) == ("POST", &*format!("{BOT}channels")) {
            made = answer.json()["id"].as_str().unwrap().to_owned();
        }
    }
    let notify = format!("{BOT}notify");
    let told = json!({"user": CANARY, "intent": "greet"}).to_string();
    walk.step(&token, "POST", &notify, &[], &told).await;

    // The namespace.
    let id =
        |answer: &Answer, name: &str| answer.json()[name].as_str().unwrap_or_default().to_owned();
    let in_namespace = |route: &str| format!("{NAMESPACE}{route}");
    let cancel = in_namespace("jobs/{id}/cancel");
    walk.step(&token, "POST", &cancel, &[("id", &job)], "").await;
    let letter = in_namespace("dead-letters/{deadLetter}");
    walk.step(&token, "DELETE", &letter, &[("deadLetter", &rejected)], "").await;
    let invitations = in_namespace("invitations");
    let invited = r#"{"email":"new@a.example","role":"viewer"}"#;
    let invitation = id(&walk.step(&owner, "POST", &invitations, &[], invited).await, "id");
    let one = in_namespace("invitations/{invitation}");
    walk.step(&owner, "DELETE", &one, &[("invitation", &invitation)], "").await;
    let link = id(&walk.step(&owner, "POST", &invitations, &[], invited).await, "url");
    let secret = link.split_once('#').unwrap().1;
    let used = json!({"token": secret, "password": PASSWORD}).to_string();
    walk.step("", "POST", "/api/v1/links/use", &[], &used).await;
    let person =
        world.store.account_by_email("new@a.example").await.unwrap().unwrap().id.to_string();
    let member = [("account", &*person)];
    walk.step(
        &owner,
        "PUT",
        &in_namespace("members/{account}"),
        &member,
        r#"{"roles":["author"]}"#,
    )
    .await;
    walk.step(&owner, "POST", &in_namespace("members/{account}/reset"), &member, "").await;
    let keys = in_namespace("signing-keys");
    let key = json!({"name": "k", "scopes": ["view"], "secret": "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVoxMjM0NTY"});
    let key = id(&walk.step(&owner, "POST", &keys, &[], &key.to_string()).await, "id");
    walk.step(&owner, "DELETE", &in_namespace("signing-keys/{key}"), &[("key", &key)], "").await;
    let tokens = in_namespace("tokens");
    let new = walk.step(&owner, "POST", &tokens, &[], r#"{"name":"t","scopes":["view"]}"#).await;
    let new = new.json();
    let new = new["id"].as_str().or(new["info"]["id"].as_str()).unwrap().to_owned();
    walk.step(&owner, "DELETE", &in_namespace("tokens/{token}"), &[("token", &new)], "").await;
    walk.step(&token, "PUT", &in_namespace("privacy"), &[], r#"{"conversationsDays":8}"#).await;
    walk.step(&token, "DELETE", &in_namespace("users/{user}"), &[("user", CANARY)], "").await;
    let free = r#"{"namespace":"a","name":"free"}"#;
    walk.step(&owner, "PUT", "/api/v1/plans", &[], free).await;
    let new = r#"{"name":"made","locales":["fr"],"from":"empty"}"#;
    walk.step(&token, "POST", &in_namespace("bots"), &[], new).await;
    let dump = |name: &str| {
        json!({"application": {"name": name, "namespace": "a", "_id": "1", "intents": [],
            "supportedLocales": ["fr"]}, "intents": [], "entityTypes": [], "sentences": []})
        .to_string()
    };
    walk.step(&token, "POST", &in_namespace("import"), &[], &dump("imported")).await;

    // Sessions.
    let credentials = json!({"email": OWNER, "password": PASSWORD}).to_string();
    let session = |answer: Answer| {
        format!("{}|{}", answer.cookie(), answer.json()["csrfToken"].as_str().unwrap())
    };
    let signed_in = session(walk.step("", "POST", "/api/v1/session", &[], &credentials).await);
    walk.step("", "POST", "/api/v1/session", &[], &credentials).await;
    let cookie = signed_in.split('|').next().unwrap();
    let list = world
        .send("GET", "/api/v1/sessions", &[("cookie", cookie)], "", [192, 0, 2, 9])
        .await
        .json();
    let other =
        list["items"].as_array().unwrap().iter().find(|one| one["current"] == false).unwrap();
    let other = other["id"].as_str().unwrap().to_owned();
    walk.step(&signed_in, "DELETE", "/api/v1/sessions/{session}", &[("session", &other)], "").await;
    let change = json!({"current": PASSWORD, "password": PASSWORD}).to_string();
    walk.step(&signed_in, "PUT", "/api/v1/session/password", &[], &change).await;
    let again = session(walk.step("", "POST", "/api/v1/session", &[], &credentials).await);
    walk.step(&again, "DELETE", "/api/v1/session", &[], "").await;

    // The routes of others' programs.
    let said = |text: &str| {
        json!({"applicationName": "a:bot", "language": "fr",
            "sentences": [{"text": text, "intent": "a:greet", "entities": []}]})
        .to_string()
    };
    let form = |file: &str| {
        format!(
            "--x\r\ncontent-disposition: form-data; name=\"f\"; filename=\"f.json\"\r\n\r\n{file}\r\n--x--\r\n"
        )
    };
    walk.step(
        &token,
        "POST",
        "/rest/nlp/application/create",
        &[],
        r#"{"name":"c1","namespace":"a","locale":"fr"}"#,
    )
    .await;
    walk.step(&token, "POST", "/rest/nlp/dump/import", &[], &form(&dump("c2"))).await;
    walk.step(&token, "POST", "/rest/nlp/dump/import/plain", &[], &dump("c3")).await;
    walk.step(&token, "POST", "/rest/nlp/dump/import/sentences", &[], &form(&said("un"))).await;
    walk.step(&token, "POST", "/rest/nlp/dump/import/sentences/plain", &[], &said("deux")).await;
    walk.step(&token, "POST", "/rest/admin/dump/application", &[], &form(&dump("c4"))).await;
    let new = [("newName", "c5")];
    walk.step(&token, "POST", "/rest/admin/dump/application/{newName}", &new, &form(&dump("c4")))
        .await;
    walk.step(&token, "POST", "/rest/admin/dump/sentences", &[], &form(&said("trois"))).await;
    walk.step(
        &token,
        "POST",
        "/rest/admin/dump/sentences/{newName}",
        &[("newName", "bot")],
        &form(&said("quatre")),
    )
    .await;
    // The draft was given the content of the first version: a story again.
    for (method, route, filled, body) in OF_BOT {
        let wanted = [("label", "hi"), ("story", "hello")];
        if filled.first().is_some_and(|first| wanted.contains(first)) {
            walk.step(&token, method, &format!("{BOT}{route}"), filled, body).await;
        }
    }
    let label = r#"{"texts":[{"locale":"fr","variants":["Ha"]}]}"#;
    let put = format!("{BOT}labels/{{label}}");
    let put = walk.step(&token, "PUT", &put, &[("label", "ha")], label).await;
    let revision: u64 = put.headers["draft-revision"].to_str().unwrap().parse().unwrap();
    let back = json!({"revisions": [revision]}).to_string();
    walk.step(&token, "POST", &format!("{BOT}undo"), &[], &back).await;
    let stories = world.call("GET", "/rest/admin/bot/story/a:bot/export", &token, "").await;
    assert_eq!(stories.status, 200, "{}", stories.text());
    let import = "/rest/admin/bot/story/{application}/{language}/import";
    let into = [("application", "a:c2"), ("language", "fr")];
    walk.step(&token, "POST", import, &into, &stories.text()).await;
    let application = r#"{"name":"c6","namespace":"a","intents":[],"supportedLocales":["fr"]}"#;
    walk.step(&token, "POST", "/rest/admin/application", &[], application).await;
    let role = "/rest/admin/application/{application}/intent/{intent}/entity/{entityType}/{role}";
    let town = r#"{"dictionary":{"entries":[]}}"#;
    let types = format!("{BOT}entity-types/{{entityType}}");
    walk.step(&token, "PUT", &types, &[("entityType", "town")], town).await;
    let intents = format!("{BOT}intents/{{intent}}");
    let goes = r#"{"entities":[{"entity_type":"town","role":"from"}]}"#;
    walk.step(&token, "PUT", &intents, &[("intent", "goes")], goes).await;
    let of = [
        ("application", "a:bot"),
        ("intent", "a:goes"),
        ("entityType", "a:town"),
        ("role", "from"),
    ];
    walk.step(&token, "DELETE", role, &of, "").await;
    walk.step(&token, "DELETE", "/rest/admin/application/{application}/intent/{intent}", &of, "")
        .await;
    walk.step(
        &token,
        "DELETE",
        "/rest/admin/application/{application}",
        &[("application", "a:c6")],
        "",
    )
    .await;
    walk.step(&token, "DELETE", "/api/v1/bots/{namespace}/{name}", &[("name", "made")], "").await;

    // Two need a state that takes a crash or a folder; the store's own tests hold their lines.
    let elsewhere = [
        ("POST", in_namespace("dead-letters/{deadLetter}/replay")),
        ("POST", format!("{BOT}detach")),
    ];
    let known = |method: &str, path: &str| {
        walk.covered.contains(&(method.to_owned(), path.to_owned()))
            || SILENT.iter().any(|(silent, _)| *silent == path)
            || path == MARKS
            || elsewhere.iter().any(|(one, other)| (*one, other.as_str()) == (method, path))
    };
    let forgotten: Vec<String> = server::routes()
        .iter()
        .filter(|route| route.method != "GET" && !known(route.method.as_str(), route.path))
        .map(|route| format!("{} {}", route.method, route.path))
        .collect();
    assert!(forgotten.is_empty(), "no step asks these, and no reason says why: {forgotten:#?}");

    // Who, what it was and what it is.
    let line = |action: &str| walk.lines.iter().find(|line| line.action == action).unwrap();
    let changed = line("channel.changed");
    let enabled = |value: &Option<Value>| value.as_ref().unwrap()["enabled"].clone();
    assert_eq!((enabled(&changed.before), enabled(&changed.after)), (json!(true), json!(false)));
    assert_eq!((changed.actor_kind.as_str(), changed.actor_name.as_str()), ("token", "test"));
    let back = walk.lines.iter().find(|line| {
        line.action == "environment.changed" && line.before == Some(json!({"version": 2}))
    });
    assert_eq!(back.unwrap().after, Some(json!({"version": 1})));
    println!("the audit log: {} routes, {} lines", walk.covered.len(), walk.lines.len());

    // What is read as a whole is told too.
    for (path, action) in [
        ("/api/v1/bots/a/bot/export", "bot.exported"),
        ("/api/v1/bots/a/bot/label-file", "labels.exported"),
        ("/api/v1/namespaces/a/users/nobody", "user.exported"),
        ("/api/v1/namespaces/a/audit/export", "audit.exported"),
        ("/rest/admin/application/dump/a:bot", "bot.exported"),
        ("/rest/admin/sentences/dump/full/a:bot", "bot.exported"),
        ("/rest/admin/bot/story/a:bot/export", "bot.exported"),
    ] {
        let before = walk.log().await.first().map_or(0, |line| line.number);
        let answer = world.call("GET", path, &token, "").await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        let log = walk.log().await;
        let told = log.iter().find(|line| line.number > before).unwrap_or_else(|| panic!("{path}"));
        assert_eq!(told.action, action, "{path}");
    }
    world.stop().await;
}

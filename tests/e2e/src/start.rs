//! Starting, being healthy, stopping.

use crate::folders;
use crate::http::Request;
use crate::program::{Palabre, Storage};

const WEB: &str = "/io/app/gare/web";

#[test]
fn it_starts_with_a_bot_stops_when_asked_and_starts_again_with_the_same_data() {
    let Some(palabre) = Palabre::find() else { return };
    let folder = folders::temporary();
    let storage = Storage::in_folder(folder.path());

    let server = palabre.serve(&storage, &[]);
    println!("measured: first start, ready after {:?}", server.ready_after);
    for path in ["/health/live", "/health/ready"] {
        assert_eq!(server.get(path).status, 200, "{path}");
    }
    assert!(!server.say(WEB, "u1", "bonjour", "fr").is_empty());
    let metrics = server.get("/metrics");
    assert!(metrics.body.contains("palabre_turns_total"), "{}", metrics.body);
    let bots = palabre.done(&storage, &["bots", "--json"]);
    let said = palabre.done(&storage, &["conversations", "--user", "u1", "--json"]);
    server.stop();

    let server = palabre.serve(&storage, &[]);
    println!("measured: second start, ready after {:?}", server.ready_after);
    assert_eq!(palabre.done(&storage, &["bots", "--json"]), bots);
    assert_eq!(palabre.done(&storage, &["conversations", "--user", "u1", "--json"]), said);
    assert!(!server.say(WEB, "u1", "bonjour", "fr").is_empty());
    server.stop();
}

#[test]
fn it_starts_on_postgresql_and_keeps_its_data_there() {
    let Some(palabre) = Palabre::find() else { return };
    let folder = folders::temporary();
    let Some(storage) = Storage::in_postgres(folder.path(), "start") else { return };

    let server = palabre.serve(&storage, &[]);
    println!("measured: first start on PostgreSQL, ready after {:?}", server.ready_after);
    assert!(!server.say(WEB, "u1", "bonjour", "fr").is_empty());
    server.stop();

    let server = palabre.serve(&storage, &[]);
    println!("measured: second start on PostgreSQL, ready after {:?}", server.ready_after);
    let said = palabre.done(&storage, &["conversations", "--user", "u1", "--json"]);
    assert!(said.contains("bonjour"), "{said}");
    server.stop();
}

#[test]
fn its_pages_and_descriptions_are_there() {
    let Some(palabre) = Palabre::find() else { return };
    let folder = folders::temporary();
    let server = palabre.serve(&Storage::in_folder(folder.path()), &[]);
    let check = |path: &str, content_type: &str, holds: &str| {
        let response = server.get(path);
        assert_eq!(response.status, 200, "{path}: {}", response.body);
        let found = response.header("content-type").unwrap_or_default();
        assert!(found.starts_with(content_type), "{path} is `{found}`");
        assert!(response.body.contains(holds), "{path} does not hold `{holds}`");
    };
    check("/", "text/html", "<html");
    check("/doc/index.html", "text/html", "<html");
    check("/api/openapi.json", "application/json", "/api/v1/bots");
    assert!(server.get("/api/openapi.json").json()["openapi"].as_str().unwrap().starts_with("3.1"));
}

#[test]
fn it_refuses_to_listen_to_other_machines_and_says_why() {
    let Some(palabre) = Palabre::find() else { return };
    let folder = folders::temporary();
    let data = folder.path().join("data").display().to_string();
    let ran = palabre.run(&["serve", "--data", &data, "--listen", "0.0.0.0:0"]);
    assert!(matches!(ran.code, Some(1 | 2)), "{:?}", ran.code);
    for setting in ["`master_key_file`", "`public_url`"] {
        assert!(ran.err.contains(setting), "{}", ran.err);
    }
}

#[test]
fn pages_of_elsewhere_cannot_use_the_routes_that_are_not_channels() {
    let Some(palabre) = Palabre::find() else { return };
    let folder = folders::temporary();
    let server = palabre.serve(&Storage::in_folder(folder.path()), &[]);
    let check = |request: Request, expected: u16| {
        let response = server.send(&request);
        assert_eq!(response.status, expected, "{request:?}: {}", response.body);
    };
    let import = || Request::post("/rest/nlp/dump/import/plain", "{}");
    check(import().header("Origin", "https://evil.example"), 403);
    check(import().header("Host", "evil.example"), 403);
    check(Request::get("/api/v1/bots").header("Host", "evil.example"), 403);
    let hello = r#"{"query":"bonjour","userId":"u1","locale":"fr"}"#;
    check(Request::post(WEB, hello).header("Origin", "https://shop.example"), 200);
}

#[test]
fn a_data_folder_is_served_by_one_process_only() {
    let Some(palabre) = Palabre::find() else { return };
    let folder = folders::temporary();
    let storage = Storage::in_folder(folder.path());
    let server = palabre.serve(&storage, &[]);
    let data = storage.data.display().to_string();
    let ran = palabre.run(&["serve", "--data", &data, "--listen", "127.0.0.1:0"]);
    assert_eq!(ran.code, Some(1), "{}{}", ran.out, ran.err);
    assert!(ran.err.contains(&server.process.id().to_string()), "{}", ran.err);
    assert!(server.is_ready());
}

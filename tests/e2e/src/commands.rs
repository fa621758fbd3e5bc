//! The commands beside the server.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::time::Duration;

use serde_json::Value;

use crate::folders;
use crate::program::{Palabre, Storage, wait_until};

const WEB: &str = "/io/app/gare/web";

/// The sample bot with lines put before and after the content of some files.
fn broken_copy(changes: &[(&str, &str, &str)]) -> tempfile::TempDir {
    let mut files = folders::read(&folders::sample_bot());
    for (name, before, after) in changes {
        let text = files.get(*name).unwrap_or_else(|| panic!("the sample bot has no `{name}`"));
        files.insert((*name).to_owned(), format!("{before}{text}{after}"));
    }
    let copy = folders::temporary();
    folders::write(copy.path(), &files);
    copy
}

#[test]
fn check_finds_nothing_in_the_sample_bot_and_its_dialogs_pass() {
    let Some(palabre) = Palabre::find() else { return };
    let bot = folders::sample_bot().display().to_string();
    for command in ["check", "test"] {
        let ran = palabre.run(&[command, &bot]);
        assert_eq!(ran.code, Some(0), "{command} said\n{}{}", ran.out, ran.err);
    }
}

#[test]
fn check_reports_every_mistake_with_its_place_and_does_not_stop_at_the_first() {
    let Some(palabre) = Palabre::find() else { return };
    let copy = broken_copy(&[
        ("bot.toml", "colour = \"blue\"\n", ""),
        ("answers/en.toml", "this is no table\n", ""),
        ("answers/fr.toml", "", "\n[[[\n"),
    ]);
    let ran = palabre.run(&["check", &copy.path().display().to_string()]);
    assert_eq!(ran.code, Some(1), "{}{}", ran.out, ran.err);
    let said = format!("{}{}", ran.out, ran.err);
    for part in ["bot.toml:1", "colour", "answers/en.toml:1", "answers/fr.toml:"] {
        assert!(said.contains(part), "it does not say `{part}`:\n{said}");
    }
}

#[test]
fn what_was_exported_is_imported_as_the_same_bot() {
    let Some(palabre) = Palabre::find() else { return };
    let folder = folders::temporary();
    let export = |from: &str, name: &str| -> BTreeMap<String, String> {
        let storage = Storage::in_folder(&folder.path().join(name));
        palabre.done(&storage, &["import", from]);
        let out = folder.path().join(format!("{name}-out"));
        palabre.done(&storage, &["export", "--bot", "app/gare", &out.display().to_string()]);
        folders::read(&out)
    };
    let first = export(&folders::sample_bot().display().to_string(), "first");
    let second = export(&folder.path().join("first-out").display().to_string(), "second");
    assert_eq!(first, second);
    assert!(first.contains_key("bot.toml"), "{:?}", first.keys());
}

#[test]
fn config_prints_every_setting_with_its_origin() {
    let Some(palabre) = Palabre::find() else { return };
    let folder = folders::temporary();
    let file = folder.path().join("palabre.toml");
    std::fs::write(&file, "web_sse = false\nlog = \"warn\"\n").unwrap();
    let output = palabre
        .command()
        .current_dir(folder.path())
        .env("PALABRE_LOG", "debug")
        .args(["config", "--json", "--listen", "127.0.0.1:9"])
        .output()
        .unwrap();
    let list: Value = serde_json::from_slice(&output.stdout).unwrap();
    let check = |name: &str, value: &str, origin: &str| {
        let setting = list.as_array().unwrap().iter().find(|it| it["name"] == name);
        let setting = setting.unwrap_or_else(|| panic!("no setting `{name}` in {list}"));
        assert_eq!(setting["value"], value, "{setting}");
        assert!(setting["origin"].as_str().unwrap().contains(origin), "{setting}");
        assert!(setting["meaning"].as_str().unwrap().len() > 10, "{setting}");
    };
    check("listen", "127.0.0.1:9", "flag");
    check("log", "debug", "environment");
    check("web_sse", "false", "file");
    check("data", "palabre-data", "default");
}

#[test]
fn wrong_usage_and_unknown_bots_are_told_apart() {
    let Some(palabre) = Palabre::find() else { return };
    let folder = folders::temporary();
    let storage = Storage::in_folder(folder.path());
    palabre.done(&storage, &["import", &folders::sample_bot().display().to_string()]);
    let data = storage.data.display().to_string();
    let check = |arguments: &[&str], code: i32, says: &str| {
        let ran = palabre.run(arguments);
        assert_eq!(ran.code, Some(code), "{arguments:?} said\n{}{}", ran.out, ran.err);
        assert!(ran.err.contains(says), "{arguments:?} said\n{}", ran.err);
    };
    check(&["dance"], 2, "dance");
    check(&["keys", "--data", &data], 2, "--bot");
    check(&["keys", "--bot", "gare", "--data", &data], 2, "NAMESPACE/NAME");
    check(&["keys", "--bot", "app/nobody", "--data", &data], 1, "app/nobody");
    check(&["bots", "--data", "a-folder-that-is-not-there"], 1, "a-folder-that-is-not-there");
    check(&["check", "a-folder-that-is-not-there"], 1, "a-folder-that-is-not-there");
    check(&["serve", "--listen", "here", "--data", &data], 1, "`here`");
}

#[test]
fn a_running_server_follows_what_is_imported_and_published_beside_it() {
    let Some(palabre) = Palabre::find() else { return };
    let folder = folders::temporary();
    let storage = Storage::in_folder(folder.path());
    let server = palabre.serve(&storage, &[]);

    let bots: Value = serde_json::from_str(&palabre.done(&storage, &["bots", "--json"])).unwrap();
    let gare = &bots[0];
    assert_eq!((&gare["namespace"], &gare["name"]), (&"app".into(), &"gare".into()), "{bots}");
    assert!(gare["publicId"].as_str().is_some_and(|it| it.starts_with("pub_")), "{bots}");
    assert_eq!(gare["locales"], serde_json::json!(["fr", "en"]), "{bots}");
    let key = palabre.done(&storage, &["keys", "--bot", "app/gare"]);
    assert!(key.trim().len() >= 26 && key.trim().lines().count() == 1, "`{key}`");

    // The bot says something else in its draft: the greeting, whatever it is, gets a new end.
    const MARK: &str = "Ceci est la version deux.";
    let greeting = server.say(WEB, "u0", "bonjour", "fr").remove(0);
    let known: String = greeting.chars().take_while(|c| c.is_alphanumeric() || *c == ' ').collect();
    let out = folder.path().join("out");
    palabre.done(&storage, &["export", "--bot", "app/gare", &out.display().to_string()]);
    let mut files = folders::read(&out);
    let answers = files.get_mut("answers/fr.toml").expect("the French answers are exported");
    assert!(answers.contains(&known), "`{known}` is not in the answers");
    *answers = answers.replace(&known, &format!("{MARK} {known}"));
    folders::write(&out, &files);
    palabre.done(&storage, &["import", &out.display().to_string()]);

    // A greeting may have variants, so a few users are asked.
    let mut user = 0;
    let mut greet = || -> String {
        user += 1;
        server.say(WEB, &format!("u{user}"), "bonjour", "fr").join("\n")
    };
    for _ in 0..10 {
        assert!(!greet().contains(MARK), "a draft is not published by an import");
    }
    palabre.done(&storage, &["publish", "--bot", "app/gare"]);
    let followed = wait_until(Duration::from_secs(10), &mut greet, |it| it.contains(MARK));
    println!("measured: a publish is followed after {followed:?}");
    server.stop();
}

#[test]
fn a_bot_that_belongs_to_its_files_follows_them_and_survives_their_mistakes() {
    let Some(palabre) = Palabre::find() else { return };
    let copy = broken_copy(&[]);
    let folder = folders::temporary();
    let bot = copy.path().display().to_string();
    let server = palabre.serve(&Storage::in_folder(folder.path()), &["--bot", &bot]);

    let greeting = server.say(WEB, "u0", "bonjour", "fr").remove(0);
    let known: String = greeting.chars().take_while(|c| c.is_alphanumeric() || *c == ' ').collect();
    let file = copy.path().join("answers/fr.toml");
    let sound = std::fs::read_to_string(&file).unwrap();
    assert!(sound.contains(&known), "`{known}` is not in the answers");

    // A mistake is logged, and the version before it stays.
    std::fs::write(&file, format!("{sound}\n[[[\n")).unwrap();
    wait_until(Duration::from_secs(20), || server.said(), |it| it.contains("not published"));
    assert_eq!(server.say(WEB, "u1", "bonjour", "fr").len(), 1);

    const MARK: &str = "Relu.";
    std::fs::write(&file, sound.replace(&known, &format!("{MARK} {known}"))).unwrap();
    let mut user = 1;
    let greet = || -> String {
        user += 1;
        server.say(WEB, &format!("u{user}"), "bonjour", "fr").join("\n")
    };
    let followed = wait_until(Duration::from_secs(20), greet, |it| it.contains(MARK));
    println!("measured: a changed file is followed after {followed:?}");
    server.stop();
}

#[test]
fn a_password_that_is_typed_at_a_terminal_is_not_shown() {
    let Some(palabre) = Palabre::find() else { return };
    let folder = folders::temporary();
    let data = folder.path().display().to_string();
    let binary = palabre.command().get_program().to_string_lossy().into_owned();
    // `script` gives the program a terminal of its own, and prints what that shows.
    let command = format!("{binary} owner-create typed@example.org --data {data}");
    let spawned = std::process::Command::new("script")
        .args(["--quiet", "--flush", "--return", "--command", &command, "/dev/null"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn();
    let Ok(mut script) = spawned else {
        println!("skipped: `script` is not installed");
        return;
    };
    let mut input = script.stdin.take().unwrap();
    let mut output = script.stdout.take().unwrap();
    let mut shown = Vec::new();
    let mut bytes = [0; 256];
    let mut is_typed = false;
    loop {
        let read = output.read(&mut bytes).unwrap_or(0);
        if read == 0 {
            break;
        }
        shown.extend_from_slice(&bytes[..read]);
        // Typed once the program asks: before that the terminal would show it.
        if !is_typed && String::from_utf8_lossy(&shown).contains("Password") {
            input.write_all(b"zzcanary of a terminal\n").unwrap();
            is_typed = true;
        }
    }
    let shown = String::from_utf8_lossy(&shown);
    assert!(script.wait().unwrap().success(), "{shown}");
    assert!(shown.contains("owns the installation") && !shown.contains("zzcanary"), "{shown}");
}

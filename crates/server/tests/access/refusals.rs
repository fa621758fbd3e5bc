//! What keeps the platform from being opened to others.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use model::{BotId, ConnectorType, Namespace, SeededRng, Timestamp};
use serde_json::{Value, json};
use server::config::Config;
use server::{Platform, safety};
use store::{Channel, Environment};

use crate::world;

/// Settings with which everything is right.
struct Safe {
    folder: tempfile::TempDir,
}

impl Safe {
    fn new() -> Self {
        let safe = Self { folder: tempfile::tempdir().unwrap() };
        std::fs::create_dir(safe.data()).unwrap();
        safe.data_mode(0o700);
        store::KeyRing::load_or_create(&safe.key()).unwrap();
        safe
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn key(&self) -> PathBuf {
        self.folder.path().join("keys/master.key")
    }

    fn data_mode(&self, mode: u32) {
        std::fs::set_permissions(self.data(), std::fs::Permissions::from_mode(mode)).unwrap();
    }

    fn config(&self, more: &[(&str, &str)]) -> Config {
        let key = self.key().display().to_string();
        let mut settings = vec![
            ("master_key_file", key.as_str()),
            ("public_url", "https://bots.example.org"),
            ("listen", "0.0.0.0:0"),
        ];
        settings.extend_from_slice(more);
        world::config(self.data(), &settings)
    }

    /// The settings that are refused, with these changes; each refusal says what to do.
    #[track_caller]
    fn check(&self, more: &[(&str, &str)], setting: &str, remedy: &str) {
        let refused = safety::of_settings(&self.config(more));
        assert_eq!(refused.len(), 1, "{refused:?}");
        assert_eq!(refused[0].setting, format!("setting `{setting}`"));
        assert!(refused[0].detail.contains(remedy), "{}", refused[0]);
        assert!(safety::check_settings(&self.config(more)).is_err());
    }
}

#[test]
fn settings_that_are_right_are_not_refused_and_loopback_asks_for_nothing() {
    let safe = Safe::new();
    assert_eq!(safety::of_settings(&safe.config(&[])), []);
    assert!(safety::check_settings(&safe.config(&[])).is_ok());
    let careless = |more: &[(&str, &str)]| world::config(PathBuf::from("/tmp"), more);
    assert!(safety::check_settings(&careless(&[])).is_ok());
    let refused = safety::check_settings(&careless(&[("production", "true")])).unwrap_err();
    // Everything at once.
    for setting in ["master_key_file", "public_url", "data"] {
        assert!(refused.to_string().contains(&format!("setting `{setting}`")), "{refused}");
    }
    assert!(safety::check_settings(&careless(&[("listen", "192.0.2.1:80")])).is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refusal_1_nobody_owns_the_installation() {
    let safe = Safe::new();
    let refused = Platform::start(safe.config(&[])).await.err().unwrap().to_string();
    assert!(refused.contains("accounts:") && refused.contains("palabre owner-create"), "{refused}");
    let store = server::open_store(&safe.config(&[]), store::Role::Visit).await.unwrap();
    let password = model::Secret::new(world::PASSWORD.to_owned());
    server::owner::create(&store, world::OWNER, password).await.unwrap();
    store.close().await;
    Platform::start(safe.config(&[])).await.unwrap().stop().await;
}

#[test]
fn refusal_2_the_master_key_lies_with_the_data_or_nowhere() {
    let safe = Safe::new();
    safe.check(&[("master_key_file", "")], "master_key_file", "openssl rand");
    let inside = safe.data().join("deep.key").display().to_string();
    safe.check(&[("master_key_file", &inside)], "master_key_file", "outside");
    safe.check(&[("master_key_file", "/nowhere/at/all.key")], "master_key_file", "openssl rand");
}

#[test]
fn refusal_3_the_master_key_is_short_or_can_be_guessed() {
    let safe = Safe::new();
    for key in [
        "c2hvcnQ=",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "ZXhhbXBsZSBrZXksIG5ldmVyIHVzZSB0aGlzIG9uZSE=",
        "",
    ] {
        std::fs::write(safe.key(), format!("{key}\n")).unwrap();
        safe.check(&[], "master_key_file", "openssl rand");
    }
}

#[test]
fn refusal_4_the_public_address_is_missing_or_in_clear() {
    let safe = Safe::new();
    safe.check(&[("public_url", "")], "public_url", "missing");
    safe.check(&[("public_url", "http://bots.example.org")], "public_url", "trusted_proxies");
    let proxied = [("public_url", "http://bots.example.org"), ("trusted_proxies", "10.0.0.0/8")];
    assert_eq!(safety::of_settings(&safe.config(&proxied)), []);
}

#[test]
fn refusal_5_every_page_may_use_cookies() {
    check_channel(json!({"cookies": true}), "pages", "name the pages");
    check_channel(json!({"cookies": true, "pages": "https://.*"}), "pages", "name the pages");
    for fine in [
        json!({"cookies": false}),
        json!({"cookies": true, "pages": r"https://(www\.)?example\.org"}),
    ] {
        assert_eq!(channel_refusals(fine), []);
    }
}

#[test]
fn refusal_6_others_may_look_into_the_data_folder() {
    let safe = Safe::new();
    safe.data_mode(0o755);
    safe.check(&[], "data", "chmod");
    safe.data_mode(0o750);
    assert_eq!(safety::of_settings(&safe.config(&[])), []);
}

#[test]
fn refusal_7_the_database_is_reached_in_clear() {
    let safe = Safe::new();
    let with = |url| [("database_url", url)];
    safe.check(&with("postgres://u:hush@db.example.org/x"), "database_url", "sslmode");
    safe.check(&with("postgres://u@10.0.0.9/x?sslmode=prefer"), "database_url", "sslmode");
    safe.check(&with("postgres:///x?host=db.example.org"), "database_url", "sslmode");
    for fine in [
        "postgres://u@localhost/x",
        "postgres://u@127.0.0.1:5432/x",
        "postgres://u@[::1]/x",
        "postgres:///x?host=/run/postgresql",
        "postgres://u@db.example.org/x?sslmode=verify-full",
        "postgres://u@db.example.org/x?sslmode=require",
    ] {
        assert_eq!(safety::of_settings(&safe.config(&with(fine))), [], "{fine}");
    }
    let refused = safety::of_settings(&safe.config(&with("postgres://u:hush@db.example.org/x")));
    assert!(!refused[0].to_string().contains("hush"), "{refused:?}");
}

#[test]
fn refusal_8_a_channel_does_not_check_its_senders() {
    check_channel(json!({"verify": false}), "verify", "switch it on");
    assert_eq!(channel_refusals(json!({"verify": true})), []);
}

#[test]
fn refusal_9_a_channel_speaks_to_a_test_double() {
    check_channel(json!({"baseUrl": "http://127.0.0.1:9000"}), "baseUrl", "test double");
    assert_eq!(channel_refusals(json!({"baseUrl": "https://vendor.example"})), []);
}

#[test]
fn refusal_10_logs_would_hold_what_people_say() {
    Safe::new().check(&[("log_message_texts", "true")], "log_message_texts", "false");
}

fn channel_refusals(settings: Value) -> Vec<safety::Unsafe> {
    let mut rng = SeededRng::new(1);
    let channel = Channel {
        origin: None,
        alias: None,
        id: model::ChannelId::random(&mut rng),
        namespace: Namespace::new("a").unwrap(),
        bot: BotId::random(&mut rng),
        connector: ConnectorType::new("risky").unwrap(),
        environment: Environment::Live,
        path: "/io/a/bot/risky".into(),
        settings,
        secrets: Vec::new(),
        enabled: true,
        created_at: Timestamp(0),
        changed_at: Timestamp(0),
    };
    safety::of_channel(&testkit::risky_connector(), &channel)
}

#[track_caller]
fn check_channel(settings: Value, setting: &str, remedy: &str) {
    let refused = channel_refusals(settings);
    assert_eq!(refused.len(), 1, "{refused:?}");
    assert_eq!(refused[0].setting, format!("channel `/io/a/bot/risky`, setting `{setting}`"));
    assert!(refused[0].detail.contains(remedy), "{}", refused[0]);
}

#[test]
fn a_data_folder_that_the_store_makes_is_for_its_owner_alone() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let config = world::config(data.clone(), &[]);
        server::open_store(&config, store::Role::Visit).await.unwrap().close().await;
    });
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&data), 0o700);
    assert_eq!(mode(&data.join("master.key")), 0o600);
}

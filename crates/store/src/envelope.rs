//! The envelope: what must not be readable in the database is encrypted with AES-256-GCM.
//!
//! A sealed text is `v1.` + key id (8 hex digits) + `.` + base64 of nonce (12 bytes), ciphertext
//! and tag (16 bytes). The [`Place`] that it is stored in is authenticated with it, so that a
//! sealed text moved to another row does not open. The master key encrypts directly: few texts
//! are sealed (settings, keys, dead letters), far below the 2³² that random nonces allow.
//!
//! Keys lie in the master key file, one per line as base64 of 32 bytes; `#` begins a comment. The
//! last one seals, all of them open: adding a line rotates, and a line may go once everything was
//! sealed anew.

mod tags;

use std::fmt;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use model::Secret;
use sha2::{Digest, Sha256};
use zeroize::Zeroize;

use crate::{Error, Result, hex};

const FORMAT: &str = "v1";
const NONCE_BYTES: usize = 12;
const KEY_BYTES: usize = 32;

/// The key that stands in the documentation to show what one looks like.
const EXAMPLE_KEY: &str = "ZXhhbXBsZSBrZXksIG5ldmVyIHVzZSB0aGlzIG9uZSE=";

/// Why a sealed text does not open. Never holds the text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeError {
    /// It is not a sealed text at all.
    #[error("not a sealed text of a known format")]
    Format,
    /// It was sealed with a key that is not in the master key file.
    #[error(
        "sealed with key `{key_id}`, which the master key file does not hold; add that key's line"
    )]
    UnknownKey {
        /// The key's id.
        key_id: String,
    },
    /// It was changed, or belongs to another place.
    #[error("the sealed text was changed, or was sealed for another place")]
    Tampered,
    /// The master key file holds something else than keys.
    #[error("line {line} of the master key file is not the base64 of 32 bytes")]
    BadKey {
        /// The line, from 1.
        line: usize,
    },
    /// The master key file holds no key.
    #[error("the master key file holds no key; restore it from a backup")]
    NoKey,
}

/// Where a sealed text lies. Part of what is authenticated.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// Whose.
    pub namespace: &'a str,
    /// In which table.
    pub table: &'a str,
    /// In which row.
    pub row: &'a str,
    /// In which column.
    pub column: &'a str,
}

impl Place<'_> {
    /// Unambiguous: each part is preceded by its length.
    fn associated_data(&self) -> Vec<u8> {
        let mut data = Vec::with_capacity(128);
        for part in [self.namespace, self.table, self.row, self.column] {
            data.extend_from_slice(&(part.len() as u64).to_be_bytes());
            data.extend_from_slice(part.as_bytes());
        }
        data
    }
}

/// The keys that seal and open. Clones share them, so that a key that is added to the file while
/// a server runs is known everywhere at once.
#[derive(Clone)]
pub struct KeyRing {
    keys: Arc<RwLock<Vec<Key>>>,
    file: Option<PathBuf>,
}

#[derive(Clone)]
struct Key {
    id: String,
    bytes: Secret<Vec<u8>>,
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.keys().iter().map(|key| &key.id)).finish()
    }
}

impl KeyRing {
    /// A ring with one key.
    pub fn of_key(key: Secret<Vec<u8>>) -> Result<Self> {
        if key.expose().len() != KEY_BYTES {
            return Err(EnvelopeError::BadKey { line: 1 }.into());
        }
        Ok(Self::of(vec![Key::new(key)]))
    }

    fn of(keys: Vec<Key>) -> Self {
        Self { keys: Arc::new(RwLock::new(keys)), file: None }
    }

    fn keys(&self) -> RwLockReadGuard<'_, Vec<Key>> {
        self.keys.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads the text of a master key file.
    pub fn parse(text: &str) -> Result<Self> {
        let mut keys = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let bytes = STANDARD.decode(line).unwrap_or_default();
            if bytes.len() != KEY_BYTES {
                return Err(EnvelopeError::BadKey { line: index + 1 }.into());
            }
            keys.push(Key::new(Secret::new(bytes)));
        }
        if keys.is_empty() {
            return Err(EnvelopeError::NoKey.into());
        }
        Ok(Self::of(keys))
    }

    /// Reads a master key file.
    pub fn load(path: &Path) -> Result<Self> {
        let mut text = std::fs::read_to_string(path).map_err(|source| Error::File {
            doing: "read the master key file",
            path: path.to_owned(),
            source,
        })?;
        let ring = Self::parse(&text);
        text.zeroize();
        Ok(Self { file: Some(path.to_owned()), ..ring? })
    }

    /// Reads the file again; without a file nothing changes. A file that cannot be read changes
    /// nothing either: what is sealed must stay readable.
    pub fn reload(&self) -> Result<()> {
        let Some(file) = &self.file else { return Ok(()) };
        let read = Self::load(file)?;
        let read = read.keys().clone();
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = read;
        Ok(())
    }

    /// Adds a new random key to a master key file, as the one that seals from now on. Gives its
    /// id. The file is replaced as a whole, so that nobody reads half of it.
    pub fn add_key(path: &Path) -> Result<String> {
        let failed = |source| Error::File {
            doing: "add a key to the master key file",
            path: path.to_owned(),
            source,
        };
        let mut text = std::fs::read_to_string(path).map_err(failed)?;
        Self::parse(&text)?;
        let mut bytes = vec![0; KEY_BYTES];
        getrandom::fill(&mut bytes).map_err(|error| failed(std::io::Error::other(error)))?;
        text = format!("{}\n{}\n", text.trim_end(), STANDARD.encode(&bytes));
        bytes.zeroize();
        let id = Self::parse(&text)?.newest();
        let draft = path.with_extension(format!("new-{}", std::process::id()));
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let written = options
            .open(&draft)
            .and_then(|mut file| {
                file.write_all(text.as_bytes())?;
                file.sync_all()
            })
            .and_then(|()| std::fs::rename(&draft, path));
        text.zeroize();
        written.map_err(failed)?;
        Ok(id)
    }

    /// Reads a master key file, or makes it with a new random key, readable by its owner only.
    pub fn load_or_create(path: &Path) -> Result<Self> {
        let failed = |source| Error::File {
            doing: "make the master key file",
            path: path.to_owned(),
            source,
        };
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        // Written under another name first: a crash leaves no half a key, and of two processes
        // that start at once one makes the file and the other reads it.
        if path.exists() {
            return Self::load(path);
        }
        if let Some(folder) = path.parent() {
            crate::store::make_folder(folder).map_err(failed)?;
        }
        let mut bytes = vec![0; KEY_BYTES];
        getrandom::fill(&mut bytes).map_err(|error| failed(std::io::Error::other(error)))?;
        let mut text = format!(
            "# Palabre's master key. Without it the secrets in the database cannot be read: keep a \
             backup.\n{}\n",
            STANDARD.encode(&bytes)
        );
        bytes.zeroize();
        let draft = path.with_extension(format!("new-{}", std::process::id()));
        let made = options.open(&draft).and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()
        });
        text.zeroize();
        let linked = made.and_then(|()| std::fs::hard_link(&draft, path));
        let removed = std::fs::remove_file(&draft);
        match linked {
            Ok(()) => removed.map_err(failed)?,
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(failed(error)),
        }
        Self::load(path)
    }

    /// The id of the key that seals.
    pub fn newest(&self) -> String {
        self.sealing().id
    }

    fn sealing(&self) -> Key {
        self.keys().last().cloned().expect("every constructor refuses an empty ring")
    }

    fn find(&self, key_id: &str) -> Option<Key> {
        self.keys().iter().find(|key| key.id == key_id).cloned()
    }

    /// Encrypts for a place.
    pub fn seal(&self, place: Place<'_>, plain: &[u8]) -> Result<String> {
        let key = self.sealing();
        let mut nonce = [0; NONCE_BYTES];
        getrandom::fill(&mut nonce)
            .map_err(|error| Error::Unavailable(format!("no randomness: {error}")))?;
        let aad = place.associated_data();
        let sealed = key
            .cipher()
            .encrypt(&Nonce::from(nonce), Payload { msg: plain, aad: &aad })
            .map_err(|_| EnvelopeError::Format)?;
        let mut bytes = nonce.to_vec();
        bytes.extend_from_slice(&sealed);
        Ok(format!("{FORMAT}.{}.{}", key.id, STANDARD.encode(bytes)))
    }

    /// Decrypts what was sealed for this place.
    pub fn open(&self, place: Place<'_>, sealed: &str) -> Result<Secret<Vec<u8>>> {
        let mut parts = sealed.splitn(3, '.');
        let (Some(FORMAT), Some(key_id), Some(text)) = (parts.next(), parts.next(), parts.next())
        else {
            return Err(EnvelopeError::Format.into());
        };
        // A key that another process has just begun to seal with is in the file already.
        let key = match self.find(key_id) {
            Some(key) => Some(key),
            None => self.reload().ok().and_then(|()| self.find(key_id)),
        };
        let key = key.ok_or_else(|| EnvelopeError::UnknownKey {
            key_id: key_id.chars().take(16).collect(),
        })?;
        let bytes = STANDARD.decode(text).map_err(|_| EnvelopeError::Format)?;
        let (nonce, rest) =
            bytes.split_first_chunk::<NONCE_BYTES>().ok_or(EnvelopeError::Format)?;
        let aad = place.associated_data();
        let plain = key
            .cipher()
            .decrypt(&Nonce::from(*nonce), Payload { msg: rest, aad: &aad })
            .map_err(|_| EnvelopeError::Tampered)?;
        Ok(Secret::new(plain))
    }

    /// Whether the key that seals is one that somebody may guess: the example of the
    /// documentation, or one of few different bytes.
    pub fn guessable(&self) -> bool {
        let key = self.sealing();
        let bytes = key.bytes.expose();
        let mut kinds = bytes.clone();
        kinds.sort_unstable();
        kinds.dedup();
        let few = kinds.len() < 12;
        kinds.zeroize();
        few || STANDARD.encode(bytes) == EXAMPLE_KEY
    }

    /// Whether a sealed text should be sealed anew, because a newer key exists.
    pub fn is_stale(&self, sealed: &str) -> bool {
        sealed.split('.').nth(1) != Some(self.newest().as_str())
    }
}

impl Key {
    fn new(bytes: Secret<Vec<u8>>) -> Self {
        let mut hasher = Sha256::new_with_prefix(b"palabre key id");
        hasher.update(bytes.expose());
        Self { id: hex::encode(&hasher.finalize()[..4]), bytes }
    }

    fn cipher(&self) -> Aes256Gcm {
        Aes256Gcm::new_from_slice(self.bytes.expose())
            .expect("every constructor checks that a key has 32 bytes")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place<'_> = Place { namespace: "app", table: "bots", row: "bot_1", column: "key" };

    fn ring(seed: u8) -> KeyRing {
        KeyRing::of_key(Secret::new(vec![seed; KEY_BYTES])).unwrap()
    }

    fn line(seed: u8) -> String {
        STANDARD.encode([seed; KEY_BYTES])
    }

    #[track_caller]
    fn refused(result: Result<Secret<Vec<u8>>>, expected: EnvelopeError) {
        match result {
            Err(Error::Envelope(error)) => {
                assert_eq!(error, expected);
                assert!(!Error::Envelope(error).to_string().contains("hush"));
            }
            Err(other) => panic!("another error: {other}"),
            Ok(_) => panic!("it opened"),
        }
    }

    #[test]
    fn what_is_sealed_opens_in_its_place_only() {
        let ring = ring(1);
        let sealed = ring.seal(PLACE, b"hush").unwrap();
        assert!(!sealed.contains("hush"));
        assert_eq!(ring.open(PLACE, &sealed).unwrap().expose(), b"hush");
        for elsewhere in [
            Place { namespace: "other", ..PLACE },
            Place { table: "channels", ..PLACE },
            Place { row: "bot_2", ..PLACE },
            Place { column: "name", ..PLACE },
            // The same letters, cut at other places.
            Place { namespace: "appb", table: "ots", ..PLACE },
        ] {
            refused(ring.open(elsewhere, &sealed), EnvelopeError::Tampered);
        }
    }

    #[test]
    fn two_seals_of_the_same_text_differ() {
        let ring = ring(1);
        assert_ne!(ring.seal(PLACE, b"hush").unwrap(), ring.seal(PLACE, b"hush").unwrap());
    }

    #[test]
    fn a_changed_byte_is_noticed_wherever_it_is() {
        let ring = ring(1);
        let sealed = ring.seal(PLACE, b"hush").unwrap();
        let (head, text) = sealed.rsplit_once('.').unwrap();
        let bytes = STANDARD.decode(text).unwrap();
        for index in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[index] ^= 1;
            let changed = format!("{head}.{}", STANDARD.encode(changed));
            refused(ring.open(PLACE, &changed), EnvelopeError::Tampered);
        }
    }

    #[test]
    fn what_is_no_sealed_text_is_refused() {
        let ring = ring(1);
        let id = ring.newest();
        for text in ["", "v1", "v1.", "v2.x.y", &format!("v1.{id}.!"), &format!("v1.{id}.AAAA")] {
            refused(ring.open(PLACE, text), EnvelopeError::Format);
        }
    }

    #[test]
    fn another_key_does_not_open_and_is_named() {
        let sealed = ring(1).seal(PLACE, b"hush").unwrap();
        let key_id = ring(1).newest();
        refused(ring(2).open(PLACE, &sealed), EnvelopeError::UnknownKey { key_id });
    }

    #[test]
    fn the_last_key_seals_and_all_keys_open() {
        let old = ring(1).seal(PLACE, b"hush").unwrap();
        let both = KeyRing::parse(&format!("# two keys\n{}\n\n{}\n", line(1), line(2))).unwrap();
        assert_eq!(both.open(PLACE, &old).unwrap().expose(), b"hush");
        assert!(both.is_stale(&old));
        let new = both.seal(PLACE, b"hush").unwrap();
        assert!(!both.is_stale(&new));
        assert_eq!(ring(2).open(PLACE, &new).unwrap().expose(), b"hush");
    }

    #[test]
    fn a_bad_key_file_says_which_line() {
        let text = format!("{}\nnot a key\n", line(1));
        assert_eq!(
            KeyRing::parse(&text).unwrap_err().to_string(),
            "cannot decrypt: line 2 of the master key file is not the base64 of 32 bytes"
        );
        assert!(matches!(
            KeyRing::parse("# nothing\n"),
            Err(Error::Envelope(EnvelopeError::NoKey))
        ));
    }

    #[test]
    fn the_key_file_is_made_once_and_only_its_owner_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/master.key");
        let made = KeyRing::load_or_create(&path).unwrap();
        let read = KeyRing::load_or_create(&path).unwrap();
        assert_eq!(made.newest(), read.newest());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn a_key_that_is_added_seals_and_opens_without_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        let serving = KeyRing::load_or_create(&path).unwrap();
        let old = serving.seal(PLACE, b"hush").unwrap();
        let id = KeyRing::add_key(&path).unwrap();
        let beside = KeyRing::load(&path).unwrap();
        assert_eq!(beside.newest(), id);
        // What another process seals is opened at once, which also brings the key.
        let new = beside.seal(PLACE, b"hush").unwrap();
        assert_ne!(serving.newest(), id);
        assert_eq!(serving.open(PLACE, &new).unwrap().expose(), b"hush");
        assert_eq!(serving.newest(), id);
        assert_eq!(serving.open(PLACE, &old).unwrap().expose(), b"hush");
        // A broken file takes nothing away.
        std::fs::write(&path, "nonsense").unwrap();
        assert!(serving.reload().is_err());
        assert_eq!(serving.open(PLACE, &new).unwrap().expose(), b"hush");
    }
}

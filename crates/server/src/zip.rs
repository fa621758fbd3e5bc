//! Archives of a bot's files: the part of the ZIP format that every program reads.

use std::collections::BTreeMap;
use std::io::{Read, Write};

use flate2::Crc;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

/// Files of an archive at most.
const FILES_MAX: usize = 20_000;

/// Bytes of all files of an archive at most: an archive is small, what is in it need not be.
const UNPACKED_BYTES_MAX: u64 = 256 * 1024 * 1024;

const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;

/// Files as an archive, without times: the same files are the same bytes.
pub fn pack(files: &BTreeMap<String, String>) -> Vec<u8> {
    let (mut out, mut central) = (Vec::new(), Vec::new());
    for (path, content) in files {
        let mut crc = Crc::new();
        crc.update(content.as_bytes());
        let mut encoder = DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        // Writing into memory does not fail.
        let packed = encoder
            .write_all(content.as_bytes())
            .and_then(|()| encoder.finish())
            .unwrap_or_default();
        let offset = out.len() as u32;
        // Version 2.0, names in UTF-8, deflated, 1 January 1980.
        let mut header = Vec::new();
        put16(&mut header, &[20, 1 << 11, 8, 0, 0x21]);
        put32(&mut header, &[crc.sum(), packed.len() as u32, content.len() as u32]);
        put16(&mut header, &[path.len() as u16, 0]);
        put32(&mut out, &[LOCAL]);
        out.extend_from_slice(&header);
        out.extend_from_slice(path.as_bytes());
        out.extend_from_slice(&packed);
        put32(&mut central, &[CENTRAL]);
        put16(&mut central, &[20]);
        central.extend_from_slice(&header);
        put16(&mut central, &[0, 0, 0]);
        put32(&mut central, &[0, offset]);
        central.extend_from_slice(path.as_bytes());
    }
    let (offset, count) = (out.len() as u32, files.len() as u16);
    out.extend_from_slice(&central);
    put32(&mut out, &[END]);
    put16(&mut out, &[0, 0, count, count]);
    put32(&mut out, &[central.len() as u32, offset]);
    put16(&mut out, &[0]);
    out
}

fn put16(out: &mut Vec<u8>, values: &[u16]) {
    values.iter().for_each(|value| out.extend_from_slice(&value.to_le_bytes()));
}

fn put32(out: &mut Vec<u8>, values: &[u32]) {
    values.iter().for_each(|value| out.extend_from_slice(&value.to_le_bytes()));
}

/// Whether bytes begin like an archive.
pub fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// The files of an archive, by path. A folder around all of them is left out. The error says what
/// is wrong.
pub fn unpack(bytes: &[u8]) -> Result<BTreeMap<String, String>, String> {
    let broken = || "the archive is broken off or not in the ZIP format".to_owned();
    let end = (0..=bytes.len().saturating_sub(22))
        .rev()
        .take(66_000)
        .find(|at| read32(bytes, *at) == Some(END))
        .ok_or_else(broken)?;
    let count = usize::from(read16(bytes, end + 10).ok_or_else(broken)?);
    if count > FILES_MAX {
        return Err(format!("the archive has {count} files; a bot has at most {FILES_MAX}"));
    }
    let mut at = read32(bytes, end + 16).ok_or_else(broken)? as usize;
    let mut files = BTreeMap::new();
    let mut left = UNPACKED_BYTES_MAX;
    for _ in 0..count {
        if read32(bytes, at) != Some(CENTRAL) {
            return Err(broken());
        }
        let number = |offset| read16(bytes, at + offset).map(usize::from).ok_or_else(broken);
        let (method, name_bytes) = (number(10)?, number(28)?);
        let skipped = number(30)? + number(32)?;
        let packed_bytes = read32(bytes, at + 20).ok_or_else(broken)? as usize;
        let local = read32(bytes, at + 42).ok_or_else(broken)? as usize;
        let name = bytes.get(at + 46..at + 46 + name_bytes).ok_or_else(broken)?;
        let name = String::from_utf8_lossy(name).into_owned();
        at += 46 + name_bytes + skipped;
        if name.ends_with('/') {
            continue;
        }
        let begin = read16(bytes, local + 26)
            .zip(read16(bytes, local + 28))
            .map(|(name, extra)| local + 30 + usize::from(name) + usize::from(extra))
            .ok_or_else(broken)?;
        let packed = bytes.get(begin..begin.saturating_add(packed_bytes)).ok_or_else(broken)?;
        let mut content = Vec::new();
        match method {
            0 => content.extend_from_slice(packed),
            8 => {
                let mut decoder = DeflateDecoder::new(packed).take(left.saturating_add(1));
                decoder.read_to_end(&mut content).map_err(|_| broken())?;
            }
            other => {
                return Err(format!(
                    "`{name}` is packed by method {other}; pack the archive with `zip` as usual"
                ));
            }
        }
        left = left.checked_sub(content.len() as u64).ok_or_else(|| {
            format!("the files of the archive have more than {UNPACKED_BYTES_MAX} bytes")
        })?;
        let content = String::from_utf8(content)
            .map_err(|_| format!("`{name}` is not text in UTF-8; a bot's files are"))?;
        files.insert(name, content);
    }
    Ok(without_folder(files))
}

/// Most programs pack a folder, not what is in it.
fn without_folder(files: BTreeMap<String, String>) -> BTreeMap<String, String> {
    if files.contains_key("bot.toml") {
        return files;
    }
    let Some(folder) = files.keys().find_map(|path| path.strip_suffix("bot.toml")) else {
        return files;
    };
    let folder = folder.to_owned();
    files
        .into_iter()
        .filter_map(|(path, content)| Some((path.strip_prefix(&folder)?.to_owned(), content)))
        .collect()
}

fn read16(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn read32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked_and_broken_archives_say_so() {
        let files = BTreeMap::from([
            ("bot.toml".to_owned(), "name = \"x\"\n".repeat(50)),
            ("intents/é.md".to_owned(), String::new()),
        ]);
        let packed = pack(&files);
        assert!(is_archive(&packed));
        assert_eq!(unpack(&packed).unwrap(), files);
        let folder: BTreeMap<String, String> =
            files.iter().map(|(path, content)| (format!("gare/{path}"), content.clone())).collect();
        assert_eq!(unpack(&pack(&folder)).unwrap(), files);
        for end in 0..packed.len() {
            assert!(unpack(&packed[..end]).is_err(), "{end}");
        }
        for at in 0..packed.len() {
            let mut changed = packed.clone();
            changed[at] ^= 0x55;
            // Whatever comes of it, it is no panic.
            drop(unpack(&changed));
        }
    }
}

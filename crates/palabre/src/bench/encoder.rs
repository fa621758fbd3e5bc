//! An installed encoder in a bench. Its vectors are kept in a file beside the model, because a
//! sentence costs milliseconds and the draws of a set share theirs.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{BufReader, BufWriter, ErrorKind, Read, Write};
use std::path::Path;
use std::time::Instant;

use anyhow::Context;
use server::encoders;

/// The file of vectors, in the model's folder.
const FILE: &str = "bench.vectors";
/// Longer texts are no sentences: the file is damaged.
const TEXT_BYTES_MAX: u32 = 1 << 20;

/// From a sentence to its vector.
type Encode = Box<dyn Fn(&str) -> Vec<f32>>;

/// An encoder that remembers.
pub struct BenchEncoder {
    /// The package that it came from.
    pub name: &'static str,
    dimensions: usize,
    encode: Encode,
    kept: RefCell<HashMap<String, Vec<f32>>>,
    file: RefCell<BufWriter<File>>,
    times_us: RefCell<Vec<f64>>,
    has_failed: Cell<bool>,
}

impl BenchEncoder {
    /// The installed model of that name in a data folder.
    pub fn load(name: &str, data: &Path) -> anyhow::Result<Self> {
        let package = encoders::package(name)?;
        let encoder = package.load(data)?;
        let dimensions = encoder.dimensions();
        let path = package.folder(data).join(FILE);
        let (kept, bytes) = read(&path, dimensions);
        let opened = OpenOptions::new().create(true).write(true).truncate(false).open(&path);
        let mut file = opened.with_context(|| path.display().to_string())?;
        // What a run that was ended left unfinished is written over.
        file.set_len(bytes)?;
        std::io::Seek::seek(&mut file, std::io::SeekFrom::End(0))?;
        Ok(Self {
            name: package.pypi,
            dimensions,
            encode: Box::new(move |text| encoder.encode(text)),
            kept: RefCell::new(kept),
            file: RefCell::new(BufWriter::new(file)),
            times_us: RefCell::default(),
            has_failed: Cell::new(false),
        })
    }

    /// The vector of a sentence.
    pub fn vector(&self, text: &str) -> Vec<f32> {
        if let Some(vector) = self.kept.borrow().get(text) {
            return vector.clone();
        }
        let started = Instant::now();
        let vector = (self.encode)(text);
        self.times_us.borrow_mut().push(started.elapsed().as_secs_f64() * 1e6);
        debug_assert_eq!(vector.len(), self.dimensions);
        if write(&mut *self.file.borrow_mut(), text, &vector).is_err()
            && !self.has_failed.replace(true)
        {
            eprintln!("vectors could not be kept; the next run computes them again");
        }
        self.kept.borrow_mut().insert(text.to_owned(), vector.clone());
        vector
    }

    /// How many sentences were encoded since the beginning, and the median of their times.
    pub fn encoded(&self) -> (usize, f64) {
        let mut times = self.times_us.borrow().clone();
        times.sort_by(f64::total_cmp);
        (times.len(), times.get(times.len() / 2).copied().unwrap_or_default())
    }
}

fn write(file: &mut impl Write, text: &str, vector: &[f32]) -> std::io::Result<()> {
    file.write_all(&(text.len() as u32).to_le_bytes())?;
    file.write_all(text.as_bytes())?;
    vector.iter().try_for_each(|number| file.write_all(&number.to_le_bytes()))
}

/// The vectors that are kept, and how many bytes of the file hold whole ones.
fn read(path: &Path, dimensions: usize) -> (HashMap<String, Vec<f32>>, u64) {
    let (mut kept, mut bytes) = (HashMap::new(), 0);
    let Ok(file) = File::open(path) else { return (kept, bytes) };
    let mut file = BufReader::new(file);
    while let Ok((text, vector)) = read_one(&mut file, dimensions) {
        bytes += (4 + text.len() + 4 * dimensions) as u64;
        kept.insert(text, vector);
    }
    (kept, bytes)
}

fn read_one(file: &mut impl Read, dimensions: usize) -> std::io::Result<(String, Vec<f32>)> {
    let mut length = [0; 4];
    file.read_exact(&mut length)?;
    let length = u32::from_le_bytes(length);
    if length > TEXT_BYTES_MAX {
        return Err(ErrorKind::InvalidData.into());
    }
    let mut text = vec![0; length as usize];
    file.read_exact(&mut text)?;
    let text = String::from_utf8(text).map_err(|_| ErrorKind::InvalidData)?;
    let mut numbers = vec![0; 4 * dimensions];
    file.read_exact(&mut numbers)?;
    let number = |bytes: &[u8]| f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
    Ok((text, numbers.chunks_exact(4).map(number).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_are_read_as_they_were_written_and_an_unfinished_one_is_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        let mut file = File::create(&path).unwrap();
        write(&mut file, "où est la gare ?", &[0.5, -1.0]).unwrap();
        write(&mut file, "", &[0.0, 2.0]).unwrap();
        let whole = file.metadata().unwrap().len();
        file.write_all(&[3, 0, 0, 0, b'a']).unwrap();
        let (kept, bytes) = read(&path, 2);
        assert_eq!(bytes, whole);
        assert_eq!(kept["où est la gare ?"], [0.5, -1.0]);
        assert_eq!(kept.len(), 2);
        assert_eq!(read(&folder.path().join("none"), 2).1, 0);
    }
}

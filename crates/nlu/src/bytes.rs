//! The model's own byte format: little-endian, length-prefixed, with a header and a checksum.
//!
//! Ours rather than a serializer's, because a loaded model is mostly large arrays of numbers that
//! must be read at once, and because equal models must be equal bytes for ever.

use crate::Error;
use crate::hashing::hash_bytes;

const MAGIC: &[u8; 8] = b"PALABNLU";
/// Changes with every change of the format or of what features mean.
pub(crate) const FORMAT_VERSION: u32 = 6;

/// Writes a model.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    bytes: Vec<u8>,
}

macro_rules! numbers {
    ($($write:ident $write_all:ident $read:ident $read_all:ident $type:ty;)*) => {
        #[allow(dead_code)]
        impl Writer {
            $(
                pub(crate) fn $write(&mut self, value: $type) {
                    self.bytes.extend_from_slice(&value.to_le_bytes());
                }
                pub(crate) fn $write_all(&mut self, values: &[$type]) {
                    self.length(values.len());
                    for value in values {
                        self.bytes.extend_from_slice(&value.to_le_bytes());
                    }
                }
            )*
        }
        #[allow(dead_code)]
        impl Reader<'_> {
            $(
                pub(crate) fn $read(&mut self) -> Result<$type, Error> {
                    const SIZE: usize = size_of::<$type>();
                    let mut raw = [0u8; SIZE];
                    raw.copy_from_slice(self.take(SIZE)?);
                    Ok(<$type>::from_le_bytes(raw))
                }
                pub(crate) fn $read_all(&mut self) -> Result<Vec<$type>, Error> {
                    const SIZE: usize = size_of::<$type>();
                    let length = self.length(SIZE)?;
                    let raw = self.take(length * SIZE)?;
                    Ok(raw
                        .chunks_exact(SIZE)
                        .map(|chunk| {
                            let mut number = [0u8; SIZE];
                            number.copy_from_slice(chunk);
                            <$type>::from_le_bytes(number)
                        })
                        .collect())
                }
            )*
        }
    };
}

numbers! {
    u8 u8s u8 u8s u8;
    i8 i8s i8 i8s i8;
    u16 u16s u16 u16s u16;
    u32 u32s u32 u32s u32;
    u64 u64s u64 u64s u64;
    f32 f32s f32 f32s f32;
    f64 f64s f64 f64s f64;
}

impl Writer {
    /// A number of things that follow.
    pub(crate) fn length(&mut self, length: usize) {
        self.u32(length as u32);
    }

    /// A text.
    pub(crate) fn text(&mut self, text: &str) {
        self.u8s(text.as_bytes());
    }

    /// Something that may be missing.
    pub(crate) fn option<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        match value {
            Some(value) => {
                self.u8(1);
                write(self, value);
            }
            None => self.u8(0),
        }
    }

    /// The whole: header, checksum, content.
    pub(crate) fn finish(self) -> Vec<u8> {
        let mut all = Vec::with_capacity(self.bytes.len() + 20);
        all.extend_from_slice(MAGIC);
        all.extend_from_slice(&FORMAT_VERSION.to_le_bytes());
        all.extend_from_slice(&hash_bytes(&self.bytes).to_le_bytes());
        all.extend_from_slice(&self.bytes);
        all
    }
}

/// Reads a model. Every read may fail; none panics.
#[derive(Debug)]
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Checks header and checksum.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, Error> {
        let (magic, rest) = bytes.split_at_checked(8).ok_or(Error::NotAModel)?;
        if magic != MAGIC {
            return Err(Error::NotAModel);
        }
        let mut reader = Self { bytes: rest };
        let version = reader.u32()?;
        if version != FORMAT_VERSION {
            return Err(Error::OtherVersion { found: version, expected: FORMAT_VERSION });
        }
        let checksum = reader.u64()?;
        if checksum != hash_bytes(reader.bytes) {
            return Err(Error::Damaged { reason: "its checksum does not match" });
        }
        Ok(reader)
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], Error> {
        let (taken, rest) = self
            .bytes
            .split_at_checked(length)
            .ok_or(Error::Damaged { reason: "it ends too early" })?;
        self.bytes = rest;
        Ok(taken)
    }

    /// A number of things that follow, each at least `size` bytes long.
    pub(crate) fn length(&mut self, size: usize) -> Result<usize, Error> {
        let length = self.u32()? as usize;
        if length.saturating_mul(size.max(1)) > self.bytes.len() {
            return Err(Error::Damaged { reason: "a length is larger than what follows" });
        }
        Ok(length)
    }

    /// A text.
    pub(crate) fn text(&mut self) -> Result<String, Error> {
        String::from_utf8(self.u8s()?)
            .map_err(|_| Error::Damaged { reason: "a text is not valid UTF-8" })
    }

    /// Something that may be missing.
    pub(crate) fn option<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        match self.u8()? {
            0 => Ok(None),
            1 => read(self).map(Some),
            _ => Err(Error::Damaged { reason: "a flag is neither 0 nor 1" }),
        }
    }

    /// Refuses bytes that were not read.
    pub(crate) fn close(self) -> Result<(), Error> {
        if self.bytes.is_empty() {
            Ok(())
        } else {
            Err(Error::Damaged { reason: "it goes on after its end" })
        }
    }
}

/// Puts the right checksum on the bytes of a model that was changed: for tests of what lies behind.
pub fn reseal(bytes: &mut [u8]) {
    let header = MAGIC.len() + size_of::<u32>();
    if let Some((_, rest)) = bytes.split_at_mut_checked(header)
        && let Some((checksum, content)) = rest.split_at_mut_checked(size_of::<u64>())
    {
        checksum.copy_from_slice(&hash_bytes(content).to_le_bytes());
    }
}

/// Fails unless `true`: the invariant of a loaded model that `reason` names.
pub(crate) fn ensure(holds: bool, reason: &'static str) -> Result<(), Error> {
    if holds { Ok(()) } else { Err(Error::Damaged { reason }) }
}

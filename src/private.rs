//! Files and folders that are the user's alone, as what stands in them stood in notes. None is reached through
//! a link, which may lead anywhere.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::Path;

/// Makes a folder, if it is not there.
///
/// # Errors
/// A link or a file in its place; a folder that cannot be written.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    match fs::symlink_metadata(folder) {
        Ok(meta) if meta.is_dir() => return Ok(()),
        Ok(_) => return Err(ErrorKind::NotADirectory.into()),
        Err(_) => {}
    }
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Opens a file for reading and writing, and makes it if it is not there.
///
/// # Errors
/// Something else in its place; a folder that cannot be written.
pub fn open(path: &Path) -> io::Result<File> {
    match fs::symlink_metadata(path) {
        Ok(meta) if !meta.is_file() => Err(ErrorKind::InvalidData.into()),
        _ => writing().read(true).create(true).truncate(false).open(path),
    }
}

/// Makes a file anew, in the place of what was there.
///
/// # Errors
/// A folder in its place, or one that cannot be written.
pub fn create(path: &Path) -> io::Result<File> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => writing().create_new(true).open(path),
    }
}

fn writing() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::{create, make_folder, open};

    #[test]
    fn what_is_made_is_the_users_alone_and_not_behind_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let [precious, own] = ["precious", "own"].map(|name| folder.path().join(name));
        fs::create_dir(&precious).unwrap();
        fs::write(precious.join("file"), "mine").unwrap();
        make_folder(&own).unwrap();
        make_folder(&own).unwrap();
        let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&own), 0o700);
        for name in ["opened", "created"] {
            symlink(precious.join("file"), own.join(name)).unwrap();
        }
        assert!(open(&own.join("opened")).is_err());
        create(&own.join("created")).unwrap();
        open(&own.join("new")).unwrap();
        assert_eq!([mode(&own.join("created")), mode(&own.join("new"))], [0o600; 2]);
        assert_eq!(fs::read(precious.join("file")).unwrap(), b"mine");
        let link = folder.path().join("link");
        symlink(&precious, &link).unwrap();
        assert!(make_folder(&link).is_err() && make_folder(&precious.join("file")).is_err());
    }
}

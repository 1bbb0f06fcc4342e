//! The files of calendars: `.ics` files, and folders of them. Nothing is fetched, nothing is written.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::calendar::limits::MOST_BYTES;
use crate::calendar::{Days, Read, Reader, is_calendar};
use crate::date::Zone;
use crate::error::{Context, Hinted, Result, anyhow};

/// The most files of all folders.
const MOST_FILES: usize = 20_000;

/// The deepest folder within a folder that is named.
const DEEPEST: usize = 4;

const HINT: &str = "name an .ics file, or a folder of them";

/// Reads the calendars in files, and in the `.ics` files of folders and of those in them, which are named by
/// their paths from `here`. Hidden files and links to folders within a folder are left out.
///
/// # Errors
/// A path that is not there, cannot be read, or is no calendar: whoever asks what is missing from it must not
/// be told that nothing is. What is wrong in a folder or in a calendar is told as a problem.
pub fn read(paths: &[PathBuf], here: &Path, days: Days, zone: Zone) -> Result<Read> {
    let mut reader = Reader::new(days, zone);
    for path in paths {
        let path = here.join(path);
        let name = name(&path, here);
        let failed = || format!("failed to read the calendar `{name}`");
        let meta = fs::metadata(&path).with_context(failed)?;
        if meta.is_dir() {
            if read_folder(&mut reader, &path, here) == 0 {
                return Err(anyhow!("no .ics file is in `{name}`").hint(HINT));
            }
        } else if meta.is_file() {
            if !read_file(&mut reader, &path, here).with_context(failed)? {
                return Err(anyhow!("`{name}` is no calendar").hint(HINT));
            }
        } else {
            return Err(anyhow!("`{name}` is no file and no folder").hint(HINT));
        }
    }
    Ok(reader.finish())
}

/// Reads a folder, and returns how many files it holds.
fn read_folder(reader: &mut Reader, folder: &Path, here: &Path) -> usize {
    let mut files = Vec::new();
    gather(reader, folder, here, 0, &mut files);
    if files.len() > MOST_FILES {
        files.truncate(MOST_FILES);
        let what = format!("more than {MOST_FILES} files: the others are not read");
        reader.tell(&name(folder, here), what);
    }
    for file in &files {
        if let Err(error) = read_file(reader, file, here) {
            reader.tell(&name(file, here), format!("not read: {error}"));
        }
    }
    files.len()
}

/// Gathers the `.ics` files of a folder and of those in it, by their names.
fn gather(reader: &mut Reader, folder: &Path, here: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => return reader.tell(&name(folder, here), format!("not read: {error}")),
    };
    let is_hidden = |entry: &fs::DirEntry| entry.file_name().as_encoded_bytes().starts_with(b".");
    let mut entries: Vec<fs::DirEntry> =
        entries.flatten().filter(|entry| !is_hidden(entry)).take(MOST_FILES + 1).collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        if files.len() > MOST_FILES {
            return;
        }
        let path = entry.path();
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        let is_calendar = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("ics"));
        if is_folder && depth < DEEPEST {
            gather(reader, &path, here, depth + 1, files);
        } else if is_calendar && fs::metadata(&path).is_ok_and(|meta| meta.is_file()) {
            files.push(path);
        }
    }
}

/// Reads a file, no more of it than its calendar may be long, and returns whether it is a calendar.
fn read_file(reader: &mut Reader, path: &Path, here: &Path) -> std::io::Result<bool> {
    let most = (MOST_BYTES.min(reader.bytes_left()) + 1) as u64;
    let mut bytes = Vec::new();
    File::open(path)?.take(most).read_to_end(&mut bytes)?;
    reader.read(&name(path, here), &bytes);
    Ok(is_calendar(&bytes))
}

/// Returns a path as it is shown: from the current folder, where it is below.
fn name(path: &Path, here: &Path) -> String {
    match path.strip_prefix(here) {
        Ok(below) if below.as_os_str().is_empty() => ".".to_string(),
        below => below.unwrap_or(path).display().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::read;
    use crate::calendar::Days;
    use crate::date::{Date, Zone};
    use crate::error::chain;

    const EVENT: &str =
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260306T090000Z\nEND:VEVENT\nEND:VCALENDAR\n";

    /// Returns the files of the meetings and the problems, as they are named from a folder.
    fn shown(here: &Path, paths: &[&str]) -> Result<Vec<String>, String> {
        let days =
            Days { first: Date::new(2026, 3, 1).unwrap(), last: Date::new(2026, 3, 31).unwrap() };
        let paths: Vec<_> = paths.iter().map(|path| here.join(path)).collect();
        let read = read(&paths, here, days, Zone::UTC).map_err(|error| chain(&error))?;
        let files = read.occurrences.iter().map(|one| one.details.file.clone());
        let problems = read.problems.iter().map(|one| format!("{}: {}", one.file, one.what));
        Ok(files.chain(problems).collect())
    }

    #[test]
    fn files_and_folders_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let here = folder.path();
        for path in
            ["a.ics", "mail/work/b.ICS", "mail/home/c.ics", "mail/.hidden/d.ics", "mail/work/color"]
        {
            fs::create_dir_all(here.join(path).parent().unwrap()).unwrap();
            fs::write(here.join(path), EVENT).unwrap();
        }
        fs::create_dir_all(here.join("empty/1/2/3/4/5")).unwrap();
        fs::write(here.join("empty/1/2/3/4/5/deep.ics"), EVENT).unwrap();
        std::os::unix::fs::symlink(here.join("mail"), here.join("mail/work/loop")).unwrap();
        for (paths, expected) in [
            (&["a.ics"][..], vec!["a.ics"]),
            (&["mail"], vec!["mail/home/c.ics", "mail/work/b.ICS"]),
            (&["mail/work/color"], vec!["mail/work/color"]),
        ] {
            assert_eq!(shown(here, paths).unwrap(), expected, "{paths:?}");
        }
        let gone = shown(here, &["a.ics", "gone.ics"]).unwrap_err();
        assert!(gone.starts_with("failed to read the calendar `gone.ics`: "), "{gone}");
        assert_eq!(shown(&here.join("empty"), &["."]).unwrap_err(), "no .ics file is in `.`");
        assert_eq!(
            shown(here, &["/dev/null"]).unwrap_err(),
            "`/dev/null` is no file and no folder"
        );
    }
}

//! A cache file of two parts, of which the second is read only if somebody asks for it.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::OnceLock;

use super::{LARGEST, START, number, replace, start};

/// A cache file as an earlier run has left it; empty if there is none.
pub struct TwoParts {
    path: Option<PathBuf>,
    pub first: Vec<u8>,
    /// The file, and where its second part starts.
    opened: Option<(File, u64)>,
    second: OnceLock<Vec<u8>>,
}

impl TwoParts {
    /// Reads the first part, if the file is of this form.
    pub fn open(path: Option<PathBuf>, form: &[u8; 8]) -> TwoParts {
        let read = path.as_deref().and_then(|path| read_first(super::open(path).ok()?, form));
        let (first, opened) = match read {
            Some((first, file, end)) => (first, Some((file, end))),
            None => (Vec::new(), None),
        };
        TwoParts { path, first, opened, second: OnceLock::new() }
    }

    /// Returns the second part, or as much of it as is there.
    pub fn second(&self) -> &[u8] {
        self.second.get_or_init(|| {
            let mut bytes = Vec::new();
            if let Some((file, start)) = &self.opened {
                let _ = read_from(file, *start, &mut bytes); // what cannot be read is not known
            }
            bytes
        })
    }

    /// Writes the file anew, in the place of the old one.
    pub fn replace(&self, form: &[u8; 8], first: &[u8], second: &[u8]) -> io::Result<()> {
        let Some(path) = &self.path else { return Ok(()) };
        replace(path, form, &[&(first.len() as u64).to_le_bytes(), first, second])
    }
}

/// Reads the first part of a file, and returns where the second starts.
fn read_first(mut file: File, form: &[u8; 8]) -> Option<(Vec<u8>, File, u64)> {
    const BEFORE: usize = START + 8;
    let mut before = [0; BEFORE];
    file.read_exact(&mut before).ok()?;
    let (length, end) = (number(&before, START)?, file.metadata().ok()?.len());
    let start_of_second = length.checked_add(BEFORE as u64)?;
    if !before.starts_with(&start(form)) || start_of_second > end {
        return None;
    }
    let mut first = Vec::with_capacity(usize::try_from(length).ok()?);
    (&file).take(length).read_to_end(&mut first).ok()?;
    Some((first, file, start_of_second))
}

fn read_from(mut file: &File, start: u64, bytes: &mut Vec<u8>) -> io::Result<()> {
    file.seek(SeekFrom::Start(start))?;
    let length = file.metadata()?.len().saturating_sub(start);
    bytes.reserve_exact(usize::try_from(length.min(LARGEST)).unwrap_or(0));
    file.take(LARGEST).read_to_end(bytes)?;
    Ok(())
}

/// Takes what stands behind the start of a file apart into its two parts.
pub fn split(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    bytes.get(8..)?.split_at_checked(usize::try_from(number(bytes, 0)?).ok()?)
}

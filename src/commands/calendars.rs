//! Reading the user's calendars, and saying what is wrong with them.

use std::path::PathBuf;

use crate::calendar::{Days, Occurrence};
use crate::calendar_files;
use crate::cells::harmless;
use crate::context::Context;
use crate::error::{Error, Hinted, Result, anyhow};

/// Returns the meetings of these files; without any, of the `calendars` in the user's config; `None` where
/// there are none either. What was not read is said on stderr.
///
/// # Errors
/// A calendar that is not there, or cannot be read.
pub fn read(context: &Context, files: &[PathBuf], days: Days) -> Result<Option<Vec<Occurrence>>> {
    let paths = if files.is_empty() { &context.user.calendars } else { files };
    if paths.is_empty() {
        return Ok(None);
    }
    let read = calendar_files::read(paths, context.here(), days, context.zone)?;
    for problem in &read.problems {
        context.ui.warn(&format!("`{}`: {}", harmless(&problem.file), harmless(&problem.what)));
    }
    if read.untold > 0 {
        context.ui.warn(&format!("… and {} more of this kind", read.untold));
    }
    Ok(Some(read.occurrences))
}

/// Returns the error where no calendar is named, neither by a file nor in the config.
pub fn none() -> Error {
    anyhow!("there is no calendar to read")
        .hint("name .ics files, or write `calendars = [\"~/calendars\"]` into your config.toml")
}

//! Reading the user's calendars, and saying what is wrong with them.

use std::path::PathBuf;

use crate::calendar::{Days, Occurrence};
use crate::calendar_files;
use crate::cells::harmless;
use crate::context::Context;
use crate::error::{Error, Hinted, Result, anyhow, chain};

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

/// Returns the meetings of the `calendars` in the user's config, for commands that can do without: where one
/// cannot be read, that is said, and there are none.
pub fn configured(context: &Context, days: Days) -> Vec<Occurrence> {
    read(context, &[], days).map(Option::unwrap_or_default).unwrap_or_else(|error| {
        context.ui.warn(&harmless(&chain(&error)));
        Vec::new()
    })
}

/// Returns the error where no calendar is named, neither by a file nor in the config.
pub fn none() -> Error {
    anyhow!("there is no calendar to read")
        .hint("name .ics files, or write `calendars = [\"~/calendars\"]` into your config.toml")
}

//! What `share` and `invite` have in common: the language, and putting out what is finished.

use std::path::Path;

use crate::cells::harmless;
use crate::config::Labels;
use crate::context::Context;
use crate::error::{Context as _, Hinted, Result, anyhow};
use crate::render::minutes::{Artefact, ENGLISH, JAPANESE, Phrases, without_address};
use crate::report::minutes::Shareable;

/// Returns the fixed words of a language.
pub fn phrases(labels: Labels) -> &'static Phrases {
    match labels {
        Labels::English => &ENGLISH,
        Labels::Japanese => &JAPANESE,
    }
}

/// Prints what is finished, or writes it into a new file.
///
/// # Errors
/// A file that is there already or cannot be written.
pub fn put(context: &Context, file: Option<&Path>, finished: &Artefact) -> Result<()> {
    match file {
        Some(file) => write(context, file, finished),
        None => context.ui.page(finished.as_str()),
    }
}

/// Names on stderr those of theirs to whom nothing can be sent.
pub fn say_without_address(context: &Context, minutes: &Shareable) {
    for name in without_address(minutes) {
        context.ui.status(&format!("no address is known for {}", harmless(&name)));
    }
}

/// Writes the minutes into a new file, whole or not at all; nobody else can read it.
fn write(context: &Context, named: &Path, finished: &Artefact) -> Result<()> {
    let shown = harmless(&named.display().to_string());
    let file = context.folder(Some(named));
    let folder = file.parent().unwrap_or_else(|| Path::new("."));
    if !folder.is_dir() {
        return Err(anyhow!("there is no folder for `{shown}`").hint("make it first"));
    }
    let failed = || format!("failed to write `{shown}`");
    let mut spare = tempfile::NamedTempFile::new_in(folder).with_context(failed)?;
    std::io::Write::write_all(&mut spare, finished.as_bytes()).with_context(failed)?;
    if let Err(error) = spare.persist_noclobber(&file) {
        if error.error.kind() == std::io::ErrorKind::AlreadyExists {
            return Err(
                anyhow!("`{shown}` is there already").hint("give another name, or delete it")
            );
        }
        return Err(error.error).with_context(failed);
    }
    context.ui.status(&format!("wrote {shown}"));
    Ok(())
}

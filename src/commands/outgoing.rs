//! What `share` and `invite` have in common: the language, and putting out what is finished.

use std::path::Path;

use crate::cells::{argument, harmless};
use crate::config::Labels;
use crate::context::Context;
use crate::error::{Context as _, Hinted, Result, anyhow};
use crate::note::Note;
use crate::people::Directory;
use crate::render::minutes::{
    Artefact, ENGLISH, JAPANESE, Phrases, left_out, repeated, without_address,
};
use crate::report::minutes::{Shareable, next_meeting};

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

/// Returns the note of a customer's next meeting.
///
/// # Errors
/// None from today on: the hint starts one.
pub fn next_note<'n>(
    context: &Context,
    customer: &str,
    directory: &Directory,
    notes: &'n [Note],
) -> Result<&'n Note> {
    let today = context.today(directory, Some(customer));
    next_meeting(notes, customer, today).ok_or_else(|| {
        anyhow!("`{}` has no meeting from today on", harmless(customer))
            .hint(format!("start its note: `fieldnote new {} --date fri`", argument(customer)))
    })
}

/// Says on stderr what was let pass and left out, and what is told inside and outside.
pub fn say_beside(context: &Context, minutes: &Shareable, allowed: &[String]) {
    for text in allowed {
        context.ui.status(&format!("allowed: {}", harmless(text)));
    }
    left_out(&minutes.left_out).iter().for_each(|line| context.ui.status(line));
    repeated(&minutes.repeated()).iter().for_each(|line| context.ui.warn(line));
}

/// Names on stderr those of theirs to whom nothing can be sent.
pub fn say_without_address(context: &Context, minutes: &Shareable) {
    for name in without_address(minutes) {
        context.ui.status(&format!("no address is known for {}", harmless(&name)));
    }
}

/// Writes what is finished into a new file, whole or not at all; nobody else can read it.
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
    // It gets its name when all of it is on the disk: a power cut leaves no half of a mail.
    spare.as_file().sync_all().with_context(failed)?;
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

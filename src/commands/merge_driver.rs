//! `merge-driver`: merges three versions of a note for git.
//!
//! git calls it in the midst of a merge, so nothing that it does not need may fail it: it reads no clock, no
//! settings and nothing of the user's, and changes the file it is to change as a whole or not at all.

use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::config::{SETTINGS_FILE, Settings};
use crate::error::{Context as _, Result, anyhow};
use crate::git::{Labels, Markers, Repo, Style};
use crate::merge::{Versions, merge};
use crate::notebook::Notebook;
use crate::people::Directory;
use crate::ui::Ui;

const EXAMPLES: &str = "\
Examples:
  fieldnote init --merge-driver             have git merge notes with fieldnote here
  fieldnote merge-driver base.md mine.md theirs.md --path customers/orbit/2026-03-02-sync.md

Merges what OURS and THEIRS each changed of BASE, and writes the result to OURS. What git merges
cleanly stays as git merges it. Beyond that, lines next to each other do not conflict, list items
that both added both stay, and a follow-up that one ticked off and the other moved is ticked off
and moved. One field with two values is a conflict, marked as git marks it.

git calls it with %O %A %B (see gitattributes(5)). Exit code 0 is a clean merge, 1 a conflict;
with any above 128 the merge failed, and OURS is as it was.";

/// The exit code of a merge that failed: to git, above 128 is no conflict but a failure.
const FAILED: u8 = 129;

/// Merge three versions of a note for git
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The version that both sides changed (%O)
    base: PathBuf,

    /// Our version; the result is written here (%A)
    ours: PathBuf,

    /// Their version (%B)
    theirs: PathBuf,

    /// How long the markers of a conflict are (%L)
    #[arg(long, value_name = "N", default_value_t = 7)]
    #[arg(value_parser = clap::value_parser!(u16).range(1..))]
    marker_size: u16,

    /// The note's path from the top of the work tree (%P)
    #[arg(long, value_name = "PATH")]
    path: Option<PathBuf>,

    /// How conflicts are marked: merge, diff3 or zdiff3; as git's `merge.conflictStyle` says if left out
    #[arg(long, value_name = "STYLE", hide_possible_values = true)]
    style: Option<Style>,

    /// What stands behind the marker of the base (%S)
    #[arg(long, value_name = "LABEL", default_value = "base")]
    base_label: OsString,

    /// What stands behind the marker of ours (%X)
    #[arg(long, value_name = "LABEL", default_value = "ours")]
    ours_label: OsString,

    /// What stands behind the marker of theirs (%Y)
    #[arg(long, value_name = "LABEL", default_value = "theirs")]
    theirs_label: OsString,
}

/// Returns whether a command line is one of git's for this command: it must not end as a conflict does.
pub fn is_called(arguments: &[OsString]) -> bool {
    arguments.get(1).is_some_and(|word| word == "merge-driver")
}

/// Returns the exit code of a command line that is not understood.
pub fn misunderstood() -> ExitCode {
    ExitCode::from(FAILED)
}

pub fn run(ui: &Ui, args: &Args) -> ExitCode {
    // A bug of ours must not look like a conflict of theirs.
    let merged = catch_unwind(AssertUnwindSafe(|| merge_files(args)))
        .unwrap_or_else(|_| Err(anyhow!("failed to merge `{}`", args.ours.display())));
    match merged {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            ui.error(&error);
            ExitCode::from(FAILED)
        }
    }
}

/// Merges, and returns the number of conflicts.
fn merge_files(args: &Args) -> Result<usize> {
    let [base, ours, theirs] = [&args.base, &args.ours, &args.theirs]
        .map(|path| fs::read(path).with_context(|| format!("failed to read `{}`", path.display())));
    let (base, ours, theirs) = (base?, ours?, theirs?);
    let here = std::env::current_dir().context("failed to find the current folder")?;
    let full = here.join(args.path.as_ref().unwrap_or(&args.ours));
    let (path, directory) = notebook_of(&full)?;
    let labels = Labels {
        base: label(&args.base_label, "base"),
        ours: label(&args.ours_label, "ours"),
        theirs: label(&args.theirs_label, "theirs"),
    };
    let style = args.style.unwrap_or_else(|| match Repo::discover(&here) {
        Ok(Some(repo)) => repo.conflict_style(),
        _ => Style::default(),
    });
    let markers = Markers { size: args.marker_size, style, labels };
    let versions = Versions { base: &base, ours: &ours, theirs: &theirs };
    let merged = merge(&path, versions, &markers, &directory);
    if merged.bytes != ours {
        replace(&args.ours, &merged.bytes)
            .with_context(|| format!("failed to write `{}`", args.ours.display()))?;
    }
    Ok(merged.conflicts)
}

/// Returns a note's path in the notebook that it is in, and the people of the notebook; without one, its
/// name, and nobody. The repository is left alone: a merge is going on in it.
fn notebook_of(file: &Path) -> Result<(String, Directory)> {
    // The note need not be in the work tree, nor its folder.
    let folder = file.parent().and_then(|folder| folder.canonicalize().ok());
    let file = match (folder, file.file_name()) {
        (Some(folder), Some(name)) => folder.join(name),
        _ => file.to_path_buf(),
    };
    let Some(root) = file.ancestors().skip(1).find(|folder| folder.join(SETTINGS_FILE).is_file())
    else {
        let name = file.file_name().unwrap_or_default();
        return Ok((name.to_string_lossy().into_owned(), Directory::default()));
    };
    let path = file.strip_prefix(root).unwrap_or(&file).to_string_lossy().into_owned();
    let notebook = Notebook {
        root: root.to_path_buf(),
        is_adopted: true,
        repo: None,
        settings: Settings::default(),
        cache_home: None,
    };
    // Who is who only tells how names are compared: a merge goes on without.
    Ok((path, notebook.directory(None).unwrap_or_default()))
}

/// Returns a label; git before 2.44 leaves `%X` as it stands.
fn label(given: &OsString, name: &str) -> String {
    match given.to_string_lossy() {
        text if text.is_empty() || matches!(&*text, "%S" | "%X" | "%Y") => name.to_string(),
        text => text.into_owned(),
    }
}

/// Replaces a file as a whole, keeping its mode.
fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut file = tempfile::Builder::new()
        .prefix(".fieldnote-")
        .tempfile_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(bytes)?;
    file.as_file().set_permissions(fs::metadata(path)?.permissions())?;
    file.persist(path)?;
    Ok(())
}

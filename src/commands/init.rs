//! `init`: makes a folder a notebook.

mod merging;

use std::path::{Path, PathBuf};

use crate::cells::harmless;
use crate::commands::changes::say_hooks;
use crate::config::{self, Found, SETTINGS_FILE};
use crate::context::Context;
use crate::error::{Context as _, Result, bail};
use crate::git::Repo;
use crate::notebook::{Change, Committed, Notebook, TEAM_FILE};
use crate::words;

const EXAMPLES: &str = "\
Examples:
  fieldnote init ~/notes     a new notebook, with its git repository
  fieldnote init             make this folder one; a repository that is there is adopted
  fieldnote init --merge-driver
                             also have git merge notes with fieldnote, in this clone

A notebook is a git work tree with `fieldnote.toml` at its root. `init` writes that file (every
setting at its default, with a comment) and `team.md` where they are missing, commits them,
and changes nothing else.

With `--merge-driver` git merges notes with fieldnote, so that two people who tick off different
lines do not conflict (docs/merging.md). `.gitattributes` gets the line `*.md merge=fieldnote`,
committed and so shared; the program to call stands in `.git/config`, which git never takes from
a repository: each clone needs the command once. A clone without it merges as git always does.";

/// Start or adopt a notebook
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The folder; this one if left out
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,

    /// Have git merge notes with fieldnote in this clone; a notebook that is there stays as it is
    #[arg(long)]
    merge_driver: bool,
}

pub fn run(context: &Context, args: Args) -> Result<()> {
    let folder = context.folder(args.folder.as_deref());
    if folder.exists() && !folder.is_dir() {
        bail!("`{}` is no folder", folder.display());
    }
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("failed to make `{}`", folder.display()))?;
    let folder =
        folder.canonicalize().with_context(|| format!("failed to find `{}`", folder.display()))?;
    let shown = harmless(&folder.display().to_string());
    if folder.join(SETTINGS_FILE).exists() {
        if args.merge_driver {
            return merging::set_up(context, &folder);
        }
        context.ui.status(&format!("`{shown}` is a notebook already"));
        return Ok(());
    }
    let adopted = Repo::discover(&folder)?.is_some();
    if !adopted {
        Repo::init(&folder)?;
    }
    match start(context, &folder) {
        Ok(()) => {
            let what = if adopted { "adopted" } else { "started" };
            context.ui.status(&format!("{what} the notebook `{shown}`"));
            if args.merge_driver {
                merging::set_up(context, &folder)?;
            }
            context.ui.status("next: fieldnote customer add SLUG --name \"Its Name\"");
            Ok(())
        }
        Err(error) => {
            // Refused: leave the folder as it was.
            if !adopted {
                let _ = std::fs::remove_dir_all(folder.join(".git"));
            }
            Err(error)
        }
    }
}

fn start(context: &Context, folder: &Path) -> Result<()> {
    let notebook = Notebook::open(Found::Plain(folder.to_path_buf()))?;
    let alone = context.alone(&notebook)?;
    let mut files = vec![(SETTINGS_FILE, config::default_file().to_string())];
    if !folder.join(TEAM_FILE).exists() {
        files.push((TEAM_FILE, team(&notebook)?));
    }
    let paths: Vec<String> = files.iter().map(|(path, _)| (*path).to_string()).collect();
    let clearance = notebook.clear(&paths, true)?;
    let changes: Vec<Change> = files
        .into_iter()
        .map(|(path, text)| Change {
            path: path.to_string(),
            before: None,
            after: Some(text.into_bytes()),
        })
        .collect();
    let operation = context.operation("init", "start the notebook".to_string());
    if let Committed::As { by_hooks, .. } =
        notebook.carry_out(&alone, clearance, &changes, &operation)?
    {
        say_hooks(context, &by_hooks);
    }
    Ok(())
}

/// Returns the first `team.md`: the user, as git knows them.
fn team(notebook: &Notebook) -> Result<String> {
    let mut text =
        "# Team\n\n<!-- - @handle — Full Name, role (Area/City) <mail@example.com> -->\n"
            .to_string();
    let Some(repo) = &notebook.repo else { return Ok(text) };
    if let Some(identity) = repo.identity()? {
        let first = identity.name.split_whitespace().next().unwrap_or("me");
        let handle = words::slug(first).unwrap_or_else(|| "me".to_string());
        text.push_str(&format!("\n- @{handle} — {} <{}>\n", identity.name.trim(), identity.email));
    }
    Ok(text)
}

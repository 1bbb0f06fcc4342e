//! Where the notes are.

use std::path::{Path, PathBuf};

use crate::config::environment::Environment;
use crate::config::settings::SETTINGS_FILE;
use crate::config::user::UserConfig;
use crate::error::{Context, Error, Hinted, Result, anyhow, bail};

/// A folder with notes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// The folder of a `fieldnote.toml`.
    Notebook(PathBuf),
    /// A folder without one: for reading only.
    Plain(PathBuf),
}

/// Returns the folder with the notes, found in this order: `named` (`-C`), as the notebook that
/// it is or lies in; `fieldnote.toml` in `here` or a folder above it; `FIELDNOTE_NOTEBOOK`; the user's
/// `notebook`; and the git work tree around `here`, for reading. `here` is absolute; paths that were named come back without symlinks.
///
/// # Errors
/// A named folder that does not exist; a variable or a config that names no notebook; nothing found.
pub fn discover(
    named: Option<&Path>,
    here: &Path,
    environment: &Environment,
    user: &UserConfig,
) -> Result<Found> {
    if let Some(named) = named {
        let folder = folder(&here.join(named), named)?;
        return Ok(match folder.ancestors().find(|folder| is_notebook(folder)) {
            Some(notebook) => Found::Notebook(notebook.to_path_buf()),
            None => Found::Plain(folder),
        });
    }
    if let Some(folder) = here.ancestors().find(|folder| is_notebook(folder)) {
        return Ok(Found::Notebook(folder.to_path_buf()));
    }
    if let Some(path) = &environment.notebook {
        return notebook(&here.join(path)).context("`FIELDNOTE_NOTEBOOK` names no notebook");
    }
    if let Some(key) = &user.notebook {
        let at = || format!("`{}` line {}: `notebook` names no notebook", key.file, key.line);
        return notebook(&key.path).with_context(at);
    }
    match here.ancestors().find(|folder| folder.join(".git").exists()) {
        Some(folder) => Ok(Found::Plain(folder.to_path_buf())),
        None => Err(nothing_found(here)),
    }
}

fn is_notebook(folder: &Path) -> bool {
    folder.join(SETTINGS_FILE).is_file()
}

fn folder(path: &Path, shown: &Path) -> Result<PathBuf> {
    let path =
        path.canonicalize().with_context(|| format!("failed to open `{}`", shown.display()))?;
    if !path.is_dir() {
        bail!("`{}` is no folder", shown.display());
    }
    Ok(path)
}

fn notebook(path: &Path) -> Result<Found> {
    let folder = folder(path, path)?;
    if !is_notebook(&folder) {
        let error = anyhow!("there is no `{SETTINGS_FILE}` in `{}`", folder.display());
        return Err(error.hint(format!("run `fieldnote init {}`", folder.display())));
    }
    Ok(Found::Notebook(folder))
}

fn nothing_found(here: &Path) -> Error {
    anyhow!("there is no notebook in `{}` or above", here.display())
        .hint("run `fieldnote init` to start one here, or name one with `-C DIR`")
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::{Found, discover};
    use crate::config::user::NotebookKey;
    use crate::config::{Environment, UserConfig};
    use crate::error::{Result, chain, hints};

    /// `book/fieldnote.toml`, `book/deep/`, `other/fieldnote.toml`, `tree/.git/`, `tree/deep/`, `link/.git`
    /// (a file), `none/`.
    struct Folders {
        _folder: tempfile::TempDir,
        root: PathBuf,
    }

    impl Folders {
        fn new() -> Folders {
            let folder = tempfile::tempdir().expect("a folder");
            let root = folder.path().canonicalize().expect("a path");
            for path in ["book/deep", "other", "tree/.git", "tree/deep", "link", "none"] {
                fs::create_dir_all(root.join(path)).expect("a folder");
            }
            for path in ["book/fieldnote.toml", "other/fieldnote.toml", "link/.git"] {
                fs::write(root.join(path), "").expect("a file");
            }
            Folders { _folder: folder, root }
        }

        fn find(&self, named: &str, here: &str, variable: &str, key: &str) -> Result<Found> {
            let some = |text: &str| (!text.is_empty()).then(|| PathBuf::from(text));
            let environment = Environment { notebook: some(variable), ..Environment::default() };
            let key = some(key).map(|path| NotebookKey {
                path: self.root.join(path),
                file: "config.toml".to_string(),
                line: 3,
            });
            let user = UserConfig { notebook: key, ..UserConfig::default() };
            discover(some(named).as_deref(), &self.root.join(here), &environment, &user)
        }

        #[track_caller]
        fn fails(&self, found: Result<Found>, expected: &str) -> Vec<String> {
            let error = found.expect_err("no notebook");
            let root = self.root.display().to_string();
            assert_eq!(chain(&error).replace(&root, "ROOT"), expected);
            hints(&error).iter().map(|hint| hint.replace(&root, "ROOT")).collect()
        }
    }

    #[test]
    fn the_order_is_named_here_variable_config_work_tree() {
        let folders = Folders::new();
        let book = |path: &str| Found::Notebook(folders.root.join(path));
        let plain = |path: &str| Found::Plain(folders.root.join(path));
        for (named, here, variable, key, expected) in [
            ("../other", "book", "../book", "book", book("other")),
            ("../none", "book", "", "", plain("none")),
            (".", "book/deep", "", "", book("book")),
            ("", "book", "../other", "other", book("book")),
            ("", "book/deep", "../other", "other", book("book")),
            ("", "tree/deep", "../../book", "other", book("book")),
            ("", "tree/deep", "", "other", book("other")),
            ("", "tree/deep", "", "", plain("tree")),
            ("", "link", "", "", plain("link")),
        ] {
            let found = folders.find(named, here, variable, key).expect("a folder");
            assert_eq!(found, expected, "-C {named}, in {here}, {variable}, {key}");
        }
    }

    #[test]
    fn what_is_named_wrongly_is_refused_with_its_source() {
        let folders = Folders::new();
        let missing = "No such file or directory (os error 2)";
        folders.fails(
            folders.find("../nowhere", "book", "", ""),
            &format!("failed to open `../nowhere`: {missing}"),
        );
        folders
            .fails(folders.find("fieldnote.toml", "book", "", ""), "`fieldnote.toml` is no folder");
        let hint = folders.fails(
            folders.find("", "none", "../tree", ""),
            "`FIELDNOTE_NOTEBOOK` names no notebook: there is no `fieldnote.toml` in `ROOT/tree`",
        );
        assert_eq!(hint, ["run `fieldnote init ROOT/tree`"]);
        folders.fails(
            folders.find("", "none", "", "nowhere"),
            &format!(
                "`config.toml` line 3: `notebook` names no notebook: failed to open \
                 `ROOT/nowhere`: {missing}"
            ),
        );
    }

    #[test]
    fn where_there_is_nothing_init_is_named() {
        let error = discover(
            None,
            Path::new("/nonexistent/folder"),
            &Environment::default(),
            &UserConfig::default(),
        )
        .expect_err("no notebook");
        assert_eq!(chain(&error), "there is no notebook in `/nonexistent/folder` or above");
        assert_eq!(
            hints(&error),
            ["run `fieldnote init` to start one here, or name one with `-C DIR`"]
        );
    }
}

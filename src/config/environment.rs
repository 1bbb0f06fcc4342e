//! The environment of the process, read once.

use std::env;
use std::path::{Path, PathBuf};

/// The variables that fieldnote looks at. An empty variable is as good as none, except where a field
/// says otherwise; bytes that are no UTF-8 are kept in paths only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Environment {
    /// `FIELDNOTE_NOW`
    pub now: Option<String>,
    /// `FIELDNOTE_NOTEBOOK`
    pub notebook: Option<PathBuf>,
    /// `TZ`; empty means UTC.
    pub tz: Option<String>,
    pub home: Option<PathBuf>,
    /// `XDG_CONFIG_HOME`, if it is absolute.
    pub xdg_config_home: Option<PathBuf>,
    /// `XDG_CACHE_HOME`, if it is absolute.
    pub xdg_cache_home: Option<PathBuf>,
    pub visual: Option<String>,
    pub editor: Option<String>,
    /// `FIELDNOTE_PAGER`; empty means none.
    pub fieldnote_pager: Option<String>,
    /// `PAGER`; empty means none.
    pub pager: Option<String>,
    /// Whether `LESS` is set, even to nothing.
    pub has_less: bool,
    pub columns: Option<String>,
    pub term: Option<String>,
    pub no_color: bool,
    /// `CLICOLOR` is `0`.
    pub no_clicolor: bool,
    pub clicolor_force: bool,
    /// Those of [`GIT_VARIABLES`] that are set; with one of them, git would look elsewhere.
    pub git: Vec<&'static str>,
}

/// The variables that move git's repository, work tree or index.
const GIT_VARIABLES: [&str; 3] = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"];

impl Environment {
    /// Reads the environment of this process.
    pub fn read() -> Environment {
        Environment {
            now: text("FIELDNOTE_NOW"),
            notebook: path("FIELDNOTE_NOTEBOOK"),
            tz: any_text("TZ"),
            home: path("HOME"),
            xdg_config_home: path("XDG_CONFIG_HOME").filter(|path| path.is_absolute()),
            xdg_cache_home: path("XDG_CACHE_HOME").filter(|path| path.is_absolute()),
            visual: text("VISUAL"),
            editor: text("EDITOR"),
            fieldnote_pager: any_text("FIELDNOTE_PAGER"),
            pager: any_text("PAGER"),
            has_less: env::var_os("LESS").is_some(),
            columns: text("COLUMNS"),
            term: text("TERM"),
            no_color: text("NO_COLOR").is_some(),
            no_clicolor: text("CLICOLOR").is_some_and(|value| value == "0"),
            clicolor_force: text("CLICOLOR_FORCE").is_some_and(|value| value != "0"),
            git: GIT_VARIABLES.into_iter().filter(|name| env::var_os(name).is_some()).collect(),
        }
    }

    /// Returns the place of the user's config: `$XDG_CONFIG_HOME/fieldnote/config.toml`, else
    /// `~/.config/fieldnote/config.toml`; `None` without a home.
    pub fn user_config_file(&self) -> Option<PathBuf> {
        Some(self.folder(self.xdg_config_home.as_ref(), ".config")?.join("config.toml"))
    }

    /// Returns the folder for what can be made again: `$XDG_CACHE_HOME/fieldnote`, else `~/.cache/fieldnote`;
    /// `None` without a home.
    pub fn cache_folder(&self) -> Option<PathBuf> {
        self.folder(self.xdg_cache_home.as_ref(), ".cache")
    }

    fn folder(&self, xdg: Option<&PathBuf>, below_home: &str) -> Option<PathBuf> {
        let base = match xdg {
            Some(xdg) => xdg.clone(),
            None => self.home.as_ref()?.join(below_home),
        };
        Some(base.join("fieldnote"))
    }

    /// Returns a path with `~` or `~/` at its start replaced by the home.
    pub fn expand(&self, path: &Path) -> PathBuf {
        match (path.strip_prefix("~"), &self.home) {
            (Ok(rest), Some(home)) => home.join(rest),
            _ => path.to_path_buf(),
        }
    }
}

fn path(name: &str) -> Option<PathBuf> {
    env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

fn text(name: &str) -> Option<String> {
    any_text(name).filter(|value| !value.is_empty())
}

fn any_text(name: &str) -> Option<String> {
    env::var_os(name).map(|value| value.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::Environment;

    #[test]
    fn folders_follow_xdg() {
        let home = Environment { home: Some("/home/dana".into()), ..Environment::default() };
        let file = home.user_config_file();
        assert_eq!(file, Some(PathBuf::from("/home/dana/.config/fieldnote/config.toml")));
        let xdg = Environment { xdg_config_home: Some("/x".into()), ..home };
        assert_eq!(xdg.user_config_file(), Some(PathBuf::from("/x/fieldnote/config.toml")));
        assert_eq!(Environment::default().user_config_file(), None);
    }

    #[test]
    fn the_process_has_an_environment() {
        let environment = Environment::read();
        assert_eq!(environment.home.is_some(), std::env::var_os("HOME").is_some());
    }

    #[test]
    fn a_tilde_is_the_home() {
        let home = Environment { home: Some("/home/dana".into()), ..Environment::default() };
        for (path, expected) in [
            ("~/notes", "/home/dana/notes"),
            ("~", "/home/dana"),
            ("~ann/notes", "~ann/notes"),
            ("/notes", "/notes"),
        ] {
            assert_eq!(home.expand(Path::new(path)), Path::new(expected));
        }
    }
}

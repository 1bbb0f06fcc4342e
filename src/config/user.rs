//! The user's own `config.toml`: who they are, and which programs they like.
//!
//! Strict: an unknown key is an error here, because nobody else's tool writes this file.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::config::environment::Environment;
use crate::config::keys::{Keys, Place};
use crate::date::Zone;
use crate::error::{Context, Result, hints};

/// The user's own config.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserConfig {
    /// The user's handle in the team, without `@`.
    pub me: Option<String>,
    /// Who reads the weekly summary, without `@`.
    pub manager: Option<String>,
    pub timezone: Option<Zone>,
    /// The notebook to use outside of one.
    pub notebook: Option<NotebookKey>,
    pub editor: Option<String>,
    /// Empty means none.
    pub pager: Option<String>,
    pub color: Color,
    /// Calendar files.
    pub calendars: Vec<PathBuf>,
}

/// `notebook =` and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotebookKey {
    pub path: PathBuf,
    pub file: String,
    /// From 1.
    pub line: usize,
}

/// When output is coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

impl UserConfig {
    /// Reads the user's config where the environment places it; without the file, all is default.
    ///
    /// # Errors
    /// A file that cannot be read, and whatever [`UserConfig::parse`] refuses.
    pub fn read(environment: &Environment) -> Result<UserConfig> {
        let Some(file) = environment.user_config_file() else { return Ok(UserConfig::default()) };
        match std::fs::read_to_string(&file) {
            Ok(text) => UserConfig::parse(&file, &text, environment),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(UserConfig::default()),
            Err(error) => {
                Err(error).with_context(|| format!("failed to read `{}`", file.display()))
            }
        }
    }

    /// Reads the text of a config. Paths may start with `~/`; others start at the file's folder.
    ///
    /// # Errors
    /// What is no TOML, an unknown key, a wrong type or value, a time zone that does not exist: each
    /// with its line.
    pub fn parse(file: &Path, text: &str, environment: &Environment) -> Result<UserConfig> {
        let folder = file.parent().unwrap_or(Path::new(""));
        let path = |path: &str| folder.join(environment.expand(Path::new(path)));
        let name = file.display().to_string();
        let mut keys = Keys::parse(&name, text)?;
        let config = UserConfig {
            me: keys.text("me")?.map(handle),
            manager: keys.text("manager")?.map(handle),
            timezone: zone(&mut keys)?,
            notebook: keys.text("notebook")?.map(|place| NotebookKey {
                path: path(&place.value),
                file: name.clone(),
                line: place.line(text),
            }),
            editor: keys.text("editor")?.map(|place| place.value),
            pager: keys.text("pager")?.map(|place| place.value),
            color: color(&mut keys)?,
            calendars: keys.texts("calendars")?.iter().flatten().map(|one| path(one)).collect(),
        };
        match keys.unknown(&[]).into_iter().min_by_key(|problem| problem.line) {
            Some(problem) => Err(problem.into_error()),
            None => Ok(config),
        }
    }
}

fn handle(place: Place<String>) -> String {
    place.value.trim().trim_start_matches('@').to_string()
}

fn zone(keys: &mut Keys) -> Result<Option<Zone>> {
    let Some(place) = keys.text("timezone")? else { return Ok(None) };
    place.value.parse().map(Some).map_err(|error: crate::error::Error| {
        let mut problem = keys.problem_in(&place, &error.to_string());
        problem.hint = hints(&error).first().map(|hint| (*hint).to_string());
        problem.into_error()
    })
}

fn color(keys: &mut Keys) -> Result<Color> {
    let choices = [("auto", Color::Auto), ("always", Color::Always), ("never", Color::Never)];
    Ok(keys.choice("color", &choices)?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::{Color, UserConfig};
    use crate::config::Environment;
    use crate::error::{Result, chain, hints};

    fn parse(text: &str) -> Result<UserConfig> {
        let home = Environment { home: Some("/home/dana".into()), ..Environment::default() };
        UserConfig::parse(Path::new("/c/config.toml"), text, &home)
    }

    #[track_caller]
    fn fails(text: &str, expected: &str, hint: &[&str]) {
        let error = parse(text).expect_err("a wrong config");
        assert_eq!(chain(&error), format!("`/c/config.toml` {expected}"));
        assert_eq!(hints(&error), hint);
    }

    #[test]
    fn every_key_is_read() {
        let config = parse(
            "me = '@dana'\nmanager = 'ann'\ntimezone = 'asia/tokyo'\n\nnotebook = '~/notes'\n\
             editor = 'code --wait'\npager = ''\ncolor = 'never'\ncalendars = ['~/a.ics', 'b.ics']\n",
        )
        .expect("a config");
        assert_eq!(config.me.as_deref(), Some("dana"));
        assert_eq!(config.manager.as_deref(), Some("ann"));
        assert_eq!(config.timezone, "Asia/Tokyo".parse().ok());
        let notebook = config.notebook.expect("a notebook");
        assert_eq!((notebook.path, notebook.line), (PathBuf::from("/home/dana/notes"), 5));
        assert_eq!(config.editor.as_deref(), Some("code --wait"));
        assert_eq!(config.pager.as_deref(), Some(""));
        assert_eq!(config.color, Color::Never);
        assert_eq!(config.calendars, [Path::new("/home/dana/a.ics"), Path::new("/c/b.ics")]);
        assert_eq!(parse("").expect("a config"), UserConfig::default());
    }

    #[test]
    fn whatever_is_wrong_is_an_error_with_its_line() {
        fails("\nmanger = 'x'", "line 2: unknown key `manger`", &["did you mean `manager`?"]);
        fails("me = 1", "line 1: `me` must be a text in quotes", &[]);
        fails(
            "timezone = 'Asia/Tokio'",
            "line 1: `Asia/Tokio` is no time zone",
            &["did you mean `Asia/Tokyo`?"],
        );
        let color = "line 1: `color` must be \"auto\", \"always\" or \"never\"";
        fails("color = true", color, &[]);
        fails("color = 'alway'", color, &["did you mean \"always\"?"]);
        fails("calendars = 'a.ics'", "line 1: `calendars` must be a list of texts in quotes", &[]);
    }

    #[test]
    fn a_missing_file_is_all_defaults() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = |home: &Path| Environment { home: Some(home.into()), ..Environment::default() };
        let config = UserConfig::read(&home(folder.path())).expect("a config");
        assert_eq!(config, UserConfig::default());
        assert_eq!(
            UserConfig::read(&Environment::default()).expect("a config"),
            UserConfig::default()
        );
        let file = folder.path().join(".config/fieldnote/config.toml");
        std::fs::create_dir_all(&file).expect("a folder");
        assert!(UserConfig::read(&home(folder.path())).is_err());
        std::fs::remove_dir(&file).expect("an empty folder");
        std::fs::write(&file, "me = 'dana'").expect("a file");
        let config = UserConfig::read(&home(folder.path())).expect("a config");
        assert_eq!(config.me.as_deref(), Some("dana"));
    }
}

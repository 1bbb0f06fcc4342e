//! `fieldnote.toml`: what a notebook's team has agreed on. Data only.

use std::io::ErrorKind;
use std::path::Path;

use crate::config::keys::{Keys, Problem};
use crate::error::{Context, Hinted, Result, anyhow};
use crate::follow_up::Style;
use crate::template::FrontMatter;

/// The file that makes a git work tree a notebook.
pub const SETTINGS_FILE: &str = "fieldnote.toml";

/// The settings of a notebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// How follow-ups are written.
    pub style: Style,
    pub front_matter: FrontMatter,
    /// Whether each change is committed.
    pub commit: bool,
    /// The language of fixed labels.
    pub labels: Labels,
    pub share: Share,
    /// Unknown keys, in the order of their lines: a warning for commands that read.
    pub warnings: Vec<Problem>,
}

/// What may leave the house.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// The headings of the sections that are shared.
    pub sections: Vec<String>,
    /// The words that refuse a sharing.
    pub words: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Labels {
    #[default]
    #[value(name = "en")]
    English,
    #[value(name = "ja")]
    Japanese,
}

/// The sections of the built-in templates that are not internal.
const SECTIONS: [&str; 30] = [
    "Decisions",
    "Notes",
    "Agenda",
    "Next",
    "Follow-ups",
    "Open questions",
    "The question",
    "Success criteria",
    "Not part of it",
    "Setup",
    "Plan",
    "Log",
    "Result",
    "What they cannot do",
    "Exit criteria",
    "One name each side",
    "Facts",
    "Update",
    "Afterwards",
    "Goals",
    "Who and where",
    "Day",
    "What we saw",
    "Exit meeting",
    "Why they bought",
    "Value since last time",
    "What we promised",
    "What they asked for",
    "Their next goals",
    "Open points",
];

const WORDS: [&str; 3] = ["confidential", "off the record", "社外秘"];

impl Default for Settings {
    fn default() -> Settings {
        let share = Share {
            sections: SECTIONS.map(str::to_string).to_vec(),
            words: WORDS.map(str::to_string).to_vec(),
        };
        Settings {
            style: Style::Plain,
            front_matter: FrontMatter::Yaml,
            commit: true,
            labels: Labels::English,
            share,
            warnings: Vec::new(),
        }
    }
}

impl Settings {
    /// Reads the settings of the notebook in a folder; a folder without the file has the defaults.
    ///
    /// # Errors
    /// A file that cannot be read, is no TOML, or holds a wrong type or value.
    pub fn read(notebook: &Path) -> Result<Settings> {
        let file = notebook.join(SETTINGS_FILE);
        // A link may lead out of the notebook, and reading a pipe may never end.
        if std::fs::symlink_metadata(&file).is_ok_and(|meta| !meta.is_file()) {
            return Err(anyhow!("`{SETTINGS_FILE}` is not a regular file")
                .hint("put the file itself in its place"));
        }
        match std::fs::read_to_string(file) {
            Ok(text) => Settings::parse(&text),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Settings::default()),
            Err(error) => Err(error).context(format!("failed to read `{SETTINGS_FILE}`")),
        }
    }

    /// Reads the text of a `fieldnote.toml`.
    ///
    /// # Errors
    /// What is no TOML, and a wrong type or value, with the line.
    pub fn parse(text: &str) -> Result<Settings> {
        let mut top = Keys::parse(SETTINGS_FILE, text)?;
        let style =
            top.choice("style", &[("plain", Style::Plain), ("obsidian", Style::Obsidian)])?;
        let front_matter = top
            .choice("front_matter", &[("yaml", FrontMatter::Yaml), ("toml", FrontMatter::Toml)])?;
        let commit = top.boolean("commit")?;
        let labels = top.choice("labels", &[("en", Labels::English), ("ja", Labels::Japanese)])?;
        let mut share = top.table("share")?;
        let sections = share.texts("sections")?;
        let words = share.texts("words")?;

        let above = "above `[share]`";
        let mut warnings =
            top.unknown(&[("sections", "below `[share]`"), ("words", "below `[share]`")]);
        warnings.extend(share.unknown(&[
            ("style", above),
            ("front_matter", above),
            ("commit", above),
            ("labels", above),
        ]));
        warnings.sort_by_key(|problem| problem.line);
        let default = Settings::default();
        Ok(Settings {
            style: style.unwrap_or(default.style),
            front_matter: front_matter.unwrap_or(default.front_matter),
            commit: commit.unwrap_or(default.commit),
            labels: labels.unwrap_or(default.labels),
            share: Share {
                sections: sections.unwrap_or(default.share.sections),
                words: words.unwrap_or(default.share.words),
            },
            warnings,
        })
    }

    /// Returns the settings for a command that writes, which takes no unknown key.
    ///
    /// # Errors
    /// The first of the warnings.
    pub fn strict(mut self) -> Result<Settings> {
        if self.warnings.is_empty() {
            return Ok(self);
        }
        Err(self.warnings.swap_remove(0).into_error())
    }
}

/// Returns the `fieldnote.toml` that `init` writes: every key at its default, commented out.
pub fn default_file() -> &'static str {
    include_str!("default.toml")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::proptest;

    use super::{Labels, Settings, default_file};
    use crate::error::{chain, hints};
    use crate::follow_up::Style;
    use crate::template::FrontMatter;

    #[track_caller]
    fn fails(text: &str, expected: &str, hint: &[&str]) {
        let error = Settings::parse(text).expect_err("wrong settings");
        assert_eq!(chain(&error), expected);
        assert_eq!(hints(&error), hint);
    }

    #[test]
    fn the_file_of_init_is_the_defaults() {
        let text = default_file();
        assert_eq!(Settings::parse(text).expect("TOML"), Settings::default());
        let is_value = |line: &&str| !line.starts_with("# ") && *line != "#";
        let bare = |line| if str::starts_with(line, '#') { &line[1..] } else { line };
        let uncommented: Vec<&str> = text.lines().filter(is_value).map(bare).collect();
        let uncommented = uncommented.join("\n");
        assert_eq!(Settings::parse(&uncommented).expect("TOML"), Settings::default());
        for key in ["style", "front_matter", "commit", "labels", "sections", "words"] {
            assert!(uncommented.contains(&format!("\n{key} = ")), "{key} is missing");
        }
    }

    #[test]
    fn every_key_is_read() {
        let text = "style = 'obsidian'\nfront_matter = 'toml'\ncommit = false\nlabels = 'ja'\n\
                    share.words = []\nshare.sections = ['Notes']\n";
        let settings = Settings::parse(text).expect("settings").strict().expect("known keys");
        assert_eq!(settings.style, Style::Obsidian);
        assert_eq!(settings.front_matter, FrontMatter::Toml);
        assert!(!settings.commit);
        assert_eq!(settings.labels, Labels::Japanese);
        assert_eq!(settings.share.sections, ["Notes"]);
        assert!(settings.share.words.is_empty());
    }

    #[test]
    fn a_wrong_value_is_an_error_with_its_line() {
        fails("\ncommit = 1", "`fieldnote.toml` line 2: `commit` must be true or false", &[]);
        fails("commit = 'no'", "`fieldnote.toml` line 1: `commit` must be true or false", &[]);
        fails(
            "style = 'obsidan'",
            "`fieldnote.toml` line 1: `style` must be \"plain\" or \"obsidian\"",
            &["did you mean \"obsidian\"?"],
        );
        fails("labels = 1", "`fieldnote.toml` line 1: `labels` must be \"en\" or \"ja\"", &[]);
        fails("share = 1", "`fieldnote.toml` line 1: `share` must be a table", &[]);
        let list = "`share.words` must be a list of texts in quotes";
        fails("[share]\nwords = 'x'", &format!("`fieldnote.toml` line 2: {list}"), &[]);
        fails("[share]\nwords = [\n'x',\n1]", &format!("`fieldnote.toml` line 4: {list}"), &[]);
        fails(
            "\u{feff}\r\n\r\ncommit = 1",
            "`fieldnote.toml` line 3: `commit` must be true or false",
            &[],
        );
    }

    #[test]
    fn what_is_no_toml_is_an_error_with_its_line() {
        fails(
            "commit = true\nstyle = \n",
            "`fieldnote.toml` line 2: string values must be quoted, expected literal string",
            &[],
        );
        fails("a = 1\na = 2\n", "`fieldnote.toml` line 2: duplicate key", &[]);
        fails(
            "<<<<<<< HEAD\n",
            "`fieldnote.toml` line 1: key with no value, expected `=`",
            &["the file has conflict markers: resolve them first"],
        );
    }

    proptest! {
        #![proptest_config(crate::chance::cases(256))]

        #[test]
        fn no_text_makes_it_panic(text in "(style|commit|share|\\[|\\]|=|'|\"|\n|\r|\u{feff}|\\PC| ){0,20}") {
            let _ = Settings::parse(&text);
        }
    }

    #[test]
    fn an_unknown_key_is_a_warning_or_an_error() {
        let text = "# one\r\n\r\ncomit = true\r\n[share]\r\nword = []\r\nstyle = 1\r\n[zzzz]\r\n";
        let settings = Settings::parse(text).expect("settings");
        let warnings: Vec<_> = settings
            .warnings
            .iter()
            .map(|one| (one.line, one.message.as_str(), one.hint.as_deref()))
            .collect();
        assert_eq!(
            warnings,
            [
                (3, "unknown key `comit`", Some("did you mean `commit`?")),
                (5, "unknown key `share.word`", Some("did you mean `share.words`?")),
                (6, "unknown key `share.style`", Some("`style` belongs above `[share]`")),
                (7, "unknown key `zzzz`", None),
            ]
        );
        let error = settings.strict().expect_err("an unknown key");
        assert_eq!(chain(&error), "`fieldnote.toml` line 3: unknown key `comit`");
        assert_eq!(hints(&error), ["did you mean `commit`?"]);
        let hidden = Settings::parse("\"\\u001b[31m\" = 1").expect("settings");
        assert_eq!(hidden.warnings[0].message, "unknown key `\\x1b[31m`");
    }
}

//! What the shell offers when Tab is pressed: commands and options as the command line defines them, and
//! values from the notebook. A shell asks by running the program with [`VARIABLE`] set.
//!
//! An argument gets its values by the name of its value (`SLUG`, `WHO`, `SELECTOR`): a new command has
//! them without a word of its own.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::builder::StyledStr;
use clap::{Arg, Command};
use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};
use clap_complete::env::{CompleteEnv, Shells};

use crate::cells;
use crate::context::Context;
use crate::error::{Context as _, Result, anyhow};
use crate::follow_up::FollowUp;
use crate::note::{Note, Word};
use crate::notebook::Notebook;
use crate::people::Directory;
use crate::template;
use crate::ui::Options;

/// The variable by which a shell asks; its value is the shell's name.
pub const VARIABLE: &str = "FIELDNOTE_COMPLETE";

/// Where the values of an argument come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    Customers,
    People,
    Notes,
    Kinds,
    KindsWithoutCustomer,
    AskTags,
    OpenFollowUps,
    ClosedFollowUps,
}

/// Answers a shell that asks what could stand at the cursor; returns false if none asks.
///
/// # Errors
/// A shell that is not known; an answer that cannot be written.
pub fn answer(command: impl Fn() -> Command, arguments: &[OsString]) -> Result<bool> {
    let typed = arguments.iter().skip_while(|word| *word != "--").skip(1);
    let named = notebook_argument(&typed.cloned().collect::<Vec<_>>());
    let here = std::env::current_dir().ok();
    CompleteEnv::with_factory(|| with_values(command(), named.as_deref()))
        .var(VARIABLE)
        .try_complete(arguments.iter().cloned(), here.as_deref())
        .map_err(|error| {
            let text = error.to_string();
            anyhow!("{}", text.trim_start_matches("error: ").trim())
        })
        .context("failed to answer the shell")
}

/// Returns the script that makes a shell ask this program.
///
/// # Errors
/// A shell that is not known.
pub fn script(shell: &str) -> Result<String> {
    let shells = Shells::builtins();
    let shell = shells.completer(shell).with_context(|| format!("unknown shell `{shell}`"))?;
    let mut script = Vec::new();
    shell.write_registration(VARIABLE, "fieldnote", "fieldnote", "fieldnote", &mut script)?;
    Ok(String::from_utf8(script)?.trim().to_string() + "\n")
}

/// Returns what `-C` names among the words that were typed so far.
fn notebook_argument(typed: &[OsString]) -> Option<PathBuf> {
    let mut typed = typed.iter().map(|word| word.to_string_lossy());
    let mut named = None;
    while let Some(word) = typed.next() {
        match word.strip_prefix("-C").or_else(|| word.strip_prefix("--notebook")) {
            Some("") => named = typed.next().map(|word| word.to_string()),
            Some(rest) => named = Some(rest.trim_start_matches('=').to_string()),
            None => {}
        }
    }
    named.map(PathBuf::from)
}

/// Lets each argument of a command, and of those below it, offer values of the notebook.
fn with_values(command: Command, notebook: Option<&Path>) -> Command {
    let name = command.get_name().to_string();
    let command = command.mut_args(|arg| {
        let Some(sources) = sources(&name, &arg) else { return arg };
        let notebook = notebook.map(Path::to_path_buf);
        arg.add(ArgValueCandidates::new(move || {
            // A notebook that cannot be read offers nothing: this is no time to say so.
            candidates(sources, notebook.clone()).unwrap_or_default()
        }))
    });
    command.mut_subcommands(|command| with_values(command, notebook))
}

/// Returns where the values of an argument come from; `None` if it takes what only the user knows.
fn sources(command: &str, arg: &Arg) -> Option<&'static [Source]> {
    use Source::*;
    let value = arg.get_value_names()?.first()?.as_str();
    Some(match (command, value) {
        ("new", "CUSTOMER") => &[Customers, KindsWithoutCustomer],
        (_, "SLUG" | "CUSTOMER" | "CUSTOMER|HANDLE" | "CUSTOMER> <TEXT") => &[Customers],
        (_, "CUSTOMER|NOTE") => &[Customers, Notes],
        (_, "NOTE") => &[Notes],
        (_, "WHO") => &[People],
        (_, "KIND") => &[Kinds],
        (_, "TAG") => &[AskTags],
        ("reopen", "SELECTOR") => &[ClosedFollowUps],
        (_, "SELECTOR") => &[OpenFollowUps],
        _ => return None,
    })
}

fn candidates(sources: &[Source], notebook: Option<PathBuf>) -> Result<Vec<CompletionCandidate>> {
    let context = Context::new(Options { color: None, quiet: true }, notebook)?;
    let notebook = context.notebook_in_silence()?;
    let directory = context.directory(&notebook)?;
    let values = sources.iter().flat_map(|source| source.values(&notebook, &directory));
    let candidate = |(value, help): (String, String)| {
        let help = Some(cells::cut(&cells::harmless(&help), 60)).filter(|help| !help.is_empty());
        CompletionCandidate::new(value).help(help.map(StyledStr::from))
    };
    Ok(values.filter(|(value, _)| can_be_typed(value)).map(candidate).collect())
}

impl Source {
    /// Returns the values, each with what tells it from the others.
    fn values(self, notebook: &Notebook, directory: &Directory) -> Vec<(String, String)> {
        let alone = |value: &str| (value.to_string(), String::new());
        match self {
            Source::Customers => {
                let cards = directory.cards.values();
                cards.map(|card| (card.slug.clone(), card.name.clone())).collect()
            }
            Source::People => std::iter::once(("me".to_string(), "yourself".to_string()))
                .chain(directory.everybody().map(|person| {
                    let value = person.handle.clone().unwrap_or_else(|| person.name.clone());
                    (value, person.name.clone())
                }))
                .collect(),
            Source::Notes => {
                let paths = notebook.note_paths().unwrap_or_default();
                paths.iter().rev().map(|path| alone(path)).collect()
            }
            Source::Kinds => {
                let mut kinds = notebook.own_kinds();
                kinds.extend(template::built_in_kinds().map(String::from));
                kinds.sort();
                kinds.dedup();
                kinds.iter().map(|kind| alone(kind)).collect()
            }
            Source::KindsWithoutCustomer => {
                template::WITHOUT_CUSTOMER.iter().map(|kind| alone(kind)).collect()
            }
            Source::AskTags => {
                let notes = notebook.notes(directory).unwrap_or_default();
                let asks = notes.iter().flat_map(|note| &note.typed);
                let asks = asks.filter(|typed| typed.word == Word::Ask);
                let mut tags: Vec<String> = asks.filter_map(|typed| typed.tag.clone()).collect();
                tags.sort();
                tags.dedup();
                tags.iter().map(|tag| alone(tag)).collect()
            }
            Source::OpenFollowUps => ids(notebook.listed_notes(directory), &FollowUp::is_open),
            Source::ClosedFollowUps => ids(notebook.notes(directory), &|item| !item.is_open()),
        }
    }
}

/// Returns the ids of follow-ups with their texts, those of the newest notes first.
fn ids(notes: Result<Vec<Note>>, fits: &dyn Fn(&FollowUp) -> bool) -> Vec<(String, String)> {
    let notes = notes.unwrap_or_default();
    let mut notes: Vec<&Note> = notes.iter().collect();
    notes.sort_by_key(|note| std::cmp::Reverse((note.date, note.path.clone())));
    let items = notes.into_iter().flat_map(|note| &note.follow_ups).filter(|item| fits(item));
    items.map(|item| (item.id.clone(), item.text.clone())).collect()
}

/// Returns whether every shell takes a value as it is: bash puts it in without quotes, and splits a
/// word at `:`, `=` and `@`.
fn can_be_typed(value: &str) -> bool {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./".contains(c);
    !value.is_empty() && !value.starts_with('-') && value.chars().all(is_plain)
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::{can_be_typed, notebook_argument};

    #[test]
    fn the_notebook_that_was_typed_is_asked() {
        for (typed, expected) in [
            ("fieldnote done x", None),
            ("fieldnote -C a done x", Some("a")),
            ("fieldnote -Ca done", Some("a")),
            ("fieldnote --notebook a", Some("a")),
            ("fieldnote --notebook=a", Some("a")),
            ("fieldnote -C a -C b", Some("b")),
            ("fieldnote -C", None),
        ] {
            let words: Vec<OsString> = typed.split(' ').map(OsString::from).collect();
            assert_eq!(
                notebook_argument(&words).as_deref(),
                expected.map(std::path::Path::new),
                "{typed}"
            );
        }
    }

    #[test]
    fn only_what_needs_no_quotes_is_offered() {
        for (value, expected) in [
            ("minato", true),
            ("customers/minato/2026-03-04-poc.md", true),
            ("佐藤", true),
            ("Yuki Sato", false),
            ("a:b", false),
            ("$(rm)", false),
            ("a'b", false),
            ("-x", false),
            ("a\u{1b}b", false),
            ("", false),
        ] {
            assert_eq!(can_be_typed(value), expected, "{value}");
        }
    }
}

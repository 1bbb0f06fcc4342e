//! A note in the user's editor.

use std::path::Path;
use std::process::{Command, ExitStatus};

use crate::config::{Environment, UserConfig};
use crate::error::{Context, Hinted, Result, anyhow};

/// What an editor has done to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edited {
    Changed,
    Unchanged,
}

/// Returns the editor: the user's `editor`, `VISUAL`, `EDITOR`, git's `core.editor`, else `vi`.
pub(super) fn choose<'a>(
    environment: &'a Environment,
    user: &'a UserConfig,
    core_editor: Option<&'a str>,
) -> &'a str {
    let named = [&user.editor, &environment.visual, &environment.editor].map(Option::as_deref);
    let named = named.into_iter().chain([core_editor]).flatten();
    named.map(str::trim).find(|editor| !editor.is_empty()).unwrap_or("vi")
}

/// Runs an editor on a file as git does, by the shell, so that it may have arguments.
pub(super) fn edit(editor: &str, path: &Path) -> Result<Edited> {
    let path = std::path::absolute(path)
        .with_context(|| format!("failed to open `{}`", path.display()))?;
    let before = std::fs::read(&path).ok();
    let status = Command::new("sh")
        .args(["-c", &format!("{editor} \"$@\""), editor])
        .arg(&path)
        .status()
        .with_context(|| format!("failed to start the editor `{editor}`"))?;
    if !status.success() {
        let hint = match status.code() {
            Some(126 | 127) => "set `VISUAL`, or `editor` in your own config".to_string(),
            _ => format!("what it saved is in `{}`", path.display()),
        };
        return Err(anyhow!("the editor `{editor}` {}", ending(status)).hint(hint));
    }
    let after = std::fs::read(&path).ok();
    Ok(if before == after { Edited::Unchanged } else { Edited::Changed })
}

fn ending(status: ExitStatus) -> String {
    match status.code() {
        Some(127) => "was not found".to_string(),
        Some(126) => "cannot be run".to_string(),
        Some(code) => format!("ended with status {code}"),
        None => "was stopped by a signal".to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Edited, choose, edit};
    use crate::config::{Environment, UserConfig};
    use crate::error::{chain, hints};

    #[test]
    fn the_editor_is_chosen_in_order() {
        for (config, visual, editor, core, expected) in [
            (None, None, None, None, "vi"),
            (None, None, None, Some("nano"), "nano"),
            (None, None, Some("ed"), Some("nano"), "ed"),
            (None, Some("code --wait"), Some("ed"), None, "code --wait"),
            (Some("hx"), Some("code"), Some("ed"), None, "hx"),
            (Some(" "), None, Some("ed"), None, "ed"),
        ] {
            let text = |text: Option<&str>| text.map(str::to_string);
            let environment = Environment {
                visual: text(visual),
                editor: text(editor),
                ..Environment::default()
            };
            let user = UserConfig { editor: text(config), ..UserConfig::default() };
            assert_eq!(choose(&environment, &user, core), expected);
        }
    }

    #[test]
    fn an_editor_may_have_arguments_and_a_path_spaces() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a $HOME 'note'.md");
        fs::write(&path, "one\n").expect("a file");
        assert_eq!(edit("true", &path).expect("an editor"), Edited::Unchanged);
        let editor = "f() { printf '%s %s' \"$1\" \"$#\" >> \"$2\"; }; f --wait";
        assert_eq!(edit(editor, &path).expect("an editor"), Edited::Changed);
        assert_eq!(fs::read_to_string(&path).expect("a file"), "one\n--wait 2");
    }

    #[test]
    fn an_editor_that_fails_loses_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("note.md");
        fs::write(&path, "one\n").expect("a file");
        let fails = |editor: &str| edit(editor, &path).expect_err("a failing editor");
        assert_eq!(
            chain(&fails("sh -c 'exit 3'")),
            "the editor `sh -c 'exit 3'` ended with status 3"
        );
        let missing = fails("fieldnote-has-no-such-editor 2>/dev/null");
        assert!(chain(&missing).ends_with("was not found"));
        assert_eq!(hints(&missing), ["set `VISUAL`, or `editor` in your own config"]);
        assert!(chain(&fails("kill -9 $$;")).ends_with("was stopped by a signal"));
        assert_eq!(fs::read_to_string(&path).expect("a file"), "one\n");
    }
}

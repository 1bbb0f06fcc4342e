//! Long results, page by page.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::config::{Environment, UserConfig};

/// Returns the pager: `FIELDNOTE_PAGER`, the user's `pager`, `PAGER`, else `less`; `None` where it is
/// empty or `cat`.
pub(super) fn choose<'a>(environment: &'a Environment, user: &'a UserConfig) -> Option<&'a str> {
    let named = environment.fieldnote_pager.as_deref();
    let named = named.or(user.pager.as_deref()).or(environment.pager.as_deref());
    Some(named.unwrap_or("less").trim()).filter(|pager| !matches!(*pager, "" | "cat"))
}

/// Shows a text in a pager and waits for its end; returns whether there was such a pager.
///
/// A pager that is left before the end of the text is none of our business.
pub(super) fn show(pager: &str, text: &str, environment: &Environment) -> bool {
    let mut command = Command::new("sh");
    command.args(["-c", pager]).stdin(Stdio::piped());
    if !environment.has_less {
        command.env("LESS", "FRX");
    }
    let Ok(mut child) = command.spawn() else { return false };
    if let Some(mut stdin) = child.stdin.take() {
        let _ = stdin.write_all(text.as_bytes());
    }
    // The shell's own codes for a program that is missing or cannot be run.
    child.wait().is_ok_and(|status| !matches!(status.code(), Some(126 | 127)))
}

#[cfg(test)]
mod tests {
    use super::{choose, show};
    use crate::config::{Environment, UserConfig};

    #[test]
    fn the_pager_is_chosen_in_order() {
        for (own, config, pager, expected) in [
            (None, None, None, Some("less")),
            (None, None, Some("most -s"), Some("most -s")),
            (None, Some("bat"), Some("most"), Some("bat")),
            (Some("more"), Some("bat"), Some("most"), Some("more")),
            (Some(""), Some("bat"), Some("most"), None),
            (None, Some("cat"), Some("most"), None),
            (None, None, Some(""), None),
        ] {
            let text = |text: Option<&str>| text.map(str::to_string);
            let environment = Environment {
                fieldnote_pager: text(own),
                pager: text(pager),
                ..Environment::default()
            };
            let user = UserConfig { pager: text(config), ..UserConfig::default() };
            assert_eq!(choose(&environment, &user), expected);
        }
    }

    #[test]
    fn the_pager_gets_the_text_and_the_options_of_less() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("out");
        let pager = format!("{{ echo \"$LESS\"; cat; }} > '{}'", file.display());
        assert!(show(&pager, "one\ntwo\n", &Environment::default()));
        assert_eq!(std::fs::read_to_string(&file).expect("a file"), "FRX\none\ntwo\n");
        let has_less = Environment { has_less: true, ..Environment::default() };
        assert!(show(&pager, "", &has_less));
        assert!(!std::fs::read_to_string(&file).expect("a file").starts_with("FRX"));
    }

    #[test]
    fn a_pager_may_be_missing_or_stop_early() {
        let missing = "fieldnote-has-no-such-pager 2>/dev/null";
        assert!(!show(missing, "text", &Environment::default()));
        let long = "line\n".repeat(100_000);
        assert!(show("true", &long, &Environment::default()));
        assert!(show("exit 1", &long, &Environment::default()));
    }
}

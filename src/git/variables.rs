//! The environment variables that git heeds, taken once, so that nothing below reads the process's.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};

use crate::error::{Hinted, Result, anyhow};

/// The environment as it was when the repository was opened.
#[derive(Clone, Debug, Default)]
pub(super) struct Variables(BTreeMap<OsString, OsString>);

/// Variables that would point git at other files than those that fieldnote reads and writes.
const REDIRECTING: [&str; 3] = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"];

/// The `GIT_*` variables that children of ours may see.
const PASSED_ON: [&str; 9] = [
    "GIT_AUTHOR_NAME",
    "GIT_AUTHOR_EMAIL",
    "GIT_AUTHOR_DATE",
    "GIT_COMMITTER_NAME",
    "GIT_COMMITTER_EMAIL",
    "GIT_COMMITTER_DATE",
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_SYSTEM",
    "GIT_CONFIG_NOSYSTEM",
];

/// The other variables that a child which only reads may see.
const FOR_READING: [&str; 12] = [
    "PATH",
    "HOME",
    "XDG_CONFIG_HOME",
    "LANG",
    "SSH_AUTH_SOCK",
    "GNUPGHOME",
    "GPG_TTY",
    "TERM",
    "TZ",
    "USER",
    "SystemRoot",
    "USERPROFILE",
];

/// The `GIT_*` variables that say how another repository is reached.
const FOR_TRANSFERS: [&str; 8] = [
    "GIT_SSH",
    "GIT_SSH_COMMAND",
    "GIT_SSH_VARIANT",
    "GIT_PROXY_COMMAND",
    "GIT_ALLOW_PROTOCOL",
    "GIT_SSL_CAINFO",
    "GIT_SSL_CAPATH",
    "GIT_SSL_CERT",
];

/// Refuses an environment in which git would use another repository, work tree or index.
///
/// # Errors
/// `GIT_DIR`, `GIT_WORK_TREE` or `GIT_INDEX_FILE` is set.
pub fn refuse_environment() -> Result<()> {
    Variables::of_process().refuse_redirecting()
}

impl Variables {
    pub(super) fn of_process() -> Variables {
        Variables(std::env::vars_os().collect())
    }

    /// Returns an environment in which git knows no settings but the repository's own.
    pub(super) fn sealed() -> Variables {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let none = [("GIT_CONFIG_GLOBAL", "/dev/null/none"), ("GIT_CONFIG_NOSYSTEM", "1")];
        let none = none.map(|(name, value)| (name.into(), value.into()));
        Variables(none.into_iter().chain([("PATH".into(), path)]).collect())
    }

    #[cfg(test)]
    pub(super) fn of<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Variables {
        Variables(pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }

    #[cfg(test)]
    pub(super) fn with(mut self, name: &str, value: &str) -> Variables {
        self.0.insert(name.into(), value.into());
        self
    }

    pub(super) fn get(&self, name: &str) -> Option<&OsStr> {
        self.0.get(OsStr::new(name)).map(OsString::as_os_str)
    }

    /// Returns a variable as text; broken UTF-8 is replaced.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.get(name).map(|value| value.to_string_lossy().into_owned())
    }

    /// Returns what a child that only reads may see.
    pub(super) fn for_reading(&self) -> impl Iterator<Item = (&OsString, &OsString)> {
        self.0.iter().filter(|(name, _)| {
            PASSED_ON.iter().chain(&FOR_READING).any(|known| name.as_os_str() == OsStr::new(known))
        })
    }

    /// Returns what a child that commits may see: hooks and signing need the user's own environment.
    pub(super) fn for_commits(&self) -> impl Iterator<Item = (&OsString, &OsString)> {
        self.0.iter().filter(|(name, _)| {
            PASSED_ON.iter().any(|known| name.as_os_str() == OsStr::new(known))
                || !name.to_string_lossy().starts_with("GIT_")
        })
    }

    /// Returns what a child that reaches another repository may see.
    pub(super) fn for_transfers(&self) -> impl Iterator<Item = (&OsString, &OsString)> {
        let ways = self.0.iter().filter(|(name, _)| {
            FOR_TRANSFERS.iter().any(|known| name.as_os_str() == OsStr::new(known))
        });
        self.for_commits().chain(ways)
    }

    pub(super) fn refuse_redirecting(&self) -> Result<()> {
        match REDIRECTING.iter().find(|name| self.get(name).is_some()) {
            None => Ok(()),
            Some(name) => Err(anyhow!("`{name}` is set in the environment")
                .hint(format!("run `unset {name}`, then again"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Variables;
    use crate::error::{chain, hints};

    #[test]
    fn variables_that_redirect_git_are_refused_by_name() {
        for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
            let error = Variables::of([(name, "x")]).refuse_redirecting().unwrap_err();
            assert_eq!(chain(&error), format!("`{name}` is set in the environment"));
            assert_eq!(hints(&error), [format!("run `unset {name}`, then again")]);
        }
        Variables::of([("GIT_AUTHOR_NAME", "Ann")]).refuse_redirecting().unwrap();
    }

    #[test]
    fn children_see_only_what_they_need() {
        let variables = Variables::of([
            ("GIT_AUTHOR_NAME", "a"),
            ("GIT_TRACE", "b"),
            ("HOME", "c"),
            ("VIRTUAL_ENV", "d"),
        ]);
        let names = |pairs: Vec<(&std::ffi::OsString, _)>| -> Vec<String> {
            pairs
                .iter()
                .map(|(name, _): &(_, &std::ffi::OsString)| name.to_string_lossy().into_owned())
                .collect()
        };
        assert_eq!(names(variables.for_reading().collect()), ["GIT_AUTHOR_NAME", "HOME"]);
        assert_eq!(
            names(variables.for_commits().collect()),
            ["GIT_AUTHOR_NAME", "HOME", "VIRTUAL_ENV"]
        );
    }
}

//! The address that notes are sent to, remembered since they were first sent: a setting of git's that somebody
//! changed cannot have them sent elsewhere unseen. No password of an address is kept or shown.

use std::fs;
use std::io::ErrorKind;

use crate::error::{Context, Hinted, Result, anyhow, bail};

use super::Repo;
use super::remote::Upstream;
use super::url::without_password;

/// Where git would send a branch, without user and password of a web address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    branch: String,
    shown: String,
}

/// The file of the addresses: a line for each branch, its name, then the address.
const FILE: &str = "addresses";

impl Address {
    pub fn shown(&self) -> &str {
        &self.shown
    }
}

impl Repo {
    /// Returns where git would send the branch of HEAD, as `remote.*.pushurl` and `url.*.pushInsteadOf` say.
    ///
    /// # Errors
    /// Several addresses, or one that cannot be shown without a password.
    pub fn address(&self, upstream: &Upstream) -> Result<Address> {
        let remote = upstream.remote();
        let told = self.program().ask(&["remote", "get-url", "--push", "--all", remote])?;
        let told = String::from_utf8_lossy(&told).into_owned();
        let shown: Option<Vec<String>> = told.lines().map(without_password).collect();
        let Some(shown) = shown.filter(|_| !told.trim().is_empty()) else {
            return Err(anyhow!("the address that git has for `{remote}` is not understood")
                .hint(format!("set it anew: git remote set-url {remote} URL")));
        };
        let [shown] = shown.as_slice() else {
            return Err(anyhow!(
                "git is told to send what goes to `{remote}` to several addresses: {}; nothing was sent",
                shown.join(", ")
            )
            .hint("keep one of them; see who set them: git config --show-origin --get-regexp '^(remote|url)[.]'"));
        };
        let branch = self.branch()?.unwrap_or_default();
        Ok(Address { branch, shown: shown.clone() })
    }

    /// Returns the address that the branch was sent to before, if that is another one. A branch that never
    /// was sent is held against those that were.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn address_before(&self, now: &Address) -> Result<Option<String>> {
        let known = self.addresses()?;
        let own = known.iter().find(|known| known.branch == now.branch);
        let is_known = |shown: &str| known.iter().any(|known| known.shown == shown);
        Ok(match (own, known.first()) {
            (Some(own), _) if own.shown == now.shown => None,
            (Some(own), _) => Some(own.shown.clone()),
            (None, Some(other)) if !is_known(&now.shown) => Some(other.shown.clone()),
            (None, _) => None,
        })
    }

    /// Remembers where the branch was sent.
    ///
    /// # Errors
    /// A folder that cannot be written.
    pub fn remember_address(&self, address: &Address) -> Result<()> {
        let mut known = self.addresses()?;
        if known.contains(address) {
            return Ok(());
        }
        known.retain(|known| known.branch != address.branch);
        known.push(address.clone());
        let lines = known.iter().map(|known| format!("{} {}\n", known.branch, known.shown));
        let written = self.shared_folder().replace(FILE, lines.collect::<String>().as_bytes());
        written.context("failed to remember where the notes are sent")
    }

    fn addresses(&self) -> Result<Vec<Address>> {
        let file = self.shared_folder().draft(FILE);
        let text = match fs::read_to_string(&file) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            text => text.with_context(|| format!("failed to read `{}`", file.display()))?,
        };
        let mut known = Vec::new();
        for line in text.lines() {
            let Some((branch, shown)) = line.split_once(' ') else {
                bail!("`{}` holds a line that is no address: {line}", file.display())
            };
            known.push(Address { branch: branch.to_string(), shown: shown.to_string() });
        }
        Ok(known)
    }
}

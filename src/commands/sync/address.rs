//! Notes go where they went before; another address has to be agreed to.

use crate::cells::harmless;
use crate::context::Context;
use crate::error::{Hinted, Result, anyhow};
use crate::git::{Address, Repo, Upstream};

use super::Args;

/// Returns where the notes go.
///
/// # Errors
/// Somewhere else than before, and nobody has agreed to it.
pub(super) fn agreed(
    context: &Context,
    repo: &Repo,
    upstream: &Upstream,
    args: &Args,
) -> Result<Address> {
    let address = repo.address(upstream)?;
    let Some(before) = repo.address_before(&address)? else { return Ok(address) };
    if args.new_address {
        return Ok(address);
    }
    let [now, before] = [address.shown(), &before].map(harmless);
    let moved = format!("notes went to {before} before; git is now told to send them to {now}");
    if args.dry_run || !context.ui.can_ask() {
        return Err(anyhow!("{moved}; nothing was sent").hint(
            "if that is right: `fieldnote sync --new-address`; else see who set it: \
             git config --show-origin --get-regexp '^(remote|url|branch)[.]'",
        ));
    }
    context.ui.status(&moved);
    if context.ui.confirm("Send them there?")? {
        return Ok(address);
    }
    Err(anyhow!("nothing was sent"))
}

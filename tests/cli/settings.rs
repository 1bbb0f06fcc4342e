//! `fieldnote.toml` and the user's own config: what is wrong is named with its line.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

#[test]
fn an_unknown_key_warns_readers_and_stops_writers() {
    let s = Sealed::notebook();
    s.write("fieldnote.toml", "# mine\ncomit = false\n\n[share]\nwrods = []\n");
    s.fieldnote("f contract").shows(str![[r#"
! n  5 Mar 1d late  ann  send the contract  customers/orbit/2026-03-02-sync.md:16
2> warning: `fieldnote.toml` line 2: unknown key `comit` (did you mean `commit`?)
2> warning: `fieldnote.toml` line 5: unknown key `share.wrods` (did you mean `share.words`?)
exit 0

"#]]);
    s.fieldnote("f contract -q").shows(str![[r#"
! n  5 Mar 1d late  ann  send the contract  customers/orbit/2026-03-02-sync.md:16
2> warning: `fieldnote.toml` line 2: unknown key `comit` (did you mean `commit`?)
2> warning: `fieldnote.toml` line 5: unknown key `share.wrods` (did you mean `share.words`?)
exit 0

"#]]);
    s.fieldnote("done contract").shows(str![[r#"
2> error: `fieldnote.toml` line 2: unknown key `comit`
2> hint: did you mean `commit`?
exit 1

"#]]);
    s.fieldnote("new orbit").shows(str![[r#"
2> error: `fieldnote.toml` line 2: unknown key `comit`
2> hint: did you mean `commit`?
exit 1

"#]]);
    s.fieldnote("new orbit --print").succeeds();
    s.fieldnote("save").shows(str![[r#"
2> error: `fieldnote.toml` line 2: unknown key `comit`
2> hint: did you mean `commit`?
exit 1

"#]]);
    s.status().shows(str![[r#"
 M fieldnote.toml

"#]]);
}

#[test]
fn a_wrong_type_is_an_error_for_all() {
    let s = Sealed::notebook();
    s.write("fieldnote.toml", "\ncommit = \"no\"\n").fieldnote("f").shows(str![[r#"
2> error: `fieldnote.toml` line 2: `commit` must be true or false
exit 1

"#]]);
    s.write("fieldnote.toml", "style = \"obsidan\"\n").fieldnote("f").shows(str![[r#"
2> error: `fieldnote.toml` line 1: `style` must be "plain" or "obsidian"
2> hint: did you mean "obsidian"?
exit 1

"#]]);
    s.write("fieldnote.toml", "style = 1\n").fieldnote("done x").shows(str![[r#"
2> error: `fieldnote.toml` line 1: `style` must be "plain" or "obsidian"
exit 1

"#]]);
    s.write("fieldnote.toml", "share = 1\n").fieldnote("f").shows(str![[r#"
2> error: `fieldnote.toml` line 1: `share` must be a table
exit 1

"#]]);
    s.write("fieldnote.toml", "[share]\nwords = [1]\n").fieldnote("f").shows(str![[r#"
2> error: `fieldnote.toml` line 2: `share.words` must be a list of texts in quotes
exit 1

"#]]);
    s.write("fieldnote.toml", "commit = \n").fieldnote("f").shows(str![[r#"
2> error: `fieldnote.toml` line 1: string values must be quoted, expected literal string
exit 1

"#]]);
    s.write("fieldnote.toml", b"# caf\xe9\n").fieldnote("f").shows(str![[r#"
2> error: failed to read `fieldnote.toml`: stream did not contain valid UTF-8
exit 1

"#]]);
    s.write("fieldnote.toml", "commit = true\ncommit = false\n").fieldnote("f").shows(str![[r#"
2> error: `fieldnote.toml` line 2: duplicate key
exit 1

"#]]);
    s.write("fieldnote.toml", "sections = []\n").fieldnote("f contract").shows(str![[r#"
! n  5 Mar 1d late  ann  send the contract  customers/orbit/2026-03-02-sync.md:16
2> warning: `fieldnote.toml` line 1: unknown key `sections` (`sections` belongs below `[share]`)
exit 0

"#]]);
}

#[test]
fn programs_are_never_read_from_the_repository() {
    let s = Sealed::notebook();
    s.write("fieldnote.toml", "pager = \"touch pwned\"\neditor = \"touch pwned\"\n");
    s.fieldnote("f contract").shows(str![[r#"
! n  5 Mar 1d late  ann  send the contract  customers/orbit/2026-03-02-sync.md:16
2> warning: `fieldnote.toml` line 1: unknown key `pager`
2> warning: `fieldnote.toml` line 2: unknown key `editor`
exit 0

"#]]);
    s.fieldnote("edit orbit").shows(str![[r#"
2> error: `fieldnote.toml` line 1: unknown key `pager`
exit 1

"#]]);
    s.sh("ls pwned").shows(str![[r#"
2> ls: cannot access 'pwned': No such file or directory
exit 2

"#]]);
}

#[test]
fn the_users_config_is_strict() {
    let s = Sealed::notebook();
    let config = "../home/.config/fieldnote/config.toml";
    s.write(config, "me = \"dana\"\n").fieldnote("f -q -o me").shows(str![[r#"
! f  6 Mar 1d late  promised  dana  send the sizing guide  customers/minato/2026-03-04-poc.md:17
  g                           dana  file the crash [no box]  hands-on/2026-03-05.md:7
exit 0

"#]]);
    s.write(config, "timezone = \"Asia/Tokio\"\n").fieldnote("f").shows(str![[r#"
2> error: `[ROOT]/home/.config/fieldnote/config.toml` line 1: `Asia/Tokio` is no time zone
2> hint: did you mean `Asia/Tokyo`?
exit 1

"#]]);
    s.write(config, "\nmanger = \"ann\"\n").fieldnote("f").shows(str![[r#"
2> error: `[ROOT]/home/.config/fieldnote/config.toml` line 2: unknown key `manger`
2> hint: did you mean `manager`?
exit 1

"#]]);
    s.write(config, "me = [1]\n").fieldnote("f").shows(str![[r#"
2> error: `[ROOT]/home/.config/fieldnote/config.toml` line 1: `me` must be a text in quotes
exit 1

"#]]);
    s.write(config, "me = \"nobody\"\n").fieldnote("f -o me").shows(str![[r#"
2> error: there is no person `me`
2> hint: add them with `fieldnote person add`
exit 1

"#]]);
    s.write(config, "color = \"always\"\n").fieldnote("f contract").shows(str![[r#"
\u{1b}[1m\u{1b}[31m!\u{1b}[0m \u{1b}[36mn\u{1b}[0m  \u{1b}[1m\u{1b}[31m5 Mar 1d late\u{1b}[0m  ann  send the contract  \u{1b}[2mcustomers/orbit/2026-03-02-sync.md:16\u{1b}[0m
exit 0

"#]]);
}

#[test]
fn the_users_zone_is_for_customers_without_one() {
    let s = Sealed::notebook();
    s.without("TZ")
        .write("../home/.config/fieldnote/config.toml", "timezone = \"Pacific/Auckland\"\n");
    s.fieldnote("new orbit --no-edit").shows(str![[r#"
[ROOT]/notes/customers/orbit/2026-03-07-sync.md
2> orbit: new sync 2026-03-07 · [COMMIT]
exit 0

"#]]);
    s.env("TZ", "Nowhere/Land").fieldnote("new orbit poc --no-edit").shows(str![[r#"
[ROOT]/notes/customers/orbit/2026-03-07-poc.md
2> orbit: new poc 2026-03-07 · [COMMIT]
exit 0

"#]]);
}

//! `init`: starts a notebook, or adopts a repository and changes nothing else in it.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

#[test]
fn a_new_notebook_has_settings_and_a_team() {
    let s = Sealed::empty();
    s.fieldnote("init").shows(str![[r#"
2> started the notebook `[ROOT]/notes`
2> next: fieldnote customer add SLUG --name "Its Name"
exit 0

"#]]);
    s.status().shows(str![]);
    s.last_commit().shows(str![[r#"
start the notebook

A␉fieldnote.toml
A␉team.md

"#]]);
    s.read("team.md").shows(str![[r#"
# Team

<!-- - @handle — Full Name, role (Area/City) <mail@example.com> -->

- @ann — Ann Lee <ann@us.example>

"#]]);
}

#[test]
fn a_second_run_changes_nothing() {
    let s = Sealed::init();
    s.fieldnote("init").shows(str![[r#"
2> `[ROOT]/notes` is a notebook already
exit 0

"#]]);
    s.log().shows(str![[r#"
start the notebook

"#]]);
}

//! `init`: starts a notebook, or adopts a repository and changes nothing else in it.

use snapbox::str;

use crate::sealed::{Is, Sealed};

#[test]
fn a_new_notebook_has_settings_and_a_team() {
    let s = Sealed::empty();
    s.fieldnote("init").is(str![]);
    s.status().is(str![]);
    s.last_commit().is(str![]);
    s.read("team.md").is(str![]);
}

#[test]
fn a_second_run_changes_nothing() {
    let s = Sealed::init();
    s.fieldnote("init").is(str![]);
    s.log().is(str![]);
}

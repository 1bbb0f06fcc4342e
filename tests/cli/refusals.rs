//! The command line itself: what is not understood ends with 2, and says what was meant.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

#[test]
fn unknown_commands_and_flags_are_not_understood() {
    let s = Sealed::notebook();
    s.fieldnote("folowups").shows(str![[r#"
2> error: unrecognized subcommand 'folowups'
2> 
2>   tip: some similar subcommands exist: 'f', 'followups'
2> 
2> Usage: fieldnote [OPTIONS] [COMMAND]
2> 
2> For more information, try '--help'.
exit 2

"#]]);
    s.fieldnote("--frobnicate").shows(str![[r#"
2> error: unexpected argument '--frobnicate' found
2> 
2> Usage: fieldnote [OPTIONS] [COMMAND]
2> 
2> For more information, try '--help'.
exit 2

"#]]);
    s.fieldnote("customer").shows(str![[r#"
2> Add and list customers
2> 
2> Usage: fieldnote customer [OPTIONS] <COMMAND>
2> 
2> Commands:
2>   add   Write a customer's card, `customers/SLUG/README.md`
2>   list  List customers: last and next meeting, open and late follow-ups
2>   help  Print this message or the help of the given subcommand(s)
2> 
2> Options:
2>   -h, --help  Print help
2> 
2> Global options:
2>   -C, --notebook <DIR>  Work in this notebook
2>       --color <WHEN>    Use colour: auto, always or never
2>   -q, --quiet           Say only what went wrong
2> 
2> Examples:
2>   fieldnote customer add minato --name "Minato Storage" --timezone Asia/Tokyo --cadence 7d
2>   fieldnote customer list
2>   fieldnote customer list --json
exit 2

"#]]);
    s.fieldnote("customer frob").shows(str![[r#"
2> error: unrecognized subcommand 'frob'
2> 
2> Usage: fieldnote customer [OPTIONS] <COMMAND>
2> 
2> For more information, try '--help'.
exit 2

"#]]);
    s.fieldnote("person add minato").shows(str![[r#"
2> error: the following required arguments were not provided:
2>   <NAME>
2> 
2> Usage: fieldnote person add <CUSTOMER|HANDLE> <NAME>
2> 
2> For more information, try '--help'.
exit 2

"#]]);
    s.fieldnote("edit").shows(str![[r#"
2> error: the following required arguments were not provided:
2>   <NOTE>
2> 
2> Usage: fieldnote edit <NOTE>
2> 
2> For more information, try '--help'.
exit 2

"#]]);
    s.fieldnote("new orbit --date").shows(str![[r#"
2> error: a value is required for '--date <DATE>' but none was supplied
2> 
2> For more information, try '--help'.
exit 2

"#]]);
    s.fieldnote("-C").shows(str![[r#"
2> error: a value is required for '--notebook <DIR>' but none was supplied
2> 
2> For more information, try '--help'.
exit 2

"#]]);
}

#[test]
fn help_has_examples_for_every_command() {
    let s = Sealed::empty();
    for line in [
        "",
        "init",
        "customer",
        "customer add",
        "customer list",
        "person",
        "person add",
        "new",
        "edit",
        "save",
        "followups",
        "done",
        "undo",
        "log",
        "promises",
        "asks",
        "risks",
        "decisions",
        "quiet",
        "brief",
        "handoff",
        "merge-driver",
        "completions",
        "man",
    ] {
        let output = s.fieldnote(&format!("{line} --help"));
        assert_eq!((output.code, output.stderr.as_str()), (0, ""), "{line}");
        assert!(output.stdout.contains("fieldnote "), "{line}: {}", output.stdout);
        for row in output.stdout.lines() {
            assert!(row.chars().count() <= 100, "{line}: {row}");
        }
    }
    s.fieldnote("--version").shows(str![[r#"
fieldnote 0.1.0
exit 0

"#]]);
    s.fieldnote("--help").shows(str![[r#"
Customer-meeting notes in Markdown and git: follow-ups, promises, the weekly summary

Usage: fieldnote [OPTIONS] [COMMAND]

Commands:
  today         Show what is promised, late, due, met and not written up today
  brief         Prepare a meeting: what we owe, what they owe, asks, decisions, people
  calendar      List the meetings on your calendar, and those without a note
  new           Start a note for a meeting
  notes         List notes, the newest first
  find          Search the text of the notes
  show          Show a note
  edit          Open a note and commit what you write
  save          Commit the notes that you changed by hand
  followups     List follow-ups [alias: f]
  add           Add a follow-up to a customer's latest note
  done          Tick off follow-ups
  reopen        Open closed follow-ups again
  drop          Close follow-ups that will not be done, and say why
  move          Move follow-ups to another day
  assign        Give follow-ups to somebody
  waiting       List what they owe us, or write to them about it
  undo          Take back the last operation
  log           Tell what was done, with the commits
  sync          Exchange notes with the others: pull, merge, push
  share         Write the minutes of a meeting for its customer, with nothing internal in them
  week          Print or save the weekly summary
  promises      Count promises to customers: kept, moved, missed
  stats         Show follow-ups and promises week by week
  asks          List what customers ask for: how many of them, how badly
  risks         List the risks that stand
  decisions     List what was decided, the newest first
  quiet         List customers who have gone quiet, or who depend on one person
  handoff       Tell a colleague what to take over while you are away
  invite        Write the invitation to the next meeting, for your calendar program
  check         Find what is not understood, and what is owed: owners, boxes, write-ups
  customer      Add and list customers
  person        Add people to a customer's card or to the team
  init          Start or adopt a notebook
  merge-driver  Merge three versions of a note for git
  demo          Write an example notebook, and show its follow-ups and its week
  completions   Print what lets your shell complete commands and names
  man           Print the manual pages, or write them for `man`
  help          Print this message or the help of the given subcommand(s)

Options:
  -h, --help     Print help
  -V, --version  Print version

Global options:
  -C, --notebook <DIR>  Work in this notebook
      --color <WHEN>    Use colour: auto, always or never
  -q, --quiet           Say only what went wrong

Every day:
  fieldnote new minato        start a note; it is committed when the editor ends
  fieldnote                   what the day brings
  fieldnote followups         what is open, late ones first
  fieldnote week              the weekly summary

Try it: `fieldnote demo` writes an example notebook.
Alone, `fieldnote` prints `today`.
exit 0

"#]]);
}

#[test]
fn arguments_that_are_no_utf8_are_refused() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let s = Sealed::notebook();
    s.run(&[OsStr::new("done"), OsStr::from_bytes(b"caf\xe9")]).shows(str![[r#"
2> error: invalid UTF-8 was detected in one or more arguments
2> 
2> Usage: fieldnote done [OPTIONS] <SELECTOR>...
2> 
2> For more information, try '--help'.
exit 2

"#]]);
    s.run(&[OsStr::new("edit"), OsStr::from_bytes(b"caf\xe9")]).shows(str![[r#"
2> error: invalid UTF-8 was detected in one or more arguments
2> 
2> Usage: fieldnote edit [OPTIONS] <NOTE>
2> 
2> For more information, try '--help'.
exit 2

"#]]);
}

//! When the example's files came to be, and what changed in them later.

/// One commit: its time, the word of its trailer, its subject.
pub struct Step {
    pub at: &'static str,
    pub verb: &'static str,
    pub subject: &'static str,
    pub changes: &'static [Change],
}

/// A change of one file; the first field is its path. Words name the one line that holds them.
pub enum Change {
    /// A file of `notebook/`.
    File(&'static str, &'static str),
    /// A note as `new` writes it before the meeting.
    Scaffold(Scaffold),
    /// A section before the follow-ups.
    Section(&'static str, &'static str),
    /// A criterion that is met.
    Tick(&'static str, &'static str),
    Done(&'static str, &'static str),
    /// From one date to another.
    Moved(&'static str, &'static str, &'static str, &'static str),
    /// With the reason.
    Dropped(&'static str, &'static str, &'static str),
}

pub struct Scaffold {
    pub path: &'static str,
    pub customer: &'static str,
    pub name: &'static str,
    pub kind: &'static str,
    pub day: &'static str,
    pub ours: &'static [&'static str],
    pub theirs: &'static [&'static str],
}

impl Change {
    pub fn path(&self) -> &'static str {
        match self {
            Change::File(path, _)
            | Change::Scaffold(Scaffold { path, .. })
            | Change::Section(path, _)
            | Change::Tick(path, _)
            | Change::Done(path, _)
            | Change::Moved(path, ..)
            | Change::Dropped(path, ..) => path,
        }
    }
}

macro_rules! file {
    ($path:literal) => {
        Change::File($path, include_str!(concat!("notebook/", $path)))
    };
}

const fn step(
    at: &'static str,
    verb: &'static str,
    subject: &'static str,
    changes: &'static [Change],
) -> Step {
    Step { at, verb, subject, changes }
}

const TERN: &str = "customers/tern/{{wed-8}}-discovery.md";
const TERN_SYNC: &str = "customers/tern/{{tue-6}}-sync.md";
const VISTA: &str = "customers/vista/{{thu-5}}-discovery.md";
const VISTA_POC: &str = "customers/vista/{{tue-3}}-poc.md";
const VISTA_ESCALATION: &str = "customers/vista/{{thu-1}}-escalation.md";
const MINATO: &str = "customers/minato/{{mon-4}}-sync.md";
const MINATO_ONSITE: &str = "customers/minato/{{tue-2}}-onsite.md";
const MINATO_LAST: &str = "customers/minato/{{mon-1}}-sync.md";
const ORBIT: &str = "customers/orbit/{{wed-3}}-sync.md";
const HANDS_ON: &str = "hands-on/{{thu-1}}-restore.md";

/// The history, oldest first.
#[rustfmt::skip] // one step reads as one paragraph
pub const HISTORY: &[Step] = &[
    step("mon-8 09:00", "init", "start the notebook",
        &[file!("fieldnote.toml"), file!("team.md")]),
    step("mon-8 09:10", "customer", "orbit: new customer",
        &[file!("customers/orbit/README.md")]),
    step("tue-8 14:00", "customer", "tern: new customer",
        &[file!("customers/tern/README.md")]),
    step("wed-8 16:20", "new", "tern: new discovery {{wed-8}}",
        &[file!("customers/tern/{{wed-8}}-discovery.md")]),
    step("fri-8 11:00", "done", "tern: done \"send the sizing questionnaire\"",
        &[Change::Done(TERN, "send the sizing questionnaire")]),
    step("mon-6 09:30", "customer", "vista: new customer",
        &[file!("customers/vista/README.md")]),
    step("mon-6 14:00", "done", "tern: done \"export a week of file-size statistics\"",
        &[Change::Done(TERN, "export a week of file-size statistics")]),
    step("tue-6 15:30", "new", "tern: new sync {{tue-6}}",
        &[file!("customers/tern/{{tue-6}}-sync.md")]),
    step("thu-6 10:15", "done", "tern: done \"send two references in genomics\"",
        &[Change::Done(TERN_SYNC, "send two references in genomics")]),
    step("mon-5 09:10", "customer", "minato: new customer",
        &[file!("customers/minato/README.md")]),
    step("thu-5 17:10", "new", "vista: new discovery {{thu-5}}",
        &[file!("customers/vista/{{thu-5}}-discovery.md")]),
    step("mon-4 09:45", "new", "minato: new sync {{mon-4}}",
        &[file!("customers/minato/{{mon-4}}-sync.md")]),
    step("mon-4 16:00", "done", "vista: done \"send the encryption white paper\"",
        &[Change::Done(VISTA, "send the encryption white paper")]),
    step("fri-4 13:00", "done", "vista: done \"send the security checklist\"",
        &[Change::Done(VISTA, "send the security checklist")]),
    step("fri-4 16:40", "done", "minato: done \"send the cabling plan for two racks\"",
        &[Change::Done(MINATO, "send the cabling plan for two racks")]),
    step("tue-3 18:00", "new", "vista: new poc {{tue-3}}",
        &[file!("customers/vista/{{tue-3}}-poc.md")]),
    step("wed-3 11:40", "new", "orbit: new sync {{wed-3}}",
        &[file!("customers/orbit/{{wed-3}}-sync.md")]),
    step("thu-3 17:15", "done", "orbit: done \"move the Faro schedule to 22:00\"",
        &[Change::Done(ORBIT, "move the Faro schedule to 22:00")]),
    step("fri-3 10:00", "done", "minato: done \"list the hosts that boot from the array\"",
        &[Change::Done(MINATO, "list the hosts that boot from the array")]),
    step("mon-2 15:00", "done", "vista: done \"give us four hosts and a VLAN\"",
        &[Change::Done(VISTA_POC, "give us four hosts and a VLAN")]),
    step("wed-2 18:30", "new", "minato: new onsite {{tue-2}}",
        &[file!("customers/minato/{{tue-2}}-onsite.md")]),
    step("thu-2 17:20", "edit", "vista: edit poc {{tue-3}}", &[
        Change::Tick(VISTA_POC, "2 GB/s sequential read"),
        Change::Section(VISTA_POC, "\
## {{thu-2}} Log
Second site in place. Eight clients read 2.3 GB/s.
"),
    ]),
    step("fri-2 12:00", "done", "minato: done \"send the drive replacement steps as photographs\"",
        &[Change::Done(MINATO_ONSITE, "send the drive replacement steps as photographs")]),
    step("mon-1 09:50", "new", "minato: new sync {{mon-1}}",
        &[file!("customers/minato/{{mon-1}}-sync.md")]),
    step("tue-1 16:00", "done", "vista: done \"send the reference architecture for two sites\"",
        &[Change::Done(VISTA_POC, "send the reference architecture for two sites")]),
    // The meeting is held; its note is written up six days later.
    step("wed-1 10:05", "new", "orbit: new sync {{wed-1}}", &[Change::Scaffold(Scaffold {
        path: "customers/orbit/{{wed-1}}-sync.md",
        customer: "orbit", name: "Orbit Foods", kind: "sync", day: "wed-1",
        ours: &["dana"], theirs: &["Marta Nunes", "Rui Costa"],
    })]),
    step("thu-1 11:20", "new", "vista: new escalation {{thu-1}}",
        &[file!("customers/vista/{{thu-1}}-escalation.md")]),
    step("thu-1 18:30", "new", "new hands-on {{thu-1}}",
        &[file!("hands-on/{{thu-1}}-restore.md")]),
    step("fri-1 09:40", "done", "done \"file the bug about the progress bar\"",
        &[Change::Done(HANDS_ON, "file the bug about the progress bar")]),
    step("fri-1 12:30", "done", "vista: done \"send the workaround with exact commands\"",
        &[Change::Done(VISTA_ESCALATION, "send the workaround with exact commands")]),
    step("fri-1 17:40", "edit", "vista: edit escalation {{thu-1}}",
        &[Change::Section(VISTA_ESCALATION, "\
## {{fri-1}} Update
The workaround is in place on both clusters. Next: the cause, Priya's team, over the weekend.
")]),
    step("mon 10:10", "new", "minato: new sync {{mon}}",
        &[file!("customers/minato/{{mon}}-sync.md")]),
    step("mon 12:00", "done", "minato: done \"send the sizing guide for 40 nodes\"",
        &[Change::Done(MINATO_LAST, "send the sizing guide for 40 nodes")]),
    step("mon 15:20", "drop", "orbit: drop \"send the inventory of NFS mounts\"",
        &[Change::Dropped(ORBIT, "send the inventory of NFS mounts", "replaced by the CSV export")]),
    step("mon 17:30", "edit", "vista: edit escalation {{thu-1}}",
        &[Change::Section(VISTA_ESCALATION, "\
## {{mon}} Update
The cause is found: the witness counts the exports one by one. A patched build is in test. Next: Priya ships it.

Risk (high): without the patched build this week there is no failover before the auditors come

Ask (blocker): every administrative action in the bank's own log within a minute #audit-log
")]),
    // Held, and not written up.
    step("tue 10:55", "new", "vista: new sync {{tue}}", &[Change::Scaffold(Scaffold {
        path: "customers/vista/{{tue}}-sync.md",
        customer: "vista", name: "Vista Bank", kind: "sync", day: "tue",
        ours: &["dana"], theirs: &["Ivo Pires", "Carla Mendes"],
    })]),
    step("tue 14:10", "edit", "orbit: edit sync {{wed-1}}",
        &[file!("customers/orbit/{{wed-1}}-sync.md")]),
    step("tue 16:45", "move", "minato: move \"send the migration runbook\" to {{thu+1}}",
        &[Change::Moved(MINATO_LAST, "send the migration runbook", "{{wed}}", "{{thu+1}}")]),
    step("tue 17:05", "new", "orbit: new review {{tue+1}}", &[Change::Scaffold(Scaffold {
        path: "customers/orbit/{{tue+1}}-review.md",
        customer: "orbit", name: "Orbit Foods", kind: "review", day: "tue+1",
        ours: &["dana", "ann"], theirs: &["Marta Nunes"],
    })]),
    step("wed 11:30", "edit", "vista: edit escalation {{thu-1}}", &[
        Change::Tick(VISTA_ESCALATION, "the cause is known and explained in writing"),
        Change::Section(VISTA_ESCALATION, "\
## {{wed}} Update
The explanation is with Ivo and Carla; two pages, and Carla's first question is answered. The build is late: one
test fails on four nodes. Next: Priya, tomorrow by noon.
"),
    ]),
];

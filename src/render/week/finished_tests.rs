//! The last look at the summaries that leave: what was seeded into them on purpose is found.

use super::{ENGLISH, JAPANESE, Look, company_json, customer_json, to_company, to_customer};
use crate::date::{Date, Moment, Zone};
use crate::people::{Card, Directory};
use crate::report::outward::{Door, Objection, Reason, Stop};
use crate::report::period::Period;
use crate::report::week::tests::{directory, period};
use crate::report::week::{self, CompanyReport, CustomerReport, Frame};
use crate::report::whose::Whose;

const NOTE: &str = "customers/orbit/2026-03-02-sync.md";
const TEXT: &str = "---\nkind: sync\ntheirs: [Ivo Pires]\n---\n# Orbit Foods — sync\n\nDecision: start with one site\n\n\
    Ask (pain): quota #quota\n\n> \"It works\" — Ivo Pires\n\n- [ ] @dana send the plan by 2026-03-09\n\
    - Decision: give 20 % off until May #internal\n- Risk: they may leave us soon\n";

struct Told {
    directory: Directory,
    period: Period,
    words: Vec<String>,
}

impl Told {
    fn of(directory: Directory, words: &[&str]) -> Told {
        let period = period(&[("2026-03-04", NOTE, TEXT)], &directory);
        Told { directory, period, words: words.iter().map(ToString::to_string).collect() }
    }

    fn frame<'a>(&'a self, whose: &'a Whose) -> Frame<'a> {
        Frame {
            week: Date::parse_iso("2026-03-02").unwrap().week(),
            as_of: Moment::parse("2026-03-06T17:00:00Z").unwrap(),
            zone: Zone::UTC,
            directory: &self.directory,
            manager: None,
            commit: None,
            whose,
        }
    }

    fn company<'a>(&'a self, whose: &'a Whose) -> (CompanyReport, Door<'a>) {
        let (frame, period) = (self.frame(whose), &self.period);
        let report = week::company(&frame, period, &self.words);
        let door = week::company_door(&frame, period, &self.words, &report);
        (report, door)
    }

    fn customer<'a>(&'a self, whose: &'a Whose) -> (CustomerReport, Door<'a>) {
        let (frame, period) = (self.frame(whose), &self.period);
        let report = week::customer(&frame, period, &self.words);
        let door = week::customer_door(&frame, period, &self.words, &report);
        (report, door)
    }

    fn look<'a>(&'a self, whose: &'a Whose) -> Look<'a> {
        let (directory, phrases) = (&self.directory, &ENGLISH);
        let (writer, kept_words) = (Some("ann"), None);
        Look { directory, zone: Zone::UTC, writer, whose, kept_words, links: true, phrases }
    }
}

fn orbit() -> Whose {
    Whose { customer: Some("orbit".into()), ..Whose::default() }
}

fn person() -> Stop {
    Stop::Objection(Objection { reason: Reason::Person, named: None })
}

fn leak(line: usize) -> Stop {
    Stop::Leak { note: NOTE.into(), line }
}

#[test]
fn what_the_company_must_not_read_stops_its_summary() {
    let (told, whose) = (Told::of(directory(), &["off the record"]), Whose::default());
    let (_, door) = told.company(&whose);
    let word = Objection { reason: Reason::Word, named: Some("off the record".into()) };
    for (seed, expected) in [
        ("it is good", None),
        ("so we give 20 % off until June", Some(leak(14))),
        ("as Ivo Pires says", Some(person())),
        ("ask Ivo", Some(person())),
        ("this is off the record", Some(Stop::Objection(word))),
        ("password: hunter2", Some(Stop::Objection(Reason::Secret.into()))),
    ] {
        let (mut report, _) = told.company(&whose);
        report.decisions[0].text = seed.to_string();
        let text = to_company(&report, &door, &told.look(&whose)).map(|_| ());
        assert_eq!(text.err(), expected.clone().map(|stop| vec![stop]), "{seed}");
        let json = company_json(&report, &door).map(|_| ());
        assert_eq!(json.err(), expected.map(|stop| vec![stop]), "{seed}");
    }
}

#[test]
fn what_a_customer_must_not_read_stops_its_summary() {
    let (told, whose) = (Told::of(directory(), &[]), orbit());
    let (report, door) = told.customer(&whose);
    let vista = Objection { reason: Reason::OtherCustomer, named: Some("vista".into()) };
    assert_eq!(door.check(["start with one site", "Dana Reyes"]), Ok(()));
    for (piece, expected) in [
        ("we give 20 % off until May", leak(14)),
        ("as they may leave us soon", leak(15)),
        ("as Vista Bank does", Stop::Objection(vista)),
    ] {
        assert_eq!(door.check(["all is well", piece]), Err(vec![expected]), "{piece}");
    }
    for finished in [to_customer(&report, &door, &ENGLISH), customer_json(&report, &door)] {
        let text = finished.expect("nothing that stops it");
        assert!(text.as_str().contains("send the plan"), "{text:?}");
    }
}

#[test]
fn words_of_the_tool_stop_nothing() {
    let mut directory = directory();
    let people = "---\nname: Week March\n---\n## People\n\n- May Decided\n- Mia Written — Next\n";
    for slug in ["week", "march", "decided", "none", "note"] {
        directory.cards.insert(slug.into(), Card::read(slug, people.as_bytes()));
    }
    let told = Told::of(directory, &["Next meeting", "as of", "risks", "note", "6 March 2026"]);
    let (all, orbit) = (Whose::default(), orbit());
    let (report, door) = told.customer(&orbit);
    for phrases in [&ENGLISH, &JAPANESE] {
        assert!(to_customer(&report, &door, phrases).is_ok());
    }
    assert!(customer_json(&report, &door).is_ok());
    let (report, door) = told.company(&all);
    for links in [true, false] {
        let look = Look { links, ..told.look(&all) };
        assert_eq!(to_company(&report, &door, &look).map(|_| ()), Ok(()));
    }
    assert!(company_json(&report, &door).is_ok());
}

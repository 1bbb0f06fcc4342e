use super::{Attendee, Card, Directory, Entry, Known, Present, Side, cadence, new_line, read_team};
use crate::date::Zone;
use crate::edit::apply;

const CARD: &str = "---\nname: Minato Storage\ntimezone: Asia/Tokyo\ncadence: 7d\nowner: dana\n\
    domains: [minato.example]\n---\n# Minato\n\n- not a person\n\n## People\n\n\
    - 佐藤 健 (Satō Ken) — infrastructure lead, champion <ken@minato.example>\n\
    - 佐藤 由美 (Satō Yumi) - buyer\n\
    - 高橋 一郎 — partner, reseller\n\n## Notes\n\n- nobody\n";
const TEAM: &str = "# Team\n\n- @dana — Dana Reyes, solutions engineer (America/New_York) <dana@us.example>\n\
    - @priya — Priya Nair\n- @josé — José Peña, support (Europe/Madrid)\n";

fn directory() -> Directory {
    let mut directory = Directory { team: read_team(TEAM.as_bytes()), ..Directory::default() };
    directory.cards.insert("minato".into(), Card::read("minato", CARD.as_bytes()));
    directory.me = Some("dana".into());
    directory
}

#[test]
fn cards_and_team_are_read() {
    let directory = directory();
    let card = &directory.cards["minato"];
    assert_eq!(card.name, "Minato Storage");
    assert_eq!(card.cadence, Some(7));
    assert_eq!(card.zone, "Asia/Tokyo".parse().ok());
    assert_eq!(card.people.len(), 3);
    let ken = &card.people[0];
    assert_eq!((ken.name.as_str(), ken.aliases[0].as_str()), ("佐藤 健", "Satō Ken"));
    assert_eq!(ken.mail.as_deref(), Some("ken@minato.example"));
    assert!(ken.champion);
    assert_eq!(card.people[2].side, Side::Partner);
    let dana = &directory.team[0];
    assert_eq!((dana.handle.as_deref(), dana.name.as_str()), (Some("dana"), "Dana Reyes"));
    assert_eq!(
        (dana.role.as_str(), dana.zone),
        ("solutions engineer", "America/New_York".parse::<Zone>().ok())
    );
}

#[test]
fn people_are_matched_without_case_accents_honorifics_and_normal_form() {
    let present = Present { customer: Some("minato".into()), ..Present::default() };
    let directory = directory();
    for (typed, name, side) in [
        ("dana", "dana", Some(Side::Ours)),
        ("Reyes", "dana", Some(Side::Ours)),
        ("DANA REYES", "dana", Some(Side::Ours)),
        ("jose", "josé", Some(Side::Ours)),
        ("Jose\u{301}", "josé", Some(Side::Ours)),
        ("me", "dana", Some(Side::Ours)),
        ("them", "them", Some(Side::Theirs)),
        ("ken", "佐藤 健", Some(Side::Theirs)),
        ("健さん", "佐藤 健", Some(Side::Theirs)),
        ("佐藤健", "佐藤 健", Some(Side::Theirs)),
        ("佐藤健様", "佐藤 健", Some(Side::Theirs)),
        ("sato-ken", "佐藤 健", Some(Side::Theirs)),
        ("高橋", "高橋 一郎", Some(Side::Partner)),
        ("nobody", "nobody", None),
    ] {
        let owner = directory.owner(typed, &present);
        assert_eq!((owner.name.as_str(), owner.side), (name, side), "{typed}");
    }
}

#[test]
fn two_who_match_in_one_place_are_nobody() {
    let present = Present { customer: Some("minato".into()), ..Present::default() };
    let owner = directory().owner("佐藤", &present);
    assert_eq!((owner.name.as_str(), owner.side), ("佐藤", None));
    let names = vec!["佐藤 健".to_string(), "佐藤 由美".to_string()];
    assert_eq!(owner.known, Known::Ambiguous(names));
}

#[test]
fn the_list_of_the_note_comes_first() {
    let present = Present {
        customer: Some("minato".into()),
        theirs: vec!["佐藤 健".into()],
        partner: vec!["Dana Smith".into()],
        ..Present::default()
    };
    assert_eq!(directory().owner("佐藤様", &present).name, "佐藤 健");
    let owner = directory().owner("dana", &present);
    assert_eq!((owner.name.as_str(), owner.side), ("Dana Smith", Some(Side::Partner)));
}

#[test]
fn attendees_are_known_by_their_initials() {
    let attendee = Attendee { name: "Tom Dale".into(), initials: "TD".into() };
    let present = Present { attendees: vec![attendee], ..Present::default() };
    let directory = Directory::default();
    assert_eq!(directory.owner_if_known("TD", &present).unwrap().name, "Tom Dale");
    assert_eq!(directory.owner_if_known("Tom", &present).unwrap().name, "Tom Dale");
    assert_eq!(directory.owner_if_known("Support", &present), None);
}

#[test]
fn written_lines_read_back() {
    let aliases = ["Satō Ken".to_string()];
    let entry = |handle, zone| Entry {
        handle,
        name: "佐藤 健",
        aliases: &aliases,
        role: "lead, champion".into(),
        zone,
        mail: Some("ken@minato.example"),
    };
    let bytes = apply(
        CARD.as_bytes(),
        &[new_line(CARD.as_bytes(), Some("People"), &entry(None, None).line())],
    )
    .unwrap();
    let person = &Card::read("minato", &bytes).people[3];
    assert_eq!((person.name.as_str(), person.aliases.as_slice()), ("佐藤 健", aliases.as_slice()));
    assert!(person.champion && person.mail.as_deref() == Some("ken@minato.example"));
    let line = entry(Some("ken"), Some("Asia/Tokyo")).line();
    let team = apply(TEAM.as_bytes(), &[new_line(TEAM.as_bytes(), None, &line)]).unwrap();
    let person = &read_team(&team)[3];
    assert_eq!((person.shown(), person.name.as_str()), ("ken", "佐藤 健"));
    assert_eq!(
        (person.zone, person.aliases.as_slice()),
        ("Asia/Tokyo".parse().ok(), aliases.as_slice())
    );
    for text in
        ["", "# Card", "## People\n\n<!-- none -->\n", "---\nname: a\n---\n# A\n\n## People\n"]
    {
        let edit = new_line(text.as_bytes(), Some("People"), "- Ann");
        let bytes = apply(text.as_bytes(), &[edit]).unwrap();
        assert_eq!(Card::read("a", &bytes).people.len(), 1, "{text:?}");
    }
}

#[test]
fn cadences_are_days() {
    assert_eq!(cadence("7d"), Some(7));
    assert_eq!(cadence("2w"), Some(14));
    assert_eq!(cadence("30"), Some(30));
    assert_eq!(cadence("often"), None);
}

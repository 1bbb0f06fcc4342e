use super::{FrontMatter, Meeting, Open, built_in, built_in_kinds, render};
use crate::date::Date;
use crate::error::{chain, hints};

fn day(text: &str) -> Date {
    Date::parse_iso(text).expect("an ISO date")
}

fn meeting() -> Meeting<'static> {
    Meeting {
        customer: Some("minato"),
        name: "Minato Fisheries",
        date: day("2026-03-04"),
        until: None,
        kind: "sync",
        title: None,
        ours: vec!["dana".to_string(), "priya".to_string()],
        theirs: vec!["佐藤 健".to_string()],
        partner: vec![],
        place: None,
        event: None,
        open: vec![],
    }
}

#[track_caller]
fn filled(source: &str, meeting: &Meeting) -> String {
    render("t.md", source, meeting, FrontMatter::Yaml).expect("a good template")
}

/// Checks the body alone: the header of a template without front matter is left out.
#[track_caller]
fn check(source: &str, meeting: &Meeting, expected: &str) {
    let note = filled(source, meeting);
    let body = note.splitn(3, "---\n").nth(2).expect("front matter");
    assert_eq!(body, expected);
}

#[track_caller]
fn fails(source: &str, expected: &str) -> Vec<String> {
    let error = render("t.md", source, &meeting(), FrontMatter::Yaml).expect_err("a bad template");
    assert_eq!(chain(&error), expected);
    hints(&error).into_iter().map(str::to_string).collect()
}

#[test]
fn the_built_in_sync_is_filled() {
    let source = built_in("sync").expect("a built-in");
    let open = vec![Open {
        text: "send the *sizing* guide".to_string(),
        link: "2026-02-25-sync.md".to_string(),
    }];
    let note = filled(source, &Meeting { open, ..meeting() });
    let start = "\
---
customer: minato
date: 2026-03-04
kind: sync
ours: [dana, priya]
theirs: [佐藤 健]
---
# Minato Fisheries — sync

## Since last time
- [send the \\*sizing\\* guide](2026-02-25-sync.md)

## Agenda
";
    assert_eq!(&note[..start.len()], start);
    assert!(note.ends_with("guesses. -->\n"));
}

#[test]
fn every_built_in_fills_in_both_forms() {
    for kind in built_in_kinds() {
        let source = built_in(kind).expect("a built-in");
        for form in [FrontMatter::Yaml, FrontMatter::Toml] {
            let meeting = Meeting { kind, title: Some("A *title*"), ..meeting() };
            let note = render(kind, source, &meeting, form).expect("a good built-in");
            assert!(!note.contains("{{") && !note.contains("\n\n\n"), "{note}");
            assert!(note.contains("A \\*title\\*\n") && note.ends_with('\n'), "{note}");
            let fence = if form == FrontMatter::Yaml { "---\n" } else { "+++\n" };
            let header = note.split(fence).nth(1).expect("front matter");
            let kind_read = match form {
                FrontMatter::Yaml => serde_saphyr::from_str::<serde_json::Value>(header)
                    .expect("YAML")["kind"]
                    .as_str()
                    .map(str::to_string),
                FrontMatter::Toml => header.parse::<toml::Table>().expect("TOML")["kind"]
                    .as_str()
                    .map(str::to_string),
            };
            assert_eq!(kind_read.as_deref(), Some(kind));
        }
    }
    assert_eq!(built_in("demo"), None);
}

#[test]
fn the_header_keeps_the_other_keys_in_order() {
    let source = built_in("hands-on").expect("a built-in");
    let meeting = Meeting { customer: None, theirs: vec![], kind: "hands-on", ..meeting() };
    let head = |form| {
        let note = render("hands-on.md", source, &meeting, form).expect("a good template");
        note.lines().take(7).collect::<Vec<_>>().join("\n")
    };
    let yaml =
        "---\ndate: 2026-03-04\nkind: hands-on\nours: [dana, priya]\nbuild:\ninternal: true\n---";
    assert_eq!(head(FrontMatter::Yaml), yaml);
    let toml = "+++\ndate = 2026-03-04\nkind = \"hands-on\"\nours = [\"dana\", \"priya\"]\n\
                build = \"\"\ninternal = true\n+++";
    assert_eq!(head(FrontMatter::Toml), toml);
}

#[test]
fn the_header_changes_its_form_both_ways() {
    let yaml =
        "---\n# why\nseverity: high\ntags:\n  - a\n  - \"b c\"\nkind: x\nextra: {n: 1.5}\n---\nx\n";
    let toml = render("t.md", yaml, &meeting(), FrontMatter::Toml).expect("a good template");
    assert!(
        toml.contains(
            "# why\nseverity = \"high\"\ntags = [\"a\", \"b c\"]\nextra = {n = 1.5}\n+++\n"
        ),
        "{toml}"
    );
    let toml =
        "+++\nkind = \"x\"\nseen = 2026-03-04\ntags = [\n \"a\",\n]\n[extra]\nn = 1.5\n+++\nx\n";
    let yaml = filled(toml, &meeting());
    assert!(
        yaml.contains("\nseen: \"2026-03-04\"\ntags: [a]\nextra: {\"n\": 1.5}\n---\n"),
        "{yaml}"
    );
    let same = render("t.md", toml, &meeting(), FrontMatter::Toml).expect("a good template");
    assert!(same.contains("seen = 2026-03-04\ntags = [\n \"a\",\n]\n[extra]\nn = 1.5\n+++\n"));
}

#[test]
fn own_keys_are_written_if_listed_or_known() {
    let partner = vec!["高橋 一郎".to_string()];
    let sync = built_in("sync").expect("a built-in");
    assert!(!filled(sync, &meeting()).contains("partner:"));
    let with_partner = Meeting { partner, ..meeting() };
    assert!(filled(sync, &with_partner).contains("\npartner: [高橋 一郎]\n"));
    let onsite = built_in("onsite").expect("a built-in");
    let note = filled(onsite, &meeting());
    assert!(note.contains("\nuntil: 2026-03-04\n") && note.contains("\npartner: []\n"), "{note}");
    let bare = filled("text\n", &meeting());
    assert_eq!(
        bare,
        "---\ncustomer: minato\ndate: 2026-03-04\nkind: sync\nours: [dana, priya]\n\
         theirs: [佐藤 健]\n---\ntext\n"
    );
}

#[test]
fn names_render_literally() {
    let name = "*Star* [x](y) <b>\n# {{ date }}";
    let star = Meeting { name, ..meeting() };
    check("# {{name}} — sync\n", &star, "# \\*Star\\* \\[x\\](y) \\<b\\> \\# {{ date }} — sync\n");
    let upper = "{{ name|upper }} {{ ours|join(' + ') }} {{ theirs }}\n";
    check(upper, &meeting(), "MINATO FISHERIES dana + priya 佐藤 健\n");
    check(
        "{% set x %}{{ name }}{% endset %}{{ x }}",
        &star,
        "\\*Star\\* \\[x\\](y) \\<b\\> \\# {{ date }}\n",
    );
    let many = Meeting { ours: vec!["a_b".to_string(), "c".to_string()], ..meeting() };
    check("{{ours}}", &many, "a\\_b, c\n");
}

#[test]
fn a_title_stands_in_the_first_heading() {
    let title = |source: &str, expected: &str| {
        let meeting = Meeting { title: Some("Day *two*"), name: "A — B", ..meeting() };
        check(source, &meeting, expected);
    };
    title("# {{name}} — sync\n", "# A — B — Day \\*two\\*\n");
    title("# {{name}}\n", "# A — B — Day \\*two\\*\n");
    title("# {{name}} — <!-- what breaks -->\n", "# A — B — Day \\*two\\*\n");
    title("# Hands-on: <!-- the task -->\n", "# Hands-on: Day \\*two\\*\n");
    title("# <!-- the change, as a verb -->\n", "# Day \\*two\\*\n");
    title("# one\n\n{{ title }}\n", "# one\n\nDay \\*two\\*\n");
    title("```\n# no\n```\n# one\n", "```\n# no\n```\n# one — Day \\*two\\*\n");
    title("## Notes\n", "# Day \\*two\\*\n\n## Notes\n");
    check("# one {{ title }}\n{% if title %}x{% endif %}", &meeting(), "# one\n");
}

#[test]
fn a_visit_has_a_section_for_each_day() {
    let visit = Meeting { until: Some(day("2026-03-05")), ..meeting() };
    check("{{days}}\n", &visit, "## 2026-03-04 Day\n\n## 2026-03-05 Day\n");
    check("{{days}}\n", &meeting(), "## 2026-03-04 Day\n");
    let backwards = Meeting { until: Some(day("2026-01-01")), ..meeting() };
    check("{{days}} {{until}}\n", &backwards, "## 2026-03-04 Day 2026-03-04\n");
    let endless = Meeting { until: Some(day("9999-01-01")), ..meeting() };
    assert_eq!(filled("{{days}}", &endless).matches("## ").count(), 31);
}

#[test]
fn what_is_empty_leaves_no_hole() {
    check("## Since\n{{open}}\n\n## Agenda\n", &meeting(), "## Since\n\n## Agenda\n");
    check("## Since\n\n{{ open }}\n\n## Agenda\n", &meeting(), "## Since\n\n## Agenda\n");
    check("{{open}}\n{{title}}\n\nx\n", &meeting(), "x\n");
    check("a\n{% if partner %}\nb\n{% endif %}\nc\n", &meeting(), "a\nc\n");
    check("a\n\n\n\nb  \n\n\n", &meeting(), "a\n\n\n\nb\n");
    check("\u{feff}a\r\nb\r\n", &meeting(), "a\nb\n");
    check("", &meeting(), "\n");
}

#[test]
fn a_fault_names_the_file_and_the_line() {
    let hint =
        fails("---\nkind: x\n---\n\n# {{ custmer }}\n", "`t.md` line 5: `custmer` is undefined");
    assert_eq!(hint, ["did you mean `customer`?"]);
    fails("{{ title }}\n{{ open }}\n{{ x.y }}\n", "`t.md` line 3: `x` is undefined");
    fails("a\n{% if x %}\n", "`t.md` line 2: unexpected end of input, expected end of block");
    fails("a\n{{ name|nope }}\n", "`t.md` line 2: filter nope is unknown");
    fails("{{ name|int }}", "`t.md` line 1: invalid operation");
    fails("{% include 'a' %}", "`t.md` line 1: a template is one file");
    fails("{{ name + 1 }}", "`t.md` line 1: invalid operation");
    fails("{{ {'a': name} }}", "`t.md` line 1: invalid operation");
    fails("---\na: {{ date }}\n---\n", "`t.md` line 2: the front matter is not filled");
    fails("---\na: b\n{% if x %}\n---\n", "`t.md` line 3: the front matter is not filled");
    fails("---\na: b\n", "`t.md` line 1: the front matter has no end");
    fails("---\nkind: x\na: [b\n---\n", "`t.md` line 3: the front matter is no YAML");
    fails("---\nsome words\n---\n", "`t.md` line 2: the front matter is no YAML");
    fails("---\na: 1\nb: 2\na: 3\n---\n", "`t.md` line 4: `a` stands here twice");
}

#[test]
fn a_template_without_an_end_ends() {
    let doubling = format!("{{% set x = 'xx' %}}{}", "{% set x = x ~ x %}".repeat(60));
    for source in [
        &doubling,
        "{{ 'x' * 100000 * 100000 }}",
        "{{ ('x' * 100000)|center(2000000000) }}",
        "{{ range(99999)|list|pprint }}{{ [1] * 2000000000 }}",
        "{{ [[1] * 9000] * 9000 }}",
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{{ 'x' * 2000000000 }}",
        "{% for i in range(9000) %}{{ 'x' * 1000 }}{% endfor %}",
    ] {
        assert!(render("t.md", source, &meeting(), FrontMatter::Yaml).is_err(), "{source}");
    }
}

#[test]
fn a_deep_template_is_an_error_and_no_crash() {
    for (start, step) in [
        ("", "{%if a%}"),
        ("{{ ", "("),
        ("{{ ", "["),
        ("{{ ", "-"),
        ("{{ ", "not "),
        ("{{ a", ".a"),
        ("{{ a", "|e"),
        ("{{ a", "~a"),
        ("{{ a", "()"),
        ("{{ a", " or a"),
        ("{{ 1", " if a else 1"),
        ("{% if a %}", "{%elif a%}"),
    ] {
        let tail = if start.starts_with("{{") { " }}" } else { "{% endif %}" };
        let room = super::LONGEST_TEMPLATE - start.len() - tail.len();
        let source = format!("{start}{}", step.repeat(room / step.len()));
        for source in [source.clone(), source + tail] {
            let _ = render("t.md", &source, &meeting(), FrontMatter::Yaml);
        }
    }
    let nested = "[".repeat(9000);
    fails(&format!("---\na: {nested}\n---\n"), "`t.md` line 2: the front matter is no YAML");
    fails(&format!("+++\na = {nested}\n+++\n"), "`t.md` line 2: the front matter is no TOML");
    fails(&"x".repeat(100_000), "`t.md` is longer than 20 kB");
}

#[test]
fn what_the_calendar_tells_stands_in_the_header() {
    let place = Some("Porto: Rua do Ouro 1");
    let told = Meeting { place, event: Some("1a@orbit.example"), ..meeting() };
    let source = "---\nplace: HQ\nbuild: 7\n---\nx\n";
    let note = filled(source, &told);
    let expected =
        "\nplace: \"Porto: Rua do Ouro 1\"\nevent: \"1a@orbit.example\"\nbuild: 7\n---\nx\n";
    assert!(note.ends_with(expected), "{note}");
    assert!(filled(source, &meeting()).ends_with("\nplace: HQ\nbuild: 7\n---\nx\n"));
    let toml = render("t.md", source, &told, FrontMatter::Toml).expect("a good template");
    assert!(toml.contains("place = \"Porto: Rua do Ouro 1\"\nevent = "), "{toml}");
}

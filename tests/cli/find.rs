//! `find`: what is found where, in which order, by customer, and what is said where nothing is.

use snapbox::str;

use crate::sealed::{Sealed, Shows};

/// The usual notebook, and a note of everything that words can stand in.
fn notebook() -> Sealed {
    let s = Sealed::notebook();
    s.write(
        "customers/orbit/2026-02-20-poc.md",
        "---\nkind: poc\ntitle: Replication at Orbit\n---\n# Replication\n\n\
         Their replication stalls, and the sizing\nguide does not help. #uses-nfs\n\n\
         ## 2026-02-21 Second day\n\n\
         - [ ] @ann write the sizing guide again by 2026-03-01\n\
         - ~~sizing~~ #uses-nfs-v4\n\n\
         | node | sizing |\n|---|---|\n| a | 40 TB |\n\n\
         ```sh\nreplicate --dry-run # uses the guide\n```\n\n\
         <!-- sizing: how much, how fast -->\n\n\
         ## Internal\n\nThe sizing was ours.\n",
    );
    s.write("ideas.md", "# Ideas\n\nA sizing tool.\n");
    s
}

#[test]
fn passages_are_found_the_newest_first() {
    notebook().fieldnote("find sizing").shows(str![[r#"
4 Mar   minato  late  @dana send the sizing guide promised 2026-03-06  customers/minato/2026-03-04-poc.md:17
21 Feb  orbit   late  @ann write the sizing guide again by 2026-03-01  customers/orbit/2026-02-20-poc.md:12
21 Feb  orbit         ~~sizing~~ #uses-nfs-v4  customers/orbit/2026-02-20-poc.md:13
21 Feb  orbit         | node | sizing |  customers/orbit/2026-02-20-poc.md:15
20 Feb  orbit         Their replication stalls, and the sizing guide does not help. #uses-nfs  customers/orbit/2026-02-20-poc.md:7
20 Feb  orbit         The sizing was ours. [internal]  customers/orbit/2026-02-20-poc.md:27
                      A sizing tool.  ideas.md:3
exit 0

"#]]);
}

#[test]
fn words_are_found_over_line_breaks_in_tables_code_and_titles_and_not_in_comments() {
    let s = notebook();
    s.fieldnote("find stalls guide").shows(str![[r#"
20 Feb  orbit  Their replication stalls, and the sizing guide does not help. #uses-nfs  customers/orbit/2026-02-20-poc.md:7
exit 0

"#]]);
    s.fieldnote("find 'sizing guide' -c orbit").shows(str![[r#"
21 Feb  orbit  late  @ann write the sizing guide again by 2026-03-01  customers/orbit/2026-02-20-poc.md:12
20 Feb  orbit        Their replication stalls, and the sizing guide does not help. #uses-nfs  customers/orbit/2026-02-20-poc.md:7
exit 0

"#]]);
    s.fieldnote("find 40").shows(str![[r#"
21 Feb  orbit  | a | 40 TB |  customers/orbit/2026-02-20-poc.md:17
exit 0

"#]]);
    s.fieldnote("find dry-run").shows(str![[r#"
21 Feb  orbit  replicate --dry-run # uses the guide  customers/orbit/2026-02-20-poc.md:20
exit 0

"#]]);
    s.fieldnote("find REPLICATION").shows(str![[r#"
20 Feb  orbit  Replication at Orbit  customers/orbit/2026-02-20-poc.md:3
20 Feb  orbit  # Replication  customers/orbit/2026-02-20-poc.md:5
20 Feb  orbit  Their replication stalls, and the sizing guide does not help. #uses-nfs  customers/orbit/2026-02-20-poc.md:7
exit 0

"#]]);
    s.fieldnote("find 'how much'").shows(str![[r#"
2> nothing found
exit 0

"#]]);
}

#[test]
fn a_kind_that_no_note_has_is_named() {
    let s = notebook();
    s.fieldnote("find guide --kind pco").shows(str![[r#"
2> no notes of kind `pco`: did you mean `poc`?
exit 0

"#]]);
    s.fieldnote("find nowhere --kind poc").shows(str![[r#"
2> nothing found
exit 0

"#]]);
}

#[test]
fn tags_are_found_whole() {
    let s = notebook();
    s.fieldnote("find #uses-nfs").shows(str![[r#"
20 Feb  orbit  Their replication stalls, and the sizing guide does not help. #uses-nfs  customers/orbit/2026-02-20-poc.md:8
exit 0

"#]]);
    s.fieldnote("find uses-nfs").shows(str![[r#"
21 Feb  orbit  ~~sizing~~ #uses-nfs-v4  customers/orbit/2026-02-20-poc.md:13
20 Feb  orbit  Their replication stalls, and the sizing guide does not help. #uses-nfs  customers/orbit/2026-02-20-poc.md:8
exit 0

"#]]);
}

#[test]
fn people_are_found_on_cards_and_in_the_team() {
    let s = notebook();
    s.fieldnote("find sato").shows(str![[r#"
minato  佐藤 健 (Satō Ken) — infrastructure lead, champion <ken@minato.example> [card]  customers/minato/README.md:11
exit 0

"#]]);
    s.fieldnote("find 佐藤健 -c minato").shows(str![[r#"
minato  佐藤 健 (Satō Ken) — infrastructure lead, champion <ken@minato.example> [card]  customers/minato/README.md:11
exit 0

"#]]);
    s.fieldnote("find reyes").shows(str![[r#"
@dana — Dana Reyes (America/New_York) <dana@us.example> [team]  team.md:6
exit 0

"#]]);
    s.fieldnote("find reyes --customers").shows(str![[r#"
2> only cards and the team hold that
exit 0

"#]]);
    s.fieldnote("find reyes --since 2020-01-01").shows(str![[r#"
2> nothing found
exit 0

"#]]);
}

#[test]
fn words_that_stand_apart_are_found_by_note() {
    let s = notebook();
    s.fieldnote("find throughput ports").shows(str![[r#"
4 Mar  minato        Throughput is fine.  customers/minato/2026-03-04-poc.md:13
4 Mar  minato  open  @佐藤 open ports 2049 and 4420 by 2026-03-09  customers/minato/2026-03-04-poc.md:18
2> no passage holds all of it: these notes do, by the first place of each word
exit 0

"#]]);
    s.fieldnote("find throughput contract").shows(str![[r#"
2> nothing found
exit 0

"#]]);
}

#[test]
fn words_are_found_inside_of_others_if_none_begins_so() {
    let s = notebook();
    s.fieldnote("find roughput").shows(str![[r#"
4 Mar  minato  Throughput is fine.  customers/minato/2026-03-04-poc.md:13
2> no word begins so: found inside of words
exit 0

"#]]);
    s.fieldnote("find put").shows(str![[r#"
4 Mar  minato  Throughput is fine.  customers/minato/2026-03-04-poc.md:13
2> no word begins so: found inside of words
exit 0

"#]]);
}

#[test]
fn hits_are_chosen_by_customer_kind_and_day() {
    let s = notebook();
    let places = |line: &str| {
        let shown = s.fieldnote(line).succeeds().stdout;
        let places = shown.lines().filter_map(|line| line.rsplit("  ").next());
        places
            .map(|place| place.rsplit('/').next().unwrap_or(place).to_string())
            .collect::<Vec<_>>()
    };
    for (line, expected) in [
        ("find guide --kind poc -c minato", vec!["2026-03-04-poc.md:17"]),
        ("find sizing --since 1w", vec!["2026-03-04-poc.md:17"]),
        ("find sizing --until 2026-02-20", vec!["2026-02-20-poc.md:7", "2026-02-20-poc.md:27"]),
        ("find sizing --since 2026-02-21 --until 2026-02-21 'guide'", vec!["2026-02-20-poc.md:12"]),
    ] {
        assert_eq!(places(line), expected, "{line}");
    }
}

#[test]
fn customers_are_listed_by_their_last_hit() {
    let s = notebook();
    s.fieldnote("find sizing --customers").shows(str![[r#"
minato  1 hit   4 Mar  customers/minato/2026-03-04-poc.md:17
orbit   5 hits  20 Feb – 21 Feb  customers/orbit/2026-02-20-poc.md:12
2> 1 hit in notes without a customer
exit 0

"#]]);
    s.fieldnote("find sizing --customers --json").shows(str![[r#"
[
{"customer":"minato","hits":1,"first":"2026-03-04","last":"2026-03-04","note":"customers/minato/2026-03-04-poc.md","line":17},
{"customer":"orbit","hits":5,"first":"2026-02-20","last":"2026-02-21","note":"customers/orbit/2026-02-20-poc.md","line":12}
]
2> 1 hit in notes without a customer
exit 0

"#]]);
    s.env("COLUMNS", "50").fieldnote("find sizing --customers -c orbit").shows(str![[r#"
orbit  5 hits  20 Feb – 21 Feb
  customers/orbit/2026-02-20-poc.md:12
exit 0

"#]]);
}

#[test]
fn nothing_found_says_what_may_be_meant() {
    let s = notebook();
    s.fieldnote("find #uses-nsf").shows(str![[r#"
2> nothing found: did you mean `#uses-nfs`?
exit 0

"#]]);
    s.fieldnote("find imprter --json").shows(str![[r#"
[]
2> nothing found: did you mean `importer`?
exit 0

"#]]);
    s.fieldnote("find minato cloud").shows(str![[r#"
2> nothing found; for all notes of a customer: `fieldnote notes -c minato`
exit 0

"#]]);
    s.fieldnote("find qqq").shows(str![[r#"
2> nothing found
exit 0

"#]]);
    s.fieldnote("find sizing -q --since today").shows(str![[r#"
exit 0

"#]]);
}

#[test]
fn narrow_terminals_cut_around_the_words() {
    let s = notebook();
    s.env("COLUMNS", "80").fieldnote("find help").shows(str![[r#"
20 Feb  orbit  Their replication stalls, and the sizing guide does not help. #u…
  customers/orbit/2026-02-20-poc.md:8
exit 0

"#]]);
    s.env("COLUMNS", "60").fieldnote("find sizing").shows(str![[r#"
4 Mar   minato  late  @dana send the sizing guide promised…
  customers/minato/2026-03-04-poc.md:17
21 Feb  orbit   late  @ann write the sizing guide again by…
  customers/orbit/2026-02-20-poc.md:12
21 Feb  orbit         ~~sizing~~ #uses-nfs-v4
  customers/orbit/2026-02-20-poc.md:13
21 Feb  orbit         | node | sizing |
  customers/orbit/2026-02-20-poc.md:15
20 Feb  orbit         …ls, and the sizing guide does not he…
  customers/orbit/2026-02-20-poc.md:7
20 Feb  orbit         The sizing was ours. [internal]
  customers/orbit/2026-02-20-poc.md:27
                      A sizing tool.
  ideas.md:3
exit 0

"#]]);
    s.env("COLUMNS", "60").fieldnote("find --color always 見積").shows(str![[r#"
18 Feb  minato  \u{1b}[1m\u{1b}[31mlate\u{1b}[0m  @佐藤 \u{1b}[1m見積\u{1b}[0mもりを確認する by 2026-02-27
  \u{1b}[2mcustomers/minato/2026-02-18-sync.md:13\u{1b}[0m
exit 0

"#]]);
}

#[test]
fn programs_read_every_key() {
    notebook().fieldnote("find sizing guide --json").shows(str![[r#"
[
{"note":"customers/minato/2026-03-04-poc.md","line":17,"date":"2026-03-04","customer":"minato","source":"note","part":"item","heading":"Follow-ups","text":"@dana send the sizing guide promised 2026-03-06","state":"open","late_days":1,"id":"f2ppc9sw","internal":false},
{"note":"customers/orbit/2026-02-20-poc.md","line":12,"date":"2026-02-21","customer":"orbit","source":"note","part":"item","heading":"2026-02-21 Second day","text":"@ann write the sizing guide again by 2026-03-01","state":"open","late_days":5,"id":"9j9jqtcd","internal":false},
{"note":"customers/orbit/2026-02-20-poc.md","line":7,"date":"2026-02-20","customer":"orbit","source":"note","part":"paragraph","heading":"Replication","text":"Their replication stalls, and the sizing guide does not help. #uses-nfs","state":null,"late_days":null,"id":null,"internal":false}
]
exit 0

"#]]);
}

#[test]
fn what_is_not_understood_is_refused() {
    let s = notebook();
    s.run(&["find", " "]).shows(str![[r#"
2> error: there is no word to look for
2> hint: name one: `fieldnote find guide`
exit 2

"#]]);
    s.fieldnote("find").shows(str![[r#"
2> error: the following required arguments were not provided:
2>   <WORDS>...
2> 
2> Usage: fieldnote find <WORDS>...
2> 
2> For more information, try '--help'.
exit 2

"#]]);
    s.fieldnote("find guide -c obrit").shows(str![[r#"
2> error: there is no customer `obrit`
2> hint: did you mean `orbit`?
exit 1

"#]]);
    s.fieldnote("find guide --until soon").shows(str![[r#"
2> error: `soon` is no date
2> hint: write YYYY-MM-DD, or `mon`, `2w`, `3 days ago`, `5 mar`, `yesterday`
exit 2

"#]]);
}

#[test]
fn any_folder_of_markdown_is_looked_through_and_nothing_drives_the_terminal() {
    let s = Sealed::empty();
    s.write("a.md", b"caf\xe9 \x1b[31m guide\x07\n").write("customers/x/README.md", "# Guide\n");
    s.write("large.md", "guide\n".repeat(800_000));
    s.fieldnote("find guide -C .").shows(str![[r#"
   caf� \x1b[31m guide\x07  a.md:1
x  # Guide  customers/x/README.md:1
2> warning: `large.md` was not read: 4.6 MB, above the limit of 4 MB; split it
exit 0

"#]]);
}

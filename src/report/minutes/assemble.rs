//! The order of the reader: decisions, follow-ups and open questions of all notes, then the rest of each. Of
//! an agenda, what is to be talked about, then what is still open.

use super::{Block, Head, Item, Purpose, Section, Title};

/// What one note has to tell.
#[derive(Default)]
pub struct Contents {
    pub decisions: Vec<Item>,
    pub follow_ups: Vec<Item>,
    pub questions: Vec<Item>,
    /// Its sections, in their order, without what was gathered from them.
    pub rest: Vec<Section>,
}

/// Returns the sections that hold something; each note comes with its own head.
pub fn assemble(purpose: Purpose, notes: Vec<(Head, Contents)>) -> Vec<Section> {
    let mut rest: Vec<(Head, Vec<Section>)> = Vec::new();
    let [mut decisions, mut follow_ups, mut questions] = [Vec::new(), Vec::new(), Vec::new()];
    for (head, contents) in notes {
        decisions.extend(contents.decisions);
        follow_ups.extend(contents.follow_ups);
        questions.extend(contents.questions);
        rest.push((head, contents.rest));
    }
    let open = if purpose != Purpose::Minutes { Title::StillOpen } else { Title::FollowUps };
    let [decisions, follow_ups, questions] = [
        gathered(Title::Decisions, decisions, "Decisions", &mut rest),
        gathered(open, follow_ups, "Follow-ups", &mut rest),
        gathered(Title::Questions, questions, "Open questions", &mut rest),
    ];
    let mut rest = rest.into_iter();
    let own = rest.next().map(|(_, sections)| sections).unwrap_or_default();
    let further = rest.map(|(head, sections)| meeting(head, sections));
    let mut sections: Vec<Section> = match purpose {
        Purpose::Minutes => {
            [decisions, follow_ups, questions].into_iter().chain(own).chain(further).collect()
        }
        Purpose::Agenda | Purpose::Invitation => {
            own.into_iter().chain([decisions, questions, follow_ups]).collect()
        }
    };
    sections.retain(|section| !section.blocks.is_empty());
    sections
}

/// Puts what was gathered under one title, with what else stands in the notes' own sections of that name.
fn gathered(
    title: Title,
    items: Vec<Item>,
    english: &str,
    notes: &mut [(Head, Vec<Section>)],
) -> Section {
    let mut blocks = Vec::new();
    if !items.is_empty() {
        blocks.push(Block::List { is_ordered: false, items });
    }
    let is_own =
        |section: &mut Section| matches!(&section.title, Title::Own(name) if name.is(english));
    for (_, sections) in notes {
        blocks.extend(sections.extract_if(.., is_own).flat_map(|own| own.blocks));
    }
    Section { title, blocks }
}

/// Puts the sections of a further note under its title.
fn meeting(head: Head, sections: Vec<Section>) -> Section {
    let mut blocks = Vec::new();
    for section in sections.into_iter().filter(|section| !section.blocks.is_empty()) {
        if let Title::Own(name) = section.title {
            blocks.push(Block::Section(name));
        }
        blocks.extend(section.blocks);
    }
    Section { title: Title::Meeting(head.title, head.first), blocks }
}

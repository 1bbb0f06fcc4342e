//! A template filled with a meeting.
//!
//! A template is a Markdown file: its front matter lists keys, its body holds placeholders of the
//! template language (minijinja). The eight built-in ones are the files in `templates/`; a notebook's
//! own `templates/<kind>.md` has the same shape. Nothing here reads a file, and no template can: it
//! sees one meeting, has a budget of steps, and ends in a text or in an error with a line.

mod dated;
mod escape;
mod header;
mod scalar;

use minijinja::value::{Value, ValueKind};
use minijinja::{AutoEscape, Environment, ErrorKind, Output, State, UndefinedBehavior, context};

use crate::cells::harmless;
use crate::date::Date;
use crate::error::{Context, Error, Hinted, Result, bail};
use crate::words;

/// The kinds with a built-in template, in the order in which they are shown.
const BUILT_IN: [(&str, &str); 8] = [
    ("sync", include_str!("../../templates/sync.md")),
    ("discovery", include_str!("../../templates/discovery.md")),
    ("poc", include_str!("../../templates/poc.md")),
    ("escalation", include_str!("../../templates/escalation.md")),
    ("onsite", include_str!("../../templates/onsite.md")),
    ("review", include_str!("../../templates/review.md")),
    ("hands-on", include_str!("../../templates/hands-on.md")),
    ("speclet", include_str!("../../templates/speclet.md")),
];

/// The placeholders of a body.
const PLACEHOLDERS: [&str; 11] = [
    "customer", "name", "title", "kind", "date", "until", "days", "ours", "theirs", "partner",
    "open",
];

/// Steps of one rendering; a step also pays for 64 bytes of text.
const FUEL: u64 = 100_000;

/// The longest template, in bytes: the engine takes the square of an expression's length.
const LONGEST_TEMPLATE: usize = 20_000;

/// The engine recurses over an expression; this much holds the deepest one of a longest template
/// four times.
const STACK: usize = 32 * 1024 * 1024;

/// The longest note that a template may make, in bytes.
const LONGEST: usize = 5_000_000;

pub use dated::with_day;
pub use escape::{is_reference, markdown as escaped};

/// The most days of a visit that get a section each.
const MOST_DAYS: i64 = 31;

/// What a template is filled with.
#[derive(Clone, Debug)]
pub struct Meeting<'a> {
    /// The customer's slug; `None` for notes without a customer.
    pub customer: Option<&'a str>,
    /// The customer's name for people, else the slug.
    pub name: &'a str,
    pub date: Date,
    /// The last day of a visit.
    pub until: Option<Date>,
    pub kind: &'a str,
    pub title: Option<&'a str>,
    pub ours: Vec<String>,
    pub theirs: Vec<String>,
    pub partner: Vec<String>,
    /// Where it is, and what the calendar calls it: of a meeting on the calendar.
    pub place: Option<&'a str>,
    pub event: Option<&'a str>,
    /// The customer's open follow-ups, as they are listed in the new note.
    pub open: Vec<Open>,
}

impl Meeting<'_> {
    /// Returns the last day: the date where there is no later one.
    fn until(&self) -> Date {
        self.until.map_or(self.date, |until| until.max(self.date))
    }
}

/// An open follow-up that a new note links to.
#[derive(Clone, Debug)]
pub struct Open {
    pub text: String,
    /// The path of its note from the folder of the new note, not encoded.
    pub link: String,
}

/// The form in which front matter is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FrontMatter {
    #[default]
    Yaml,
    Toml,
}

/// Returns front matter with these texts and lists; empty lists are left out.
pub fn front_matter(
    texts: &[(&str, String)],
    lists: &[(&str, &[String])],
    form: FrontMatter,
) -> String {
    let fence = if form == FrontMatter::Yaml { "---" } else { "+++" };
    let mut lines = vec![fence.to_string()];
    lines
        .extend(texts.iter().map(|(key, text)| scalar::line(key, &scalar::text(text, form), form)));
    let lists = lists.iter().filter(|(_, list)| !list.is_empty());
    lines.extend(lists.map(|(key, list)| scalar::line(key, &scalar::list(list, form), form)));
    lines.push(format!("{fence}\n"));
    lines.join("\n")
}

/// Returns the built-in template of a kind.
pub fn built_in(kind: &str) -> Option<&'static str> {
    BUILT_IN.iter().find(|(name, _)| *name == kind).map(|(_, source)| *source)
}

/// The kinds that need no customer.
pub const WITHOUT_CUSTOMER: [&str; 2] = ["hands-on", "speclet"];

/// Returns the kinds that have a built-in template.
pub fn built_in_kinds() -> [&'static str; 8] {
    BUILT_IN.map(|(kind, _)| kind)
}

/// Returns the note that a template makes of a meeting; `name` is the template's file, for errors.
///
/// Names are escaped where they are printed, lists are joined by commas, and a line that holds only a
/// placeholder without a value goes away. A title stands where `{{ title }}` does. In a template
/// without it, it stands in the first `# ` heading: in place of the comment, else of what follows
/// the last ` — `, else behind the heading and ` — `; without such a heading it becomes one.
///
/// # Errors
/// Front matter that cannot be read, a syntax error, an undefined variable, a template that does not
/// end, is too long or makes too long a note. No value is ever quoted.
pub fn render(
    name: &str,
    source: &str,
    meeting: &Meeting,
    front_matter: FrontMatter,
) -> Result<String> {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source).replace("\r\n", "\n");
    if source.len() > LONGEST_TEMPLATE {
        bail!("`{}` is longer than 20 kB", harmless(name));
    }
    let (header, body) = header::split(name, &source)?;
    let front = header::write(name, header.as_ref(), meeting, front_matter)?;
    let filled = std::thread::scope(|scope| {
        let builder = std::thread::Builder::new().stack_size(STACK);
        let thread = builder.spawn_scoped(scope, || fill(name, &body, meeting));
        let thread = thread.context("failed to start a thread for the template")?;
        thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })?;
    Ok(format!("{front}{}\n", filled.trim_start_matches('\n').trim_end()))
}

/// Returns the filled body.
fn fill(name: &str, body: &str, meeting: &Meeting) -> Result<String> {
    let fault = |error| fault(name, &error);
    let engine = engine().map_err(fault)?;
    let written = engine.template_from_named_str(name, body).map_err(fault)?;
    let places_title = written.undeclared_variables(false).contains("title");
    let (body, heading) = match meeting.title {
        Some(title) if !places_title => match titled(body) {
            Some(body) => (body, String::new()),
            None => (body.to_string(), format!("# {}\n\n", escape::markdown(title))),
        },
        _ => (body.to_string(), String::new()),
    };
    let body = without_empty_lines(&body, meeting);
    let filled = engine.render_named_str(name, &body, values(meeting)).map_err(fault)?;
    if filled.len() > LONGEST {
        return Err(header::at(name, 1, "the template makes more than 5 MB"));
    }
    Ok(format!("{heading}{}", filled.trim_start_matches('\n')))
}

fn engine<'a>() -> std::result::Result<Environment<'a>, minijinja::Error> {
    let mut engine = Environment::new();
    let syntax = minijinja::syntax::SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(true)
        .build()?;
    engine.set_syntax(syntax);
    engine.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    engine.set_auto_escape_callback(|_| AutoEscape::Custom("markdown".into()));
    engine.set_formatter(print);
    engine.set_debug(true); // Without it, errors do not say which variable is undefined.
    engine.set_fuel(Some(FUEL));
    engine.set_recursion_limit(100);
    // A namespace can hold itself, and printing that would never end; `debug` prints everything.
    engine.remove_global("namespace");
    engine.remove_global("debug");
    Ok(engine)
}

/// Prints a value into Markdown: texts escaped, lists joined by commas, nothing for none.
fn print(
    out: &mut Output,
    _: &mut State,
    value: &Value,
) -> std::result::Result<(), minijinja::Error> {
    let text = |value: &Value| match value.kind() {
        ValueKind::Undefined | ValueKind::None => Ok(String::new()),
        ValueKind::Bool | ValueKind::Number => Ok(value.to_string()),
        ValueKind::String if value.is_safe() => Ok(value.to_string()),
        ValueKind::String => Ok(escape::markdown(value.as_str().unwrap_or_default())),
        _ => Err(ErrorKind::InvalidOperation.into()),
    };
    let printed = match value.kind() {
        ValueKind::Seq | ValueKind::Iterable => {
            let texts: std::result::Result<Vec<String>, minijinja::Error> =
                value.try_iter()?.map(|item| text(&item)).collect();
            texts?.join(", ")
        }
        _ => text(value)?,
    };
    out.write_str(&printed).map_err(|_| ErrorKind::WriteFailure.into())
}

fn values(meeting: &Meeting) -> Value {
    context! {
        customer => meeting.customer,
        name => meeting.name,
        title => meeting.title,
        kind => meeting.kind,
        date => meeting.date.to_string(),
        until => meeting.until().to_string(),
        days => Value::from_safe_string(days(meeting)),
        ours => &meeting.ours,
        theirs => &meeting.theirs,
        partner => &meeting.partner,
        open => Value::from_safe_string(open(meeting)),
    }
}

/// Returns an empty section for each day of the meeting.
fn days(meeting: &Meeting) -> String {
    let count = meeting.until().days_since(meeting.date).min(MOST_DAYS - 1);
    let section = |day| format!("## {} Day", meeting.date.plus(day));
    (0..=count).map(section).collect::<Vec<_>>().join("\n\n")
}

/// Returns the open follow-ups as links; never as boxes, so each stays in one file.
fn open(meeting: &Meeting) -> String {
    let bullet = |open: &Open| {
        format!("- [{}]({})", escape::markdown(&open.text), escape::destination(&open.link))
    };
    meeting.open.iter().map(bullet).collect::<Vec<_>>().join("\n")
}

/// Returns the body with a place for the title in its first heading; `None` if it has no heading.
fn titled(body: &str) -> Option<String> {
    let mut in_code = false;
    let mut lines: Vec<&str> = body.split('\n').collect();
    let heading = lines.iter().position(|line| {
        in_code ^= line.starts_with("```") || line.starts_with("~~~");
        !in_code && line.starts_with("# ")
    })?;
    let line = lines[heading];
    let comment = line.find("<!--").zip(line.find("-->"));
    let titled = match (comment, line.rsplit_once(" — ")) {
        (Some((start, end)), _) if start < end => {
            format!("{}{{{{ title }}}}{}", &line[..start], &line[end + 3..])
        }
        (_, Some((before, _))) => format!("{before} — {{{{ title }}}}"),
        _ => format!("{} — {{{{ title }}}}", line.trim_end()),
    };
    lines[heading] = &titled;
    Some(lines.join("\n"))
}

/// Returns the body without the lines that would print nothing; each takes the blank lines above it
/// along, and lines keep their numbers.
fn without_empty_lines(body: &str, meeting: &Meeting) -> String {
    let is_empty = |line: &str| {
        let Some(inner) = line.trim().strip_prefix("{{").and_then(|line| line.strip_suffix("}}"))
        else {
            return false;
        };
        match inner.trim_matches('-').trim() {
            "customer" => meeting.customer.is_none(),
            "title" => meeting.title.is_none(),
            "ours" => meeting.ours.is_empty(),
            "theirs" => meeting.theirs.is_empty(),
            "partner" => meeting.partner.is_empty(),
            "open" => meeting.open.is_empty(),
            _ => false,
        }
    };
    let line = |line| if is_empty(line) { "{{- '' }}" } else { line };
    body.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// Returns what went wrong, with its line, and without the values that the template was filled with.
fn fault(name: &str, error: &minijinja::Error) -> Error {
    let at = |fact: &str| header::at(name, error.line().unwrap_or(1), fact);
    let detail = error.detail().unwrap_or("the template is not understood");
    match error.kind() {
        ErrorKind::UndefinedError => at(detail).hint(known(detail)),
        ErrorKind::SyntaxError
        | ErrorKind::UnknownFilter
        | ErrorKind::UnknownTest
        | ErrorKind::UnknownFunction => at(detail),
        ErrorKind::OutOfFuel => at("the template takes too many steps").hint("does a loop end?"),
        ErrorKind::TemplateNotFound | ErrorKind::BadInclude => at("a template is one file").hint(
            "`include`, `import` and `extends` are not supported: put the text into the template",
        ),
        kind => at(&kind.to_string()),
    }
}

/// Returns the placeholder that was meant by an undefined one, or all there are.
fn known(detail: &str) -> String {
    let meant = detail.split('`').nth(1).and_then(|word| words::nearest(word, PLACEHOLDERS));
    match meant {
        Some(word) => format!("did you mean `{word}`?"),
        None => format!("a template knows {}", PLACEHOLDERS.join(", ")),
    }
}

#[cfg(test)]
mod tests;

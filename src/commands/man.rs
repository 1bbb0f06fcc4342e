//! `man`: the manual pages, made of the help texts.

use std::fs;
use std::path::PathBuf;

use clap::Command;

use crate::context::{Context, unknown_of};
use crate::error::{Context as _, Result, misunderstood};

const EXAMPLES: &str = "\
Examples:
  fieldnote man | man -l -                  read the page of fieldnote
  fieldnote man week | man -l -             read the page of a command
  fieldnote man --write ~/.local/share/man/man1

With the pages in place, `man fieldnote` and `man fieldnote-week` show them.";

/// Print the manual pages, or write them for `man`
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The command, such as `week` or `customer add`
    #[arg(value_name = "COMMAND", conflicts_with = "write")]
    command: Vec<String>,

    /// Write all pages into this folder, each as `fieldnote-COMMAND.1`
    #[arg(long, value_name = "DIR")]
    write: Option<PathBuf>,
}

/// Prints or writes pages of `root`, the whole command line.
pub fn run(context: &Context, root: Command, args: Args) -> Result<()> {
    let mut root = root.disable_help_subcommand(true);
    root.build();
    let Some(folder) = &args.write else {
        return context.ui.print(&page(named(&root, &args.command)?)?);
    };
    let folder = context.folder(Some(folder));
    let mut pages = Vec::new();
    collect(&root, &mut pages);
    let place = || format!("failed to write into `{}`", folder.display());
    fs::create_dir_all(&folder).with_context(place)?;
    for command in &pages {
        fs::write(folder.join(format!("{}.1", title(command))), page(command)?)
            .with_context(place)?;
    }
    context.ui.status(&format!("wrote {} pages into {}", pages.len(), folder.display()));
    Ok(())
}

fn named<'a>(root: &'a Command, names: &[String]) -> Result<&'a Command> {
    let mut command = root;
    for name in names {
        let known = || command.get_subcommands().filter(|command| !command.is_hide_set());
        command = match known().find(|command| {
            command.get_all_aliases().chain([command.get_name()]).any(|own| own == name)
        }) {
            Some(found) => found,
            None => {
                let names: Vec<&str> = known().map(Command::get_name).collect();
                return Err(misunderstood(unknown_of("command", name, &names)));
            }
        };
    }
    Ok(command)
}

fn collect<'a>(command: &'a Command, pages: &mut Vec<&'a Command>) {
    pages.push(command);
    command.get_subcommands().for_each(|command| collect(command, pages));
}

/// Returns the name of a page: `fieldnote-customer-add`.
fn title(command: &Command) -> String {
    command.get_display_name().unwrap_or_else(|| command.get_name()).replace(' ', "-")
}

fn page(command: &Command) -> Result<String> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    Ok(String::from_utf8(page)?.replace(".SH EXTRA\n", ".SH NOTES AND EXAMPLES\n"))
}

//! The command line: global options, the list of commands, exit codes.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use crate::commands::{
    add, asks, assign, brief, calendar, check, completions, customer, decisions, demo, done, drop,
    edit, find, followups, handoff, init, invite, log, man, merge_driver, new, notes, person,
    postpone, promises, quiet, reopen, risks, save, share, show, stats, sync, today, undo, waiting,
    week,
};
use crate::completion;
use crate::config::{Color, Environment, UserConfig};
use crate::context::Context;
use crate::error::{self, Result};
use crate::ui::{self, Options, Ui};

const EXAMPLES: &str = "\
Every day:
  fieldnote new minato        start a note; it is committed when the editor ends
  fieldnote                   what the day brings
  fieldnote followups         what is open, late ones first
  fieldnote week              the weekly summary

Try it: `fieldnote demo` writes an example notebook.
Alone, `fieldnote` prints `today`.";

/// Customer-meeting notes in Markdown and git: follow-ups, promises, the weekly summary
#[derive(Parser, Debug)]
#[command(name = "fieldnote", version, after_help = EXAMPLES, max_term_width = 100)]
#[command(args_conflicts_with_subcommands = false, propagate_version = false)]
pub struct Cli {
    /// Work in this notebook
    #[arg(short = 'C', long = "notebook", value_name = "DIR", global = true)]
    #[arg(help_heading = "Global options")]
    notebook: Option<PathBuf>,

    /// Use colour: auto, always or never
    #[arg(long, value_name = "WHEN", hide_possible_values = true, global = true)]
    #[arg(help_heading = "Global options")]
    color: Option<Color>,

    /// Say only what went wrong
    #[arg(short, long, global = true, help_heading = "Global options")]
    quiet: bool,

    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(clap::Subcommand, Debug)]
enum Command {
    Today(today::Args),
    Brief(brief::Args),
    Calendar(calendar::Args),
    New(new::Args),
    Notes(notes::Args),
    Find(find::Args),
    Show(show::Args),
    Edit(edit::Args),
    Save(save::Args),
    #[command(visible_alias = "f")]
    Followups(followups::Args),
    Add(add::Args),
    Done(done::Args),
    Reopen(reopen::Args),
    Drop(drop::Args),
    Move(postpone::Args),
    Assign(assign::Args),
    Waiting(waiting::Args),
    Undo(undo::Args),
    Log(log::Args),
    Sync(sync::Args),
    Share(share::Args),
    Week(week::Args),
    Promises(promises::Args),
    Stats(stats::Args),
    Asks(asks::Args),
    Risks(risks::Args),
    Decisions(decisions::Args),
    Quiet(quiet::Args),
    Handoff(handoff::Args),
    Invite(invite::Args),
    Check(check::Args),
    Customer(customer::Args),
    Person(person::Args),
    Init(init::Args),
    MergeDriver(merge_driver::Args),
    Demo(demo::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// Runs the program: 0 done, 1 refused or failed, 2 the command line is not understood.
pub fn main() -> ExitCode {
    run(std::env::args_os())
}

fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.collect();
    match completion::answer(Cli::command, &arguments) {
        Ok(false) => {}
        Ok(true) => return ExitCode::SUCCESS,
        Err(error) => {
            Ui::new(Options::default(), &Environment::read(), &UserConfig::default()).error(&error);
            return ExitCode::FAILURE;
        }
    }
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(error) => {
            // A closed pipe behind `--help` is no error.
            let _ = error.print();
            if error.exit_code() != 0 && merge_driver::is_called(&arguments) {
                return merge_driver::misunderstood();
            }
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let options = Options { color: cli.color, quiet: cli.quiet };
    // git waits for this one in the midst of a merge: a setting that is wrong elsewhere must not fail it.
    if let Some(Command::MergeDriver(args)) = &cli.command {
        let ui = Ui::new(options, &Environment::read(), &UserConfig::default());
        return merge_driver::run(&ui, args);
    }
    let context = match Context::new(options, cli.notebook.clone()) {
        Ok(context) => context,
        Err(error) => {
            Ui::new(options, &Environment::read(), &UserConfig::default()).error(&error);
            return ExitCode::FAILURE;
        }
    };
    match dispatch(cli, &context) {
        Ok(found_nothing) => ExitCode::from(u8::from(!found_nothing)),
        Err(error) if ui::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            context.ui.error(&error);
            ExitCode::from(if error::is_misunderstood(&error) { 2 } else { 1 })
        }
    }
}

/// Runs a command; returns false where one that looks for something found it (exit code 1).
fn dispatch(cli: Cli, context: &Context) -> Result<bool> {
    match cli.command {
        None => today::run(context, today::Args::default())?,
        Some(Command::Today(args)) => today::run(context, args)?,
        Some(Command::Brief(args)) => brief::run(context, args)?,
        Some(Command::Calendar(args)) => return calendar::run(context, args),
        Some(Command::Waiting(args)) => waiting::run(context, args)?,
        Some(Command::Init(args)) => init::run(context, args)?,
        Some(Command::Demo(args)) => demo::run(context, args)?,
        Some(Command::Customer(args)) => customer::run(context, args)?,
        Some(Command::Person(args)) => person::run(context, args)?,
        Some(Command::New(args)) => new::run(context, args)?,
        Some(Command::Show(args)) => show::run(context, args)?,
        Some(Command::Find(args)) => find::run(context, args)?,
        Some(Command::Notes(args)) => notes::run(context, args)?,
        Some(Command::Edit(args)) => edit::run(context, args)?,
        Some(Command::Save(args)) => save::run(context, args)?,
        Some(Command::Followups(args)) => followups::run(context, args)?,
        Some(Command::Add(args)) => add::run(context, args)?,
        Some(Command::Done(args)) => done::run(context, args)?,
        Some(Command::Reopen(args)) => reopen::run(context, args)?,
        Some(Command::Drop(args)) => drop::run(context, args)?,
        Some(Command::Move(args)) => postpone::run(context, args)?,
        Some(Command::Assign(args)) => assign::run(context, args)?,
        Some(Command::Undo(args)) => undo::run(context, args)?,
        Some(Command::Log(args)) => log::run(context, args)?,
        Some(Command::Sync(args)) => sync::run(context, args)?,
        Some(Command::Share(args)) => share::run(context, args)?,
        Some(Command::Week(args)) => week::run(context, args)?,
        Some(Command::Promises(args)) => promises::run(context, args)?,
        Some(Command::Stats(args)) => stats::run(context, args)?,
        Some(Command::Asks(args)) => asks::run(context, args)?,
        Some(Command::Risks(args)) => risks::run(context, args)?,
        Some(Command::Decisions(args)) => decisions::run(context, args)?,
        Some(Command::Quiet(args)) => quiet::run(context, args)?,
        Some(Command::Handoff(args)) => handoff::run(context, args)?,
        Some(Command::Invite(args)) => invite::run(context, args)?,
        Some(Command::Check(args)) => return check::run(context, args),
        Some(Command::Completions(args)) => completions::run(context, args)?,
        Some(Command::Man(args)) => man::run(context, Cli::command(), args)?,
        Some(Command::MergeDriver(_)) => unreachable!("it needs no context, and has run"),
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        super::Cli::command().debug_assert();
    }
}

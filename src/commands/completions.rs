//! `completions`: the script that lets a shell complete commands, options and the notebook's values.

use clap::ValueEnum;

use crate::completion;
use crate::context::Context;
use crate::error::Result;

const EXAMPLES: &str = "\
Put one line into your shell's own start file:
  source <(fieldnote completions bash)               ~/.bashrc
  source <(fieldnote completions zsh)                ~/.zshrc, after compinit
  fieldnote completions fish | source                ~/.config/fish/config.fish
  eval (fieldnote completions elvish | slurp)        ~/.config/elvish/rc.elv
  fieldnote completions powershell | Out-String | Invoke-Expression    $PROFILE

Then Tab offers commands and options, and from the notebook customers, people, kinds, notes, tags
and the ids of follow-ups. What would need quotes is not offered.";

/// Print what lets your shell complete commands and names
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Shell {
    Bash,
    Zsh,
    Fish,
    Elvish,
    Powershell,
}

pub fn run(context: &Context, args: Args) -> Result<()> {
    let name = args.shell.to_possible_value();
    let script = completion::script(name.as_ref().map_or("", |value| value.get_name()))?;
    context.ui.print(&script)
}

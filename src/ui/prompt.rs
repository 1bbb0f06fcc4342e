//! Questions that somebody at the terminal answers with yes or no.

use std::io::{self, BufRead};

use super::Ui;
use crate::error::{Context, Result};

impl Ui {
    /// Returns whether somebody can be asked: what is read from and what is asked on are terminals.
    pub fn can_ask(&self) -> bool {
        self.terminal.stdin && self.terminal.stderr
    }

    /// Asks a question on stderr, and returns whether the answer is yes; nothing is no.
    ///
    /// # Errors
    /// An answer that cannot be read.
    pub fn confirm(&self, question: &str) -> Result<bool> {
        self.say(&format!("{question} [y/N] "));
        let mut answer = String::new();
        let length =
            io::stdin().lock().read_line(&mut answer).context("failed to read the answer")?;
        if length == 0 {
            // Ctrl-D leaves the cursor behind the question.
            self.say("\n");
        }
        Ok(is_yes(&answer))
    }
}

impl Ui {
    /// Asks which one of several it is, each on a line with its number, and returns its place; `None` if the
    /// answer is no number of one.
    ///
    /// # Errors
    /// An answer that cannot be read.
    pub fn choose(&self, choices: &[String]) -> Result<Option<usize>> {
        for (at, choice) in choices.iter().enumerate() {
            self.say(&format!("{:>3}  {choice}\n", at + 1));
        }
        self.say(&format!("Which one? [1-{}] ", choices.len()));
        let mut answer = String::new();
        let length =
            io::stdin().lock().read_line(&mut answer).context("failed to read the answer")?;
        if length == 0 {
            self.say("\n");
        }
        Ok(place(&answer, choices.len()))
    }
}

/// Returns the place that a number from 1 names.
fn place(answer: &str, length: usize) -> Option<usize> {
    let number: usize = answer.trim().parse().ok()?;
    number.checked_sub(1).filter(|place| *place < length)
}

fn is_yes(answer: &str) -> bool {
    matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")
}

#[cfg(test)]
mod tests {
    use super::{is_yes, place};

    #[test]
    fn only_yes_is_yes() {
        for answer in ["y\n", "Y\r\n", " yes \n", "YES"] {
            assert!(is_yes(answer), "{answer}");
        }
        for answer in ["", "\n", "n\n", "no\n", "yep\n", "y n\n"] {
            assert!(!is_yes(answer), "{answer}");
        }
    }

    #[test]
    fn a_number_names_a_place() {
        for (answer, expected) in
            [("1\n", Some(0)), (" 3 ", Some(2)), ("0", None), ("4", None), ("", None), ("x", None)]
        {
            assert_eq!(place(answer, 3), expected, "{answer}");
        }
    }
}

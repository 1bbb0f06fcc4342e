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

fn is_yes(answer: &str) -> bool {
    matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")
}

#[cfg(test)]
mod tests {
    use super::is_yes;

    #[test]
    fn only_yes_is_yes() {
        for answer in ["y\n", "Y\r\n", " yes \n", "YES"] {
            assert!(is_yes(answer), "{answer}");
        }
        for answer in ["", "\n", "n\n", "no\n", "yep\n", "y n\n"] {
            assert!(!is_yes(answer), "{answer}");
        }
    }
}

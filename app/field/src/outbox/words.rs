//! Actions in words.

use domain::command::Command;
use ui::Words;

/// What an action does, in the words of the person who did it. Tracked.
#[must_use]
pub fn action(words: Words, command: &Command) -> String {
    words::actions::in_words(command, words.lang())
}

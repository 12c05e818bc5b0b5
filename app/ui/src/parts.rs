//! What is in sealed work or in a black box, in words: so many actions, photos, things begun.

use offline::BoxContents;
use words::{
    Text,
    office::shared::{AND, COMMA},
    private as texts,
};

use crate::Words;

/// The parts that are there, as one phrase. Tracked.
#[must_use]
pub fn in_words(contents: BoxContents, words: Words) -> String {
    let BoxContents { actions, held, photos, drafts, people } = contents;
    let count = |text: Text, n: usize| (n > 0).then(|| words.fill(text, &[("n", &n.to_string())]));
    let actions = match held {
        0 => count(texts::PART_ACTIONS, actions),
        held => {
            let values = [("n", &*actions.to_string()), ("m", &*held.to_string())];
            Some(words.fill(texts::PART_ACTIONS_HELD, &values))
        }
    };
    let parts = [actions, count(texts::PART_PHOTOS, photos), count(texts::PART_DRAFTS, drafts)];
    let what = parts.into_iter().flatten().collect::<Vec<_>>().join(words.say(AND));
    let people = count(texts::PART_PEOPLE, people).filter(|_| people > 1);
    people.into_iter().chain([what]).collect::<Vec<_>>().join(words.say(COMMA))
}

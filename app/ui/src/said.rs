//! What is said once and stays for a while: it follows the language for as long as it is there.

use std::{fmt, sync::Arc};

use leptos::prelude::untrack;
use words::Text;

use crate::Words;

/// A sentence that is put into words when it is shown, and again when the language changes.
#[derive(Clone)]
pub struct Said(Arc<dyn Fn(Words) -> String + Send + Sync>);

impl Said {
    pub fn new(in_words: impl Fn(Words) -> String + Send + Sync + 'static) -> Self {
        Self(Arc::new(in_words))
    }

    /// A text with its places filled.
    #[must_use]
    pub fn filled(text: Text, values: &[(&'static str, &str)]) -> Self {
        let values: Vec<(&str, String)> = values.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        Self::new(move |words| {
            let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
            words.fill(text, &values)
        })
    }

    /// The sentence, tracked by the language.
    #[must_use]
    pub fn in_words(&self, words: Words) -> String {
        (self.0)(words)
    }

    /// The sentence as it reads now.
    #[must_use]
    pub fn now(&self, words: Words) -> String {
        untrack(|| self.in_words(words))
    }
}

impl fmt::Debug for Said {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Said")
    }
}

impl From<Text> for Said {
    fn from(text: Text) -> Self {
        Self::new(move |words| words.say(text).to_owned())
    }
}

/// Words of somebody, or of the server in the language it was asked in.
impl From<String> for Said {
    fn from(sentence: String) -> Self {
        Self::new(move |_| sentence.clone())
    }
}

//! Why something had no effect, in the reader's words, and which fields to look at.

use domain::{Rejection, sync::Problem};
use offline::{FetchError, SubmitError};
use words::{Text, common, office::acts as texts, rejections};

use crate::tell::Tell;

/// A refusal in words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Refusal {
    pub sentence: String,
    /// JSON pointer and sentence.
    pub fields: Vec<(String, String)>,
    /// What was asked for does not exist, or may not be seen.
    pub is_absent: bool,
    /// It speaks against the moment only, not against what was asked: the same may be tried again.
    pub may_pass: bool,
    /// It was taken down all the same, and somebody else decides: giving it again would be another one.
    pub is_kept: bool,
}

impl Refusal {
    /// A plain sentence.
    #[must_use]
    pub fn of(text: Text, tell: Tell) -> Self {
        Refusal { sentence: tell.say(text).to_owned(), ..Refusal::default() }
    }

    /// A plain sentence about what may be over soon.
    #[must_use]
    pub fn passing(text: Text, tell: Tell) -> Self {
        Refusal { may_pass: true, ..Refusal::of(text, tell) }
    }

    /// A mistake in one field.
    #[must_use]
    pub fn at(pointer: &str, sentence: String) -> Self {
        Refusal { fields: vec![(pointer.to_owned(), sentence)], ..Refusal::default() }
    }

    /// What is wrong with the field at the end of a pointer.
    #[must_use]
    pub fn of_field(&self, name: &str) -> Option<String> {
        self.fields.iter().find(|(pointer, _)| pointer.ends_with(name)).map(|(_, words)| words.clone())
    }

    /// A problem in the reader's words: from the rejection where there is one, else the server's own sentence.
    #[must_use]
    pub fn of_problem(problem: &Problem, tell: Tell) -> Self {
        let is_absent = problem.status == Some(404);
        let may_pass = problem.status.is_some_and(|status| status == 429 || status >= 500);
        let mut fields: Vec<(String, String)> =
            problem.errors.iter().map(|error| (error.pointer.clone(), error.detail.clone())).collect();
        let Some(rejection) = &problem.rejection else {
            let detail = problem.detail.clone().filter(|detail| !detail.is_empty());
            let only_field = fields.first().map(|(_, words)| words.clone());
            let sentence = detail.or(only_field).unwrap_or_else(|| problem.title.clone());
            return Refusal { sentence, fields, is_absent, may_pass, is_kept: false };
        };
        let words = rejections::in_words(rejection, tell.lang());
        if let Rejection::Missing { pointer } | Rejection::Invalid { pointer } = rejection {
            fields.retain(|(known, _)| known != pointer);
            fields.push((pointer.clone(), words.clone()));
        }
        let is_race = matches!(rejection, Rejection::AlreadyAssigned { .. } | Rejection::WrongState { .. });
        let sentence = if is_race { tell.fill(texts::LOST_RACE, &[("why", &words)]) } else { words };
        Refusal { sentence, fields, is_absent, may_pass, is_kept: false }
    }

    #[must_use]
    pub fn of_submit(error: &SubmitError, tell: Tell) -> Self {
        match error {
            SubmitError::Unreachable => Refusal::passing(common::UNREACHABLE, tell),
            SubmitError::SignedOut | SubmitError::NotSignedIn => Refusal::passing(common::SIGNED_OUT, tell),
            SubmitError::Rejected(rejection) => {
                let problem = Problem { rejection: Some(rejection.clone()), ..Problem::default() };
                Refusal::of_problem(&problem, tell)
            }
            SubmitError::Problem(problem) => Refusal::of_problem(problem, tell),
            SubmitError::Storage(_) => Refusal::passing(common::SERVER_TROUBLE, tell),
        }
    }

    #[must_use]
    pub fn of_fetch(error: &FetchError, tell: Tell) -> Self {
        match error {
            FetchError::Unreachable => Refusal::passing(common::UNREACHABLE, tell),
            FetchError::SignedOut => Refusal::passing(common::SIGNED_OUT, tell),
            FetchError::Problem(problem) => Refusal::of_problem(problem, tell),
        }
    }
}

//! Knowledge articles, as far as a visit begets them: the draft of a solution (ONS-19).
//!
//! This is the place of the knowledge base (KB). Until its rules are here, an article is born as a draft when a form is
//! archived, and is read by those who may.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{PersonId, RequestId, Timestamp, request::ServiceRequest, visit::Solved};

/// Characters of a draft's title.
const TITLE: usize = 60;

/// How far an article has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ArticleState {
    /// As a visit left it; nobody has looked at it yet.
    Draft,
}

impl ArticleState {
    /// The word used on the wire and in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            ArticleState::Draft => "draft",
        }
    }
}

/// A solved problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Article {
    pub id: Uuid,
    pub title: String,
    pub product: String,
    /// Stable word of the catalogue.
    pub category: String,
    pub symptom: String,
    pub cause: String,
    pub solution: String,
    #[serde(default)]
    pub prevention: String,
    /// The form it comes from.
    pub source: RequestId,
    pub source_number: String,
    /// Who solved it.
    pub engineer: PersonId,
    pub engineer_name: String,
    pub state: ArticleState,
    pub created_at: Timestamp,
}

/// The draft that a form's solution makes; None where the problem was not solved, or nobody wrote
/// down how.
#[must_use]
pub fn draft(id: Uuid, request: &ServiceRequest, at: Timestamp) -> Option<Article> {
    let dispatch = request.dispatches.iter().rev().find(|dispatch| {
        let visit = &dispatch.visit;
        let is_solved =
            visit.solved_by_phone || visit.result.as_ref().is_some_and(|result| result.solved == Solved::All);
        is_solved && !visit.finding.solution.trim().is_empty()
    })?;
    let finding = &dispatch.visit.finding;
    let kept = |text: &str| text.trim().to_owned();
    Some(Article {
        id,
        title: title(&request.symptom),
        product: kept(&request.product.name),
        category: request.category.clone(),
        symptom: kept(&request.symptom),
        cause: kept(&finding.cause),
        solution: kept(&finding.solution),
        prevention: kept(&finding.prevention),
        source: request.id,
        source_number: request.number.clone(),
        engineer: dispatch.engineer,
        engineer_name: dispatch.engineer_name.clone(),
        state: ArticleState::Draft,
        created_at: at,
    })
}

/// The first sentence of the symptom, cut where it is long.
fn title(symptom: &str) -> String {
    let sentence = symptom.trim().split(['。', '；', '\n', '!', '！', '?', '？']).next().unwrap_or_default().trim();
    if sentence.chars().count() <= TITLE {
        return sentence.to_owned();
    }
    sentence.chars().take(TITLE - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::title;

    #[test]
    fn a_title_is_the_symptoms_first_sentence_and_not_longer_than_a_line() {
        assert_eq!(title("启动总账时报错，无法登录。昨天还好。"), "启动总账时报错，无法登录");
        let long = "长".repeat(80);
        assert_eq!(title(&long).chars().count(), 60);
        assert!(title(&long).ends_with('…'));
        assert_eq!(title(""), "");
    }
}

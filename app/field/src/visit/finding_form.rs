//! What was found and done, as it is being typed: one form behind two panels (ONS-13).

use domain::{
    command::Command,
    visit::{Finding, ProblemType},
};
use leptos::{prelude::*, task::spawn_local};

use super::form::Form;
use crate::{autosave::Autosave, drafts::Draft};

/// The fields of the finding.
#[derive(Clone, Copy)]
pub struct FindingForm {
    pub problem_type: RwSignal<Option<ProblemType>>,
    pub cause: RwSignal<String>,
    pub solution: RwSignal<String>,
    pub prevention: RwSignal<String>,
    pub article: RwSignal<String>,
    /// To be run when something was typed.
    pub typed: Callback<()>,
    /// To be run when a field is left.
    pub left: Callback<()>,
    form: Form,
    autosave: Autosave,
}

/// Provides the finding of the visit: from the draft where there is one, else from the record.
pub fn provide_finding_form(form: Form) {
    let fields = Fields {
        problem_type: RwSignal::new(None),
        cause: RwSignal::new(String::new()),
        solution: RwSignal::new(String::new()),
        prevention: RwSignal::new(String::new()),
        article: RwSignal::new(String::new()),
    };
    // A pause in typing records what is there.
    let autosave = StoredValue::new(None::<Autosave>);
    let record = Callback::new(move |()| {
        if let Some(autosave) = autosave.try_get_value().flatten() {
            let finding = fields.finding();
            spawn_local(async move {
                record(form, autosave, finding).await;
            });
        }
    });
    let saver = Autosave::new(Draft::named(&["finding-", &form.id.to_string()]), record);
    autosave.set_value(Some(saver));
    let typed = Callback::new(move |()| saver.touched(&text(&fields.finding())));
    let left = Callback::new(move |()| saver.flush());
    let Fields { problem_type, cause, solution, prevention, article } = fields;
    let draft = saver.draft().and_then(|draft| serde_json::from_str::<Finding>(&draft).ok());
    let has_draft = draft.is_some();
    if let Some(draft) = draft {
        fields.show(&draft);
        // Left over from before a reload: it is recorded now, not when somebody types again.
        saver.touched(&text(&draft));
    }
    // What arrives from elsewhere is shown unless something typed here waits to be recorded.
    Effect::new(move |first: Option<()>| {
        let recorded = form.with(|_, dispatch| dispatch.visit.finding.clone());
        let waits = saver.draft().is_some() || (first.is_none() && has_draft);
        if let Some(recorded) = recorded.filter(|recorded| !waits && *recorded != fields.finding()) {
            fields.show(&recorded);
        }
    });
    provide_context(FindingForm {
        problem_type,
        cause,
        solution,
        prevention,
        article,
        typed,
        left,
        form,
        autosave: saver,
    });
}

#[must_use]
pub fn use_finding_form() -> FindingForm {
    expect_context::<FindingForm>()
}

impl FindingForm {
    /// Records what is there, unless it is recorded already; true when nothing waits any more.
    pub async fn save(self) -> bool {
        let Self { problem_type, cause, solution, prevention, article, form, autosave, .. } = self;
        let fields = Fields { problem_type, cause, solution, prevention, article };
        record(form, autosave, fields.finding()).await
    }
}

#[derive(Clone, Copy)]
struct Fields {
    problem_type: RwSignal<Option<ProblemType>>,
    cause: RwSignal<String>,
    solution: RwSignal<String>,
    prevention: RwSignal<String>,
    article: RwSignal<String>,
}

impl Fields {
    /// The finding as typed; the ends of texts without blanks.
    fn finding(self) -> Finding {
        let trimmed = |text: RwSignal<String>| text.with_untracked(|text| text.trim().to_owned());
        Finding {
            problem_type: self.problem_type.get_untracked(),
            cause: trimmed(self.cause),
            solution: trimmed(self.solution),
            prevention: trimmed(self.prevention),
            article: Some(trimmed(self.article)).filter(|article| !article.is_empty()),
        }
    }

    fn show(self, finding: &Finding) {
        self.problem_type.set(finding.problem_type);
        self.cause.set(finding.cause.clone());
        self.solution.set(finding.solution.clone());
        self.prevention.set(finding.prevention.clone());
        self.article.set(finding.article.clone().unwrap_or_default());
    }
}

async fn record(form: Form, autosave: Autosave, finding: Finding) -> bool {
    let draft = text(&finding);
    let is_known = form.now_with(|_, dispatch| dispatch.visit.finding == finding).unwrap_or_default();
    if !is_known && !form.act(Command::RecordFinding { finding: Box::new(finding) }).await {
        return false;
    }
    autosave.recorded(&draft);
    true
}

fn text(finding: &Finding) -> String {
    serde_json::to_string(finding).unwrap_or_default()
}

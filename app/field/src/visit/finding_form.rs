//! What was found and done, as it is being typed: one form behind two panels (ONS-13).

use domain::{
    command::Command,
    visit::{Finding, ProblemType},
};
use leptos::{prelude::*, task::spawn_local};

use super::form::Form;
use crate::{
    autosave::Autosave,
    drafts::Draft,
    typed::{changes, with},
};

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
    entry: Entry,
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
    let entry = StoredValue::new(None::<Entry>);
    // A pause in typing records what is there.
    let record = Callback::new(move |()| {
        if let Some(entry) = entry.try_get_value().flatten() {
            let recording = entry.record();
            spawn_local(async move {
                recording.await;
            });
        }
    });
    let (own, others) = Draft::of_this_tab("finding", &form.id.to_string());
    let autosave = Autosave::new(own, record);
    let this = Entry { form, fields, autosave, before: StoredValue::new(Finding::default()) };
    entry.set_value(Some(this));
    let typed = Callback::new(move |()| autosave.touched(&this.typed()));
    let left = Callback::new(move |()| autosave.flush());
    let kept: Vec<String> = others.iter().chain([&own]).filter_map(|draft| draft.read()).collect();
    if !kept.is_empty() {
        let recorded = this.recorded();
        fields.show(&kept.iter().fold(recorded.clone(), |finding, typed| with(&finding, typed)));
        this.before.set_value(recorded);
        // Left over from before a reload: it is recorded now, not when somebody types again.
        autosave.touched(&this.typed());
        others.into_iter().for_each(Draft::forget);
    }
    // What arrives from elsewhere is shown in the fields in which nothing was typed here.
    Effect::new(move || {
        if let Some(recorded) = form.with(|_, dispatch| dispatch.visit.finding.clone()) {
            this.take(&recorded);
        }
    });
    let Fields { problem_type, cause, solution, prevention, article } = fields;
    provide_context(FindingForm { problem_type, cause, solution, prevention, article, typed, left, entry: this });
}

#[must_use]
pub fn use_finding_form() -> FindingForm {
    expect_context::<FindingForm>()
}

impl FindingForm {
    /// Records what is there, unless it is recorded already; true when nothing waits any more.
    pub async fn save(self) -> bool {
        self.entry.record().await
    }
}

/// The fields, and what they stand over.
#[derive(Clone, Copy)]
struct Entry {
    form: Form,
    fields: Fields,
    autosave: Autosave,
    /// What was recorded when the fields were last brought in line with it.
    before: StoredValue<Finding>,
}

impl Entry {
    fn recorded(self) -> Finding {
        self.form.now_with(|_, dispatch| dispatch.visit.finding.clone()).unwrap_or_default()
    }

    /// Shows what was recorded elsewhere, except where somebody has typed.
    fn take(self, recorded: &Finding) {
        let merged = self.fields.finding().typed_over(&self.before.get_value(), recorded);
        self.before.set_value(recorded.clone());
        self.fields.show(&merged);
    }

    /// What was typed and differs from what was recorded, as a draft.
    fn typed(self) -> String {
        changes(&self.before.get_value(), &self.fields.finding())
    }

    /// Records what is there, unless it is recorded already; true when nothing waits any more. The fields are read at once:
    /// the page may be gone when the rest is done.
    fn record(self) -> impl Future<Output = bool> {
        let Self { form, fields, autosave, before } = self;
        let (finding, recorded, seen) = (fields.finding(), self.recorded(), before.get_value());
        let kept = autosave.draft();
        let merged = finding.typed_over(&seen, &recorded);
        let is_known = merged == recorded;
        fields.show(&merged);
        // What is typed from here on is typed over this.
        before.set_value(merged);
        async move {
            let command = Command::RecordFinding { finding: Box::new(finding), seen: Some(Box::new(seen.clone())) };
            if !is_known && !form.act(command).await {
                before.try_set_value(seen);
                return false;
            }
            if let Some(kept) = kept {
                autosave.recorded(&kept);
            }
            true
        }
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

    /// Writes what differs from what stands there: a blank at the end, where somebody goes on typing, is no difference.
    fn show(self, finding: &Finding) {
        let there = self.finding();
        if there.problem_type != finding.problem_type {
            self.problem_type.set(finding.problem_type);
        }
        let article = |finding: &Finding| finding.article.clone().unwrap_or_default();
        let texts = [
            (self.cause, &there.cause, &finding.cause),
            (self.solution, &there.solution, &finding.solution),
            (self.prevention, &there.prevention, &finding.prevention),
            (self.article, &article(&there), &article(finding)),
        ];
        for (field, there, wanted) in texts {
            if there != wanted {
                field.set(wanted.clone());
            }
        }
    }
}

//! The data record QR/05a, field by field (UNR-6).

use domain::{command::Command, custody::DataRecord};
use leptos::{prelude::*, task::spawn_local};
use words::{Text, rejections, unresolved as texts};

use super::form::use_form;
use crate::{
    drafts::Draft,
    input::{Push, TextField},
};

/// The fields of the record beside the problem, in the order of the paper.
const FIELDS: [Text; 9] = [
    texts::MODULES,
    texts::VERSION,
    texts::PLATFORM,
    texts::DATABASE,
    texts::CUSTOMER_PLATFORM,
    texts::CUSTOMER_DATABASE,
    texts::ATTACHMENTS,
    texts::EMAIL,
    texts::OTHER,
];

fn values(record: &DataRecord) -> [String; 9] {
    let DataRecord {
        modules,
        version,
        platform,
        database,
        customer_platform,
        customer_database,
        attachments,
        email,
        other,
        problem: _,
    } = record.clone();
    [modules, version, platform, database, customer_platform, customer_database, attachments, email, other]
}

fn record(
    problem: String,
    [modules, version, platform, database, customer_platform, customer_database, attachments, email, other]: [String;
        9],
) -> DataRecord {
    DataRecord {
        modules,
        version,
        platform,
        database,
        customer_platform,
        customer_database,
        problem,
        attachments,
        email,
        other,
    }
}

/// Of [`FIELDS`], those without which nobody can work with the data.
fn is_needed(label: Text) -> bool {
    [texts::VERSION, texts::PLATFORM, texts::DATABASE].contains(&label)
}

#[component]
pub fn RecordPart() -> impl IntoView {
    let form = use_form();
    let words = form.acting.words;
    let draft = Draft::named(&["data-record-", &form.id.to_string()]);
    let recorded = form.now_with(|request, dispatch| {
        let known = dispatch.visit.data.as_deref().and_then(|data| data.record.clone());
        known.unwrap_or_else(|| DataRecord {
            version: request.product.version_and_number(),
            problem: request.symptom.clone(),
            ..DataRecord::default()
        })
    });
    let kept: Option<DataRecord> = draft.read().and_then(|kept| serde_json::from_str(&kept).ok());
    let start = kept.or(recorded).unwrap_or_default();
    let problem = RwSignal::new(start.problem.clone());
    let fields = values(&start).map(RwSignal::new);
    let submitted = RwSignal::new(false);
    let typed = move || record(problem.get_untracked(), fields.map(|field| field.get_untracked()));
    let keep = Callback::new(move |()| draft.keep(&serde_json::to_string(&typed()).unwrap_or_default()));
    let mistake = Signal::derive(move || {
        let is_missing = submitted.get() && problem.with(|problem| problem.trim().is_empty());
        is_missing.then(|| words.fill(rejections::MISSING, &[("field", words.say(texts::PROBLEM))]))
    });
    let save = Callback::new(move |()| {
        submitted.set(true);
        let record = typed();
        let is_empty = |(label, field): (&Text, RwSignal<String>)| {
            is_needed(*label) && field.with_untracked(|value| value.trim().is_empty())
        };
        if record.problem.trim().is_empty() || FIELDS.iter().zip(fields).any(is_empty) {
            return;
        }
        spawn_local(async move {
            if form.act(Command::RecordData { record: Box::new(record) }).await {
                draft.forget();
            }
        });
    });
    let inputs = FIELDS.into_iter().zip(fields).map(|(label, value)| {
        let mistake = Signal::derive(move || {
            let is_missing = submitted.get() && is_needed(label) && value.with(|value| value.trim().is_empty());
            is_missing.then(|| words.fill(rejections::MISSING, &[("field", words.say(label))]))
        });
        view! { <TextField label=label value=value typed=keep mistake=mistake/> }
    });
    view! {
        <TextField label=texts::PROBLEM value=problem typed=keep lines=true mistake=mistake/>
        <div class="field-grid">{inputs.collect_view()}</div>
        <p><Push text=texts::SAVE_PLAN run=save/></p>
    }
}

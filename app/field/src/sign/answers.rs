//! What the customer says about the visit (ONS-15). Part of what is signed.

use domain::{
    DispatchId,
    visit::{CustomerResult, Solved},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use ui::t;
use words::{Text, common, field as say, states};

use crate::{drafts::Draft, input::TextField};

/// The answers so far; they survive a reload.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Given {
    solved: Option<Solved>,
    told: Option<bool>,
    satisfaction: Option<u8>,
    opinion: String,
    further_needs: String,
}

/// The fields of the answers.
#[derive(Clone, Copy)]
pub struct Answers {
    pub solved: RwSignal<Option<Solved>>,
    pub told: RwSignal<Option<bool>>,
    pub satisfaction: RwSignal<Option<u8>>,
    opinion: RwSignal<String>,
    further_needs: RwSignal<String>,
    draft: Draft,
}

impl Answers {
    /// From the draft where there is one, else from what was answered before.
    #[must_use]
    pub fn new(dispatch: DispatchId, before: Option<CustomerResult>) -> Self {
        let draft = Draft::named(&["result-", &dispatch.to_string()]);
        let kept = draft.read().and_then(|draft| serde_json::from_str(&draft).ok());
        let start = kept.or_else(|| {
            before.map(|before| Given {
                solved: Some(before.solved),
                told: Some(before.told_prevention),
                satisfaction: Some(before.satisfaction),
                opinion: before.opinion,
                further_needs: before.further_needs,
            })
        });
        let start = start.unwrap_or_default();
        Self {
            solved: RwSignal::new(start.solved),
            told: RwSignal::new(start.told),
            satisfaction: RwSignal::new(start.satisfaction),
            opinion: RwSignal::new(start.opinion),
            further_needs: RwSignal::new(start.further_needs),
            draft,
        }
    }

    /// The answers, tracked; None while one is missing.
    #[must_use]
    pub fn result(self) -> Option<CustomerResult> {
        let Given { solved, told, satisfaction, opinion, further_needs } = self.given();
        Some(CustomerResult {
            solved: solved?,
            told_prevention: told?,
            satisfaction: satisfaction?,
            opinion: opinion.trim().to_owned(),
            further_needs: further_needs.trim().to_owned(),
        })
    }

    /// Keeps the answers as they are for after a reload. Tracked.
    pub fn keep(self) {
        self.draft.keep(&serde_json::to_string(&self.given()).unwrap_or_default());
    }

    /// They are recorded: the draft goes.
    pub fn forget(self) {
        self.draft.forget();
    }

    fn given(self) -> Given {
        Given {
            solved: self.solved.get(),
            told: self.told.get(),
            satisfaction: self.satisfaction.get(),
            opinion: self.opinion.get(),
            further_needs: self.further_needs.get(),
        }
    }
}

/// The questions. `submitted`: what is missing is said.
#[component]
pub fn Questions(answers: Answers, submitted: RwSignal<bool>, changed: Callback<()>) -> impl IntoView {
    let words = ui::use_language();
    let missing = move |is_missing: bool| (submitted.get() && is_missing).then(|| words.say(say::PLEASE_CHOOSE));
    let solved = move |value: Solved| {
        view! { <Choice name="solved" text=states::solved(value) is_chosen=Signal::derive(move || answers.solved.get() == Some(value))
        choose=Callback::new(move |()| { answers.solved.set(Some(value)); changed.run(()); })/> }
    };
    let told = move |value: bool, text: Text| {
        view! { <Choice name="told" text=text is_chosen=Signal::derive(move || answers.told.get() == Some(value))
        choose=Callback::new(move |()| { answers.told.set(Some(value)); changed.run(()); })/> }
    };
    let typed = changed;
    let chosen = move || answers.satisfaction.get().map(|value| words.say(satisfaction(value)));
    view! {
        <fieldset class="question is-solved-question">
            <legend>{t(say::IS_SOLVED)}</legend>
            <div class="tiles">{[Solved::All, Solved::Partly, Solved::Not].map(solved).collect_view()}</div>
            <p class="mistake" role="alert">{move || missing(answers.solved.get().is_none())}</p>
        </fieldset>
        <div class="question-row">
            <fieldset class="question">
                <legend>{t(say::WAS_TOLD)}</legend>
                <div class="tiles">{told(true, common::YES)} {told(false, common::NO)}</div>
                <p class="mistake" role="alert">{move || missing(answers.told.get().is_none())}</p>
            </fieldset>
            <fieldset class="question">
                <legend>{t(say::SATISFACTION)} " " <span class="star-word">{chosen}</span></legend>
                <Stars answers=answers changed=changed/>
                <p class="mistake" role="alert">{move || missing(answers.satisfaction.get().is_none())}</p>
            </fieldset>
        </div>
        <div class="question-row">
            <TextField label=say::OPINION value=answers.opinion typed=typed lines=true/>
            <TextField label=say::FURTHER_NEEDS value=answers.further_needs typed=typed lines=true/>
        </div>
    }
}

#[component]
fn Choice(name: &'static str, text: Text, is_chosen: Signal<bool>, choose: Callback<()>) -> impl IntoView {
    view! {
        <label class="tile">
            <input type="radio" class="visually-hidden" name=name prop:checked=move || is_chosen.get() on:change=move |_| choose.run(())/>
            <span>{t(text)}</span>
        </label>
    }
}

/// One to five, as stars that are radio buttons: arrows move, the words say what is chosen.
#[component]
fn Stars(answers: Answers, changed: Callback<()>) -> impl IntoView {
    let words = ui::use_language();
    let star = move |value: u8| {
        let choose = move |_| {
            answers.satisfaction.set(Some(value));
            changed.run(());
        };
        let class =
            move || if answers.satisfaction.get().is_some_and(|chosen| chosen >= value) { "star lit" } else { "star" };
        let label = move || [&value.to_string(), " ", words.say(satisfaction(value))].concat();
        view! {
            <label class=class>
                <input type="radio" class="visually-hidden" name="satisfaction" aria-label=label
                    prop:checked=move || answers.satisfaction.get() == Some(value) on:change=choose/>
                <span aria-hidden="true">"★"</span>
            </label>
        }
    };
    view! { <div class="stars">{[1, 2, 3, 4, 5].map(star).collect_view()}</div> }
}

fn satisfaction(value: u8) -> Text {
    match value {
        1 => say::SATISFACTION_1,
        2 => say::SATISFACTION_2,
        3 => say::SATISFACTION_3,
        4 => say::SATISFACTION_4,
        _ => say::SATISFACTION_5,
    }
}

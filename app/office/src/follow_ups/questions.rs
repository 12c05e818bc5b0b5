//! What the customer is asked, in the order in which it is asked.

use std::sync::Arc;

use domain::{CaseId, command::Command, follow_up::Answers, request::ServiceRequest, visit::Solved};
use leptos::{ev::SubmitEvent, prelude::*};
use ui::{Said, t, use_desk};
use words::{Text, common, office::follow_ups as texts, states};

use crate::{
    acts::{new_id, use_acts},
    field::Field,
    tell::use_tell,
};

const SOLVED: [Solved; 3] = [Solved::All, Solved::Partly, Solved::Not];

/// What was answered so far.
#[derive(Clone, Copy)]
struct Typed {
    solved: RwSignal<Option<Solved>>,
    polite: RwSignal<Option<bool>>,
    punctual: RwSignal<Option<bool>>,
    told_prevention: RwSignal<Option<bool>>,
    satisfaction: RwSignal<Option<u8>>,
    opinion: RwSignal<String>,
    asks_for_more: RwSignal<bool>,
}

impl Typed {
    /// What was answered before, if it is corrected.
    fn of(request: &ServiceRequest) -> Self {
        let call = request.follow_up.as_ref().and_then(|follow_up| follow_up.call.clone());
        let answers = call.map(|call| call.answers);
        let known = answers.as_ref();
        Self {
            solved: RwSignal::new(known.map(|answers| answers.solved)),
            polite: RwSignal::new(known.map(|answers| answers.polite)),
            punctual: RwSignal::new(known.map(|answers| answers.punctual)),
            told_prevention: RwSignal::new(known.map(|answers| answers.told_prevention)),
            satisfaction: RwSignal::new(known.map(|answers| answers.satisfaction)),
            opinion: RwSignal::new(known.map(|answers| answers.opinion.clone()).unwrap_or_default()),
            asks_for_more: RwSignal::new(known.is_some_and(|answers| answers.asks_for_more)),
        }
    }

    /// All answers; None while one is missing. Tracked.
    fn answers(self) -> Option<Answers> {
        Some(Answers {
            solved: self.solved.get()?,
            polite: self.polite.get()?,
            punctual: self.punctual.get()?,
            told_prevention: self.told_prevention.get()?,
            satisfaction: self.satisfaction.get()?,
            opinion: self.opinion.get(),
            asks_for_more: self.asks_for_more.get(),
        })
    }

    /// Whether what is answered so far means that somebody has to take care of it.
    fn is_dissatisfied(self) -> bool {
        self.satisfaction.get().is_some_and(|stars| stars <= domain::follow_up::DISSATISFIED)
            || self.solved.get() == Some(Solved::Not)
            || self.asks_for_more.get()
    }
}

#[component]
pub(super) fn Questions(request: Arc<ServiceRequest>) -> impl IntoView {
    let (acts, desk, tell) = (use_acts(), use_desk(), use_tell());
    let typed = Typed::of(&request);
    let mistake = RwSignal::new(None::<String>);
    let (id, unit) = (request.id, StoredValue::new(request.unit.clone()));
    let opens_case = Memo::new(move |_| typed.is_dissatisfied());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(answers) = untrack(|| typed.answers()) else {
            mistake.set(Some(tell.say(texts::ANSWER_ALL).to_owned()));
            return;
        };
        mistake.set(None);
        let is_case = answers.is_dissatisfied();
        let case = is_case.then(|| CaseId(new_id(desk.now())));
        let done = if is_case { texts::SAVED_CASE } else { texts::SAVED };
        let said = Said::filled(done, &[("unit", &unit.get_value())]);
        acts.run(id, Command::RecordFollowUp { answers: Box::new(answers), case }, said, None);
    };
    let solved = SOLVED.map(|one| {
        let is_on = move || typed.solved.get() == Some(one);
        choice("solved", states::solved(one), is_on, move || typed.solved.set(Some(one)))
    });
    let stars = (1..=5).map(|star: u8| {
        let is_on = move || typed.satisfaction.get() == Some(star);
        view! {
            <label>
                <input type="radio" name="satisfaction" prop:checked=is_on on:change=move |_| typed.satisfaction.set(Some(star))/>
                {star}
            </label>
        }
    });
    view! {
        <form class="questions" novalidate on:submit=submit>
            <h3>{t(texts::QUESTIONS)}</h3>
            <fieldset class="form-field">
                <legend>{t(texts::Q_SOLVED)}</legend>
                <div class="pick tight">{solved.into_iter().collect_view()}</div>
            </fieldset>
            {either("polite", texts::Q_POLITE, typed.polite)}
            {either("punctual", texts::Q_PUNCTUAL, typed.punctual)}
            {either("prevention", texts::Q_PREVENTION, typed.told_prevention)}
            <fieldset class="form-field">
                <legend>{t(texts::Q_SATISFACTION)}</legend>
                <div class="pick tight">{stars.collect_view()}</div>
            </fieldset>
            <Field label=texts::Q_OPINION>
                <textarea class="input" rows="2" name="opinion" maxlength="1000" prop:value=typed.opinion
                    on:input:target=move |event| typed.opinion.set(event.target().value())></textarea>
            </Field>
            <p>
                <label class="switch">
                    <input type="checkbox" name="more" prop:checked=typed.asks_for_more
                        on:change:target=move |event| typed.asks_for_more.set(event.target().checked())/>
                    {t(texts::Q_MORE)}
                </label>
            </p>
            <div aria-live="polite">
                <Show when=move || opens_case.get()><p class="notice">{t(texts::OPENS_CASE)}</p></Show>
            </div>
            <p class="mistake" role="alert">{move || mistake.get()}</p>
            <div class="dialog-end"><button type="submit" class="button primary">{t(texts::SAVE)}</button></div>
        </form>
    }
}

fn choice(
    name: &'static str,
    text: Text,
    is_on: impl Fn() -> bool + Send + Sync + 'static,
    choose: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <label>
            <input type="radio" name=name prop:checked=is_on on:change=move |_| choose()/>
            {t(text)}
        </label>
    }
}

fn either(name: &'static str, question: Text, value: RwSignal<Option<bool>>) -> impl IntoView {
    let one = move |answer: bool, text: Text| {
        choice(name, text, move || value.get() == Some(answer), move || value.set(Some(answer)))
    };
    view! {
        <fieldset class="form-field">
            <legend>{t(question)}</legend>
            <div class="pick tight">{one(true, common::YES)} {one(false, common::NO)}</div>
        </fieldset>
    }
}

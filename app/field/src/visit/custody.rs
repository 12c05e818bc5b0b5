//! Data that is with us: who had it, handing it on, telling the customer, ending it (UNR-7, UNR-9). Works without a network.

use domain::{
    Timestamp,
    command::Command,
    custody::{Custody, Holder, Keeping},
    signature::{DocumentKind, stands},
};
use leptos::{prelude::*, task::spawn_local};
use ui::{format, t};
use words::{rejections, unresolved as texts};

use super::form::{Form, use_form};
use crate::{
    input::{Push, TextField},
    sign,
};

#[component]
pub fn CustodyPart() -> impl IntoView {
    let form = use_form();
    let custody = Memo::new(move |_| form.with(|_, dispatch| dispatch.visit.custody().cloned()).flatten());
    let is_open = Memo::new(move |_| custody.with(|custody| custody.as_ref().is_some_and(Custody::is_open)));
    let is_mine = Memo::new(move |_| {
        let keeping = |custody: &Custody| custody.holder().map(|holder| holder.keeping);
        custody.with(|custody| custody.as_ref().and_then(keeping)) == Some(Keeping::Engineer)
    });
    view! {
        <Show when=move || is_mine.get()><p class="notice">{t(texts::TAKEN)}</p></Show>
        <h3>{t(texts::CUSTODY_CHAIN)}</h3>
        {move || custody.get().map(|custody| chain(form, &custody))}
        <Show when=move || is_open.get()>
            <HandOver/>
            <Tell/>
            <End/>
        </Show>
    }
}

fn chain(form: Form, custody: &Custody) -> impl IntoView + use<> {
    let words = form.acting.words;
    let time = |at: Timestamp| format::instant(at, format::Shape::DayTime, words.lang(), &form.acting.desk.zone());
    let links = custody.chain.iter().map(|link| {
        let place = words.say(texts::keeping(link.to.keeping));
        view! { <li><strong>{link.to.name.clone()}</strong> " " <small>{[place, " · ", &time(link.at), " ", &link.note].concat()}</small></li> }
    });
    let end = custody.end.as_ref().map(|end| {
        let how = words.say(texts::afterwards(end.how));
        view! { <li><strong>{how}</strong> " " <small>{[&time(end.at), " ", &end.witness].concat()}</small></li> }
    });
    view! { <ol class="custody-chain">{links.collect_view()} {end}</ol> }
}

/// A text that is needed for what a button does.
fn needed(
    form: Form,
    value: RwSignal<String>,
    submitted: RwSignal<bool>,
    label: words::Text,
) -> Signal<Option<String>> {
    let words = form.acting.words;
    Signal::derive(move || {
        let is_missing = submitted.get() && value.with(|value| value.trim().is_empty());
        is_missing.then(|| words.fill(rejections::MISSING, &[("field", words.say(label))]))
    })
}

#[component]
fn HandOver() -> impl IntoView {
    let form = use_form();
    let (name, note, submitted) = (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(false));
    let keeping = RwSignal::new(Keeping::Office);
    let run = Callback::new(move |()| {
        submitted.set(true);
        let to = Holder { keeping: keeping.get_untracked(), name: name.get_untracked() };
        if to.name.trim().is_empty() {
            return;
        }
        let note_text = note.get_untracked();
        spawn_local(async move {
            if form.act(Command::HandOverData { to, note: note_text }).await {
                submitted.set(false);
                name.set(String::new());
                note.set(String::new());
            }
        });
    });
    let option = move |place: Keeping| {
        view! {
            <label>
                <input type="radio" name="keeping" prop:checked=move || keeping.get() == place on:change=move |_| keeping.set(place)/>
                " " {t(texts::keeping(place))}
            </label>
        }
    };
    view! {
        <section class="data-step">
            <h3>{t(texts::HAND_OVER)}</h3>
            <fieldset class="form-field">
                <legend>{t(texts::WHERE)}</legend>
                <div class="pick">{Keeping::ALL.map(option).collect_view()}</div>
            </fieldset>
            <div class="field-pair">
                <TextField label=texts::HAND_OVER_TO value=name mistake=needed(form, name, submitted, texts::HAND_OVER_TO)/>
                <TextField label=texts::NOTE value=note/>
            </div>
            <p><Push text=texts::HAND_OVER run=run primary=true/></p>
        </section>
    }
}

#[component]
fn Tell() -> impl IntoView {
    let form = use_form();
    let (state, submitted) = (RwSignal::new(String::new()), RwSignal::new(false));
    let run = Callback::new(move |()| {
        submitted.set(true);
        let text = state.get_untracked();
        if text.trim().is_empty() {
            return;
        }
        spawn_local(async move {
            if form.act(Command::TellCustomer { state: text }).await {
                submitted.set(false);
                state.set(String::new());
            }
        });
    });
    view! {
        <section class="data-step">
            <h3>{t(texts::TELL_CUSTOMER)}</h3>
            <TextField label=texts::STATE_OF_THINGS hint=texts::TELL_CUSTOMER_HINT value=state lines=true
                mistake=needed(form, state, submitted, texts::STATE_OF_THINGS)/>
            <p><Push text=texts::TELL_CUSTOMER run=run/></p>
        </section>
    }
}

/// Returned or destroyed, as was pledged: the customer signs for it, or somebody has seen it.
#[component]
fn End() -> impl IntoView {
    let form = use_form();
    let is_signed = Memo::new(move |_| {
        form.with(|request, dispatch| stands(DocumentKind::DataReturned, request, dispatch)).unwrap_or_default()
    });
    let how = move || {
        form.with(|_, dispatch| dispatch.visit.data.as_ref().map(|data| data.plan.afterwards))
            .flatten()
            .unwrap_or_default()
    };
    let how_text = Memo::new(move |_| how());
    let (witness, submitted) = (RwSignal::new(String::new()), RwSignal::new(false));
    let mistake =
        Signal::derive(
            move || {
                if is_signed.get() { None } else { needed(form, witness, submitted, texts::WITNESS).get() }
            },
        );
    let run = Callback::new(move |()| {
        submitted.set(true);
        let name = witness.get_untracked();
        if name.trim().is_empty() && !is_signed.get_untracked() {
            return;
        }
        let how = untrack(how);
        spawn_local(async move {
            form.act(Command::EndCustody { how, witness: name, note: String::new() }).await;
        });
    });
    let address = sign::address(form.id, DocumentKind::DataReturned);
    view! {
        <section class="data-step">
            <h3>{t(texts::END_CUSTODY)} " · " {move || t(texts::afterwards(how_text.get()))()}</h3>
            <Show when=move || !is_signed.get()>
                <p><a class="button" href=address.clone()>{t(texts::SIGN_RETURNED)}</a></p>
            </Show>
            <TextField label=texts::WITNESS value=witness mistake=mistake/>
            <p><Push text=texts::END_CUSTODY run=run/></p>
        </section>
    }
}

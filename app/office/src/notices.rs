//! `/notices`: what the person was told, the newest first.

use domain::reminder::{Moment, NamedClock, Notice};
use leptos::{prelude::*, task::spawn_local};
use serde_json::json;
use ui::{
    bell::{Told, use_told},
    shell::OfficeShell,
    t, use_desk, use_toasts,
};
use uuid::Uuid;
use words::{
    common,
    office::{notices as texts, reasons},
};

use crate::{
    frame::{WhenReady, office_desk},
    remote,
    tell::{Tell, use_tell},
};

/// `/notices`
#[component]
pub fn NoticesPage() -> impl IntoView {
    office_desk();
    view! {
        <OfficeShell here="/notices">
            <WhenReady><List/></WhenReady>
        </OfficeShell>
    }
}

#[component]
fn List() -> impl IntoView {
    let (desk, tell, toasts) = (use_desk(), use_tell(), use_toasts());
    let told = use_told(desk);
    let shown = Memo::new(move |_| {
        let _ = desk.records();
        let mut shown = told.get()?;
        shown.retain(|told| told.stands(desk));
        Some(shown)
    });
    let read = move |id: Option<Uuid>| {
        spawn_local(async move {
            match remote::send(desk, tell, "POST", "/api/notices/read", Some(json!({"id": id}))).await {
                Ok(_) => desk.notices_changed(),
                Err(refusal) => toasts.failed(refusal.sentence),
            }
        });
    };
    let has_new = move || shown.with(|shown| shown.iter().flatten().any(|told| told.read_at.is_none()));
    let is_empty = move || shown.with(|shown| shown.as_ref().is_some_and(Vec::is_empty));
    let rows = move || shown.get().unwrap_or_default().into_iter().map(|told| row(told, read, tell)).collect_view();
    view! {
        <div class="page narrow">
            <div class="page-head">
                <h1>{t(texts::TITLE)}</h1>
                <Show when=has_new>
                    <button type="button" class="button" on:click=move |_| read(None)>{t(texts::READ_ALL)}</button>
                </Show>
            </div>
            <p class="lead">{t(texts::LEAD)}</p>
            <Show when=move || shown.with(Option::is_none)><p class="empty" role="status">{t(common::LOADING)}</p></Show>
            <Show when=is_empty><p class="empty">{t(texts::EMPTY)}</p></Show>
            <ol class="notices">{rows}</ol>
        </div>
    }
}

fn row(told: Told, read: impl Fn(Option<Uuid>) + Copy + Send + Sync + 'static, tell: Tell) -> impl IntoView {
    let is_new = told.read_at.is_none();
    let id = told.id;
    let (what, about) = match told.notice {
        Notice::Clock { moment, clock } => {
            let text = if moment == Moment::Due { texts::DUE } else { texts::WARN };
            let what = tell.fill(text, &[("rule", tell.say(reasons::rule(&clock.rule)))]);
            (what, view! { <p>{named(&clock, tell)}</p> }.into_any())
        }
        Notice::Overdue { clocks } => {
            let what = tell.fill(texts::DIGEST, &[("n", &clocks.len().to_string())]);
            let line = |clock: &NamedClock| {
                let rule = tell.say(reasons::rule(&clock.rule));
                view! { <li>{rule} " · " {named(clock, tell)}</li> }
            };
            (what, view! { <ul class="plain-list">{clocks.iter().map(line).collect_view()}</ul> }.into_any())
        }
    };
    let label = tell.fill(texts::READ_LABEL, &[("what", &what)]);
    view! {
        <li class:new=is_new>
            <div>
                <b>{what}</b> " " {is_new.then(|| view! { <span class="chip accent">{tell.say(texts::NEW)}</span> })}
                {about}
            </div>
            <time>{tell.near(told.at)}</time>
            {is_new.then(|| view! {
                <button type="button" class="button quiet" aria-label=label on:click=move |_| read(Some(id))>{tell.say(texts::READ)}</button>
            })}
        </li>
    }
}

fn named(clock: &NamedClock, tell: Tell) -> impl IntoView + use<> {
    let form = ["/requests/", &clock.request.to_string()].concat();
    let due = tell.fill(texts::DUE_AT, &[("time", &tell.near(clock.due))]);
    view! { <a href=form>{clock.unit.clone()}</a> " " <small>{tell.dotted(&[clock.number.clone(), due])}</small> }
}

//! The end of a visit: what the customer will see, handing over, and taking leave (ONS-15, ONS-16, ONS-18).

use domain::{
    command::Command,
    request::{Dispatch, DispatchState, RequestState, ServiceRequest},
    signature,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use ui::{Said, t};
use words::{Text, fees, field as say};

use super::{
    form::{Form, use_form},
    information::Remarks,
    panel::{Main, PanelFrame},
    progress::{self, Panel},
};
use crate::{
    acting::use_acting,
    asks::{Ask, use_asks},
    day::visit_address,
    input::Push,
    sync_badge::{is_troubled, whereabouts},
};

/// Something that should be there before the customer signs.
#[derive(Clone, Copy)]
struct Check {
    text: Text,
    panel: Panel,
    is_done: bool,
    /// The customer can't sign without it.
    is_needed: bool,
}

fn checks(dispatch: &Dispatch) -> Vec<Check> {
    let visit = &dispatch.visit;
    let check = |text, panel, is_done, is_needed| Check { text, panel, is_done, is_needed };
    if visit.solved_by_phone {
        return vec![
            check(say::CHECK_SOLUTION, Panel::Solve, !visit.finding.solution.is_empty(), true),
            check(say::CHECK_CAUSE, Panel::Solve, !visit.finding.cause.is_empty(), false),
        ];
    }
    let charged = visit.fees.as_deref().filter(|fees| fees.charges());
    let money = charged.map(|known| {
        [
            check(fees::CHECK_CONSENT, Panel::Fees, domain::fees::is_agreed(visit), true),
            check(fees::CHECK_VOUCHER, Panel::Fees, known.taken().is_some(), false),
        ]
    });
    let rest = vec![
        check(say::CHECK_BACKUP, Panel::BackUp, progress::is_backed_up(visit), true),
        check(say::CHECK_SOLUTION, Panel::Solve, !visit.finding.solution.is_empty(), true),
        check(say::CHECK_CAUSE, Panel::Solve, !visit.finding.cause.is_empty(), false),
        check(say::CHECK_TRIAL_RUN, Panel::TrialRun, visit.has_ticked(domain::visit::Step::TrialRun), false),
        check(say::CHECK_PREVENTION, Panel::Explain, !visit.finding.prevention.is_empty(), false),
    ];
    rest.into_iter().chain(money.into_iter().flatten()).collect()
}

/// The last look before the tablet goes to the customer.
#[component]
pub fn SignPanel() -> impl IntoView {
    let form = use_form();
    let asks = use_asks();
    let state = Memo::new(move |_| form.with(|request, dispatch| (request.state, dispatch.lived_state())));
    let sent_back = move || state.get().is_some_and(|(request, _)| request == RequestState::SentBack);
    let on_site = move || state.get().is_some_and(|(_, dispatch)| dispatch == DispatchState::OnSite);
    let signed = move || {
        state.get().is_some_and(|(_, dispatch)| matches!(dispatch, DispatchState::Signed | DispatchState::Unsigned))
    };
    let unsigned = Callback::new(move |()| asks.ask(Ask::Unsigned, form.id));
    let give_back = Callback::new(move |()| {
        spawn_local(async move {
            form.act(Command::ReturnForm).await;
        });
    });
    let navigate = StoredValue::new_local(use_navigate());
    let hand_over = Callback::new(move |()| {
        let missing = form.now_with(|_, dispatch| checks(dispatch)).unwrap_or_default();
        match missing.iter().find(|check| check.is_needed && !check.is_done) {
            Some(check) => {
                let what = check.text;
                let said = Said::new(move |words| words.fill(say::NEEDED_FIRST, &[("what", words.say(what))]));
                form.acting.toasts.failed(said);
            }
            None => {
                let address = [&visit_address(form.id), "/sign"].concat();
                navigate.with_value(|navigate| navigate(&address, NavigateOptions::default()));
            }
        }
    });
    let by_phone = form.now_with(|_, dispatch| dispatch.visit.solved_by_phone).unwrap_or_default();
    let aside = view! {
        <Show when=move || on_site() || (sent_back() && !by_phone)><Push text=say::UNSIGNED run=unsigned/></Show>
        <Show when=move || signed() || (sent_back() && !by_phone && covered(form))><Push text=say::RETURN_FORM run=give_back/></Show>
    };
    let (lead, main) = if by_phone {
        (say::PHONE_SIGN_HINT, Main { text: say::RETURN_FORM, run: give_back })
    } else {
        (say::SIGN_HINT, Main { text: say::HAND_OVER, run: hand_over })
    };
    let rows = move || {
        let all = form.with(|_, dispatch| checks(dispatch)).unwrap_or_default();
        all.into_iter().map(|check| view! { <CheckRow form=form check=check/> }).collect_view()
    };
    let list = view! { <ul class="check-list">{rows}</ul> };
    view! {
        <PanelFrame panel=Panel::Sign title=say::SIGN_TITLE lead=lead main=Some(main) aside=aside.into_any() unlocked=list.into_any()>
            <Remarks/>
            {(!by_phone).then(|| view! { <p class="muted">{t(say::HAND_OVER_HINT)}</p> })}
        </PanelFrame>
    }
}

/// Nothing the customer signed for has changed since; or nothing was signed.
fn covered(form: Form) -> bool {
    let is_covered = |request: &ServiceRequest, dispatch: &Dispatch| {
        dispatch.visit.sign_off().is_none_or(|record| signature::covers(record, request, dispatch))
    };
    form.with(is_covered).unwrap_or_default()
}

#[component]
fn CheckRow(form: Form, check: Check) -> impl IntoView {
    let class = match (check.is_done, check.is_needed) {
        (true, _) => "check-row is-done",
        (false, true) => "check-row is-missing",
        (false, false) => "check-row",
    };
    let state = match (check.is_done, check.is_needed) {
        (true, _) => say::CHECK_DONE,
        (false, true) => say::CHECK_NEEDED,
        (false, false) => say::CHECK_OPEN,
    };
    let go = Callback::new(move |()| form.go(check.panel));
    view! {
        <li class=class>
            <span>{t(check.text)}</span>
            <small>{t(state)}</small>
            {(!check.is_done).then(|| view! { <Push text=say::GO_THERE quiet=true run=go/> })}
        </li>
    }
}

/// Taking leave, and where the form is now.
#[component]
pub fn FarewellPanel() -> impl IntoView {
    let form = use_form();
    let acting = use_acting();
    let words = acting.words;
    let state = Memo::new(move |_| form.with(|_, dispatch| dispatch.lived_state()));
    let is_over = move || {
        matches!(
            state.get(),
            Some(
                DispatchState::Returned
                    | DispatchState::Signed
                    | DispatchState::Unsigned
                    | DispatchState::SolvedByPhone
            )
        )
    };
    let place = move || {
        let (id, client) = form.with(|request, _| request.id).zip(acting.desk.outbox())?;
        Some(whereabouts(words, client.whereabouts(id), is_troubled(form.acting.desk)))
    };
    let give_back = Callback::new(move |()| {
        spawn_local(async move {
            form.act(Command::ReturnForm).await;
        });
    });
    let not_returned = move || matches!(state.get(), Some(DispatchState::Signed | DispatchState::Unsigned));
    let navigate = StoredValue::new_local(use_navigate());
    let leave = Callback::new(move |()| {
        spawn_local(async move {
            // A farewell that can't be noted any more is no reason to stay.
            let step = domain::visit::Step::Farewell;
            if !form.has_ticked(step) {
                let _ = acting.attempt(form.id, Command::TickStep { step }).await;
            }
            navigate.with_value(|navigate| navigate("/field", NavigateOptions::default()));
        });
    });
    // Nobody stood at the customer's door, so there is nothing to pack up.
    let by_phone = form.now_with(|_, dispatch| dispatch.visit.solved_by_phone).unwrap_or_default();
    let (lead, done) =
        if by_phone { (say::FAREWELL_BY_PHONE, say::BACK_TO_TODAY) } else { (say::FAREWELL_HINT, say::FAREWELL_DONE) };
    let main = Main { text: done, run: leave };
    view! {
        <PanelFrame panel=Panel::Farewell title=say::FAREWELL_TITLE lead=lead main=Some(main) always_open=true>
            <Show when=is_over fallback=move || view! { <p class="notice">{t(say::NOT_SIGNED_YET)}</p> }>
                <p class="quote"><small>{t(say::WHERE_IT_IS)}</small> {place}</p>
            </Show>
            <Show when=not_returned><p><Push text=say::RETURN_FORM run=give_back/></p></Show>
        </PanelFrame>
    }
}

//! What can be done with a dispatch as it stands: one main action, and the ways around it (ONS-7 to ONS-9).

use domain::{
    DispatchId,
    command::Command,
    request::{Dispatch, DispatchState, RequestState, ServiceRequest},
};
use leptos::prelude::*;
use offline::{EntryState, OutboxEntry};
use ui::{Words, t};
use words::{Text, conflicts, field as say, states, unresolved};

use crate::{
    acting::{Acting, use_acting},
    asks::{Ask, Asks, use_asks},
    input::Push,
    visit::progress,
};

/// The one thing to do next with a dispatch before its form opens.
#[derive(Clone)]
pub enum Next {
    Does(Text, Command),
    Asks(Text, Ask),
}

impl Next {
    /// None where the form says what is next, or nothing is.
    #[must_use]
    pub fn of(state: DispatchState) -> Option<Next> {
        use DispatchState as S;
        Some(match state {
            S::Offered => Next::Does(say::CONFIRM, Command::Confirm),
            S::Confirmed => Next::Asks(say::APPOINT, Ask::Appoint),
            S::Appointed => Next::Does(say::DEPART, Command::Depart),
            S::EnRoute => Next::Does(say::ARRIVE, Command::Arrive),
            S::NotMet => Next::Asks(say::APPOINT_AGAIN, Ask::Appoint),
            S::Signed | S::Unsigned => Next::Does(say::RETURN_FORM, Command::ReturnForm),
            _ => return None,
        })
    }

    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Next::Does(text, _) | Next::Asks(text, _) => *text,
        }
    }

    /// What the button does. `then` runs when it is saved.
    #[must_use]
    pub fn run(self, acting: Acting, asks: Asks, id: DispatchId, then: Option<Callback<()>>) -> Callback<()> {
        let next = StoredValue::new(self);
        Callback::new(move |()| match next.get_value() {
            Next::Does(_, command) => acting.start(id, command, then),
            Next::Asks(_, ask) => asks.ask(ask, id),
        })
    }
}

/// The buttons for a dispatch. `on_form` is true on the visit's own page: its main action stands below, and it needs no
/// link to itself.
#[component]
pub fn DispatchActions(request: ServiceRequest, dispatch: DispatchId, on_form: bool) -> impl IntoView {
    let acting = use_acting();
    let asks = use_asks();
    let Some(dispatch) = request.dispatch(dispatch) else { return ().into_any() };
    let buttons = Buttons { acting, asks, id: dispatch.id };
    let id = dispatch.id;
    let main = Next::of(dispatch.lived_state()).filter(|_| !on_form).map(|next| {
        let focus = Callback::new(move |()| focus_main_action(id));
        view! { <Push text=next.text() primary=true run=next.run(acting, asks, id, Some(focus))/> }
    });
    let call = || call_link(&request);
    let form = |text: Text| (!on_form).then(|| buttons.form(text, "?show=information")).into_any();
    use DispatchState as S;
    let row = match dispatch.lived_state() {
        S::Offered => vec![form(say::INFORMATION), buttons.help(on_form), buttons.asks(say::REFUSE, Ask::Refuse)],
        S::Confirmed => vec![call(), buttons.asks(say::BY_PHONE, Ask::Phone), form(say::INFORMATION)],
        S::Appointed => vec![
            call(),
            buttons.asks(say::CHANGE_TIME, Ask::Appoint),
            buttons.asks(say::DELAY, Ask::Delay),
            on_form.then(|| buttons.asks(say::BY_PHONE, Ask::Phone)).into_any(),
            form(say::INFORMATION),
        ],
        S::EnRoute => vec![call(), buttons.asks(say::DELAY, Ask::Delay), form(say::INFORMATION)],
        S::OnSite => vec![buttons.proceed(&request, dispatch), form(say::INFORMATION), buttons.help(on_form)],
        S::NotMet => vec![call(), buttons.does(say::RETURN_FORM, Command::ReturnForm)],
        S::Returned if request.state == RequestState::SentBack => {
            vec![(!on_form).then(|| buttons.form_first(say::COMPLETE_FORM)).into_any()]
        }
        _ => Vec::new(),
    };
    view! { <div class="stop-actions">{main} {row}</div> }.into_any()
}

/// Builds the buttons of one dispatch.
#[derive(Clone, Copy)]
struct Buttons {
    acting: Acting,
    asks: Asks,
    id: DispatchId,
}

impl Buttons {
    fn does(self, text: Text, command: Command) -> AnyView {
        let run = Next::Does(text, command).run(self.acting, self.asks, self.id, None);
        view! { <Push text=text run=run/> }.into_any()
    }

    fn asks(self, text: Text, ask: Ask) -> AnyView {
        let run = Next::Asks(text, ask).run(self.acting, self.asks, self.id, None);
        view! { <Push text=text run=run/> }.into_any()
    }

    /// The visit's own page has this button at its foot already.
    fn help(self, on_form: bool) -> AnyView {
        (!on_form).then(|| self.asks(say::ASK_HELP, Ask::Help)).into_any()
    }

    fn form(self, text: Text, query: &str) -> AnyView {
        view! { <a class="button" href=[&visit_address(self.id), query].concat()>{t(text)}</a> }.into_any()
    }

    fn form_first(self, text: Text) -> AnyView {
        view! { <a class="button primary" href=visit_address(self.id)>{t(text)}</a> }.into_any()
    }

    /// On to the step that is next.
    fn proceed(self, request: &ServiceRequest, dispatch: &Dispatch) -> AnyView {
        let next = progress::next(request, dispatch).title();
        let words = self.acting.words;
        let text = move || words.fill(say::CONTINUE_WITH, &[("step", words.say(next))]);
        view! { <a class="button primary" href=visit_address(self.id)>{text}</a> }.into_any()
    }
}

/// Where the visit's form is.
#[must_use]
pub fn visit_address(id: DispatchId) -> String {
    ["/field/visits/", &id.to_string()].concat()
}

/// Calls the contact with the tablet's own telephone.
fn call_link(request: &ServiceRequest) -> AnyView {
    let phone = request.contact.phone.clone();
    if phone.is_empty() {
        return ().into_any();
    }
    let address = ["tel:", &phone.replace(' ', "")].concat();
    view! { <a class="button" href=address>{t(say::CALL)} " " {phone}</a> }.into_any()
}

/// A button that was used is replaced by the next one: the focus goes along.
pub fn focus_main_action(id: DispatchId) {
    let selector = ["[data-dispatch=\"", &id.to_string(), "\"] .button.primary"].concat();
    request_animation_frame(move || {
        use wasm_bindgen::JsCast;
        let found = document().query_selector(&selector).ok().flatten();
        if let Some(button) = found.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = button.focus();
        }
    });
}

/// That the office has changed the plan while the engineer is at work, and what becomes of it (SYN-7). Tracked.
#[must_use]
pub fn plan_changed(words: Words, request: &ServiceRequest, dispatch: &Dispatch) -> Option<String> {
    if !dispatch.goes_on() {
        return None;
    }
    let other = request.active_dispatch().filter(|other| other.id != dispatch.id);
    let what = match (dispatch.state, other) {
        (DispatchState::Returned, _) => return Some(words.say(conflicts::GO_ON_ACCEPTED).to_owned()),
        (DispatchState::Superseded, _) => return Some(decided_against(words, request)),
        (_, Some(other)) => words.fill(conflicts::NOW_WITH, &[("engineer", &other.engineer_name)]),
        (_, None) if request.state == RequestState::Cancelled => words.say(conflicts::NOW_CANCELLED).to_owned(),
        (_, None) => words.say(conflicts::NOW_TAKEN_BACK).to_owned(),
    };
    let reason = dispatch.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
    let why = reason.map(|reason| words.fill(conflicts::PLAN_REASON, &[("reason", reason)])).unwrap_or_default();
    Some([what.as_str(), &why, words.say(conflicts::GO_ON)].concat())
}

/// The office has decided that the plan counts: with its reason, and what becomes of what was done.
fn decided_against(words: Words, request: &ServiceRequest) -> String {
    let reason = request.settlement.as_ref().map(|settled| settled.resolution.reason.trim().to_owned());
    let reason = reason.filter(|reason| !reason.is_empty());
    let why = reason.map(|reason| words.fill(conflicts::PLAN_REASON, &[("reason", &reason)])).unwrap_or_default();
    [words.say(conflicts::PLAN_COUNTED), &why, words.say(conflicts::PLAN_COUNTED_HINT)].concat()
}

/// What the office says about how to solve it: the way to this form and its advice (UNR-4), the version that the solution
/// needs (UNR-10), the plan for whoever asked for help (UNR-1).
#[must_use]
pub fn guidance(words: Words, request: &ServiceRequest, dispatch: &Dispatch) -> Vec<String> {
    let mut lines =
        request.former.as_deref().map(|former| unresolved::way_here(words.lang(), former)).unwrap_or_default();
    if let Some(note) = &dispatch.help {
        lines.push(words.fill(say::HELP_ASKED, &[("note", note)]));
        lines.push(match &dispatch.help_answer {
            Some(answer) => {
                [words.fill(unresolved::HELP_PLAN, &[("name", &answer.by_name)]).as_str(), "：", &answer.plan].concat()
            }
            None => words.say(say::HELP_WAITS).to_owned(),
        });
    }
    lines
}

/// What the engineer should know of the dispatch's course: asked for help, wished another time, told a delay.
#[must_use]
pub fn remarks(acting: Acting, request: &ServiceRequest, dispatch: &Dispatch) -> Vec<String> {
    let words = acting.words;
    let time = |at| ui::format::instant(at, ui::format::Shape::DayTime, words.lang(), &acting.desk.zone());
    let mut remarks = Vec::new();
    // Otherwise the visit looks as if the steps had never been taken.
    let unread = acting.desk.outbox().map(|client| client.outbox()).unwrap_or_default();
    let is_unread = |entry: &&std::rc::Rc<OutboxEntry>| {
        entry.request == Some(request.id) && matches!(entry.state, EntryState::Quarantined(_))
    };
    let unread = unread.iter().filter(is_unread).count();
    if unread > 0 {
        remarks.push(words.fill(words::outbox::IN_QUARANTINE_HERE, &[("n", &unread.to_string())]));
    }
    if request.state == RequestState::SentBack && dispatch.state == DispatchState::Returned {
        let reason = request.reason.clone().unwrap_or_default();
        remarks.push(words.fill(say::SENT_BACK_BECAUSE, &[("reason", &reason)]));
    }
    let is_taken_back = matches!(dispatch.state, DispatchState::Recalled | DispatchState::Disputed);
    if (is_taken_back && !dispatch.goes_on()) || dispatch.state == DispatchState::NotMet {
        let state = words.say(states::dispatch_state(dispatch.state));
        let reason = dispatch.reason.clone().unwrap_or_default();
        remarks.push(words.fill(say::TAKEN_BACK, &[("state", state), ("reason", &reason)]));
    }
    if let Some(holder) = dispatch.visit.custody().and_then(|custody| custody.holder()) {
        remarks.push(words.fill(unresolved::DATA_WITH_NOW, &[("name", &holder.name)]));
    }
    if let Some(wish) = &dispatch.wish {
        remarks.push(words.fill(say::WISH_PENDING, &[("time", &time(wish.at))]));
    }
    if !dispatch.state.is_recallable() && dispatch.lived_state() != DispatchState::OnSite {
        return remarks;
    }
    remarks.extend(guidance(words, request, dispatch));
    if let Some(along) = &dispatch.companion {
        remarks.push(words.fill(say::ALONG_WITH_YOU, &[("name", &along.name)]));
    }
    if let Some(delay) = &dispatch.delay {
        let text = if delay.agreed { say::DELAY_AGREED } else { say::DELAY_NOT_AGREED };
        remarks.push(words.fill(text, &[("time", &time(delay.new_time))]));
    }
    remarks
}

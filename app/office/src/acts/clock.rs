//! Pauses a clock, lets it run again, or gives it another due time, with a reason.

use domain::{command::Command, request::ServiceRequest, time::DAY};
use leptos::{ev::SubmitEvent, html, prelude::*, task::spawn_local};
use ui::{
    Said,
    format::{self, Shape},
    t, use_desk,
};
use words::{
    Lang, common,
    office::{acts as texts, clocks as clock_texts, reasons},
};

use super::{Act, Acts, give::Asked, undo::Back, use_acts};
use crate::{field::Field, refusal::Refusal, tell::use_tell};

impl Acts {
    /// Opens the dialog about one clock of a request.
    pub fn ask_about_clock(self, act: Act, request: ServiceRequest, rule: String) {
        self.asked.set(Some(Asked { act, request, rule }));
    }

    /// Lets a paused clock run again.
    pub fn resume_clock(self, request: &ServiceRequest, rule: &str) {
        let name = self.tell.say(reasons::rule(rule));
        let said = self.tell.fill(clock_texts::RESUMED_DONE, &[("unit", &request.unit), ("rule", name)]);
        self.run(request.id, Command::ResumeClock { rule: rule.to_owned() }, said, None);
    }
}

#[component]
pub(super) fn ClockForm(act: Act, request: ServiceRequest, rule: String, open: RwSignal<bool>) -> impl IntoView {
    let (acts, tell, desk) = (use_acts(), use_tell(), use_desk());
    let (due, reason) = (NodeRef::<html::Input>::new(), NodeRef::<html::Textarea>::new());
    let refusal = RwSignal::new(Refusal::default());
    let is_busy = RwSignal::new(false);
    let changes_due = act == Act::ChangeDue;
    let name = tell.say(reasons::rule(&rule));
    let about = [request.unit.as_str(), " · ", name].concat();
    let zone = desk.zone();
    let known = request.clocks.iter().rfind(|clock| clock.rule == rule && !clock.is_stopped()).map(|clock| clock.due);
    let local = known.map(|due| format::instant(due, Shape::Local, Lang::En, &zone)).unwrap_or_default();
    let (id, unit) = (request.id, StoredValue::new(request.unit));
    let rule = StoredValue::new(rule);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let reason = reason.get_untracked().map(|input| input.value()).unwrap_or_default();
        let typed = due.get_untracked().map(|input| input.value()).unwrap_or_default();
        let chosen = format::parse_local(&typed, &desk.zone());
        let now = desk.now();
        let fits = |due: &domain::Timestamp| *due > now && due.since(now) <= 366 * DAY && Some(*due) != known;
        let mut wrong = Vec::new();
        if changes_due && chosen.filter(fits).is_none() {
            wrong.push(("/due".to_owned(), tell.say(clock_texts::DUE_PAST).to_owned()));
        }
        if reason.trim().is_empty() {
            wrong.push(("/reason".to_owned(), tell.say(texts::REASON_EMPTY).to_owned()));
        }
        let is_wrong = !wrong.is_empty();
        refusal.set(Refusal { fields: wrong, ..Refusal::default() });
        if is_wrong {
            return;
        }
        let rule = rule.get_value();
        let named = reasons::rule(&rule);
        let unit = unit.get_value();
        let (command, said, back) = match chosen.filter(|_| changes_due) {
            Some(due) => {
                let said = Said::new(move |words| {
                    let (named, time) = (words.say(named), tell.near(due));
                    words.fill(clock_texts::CHANGED_DONE, &[("unit", &unit), ("rule", named), ("time", &time)])
                });
                (Command::ChangeDue { rule, due, reason }, said, None)
            }
            None => {
                let said = Said::new(move |words| {
                    words.fill(clock_texts::PAUSED_DONE, &[("unit", &unit), ("rule", words.say(named))])
                });
                let back = Back::Give(Box::new(Command::ResumeClock { rule: rule.clone() }));
                (Command::PauseClock { rule, reason }, said, Some(back))
            }
        };
        is_busy.set(true);
        spawn_local(async move {
            match acts.give(id, command).await {
                Ok(()) => {
                    untrack(|| acts.say_done(id, said, back));
                    open.set(false);
                }
                Err(found) => {
                    refusal.try_set(found);
                }
            }
            is_busy.try_set(false);
        });
    };
    let general = move || {
        refusal.with(|refusal| if refusal.fields.is_empty() { refusal.sentence.clone() } else { String::new() })
    };
    let mistake = move |field: &'static str| Signal::derive(move || refusal.with(|refusal| refusal.of_field(field)));
    let hint = if changes_due { clock_texts::CHANGE_HINT } else { clock_texts::PAUSE_HINT };
    let confirm = if changes_due { common::SAVE } else { clock_texts::PAUSE };
    view! {
        <form class="ask" novalidate on:submit=submit>
            <p class="ask-about">{about}</p>
            {changes_due.then(|| view! {
                <Field label=clock_texts::NEW_DUE mistake=mistake("/due")>
                    <input class="input" type="datetime-local" step="300" node_ref=due value=local autofocus/>
                </Field>
            })}
            <Field label=common::REASON id="ask-reason" hint mistake=mistake("/reason")>
                <textarea class="input" node_ref=reason rows="3" autofocus=!changes_due aria-describedby="ask-reason"></textarea>
            </Field>
            <p class="mistake" role="alert">{general}</p>
            <div class="dialog-end">
                <button type="button" class="button quiet" on:click=move |_| open.set(false)>{t(common::CANCEL)}</button>
                <button type="submit" class="button primary" disabled=is_busy>{t(confirm)}</button>
            </div>
        </form>
    }
}

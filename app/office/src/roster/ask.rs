//! Asks who is on duty, or who comes instead and why.

use chrono::NaiveDate;
use domain::{
    PersonId,
    people::Colleague,
    roster::{Post, REASON_LETTERS, RosterMonth, Wanted, WantedExchange, WantedTurn},
};
use leptos::{ev::SubmitEvent, prelude::*};
use ui::{Said, t, use_desk};
use words::{common, office::roster as texts};

use super::{
    book::{Book, Edit},
    day_in_words,
};
use crate::{acts::dialog_of, field::Field, refusal::Refusal, tell::use_tell};

/// A place of the table, and what is done to it.
#[derive(Clone, Copy)]
pub struct Question {
    pub book: Book,
    pub date: NaiveDate,
    pub post: Post,
    pub edit: Edit,
}

impl Question {
    fn is(self, date: NaiveDate, post: Post) -> bool {
        (self.date, self.post) == (date, post)
    }
}

/// The place where the dialog opens.
#[component]
pub(super) fn AskDialog(asked: RwSignal<Option<Question>>) -> impl IntoView {
    let title = |question: &Question| match question.edit {
        Edit::Exchange => texts::ASK_EXCHANGE,
        Edit::Turn => texts::ASK_TURN,
    };
    dialog_of(asked, title, |question, open| view! { <Ask question open/> }.into_any())
}

/// Somebody to choose: id, name, whether the person is away.
fn choices(month: &RosterMonth, question: Question) -> Vec<(Colleague, bool)> {
    let fits = month.candidates.iter().filter(|candidate| candidate.posts.contains(&question.post));
    let mut choices: Vec<(Colleague, bool)> =
        fits.map(|candidate| (candidate.who.clone(), candidate.away.contains(&question.date))).collect();
    // Whoever stands there is shown, also after leaving.
    let stands = month.roster.on_duty(question.date, question.post);
    if let Some(who) = stands.filter(|who| !choices.iter().any(|(known, _)| known.person == who.person)) {
        choices.push((who.clone(), true));
    }
    choices
}

/// The month with another turn.
fn with_turn(month: &RosterMonth, question: Question, person: Option<PersonId>) -> Wanted {
    let Question { date, post, .. } = question;
    let mut wanted = Wanted::from(&month.roster);
    wanted.turns.retain(|turn| !question.is(turn.date, turn.post));
    wanted.turns.extend(person.map(|person| WantedTurn { date, post, person }));
    wanted
}

/// The month with somebody else in a place, or without.
fn with_exchange(month: &RosterMonth, question: Question, exchange: Option<WantedExchange>) -> Wanted {
    let mut wanted = Wanted::from(&month.roster);
    wanted.exchanges.retain(|one| !question.is(one.date, one.post));
    wanted.exchanges.extend(exchange);
    wanted
}

#[component]
fn Ask(question: Question, open: RwSignal<bool>) -> impl IntoView {
    let (desk, tell) = (use_desk(), use_tell());
    let Question { book, date, post, edit } = question;
    let is_exchange = edit == Edit::Exchange;
    let month = untrack(|| book.shown());
    let known = month.as_ref().map(|month| choices(month, question)).unwrap_or_default();
    let stands = month.as_ref().and_then(|month| month.roster.on_duty(date, post)).map(|who| who.person.to_string());
    let planned = month.as_ref().and_then(|month| month.roster.planned(date, post)).cloned();
    let exchange = month.as_ref().and_then(|month| month.roster.exchange(date, post)).cloned();
    let is_exchanged = exchange.is_some();
    let person = RwSignal::new(stands.unwrap_or_default());
    let reason = RwSignal::new(exchange.map(|exchange| exchange.reason).unwrap_or_default());
    let refusal = RwSignal::new(Refusal::default());
    let close = move || {
        open.try_set(false);
    };
    let send = move |wanted: Wanted, name: String| {
        let said = Said::new(move |words| {
            let day = day_in_words(date, desk, tell);
            words.fill(texts::TURN_SAVED, &[("day", &day), ("post", words.say(texts::post(post))), ("name", &name)])
        });
        book.put(wanted, said, move |result| match result {
            Ok(()) => close(),
            Err(found) => {
                refusal.try_set(found);
            }
        });
    };
    let names = StoredValue::new(known.clone());
    let name_of = move |id: &str| {
        let found = names.with_value(|known| {
            known.iter().find(|(who, _)| who.person.to_string() == id).map(|(who, _)| who.name.clone())
        });
        found.unwrap_or_else(|| tell.say(texts::NOBODY).to_owned())
    };
    let planned_name = planned.map_or_else(|| tell.say(texts::NOBODY).to_owned(), |who| who.name);
    let back_to = planned_name.clone();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(month) = untrack(|| book.shown()) else { return };
        let chosen = person.get_untracked();
        let (id, name) = (chosen.parse::<PersonId>().ok(), name_of(&chosen));
        if !is_exchange {
            return send(with_turn(&month, question, id), name);
        }
        let why = reason.with_untracked(|reason| reason.trim().to_owned());
        if why.is_empty() {
            return refusal.set(Refusal::at("/exchanges/reason", tell.say(texts::REASON_EMPTY).to_owned()));
        }
        let exchange = WantedExchange { date, post, to: id, reason: why };
        send(with_exchange(&month, question, Some(exchange)), name);
    };
    let put_back = move |_| {
        if let Some(month) = untrack(|| book.shown()) {
            send(with_exchange(&month, question, None), back_to.clone());
        }
    };
    let about = {
        let (from, until) = post.hours();
        let (from, until) = (from.to_string(), until.to_string());
        let day = day_in_words(date, desk, tell);
        let post = tell.say(texts::post(post));
        tell.fill(texts::ASK_ABOUT, &[("day", &day), ("post", post), ("from", &from), ("until", &until)])
    };
    let options = known.into_iter().map(move |(who, is_away)| {
        let id = who.person.to_string();
        let is_chosen = {
            let id = id.clone();
            move || person.with(|person| *person == id)
        };
        let label = if is_away { tell.fill(texts::AWAY_OPTION, &[("name", &who.name)]) } else { who.name };
        view! { <option value=id selected=is_chosen>{label}</option> }
    });
    let mistake = move |field: &'static str| Signal::derive(move || refusal.with(|refusal| refusal.of_field(field)));
    let general = move || {
        let is_in_field = |refusal: &Refusal| ["/reason", "/to"].iter().any(|field| refusal.of_field(field).is_some());
        refusal.with(|refusal| if is_in_field(refusal) { String::new() } else { refusal.sentence.clone() })
    };
    let letters = REASON_LETTERS.to_string();
    let reason_field = is_exchange.then(|| {
        view! {
            <p class="ask-about">{tell.fill(texts::PLANNED, &[("name", &planned_name)])}</p>
            <Field label=common::REASON hint=texts::REASON_HINT mistake=mistake("/reason")>
                <textarea class="input" name="reason" rows="2" maxlength=letters prop:value=reason
                    on:input:target=move |event| reason.set(event.target().value())></textarea>
            </Field>
        }
    });
    let back = is_exchanged.then(|| {
        view! { <button type="button" class="button to-start" disabled=book.is_busy on:click=put_back>{t(texts::EXCHANGE_BACK)}</button> }
    });
    view! {
        <form class="ask" novalidate on:submit=submit>
            <p class="ask-about">{about}</p>
            <Field label=if is_exchange { texts::WHO_INSTEAD } else { texts::WHO } mistake=mistake("/to")>
                <select class="input" name="person" autofocus on:change:target=move |event| person.set(event.target().value())>
                    <option value="" selected=move || person.with(String::is_empty)>{t(texts::NOBODY)}</option>
                    {options.collect_view()}
                </select>
            </Field>
            {reason_field}
            <p class="mistake" role="alert">{general}</p>
            <div class="dialog-end">
                {back}
                <button type="button" class="button quiet" on:click=move |_| close()>{t(common::CANCEL)}</button>
                <button type="submit" class="button primary" disabled=book.is_busy>{t(common::SAVE)}</button>
            </div>
        </form>
    }
}

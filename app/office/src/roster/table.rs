//! A row for each day, a column for each duty; who comes, instead of whom, and what is wrong with it.

use chrono::NaiveDate;
use domain::roster::{Exchange, GapReason, Post, RosterMonth};
use leptos::prelude::*;
use ui::{t, use_desk};
use words::office::roster as texts;

use super::{ask::Question, book::Book, day_in_words};
use crate::tell::{Tell, use_tell};

/// What stands in a place.
#[derive(Clone, Debug, PartialEq)]
struct Face {
    /// Somebody has to be there, or is named all the same.
    is_used: bool,
    /// Who comes.
    name: Option<String>,
    exchange: Option<Exchange>,
    gap: Option<GapReason>,
    is_double: bool,
}

fn face(month: &RosterMonth, date: NaiveDate, post: Post) -> Face {
    let roster = &month.roster;
    let exchange = roster.exchange(date, post).cloned();
    let is_needed = Post::of_day(!month.days_off.contains(&date)).contains(&post);
    let doubles = month.double_bookings.iter();
    Face {
        is_used: is_needed || roster.planned(date, post).is_some() || exchange.is_some(),
        name: roster.on_duty(date, post).map(|who| who.name.clone()),
        exchange,
        // In a month that nobody has planned, the page says so once.
        gap: month
            .gaps
            .iter()
            .filter(|_| !roster.is_empty())
            .find(|gap| (gap.date, gap.post) == (date, post))
            .map(|gap| gap.reason),
        is_double: doubles.filter(|double| double.date == date).any(|double| {
            roster.on_duty(date, post).map(|who| who.person) == Some(double.who.person) && double.posts.contains(&post)
        }),
    }
}

#[component]
pub(super) fn Table(book: Book, today: Memo<NaiveDate>, asked: RwSignal<Option<Question>>) -> impl IntoView {
    let days = move || book.month.get().days().collect::<Vec<_>>();
    let head = Post::ALL.map(|post| {
        let (from, until) = post.hours();
        let hours = (post != Post::Manager).then(|| {
            let hours = [from.to_string(), until.to_string()].join("–");
            view! { " " <small>{hours}</small> }
        });
        view! { <th scope="col">{t(texts::post(post))} {hours}</th> }
    });
    view! {
        <div class="sheet-scroll">
            <table class="list dispatch-sheet roster">
                <thead>
                    <tr><th scope="col">{t(texts::DATE)}</th> {head.collect_view()}</tr>
                </thead>
                <tbody>
                    <For each=days key=|date| *date children=move |date| view! { <Day book date today asked/> }/>
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn Day(book: Book, date: NaiveDate, today: Memo<NaiveDate>, asked: RwSignal<Option<Question>>) -> impl IntoView {
    let (desk, tell) = (use_desk(), use_tell());
    let is_today = move || today.get() == date;
    let is_off = move || book.shown().is_some_and(|month| month.days_off.contains(&date));
    let cells = Post::ALL.map(|post| view! { <Place book date post asked/> });
    view! {
        <tr class:today=is_today class:off=is_off aria-current=move || is_today().then_some("date")>
            <th scope="row">
                {move || day_in_words(date, desk, tell)}
                <Show when=is_today>" " <span class="chip accent">{t(texts::TODAY)}</span></Show>
            </th>
            {cells.collect_view()}
        </tr>
    }
}

#[component]
fn Place(book: Book, date: NaiveDate, post: Post, asked: RwSignal<Option<Question>>) -> impl IntoView {
    let (desk, tell) = (use_desk(), use_tell());
    let face = Memo::new(move |_| book.shown().map(|month| face(&month, date, post)));
    let is_used = Memo::new(move |_| face.with(|face| face.as_ref().is_some_and(|face| face.is_used)));
    // A button that stays the same one keeps the focus when its dialog closes.
    let can_edit = Memo::new(move |_| book.edit().is_some());
    let content = move || face.get().map(|face| inside(face, tell));
    let ask = move |_| asked.set(untrack(|| book.edit()).map(|edit| Question { book, date, post, edit }));
    let place = move || {
        let day = day_in_words(date, desk, tell);
        tell.sentence(&[day, tell.say(texts::post(post)).to_owned()])
    };
    view! {
        <td>
            <Show when=move || is_used.get()>
                <Show when=move || can_edit.get() fallback=move || view! { <div class="roster-place">{content}</div> }>
                    <button type="button" class="roster-place" aria-haspopup="dialog" on:click=ask>
                        <span class="visually-hidden">{place} " "</span>
                        {content}
                    </button>
                </Show>
            </Show>
        </td>
    }
}

fn inside(face: Face, tell: Tell) -> impl IntoView {
    let nobody = || tell.say(texts::NOBODY).to_owned();
    let gap =
        face.gap.map(|reason| view! { " " <span class="chip late">{tell.say(texts::gap_in_short(reason))}</span> });
    let double = face.is_double.then(|| view! { " " <span class="chip late">{tell.say(texts::CHIP_DOUBLE)}</span> });
    let name = face.name.map_or_else(
        || view! { <span class="roster-nobody">"—"</span> }.into_any(),
        |name| view! { <b>{name}</b> }.into_any(),
    );
    let exchange = face.exchange.map(|exchange| {
        let from = exchange.from.map_or_else(nobody, |who| who.name);
        let reason = tell.fill(texts::BECAUSE, &[("reason", &exchange.reason), ("by", &exchange.by_name)]);
        view! {
            " " <small>{tell.fill(texts::INSTEAD_OF, &[("name", &from)])}</small>
            <small class="roster-reason">{reason}</small>
        }
    });
    view! { {name} {gap} {double} {exchange} }
}

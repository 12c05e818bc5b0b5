//! The forms of one problem: what this one continues, and what continues it.

use domain::{
    RequestId,
    request::{RequestState, ServiceRequest},
};
use leptos::prelude::*;
use ui::{Desk, t, use_desk};
use words::{Text, office::form as texts, states};

use crate::{acts::Shown, tell::use_tell};

#[component]
pub fn Chain(request: Shown) -> impl IntoView {
    let (desk, tell) = (use_desk(), use_tell());
    let forms = Memo::new(move |_| {
        request.with(|request| request.as_ref().map(|request| chain(request, desk)).unwrap_or_default())
    });
    move || {
        let forms = forms.get();
        if forms.len() < 2 {
            return None;
        }
        let row = |form: Form| {
            let number = if form.number.is_empty() { tell.say(form.place.nameless()).to_owned() } else { form.number };
            let words = match form.place {
                Place::Before => tell.fill(texts::FOLLOWS, &[("number", &number)]),
                Place::Here => number,
                Place::After => tell.fill(texts::FOLLOWED_BY, &[("number", &number)]),
            };
            let state = form.state.map(|state| view! { " " <small>{tell.say(states::request_state(state))}</small> });
            let address = ["/requests/", &form.id.to_string()].concat();
            let is_here = form.place == Place::Here;
            view! { <li><a href=address aria-current=is_here.then_some("page")>{words}</a>{state}</li> }
        };
        Some(view! {
            <section class="panel-part">
                <h2>{t(texts::CHAIN)}</h2>
                <ol class="plain-list">{forms.into_iter().map(row).collect_view()}</ol>
            </section>
        })
    }
}

/// Where a form of the chain stands, seen from the one that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Before,
    Here,
    After,
}

impl Place {
    fn nameless(self) -> Text {
        if self == Place::Before { texts::EARLIER } else { texts::LATER }
    }
}

/// A form of the chain; without number and state where the browser does not know it.
#[derive(Clone, Debug, PartialEq)]
struct Form {
    id: RequestId,
    number: String,
    state: Option<RequestState>,
    place: Place,
}

/// All forms of the problem that can be seen from here, the oldest first.
fn chain(request: &ServiceRequest, desk: Desk) -> Vec<Form> {
    let find = |id: RequestId| desk.records().and_then(|client| client.request(id));
    let form = |id: RequestId, known: Option<&ServiceRequest>, place: Place| Form {
        id,
        number: known.map(|request| request.number.clone()).unwrap_or_default(),
        state: known.map(|request| request.state),
        place,
    };
    let mut forms = vec![form(request.id, Some(request), Place::Here)];
    let mut walk = |start: Option<RequestId>, place: Place, on: fn(&ServiceRequest) -> Option<RequestId>| {
        let mut next = start;
        while let Some(id) = next.filter(|id| forms.iter().all(|known| known.id != *id)) {
            let known = find(id);
            let one = form(id, known.as_deref(), place);
            if place == Place::Before {
                forms.insert(0, one)
            } else {
                forms.push(one)
            }
            next = known.and_then(|request| on(&request));
        }
    };
    walk(request.follows, Place::Before, |request| request.follows);
    walk(request.followed_by(), Place::After, ServiceRequest::followed_by);
    forms
}

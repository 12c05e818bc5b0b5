//! What the board's parts share: the shown day, the filter, what is chosen, what is held, and the index of records.

use domain::{PersonId, RequestId, Timestamp, people::Person, request::ServiceRequest, time::MINUTE};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use std::{collections::BTreeSet, rc::Rc, sync::Arc};
use ui::{
    Desk, Said,
    format::{self, start_of_day},
    use_desk, use_now,
};

use super::{
    book::Book,
    filter::Filter,
    index::{self, Index, Section, View},
    placing::Held,
    sight::Sight,
    stack::Stack,
};
use crate::{
    acts::{Acts, Shown, provide_acts},
    local,
    plan::{Hours, Landing},
    sheet::midnight,
    tell::{Tell, use_tell},
};

const KEYS_OFF: &str = "paidan-board-keys-off";

/// Handles only: copied into every part of the board.
#[derive(Clone, Copy)]
pub struct Board {
    pub desk: Desk,
    pub acts: Acts,
    pub tell: Tell,
    pub today: Memo<Timestamp>,
    /// The day the person turned to; None follows today.
    pub turned_to: RwSignal<Option<Timestamp>>,
    /// The shown day, as its midnight.
    pub day: Memo<Timestamp>,
    /// Now, to the minute.
    pub minute: Memo<Timestamp>,
    pub filter: RwSignal<Filter>,
    pub section: RwSignal<Section>,
    pub selected: RwSignal<Option<RequestId>>,
    /// The request being dragged or moved by keys.
    pub held: RwSignal<Option<Held>>,
    /// Which request is held, and in whose lane it stands.
    pub carried: Memo<Option<(RequestId, Option<PersonId>)>>,
    /// A place that is only being considered.
    pub preview: RwSignal<Option<Landing>>,
    /// The lane that something is held over or considered for.
    pub target: Memo<Option<PersonId>>,
    pub people: Memo<Vec<Person>>,
    /// The records have not all come yet: nothing may be called empty.
    pub is_loading: Memo<bool>,
    pub index: Memo<Index>,
    pub hours: Memo<Hours>,
    pub lanes: Memo<Vec<PersonId>>,
    /// How the lanes lie on top of each other.
    pub stack: Memo<Stack>,
    pub sight: Sight,
    /// The lanes that are in the document.
    pub drawn: Memo<Vec<PersonId>>,
    /// Read out by screen readers.
    pub said: RwSignal<Option<Said>>,
    pub keys_on: RwSignal<bool>,
    pub shows_keys: RwSignal<bool>,
}

/// Makes the board's state, below a desk.
pub fn provide_board() -> Board {
    let (desk, now) = (use_desk(), use_now());
    let minute = Memo::new(move |_| Timestamp(now.get().millis().div_euclid(MINUTE) * MINUTE));
    let today = Memo::new(move |_| start_of_day(minute.get(), &desk.zone()));
    let turned_to = RwSignal::new(None);
    let day = Memo::new(move |_| turned_to.get().unwrap_or_else(|| today.get()));
    let filter = RwSignal::new(Filter::default());
    let people = people(desk);
    let is_loading = Memo::new(move |_| desk.status().is_none_or(|client| !client.status().has_all));
    let view = Memo::new(move |_| {
        let me = desk.client().and_then(|client| client.person()).map(|person| (*person).clone());
        let base = |person: &Person| person.base.map(|base| (person.id, base));
        let bases = people.with(|people| people.iter().filter_map(base).collect());
        let (day, today, now, filter) = (day.get(), today.get(), minute.get(), filter.get());
        Arc::new(View { day, today, now, filter, me, bases })
    });
    let book = StoredValue::new_local(Book::default());
    let index = Memo::new_owning(move |before: Option<Index>| {
        let requests = desk.records().map(|client| client.requests()).unwrap_or_default();
        let view = view.get();
        let mut book = book.write_value();
        book.read(&requests, &view, before)
    });
    let hours = Memo::new(move |_| index.with(|index| index.hours));
    let busy = Memo::new(move |_| index.with(|index| index.lanes.keys().copied().collect::<BTreeSet<_>>()));
    let lanes = Memo::new(move |_| {
        let me = desk.client().and_then(|client| client.person());
        people.with(|people| {
            busy.with(|busy| filter.with(|filter| index::lane_order(people, busy, filter, me.as_deref())))
        })
    });
    let stack = Memo::new(move |_| {
        lanes.with(|lanes| {
            index.with(|index| {
                let rows = |lane: &PersonId| (*lane, index.lanes.get(lane).map_or(1, |lane| lane.rows));
                Stack::new(lanes.iter().map(rows))
            })
        })
    });
    let (held, preview) = (RwSignal::new(None::<Held>), RwSignal::new(None::<Landing>));
    let carried = Memo::new(move |_| held.with(|held| held.as_ref().map(|held| (held.request, held.home))));
    let target = Memo::new(move |_| {
        let landing = held.with(|held| held.as_ref().and_then(Held::landing));
        landing.or_else(|| preview.get()).map(|landing| landing.engineer)
    });
    let sight = Sight::new();
    let drawn = Memo::new(move |_| {
        let home = carried.get().and_then(|(_, home)| home);
        let held: Vec<PersonId> = home.into_iter().chain(target.get()).collect();
        stack.with(|stack| sight.drawn(stack, &held))
    });
    let board = Board {
        desk,
        acts: provide_acts(),
        tell: use_tell(),
        is_loading,
        today,
        turned_to,
        day,
        minute,
        filter,
        section: RwSignal::new(Section::Queue),
        selected: RwSignal::new(None),
        held,
        carried,
        preview,
        target,
        people,
        index,
        hours,
        lanes,
        stack,
        sight,
        drawn,
        said: RwSignal::new(None),
        keys_on: RwSignal::new(true),
        shows_keys: RwSignal::new(false),
    };
    provide_context(board);
    Effect::new(move || board.keys_on.set(local::recall::<bool>(KEYS_OFF) != Some(true)));
    board.listen();
    board
}

/// The staff, passed on only when somebody of it has become another.
fn people(desk: Desk) -> Memo<Vec<Person>> {
    let known = StoredValue::new_local(Vec::<Rc<Person>>::new());
    Memo::new_owning(move |before: Option<Vec<Person>>| {
        let people = desk.records().map(|client| client.people()).unwrap_or_default();
        let is_same = known.with_value(|known| {
            known.len() == people.len() && known.iter().zip(&people).all(|(known, person)| Rc::ptr_eq(known, person))
        });
        match before {
            Some(before) if is_same => (before, false),
            _ => {
                let all = people.iter().map(|person| (**person).clone()).collect();
                known.set_value(people);
                (all, true)
            }
        }
    })
}

/// # Panics
/// Outside of [`provide_board`].
#[must_use]
pub fn use_board() -> Board {
    expect_context::<Board>()
}

impl Board {
    /// Opens the live connection once the desk is ready, and tells the others what is looked at or moved (LIV-4).
    fn listen(self) {
        Effect::new(move || {
            if self.desk.stage.get() == ui::session::Stage::Ready
                && let Some(client) = self.desk.client()
            {
                client.listen("board");
            }
        });
        let doing = Memo::new(move |_| match self.carried.get() {
            Some((request, _)) => (Some(request), "moving"),
            None => (self.selected.get(), "looking"),
        });
        // Said again every minute, so that whoever only looks is not forgotten and whoever left is.
        Effect::new(move || {
            self.minute.track();
            let (request, what) = doing.get();
            self.announce(request, what);
        });
        on_cleanup(move || self.announce(None, "looking"));
    }

    fn announce(self, request: Option<RequestId>, what: &'static str) {
        let Some(client) = self.desk.client().filter(|client| client.person().is_some()) else { return };
        spawn_local(async move {
            client.announce(request, what).await;
        });
    }

    /// A request as it stands, untracked.
    #[must_use]
    pub fn request(self, id: RequestId) -> Option<std::rc::Rc<ServiceRequest>> {
        self.desk.client()?.request(id)
    }

    /// Something about a request, worked out anew when records change and passed on only when it differs.
    pub fn about<T>(self, id: RequestId, what: impl Fn(&ServiceRequest) -> T + Send + Sync + 'static) -> Memo<Option<T>>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        Memo::new(move |_| self.desk.records().and_then(|client| client.request(id)).map(|request| what(&request)))
    }

    /// The chosen request, tracked.
    #[must_use]
    pub fn shown(self) -> Shown {
        let shown = Memo::new(move |_| {
            let id = self.selected.get()?;
            let request = self.desk.records()?.request(id)?;
            Some(Arc::new((*request).clone()))
        });
        shown.into()
    }

    /// Someone of the staff, untracked.
    #[must_use]
    pub fn person(self, id: PersonId) -> Option<Person> {
        self.people.with_untracked(|people| people.iter().find(|person| person.id == id).cloned())
    }

    /// The ids of the open section, in the order shown; untracked.
    #[must_use]
    pub fn listed(self) -> Vec<RequestId> {
        let section = self.section.get_untracked();
        self.index.with_untracked(|index| match section {
            Section::Queue => index.queue.clone(),
            Section::WriteOff => index.unsolved.iter().chain(&index.returned).copied().collect(),
            Section::Decide => index.decide.clone(),
        })
    }

    /// Turns to another day: `days` from the shown one.
    pub fn turn(self, days: i64) {
        // From noon, so that a day of 23 or 25 hours is not missed or met twice.
        let noon = self.day.get_untracked().plus(12 * domain::time::HOUR);
        let day = start_of_day(noon.plus(days * domain::time::DAY), &self.desk.zone());
        self.turned_to.set((day != self.today.get_untracked()).then_some(day));
    }

    /// A day as addresses say it.
    #[must_use]
    pub fn date(self, day: Timestamp) -> String {
        format::instant(day, format::Shape::IsoDate, words::Lang::En, &self.desk.zone())
    }

    /// Opens the day that the address asks for, and keeps the address at the day shown: a link leads to a day, and a
    /// page that is loaded anew stays on it.
    pub fn follow_address(self) {
        let asked = use_query_map().with_untracked(|query| query.get("date"));
        let asked = asked.and_then(|date| midnight(&date, &self.desk.zone()));
        if let Some(day) = asked.filter(|day| *day != self.today.get_untracked()) {
            self.turned_to.set(Some(day));
        }
        let navigate = use_navigate();
        Effect::new(move |before: Option<Option<Timestamp>>| {
            let turned = self.turned_to.get();
            if before.is_some_and(|before| before != turned) {
                let query = turned.map(|day| ["?date=", &self.date(day)].concat()).unwrap_or_default();
                let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
                navigate(&["/board", &query].concat(), options);
            }
            turned
        });
    }

    pub fn switch_keys(self, on: bool) {
        self.keys_on.set(on);
        local::remember(KEYS_OFF, &!on);
    }
}

//! The month on the page as the server has it: fetched, changed, taken back.

use std::sync::Arc;

use domain::{
    rights::Action,
    roster::{Month, RosterMonth, RosterState, Turn, Wanted, WantedTurn},
};
use leptos::{prelude::*, task::spawn_local};
use serde::Deserialize;
use serde_json::{Value, json};
use ui::{Desk, Said, Toasts, toast::Undo, use_desk, use_toasts};
use words::{common, office::roster as texts};

use crate::{
    refusal::Refusal,
    remote,
    tell::{Tell, use_tell},
};

/// What pressing a place does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Names who is on duty.
    Turn,
    /// Lets somebody else come, with a reason.
    Exchange,
}

#[derive(Clone, Copy)]
pub struct Book {
    pub month: Memo<Month>,
    shown: RwSignal<Option<Arc<RosterMonth>>>,
    pub refusal: RwSignal<Option<Refusal>>,
    pub is_busy: RwSignal<bool>,
    desk: Desk,
    tell: Tell,
    toasts: Toasts,
}

impl Book {
    /// The months that somebody turns to; fetched whenever it is another one.
    pub fn of(month: Memo<Month>) -> Self {
        let book = Self {
            month,
            shown: RwSignal::new(None),
            refusal: RwSignal::new(None),
            is_busy: RwSignal::new(false),
            desk: use_desk(),
            tell: use_tell(),
            toasts: use_toasts(),
        };
        Effect::new(move || {
            month.track();
            book.fetch();
        });
        book
    }

    /// The month, once it is there. Tracked.
    pub fn shown(self) -> Option<Arc<RosterMonth>> {
        self.shown.get().filter(|shown| shown.roster.month == self.month.get())
    }

    pub fn is_shown(self) -> bool {
        self.shown().is_some()
    }

    /// Nothing has come yet, and nothing says that nothing will. Tracked.
    pub fn is_loading(self) -> bool {
        !self.is_shown() && self.refusal.with(Option::is_none)
    }

    /// What this person can do to a place now. Tracked.
    pub fn edit(self) -> Option<Edit> {
        match self.shown()?.roster.state() {
            RosterState::Draft => self.desk.may(Action::MakeRoster).then_some(Edit::Turn),
            RosterState::Prepared | RosterState::Reviewed => {
                self.desk.may(Action::ChangeRoster).then_some(Edit::Exchange)
            }
            RosterState::Archived => None,
        }
    }

    pub fn fetch(self) {
        let Some(month) = self.month.try_get_untracked() else { return };
        spawn_local(async move {
            let answer = remote::get(self.desk, self.tell, &path(month)).await;
            match answer.and_then(|answer| self.read(answer)) {
                Ok(month) => self.take(month),
                Err(found) if self.month.try_get_untracked() == Some(month) => {
                    self.refusal.try_set(Some(found));
                }
                Err(_) => {}
            }
        });
    }

    /// Sends the month as it is to stand, and says that it was `done`, with the way back; `and_then` hears what came of it.
    pub fn put(self, wanted: Wanted, said: Said, and_then: impl Fn(Result<(), Refusal>) + 'static) {
        let Some(before) = untrack(|| self.shown()) else { return };
        self.is_busy.set(true);
        spawn_local(async move {
            match self.send(before.roster.month, &wanted, before.version).await {
                Ok(kept) => {
                    self.toasts.done(said, Some(self.back(Wanted::from(&before.roster), &kept)));
                    self.take(kept);
                    and_then(Ok(()));
                }
                Err(found) => {
                    // Somebody may have been faster: what stands now is to be seen.
                    self.fetch();
                    and_then(Err(found));
                }
            }
            self.is_busy.try_set(false);
        });
    }

    /// The same from a button: a refusal is said in a message.
    pub fn press(self, wanted: Wanted, said: Said) {
        self.put(wanted, said, move |result| {
            if let Err(found) = result {
                self.toasts.failed(found.sentence);
            }
        });
    }

    /// Fills what is open by the server's proposal.
    pub fn propose(self) {
        let Some(before) = untrack(|| self.shown()) else { return };
        self.is_busy.set(true);
        spawn_local(async move {
            let address = [&path(before.roster.month), "/proposal"].concat();
            let answer = remote::send(self.desk, self.tell, "POST", &address, None).await;
            self.is_busy.try_set(false);
            let turns: Vec<Turn> = match answer {
                Ok(answer) => Vec::deserialize(&answer["turns"]).unwrap_or_default(),
                Err(found) => return self.toasts.failed(found.sentence),
            };
            if turns == before.roster.turns {
                return self.toasts.done(texts::PROPOSED_NOTHING, None);
            }
            let turns = turns.iter().map(WantedTurn::from).collect();
            self.press(Wanted { turns, ..Wanted::from(&before.roster) }, texts::PROPOSED.into());
        });
    }

    /// Shows a month if it is still the one on the page.
    fn take(self, month: RosterMonth) {
        if self.month.try_get_untracked() == Some(month.roster.month) {
            self.shown.try_set(Some(Arc::new(month)));
            self.refusal.try_set(None);
        }
    }

    /// Puts back what stood before. It outlives the page: what belongs to the page is only tried.
    fn back(self, former: Wanted, kept: &RosterMonth) -> Undo {
        let (month, version) = (kept.roster.month, kept.version);
        Arc::new(move || {
            let former = former.clone();
            spawn_local(async move {
                match self.send(month, &former, version).await {
                    Ok(kept) => {
                        self.toasts.done(texts::UNDONE, None);
                        self.take(kept);
                    }
                    Err(found) => {
                        self.toasts.failed(found.sentence);
                        self.fetch();
                    }
                }
            });
        })
    }

    async fn send(self, month: Month, wanted: &Wanted, version: i64) -> Result<RosterMonth, Refusal> {
        let body = json!({"roster": wanted, "version": version});
        let answer = remote::send(self.desk, self.tell, "PUT", &path(month), Some(body)).await?;
        self.read(answer)
    }

    fn read(self, answer: Value) -> Result<RosterMonth, Refusal> {
        serde_json::from_value(answer).map_err(|_| untrack(|| Refusal::of(common::SERVER_TROUBLE, self.tell)))
    }
}

fn path(month: Month) -> String {
    ["/api/rosters/", &month.to_string()].concat()
}

//! A pause that can be cut short: the sync loop sleeps in it, an action wakes it.

use std::{
    cell::{Cell, RefCell},
    future::poll_fn,
    task::{Poll, Waker},
};

use crate::Later;

/// Where the loop sleeps.
#[derive(Default)]
pub(crate) struct Wake {
    /// A loop sleeps or works here.
    pub(crate) attended: Cell<bool>,
    called: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

impl Wake {
    /// Cuts the pause short, or the next one if none is under way.
    pub(crate) fn call(&self) {
        self.called.set(true);
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }

    /// Ends with the pause or with a call, whichever comes first; true when it was a call.
    pub(crate) async fn or(&self, mut pause: Later<()>) -> bool {
        poll_fn(|context| {
            if self.called.take() {
                return Poll::Ready(true);
            }
            if pause.as_mut().poll(context).is_ready() {
                return Poll::Ready(false);
            }
            *self.waker.borrow_mut() = Some(context.waker().clone());
            Poll::Pending
        })
        .await
    }
}

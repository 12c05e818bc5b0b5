//! The second tap of two: the same again, while it is being saved, is not done twice but waits for the first one's end.

use std::{
    cell::{Cell, RefCell},
    future::{Future, poll_fn},
    rc::Rc,
    task::{Poll, Waker},
};

use domain::{DispatchId, command::Command};

thread_local! {
    static UNDER_WAY: RefCell<Vec<Rc<Deed>>> = const { RefCell::new(Vec::new()) };
}

/// Something that is being saved.
struct Deed {
    what: (DispatchId, Command),
    saved: Cell<Option<bool>>,
    waiting: RefCell<Vec<Waker>>,
}

/// Does it, or waits for the same that is under way; whether it was saved.
pub async fn once(dispatch: DispatchId, command: Command, deed: impl Future<Output = bool>) -> bool {
    let what = (dispatch, command);
    let known = UNDER_WAY.with_borrow(|all| all.iter().find(|known| known.what == what).cloned());
    if let Some(known) = known {
        return poll_fn(|context| match known.saved.get() {
            Some(saved) => Poll::Ready(saved),
            None => {
                known.waiting.borrow_mut().push(context.waker().clone());
                Poll::Pending
            }
        })
        .await;
    }
    let own = Rc::new(Deed { what, saved: Cell::new(None), waiting: RefCell::default() });
    UNDER_WAY.with_borrow_mut(|all| all.push(own.clone()));
    let saved = deed.await;
    UNDER_WAY.with_borrow_mut(|all| all.retain(|known| !Rc::ptr_eq(known, &own)));
    own.saved.set(Some(saved));
    own.waiting.take().into_iter().for_each(Waker::wake);
    saved
}

#[cfg(test)]
mod tests {
    use std::{
        pin::pin,
        task::{Context, Waker},
    };

    use super::*;

    #[test]
    fn a_second_tap_waits_for_the_first_and_does_nothing() {
        let done = Cell::new(0);
        let finger = Cell::new(false);
        let deed = || {
            poll_fn(|_| match finger.get() {
                true => {
                    done.set(done.get() + 1);
                    Poll::Ready(true)
                }
                false => Poll::Pending,
            })
        };
        let dispatch = DispatchId(uuid::Uuid::from_u128(1));
        let mut first = pin!(once(dispatch, Command::Depart, deed()));
        let mut second = pin!(once(dispatch, Command::Depart, deed()));
        let mut context = Context::from_waker(Waker::noop());
        assert!(first.as_mut().poll(&mut context).is_pending());
        assert!(second.as_mut().poll(&mut context).is_pending());
        finger.set(true);
        assert_eq!(first.as_mut().poll(&mut context), Poll::Ready(true));
        assert_eq!(second.as_mut().poll(&mut context), Poll::Ready(true));
        assert_eq!(done.get(), 1);
        // Once it is saved, the same may be done again.
        assert_eq!(pin!(once(dispatch, Command::Depart, deed())).poll(&mut context), Poll::Ready(true));
        assert_eq!(done.get(), 2);
    }
}

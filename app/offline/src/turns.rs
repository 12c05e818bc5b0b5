//! One after the other, in the order of asking: actions of one tab must not overtake each other.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    future::poll_fn,
    rc::Rc,
    task::{Poll, Waker},
};

/// A queue for something only one may do at a time.
#[derive(Default)]
pub(crate) struct Turns {
    busy: Cell<bool>,
    queue: RefCell<VecDeque<Rc<Ticket>>>,
}

#[derive(Default)]
struct Ticket {
    called: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

/// It is the holder's turn until this is dropped.
pub(crate) struct Turn<'a>(&'a Turns);

/// Somebody who waits. If the wait is given up after the call came, the turn goes on to the next.
struct Waiting<'a> {
    turns: &'a Turns,
    ticket: Rc<Ticket>,
    arrived: bool,
}

impl Turns {
    pub(crate) async fn take(&self) -> Turn<'_> {
        if !self.busy.replace(true) {
            return Turn(self);
        }
        let ticket = Rc::new(Ticket::default());
        self.queue.borrow_mut().push_back(ticket.clone());
        let mut waiting = Waiting { turns: self, ticket, arrived: false };
        poll_fn(|context| {
            if waiting.ticket.called.get() {
                return Poll::Ready(());
            }
            *waiting.ticket.waker.borrow_mut() = Some(context.waker().clone());
            Poll::Pending
        })
        .await;
        waiting.arrived = true;
        Turn(self)
    }

    fn call_next(&self) {
        let next = self.queue.borrow_mut().pop_front();
        match next {
            Some(ticket) => {
                ticket.called.set(true);
                if let Some(waker) = ticket.waker.take() {
                    waker.wake();
                }
            }
            None => self.busy.set(false),
        }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if self.arrived {
            return;
        }
        if self.ticket.called.get() {
            self.turns.call_next();
        } else {
            self.turns.queue.borrow_mut().retain(|ticket| !Rc::ptr_eq(ticket, &self.ticket));
        }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.call_next();
    }
}

#[cfg(test)]
mod tests {
    use std::{future::Future, task::Context};

    use futures::{executor::LocalPool, task::LocalSpawnExt};

    use super::*;

    #[test]
    fn turns_come_in_the_order_of_asking_even_when_one_gives_up() {
        let turns = Rc::new(Turns::default());
        let order = Rc::new(RefCell::new(Vec::new()));
        let mut pool = LocalPool::new();
        let first = futures::executor::block_on(turns.take());
        for number in 1..=3 {
            let (turns, order) = (turns.clone(), order.clone());
            let task = async move {
                let _turn = turns.take().await;
                order.borrow_mut().push(number);
            };
            pool.spawner().spawn_local(task).expect("the pool takes tasks");
        }
        pool.run_until_stalled();
        let mut given_up = Box::pin(turns.take());
        let mut context = Context::from_waker(Waker::noop());
        assert!(given_up.as_mut().poll(&mut context).is_pending());
        drop(given_up);
        drop(first);
        pool.run_until_stalled();
        assert_eq!(*order.borrow(), [1, 2, 3]);
        assert!(!turns.busy.get());
    }
}
